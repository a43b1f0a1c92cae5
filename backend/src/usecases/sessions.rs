//! Signing in, and the work that passwords make.

pub mod passwords;
pub mod sign_in;
