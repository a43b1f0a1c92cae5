//! What is due and what was given up, for those who run the portal.

use crate::db::jobs::{self, JobKind, ListedJob};
use crate::work;
use crate::{Backend, DbError};

/// The first jobs in the order of their days; those that were given up come first of all.
///
/// # Errors
/// [`DbError`].
pub async fn list_jobs(backend: &Backend, limit: i64) -> Result<Vec<ListedJob>, DbError> {
    backend.db.read(work!(tx => jobs::list_jobs(tx, limit).await)).await
}

/// Tries what was given up again: all of it, or one kind. Answers how many jobs.
///
/// # Errors
/// [`DbError`].
pub async fn revive_jobs(backend: &Backend, kind: Option<JobKind>) -> Result<u64, DbError> {
    backend.db.write(work!(tx => jobs::revive(tx, kind).await)).await
}
