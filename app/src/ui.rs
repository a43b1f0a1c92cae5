//! Parts that pages are made of. They know how things look and behave, and nothing of billing.

pub mod address;
pub mod amount;
pub mod badge;
pub mod banner;
pub mod button;
pub mod card_text;
pub mod cells;
pub mod change_text;
pub mod field;
pub mod icon;
pub mod language_switch;
pub mod money;
pub mod page;
pub mod period_bar;
pub mod placeholder;
pub mod receipt;
pub mod stepper;
pub mod steps;
