//! The staff takes an invitation back: its link leads nowhere from then on.

use super::send::note;
use crate::db::{accounts, invitations, staff};
use crate::usecases::staff::StaffMember;
use crate::{Backend, Refusal, work};
use billing::ids::InvitationId;

/// Withdraws an open invitation.
///
/// # Errors
/// [`Refusal::NotFound`] when the account has no such open invitation, or of the database.
pub async fn withdraw(backend: &Backend, member: &StaffMember, number: &str, invitation: &InvitationId) -> Result<(), Refusal> {
    backend
        .db
        .write(work!(tx => {
            let now = backend.now();
            let (account, _) = staff::find_for(tx, member, number).await?.ok_or(Refusal::NotFound)?;
            accounts::lock_account(tx, &account).await?;
            let found = invitations::find_invitation(tx, &account, invitation).await?.ok_or(Refusal::NotFound)?;
            if !invitations::withdraw(tx, &account, invitation, now).await? {
                return Err(Refusal::NotFound);
            }
            Ok(note(tx, &member.person, &found, "invitation_withdrawn", now).await?)
        }))
        .await
}
