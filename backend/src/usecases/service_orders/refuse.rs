//! A representative refuses a service order, and says why: what was reserved is let go, and nothing changes.

use super::finish::{End, finish};
use crate::db::service_orders::{self, Decision, ServiceOrderRow};
use crate::db::{Tx, accounts, audit};
use crate::usecases::orders::place::lease;
use crate::usecases::staff::{StaffMember, must_see};
use crate::work;
use crate::{Backend, Refusal, failpoint};
use billing::service_order::ServiceOrderState;

/// Refuses a service order that has not ended.
///
/// # Errors
/// [`Refusal::ServiceOrder`], without a reason as well; [`Refusal::DecidedAlready`] when it is being ended.
pub async fn refuse_service_order(backend: &Backend, member: &StaffMember, number: &str, reason: &str) -> Result<End, Refusal> {
    let now = backend.now();
    let row = backend.db.write(work!(tx => decide(tx, backend, member, (number, reason.trim()), now).await)).await?;
    failpoint::reach(failpoint::AFTER_DECISION).await;
    finish(backend, &row).await
}

async fn decide(tx: &mut Tx<'_>, backend: &Backend, member: &StaffMember, refused: (&str, &str), now: i64) -> Result<ServiceOrderRow, Refusal> {
    let (number, reason) = refused;
    let found = service_orders::find_any(tx, number).await?.ok_or(Refusal::NotFound)?;
    must_see(tx, member, &found.account).await?;
    accounts::lock_account(tx, &found.account).await?;
    let row = service_orders::find_any(tx, number).await?.ok_or(Refusal::NotFound)?;
    row.state.refuse(reason)?;
    let lease_until = now.saturating_add(lease(backend));
    if !service_orders::decide(tx, &row, Decision::Void, Some(&member.person), Some(reason), lease_until).await? {
        return Err(Refusal::DecidedAlready);
    }
    let details = serde_json::json!({ "decision": Decision::Void.code(), "reason": reason });
    let entry = audit::AuditEntry { account: Some(&row.account), person: Some(&member.person), action: "service_order_decided", subject: number, details };
    audit::add_entry(tx, entry, now).await?;
    let state = ServiceOrderState::InProcess;
    Ok(ServiceOrderRow { decision: Some(Decision::Void), decided_by: Some(member.person.clone()), reason: Some(reason.to_owned()), state, lease_until, ..row })
}
