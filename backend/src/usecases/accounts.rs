//! Accounts as the staff makes and sees them.

pub mod assign;
pub mod create;
pub mod list;
pub mod offers;
pub mod terms;
pub mod view;
