//! SQL of jobs: what is due when. A row recurs by moving on, and is gone when its work is done.

use super::{DbError, Row, Tx};
use crate::args;
use billing::ids::AccountId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Who works a job off: each lane in a loop of its own, so that a gateway that hangs keeps no invoice from being issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Needs the database alone; many jobs are done in one transaction.
    Books,
    /// Asks the gateway, outside any transaction.
    Gateway,
    /// Tells people what the other lanes have done.
    Mail,
}

impl Lane {
    /// All lanes, in the order in which the work of one day passes them.
    pub const ALL: [Self; 3] = [Self::Books, Self::Gateway, Self::Mail];

    const fn number(self) -> i64 {
        match self {
            Self::Books => 0,
            Self::Gateway => 1,
            Self::Mail => 2,
        }
    }
}

/// What a job does. A new kind is a line in each of these tables and a file in `usecases/jobs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// A cancelled subscription's last period ends.
    Cancellation,
    /// A free trial ends.
    TrialEnd,
    /// A subscription's next period begins.
    Renewal,
    /// A rise of the catalogue's price has to be told.
    PriceRise,
    /// A trial's end is near.
    TrialReminder,
    /// The card on file expires.
    CardExpiry,
    /// An invoice is to be collected: charged, reminded of, its subscriptions suspended.
    Collection,
    /// An account is told which invoices its renewals have brought.
    Receipts,
    /// The last day of a quote is over.
    QuoteExpiry,
    /// A service order is processed by the portal, or late.
    ServiceOrderDue,
    /// Time alone changes how a purchase order stands.
    PurchaseOrderLook,
}

impl JobKind {
    /// All kinds.
    pub const ALL: [Self; 11] = [
        Self::Cancellation,
        Self::TrialEnd,
        Self::Renewal,
        Self::PriceRise,
        Self::TrialReminder,
        Self::CardExpiry,
        Self::Collection,
        Self::Receipts,
        Self::QuoteExpiry,
        Self::ServiceOrderDue,
        Self::PurchaseOrderLook,
    ];

    /// The word of the kind in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cancellation => "cancellation",
            Self::TrialEnd => "trial_end",
            Self::Renewal => "renewal",
            Self::PriceRise => "price_rise",
            Self::TrialReminder => "trial_reminder",
            Self::CardExpiry => "card_expiry",
            Self::Collection => "collection",
            Self::Receipts => "receipts",
            Self::QuoteExpiry => "quote_expiry",
            Self::ServiceOrderDue => "service_order_due",
            Self::PurchaseOrderLook => "purchase_order_look",
        }
    }

    /// The kind of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Who works it off.
    pub const fn lane(self) -> Lane {
        match self {
            Self::Collection => Lane::Gateway,
            Self::Receipts => Lane::Mail,
            _ => Lane::Books,
        }
    }

    /// Its place among what is due on one day: what ends goes before what begins.
    const fn rank(self) -> i64 {
        match self {
            Self::Cancellation | Self::TrialEnd | Self::QuoteExpiry => 10,
            // Before renewals: seats that were ordered for a period that ends today belong to the next one as well.
            Self::ServiceOrderDue => 15,
            Self::Renewal => 20,
            Self::PriceRise => 30,
            // After renewals, so that one mail tells what both the day and its invoices have made of it.
            Self::TrialReminder | Self::CardExpiry | Self::PurchaseOrderLook => 40,
            Self::Collection => 50,
            Self::Receipts => 90,
        }
    }
}

/// A job in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// What is to be done.
    pub kind: JobKind,
    /// What it is done to: the identifier of a subscription, an invoice, a payment method, a purchase order or an
    /// account, or the number of a quote or service order.
    pub subject: String,
    /// Whose it is.
    pub account: AccountId,
    /// The day on which it is due; it may be worked off later.
    pub due_on: NaiveDate,
    /// How often it has failed.
    pub tries: i64,
}

