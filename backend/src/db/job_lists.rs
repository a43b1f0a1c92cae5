//! SQL of what is shown of the calendar: jobs with their accounts and what they are about, for those who run the portal.

use super::jobs::{Job, JobKind};
use super::{DbError, Row, Tx};
use crate::args;
use billing::ids::AccountId;
use chrono::NaiveDate;

/// What a job is about, as far as it can be named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A subscription: identifiers of its product and plan.
    Subscription { product: String, plan: String },
    /// An invoice, by its number.
    Invoice(String),
    /// The payment method on file: brand and last digits.
    Method { brand: String, last4: String },
    /// The account as a whole.
    Account,
}

/// Whether a job waits, or was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// It is done once its day has come.
    Waiting,
    /// It failed too often.
    Dead,
}

impl JobState {
    /// The word of the state in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Dead => "dead",
        }
    }
}

/// A job as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRow {
    /// The job.
    pub job: Job,
    /// Customer number of its account.
    pub account_number: String,
    /// Name of its account.
    pub account_name: String,
    /// What it is about.
    pub about: About,
    /// Whether it waits.
    pub state: JobState,
    /// Not before then, wall time in microseconds.
    pub try_at: i64,
    /// Why it failed the last time; for operators alone.
    pub last_error: Option<String>,
}

/// The columns of a [`JobRow`]. A subject is one of four things, found by its key.
macro_rules! rows_where {
    ($condition:literal) => {
        concat!(
            "SELECT j.kind, j.subject, j.account_id, j.due_on, j.tries, j.state, j.try_at, j.last_error, a.number, a.name, \
             s.product, s.plan, i.number AS invoice, m.brand, m.last4 FROM jobs j JOIN accounts a ON a.id = j.account_id \
             LEFT JOIN subscriptions s ON s.id = j.subject LEFT JOIN invoices i ON i.id = j.subject LEFT JOIN payment_methods m ON m.id = j.subject WHERE ",
            $condition
        )
    };
}

fn read_row(row: &Row<'_>) -> Result<JobRow, DbError> {
    let about = match (row.opt_text("product")?, row.opt_text("plan")?, row.opt_text("invoice")?, row.opt_text("brand")?, row.opt_text("last4")?) {
        (Some(product), Some(plan), ..) => About::Subscription { product, plan },
        (_, _, Some(number), ..) => About::Invoice(number),
        (_, _, _, Some(brand), Some(last4)) => About::Method { brand, last4 },
        _ => About::Account,
    };
    Ok(JobRow {
        job: Job {
            kind: row.parsed("kind", JobKind::parse)?,
            subject: row.text("subject")?,
            account: AccountId(row.text("account_id")?),
            due_on: row.date("due_on")?,
            tries: row.int("tries")?,
        },
        account_number: row.text("number")?,
        account_name: row.text("name")?,
        about,
        state: if row.text("state")? == JobState::Dead.code() { JobState::Dead } else { JobState::Waiting },
        try_at: row.int("try_at")?,
        last_error: row.opt_text("last_error")?,
    })
}

/// What will be due after a day, the nearest first and in the order in which it will be done. Receipts are left out: they
/// tell of the rest. `scope` is the representative who asks; empty for who sees all.
pub async fn list_ahead(tx: &mut Tx<'_>, scope: &str, after: NaiveDate, limit: i64) -> Result<Vec<JobRow>, DbError> {
    let sql = rows_where!(
        "j.state = 'waiting' AND j.due_on > $1 AND j.kind <> 'receipts' AND ($3 = '' OR a.representative_id IS NULL OR a.representative_id = $3) \
         ORDER BY j.due_on, j.rank, j.account_id, j.kind, j.subject LIMIT $2"
    );
    tx.all(sql, args![after, limit, scope], read_row).await
}

/// Where a page of a list begins: after the job of that day, kind and subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobPlace {
    /// Its day.
    pub due_on: NaiveDate,
    /// The word of its kind.
    pub kind: String,
    /// What it is done to.
    pub subject: String,
}

/// Which jobs are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobFilter<'a> {
    /// Waiting or given up.
    pub state: JobState,
    /// Due by that day.
    pub until: NaiveDate,
    /// Failed at least so often.
    pub least_tries: i64,
    /// Of accounts that this representative sees; empty for who sees all.
    pub scope: &'a str,
}

