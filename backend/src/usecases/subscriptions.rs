//! What an account subscribes to.

pub mod edit;
pub mod list;
pub mod offer;
pub(crate) mod schedule;
pub mod start_trial;
pub mod watch_catalogue;
