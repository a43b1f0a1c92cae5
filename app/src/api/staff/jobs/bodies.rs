//! What the server functions of the jobs do.

use super::{JobAfter, JobRow, JobStanding, JobsPage, KindRow};
use crate::api::ApiError;
use crate::api::request::{StaffSignedIn, lead_to, reply, staff_as};
use crate::api::staff::bodies::{LOOKING_AFTER, OPERATING};
use crate::api::staff::clock::AccountLink;
use backend::Backend;
use backend::db::job_lists::{self, JobPlace, JobState, KindCount};
use backend::db::jobs::JobKind;
use backend::usecases::jobs::list::{Again, JobList, PAGE_ROWS, about_text, count_kinds, list_jobs, run_again};

pub async fn load_jobs(list: String, day: String, kind: String, subject: String) -> Result<JobsPage, ApiError> {
    reply(jobs_page(&list, (day, kind, subject)).await)
}

async fn jobs_page(list: &str, (day, kind, subject): (String, String, String)) -> Result<JobsPage, ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    let list = match list {
        "failing" => JobList::Failing,
        "dead" => JobList::Dead,
        _ => JobList::Due,
    };
    let after = day.parse().ok().map(|due_on| JobPlace { due_on, kind, subject });
    let page = list_jobs(&backend, list, member.scope(), after.as_ref(), PAGE_ROWS).await?;
    let may_run_again = OPERATING.contains(&member.role);
    let why_of = |error: Option<String>| error.filter(|_| may_run_again);
    let is_shown = |count: &KindCount| count.due + count.late + count.dead > 0;
    Ok(JobsPage {
        kinds: count_kinds(&backend, member.scope()).await?.into_iter().filter(is_shown).map(kind_row).collect(),
        rows: page.rows.into_iter().map(|row| job_row(&backend, row, why_of)).collect(),
        next: page.next.map(|place| JobAfter { day: place.due_on, kind: place.kind, subject: place.subject }),
        may_run_again,
    })
}

fn kind_row(count: KindCount) -> KindRow {
    let KindCount { kind, due, late, failing, dead } = count;
    KindRow { kind: kind.into(), code: kind.code().to_owned(), due, late, failing, dead }
}

fn job_row(backend: &Backend, row: job_lists::JobRow, why_of: impl Fn(Option<String>) -> Option<String>) -> JobRow {
    let standing = match (row.state, row.job.tries) {
        (JobState::Dead, _) => JobStanding::Dead,
        (JobState::Waiting, 0) => JobStanding::Due,
        (JobState::Waiting, _) => JobStanding::Failing,
    };
    let is_ahead = standing == JobStanding::Failing && row.try_at > backend.now();
    JobRow {
        kind: row.job.kind.into(),
        code: row.job.kind.code().to_owned(),
        about: about_text(&backend.catalogue, &row.about),
        account: AccountLink { number: row.account_number, name: row.account_name },
        due_on: row.job.due_on,
        standing,
        tries: row.job.tries,
        again_at: is_ahead.then(|| backend.clock.local_time(row.try_at).format("%H:%M").to_string()),
        why: why_of(row.last_error.filter(|_| standing != JobStanding::Due)),
        subject: row.job.subject,
    }
}

pub async fn run_jobs_again(kind: String, subject: String) -> Result<(), ApiError> {
    reply(try_run_again(&kind, subject).await)
}

async fn try_run_again(kind: &str, subject: String) -> Result<(), ApiError> {
    let StaffSignedIn { backend, member } = staff_as(OPERATING).await?;
    let kind = JobKind::parse(kind).ok_or(ApiError::NotFound)?;
    let again = if subject.is_empty() { Again::Kind(kind) } else { Again::One(kind, subject) };
    run_again(&backend, Some(&member), &again).await?;
    lead_to("/staff/jobs?done=again");
    Ok(())
}
