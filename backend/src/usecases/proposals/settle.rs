//! A wish ends without an order: the billing contact declines it with a reason, or the colleague takes it back.

use crate::db::proposals::{self, ProposalRow};
use crate::db::{Tx, accounts, audit};
use crate::texts::proposal_mail;
use crate::usecases::notices;
use crate::work;
use crate::{Actor, Backend, Refusal, Role};
use billing::ids::ProposalId;
use billing::input::{LONGEST_NOTE, read_message};
use billing::request::ProposalState;

/// Declines an open wish; the colleague is told why by mail. Sent twice, the second finds what the first has done.
///
/// # Errors
/// [`Refusal::NotBillingContact`], [`Refusal::Input`] for the reason, [`Refusal::NotFound`] also for another account's wish.
pub async fn decline(backend: &Backend, actor: &Actor, id: &ProposalId, reason: &str) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    let reason = read_message(reason, LONGEST_NOTE).map_err(|fault| Refusal::Input { field: "reason", fault })?;
    let now = backend.now();
    backend.db.write(work!(tx => write_decline(tx, backend, actor, (id, reason), now).await)).await
}

async fn write_decline(tx: &mut Tx<'_>, backend: &Backend, actor: &Actor, (id, reason): (&ProposalId, &str), now: i64) -> Result<(), Refusal> {
    accounts::lock_account(tx, &actor.account).await?;
    let account = accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
    let found = proposals::find_proposal(tx, &account.id, id).await?.ok_or(Refusal::NotFound)?;
    if !proposals::settle_proposal(tx, (&account.id, id), ProposalState::Declined, reason, (&actor.person, now)).await? {
        return Ok(());
    }
    let mail = proposal_mail::declined((&found.product, &found.choice, reason), (&account, &actor.person_name), &found.proposed_by, backend);
    notices::write_mail(tx, &account, &found.proposed_by, &mail, now).await?;
    note(tx, actor, (&found, "proposal_declined"), now).await
}

/// Takes an open wish of one's own back.
///
/// # Errors
/// [`Refusal::NotFound`] also for a wish of somebody else, and for the billing contact, who has none.
pub async fn withdraw(backend: &Backend, actor: &Actor, id: &ProposalId) -> Result<(), Refusal> {
    if actor.role == Role::BillingContact {
        return Err(Refusal::NotFound);
    }
    let now = backend.now();
    backend
        .db
        .write(work!(tx => {
            accounts::lock_account(tx, &actor.account).await?;
            let found = proposals::find_proposal(tx, &actor.account, id).await?.filter(|found| found.person == actor.person);
            let found = found.ok_or(Refusal::NotFound)?;
            if !proposals::settle_proposal(tx, (&actor.account, id), ProposalState::Withdrawn, "", (&actor.person, now)).await? {
                return Ok(());
            }
            note(tx, actor, (&found, "proposal_withdrawn"), now).await
        }))
        .await
}

async fn note(tx: &mut Tx<'_>, actor: &Actor, (found, action): (&ProposalRow, &'static str), now: i64) -> Result<(), Refusal> {
    let details = serde_json::json!({ "product": found.product, "to": found.choice });
    let entry = audit::AuditEntry { account: Some(&actor.account), person: Some(&actor.person), action, subject: found.id.as_str(), details };
    Ok(audit::add_entry(tx, entry, now).await?)
}
