//! What an account subscribes to.

pub mod cancel;
pub mod contracts;
pub mod edit;
mod forecast;
pub mod list;
pub mod list_scheduled;
pub mod offer;
pub mod preview_change;
pub mod reactivate;
pub(crate) mod schedule;
pub mod schedule_change;
pub mod start_trial;
pub mod watch_catalogue;
pub mod withdraw_change;
