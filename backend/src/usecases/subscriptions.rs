//! What an account subscribes to.

pub mod cancel;
pub mod contracts;
pub mod edit;
pub mod list;
pub mod offer;
pub mod reactivate;
pub(crate) mod schedule;
pub mod start_trial;
pub mod watch_catalogue;
