//! Pages of the Corporate Billing Portal, one file each.

pub mod ask_services;
pub mod forgot_password;
pub mod frame;
pub mod invoice;
pub mod invoices;
mod only_orderer;
mod order_steps;
pub mod pay;
pub mod payment_profile;
pub mod purchase_orders;
pub mod quote;
pub mod quotes;
pub mod seats;
pub mod service_order;
pub mod service_orders;
pub mod sign_in;
pub mod subscriptions;
