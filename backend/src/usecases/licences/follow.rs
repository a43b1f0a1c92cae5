//! Licences follow their subscription: fewer when it gets smaller, none when it ends, all on to the one that takes its place.

use super::{Act, Change, tell};
use crate::db::{Tx, licences, people, subscriptions};
use crate::texts::licence_mail;
use crate::usecases::notices;
use crate::{Account, Backend, Refusal};
use billing::ids::SubscriptionId;
use billing::licences::Person;
use billing::subscription::Subscription;

/// Takes the licences that a subscription no longer has: first of those who were marked, then of those who got theirs last. The
/// billing contact is told who. The caller holds the account's lock.
///
/// # Errors
/// [`Refusal::Storage`].
pub(crate) async fn shrink(tx: &mut Tx<'_>, backend: &Backend, account: &Account, id: &SubscriptionId, now: i64) -> Result<(), Refusal> {
    let Some(found) = subscriptions::find_subscription(tx, &account.id, id).await? else { return Ok(()) };
    let subscription = found.subscription;
    let held = licences::count_held_of(tx, &account.id, id).await?;
    let too_many = held - subscription.running.seats;
    if too_many <= 0 {
        return Ok(());
    }
    let lost = take(tx, account, &subscription, (held, too_many), "fewer_licences", now).await?;
    if let Some(contact) = people::find_billing_contact(tx, &account.id).await? {
        let mail = licence_mail::taken(&subscription, &lost, account, &contact, backend);
        notices::write_mail(tx, account, &contact, &mail, now).await?;
    }
    Ok(())
}

/// Takes all licences of a subscription that is over. The caller holds the account's lock.
///
/// # Errors
/// [`Refusal::Storage`].
pub(crate) async fn release_all(tx: &mut Tx<'_>, account: &Account, subscription: &Subscription, now: i64) -> Result<(), Refusal> {
    let held = licences::count_held_of(tx, &account.id, &subscription.id).await?;
    if held > 0 {
        take(tx, account, subscription, (held, held), "subscription_ended", now).await?;
    }
    Ok(())
}

async fn take(
    tx: &mut Tx<'_>,
    account: &Account,
    subscription: &Subscription,
    (held, count): (i64, i64),
    reason: &'static str,
    now: i64,
) -> Result<Vec<Person>, Refusal> {
    let going = licences::list_first_to_go(tx, &account.id, &subscription.id, count).await?;
    let going: Vec<Person> = going.into_iter().map(|holder| holder.person).collect();
    for person in &going {
        licences::release(tx, &account.id, &subscription.id, &person.email).await?;
    }
    let change = Change { act: Act::Released, subscription, people: &going, held: (held, held - count), by: None, reason: Some(reason) };
    tell(tx, account, &change, now).await?;
    Ok(going)
}

/// Hands the licences of a trial on to the subscription that was bought in its place, as many as it has. The caller holds the
/// account's lock.
///
/// # Errors
/// [`Refusal::Storage`].
pub(crate) async fn hand_on(tx: &mut Tx<'_>, backend: &Backend, account: &Account, way: (&SubscriptionId, &SubscriptionId), now: i64) -> Result<(), Refusal> {
    let (from, to) = way;
    let held = licences::count_held_of(tx, &account.id, from).await?;
    if held == 0 {
        return Ok(());
    }
    licences::hand_on(tx, &account.id, from, to).await?;
    shrink(tx, backend, account, to, now).await?;
    let Some(found) = subscriptions::find_subscription(tx, &account.id, to).await? else { return Ok(()) };
    let kept = licences::list_holders(tx, &account.id, to, "", held).await?;
    let kept: Vec<Person> = kept.into_iter().map(|holder| holder.person).collect();
    let count = i64::try_from(kept.len()).unwrap_or(i64::MAX);
    let change = Change { act: Act::Assigned, subscription: &found.subscription, people: &kept, held: (0, count), by: None, reason: Some("trial_bought") };
    Ok(tell(tx, account, &change, now).await?)
}
