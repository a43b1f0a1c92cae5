//! The billing contact closes a purchase order, so that nothing draws on it any more, or opens it again.

use crate::db::jobs::{self, JobKind};
use crate::db::{Tx, accounts, audit, purchase_orders};
use crate::usecases::jobs::When;
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::ids::PurchaseOrderId;
use billing::purchase_order::{PurchaseOrder, PurchaseOrderState};

/// Moves a purchase order whose version on screen was `version` to a state.
///
/// # Errors
/// [`Refusal::PurchaseOrderChanged`] where somebody was quicker.
pub async fn set_state(backend: &Backend, actor: &Actor, (id, version): (&PurchaseOrderId, i64), to: PurchaseOrderState) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    let when = When { today: backend.today(), now: backend.now() };
    backend.db.write(work!(tx => write(tx, actor, (id, version), to, when).await)).await
}

async fn write(tx: &mut Tx<'_>, actor: &Actor, of: (&PurchaseOrderId, i64), to: PurchaseOrderState, when: When) -> Result<(), Refusal> {
    let ((id, version), account) = (of, &actor.account);
    accounts::lock_account(tx, account).await?;
    let before = purchase_orders::find_order(tx, account, id).await?.ok_or(Refusal::NotFound)?.order;
    if before.version != version || !purchase_orders::change_state(tx, account, &before, to).await? {
        return Err(Refusal::PurchaseOrderChanged);
    }
    let action = match to {
        PurchaseOrderState::Closed => {
            jobs::drop_job(tx, JobKind::PurchaseOrderLook, id.as_str()).await?;
            "purchase_order_closed"
        }
        PurchaseOrderState::Open => {
            super::look::seen(tx, account, &PurchaseOrder { state: to, ..before.clone() }, when).await?;
            "purchase_order_reopened"
        }
    };
    let details = serde_json::json!({ "number": before.number, "remaining_minor": before.remaining_minor() });
    let entry = audit::AuditEntry { account: Some(account), person: Some(&actor.person), action, subject: id.as_str(), details };
    Ok(audit::add_entry(tx, entry, when.now).await?)
}
