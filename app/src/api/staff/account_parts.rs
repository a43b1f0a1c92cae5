//! The pages of an account beside its first one: documents, business, history. Their words are chosen on the server, in the reader's
//! language, so that the browser loads one list for all of them.

#[cfg(feature = "ssr")]
pub(super) mod bodies;

use crate::api::ApiError;
use crate::api::history::HistoryRow;
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How a state is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartTone {
    /// Nothing to notice.
    Plain,
    /// All is well.
    Success,
    /// To be noticed.
    Notice,
    /// What is open.
    Accent,
    /// Something failed.
    Error,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartRow {
    /// What it is: a number, or a subject.
    pub name: String,
    /// Where it leads; empty where it leads nowhere.
    pub address: String,
    /// What it is about.
    pub about: String,
    /// Its day.
    pub day: NaiveDate,
    /// What it comes to; empty where it comes to nothing.
    pub amount: String,
    /// Where it stands.
    pub state: String,
    /// How that is meant.
    pub tone: PartTone,
}

/// A list of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartList {
    /// Its heading.
    pub title: String,
    /// A sentence below it; empty for none.
    pub note: String,
    /// What is said where it is empty.
    pub empty: String,
    /// The rows.
    pub rows: Vec<PartRow>,
    /// The last row, when there are older ones.
    pub older: Option<String>,
    /// What can be begun from it.
    pub act: Option<PartAct>,
}

/// What can be begun from a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartAct {
    /// Where it leads.
    pub address: String,
    /// What it is called.
    pub name: String,
}

/// Lists of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartPage {
    /// Number of the account.
    pub number: String,
    /// Its name.
    pub name: String,
    /// The lists.
    pub lists: Vec<PartList>,
}

/// A look of the staff at an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewRow {
    /// Who looked.
    pub who: String,
    /// When, for readers.
    pub when: String,
    /// At which page.
    pub page: String,
}

/// What happened to an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountHistory {
    /// Number of the account.
    pub number: String,
    /// Its name.
    pub name: String,
    /// What happened, newest first.
    pub rows: Vec<HistoryRow>,
    /// The entry after which the next page begins, if there is one.
    pub older: Option<String>,
    /// Who of the staff looked, newest first; told to operators alone.
    pub views: Option<Vec<ViewRow>>,
}

/// Invoices before the one of that number, or the newest; and the last payments.
#[server(endpoint = "load_account_documents")]
pub async fn load_account_documents(#[server(default)] number: String, #[server(default)] before: String) -> Result<PartPage, ApiError> {
    bodies::load_account_documents(number, before).await
}

/// Quotes, service orders and requests.
#[server(endpoint = "load_account_business")]
pub async fn load_account_business(#[server(default)] number: String) -> Result<PartPage, ApiError> {
    bodies::load_account_business(number).await
}

/// What happened before that entry, or the newest.
#[server(endpoint = "load_account_history")]
pub async fn load_account_history(#[server(default)] number: String, #[server(default)] before: String) -> Result<AccountHistory, ApiError> {
    bodies::load_account_history(number, before).await
}
