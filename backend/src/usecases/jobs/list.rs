//! What is due, what fails and what was given up, for those who run the portal; and trying again what was given up.

use crate::db::audit::{AuditEntry, add_entry};
use crate::db::job_lists::{self, About, JobFilter, JobPlace, JobRow, JobState, KindCount};
use crate::db::jobs::{self, JobKind};
use crate::usecases::staff::StaffMember;
use crate::work;
use crate::{Backend, DbError};
use billing::catalogue::Catalogue;
use billing::ids::{PlanId, ProductId};
use chrono::NaiveDate;

/// Rows of a page.
pub const PAGE_ROWS: i64 = 25;

/// Which jobs are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobList {
    /// What was given up.
    Dead,
    /// What failed and is tried again.
    Failing,
    /// All that is due by today.
    Due,
}

/// A page of jobs, and where the next one begins.
#[derive(Debug)]
pub struct JobsPage {
    /// In the order of their days.
    pub rows: Vec<JobRow>,
    /// The last row's place, when there are more.
    pub next: Option<JobPlace>,
}

/// Jobs that are due or were given up, of accounts that a representative (`scope`; empty for who sees all) sees, after a place in the list.
///
/// # Errors
/// [`DbError`].
pub async fn list_jobs(backend: &Backend, list: JobList, scope: &str, after: Option<&JobPlace>, limit: i64) -> Result<JobsPage, DbError> {
    let (state, least_tries) = match list {
        JobList::Dead => (JobState::Dead, 0),
        JobList::Failing => (JobState::Waiting, 1),
        JobList::Due => (JobState::Waiting, 0),
    };
    let today = backend.today();
    // What was given up is listed whatever its day.
    let until = if state == JobState::Dead { NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(today) } else { today };
    let filter = JobFilter { state, until, least_tries, scope };
    // One more than shown tells whether there is a next page.
    let mut rows = backend.db.read(work!(tx => job_lists::list_page(tx, filter, after, limit + 1).await)).await?;
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > shown;
    rows.truncate(shown);
    let place = |row: &JobRow| JobPlace { due_on: row.job.due_on, kind: row.job.kind.code().to_owned(), subject: row.job.subject.clone() };
    let next = rows.last().filter(|_| more).map(place);
    Ok(JobsPage { rows, next })
}

/// All kinds with what is due by today and what was given up, of accounts that a representative (`scope`; empty for who sees all) sees.
///
/// # Errors
/// [`DbError`].
pub async fn count_kinds(backend: &Backend, scope: &str) -> Result<Vec<KindCount>, DbError> {
    let today = backend.today();
    backend.db.read(work!(tx => job_lists::count_kinds(tx, today, scope).await)).await
}

/// Which of the jobs that were given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Again {
    /// All of them.
    All,
    /// Those of a kind.
    Kind(JobKind),
    /// This one.
    One(JobKind, String),
}

/// Tries again what was given up, from now on; answers how many jobs. `member` is who asked, none for the command line.
///
/// # Errors
/// [`DbError`].
pub async fn run_again(backend: &Backend, member: Option<&StaffMember>, again: &Again) -> Result<u64, DbError> {
    let now = backend.now();
    backend
        .db
        .write(work!(tx => {
            let (revived, kind, subject) = match again {
                Again::All => (jobs::revive(tx, None).await?, "", ""),
                Again::Kind(kind) => (jobs::revive(tx, Some(*kind)).await?, kind.code(), ""),
                Again::One(kind, subject) => (u64::from(job_lists::revive_one(tx, *kind, subject).await?), kind.code(), subject.as_str()),
            };
            if revived > 0 {
                let details = serde_json::json!({ "kind": kind, "jobs": revived });
                let person = member.map(|member| &member.person);
                add_entry(tx, AuditEntry { account: None, person, action: "jobs_run_again", subject, details }, now).await?;
            }
            Ok(revived)
        }))
        .await
}

/// What a job is about, in the words of the catalogue: names, numbers, the last digits of a card. Nothing for what is
/// about the whole account.
pub fn about_text(catalogue: &Catalogue, about: &About) -> Option<String> {
    match about {
        About::Subscription { product, plan } => {
            let known = catalogue.product(&ProductId(product.clone()));
            let plan_id = PlanId(plan.clone());
            let plan_name = known.and_then(|product| product.plan(&plan_id)).map_or(plan.as_str(), |(_, plan)| plan.name.as_str());
            Some(format!("{} {plan_name}", known.map_or(product.as_str(), |product| product.name.as_str())))
        }
        About::Invoice(number) => Some(number.clone()),
        About::Method { last4, .. } => Some(format!("•••• {last4}")),
        About::Account => None,
    }
}
