//! Ports to the world outside: the payment gateway, the register of VAT numbers, and mail.

pub mod mail;
pub mod payment;
pub mod payment_http;
mod payment_records;
pub mod signature;
pub mod vat_register;
