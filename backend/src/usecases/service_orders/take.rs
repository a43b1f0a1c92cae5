//! A representative begins to work on a service order: the customer sees who.

use crate::db::{Tx, accounts, audit, service_orders};
use crate::usecases::staff::{StaffMember, must_see};
use crate::work;
use crate::{Backend, Refusal};

/// Takes a service order that nobody has taken.
///
/// # Errors
/// [`Refusal::ServiceOrder`] when somebody has, or when it has ended.
pub async fn take_service_order(backend: &Backend, member: &StaffMember, number: &str) -> Result<(), Refusal> {
    let now = backend.now();
    backend.db.write(work!(tx => write(tx, member, number, now).await)).await
}

async fn write(tx: &mut Tx<'_>, member: &StaffMember, number: &str, now: i64) -> Result<(), Refusal> {
    let found = service_orders::find_any(tx, number).await?.ok_or(Refusal::NotFound)?;
    must_see(tx, member, &found.account).await?;
    accounts::lock_account(tx, &found.account).await?;
    let row = service_orders::find_any(tx, number).await?.ok_or(Refusal::NotFound)?;
    row.state.take()?;
    service_orders::take(tx, &row, Some(&member.person)).await?;
    let entry = audit::AuditEntry {
        account: Some(&row.account),
        person: Some(&member.person),
        action: "service_order_taken",
        subject: number,
        details: serde_json::json!({}),
    };
    audit::add_entry(tx, entry, now).await?;
    Ok(())
}
