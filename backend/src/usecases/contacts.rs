//! Who works for an account and may do what: invited, changed, removed and handed over by those who may order. One of them
//! always remains.

pub mod change;
pub mod hand_over;
pub mod invite;
pub mod load;
pub mod recipients;

use crate::Account;
use crate::db::audit::{AuditEntry, add_entry};
use crate::db::contacts::{self, AccountContact, HandOver, HandOverEnd};
use crate::db::{DbError, Tx, accounts, people, sign_ins};
use crate::{Actor, Refusal};
use billing::corporate::ContactRight;
use billing::ids::PersonId;
use billing::input::InputFault;

/// Takes the account's lock, and looks again at what the actor may do: somebody quicker may have changed it.
///
/// # Errors
/// [`Refusal::NotBillingContact`].
async fn lock_as_orderer(tx: &mut Tx<'_>, actor: &Actor) -> Result<Account, Refusal> {
    actor.must_be_billing_contact()?;
    accounts::lock_account(tx, &actor.account).await?;
    match people::find_actor(tx, &actor.person, &actor.account).await? {
        Some(now) => now.must_be_billing_contact()?,
        None => return Err(Refusal::NotBillingContact(actor.billing_contact.clone())),
    }
    accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)
}

async fn find(tx: &mut Tx<'_>, actor: &Actor, person: &PersonId) -> Result<AccountContact, Refusal> {
    contacts::find_contact(tx, &actor.account, actor.door, person).await?.ok_or(Refusal::NotFound)
}

/// Refuses what would leave nobody who may order and can sign in.
async fn keep_an_orderer(tx: &mut Tx<'_>, actor: &Actor, without: &PersonId) -> Result<(), Refusal> {
    let all = contacts::list_contacts(tx, &actor.account, actor.door).await?;
    let others = all.iter().any(|one| one.right == ContactRight::Order && one.user_id.is_some() && one.person != *without);
    if others { Ok(()) } else { Err(Refusal::Input { field: "right", fault: InputFault::LastOrderer }) }
}

/// Takes somebody out of the account: from the next request on they see nothing of it. Who belongs to no other account at
/// this door is signed out there, and their login ends.
async fn take_out(tx: &mut Tx<'_>, actor: &Actor, person: &PersonId) -> Result<(), Refusal> {
    contacts::delete_membership(tx, &actor.account, person).await?;
    if people::first_account(tx, actor.door, person).await?.is_none() {
        sign_ins::end_other_sign_ins(tx, actor.door, person, "").await?;
        contacts::delete_logins(tx, actor.door, person).await?;
    }
    Ok(())
}

/// Ends the offers that can no longer be answered, since one side has left or may do something else now. Answers them.
async fn end_offers(tx: &mut Tx<'_>, actor: &Actor, person: &PersonId, now: i64) -> Result<Vec<HandOver>, DbError> {
    let all = contacts::list_hand_overs(tx, &actor.account).await?;
    let theirs: Vec<HandOver> = all.into_iter().filter(|offer| offer.giver == *person || offer.receiver == *person).collect();
    for offer in &theirs {
        contacts::settle_hand_over(tx, &actor.account, &offer.id, HandOverEnd::Withdrawn, now).await?;
    }
    Ok(theirs)
}

async fn note(tx: &mut Tx<'_>, actor: &Actor, action: &'static str, subject: &str, details: serde_json::Value, now: i64) -> Result<(), Refusal> {
    let entry = AuditEntry { account: Some(&actor.account), person: Some(&actor.person), action, subject, details };
    Ok(add_entry(tx, entry, now).await?)
}
