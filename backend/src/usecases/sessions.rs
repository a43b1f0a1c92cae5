//! Signing in and out, and what passwords cost.

pub mod device;
pub mod passwords;
pub mod sign_in;
pub mod sign_out;
pub mod touch;
pub mod tries;
