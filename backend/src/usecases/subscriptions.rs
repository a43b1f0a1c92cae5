//! What an account subscribes to.

pub mod edit;
pub mod list;
