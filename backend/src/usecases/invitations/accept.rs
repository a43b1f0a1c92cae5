//! A person accepts an invitation: somebody new with a name and a password, somebody with a login by being signed in.

use super::load::{InvitationFound, door_of, find};
use crate::db::audit::{AuditEntry, add_entry};
use crate::db::invitations::{self, Invitation};
use crate::db::people::{self, Door};
use crate::db::{DbError, Tx, accounts, contacts};
use crate::identifiers::{hash_token, new_id};
use crate::usecases::sessions::passwords::{PasswordError, hash_password};
use crate::{Actor, Backend, work};
use billing::corporate::ContactRight;
use billing::ids::{AccountId, PersonId};
use billing::input::{InputFault, read_text};
use billing::people::check_password;
use secrecy::{ExposeSecret, SecretString};

/// Why an invitation was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// Unknown, accepted, withdrawn, or over.
    #[error("the invitation can no longer be accepted")]
    LinkOver,
    /// The invited person has a login: they sign in first.
    #[error("the invited person has a login")]
    HasLogin,
    /// Somebody else is signed in.
    #[error("somebody else is signed in")]
    SomebodyElse,
    /// A field cannot be read.
    #[error("{field}: {fault:?}")]
    Input { field: &'static str, fault: InputFault },
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] DbError),
    /// The password could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
}

/// Somebody new accepts: person, login and membership come about. Answers who and where.
///
/// # Errors
/// [`AcceptError`]; nothing was stored.
pub async fn accept_as_new(backend: &Backend, door: Door, token: &str, name: &str, password: &SecretString) -> Result<(PersonId, AccountId), AcceptError> {
    let (token_hash, now) = (hash_token(token), backend.now());
    // Looked at first: hashing costs too much for links that somebody made up.
    let found = backend.db.read(work!(tx, &token_hash => find(tx, token_hash, now).await)).await?;
    let invitation = newcomers_invitation(door, found)?;
    let name = read_text(name).map_err(|fault| AcceptError::Input { field: "name", fault })?;
    let fault = |fault| AcceptError::Input { field: "password", fault: InputFault::Password(fault) };
    check_password(password.expose_secret(), &invitation.email).map_err(fault)?;
    let hash = hash_password(backend, password).await?;
    let person = PersonId(new_id());
    let outcome = backend
        .db
        .write(work!(tx, &person, &token_hash, &hash => {
            let invitation = newcomers_invitation(door, find(tx, token_hash, now).await?)?;
            let person = write_person(tx, (door, &invitation), (person, name), now).await?;
            match door {
                Door::Corporate => people::insert_user_id(tx, invitation.user_id.as_deref().unwrap_or(&invitation.email), &person, hash, now).await?,
                Door::BillingCenter | Door::Staff => people::insert_login(tx, door, &invitation.email_folded, &person, hash, now).await?,
            }
            let account = join(tx, &invitation, &person, now).await?;
            Ok((person, account))
        }))
        .await;
    match outcome {
        // Sent twice at once: the other one made the login.
        Err(AcceptError::Storage(DbError::NotUnique(_))) => Err(AcceptError::LinkOver),
        outcome => outcome,
    }
}

/// A person of the account who could not sign in so far, such as an admin contact, stays the same person.
async fn write_person(tx: &mut Tx<'_>, (door, invitation): (Door, &Invitation), (new, name): (&PersonId, &str), now: i64) -> Result<PersonId, DbError> {
    let known = people::find_of_account(tx, &invitation.account, &invitation.email).await?;
    if let Some(known) = known
        && people::find_password(tx, door, &known).await?.is_none()
    {
        people::rename(tx, &known, name).await?;
        return Ok(known);
    }
    people::insert_person(tx, new, name, &invitation.email, now).await?;
    Ok(new.clone())
}

fn newcomers_invitation(door: Door, found: InvitationFound) -> Result<Invitation, AcceptError> {
    match found {
        // The link of one door is none at another.
        InvitationFound::Open { account, .. } if door_of(&account) != door => Err(AcceptError::LinkOver),
        InvitationFound::Open { invitation, owner: None, .. } => Ok(*invitation),
        InvitationFound::Open { owner: Some(_), .. } => Err(AcceptError::HasLogin),
        _ => Err(AcceptError::LinkOver),
    }
}

/// Somebody who is signed in accepts. Who accepted before is led to the account again.
///
/// # Errors
/// [`AcceptError`]; nothing was stored.
pub async fn accept_as(backend: &Backend, actor: &Actor, token: &str) -> Result<AccountId, AcceptError> {
    let (token_hash, now) = (hash_token(token), backend.now());
    backend
        .db
        .write(work!(tx, &token_hash => {
            match find(tx, token_hash, now).await? {
                InvitationFound::Open { account, .. } if door_of(&account) != actor.door => Err(AcceptError::LinkOver),
                InvitationFound::Open { invitation, owner: Some(owner), .. } if owner == actor.person => join(tx, &invitation, &actor.person, now).await,
                InvitationFound::Open { .. } => Err(AcceptError::SomebodyElse),
                InvitationFound::Accepted => accepted_before(tx, actor, token_hash).await,
                _ => Err(AcceptError::LinkOver),
            }
        }))
        .await
}

async fn accepted_before(tx: &mut Tx<'_>, actor: &Actor, token_hash: &str) -> Result<AccountId, AcceptError> {
    let invitation = invitations::find_by_token(tx, token_hash).await?.filter(|found| found.accepted_by.as_ref() == Some(&actor.person));
    let account = invitation.ok_or(AcceptError::LinkOver)?.account;
    // They may have left the account since.
    people::find_actor(tx, &actor.person, &account).await?.ok_or(AcceptError::LinkOver)?;
    Ok(account)
}

async fn join(tx: &mut Tx<'_>, invitation: &Invitation, person: &PersonId, now: i64) -> Result<AccountId, AcceptError> {
    let account = &invitation.account;
    accounts::lock_account(tx, account).await?;
    if !invitations::accept(tx, &invitation.id, person, now).await? {
        return Err(AcceptError::LinkOver);
    }
    people::put_membership(tx, account, person, invitation.role, now).await?;
    if invitation.right == ContactRight::Pay {
        contacts::let_pay(tx, account, person).await?;
    }
    let details = serde_json::json!({ "role": invitation.role.code() });
    let entry = AuditEntry { account: Some(account), person: Some(person), action: "invitation_accepted", subject: invitation.id.as_str(), details };
    add_entry(tx, entry, now).await?;
    Ok(account.clone())
}
