//! A representative has done what a service order asks for: its money is taken, and it comes into force.

use super::finish::{End, finish};
use crate::db::service_orders::{self, Decision, ServiceOrderRow};
use crate::db::{Tx, accounts, audit};
use crate::usecases::orders::place::lease;
use crate::usecases::staff::{StaffMember, must_see};
use crate::work;
use crate::{Backend, Refusal, failpoint};

/// Completes a service order that was taken. Decided is decided: whatever happens afterwards, it comes to one capture, or to
/// none and a note for the staff.
///
/// # Errors
/// [`Refusal::ServiceOrder`] unless it was taken; [`Refusal::DecidedAlready`] when it is being ended.
pub async fn complete_service_order(backend: &Backend, member: &StaffMember, number: &str) -> Result<End, Refusal> {
    let now = backend.now();
    let row = backend.db.write(work!(tx => decide(tx, backend, member, number, now).await)).await?;
    failpoint::reach(failpoint::AFTER_DECISION).await;
    finish(backend, &row).await
}

async fn decide(tx: &mut Tx<'_>, backend: &Backend, member: &StaffMember, number: &str, now: i64) -> Result<ServiceOrderRow, Refusal> {
    let found = service_orders::find_any(tx, number).await?.ok_or(Refusal::NotFound)?;
    must_see(tx, member, &found.account).await?;
    accounts::lock_account(tx, &found.account).await?;
    let row = service_orders::find_any(tx, number).await?.ok_or(Refusal::NotFound)?;
    row.state.complete()?;
    let lease_until = now.saturating_add(lease(backend));
    if !service_orders::decide(tx, &row, Decision::Capture, Some(&member.person), None, lease_until).await? {
        return Err(Refusal::DecidedAlready);
    }
    let details = serde_json::json!({ "decision": Decision::Capture.code() });
    let entry = audit::AuditEntry { account: Some(&row.account), person: Some(&member.person), action: "service_order_decided", subject: number, details };
    audit::add_entry(tx, entry, now).await?;
    Ok(ServiceOrderRow { decision: Some(Decision::Capture), decided_by: Some(member.person.clone()), lease_until, ..row })
}
