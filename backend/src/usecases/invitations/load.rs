//! What the page of an invitation's link shows.

use crate::actor::Account;
use crate::db::invitations::{self, Invitation, InvitationState};
use crate::db::people::{self, Door};
use crate::db::{DbError, Tx, accounts};
use crate::identifiers::hash_token;
use crate::{Backend, work};
use billing::ids::PersonId;

/// What a link leads to.
pub enum InvitationFound {
    /// An invitation that can be accepted.
    Open {
        /// The invitation.
        invitation: Box<Invitation>,
        /// The account that it opens.
        account: Box<Account>,
        /// The person who has the login already: they sign in to accept.
        owner: Option<PersonId>,
        /// Whether somebody of the account invites, and not the staff.
        by_colleague: bool,
    },
    /// It was accepted before.
    Accepted,
    /// Staff took it back.
    Withdrawn,
    /// Its link is older than it may be.
    Expired,
    /// There is no such link (any more).
    Unknown,
}

/// Looks a link up.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn load_invitation(backend: &Backend, token: &str) -> Result<InvitationFound, DbError> {
    let (hash, now) = (hash_token(token), backend.now());
    backend.db.read(work!(tx, &hash => find(tx, hash, now).await)).await
}

/// The door that an account is looked at through.
pub(super) const fn door_of(account: &Account) -> Door {
    if account.terms.is_some() { Door::Corporate } else { Door::BillingCenter }
}

pub(super) async fn find(tx: &mut Tx<'_>, token_hash: &str, now: i64) -> Result<InvitationFound, DbError> {
    let Some(invitation) = invitations::find_by_token(tx, token_hash).await? else { return Ok(InvitationFound::Unknown) };
    match invitation.state {
        InvitationState::Accepted => return Ok(InvitationFound::Accepted),
        InvitationState::Withdrawn => return Ok(InvitationFound::Withdrawn),
        InvitationState::Open if invitation.expires_at <= now => return Ok(InvitationFound::Expired),
        InvitationState::Open => {}
    }
    let Some(account) = accounts::find_account(tx, &invitation.account).await? else { return Ok(InvitationFound::Unknown) };
    let owner = people::find_login(tx, door_of(&account), &invitation.email_folded).await?.map(|(person, _)| person);
    let by_colleague = !invitations::is_by_staff(tx, &invitation.id).await?;
    Ok(InvitationFound::Open { invitation: Box::new(invitation), account: Box::new(account), owner, by_colleague })
}
