//! The screens of the staff.

pub mod account;
pub mod accounts;
pub mod frame;
pub mod new_account;
pub mod sign_in;
