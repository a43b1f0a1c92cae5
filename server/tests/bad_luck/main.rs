//! What the portal stands on fails while people use it: gateway, disk, database. It says so, and loses nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a failed unwrap is the test's message, in helpers too")]

#[path = "../support/mod.rs"]
mod support;

mod full_disk;
mod gateway;
mod postgres_gone;
mod read_only;

use reqwest::StatusCode;
use support::browser::Page;
use support::texts::german;

/// A page for people that says that nothing was changed, and names its line in the log.
fn assert_unavailable(page: &Page) {
    let words = page.words();
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{words}");
    assert!(page.is_html(), "{:?}", page.headers);
    assert!(words.contains(&german("errors.unavailable")), "{words}");
    let reference = page.header("x-request-id");
    assert!(reference.len() > 4 && words.contains(&format!("{} {reference}", german("errors.reference"))), "{reference:?}: {words}");
}
