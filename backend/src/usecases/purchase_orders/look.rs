//! How a purchase order stands now, and whether its account has to be told: each level once, until it was better in between.

use crate::db::jobs::{self, JobKind};
use crate::db::purchase_orders::{self, PurchaseOrderRow};
use crate::db::{Tx, audit, people};
use crate::texts::purchase_order_mail;
use crate::usecases::jobs::When;
use crate::usecases::notices;
use crate::{Account, Backend, Contact, Refusal};
use billing::ids::AccountId;
use billing::purchase_order::PurchaseOrder;

/// Somebody of its account has just entered it: they know how it stands. Puts the next look on the calendar.
pub(crate) async fn seen(tx: &mut Tx<'_>, account: &AccountId, order: &PurchaseOrder, when: When) -> Result<(), Refusal> {
    purchase_orders::note_told(tx, account, &order.id, order.level(when.today).told()).await?;
    match order.next_look(when.today) {
        Some(day) => jobs::schedule(tx, JobKind::PurchaseOrderLook, order.id.as_str(), account, day, when.now).await?,
        None => jobs::drop_job(tx, JobKind::PurchaseOrderLook, order.id.as_str()).await?,
    }
    Ok(())
}

/// The day has come, or a document has taken of it or given back: where it stands worse than its account knows, the billing
/// contact and all who get invoices are told. The caller holds the account's lock.
pub(crate) async fn look(tx: &mut Tx<'_>, backend: &Backend, account: &Account, found: &PurchaseOrderRow, when: When) -> Result<(), Refusal> {
    let (order, level) = (&found.order, found.order.level(when.today).told());
    if level == found.told {
        return Ok(());
    }
    purchase_orders::note_told(tx, &account.id, &order.id, level).await?;
    if level < found.told {
        return Ok(());
    }
    if let Some(contact) = people::find_billing_contact(tx, &account.id).await? {
        let mail = |contact: &Contact| purchase_order_mail::level_reached(order, when.today, account, contact, backend);
        notices::write_invoice_mail(tx, account, &contact, mail, when.now).await?;
    }
    let details = serde_json::json!({ "number": order.number, "level": level, "remaining_minor": order.remaining_minor(), "valid_until": order.valid_until });
    let entry = audit::AuditEntry { account: Some(&account.id), person: None, action: "purchase_order_told", subject: order.id.as_str(), details };
    Ok(audit::add_entry(tx, entry, when.now).await?)
}
