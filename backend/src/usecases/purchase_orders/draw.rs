//! What is issued follows to the purchase order that it names: an invoice takes its net amount, what corrects a document gives
//! back to the purchase order from which that took. Nothing is refused for want of what is left.

use crate::db::invoices::{self, NewDocument};
use crate::db::{Tx, audit, purchase_orders};
use crate::usecases::jobs::When;
use crate::{Account, Backend, Refusal};
use billing::ids::AccountId;
use chrono::NaiveDate;

/// Stores a document, and lets its purchase order follow; answers the document's identifier. Every document of an account goes
/// this way, so that none is forgotten. The caller holds the account's lock.
///
/// # Errors
/// [`Refusal`]; the transaction must not be committed.
pub(crate) async fn store_document(tx: &mut Tx<'_>, backend: &Backend, account: &Account, document: &NewDocument<'_>, now: i64) -> Result<String, Refusal> {
    let id = invoices::insert_document(tx, document, now).await?;
    let content = document.content;
    let found = match (&content.corrects, &content.purchase_order) {
        (Some(corrected), _) => purchase_orders::find_of_document(tx, &account.id, corrected).await?,
        (None, Some(number)) => purchase_orders::find_by_number(tx, &account.id, number).await?,
        (None, None) => None,
    };
    // A number that is none of the account's purchase orders is a text on the paper, and no more.
    let Some(mut found) = found.filter(|_| content.net_minor != 0) else { return Ok(id) };
    let when = When { today: backend.today(), now };
    purchase_orders::insert_use(tx, &account.id, &found.order.id, &id, content.net_minor).await?;
    found.order.used_minor = found.order.used_minor.saturating_add(content.net_minor);
    let details = serde_json::json!({
        "number": found.order.number, "document": content.number, "amount_minor": content.net_minor, "remaining_minor": found.order.remaining_minor(),
    });
    let subject = found.order.id.as_str();
    audit::add_entry(tx, audit::AuditEntry { account: Some(&account.id), person: None, action: "purchase_order_used", subject, details }, now).await?;
    super::look::look(tx, backend, account, &found, when).await?;
    Ok(id)
}

/// The number that the invoice of a renewal names: that of its contract, unless it is the number of a purchase order that is
/// closed, or not valid on that day. Nobody has named it for this invoice, as somebody does for an order.
pub(crate) async fn number_for_renewal(tx: &mut Tx<'_>, account: &AccountId, number: Option<&str>, on: NaiveDate) -> Result<Option<String>, Refusal> {
    let Some(number) = number else { return Ok(None) };
    let found = purchase_orders::find_by_number(tx, account, number).await?;
    Ok(found.is_none_or(|found| found.order.can_draw(on)).then(|| number.to_owned()))
}
