//! What an account subscribes to.

pub mod edit;
pub mod list;
pub mod offer;
pub mod start_trial;
