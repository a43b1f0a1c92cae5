//! What happens by itself, for those who look after it: what is due, what fails, what was given up.

#[cfg(feature = "ssr")]
pub(super) mod bodies;

use super::clock::{AccountLink, CalendarKind};
use crate::api::ApiError;
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How many jobs of a kind there are to look after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindRow {
    /// The kind.
    pub kind: CalendarKind,
    /// Its word in addresses and forms.
    pub code: String,
    /// Due today, and not late.
    pub due: i64,
    /// Due on an earlier day.
    pub late: i64,
    /// Of both, those that failed and are tried again.
    pub failing: i64,
    /// Given up.
    pub dead: i64,
}

/// How a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobStanding {
    /// Due.
    Due,
    /// Failed, and tried again.
    Failing,
    /// Given up.
    Dead,
}

/// A job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobRow {
    /// What is to be done.
    pub kind: CalendarKind,
    /// The word of the kind.
    pub code: String,
    /// What it is done to; the log names it too.
    pub subject: String,
    /// Whose it is.
    pub account: AccountLink,
    /// What it is about, where that has a name.
    pub about: Option<String>,
    /// The day on which it is due.
    pub due_on: NaiveDate,
    /// How it stands.
    pub standing: JobStanding,
    /// How often it has failed.
    pub tries: i64,
    /// The time of day at which it is tried again, if that is still ahead.
    pub again_at: Option<String>,
    /// Why it failed the last time; told to operators alone.
    pub why: Option<String>,
}

/// Where the next page of the list begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobAfter {
    /// Day of the last job of the page.
    pub day: NaiveDate,
    /// The word of its kind.
    pub kind: String,
    /// What it is done to.
    pub subject: String,
}

/// All kinds, and a page of one of the lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobsPage {
    /// Kinds of which something is due or was given up.
    pub kinds: Vec<KindRow>,
    /// The list.
    pub rows: Vec<JobRow>,
    /// Where its next page begins, if there is one.
    pub next: Option<JobAfter>,
    /// Whether the reader may try again what was given up, and sees why it failed.
    pub may_run_again: bool,
}

/// The jobs that are due, those that fail (`list` is `failing`) or those that were given up (`dead`), after a place in the list.
#[server(endpoint = "load_jobs")]
pub async fn load_jobs(
    #[server(default)] list: String,
    #[server(default)] after_day: String,
    #[server(default)] after_kind: String,
    #[server(default)] after_subject: String,
) -> Result<JobsPage, ApiError> {
    bodies::load_jobs(list, after_day, after_kind, after_subject).await
}

/// Tries again what was given up: one job, or without `subject` all of a kind.
#[server(endpoint = "run_jobs_again")]
pub async fn run_jobs_again(#[server(default)] kind: String, #[server(default)] subject: String) -> Result<(), ApiError> {
    bodies::run_jobs_again(kind, subject).await
}
