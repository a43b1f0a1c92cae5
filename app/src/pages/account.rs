//! Pages about the account itself, beside what it subscribes to.

pub mod contacts;
pub mod details;
pub mod history;
pub mod licences;
