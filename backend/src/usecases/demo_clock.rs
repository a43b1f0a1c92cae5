//! The demo's calendar: staff moves it forward, day by day as time does, and everything due happens on its day.
//! Never outside demo mode.

use crate::db::jobs::{self, Job};
use crate::db::{DbError, Tx, audit, facts, payments};
use crate::usecases::jobs::run::{Round, run_until_quiet};
use crate::usecases::{gateway_events, outbox, payments::ask};
use crate::work;
use crate::{Backend, Demo, Refusal, recovery};
use billing::ids::PersonId;
use chrono::NaiveDate;

/// No move goes further: a day has to be worked off as it passes.
pub const MOST_DAYS: i64 = 400;

/// A day that passed and on which something happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayPassed {
    /// The day.
    pub day: NaiveDate,
    /// What was worked off on it.
    pub round: Round,
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

/// Moves the calendar forward to a day. Everything that is due on the way happens on its day, in order. Answers the days on
/// which something did.
///
/// # Errors
/// [`Refusal::NotFound`] outside demo mode, [`Refusal::DayNotAhead`] for a day that is not ahead or too far; failures of
/// storage, which leave the calendar on the last day that was worked off.
pub async fn move_to(backend: &Backend, staff: &PersonId, day: NaiveDate) -> Result<Vec<DayPassed>, Refusal> {
    if backend.settings.demo == Demo::Off {
        return Err(Refusal::NotFound);
    }
    let from = backend.today();
    if !(1..=MOST_DAYS).contains(&day.signed_duration_since(from).num_days()) {
        return Err(Refusal::DayNotAhead);
    }
    // What is due today comes before anything of tomorrow.
    live_through(backend).await?;
    let mut passed = Vec::new();
    while backend.today() < day {
        let next = find_next_event(backend).await?.map_or(day, |next| next.min(day));
        set_day(backend, next).await?;
        let round = live_through(backend).await?;
        if round.claimed > 0 {
            passed.push(DayPassed { day: next, round });
        }
    }
    let now = backend.now();
    let details = serde_json::json!({ "from": from, "to": day });
    backend
        .db
        .write(work!(tx, &details => {
            let details = details.clone();
            audit::add_entry(tx, audit::AuditEntry { account: None, person: Some(staff), action: "demo_clock_moved", subject: "clock", details }, now).await
        }))
        .await?;
    Ok(passed)
}

/// All that happens by itself on the day that it is now.
async fn live_through(backend: &Backend) -> Result<Round, Refusal> {
    recovery::recover_orders(backend).await?;
    ask::ask_due(backend).await?;
    gateway_events::handle::handle_overdue(backend).await?;
    let round = run_until_quiet(backend).await?;
    outbox::send_due(backend).await?;
    Ok(round)
}

/// The calendar stands on a day, here and on every other server; the sandbox's goes with it, so that debits settle.
async fn set_day(backend: &Backend, day: NaiveDate) -> Result<(), Refusal> {
    let days = day.signed_duration_since(backend.clock.unmoved_today()).num_days();
    let days = u64::try_from(days).unwrap_or(0);
    let text = days.to_string();
    backend.db.write(work!(tx, &text => facts::put_fact(tx, facts::DEMO_DAYS_MOVED, text).await)).await?;
    backend.clock.set_days_moved(days);
    if let Err(error) = backend.gateway.move_demo_clock(day).await {
        tracing::warn!(%error, "the gateway keeps its own day");
    }
    Ok(())
}

/// Reads how far another server has moved the calendar.
///
/// # Errors
/// [`DbError`].
pub async fn load(backend: &Backend) -> Result<(), DbError> {
    if backend.settings.demo == Demo::Off {
        return Ok(());
    }
    let moved = backend.db.glance(work!(tx => facts::find_fact(tx, facts::DEMO_DAYS_MOVED).await)).await?;
    backend.clock.set_days_moved(moved.and_then(|days| days.parse().ok()).unwrap_or(0));
    Ok(())
}

/// What stands on the calendar, the nearest first.
///
/// # Errors
/// [`DbError`].
pub async fn list_ahead(backend: &Backend, limit: i64) -> Result<Vec<jobs::ListedJob>, DbError> {
    let listed = backend.db.read(work!(tx => jobs::list_jobs(tx, limit).await)).await?;
    let is_ahead = |listed: &jobs::ListedJob| !listed.is_dead && is_shown(&listed.job);
    Ok(listed.into_iter().filter(is_ahead).collect())
}

const fn is_shown(job: &Job) -> bool {
    !matches!(job.kind, jobs::JobKind::Receipts)
}
