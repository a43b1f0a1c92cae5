//! Quotes: made by a representative or by Add seats, accepted by a service order, declined, expired or replaced.

pub mod accept;
pub mod create;
pub mod decline;
pub mod details;
pub mod draft;
pub mod expire;
pub mod find;
pub mod give_up;
pub mod list;
pub mod open;
pub mod paper;
pub mod supersede;
pub mod take_back;

/// The series of quote numbers.
const NUMBER_SERIES: &str = "AN";