/// Jobs in the order of their days, a page at a time.
pub async fn list_page(tx: &mut Tx<'_>, filter: JobFilter<'_>, after: Option<&JobPlace>, limit: i64) -> Result<Vec<JobRow>, DbError> {
    // A text for each state, since each has an index of its own.
    let sql = match filter.state {
        JobState::Waiting => rows_where!(
            "j.state = 'waiting' AND j.due_on <= $1 AND j.tries >= $2 AND ($3 = '' OR a.representative_id IS NULL OR a.representative_id = $3) AND (j.due_on > $4 OR (j.due_on = $4 \
             AND (j.kind > $5 OR (j.kind = $5 AND j.subject > $6)))) ORDER BY j.due_on, j.kind, j.subject LIMIT $7"
        ),
        JobState::Dead => rows_where!(
            "j.state = 'dead' AND j.due_on <= $1 AND j.tries >= $2 AND ($3 = '' OR a.representative_id IS NULL OR a.representative_id = $3) AND (j.due_on > $4 OR (j.due_on = $4 \
             AND (j.kind > $5 OR (j.kind = $5 AND j.subject > $6)))) ORDER BY j.due_on, j.kind, j.subject LIMIT $7"
        ),
    };
    let (day, after_kind, subject) = after.map_or((String::new(), "", ""), |place| (place.due_on.to_string(), &place.kind, &place.subject));
    tx.all(sql, args![filter.until, filter.least_tries, filter.scope, day, after_kind, subject, limit], read_row).await
}

/// How many jobs of a kind there are to look after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindCount {
    /// The kind.
    pub kind: JobKind,
    /// Due today, and not late.
    pub due: i64,
    /// Due on an earlier day and not done yet.
    pub late: i64,
    /// Of both, those that failed and are tried again.
    pub failing: i64,
    /// Given up.
    pub dead: i64,
}

/// All kinds with what is due by a day and what was given up, of accounts that a representative (`scope`; empty for who sees all) sees.
pub async fn count_kinds(tx: &mut Tx<'_>, today: NaiveDate, scope: &str) -> Result<Vec<KindCount>, DbError> {
    let mut counts = JobKind::ALL.map(|kind| KindCount { kind, due: 0, late: 0, failing: 0, dead: 0 });
    let waiting = "SELECT kind, CAST(SUM(CASE WHEN due_on = $1 THEN 1 ELSE 0 END) AS BIGINT) AS due, CAST(SUM(CASE WHEN due_on < $1 THEN 1 ELSE 0 END) AS BIGINT) AS late, \
                   CAST(SUM(CASE WHEN tries > 0 THEN 1 ELSE 0 END) AS BIGINT) AS failing FROM jobs WHERE state = 'waiting' AND due_on <= $1 \
                   AND ($2 = '' OR account_id IN (SELECT id FROM accounts WHERE representative_id IS NULL OR representative_id = $2)) GROUP BY kind";
    let read = |row: &Row<'_>| Ok((row.parsed("kind", JobKind::parse)?, row.int("due")?, row.int("late")?, row.int("failing")?));
    for (kind, due, late, failing) in tx.all(waiting, args![today, scope], read).await? {
        if let Some(count) = counts.iter_mut().find(|count| count.kind == kind) {
            *count = KindCount { due, late, failing, ..*count };
        }
    }
    let dead = "SELECT kind, CAST(COUNT(*) AS BIGINT) AS dead FROM jobs WHERE state = 'dead' \
                AND ($1 = '' OR account_id IN (SELECT id FROM accounts WHERE representative_id IS NULL OR representative_id = $1)) GROUP BY kind";
    for (kind, dead) in tx.all(dead, args![scope], |row| Ok((row.parsed("kind", JobKind::parse)?, row.int("dead")?))).await? {
        if let Some(count) = counts.iter_mut().find(|count| count.kind == kind) {
            count.dead = dead;
        }
    }
    Ok(counts.into())
}

/// Tries one given-up job again; answers whether it was one.
pub async fn revive_one(tx: &mut Tx<'_>, kind: JobKind, subject: &str) -> Result<bool, DbError> {
    let sql = "UPDATE jobs SET state = 'waiting', tries = 0, try_at = 0, lease_until = 0 WHERE state = 'dead' AND kind = $1 AND subject = $2";
    Ok(tx.exec(sql, args![kind.code(), subject]).await? == 1)
}

/// A debit that the bank decides on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DebitRow {
    /// Whose it is.
    pub account: AccountId,
    /// Customer number of the account.
    pub account_number: String,
    /// Name of the account.
    pub account_name: String,
    /// The day on which the bank decides.
    pub settles_on: NaiveDate,
}

/// Debits that settle after a day and by another, the nearest first. `scope` is the representative who asks; empty for who sees all.
pub async fn list_debits(tx: &mut Tx<'_>, scope: &str, (after, until): (NaiveDate, NaiveDate), limit: i64) -> Result<Vec<DebitRow>, DbError> {
    let sql = "SELECT p.account_id, p.settles_on, a.number, a.name FROM payments p JOIN accounts a ON a.id = p.account_id \
               WHERE p.state = 'pending' AND p.settles_on > $1 AND p.settles_on <= $2 AND p.settles_on < '9999-12-31' \
               AND ($4 = '' OR a.representative_id IS NULL OR a.representative_id = $4) ORDER BY p.settles_on, p.id LIMIT $3";
    let read = |row: &Row<'_>| {
        Ok(DebitRow {
            account: AccountId(row.text("account_id")?),
            account_number: row.text("number")?,
            account_name: row.text("name")?,
            settles_on: row.date("settles_on")?,
        })
    };
    tx.all(sql, args![after, until, limit, scope], read).await
}
