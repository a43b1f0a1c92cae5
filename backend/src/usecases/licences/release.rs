//! The billing contact takes licences back, or says who loses theirs first when the subscription gets smaller.

use super::{Act, Change, find_live, tell};
use crate::db::{Tx, accounts, audit, licences};
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::ids::SubscriptionId;
use billing::input::InputFault;
use billing::licences::Person;

/// What becomes of the licences of those who were chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HolderAct {
    /// They are free at once.
    Release,
    /// They go first when there are fewer.
    Mark,
    /// They no longer go first.
    Unmark,
}

impl HolderAct {
    /// The act of a form's word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "release" => Some(Self::Release),
            "mark" => Some(Self::Mark),
            "unmark" => Some(Self::Unmark),
            _ => None,
        }
    }
}

/// Does that to the licences of those with these mail addresses; whoever holds none is passed over, since two people may do it
/// at once.
///
/// # Errors
/// [`Refusal::Input`] where nobody was chosen, [`Refusal::SubscriptionEnded`].
pub async fn change_licences(backend: &Backend, actor: &Actor, id: &SubscriptionId, act: HolderAct, chosen: &[String]) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    if chosen.is_empty() {
        return Err(Refusal::Input { field: "holder", fault: InputFault::Missing });
    }
    let now = backend.now();
    backend.db.write(work!(tx => write(tx, actor, (id, act, chosen), now).await)).await
}

async fn write(tx: &mut Tx<'_>, actor: &Actor, (id, act, chosen): (&SubscriptionId, HolderAct, &[String]), now: i64) -> Result<(), Refusal> {
    accounts::lock_account(tx, &actor.account).await?;
    let subscription = find_live(tx, actor, id).await?;
    let account = accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
    let held = licences::count_held_of(tx, &account.id, id).await?;
    let mut people: Vec<Person> = Vec::new();
    for (place, email) in (0_i64..).zip(chosen) {
        let Some(person) = licences::find_person(tx, &account.id, email).await? else { continue };
        let is_done = match act {
            HolderAct::Release => licences::release(tx, &account.id, id, email).await?,
            HolderAct::Mark => licences::mark(tx, &account.id, id, email, Some(now.saturating_add(place))).await?,
            HolderAct::Unmark => licences::mark(tx, &account.id, id, email, None).await?,
        };
        if is_done {
            people.push(person);
        }
    }
    if people.is_empty() {
        return Ok(());
    }
    if act == HolderAct::Release {
        let left = held - i64::try_from(people.len()).unwrap_or(i64::MAX);
        let change = Change { act: Act::Released, subscription: &subscription, people: &people, held: (held, left), by: Some(&actor.person), reason: None };
        return Ok(tell(tx, &account, &change, now).await?);
    }
    let emails: Vec<&str> = people.iter().map(|person| person.email.as_str()).collect();
    let details = serde_json::json!({ "product": subscription.running.product, "people": emails });
    let action = if act == HolderAct::Mark { "licences_marked" } else { "licences_unmarked" };
    let entry = audit::AuditEntry { account: Some(&account.id), person: Some(&actor.person), action, subject: id.as_str(), details };
    Ok(audit::add_entry(tx, entry, now).await?)
}
