//! Invoices that were issued.

pub mod find;
pub mod list;
pub mod standing;
