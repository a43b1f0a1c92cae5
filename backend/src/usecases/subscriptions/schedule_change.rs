//! The staff schedules what a subscription becomes at its renewal: another plan, a lower one too, other seats, another frequency.

use crate::db::subscriptions::{self, Versioned};
use crate::db::{Tx, accounts, audit, people, staff};
use crate::texts::schedule_mail;
use crate::usecases::jobs::renewal::request_of;
use crate::usecases::notices;
use crate::usecases::staff::StaffMember;
use crate::work;
use crate::{Account, Backend, Refusal};
use billing::PriceErrorCode;
use billing::editor::{PlanChoice, PlanInput};
use billing::ids::SubscriptionId;
use billing::renewal::{self, RenewalRequest, Renewed};
use billing::subscription::{RunningSubscription, ScheduleObstacle};
use chrono::NaiveDate;
use serde_json::{Value, json};

/// Which subscription: of the account of a customer number, as it was when somebody looked at it.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// Customer number.
    pub number: &'a str,
    /// The subscription.
    pub id: &'a SubscriptionId,
    /// Its version on screen.
    pub version: i64,
}

/// Schedules a change for the coming renewal, in place of one that was scheduled before; the billing contact is told its
/// day and its price. Sent twice, the second finds what the first has done.
///
/// # Errors
/// [`Refusal::NotSchedulable`], [`Refusal::SubscriptionChanged`] when it is no longer what was on screen, [`Refusal::PlanInput`],
/// [`Refusal::Price`] with `nothing_changed` for what runs anyway, or where there is no price.
pub async fn schedule_change(backend: &Backend, member: &StaffMember, target: Target<'_>, input: &PlanInput) -> Result<(), Refusal> {
    let (now, today) = (backend.now(), backend.today());
    backend.db.write(work!(tx => write_change(tx, backend, (member, target), input, (today, now)).await)).await
}

async fn write_change(
    tx: &mut Tx<'_>,
    backend: &Backend,
    (member, target): (&StaffMember, Target<'_>),
    input: &PlanInput,
    (today, now): (NaiveDate, i64),
) -> Result<(), Refusal> {
    let (account, found) = find_target(tx, member, &target).await?;
    let (choice, renewed) = price_change(backend, &account, &found, input, today)?;
    if found.subscription.scheduled.as_ref() == Some(&choice) {
        return Ok(());
    }
    must_be_seen(&found, &target)?;
    if !subscriptions::note_scheduled(tx, &account.id, &found, Some(&choice)).await? {
        return Err(Refusal::SubscriptionChanged);
    }
    if let Some(contact) = people::find_billing_contact(tx, &account.id).await? {
        let mail = schedule_mail::change_scheduled((&found.subscription, &renewed), &account, &contact, backend);
        notices::write_mail(tx, &account, &contact, &mail, now).await?;
    }
    let running = &found.subscription.running;
    let details = json!({
        "product": running.product, "on": running.period_end, "from": running_details(running), "to": choice_details(&choice),
        "before": found.subscription.scheduled.as_ref().map(choice_details), "unit_minor_from": running.unit_minor, "unit_minor_to": renewed.subscription.unit_minor,
    });
    let subject = target.id.as_str();
    let entry = audit::AuditEntry { account: Some(&account.id), person: Some(&member.person), action: "change_scheduled", subject, details };
    Ok(audit::add_entry(tx, entry, now).await?)
}

/// The account, locked, and its subscription.
pub(super) async fn find_target(tx: &mut Tx<'_>, member: &StaffMember, target: &Target<'_>) -> Result<(Account, Versioned), Refusal> {
    let (id, _) = staff::find_for(tx, member, target.number).await?.ok_or(Refusal::NotFound)?;
    accounts::lock_account(tx, &id).await?;
    let account = accounts::find_account(tx, &id).await?.ok_or(Refusal::NotFound)?;
    let found = subscriptions::find_subscription(tx, &id, target.id).await?.ok_or(Refusal::NotFound)?;
    Ok((account, found))
}

/// What was on screen is what is changed.
pub(super) const fn must_be_seen(found: &Versioned, target: &Target<'_>) -> Result<(), Refusal> {
    if found.version == target.version { Ok(()) } else { Err(Refusal::SubscriptionChanged) }
}

/// What is asked for, and what the renewal will then bring, as far as is known today.
///
/// # Errors
/// As [`schedule_change`], without the version.
pub(super) fn price_change(
    backend: &Backend,
    account: &Account,
    found: &Versioned,
    input: &PlanInput,
    today: NaiveDate,
) -> Result<(PlanChoice, Renewed), Refusal> {
    let subscription = &found.subscription;
    if let Some(obstacle) = subscription.schedule_obstacle(today) {
        return Err(Refusal::NotSchedulable(obstacle));
    }
    let running = &subscription.running;
    let product = backend.catalogue.product(&running.product).ok_or(Refusal::Price(PriceErrorCode::UnknownProduct))?;
    let choice = input.read(product).map_err(Refusal::PlanInput)?;
    if (&choice.plan, choice.seats, choice.interval) == (&running.plan, running.seats, running.interval) {
        return Err(Refusal::Price(PriceErrorCode::NothingChanged));
    }
    let request = RenewalRequest { scheduled: Some(choice.clone()), ..request_of(account, found) };
    Ok((choice, renewal::renew(&backend.catalogue, &request)?))
}

pub(super) fn running_details(running: &RunningSubscription) -> Value {
    json!({ "plan": running.plan, "seats": running.seats, "interval": running.interval })
}

pub(super) fn choice_details(choice: &PlanChoice) -> Value {
    json!({ "plan": choice.plan, "seats": choice.seats, "interval": choice.interval })
}

/// Why an order or an invoice keeps a scheduled change from being touched at all.
pub(super) fn must_be_free(found: &Versioned) -> Result<(), Refusal> {
    if found.subscription.open_order.is_some() { Err(Refusal::NotSchedulable(ScheduleObstacle::OrderOpen)) } else { Ok(()) }
}
