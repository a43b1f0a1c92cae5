//! Somebody who may order invites a colleague into the account, sends the invitation once more, or takes it back.

use super::change::read_right;
use super::lock_as_orderer;
use crate::db::contacts;
use crate::db::invitations;
use crate::db::people::fold_login;
use crate::identifiers::new_token;
use crate::usecases::invitations::send::{Sender, renew, write_invitation};
use crate::usecases::invitations::withdraw::take_back;
use crate::work;
use crate::{Actor, Backend, Contact, Refusal};
use billing::ids::InvitationId;
use billing::input::{InputFault, read_text};
use billing::people::is_mail_address;

/// So many invitations of an account may wait at once.
pub const MOST_OPEN: usize = 20;

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct GuestInput {
    /// Full name.
    pub name: String,
    /// Mail address, which becomes the login.
    pub email: String,
    /// Code of what they will be allowed to do.
    pub right: String,
}

/// Invites somebody by mail.
///
/// # Errors
/// [`Refusal::NotBillingContact`]; [`Refusal::Input`] for what was typed, for an address that belongs to somebody of the account who
/// signs in, and for one that is invited already.
pub async fn invite_contact(backend: &Backend, actor: &Actor, input: &GuestInput) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    let at = |field: &'static str| move |fault| Refusal::Input { field, fault };
    let name = read_text(&input.name).map_err(at("name"))?.to_owned();
    let email = read_text(&input.email).map_err(at("email"))?.to_owned();
    if !is_mail_address(&email) {
        return Err(at("email")(InputFault::NotMailAddress));
    }
    let right = read_right(actor.door, &input.right)?;
    let (guest, token, folded) = (Contact { name, email }, new_token(), fold_login(&input.email));
    backend
        .db
        .write(work!(tx, &guest, &token, &folded => {
            let account = lock_as_orderer(tx, actor).await?;
            let people = contacts::list_contacts(tx, &account.id, actor.door).await?;
            if people.iter().any(|one| one.user_id.is_some() && fold_login(&one.contact.email) == *folded) {
                return Err(Refusal::Input { field: "email", fault: InputFault::BelongsAlready });
            }
            let open = invitations::list_open(tx, &account.id).await?;
            if open.iter().any(|one| one.email_folded == *folded) {
                return Err(Refusal::Input { field: "email", fault: InputFault::InvitedAlready });
            }
            if open.len() >= MOST_OPEN {
                let most = i64::try_from(MOST_OPEN).unwrap_or(i64::MAX);
                return Err(Refusal::Input { field: "email", fault: InputFault::TooMany { most } });
            }
            Ok(write_invitation(tx, backend, &Sender::Colleague(actor), &account.id, (guest, right, None), token).await?)
        }))
        .await
}

/// Sends an open invitation once more, with a new link; the link before leads nowhere from then on.
///
/// # Errors
/// [`Refusal::NotBillingContact`], [`Refusal::NotFound`] when the account has no such open invitation.
pub async fn invite_again(backend: &Backend, actor: &Actor, id: &InvitationId) -> Result<(), Refusal> {
    let token = new_token();
    backend
        .db
        .write(work!(tx, &token => {
            let account = lock_as_orderer(tx, actor).await?;
            renew(tx, backend, &Sender::Colleague(actor), &account.id, id, token).await
        }))
        .await
}

/// Takes an open invitation back: its link leads nowhere from then on.
///
/// # Errors
/// As [`invite_again`].
pub async fn take_invitation_back(backend: &Backend, actor: &Actor, id: &InvitationId) -> Result<(), Refusal> {
    backend
        .db
        .write(work!(tx => {
            let account = lock_as_orderer(tx, actor).await?;
            take_back(tx, &actor.person, &account.id, id, backend.now()).await
        }))
        .await
}
