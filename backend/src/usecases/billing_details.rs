//! What an account's invoices are made out to, and who gets them.

pub mod load;
pub mod save;
