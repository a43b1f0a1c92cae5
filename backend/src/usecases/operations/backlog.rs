//! How much work waits, kind by kind: what whoever watches over the portal looks at first.

use crate::clock::seconds;
use crate::db::backlog::{self, Counts, Instants};
use crate::db::jobs::JobKind;
use crate::db::{DbError, Tx};
use crate::usecases::vat_ids::recheck;
use crate::work;
use crate::{Backend, Settings};
use chrono::{NaiveDate, NaiveTime, TimeZone};

/// Work is late this long after it was due: workers look every second.
const LATE_AFTER: i64 = seconds(60);
/// How long after a question about a debit the next one comes, see `usecases/payments/ask.rs`.
const DEBIT_PAUSE: i64 = seconds(30);

/// Work of one kind that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// The kind, as metrics name it.
    pub kind: &'static str,
    /// Whose time has come.
    pub due: i64,
    /// Due for more than a minute: nobody does it, or somebody cannot.
    pub late: i64,
    /// Not tried any more: somebody has to look.
    pub failed: i64,
    /// Since when the oldest is due, microseconds; none where nothing is.
    pub oldest_due_at: Option<i64>,
}

impl Backlog {
    const fn of(kind: &'static str, Counts { due, late, failed, oldest_due_at }: Counts) -> Self {
        Self { kind, due, late, failed, oldest_due_at }
    }
}

/// All kinds of work, in one transaction that reads.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn load_backlog(backend: &Backend) -> Result<Vec<Backlog>, DbError> {
    let (now, today) = (backend.now(), backend.today());
    let at = Instants { now, late_before: now.saturating_sub(LATE_AFTER) };
    // In the demonstration the calendar may be ahead of the clock.
    let day_began_at = day_began_at(&backend.settings, today).min(now);
    backend.db.read(work!(tx => count(tx, at, today, day_began_at).await)).await
}

/// A new kind of work has its line here, and its name in docs/operations.md.
async fn count(tx: &mut Tx<'_>, at: Instants, today: NaiveDate, day_began_at: i64) -> Result<Vec<Backlog>, DbError> {
    let mut backlogs = vec![
        Backlog::of("outbox", backlog::count_outbox(tx, at).await?),
        Backlog::of("payment_attempts", backlog::count_attempts(tx, at).await?),
        Backlog::of("gateway_events", backlog::count_gateway_events(tx, at).await?),
        Backlog::of("debits", backlog::count_debits(tx, at, today, day_began_at, DEBIT_PAUSE).await?),
        Backlog::of("vat_ids", backlog::count_vat_ids(tx, at, recheck::PAUSE).await?),
        Backlog::of("password_requests", backlog::count_password_requests(tx, at).await?),
    ];
    for kind in JobKind::ALL {
        backlogs.push(Backlog::of(kind.code(), backlog::count_jobs(tx, kind, at, today, day_began_at).await?));
    }
    Ok(backlogs)
}

/// When a day began in the seller's time zone, microseconds.
fn day_began_at(settings: &Settings, day: NaiveDate) -> i64 {
    // Where clocks are put forward at midnight, the day begins an hour later, and the difference is of no use here.
    let midnight = settings.time_zone.from_local_datetime(&day.and_time(NaiveTime::MIN)).earliest();
    midnight.map_or(i64::MIN, |midnight| midnight.timestamp_micros())
}
