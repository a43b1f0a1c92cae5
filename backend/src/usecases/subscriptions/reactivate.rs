//! The billing contact takes a cancellation back: the subscription renews as before.

use crate::db::jobs::{self, JobKind};
use crate::db::{Tx, accounts, audit, subscriptions};
use crate::texts::lifecycle_mail;
use crate::usecases::notices;
use crate::usecases::subscriptions::schedule;
use crate::work;
use crate::{Actor, Backend, Contact, Refusal};
use billing::ids::SubscriptionId;
use billing::subscription::SubscriptionState;
use chrono::NaiveDate;

/// Takes a cancellation back, until the last day of the period, that day included. A second click finds what the first has
/// done.
///
/// # Errors
/// [`Refusal::SubscriptionEnded`] from the period's end on, [`Refusal::TrialEndsItself`] for a trial.
pub async fn reactivate_subscription(backend: &Backend, actor: &Actor, id: &SubscriptionId) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    let (now, today) = (backend.now(), backend.today());
    backend.db.write(work!(tx => write_reactivation(tx, backend, actor, id, (today, now)).await)).await
}

async fn write_reactivation(tx: &mut Tx<'_>, backend: &Backend, actor: &Actor, id: &SubscriptionId, (today, now): (NaiveDate, i64)) -> Result<(), Refusal> {
    accounts::lock_account(tx, &actor.account).await?;
    let found = subscriptions::find_subscription(tx, &actor.account, id).await?.ok_or(Refusal::NotFound)?;
    let subscription = &found.subscription;
    let period = subscription.running.period();
    match subscription.state {
        SubscriptionState::Active => return Ok(()),
        SubscriptionState::TrialRunning => return Err(Refusal::TrialEndsItself),
        SubscriptionState::PendingCancellation if subscription.can_reactivate(today) => {}
        // The calendar may be a moment late; its day counts.
        SubscriptionState::PendingCancellation | SubscriptionState::TrialEnded | SubscriptionState::Ended => return Err(Refusal::SubscriptionEnded),
    }
    let account = accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
    let states = (SubscriptionState::PendingCancellation, SubscriptionState::Active);
    subscriptions::change_state(tx, &account.id, id, states, None).await?;
    schedule::schedule_subscription(tx, &account.id, (id, SubscriptionState::Active, period), now).await?;
    // A rise that came up meanwhile has to be announced like any other.
    let watched_from = schedule::first_look(period).max(today);
    jobs::schedule(tx, JobKind::PriceRise, id.as_str(), &account.id, watched_from, now).await?;
    let contact = Contact { name: actor.person_name.clone(), email: actor.email.clone() };
    let mail = lifecycle_mail::cancellation_taken_back(subscription, &account, &contact, backend);
    notices::write_mail(tx, &account, &contact, &mail, now).await?;
    let details = serde_json::json!({ "product": subscription.running.product, "renews": period.end });
    let entry = audit::AuditEntry { account: Some(&account.id), person: Some(&actor.person), action: "cancellation_taken_back", subject: id.as_str(), details };
    Ok(audit::add_entry(tx, entry, now).await?)
}
