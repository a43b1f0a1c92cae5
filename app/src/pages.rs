//! The screens, a file each. A page asks `api`, shows what it gets in the reader's words, and decides nothing.

pub mod account;
pub mod billing_center;
pub mod corporate;
pub mod demo_note;
pub mod error;
pub mod loaded;
pub mod not_found;
pub mod people;
pub mod request_words;
pub mod sign_in;
pub mod staff;
pub mod styleguide;
pub mod subscription_words;
