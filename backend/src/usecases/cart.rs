//! The cart of an account: on the server, seen on every device.

pub mod count;
pub mod load;
pub mod put;
pub mod remove;
