//! What the server functions of an account's people do.

use super::{ContactRow, ContactsPage, GuestRow, OfferRow};
use crate::api::ApiError;
use crate::api::request::{SignedIn, lead_to, reply, signed_in_at};
use crate::doors::customer::CustomerDoor;
use backend::usecases::contacts::invite::GuestInput;
use backend::usecases::contacts::load::{ContactsState, load_contacts as load};
use backend::usecases::contacts::{change, hand_over, invite, recipients};
use backend::{Actor, Backend};
use billing::ids::{HandOverId, InvitationId, PersonId};

/// Back to the page, which says what was done.
fn lead_back(door: &str, done: &str) {
    lead_to(&format!("{}?done={done}", CustomerDoor::of(door).page("contacts")));
}

pub async fn load_contacts(door: String) -> Result<ContactsPage, ApiError> {
    let load = async || {
        let SignedIn { backend, actor } = signed_in_at(&door).await?;
        let state = load(&backend, &actor).await?;
        Ok(contacts_page(&backend, &actor, state))
    };
    reply(load().await)
}

fn contacts_page(backend: &Backend, actor: &Actor, state: ContactsState) -> ContactsPage {
    let (day, now) = (|at| backend.clock.date_of(at), backend.now());
    let contacts = state.contacts.into_iter().map(|found| ContactRow {
        person: found.person.0,
        name: found.contact.name,
        email: found.contact.email,
        right: found.right,
        user_id: found.user_id,
        last_sign_in: found.last_sign_in.map(day),
    });
    let invitations = state.invitations.into_iter().map(|found| GuestRow {
        id: found.id.0,
        name: found.name,
        email: found.email,
        right: found.right,
        invited_by: found.invited_by,
        sent_on: day(found.sent_at),
        valid_until: day(found.expires_at),
        is_over: found.expires_at <= now,
    });
    let offers = state.hand_overs.into_iter().map(|found| OfferRow {
        id: found.id.0,
        giver: found.giver_contact.name,
        receiver: found.receiver_contact.name,
        after: found.after,
        offered_on: day(found.offered_at),
        is_given: found.giver == actor.person,
        is_received: found.receiver == actor.person,
    });
    ContactsPage {
        right: actor.right,
        own: actor.person.to_string(),
        contacts: contacts.collect(),
        invitations: invitations.collect(),
        offers: offers.collect(),
        recipients: state.recipients,
        version: state.version,
    }
}

pub async fn invite_contact(door: String, name: String, email: String, right: String) -> Result<(), ApiError> {
    let invite = async || {
        let SignedIn { backend, actor } = signed_in_at(&door).await?;
        Ok(invite::invite_contact(&backend, &actor, &GuestInput { name, email, right }).await?)
    };
    reply(invite().await)?;
    lead_back(&door, "invited");
    Ok(())
}

pub async fn settle_invitation(door: String, invitation: String, act: String) -> Result<(), ApiError> {
    let id = InvitationId(invitation);
    let settle = async || {
        let SignedIn { backend, actor } = signed_in_at(&door).await?;
        Ok(match act.as_str() {
            "again" => invite::invite_again(&backend, &actor, &id).await.map(|()| "invited_again")?,
            _ => invite::take_invitation_back(&backend, &actor, &id).await.map(|()| "taken_back")?,
        })
    };
    lead_back(&door, reply(settle().await)?);
    Ok(())
}

pub async fn change_contact(door: String, person: String, right: String) -> Result<(), ApiError> {
    let change = async || {
        let SignedIn { backend, actor } = signed_in_at(&door).await?;
        Ok(change::change_right(&backend, &actor, &PersonId(person), &right).await?)
    };
    reply(change().await)?;
    lead_back(&door, "changed");
    Ok(())
}

pub async fn remove_contact(door: String, person: String) -> Result<(), ApiError> {
    let remove = async || {
        let SignedIn { backend, actor } = signed_in_at(&door).await?;
        Ok(change::remove(&backend, &actor, &PersonId(person)).await?)
    };
    reply(remove().await)?;
    lead_back(&door, "removed");
    Ok(())
}

pub async fn offer_place(door: String, receiver: String, after: String) -> Result<(), ApiError> {
    let offer = async || {
        let SignedIn { backend, actor } = signed_in_at(&door).await?;
        Ok(hand_over::offer_place(&backend, &actor, &PersonId(receiver), &after).await?)
    };
    reply(offer().await)?;
    lead_back(&door, "offered");
    Ok(())
}

pub async fn settle_offer(door: String, offer: String, act: String) -> Result<(), ApiError> {
    let id = HandOverId(offer);
    let settle = async || {
        let SignedIn { backend, actor } = signed_in_at(&door).await?;
        Ok(match act.as_str() {
            "take" => hand_over::confirm_place(&backend, &actor, &id).await.map(|()| "taken")?,
            "decline" => hand_over::decline_place(&backend, &actor, &id).await.map(|()| "declined")?,
            _ => hand_over::withdraw_place(&backend, &actor, &id).await.map(|()| "withdrawn")?,
        })
    };
    lead_back(&door, reply(settle().await)?);
    Ok(())
}

pub async fn save_recipients(door: String, recipients: String, version: String) -> Result<(), ApiError> {
    let save = async || {
        let SignedIn { backend, actor } = signed_in_at(&door).await?;
        Ok(recipients::save_recipients(&backend, &actor, &recipients, &version).await?)
    };
    reply(save().await)?;
    lead_back(&door, "recipients");
    Ok(())
}
