//! What stands on the demo's calendar: jobs, and debits that the bank decides on.

use crate::Backend;
use crate::db::job_lists::{self, DebitRow, JobRow};
use crate::db::jobs::{self, JobKind};
use crate::db::{DbError, Tx, payments};
use crate::usecases::jobs::list::about_text;
use crate::usecases::staff::StaffMember;
use crate::work;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What happens by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A job is worked off.
    Job(JobKind),
    /// A bank decides on a debit.
    Debit,
}

/// Something that stands on the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ahead {
    /// What will happen.
    pub kind: EventKind,
    /// When.
    pub day: NaiveDate,
    /// Customer number of whom it concerns.
    pub account_number: String,
    /// Their name.
    pub account_name: String,
    /// What it is about, where that has a name.
    pub about: Option<String>,
}

/// The day on which something happens next, after today: a job, or a debit that settles.
///
/// # Errors
/// [`DbError`].
pub async fn find_next_event(backend: &Backend) -> Result<Option<NaiveDate>, DbError> {
    let today = backend.today();
    backend.db.read(work!(tx => next_event(tx, today).await)).await
}

async fn next_event(tx: &mut Tx<'_>, after: NaiveDate) -> Result<Option<NaiveDate>, DbError> {
    let job = jobs::find_next_day(tx, after).await?;
    let settlement = payments::find_next_settlement(tx, after).await?;
    Ok(job.into_iter().chain(settlement).min())
}

/// What stands on the calendar after today for accounts that the reader may see, the nearest first.
///
/// # Errors
/// [`DbError`].
pub async fn list_ahead(backend: &Backend, member: &StaffMember, limit: u32) -> Result<Vec<Ahead>, DbError> {
    let (today, rows) = (backend.today(), i64::from(limit));
    let far = NaiveDate::from_ymd_opt(9999, 12, 30).unwrap_or(today);
    let scope = member.scope();
    let (jobs, debits) = backend
        .db
        .read(work!(tx => {
            Ok::<_, DbError>((job_lists::list_ahead(tx, scope, today, rows).await?, job_lists::list_debits(tx, scope, (today, far), rows).await?))
        }))
        .await?;
    let job = |row: JobRow| Ahead {
        kind: EventKind::Job(row.job.kind),
        day: row.job.due_on,
        about: about_text(&backend.catalogue, &row.about),
        account_number: row.account_number,
        account_name: row.account_name,
    };
    let debit =
        |row: DebitRow| Ahead { kind: EventKind::Debit, day: row.settles_on, about: None, account_number: row.account_number, account_name: row.account_name };
    let mut ahead: Vec<Ahead> = jobs.into_iter().map(job).chain(debits.into_iter().map(debit)).collect();
    ahead.sort_by_key(|event| event.day);
    ahead.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(ahead)
}
