//! Payments whose end comes after their order's: debits.

pub mod ask;
pub mod settle;
