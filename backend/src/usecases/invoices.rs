//! Invoices that were issued.

pub mod find;
pub mod search;
pub mod standing;
