//! One file for each thing that can happen; one transaction each. A use case awaits nothing but the database
//! while its transaction is open.

pub mod accounts;
pub mod billing_details;
pub mod cart;
pub mod collections;
pub mod contacts;
pub mod credit_notes;
pub mod demo_clock;
pub mod gateway_events;
pub mod history;
pub mod invitations;
pub mod invoices;
pub mod jobs;
pub mod licences;
pub mod looks;
mod notices;
pub mod operations;
pub mod orders;
pub mod outbox;
pub(crate) mod paging;
pub mod payment_methods;
pub mod payment_profile;
pub mod payments;
pub mod people;
pub mod proposals;
pub mod purchase_orders;
pub mod quotes;
pub mod receipts;
pub mod refunds;
pub mod requests;
pub mod service_orders;
pub mod sessions;
pub mod single_cards;
pub mod staff;
pub mod subscriptions;
pub mod vat_ids;
