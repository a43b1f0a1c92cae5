//! The sandbox as its callers see it, over real connections; it must not look inside the crate.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

mod access;
mod cancelling;
mod charging;
mod durability;
mod faults;
mod input;
mod support;
