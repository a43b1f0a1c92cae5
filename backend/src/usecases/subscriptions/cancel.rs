//! The billing contact cancels a subscription: it runs until its period ends, and no longer.

use crate::db::subscriptions::{self, Versioned};
use crate::db::{Tx, accounts, audit, cart};
use crate::texts::lifecycle_mail;
use crate::usecases::notices;
use crate::usecases::subscriptions::schedule;
use crate::work;
use crate::{Account, Actor, Backend, Contact, Refusal};
use billing::ids::SubscriptionId;
use billing::input;
use billing::subscription::SubscriptionState;
use chrono::NaiveDate;

/// Cancels to the end of the running period. The period that was paid is not refunded, and a second click finds what the
/// first has done. A `reason` may be empty; nobody has to give one.
///
/// # Errors
/// [`Refusal::OrderOpen`] while an order of it is being processed, [`Refusal::TrialEndsItself`], [`Refusal::SubscriptionEnded`],
/// [`Refusal::Input`] when the reason is too long.
pub async fn cancel_subscription(backend: &Backend, actor: &Actor, id: &SubscriptionId, reason: &str) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    let reason = input::read_note(reason).map_err(|fault| Refusal::Input { field: "reason", fault })?;
    let (now, today) = (backend.now(), backend.today());
    backend.db.write(work!(tx => write_cancellation(tx, backend, actor, (id, reason), (today, now)).await)).await
}

async fn write_cancellation(
    tx: &mut Tx<'_>,
    backend: &Backend,
    actor: &Actor,
    wish: (&SubscriptionId, &str),
    (today, now): (NaiveDate, i64),
) -> Result<(), Refusal> {
    let (id, reason) = wish;
    accounts::lock_account(tx, &actor.account).await?;
    let found = subscriptions::find_subscription(tx, &actor.account, id).await?.ok_or(Refusal::NotFound)?;
    if let Some(order) = found.subscription.open_order {
        return Err(Refusal::OrderOpen(order));
    }
    match found.subscription.state {
        SubscriptionState::PendingCancellation => return Ok(()),
        SubscriptionState::TrialRunning => return Err(Refusal::TrialEndsItself),
        SubscriptionState::TrialEnded | SubscriptionState::Ended => return Err(Refusal::SubscriptionEnded),
        SubscriptionState::Active => {}
    }
    let account = accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
    let states = (SubscriptionState::Active, SubscriptionState::PendingCancellation);
    subscriptions::change_state(tx, &account.id, id, states, None).await?;
    let period = found.subscription.running.period();
    schedule::schedule_subscription(tx, &account.id, (id, SubscriptionState::PendingCancellation, period), now).await?;
    // A change of it that waits in the cart could not be ordered any more.
    cart::remove_item(tx, &account.id, &found.subscription.running.product).await?;
    if period.end > today {
        tell(tx, backend, actor, (&account, &found), now).await?;
    }
    let details = serde_json::json!({ "product": found.subscription.running.product, "ends": period.end, "reason": reason });
    let entry = audit::AuditEntry { account: Some(&account.id), person: Some(&actor.person), action: "subscription_cancelled", subject: id.as_str(), details };
    Ok(audit::add_entry(tx, entry, now).await?)
}

/// Until when it runs. One that rests beyond its period ends at once, and the mail of its end says so.
async fn tell(tx: &mut Tx<'_>, backend: &Backend, actor: &Actor, of: (&Account, &Versioned), now: i64) -> Result<(), Refusal> {
    let (account, found) = of;
    let contact = Contact { name: actor.person_name.clone(), email: actor.email.clone() };
    let mail = lifecycle_mail::cancellation_noted(&found.subscription, account, &contact, backend);
    Ok(notices::write_mail(tx, account, &contact, &mail, now).await?)
}
