//! Ports to the world outside: the payment gateway and mail.

pub mod mail;
pub mod payment;
pub mod payment_http;
