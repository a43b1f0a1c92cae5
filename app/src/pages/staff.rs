//! The screens of the staff.

pub mod account;
pub mod accounts;
pub mod calendar_kind;
pub mod catalogue;
pub mod change;
pub mod clock;
pub mod frame;
pub mod jobs;
pub mod mail;
pub mod new_account;
pub mod new_receipt;
pub mod outbox;
pub mod purchase_order;
pub mod purchase_orders;
pub mod quote;
pub mod quote_builder;
pub mod quotes;
pub mod receipt;
pub mod receipts;
pub mod request;
pub mod requests;
pub mod second_step;
pub mod security;
pub mod service_order;
pub mod service_orders;
pub mod sign_in;
