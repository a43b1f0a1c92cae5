//! Screens about people themselves: invitation, forgotten password, profile, choice of an account.

pub mod accounts;
pub mod forgot_password;
pub mod invitation;
mod new_password;
pub mod profile;
pub mod set_password;
