//! Account credit goes back to who paid: by the gateway, to the card or bank account that a payment came from, or by a
//! transfer that the seller makes by hand. The intention is written first, with the credit taken; then the gateway is asked,
//! outside any transaction and with the refund's identifier as its key; then its answer is written. What it refuses is
//! credit again.

pub mod begin;
pub mod carry_out;
