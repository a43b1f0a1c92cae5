//! The sandbox as its callers see it, over real connections; it must not look inside the crate.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

mod access;
mod authorising;
mod cancelling;
mod challenges;
mod charging;
mod debits;
mod durability;
mod faults;
mod histories;
mod input;
mod pages;
mod payer;
mod receiver;
mod refunds;
mod register;
mod secrets;
mod sessions;
mod support;
mod webhooks;
