//! The billing contact enters a purchase order.

use super::{MOST_ORDERS, PurchaseOrderInput, at_number, number_taken, read_fields, told_of};
use crate::db::purchase_orders::{self, PurchaseOrderFields};
use crate::db::{Tx, accounts, audit};
use crate::identifiers::new_id;
use crate::usecases::jobs::When;
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::ids::PurchaseOrderId;
use billing::input::InputFault;
use billing::purchase_order::{PurchaseOrder, PurchaseOrderState};

/// Adds a purchase order in the account's currency; answers its identifier.
///
/// # Errors
/// [`Refusal::Input`] names the field: a number that the account has already, no amount above zero, days that cannot be.
pub async fn add_purchase_order(backend: &Backend, actor: &Actor, typed: &PurchaseOrderInput<'_>) -> Result<PurchaseOrderId, Refusal> {
    actor.must_be_billing_contact()?;
    let when = When { today: backend.today(), now: backend.now() };
    let fields = read_fields(typed, when.today)?;
    if fields.valid_until < when.today {
        return Err(Refusal::Input { field: "valid_until", fault: InputFault::DayNotAhead { most_days: super::FARTHEST_DAYS } });
    }
    let id = PurchaseOrderId(new_id());
    backend.db.write(work!(tx, &fields, &id => write(tx, actor, (id, fields), when).await)).await?;
    Ok(id)
}

async fn write(tx: &mut Tx<'_>, actor: &Actor, new: (&PurchaseOrderId, &PurchaseOrderFields), when: When) -> Result<(), Refusal> {
    let ((id, fields), account) = (new, &actor.account);
    accounts::lock_account(tx, account).await?;
    let currency = accounts::find_account(tx, account).await?.ok_or(Refusal::NotFound)?.currency;
    if purchase_orders::is_number_taken(tx, account, &fields.number, None).await? {
        return Err(number_taken());
    }
    if purchase_orders::count_orders(tx, account).await? >= MOST_ORDERS {
        return Err(Refusal::Input { field: "number", fault: InputFault::TooMany { most: MOST_ORDERS } });
    }
    let PurchaseOrderFields { number, amount_minor, valid_from, valid_until } = fields.clone();
    let state = PurchaseOrderState::Open;
    let order = PurchaseOrder { id: id.clone(), number, currency, amount_minor, used_minor: 0, valid_from, valid_until, state, version: 0, file_name: None };
    purchase_orders::insert_order(tx, account, &order, &actor.person, when.now).await.map_err(at_number)?;
    super::look::seen(tx, account, &order, when).await?;
    let entry = audit::AuditEntry {
        account: Some(account),
        person: Some(&actor.person),
        action: "purchase_order_added",
        subject: id.as_str(),
        details: told_of(&order),
    };
    Ok(audit::add_entry(tx, entry, when.now).await?)
}
