//! The billing contact changes what was entered of a purchase order.

use super::{PurchaseOrderInput, at_number, number_taken, read_fields, told_of};
use crate::db::purchase_orders::{self, PurchaseOrderFields};
use crate::db::{Tx, accounts, audit};
use crate::usecases::jobs::When;
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::ids::PurchaseOrderId;
use billing::input::InputFault;
use billing::purchase_order::{PurchaseOrder, PurchaseOrderState};

/// Changes a purchase order whose version on screen was `version`. Invoices that were issued keep the number that they name.
///
/// # Errors
/// [`Refusal::Input`] names the field: an amount below what was used of it, a number that the account has already.
/// [`Refusal::PurchaseOrderChanged`] where somebody was quicker, or where it is closed.
pub async fn edit_purchase_order(
    backend: &Backend,
    actor: &Actor,
    (id, version): (&PurchaseOrderId, i64),
    typed: &PurchaseOrderInput<'_>,
) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    let when = When { today: backend.today(), now: backend.now() };
    let fields = read_fields(typed, when.today)?;
    backend.db.write(work!(tx, &fields => write(tx, actor, (id, version), fields, when).await)).await
}

async fn write(tx: &mut Tx<'_>, actor: &Actor, of: (&PurchaseOrderId, i64), fields: &PurchaseOrderFields, when: When) -> Result<(), Refusal> {
    let ((id, version), account) = (of, &actor.account);
    accounts::lock_account(tx, account).await?;
    let before = purchase_orders::find_order(tx, account, id).await?.ok_or(Refusal::NotFound)?.order;
    if before.version != version || before.state != PurchaseOrderState::Open {
        return Err(Refusal::PurchaseOrderChanged);
    }
    if fields.amount_minor < before.used_minor && fields.amount_minor != before.amount_minor {
        let fault = InputFault::BelowUsed { used_minor: before.used_minor, currency: before.currency };
        return Err(Refusal::Input { field: "amount", fault });
    }
    if purchase_orders::is_number_taken(tx, account, &fields.number, Some(id)).await? {
        return Err(number_taken());
    }
    let PurchaseOrderFields { number, amount_minor, valid_from, valid_until } = fields.clone();
    let after = PurchaseOrder { number, amount_minor, valid_from, valid_until, ..before.clone() };
    if after == before {
        return Ok(());
    }
    if !purchase_orders::change_order(tx, account, &before, fields).await.map_err(at_number)? {
        return Err(Refusal::PurchaseOrderChanged);
    }
    super::look::seen(tx, account, &after, when).await?;
    let details = serde_json::json!({ "before": told_of(&before), "after": told_of(&after) });
    let entry = audit::AuditEntry { account: Some(account), person: Some(&actor.person), action: "purchase_order_changed", subject: id.as_str(), details };
    Ok(audit::add_entry(tx, entry, when.now).await?)
}
