//! The account's VAT number, and what changes once it is proven.

pub mod apply;
mod balance;
mod correct;
mod corrected;
pub mod recheck;

pub(crate) use correct::Correction;
