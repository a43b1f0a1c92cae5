//! Service orders: placed with a quote, worked on by the staff or by the portal itself, done or refused. Money is reserved
//! when one is placed, and taken when it is done.

pub mod complete;
pub mod find;
pub mod finish;
pub mod place;
pub mod refuse;
pub mod take;

/// The series of service order numbers.
const NUMBER_SERIES: &str = "SA";
