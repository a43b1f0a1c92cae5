//! Invoices that were issued.

pub mod corporate;
pub mod find;
pub mod search;
pub mod standing;
