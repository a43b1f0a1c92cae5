//! Screens about people themselves: invitation, forgotten password, profile, choice of an account.

pub mod accounts;
pub mod customer_care;
pub mod forgot_password;
pub mod invitation;
mod new_password;
pub mod profile;
pub mod proposals;
pub mod set_password;
