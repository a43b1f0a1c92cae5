//! The staff takes back what was scheduled for a subscription's renewal: it renews as it is.

use super::schedule_change::{Target, choice_details, find_target, must_be_free, must_be_seen, running_details};
use crate::db::jobs::{self, JobKind};
use crate::db::{Tx, audit, people, subscriptions};
use crate::texts::schedule_mail;
use crate::usecases::notices;
use crate::usecases::staff::StaffMember;
use crate::usecases::subscriptions::schedule;
use crate::work;
use crate::{Backend, Refusal};
use billing::subscription::SubscriptionState;
use chrono::NaiveDate;
use serde_json::json;

/// Takes a scheduled change back, and tells the billing contact. Where nothing is scheduled, nothing happens.
///
/// # Errors
/// [`Refusal::NotSchedulable`] while an order of it is being processed, [`Refusal::SubscriptionChanged`].
pub async fn withdraw_change(backend: &Backend, member: &StaffMember, target: Target<'_>) -> Result<(), Refusal> {
    let (now, today) = (backend.now(), backend.today());
    backend.db.write(work!(tx => write_withdrawal(tx, backend, (member, target), (today, now)).await)).await
}

async fn write_withdrawal(
    tx: &mut Tx<'_>,
    backend: &Backend,
    (member, target): (&StaffMember, Target<'_>),
    (today, now): (NaiveDate, i64),
) -> Result<(), Refusal> {
    let (account, found) = find_target(tx, member, &target).await?;
    let subscription = &found.subscription;
    let Some(scheduled) = &subscription.scheduled else { return Ok(()) };
    must_be_free(&found)?;
    must_be_seen(&found, &target)?;
    if !subscriptions::note_scheduled(tx, &account.id, &found, None).await? {
        return Err(Refusal::SubscriptionChanged);
    }
    let running = &subscription.running;
    if subscription.state == SubscriptionState::Active {
        // A rise of what it stays at has to be announced like any other.
        let watched_from = schedule::first_look(running.period()).max(today);
        jobs::schedule(tx, JobKind::PriceRise, target.id.as_str(), &account.id, watched_from, now).await?;
        if let Some(contact) = people::find_billing_contact(tx, &account.id).await? {
            let mail = schedule_mail::change_withdrawn(subscription, &account, &contact, backend);
            notices::write_mail(tx, &account, &contact, &mail, now).await?;
        }
    }
    let details = json!({ "product": running.product, "on": running.period_end, "from": choice_details(scheduled), "to": running_details(running) });
    let subject = target.id.as_str();
    let entry = audit::AuditEntry { account: Some(&account.id), person: Some(&member.person), action: "scheduled_change_withdrawn", subject, details };
    Ok(audit::add_entry(tx, entry, now).await?)
}
