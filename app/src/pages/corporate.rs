//! Pages of the Corporate Billing Portal, one file each.

pub mod forgot_password;
pub mod frame;
pub mod sign_in;
pub mod subscriptions;