/// Puts a job on its day; one of the same kind and subject is moved there, and tried afresh.
pub async fn schedule(tx: &mut Tx<'_>, kind: JobKind, subject: &str, account: &AccountId, due_on: NaiveDate, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO jobs (kind, subject, account_id, due_on, lane, rank, state, tries, try_at, lease_until, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6, 'waiting', 0, 0, 0, $7) ON CONFLICT (kind, subject) DO UPDATE SET \
               due_on = excluded.due_on, state = 'waiting', tries = 0, try_at = 0, lease_until = 0, last_error = NULL";
    tx.exec(sql, args![kind.code(), subject, account.as_str(), due_on, kind.lane().number(), kind.rank(), now]).await?;
    Ok(())
}

/// Puts a look at the price of every active subscription on a day; answers how many.
pub async fn schedule_price_looks(tx: &mut Tx<'_>, due_on: NaiveDate, now: i64) -> Result<u64, DbError> {
    let sql = "INSERT INTO jobs (kind, subject, account_id, due_on, lane, rank, state, tries, try_at, lease_until, created_at) \
               SELECT $1, id, account_id, $2, CAST($3 AS BIGINT), CAST($4 AS BIGINT), 'waiting', 0, 0, 0, CAST($5 AS BIGINT) FROM subscriptions WHERE state = 'active' \
               ON CONFLICT (kind, subject) DO UPDATE SET due_on = excluded.due_on, state = 'waiting', tries = 0, try_at = 0, lease_until = 0";
    let kind = JobKind::PriceRise;
    tx.exec(sql, args![kind.code(), due_on, kind.lane().number(), kind.rank(), now]).await
}

/// A job goes on with another subject, should it be there.
pub async fn hand_over(tx: &mut Tx<'_>, kind: JobKind, from: &str, to: &str) -> Result<(), DbError> {
    tx.exec("UPDATE jobs SET subject = $3, lease_until = 0 WHERE kind = $1 AND subject = $2", args![kind.code(), from, to]).await?;
    Ok(())
}

/// Takes a job off the list, should it be there.
pub async fn drop_job(tx: &mut Tx<'_>, kind: JobKind, subject: &str) -> Result<(), DbError> {
    tx.exec("DELETE FROM jobs WHERE kind = $1 AND subject = $2", args![kind.code(), subject]).await?;
    Ok(())
}

/// Claims what is due in a lane on the first of the days that are due: what a day makes due on a later one comes before
/// anything after that, so that invoices are numbered by their dates also after a pause. Nobody else gets it until the
/// lease ends. All conditions are repeated for the row itself: another server may have moved it on since it was selected.
pub async fn claim_due(tx: &mut Tx<'_>, lane: Lane, until: NaiveDate, (now, lease_until): (i64, i64), limit: i64) -> Result<Vec<Job>, DbError> {
    let sql = "UPDATE jobs SET lease_until = $4 WHERE (kind, subject) IN (SELECT kind, subject FROM jobs WHERE state = 'waiting' AND lane = $1 \
               AND due_on = (SELECT MIN(due_on) FROM jobs WHERE state = 'waiting' AND lane = $1 AND due_on <= $2 AND try_at <= $3 AND lease_until < $3) \
               AND try_at <= $3 AND lease_until < $3 ORDER BY rank, account_id, kind, subject LIMIT $5) \
               AND state = 'waiting' AND due_on <= $2 AND try_at <= $3 AND lease_until < $3 RETURNING kind, subject, account_id, due_on, tries";
    let mut claimed = tx.all(sql, args![lane.number(), until, now, lease_until, limit], read_job).await?;
    // The order of RETURNING is nobody's promise.
    claimed.sort_by(|a, b| (a.due_on, a.kind.rank(), &a.account.0, &a.subject).cmp(&(b.due_on, b.kind.rank(), &b.account.0, &b.subject)));
    Ok(claimed)
}

fn read_job(row: &Row<'_>) -> Result<Job, DbError> {
    Ok(Job {
        kind: row.parsed("kind", JobKind::parse)?,
        subject: row.text("subject")?,
        account: AccountId(row.text("account_id")?),
        due_on: row.date("due_on")?,
        tries: row.int("tries")?,
    })
}

