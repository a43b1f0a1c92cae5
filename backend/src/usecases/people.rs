//! People and what is known of them.

pub mod load_actor;
pub mod set_language;
