//! The demo's calendar: staff moves it forward, day by day as time does, and everything due happens on its day.
//! Never outside demo mode.

mod ahead;
mod passed;

pub use ahead::{Ahead, EventKind, find_next_event, list_ahead};
pub use passed::{DayPassed, Move, NamedAccount, Passed, find_last_move};

use crate::db::{DbError, facts};
use crate::usecases::jobs::run::{Round, run_until_quiet};
use crate::usecases::refunds::carry_out::recover_refunds;
use crate::usecases::{gateway_events, outbox, payments::ask};
use crate::work;
use crate::{Backend, Demo, Refusal, recovery};
use billing::ids::PersonId;
use chrono::{Days, NaiveDate};

/// No move goes further: a day has to be worked off as it passes.
pub const MOST_DAYS: u32 = 400;

/// How far the calendar is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// One day.
    Day,
    /// To the day on which something happens next, if there is one.
    NextEvent,
    /// To a day.
    To(NaiveDate),
}

/// Moves the calendar on from the day that its reader saw. Stands it on another day by now, nothing happens: somebody else has
/// moved it, or the same form was sent twice.
///
/// # Errors
/// As [`move_to`].
pub async fn move_on(backend: &Backend, staff: &PersonId, seen: NaiveDate, step: Step) -> Result<(), Refusal> {
    if backend.settings.demo == Demo::Off {
        return Err(Refusal::NotFound);
    }
    let _moving = backend.clock.begin_moving().await;
    let today = backend.today();
    if today != seen {
        return Ok(());
    }
    let day = match step {
        Step::Day => today.checked_add_days(Days::new(1)),
        Step::NextEvent => find_next_event(backend).await?,
        Step::To(day) => Some(day),
    };
    move_through(backend, staff, day.ok_or(Refusal::DayNotAhead)?).await?;
    Ok(())
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
    let _moving = backend.clock.begin_moving().await;
    move_through(backend, staff, day).await
}

/// The calendar must be in the caller's hand.
async fn move_through(backend: &Backend, staff: &PersonId, day: NaiveDate) -> Result<Vec<DayPassed>, Refusal> {
    let from = backend.today();
    if !(1..=i64::from(MOST_DAYS)).contains(&day.signed_duration_since(from).num_days()) {
        return Err(Refusal::DayNotAhead);
    }
    let mut days = Vec::new();
    let outcome = live_until(backend, day, &mut days).await;
    // What has happened is told even if the last day did not come to its end.
    let told = Move { from, to: backend.today(), days, moved_by: None };
    passed::note_move(backend, staff, &told).await?;
    outcome.map(|()| told.days)
}

async fn live_until(backend: &Backend, day: NaiveDate, days: &mut Vec<DayPassed>) -> Result<(), Refusal> {
    // What is due today comes before anything of tomorrow.
    live_through(backend).await?;
    while backend.today() < day {
        let before = backend.today();
        let next = find_next_event(backend).await?.map_or(day, |next| next.min(day));
        let debits = passed::list_settling(backend, before, next).await?;
        set_day(backend, next).await?;
        let round = live_through(backend).await?;
        let happened = passed::name_what_happened(backend, &round.tally, debits).await?;
        if !happened.is_empty() {
            days.push(DayPassed { day: next, happened });
        }
    }
    Ok(())
}

/// All that happens by itself on the day that it is now.
async fn live_through(backend: &Backend) -> Result<Round, Refusal> {
    recovery::recover_orders(backend).await?;
    recover_refunds(backend).await?;
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
    // Whoever moves it here knows better than what was read a moment ago.
    let Some(_still) = backend.clock.hold_still() else { return Ok(()) };
    let moved = backend.db.glance(work!(tx => facts::find_fact(tx, facts::DEMO_DAYS_MOVED).await)).await?;
    backend.clock.set_days_moved(moved.and_then(|days| days.parse().ok()).unwrap_or(0));
    Ok(())
}
