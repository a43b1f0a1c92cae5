//! The staff takes an invitation back: its link leads nowhere from then on.

use super::send::note;
use crate::db::{Tx, accounts, invitations, staff};
use crate::usecases::staff::StaffMember;
use crate::{Backend, Refusal, work};
use billing::ids::{AccountId, InvitationId, PersonId};

/// Withdraws an open invitation.
///
/// # Errors
/// [`Refusal::NotFound`] when the account has no such open invitation, or of the database.
pub async fn withdraw(backend: &Backend, member: &StaffMember, number: &str, invitation: &InvitationId) -> Result<(), Refusal> {
    backend
        .db
        .write(work!(tx => {
            let (account, _) = staff::find_for(tx, member, number).await?.ok_or(Refusal::NotFound)?;
            accounts::lock_account(tx, &account).await?;
            take_back(tx, &member.person, &account, invitation, backend.now()).await
        }))
        .await
}

/// The same, whoever takes it back. The caller holds the account's lock.
pub(crate) async fn take_back(tx: &mut Tx<'_>, person: &PersonId, account: &AccountId, id: &InvitationId, now: i64) -> Result<(), Refusal> {
    let found = invitations::find_invitation(tx, account, id).await?.ok_or(Refusal::NotFound)?;
    if !invitations::withdraw(tx, account, id, now).await? {
        return Err(Refusal::NotFound);
    }
    Ok(note(tx, person, &found, "invitation_withdrawn", now).await?)
}
