//! The way of an order: written, charged, completed; or recovered after a crash.

pub mod complete;
pub mod find;
pub mod give_up;
pub mod issue;
pub mod place;
pub mod refresh;
pub mod settle;