/// Whether a job that was claimed with a lease is still its claimant's: neither claimed anew since the lease ended, nor put
/// on another day. The caller holds the lock of the job's account.
pub async fn is_held(tx: &mut Tx<'_>, job: &Job, lease_until: i64) -> Result<bool, DbError> {
    let sql = "SELECT subject FROM jobs WHERE kind = $1 AND subject = $2 AND due_on = $3 AND lease_until = $4";
    Ok(tx.opt(sql, args![job.kind.code(), &job.subject, job.due_on, lease_until], |row| row.text("subject")).await?.is_some())
}

/// A job is done: unless it was put on another day meanwhile, it is gone.
pub async fn finish(tx: &mut Tx<'_>, job: &Job) -> Result<(), DbError> {
    tx.exec("DELETE FROM jobs WHERE kind = $1 AND subject = $2 AND due_on = $3", args![job.kind.code(), &job.subject, job.due_on]).await?;
    Ok(())
}

/// A job is done for now and comes back on another day.
pub async fn move_on(tx: &mut Tx<'_>, job: &Job, due_on: NaiveDate) -> Result<(), DbError> {
    let sql = "UPDATE jobs SET due_on = $4, tries = 0, try_at = 0, lease_until = 0, last_error = NULL WHERE kind = $1 AND subject = $2 AND due_on = $3";
    tx.exec(sql, args![job.kind.code(), &job.subject, job.due_on, due_on]).await?;
    Ok(())
}

/// A job has to wait for something else; that is no failure.
pub async fn postpone(tx: &mut Tx<'_>, job: &Job, try_at: i64) -> Result<(), DbError> {
    let sql = "UPDATE jobs SET try_at = $4, lease_until = 0 WHERE kind = $1 AND subject = $2 AND due_on = $3";
    tx.exec(sql, args![job.kind.code(), &job.subject, job.due_on, try_at]).await?;
    Ok(())
}

/// What follows a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterFailure {
    /// It is tried again then, wall time in microseconds.
    Again { try_at: i64 },
    /// It is given up until somebody has looked.
    Dead,
}

/// Notes that a job has failed, and why.
pub async fn fail(tx: &mut Tx<'_>, job: &Job, after: AfterFailure, error: &str) -> Result<(), DbError> {
    let sql = "UPDATE jobs SET state = $4, try_at = $5, tries = tries + 1, lease_until = 0, last_error = $6 WHERE kind = $1 AND subject = $2 AND due_on = $3";
    let (state, try_at) = match after {
        AfterFailure::Again { try_at } => ("waiting", try_at),
        AfterFailure::Dead => ("dead", 0),
    };
    tx.exec(sql, args![job.kind.code(), &job.subject, job.due_on, state, try_at, error]).await?;
    Ok(())
}

/// Gives back what was claimed and not begun.
pub async fn give_back(tx: &mut Tx<'_>, job: &Job) -> Result<(), DbError> {
    tx.exec("UPDATE jobs SET lease_until = 0 WHERE kind = $1 AND subject = $2 AND due_on = $3", args![job.kind.code(), &job.subject, job.due_on]).await?;
    Ok(())
}

/// The first day on which something is due after a day, if anything is.
pub async fn find_next_day(tx: &mut Tx<'_>, after: NaiveDate) -> Result<Option<NaiveDate>, DbError> {
    let sql = "SELECT due_on FROM jobs WHERE state = 'waiting' AND due_on > $1 ORDER BY due_on LIMIT 1";
    tx.opt(sql, args![after], |row| row.date("due_on")).await
}

/// How many jobs of a lane wait that are due by a day.
pub async fn count_due(tx: &mut Tx<'_>, until: NaiveDate) -> Result<i64, DbError> {
    tx.one("SELECT CAST(COUNT(*) AS BIGINT) AS due FROM jobs WHERE state = 'waiting' AND due_on <= $1", args![until], |row| row.int("due")).await
}

/// Tries given-up jobs of a kind again (all kinds without one); answers how many.
pub async fn revive(tx: &mut Tx<'_>, kind: Option<JobKind>) -> Result<u64, DbError> {
    let sql = "UPDATE jobs SET state = 'waiting', tries = 0, try_at = 0, lease_until = 0 WHERE state = 'dead' AND ($1 = '' OR kind = $1)";
    tx.exec(sql, args![kind.map_or("", JobKind::code)]).await
}
