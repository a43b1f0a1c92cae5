//! The screens of the Billing Center.

pub mod cancellation;
pub mod cart;
pub mod checkout;
pub mod editor;
pub mod forecast;
pub mod frame;
pub mod invoice;
pub mod invoices;
pub mod new_subscription;
pub mod open_invoices;
pub mod order;
pub mod order_side;
pub mod payment;
pub mod reactivation;
pub mod steps;
pub mod subscriptions;
pub mod trial_started;
