//! Server functions and what travels over them: one file per noun.
//!
//! A server function names its address and its wire types; what it does stands in `bodies`, which only the
//! server has: session, authorisation, one use case, and the answer.

pub mod billing_details;
#[cfg(feature = "ssr")]
mod bodies;
pub mod cart;
pub mod contacts;
pub mod corporate;
pub mod corporate_payments;
pub mod error;
pub mod history;
pub mod invoices;
pub mod licences;
pub mod new_subscription;
pub mod open_invoices;
pub mod orders;
pub mod payment;
pub mod people;
pub mod proposals;
pub mod purchase_orders;
pub mod quotes;
#[cfg(feature = "ssr")]
pub mod request;
pub mod requests;
pub mod session;
pub mod staff;
pub mod subscriptions;

pub use error::ApiError;
