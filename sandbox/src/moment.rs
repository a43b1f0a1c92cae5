//! When something is decided, and names for what is new; it must not know what is decided.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDate};
use uuid::Uuid;

/// The computer's time, taken once for all that is decided together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    /// Seconds since 1970, UTC.
    pub(crate) now: i64,
    /// The day of `now`, UTC.
    pub(crate) date: NaiveDate,
}

impl Moment {
    /// Now. A clock before 1970 or after the year 9999 counts as 1970.
    pub(crate) fn take() -> Self {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
        let time = i64::try_from(seconds).ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0)).unwrap_or_default();
        Self { now: time.timestamp(), date: time.date_naive() }
    }

    /// The moment as `2026-11-22T09:00:00Z`.
    pub(crate) fn text(self) -> String {
        DateTime::from_timestamp(self.now, 0).unwrap_or_default().format("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}

/// A new id that says when it was made.
pub(crate) fn new_id(prefix: &str) -> String {
    format!("{prefix}_{}", Uuid::now_v7().simple())
}

/// A new id that nobody can guess: who knows it, may use it.
pub(crate) fn new_secret_id(prefix: &str) -> String {
    format!("{prefix}_{}", Uuid::new_v4().simple())
}
