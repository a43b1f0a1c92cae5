//! The billing contact gives people licences, several at once: those of the account, and others by their mail address.

use super::{Act, Change, find_live, tell};
use crate::db::{Tx, accounts, licences};
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::ids::SubscriptionId;
use billing::input::InputFault;
use billing::licences::{Person, read_people};

/// Gives a licence of the subscription to each of the `chosen`, by their mail addresses, and of the list that was `typed`.
/// Whoever holds one already is passed over.
///
/// # Errors
/// [`Refusal::Input`] where nobody was named or an entry is no address, [`Refusal::LicencesExhausted`] where there are not enough:
/// then nobody gets one. [`Refusal::OrderOpen`] while an order of the subscription is under way, which may make it smaller.
pub async fn assign_licences(backend: &Backend, actor: &Actor, id: &SubscriptionId, chosen: &[String], typed: &str) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    let typed = read_people(typed).map_err(|fault| Refusal::Input { field: "people", fault })?;
    if typed.is_empty() && chosen.is_empty() {
        return Err(Refusal::Input { field: "people", fault: InputFault::Missing });
    }
    let now = backend.now();
    backend.db.write(work!(tx, &typed => write(tx, actor, (id, chosen, typed), now).await)).await
}

async fn write(tx: &mut Tx<'_>, actor: &Actor, (id, chosen, typed): (&SubscriptionId, &[String], &[Person]), now: i64) -> Result<(), Refusal> {
    accounts::lock_account(tx, &actor.account).await?;
    let subscription = find_live(tx, actor, id).await?;
    if let Some(order) = subscription.open_order.clone() {
        return Err(Refusal::OrderOpen(order));
    }
    let account = accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
    let mut people: Vec<Person> = Vec::new();
    for email in chosen {
        people.push(licences::find_person(tx, &account.id, email).await?.ok_or(Refusal::NotFound)?);
    }
    people.extend(typed.iter().cloned());
    let mut new: Vec<Person> = Vec::new();
    for person in people {
        let is_named = new.iter().any(|known| known.email.to_lowercase() == person.email.to_lowercase());
        if !is_named && !licences::is_held_by(tx, &account.id, id, &person.email).await? {
            new.push(person);
        }
    }
    if new.is_empty() {
        return Ok(());
    }
    let held = licences::count_held_of(tx, &account.id, id).await?;
    let (free, wanted) = ((subscription.running.seats - held).max(0), i64::try_from(new.len()).unwrap_or(i64::MAX));
    let exhausted = || Refusal::LicencesExhausted { subscription: id.clone(), free, wanted };
    if wanted > free {
        return Err(exhausted());
    }
    // The order in which they were named is the order in which they got theirs.
    for (place, person) in (0_i64..).zip(&new) {
        licences::put_person(tx, &account.id, person, now).await?;
        if !licences::assign(tx, &account.id, id, &person.email, now.saturating_add(place)).await? {
            return Err(exhausted());
        }
    }
    let change = Change { act: Act::Assigned, subscription: &subscription, people: &new, held: (held, held + wanted), by: Some(&actor.person), reason: None };
    Ok(tell(tx, &account, &change, now).await?)
}
