//! The account's history. Its words are chosen on the server, in the reader's language: nothing here is more than text,
//! which keeps the browser's part small.

#[cfg(feature = "ssr")]
pub(super) mod bodies;

use super::ApiError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How an entry is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HistoryTone {
    /// A change like others.
    Plain,
    /// Something was achieved.
    Success,
    /// To be noticed.
    Notice,
    /// Something failed.
    Error,
}

/// A value that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryChange {
    /// Of what.
    pub name: String,
    /// What it was; empty if there was none.
    pub from: String,
    /// What it is now.
    pub to: String,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRow {
    /// Date and time for programs, by the seller's clock.
    pub moment: String,
    /// Date and time for readers.
    pub when: String,
    /// Who did it.
    pub who: String,
    /// What happened.
    pub what: String,
    /// From what to what.
    pub changes: Vec<HistoryChange>,
    /// How it is meant.
    pub tone: HistoryTone,
}

/// One page of the history, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPage {
    /// What happened.
    pub rows: Vec<HistoryRow>,
    /// The entry after which the next page begins, if there is one.
    pub older: Option<String>,
}

/// A page of the account's history: of those entries that are searched for, those before the entry `before`, or the newest
/// when it is empty. `door` says behind which door.
#[server(endpoint = "load_history")]
pub async fn load_history(
    #[server(default)] door: String,
    #[server(default)] before: String,
    #[server(default)] kind: String,
    #[server(default)] from: String,
    #[server(default)] until: String,
) -> Result<HistoryPage, ApiError> {
    bodies::load_history(door, before, kind, from, until).await
}
