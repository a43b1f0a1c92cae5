//! A billing contact offers their place to another person of the account. It changes hands once that person has agreed.

use super::{end_offers, find, lock_as_orderer, note, take_out};
use crate::db::contacts::{self, HandOver, HandOverEnd};
use crate::db::{Tx, accounts};
use crate::texts::contact_mail::{self, OfferNews};
use crate::usecases::notices;
use crate::work;
use crate::{Account, Actor, Backend, Refusal};
use billing::corporate::{ContactRight, GiverAfter};
use billing::ids::{HandOverId, PersonId};
use billing::input::InputFault;

/// Offers one's place; the receiver is told by mail. Who offers it anew takes the offer before back.
///
/// # Errors
/// [`Refusal::NotBillingContact`]; [`Refusal::Input`] for whoever cannot sign in, may order anyway, or is not of the account.
pub async fn offer_place(backend: &Backend, actor: &Actor, receiver: &PersonId, after: &str) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    let after = GiverAfter::parse(after).ok_or(Refusal::Input { field: "after", fault: InputFault::NotOffered })?;
    let now = backend.now();
    backend.db.write(work!(tx => write_offer(tx, backend, actor, (receiver, after), now).await)).await
}

async fn write_offer(tx: &mut Tx<'_>, backend: &Backend, actor: &Actor, (receiver, after): (&PersonId, GiverAfter), now: i64) -> Result<(), Refusal> {
    let account = lock_as_orderer(tx, actor).await?;
    let fault = if receiver.as_str().is_empty() { InputFault::Missing } else { InputFault::NotOffered };
    let found = contacts::find_contact(tx, &account.id, actor.door, receiver).await?;
    let found = found.filter(|one| one.right != ContactRight::Order && one.user_id.is_some()).ok_or(Refusal::Input { field: "receiver", fault })?;
    let open = contacts::list_hand_overs(tx, &account.id).await?.into_iter().find(|offer| offer.giver == actor.person);
    if open.as_ref().is_some_and(|offer| offer.receiver == *receiver && offer.after == after) {
        return Ok(());
    }
    if let Some(before) = open {
        settle(tx, backend, (&account, actor, &before), HandOverEnd::Withdrawn, now).await?;
    }
    let id = contacts::insert_hand_over(tx, &account.id, (&actor.person, receiver), after, now).await?;
    let details = serde_json::json!({ "giver": actor.person_name, "receiver": found.contact.name });
    note(tx, actor, "place_offered", id.as_str(), details, now).await?;
    let mail = contact_mail::offer(OfferNews::Offered, (&actor.person_name, after), &account, &found.contact, backend);
    Ok(notices::write_mail(tx, &account, &found.contact, &mail, now).await?)
}

/// Takes one's own offer back; the receiver is told.
///
/// # Errors
/// [`Refusal::NotFound`] for what is not open, and for the offer of somebody else.
pub async fn withdraw_place(backend: &Backend, actor: &Actor, id: &HandOverId) -> Result<(), Refusal> {
    end(backend, actor, id, HandOverEnd::Withdrawn).await
}

/// Declines the place that one was offered; the giver is told.
///
/// # Errors
/// As [`withdraw_place`].
pub async fn decline_place(backend: &Backend, actor: &Actor, id: &HandOverId) -> Result<(), Refusal> {
    end(backend, actor, id, HandOverEnd::Declined).await
}

/// Takes the place that one was offered: from then on one may order, and the giver what they chose. Both are told.
///
/// # Errors
/// As [`withdraw_place`].
pub async fn confirm_place(backend: &Backend, actor: &Actor, id: &HandOverId) -> Result<(), Refusal> {
    end(backend, actor, id, HandOverEnd::Confirmed).await
}

async fn end(backend: &Backend, actor: &Actor, id: &HandOverId, end: HandOverEnd) -> Result<(), Refusal> {
    let now = backend.now();
    backend
        .db
        .write(work!(tx => {
            accounts::lock_account(tx, &actor.account).await?;
            let account = accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
            let decides = |offer: &HandOver| match end {
                HandOverEnd::Withdrawn => offer.giver == actor.person,
                HandOverEnd::Confirmed | HandOverEnd::Declined => offer.receiver == actor.person,
            };
            let open = contacts::list_hand_overs(tx, &account.id).await?;
            let offer = open.into_iter().find(|offer| offer.id == *id && decides(offer)).ok_or(Refusal::NotFound)?;
            settle(tx, backend, (&account, actor, &offer), end, now).await?;
            if end == HandOverEnd::Confirmed {
                swap(tx, actor, &offer, now).await?;
            }
            Ok(())
        }))
        .await
}

/// The receiver may order before the giver may no longer: there is always somebody.
async fn swap(tx: &mut Tx<'_>, actor: &Actor, offer: &HandOver, now: i64) -> Result<(), Refusal> {
    find(tx, actor, &offer.giver).await?;
    contacts::set_right(tx, &actor.account, &offer.receiver, ContactRight::Order).await?;
    match offer.after {
        GiverAfter::Read => contacts::set_right(tx, &actor.account, &offer.giver, ContactRight::Read).await?,
        GiverAfter::Leave => take_out(tx, actor, &offer.giver).await?,
    }
    // What else was offered to either is of no use any more.
    end_offers(tx, actor, &offer.receiver, now).await?;
    end_offers(tx, actor, &offer.giver, now).await?;
    Ok(())
}

async fn settle(tx: &mut Tx<'_>, backend: &Backend, (account, actor, offer): (&Account, &Actor, &HandOver), end: HandOverEnd, now: i64) -> Result<(), Refusal> {
    if !contacts::settle_hand_over(tx, &account.id, &offer.id, end, now).await? {
        return Err(Refusal::NotFound);
    }
    let (giver, receiver) = (&offer.giver_contact, &offer.receiver_contact);
    let (action, told): (_, &[_]) = match end {
        HandOverEnd::Confirmed => ("place_taken", &[(OfferNews::Taken, giver, receiver), (OfferNews::Yours, receiver, giver)]),
        HandOverEnd::Declined => ("place_declined", &[(OfferNews::Declined, giver, receiver), (OfferNews::DeclinedByYou, receiver, giver)]),
        HandOverEnd::Withdrawn => ("place_withdrawn", &[(OfferNews::Withdrawn, receiver, giver)]),
    };
    for (news, contact, other) in told {
        let mail = contact_mail::offer(*news, (&other.name, offer.after), account, contact, backend);
        notices::write_mail(tx, account, contact, &mail, now).await?;
    }
    let details = serde_json::json!({ "giver": giver.name, "receiver": receiver.name });
    note(tx, actor, action, offer.id.as_str(), details, now).await
}
