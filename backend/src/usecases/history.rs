//! What happened to an account.

pub mod read;
