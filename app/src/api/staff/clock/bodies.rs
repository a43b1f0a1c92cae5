//! What the calendar's server functions do.

use super::{AccountLink, AheadRow, CalendarKind, ClockPage, LastMove, PassedDay, PassedKind};
use crate::api::ApiError;
use crate::api::request::{StaffSignedIn, lead_to, reply, run_to_end, staff_as};
use crate::api::staff::bodies::LOOKING_AFTER;
use backend::db::jobs::JobKind;
use backend::usecases::demo_clock::{self, Ahead, DayPassed, EventKind, MOST_DAYS, Move, NamedAccount, Passed, Step};
use backend::{Demo, Refusal};
use billing::input::InputFault;
use chrono::{Days, NaiveDate};

/// Rows of what comes next.
const AHEAD_ROWS: u32 = 12;

pub async fn load_clock() -> Result<ClockPage, ApiError> {
    reply(clock_page().await)
}

async fn clock_page() -> Result<ClockPage, ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    if backend.settings.demo == Demo::Off {
        return Err(ApiError::NotFound);
    }
    let today = backend.today();
    let after = |days: u32| today.checked_add_days(Days::new(days.into())).unwrap_or(today);
    Ok(ClockPage {
        today,
        is_moved: today != backend.clock.unmoved_today(),
        next: demo_clock::find_next_event(&backend).await?,
        reach: (after(1), after(MOST_DAYS)),
        most_days: MOST_DAYS,
        ahead: demo_clock::list_ahead(&backend, &member, AHEAD_ROWS).await?.into_iter().map(ahead_row).collect(),
        passed: demo_clock::find_last_move(&backend, &member).await?.map(last_move),
    })
}

fn ahead_row(event: Ahead) -> AheadRow {
    let account = AccountLink { number: event.account_number, name: event.account_name };
    AheadRow { kind: event.kind.into(), day: event.day, account, about: event.about }
}

fn last_move(told: Move) -> LastMove {
    let account = |account: NamedAccount| AccountLink { number: account.number, name: account.name };
    let kind = |passed: Passed| PassedKind {
        kind: passed.kind.into(),
        done: passed.done,
        failed: passed.failed,
        accounts: passed.accounts.into_iter().map(account).collect(),
        has_more: passed.has_more,
    };
    let day = |day: DayPassed| PassedDay { day: day.day, happened: day.happened.into_iter().map(kind).collect() };
    LastMove { from: told.from, to: told.to, moved_by: told.moved_by, days: told.days.into_iter().map(day).collect() }
}

impl From<EventKind> for CalendarKind {
    fn from(kind: EventKind) -> Self {
        match kind {
            EventKind::Job(job) => job.into(),
            EventKind::Debit => Self::Debit,
        }
    }
}

impl From<JobKind> for CalendarKind {
    fn from(kind: JobKind) -> Self {
        match kind {
            JobKind::Cancellation => Self::Cancellation,
            JobKind::TrialEnd => Self::TrialEnd,
            JobKind::Renewal => Self::Renewal,
            JobKind::PriceRise => Self::PriceRise,
            JobKind::TrialReminder => Self::TrialReminder,
            JobKind::CardExpiry => Self::CardExpiry,
            JobKind::Collection => Self::Collection,
            JobKind::Receipts => Self::Receipts,
            JobKind::QuoteExpiry => Self::QuoteExpiry,
            JobKind::ServiceOrderDue => Self::ServiceOrderDue,
            JobKind::PurchaseOrderLook => Self::PurchaseOrderLook,
        }
    }
}

pub async fn move_clock(step: String, day: String, seen: String) -> Result<(), ApiError> {
    reply(try_move(&step, &day, &seen).await)
}

async fn try_move(step: &str, day: &str, seen: &str) -> Result<(), ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    let step = match step {
        "day" => Step::Day,
        "event" => Step::NextEvent,
        _ => Step::To(read_day(day)?),
    };
    let seen = seen.parse().unwrap_or_else(|_| backend.today());
    // Days that have begun to pass are not broken off because a browser goes away.
    run_to_end::<_, Refusal>(async move { demo_clock::move_on(&backend, &member.person, seen, step).await }).await?;
    lead_to("/staff/clock?moved=yes");
    Ok(())
}

fn read_day(text: &str) -> Result<NaiveDate, ApiError> {
    let fault = if text.trim().is_empty() { InputFault::Missing } else { InputFault::NotDate };
    text.trim().parse().map_err(|_| ApiError::Input { field: "day".to_owned(), fault })
}
