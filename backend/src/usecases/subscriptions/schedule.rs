//! Puts on the calendar what a subscription's state makes due: its renewal, its end, the reminders before.

use crate::Backend;
use crate::db::jobs::{self, JobKind};
use crate::db::{DbError, Tx};
use crate::usecases::jobs::When;
use billing::BillingPeriod;
use billing::ids::{AccountId, SubscriptionId};
use billing::renewal::{self, NOTICE_DAYS, RenewalRequest};
use billing::subscription::SubscriptionState;
use chrono::{Days, NaiveDate};

/// How many days before a renewal its rise is announced, where the period is long enough.
const ANNOUNCED_DAYS: u64 = 45;
/// How many days before its end a trial's first reminder goes out.
pub(crate) const REMINDER_DAYS: u64 = 7;

/// Puts the jobs of a subscription in this state and period on the calendar, and takes those of any other state off it.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn schedule_subscription(
    tx: &mut Tx<'_>,
    account: &AccountId,
    of: (&SubscriptionId, SubscriptionState, BillingPeriod),
    now: i64,
) -> Result<(), DbError> {
    let (id, state, period) = of;
    let end = match state {
        SubscriptionState::Active => Some(JobKind::Renewal),
        SubscriptionState::PendingCancellation => Some(JobKind::Cancellation),
        SubscriptionState::TrialRunning => Some(JobKind::TrialEnd),
        SubscriptionState::TrialEnded | SubscriptionState::Ended => None,
    };
    for other in [JobKind::Renewal, JobKind::Cancellation, JobKind::TrialEnd] {
        if end != Some(other) {
            jobs::drop_job(tx, other, id.as_str()).await?;
        }
    }
    if let Some(kind) = end {
        jobs::schedule(tx, kind, id.as_str(), account, period.end, now).await?;
    }
    if state == SubscriptionState::TrialRunning {
        let reminder = days_before(period.end, REMINDER_DAYS).max(period.start);
        jobs::schedule(tx, JobKind::TrialReminder, id.as_str(), account, reminder, now).await?;
    } else {
        jobs::drop_job(tx, JobKind::TrialReminder, id.as_str()).await?;
    }
    if state != SubscriptionState::Active {
        jobs::drop_job(tx, JobKind::PriceRise, id.as_str()).await?;
    }
    Ok(())
}

/// The day on which a subscription that was just bought is first looked at for a rise of its price.
pub(crate) fn first_look(period: BillingPeriod) -> NaiveDate {
    days_before(period.end, ANNOUNCED_DAYS).max(period.start)
}

/// Puts the announcement of a rise on the calendar if the price list has one for the coming renewals.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn watch_price(
    tx: &mut Tx<'_>,
    backend: &Backend,
    account: &AccountId,
    of: (&SubscriptionId, &RenewalRequest),
    when: When,
) -> Result<(), DbError> {
    let (id, request) = of;
    if rise_to_announce(backend, request, when.today).is_none() && rise_ahead(backend, request).is_none() {
        return Ok(());
    }
    let day = days_before(request.subscription.period_end, ANNOUNCED_DAYS).max(when.today);
    jobs::schedule(tx, JobKind::PriceRise, id.as_str(), account, day, when.now).await
}

/// A rise at the coming renewal that was not announced yet at this price.
fn rise_ahead(backend: &Backend, request: &RenewalRequest) -> Option<i64> {
    let told = request.announcement.map(|announcement| announcement.unit_minor);
    renewal::rise_ahead(&backend.catalogue, request).filter(|risen| told != Some(*risen))
}

/// The rise that can be announced today: for the first renewal that is far enough ahead. Answers the day from which it
/// applies and the unit price.
pub(crate) fn rise_to_announce(backend: &Backend, request: &RenewalRequest, today: NaiveDate) -> Option<(NaiveDate, i64)> {
    let mut request = request.clone();
    while request.subscription.period_end.signed_duration_since(today).num_days() < NOTICE_DAYS {
        let running = &mut request.subscription;
        let next = running.period().next(running.interval, request.anchor_day)?;
        (running.period_start, running.period_end) = (next.start, next.end);
    }
    rise_ahead(backend, &request).map(|risen| (request.subscription.period_end, risen))
}

/// So many days before a day.
pub(crate) fn days_before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}
