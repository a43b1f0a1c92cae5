//! Who may pass which door: every server function, every session, every foreign site.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a failed unwrap is the test's message, in helpers too")]

#[path = "../support/mod.rs"]
mod support;

mod bundles;
mod corporate;
mod corporate_orders;
mod corporate_papers;
mod crawl;
mod foreign_sites;
mod functions;
mod looks;
mod news;
mod other_accounts;
mod purchase_orders;
mod sessions;
mod signing_in;
mod staff;
