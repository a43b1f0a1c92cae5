//! Somebody who may order changes what another may do, or takes them out of the account. It may be themselves, as long as
//! another remains.

use super::{end_offers, find, keep_an_orderer, lock_as_orderer, note, take_out};
use crate::db::Tx;
use crate::db::contacts::{self, AccountContact};
use crate::db::people::Door;
use crate::texts::contact_mail;
use crate::usecases::notices;
use crate::work;
use crate::{Account, Actor, Backend, Refusal};
use billing::corporate::ContactRight;
use billing::ids::PersonId;
use billing::input::InputFault;

/// What a code says somebody may do. Accounts that buy online know no payers.
///
/// # Errors
/// [`Refusal::Input`] for the field `right`.
pub(super) fn read_right(door: Door, code: &str) -> Result<ContactRight, Refusal> {
    let fault = if code.is_empty() { InputFault::Missing } else { InputFault::NotOffered };
    let offered = |right: &ContactRight| door == Door::Corporate || *right != ContactRight::Pay;
    ContactRight::parse(code).filter(offered).ok_or(Refusal::Input { field: "right", fault })
}

/// Changes what a person may do; they are told by mail.
///
/// # Errors
/// [`Refusal::NotBillingContact`], also for whoever may order no longer; [`Refusal::NotFound`] for whoever is not of this account;
/// [`Refusal::Input`] when nobody who may order would be left.
pub async fn change_right(backend: &Backend, actor: &Actor, person: &PersonId, right: &str) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    let right = read_right(actor.door, right)?;
    let now = backend.now();
    backend
        .db
        .write(work!(tx => {
            let account = lock_as_orderer(tx, actor).await?;
            let found = find(tx, actor, person).await?;
            if found.right == right {
                return Ok(());
            }
            if found.right == ContactRight::Order {
                keep_an_orderer(tx, actor, person).await?;
            }
            contacts::set_right(tx, &account.id, person, right).await?;
            end_offers(tx, actor, person, now).await?;
            let details = serde_json::json!({ "name": found.contact.name, "from": found.right, "to": right });
            note(tx, actor, "contact_right_changed", person.as_str(), details, now).await?;
            tell(tx, backend, (&account, actor, &found), Some(right), now).await
        }))
        .await
}

/// Takes a person out of the account: their sessions here end at once, their User ID too unless it opens another account. Licences
/// that they hold stay theirs.
///
/// # Errors
/// As [`change_right`].
pub async fn remove(backend: &Backend, actor: &Actor, person: &PersonId) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    let now = backend.now();
    backend
        .db
        .write(work!(tx => {
            let account = lock_as_orderer(tx, actor).await?;
            let found = find(tx, actor, person).await?;
            if found.right == ContactRight::Order {
                keep_an_orderer(tx, actor, person).await?;
            }
            end_offers(tx, actor, person, now).await?;
            take_out(tx, actor, person).await?;
            let details = serde_json::json!({ "name": found.contact.name, "email": found.contact.email });
            note(tx, actor, "contact_removed", person.as_str(), details, now).await?;
            tell(tx, backend, (&account, actor, &found), None, now).await
        }))
        .await
}

/// Who did it to themselves knows.
async fn tell(
    tx: &mut Tx<'_>,
    backend: &Backend,
    (account, actor, found): (&Account, &Actor, &AccountContact),
    right: Option<ContactRight>,
    now: i64,
) -> Result<(), Refusal> {
    if found.person == actor.person {
        return Ok(());
    }
    let mail = contact_mail::changed((&actor.person_name, right), account, &found.contact, backend);
    Ok(notices::write_mail(tx, account, &found.contact, &mail, now).await?)
}
