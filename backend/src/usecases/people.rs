//! People, their passwords and the accounts that they belong to.

pub mod change_password;
pub mod clear_away;
pub mod forget_password;
pub mod list_accounts;
pub mod load_actor;
pub mod load_profile;
pub mod password_links;
pub mod save_profile;
pub mod set_language;
pub mod set_password;
