//! The billing contact accepts a quote: it becomes a service order.

use super::details::read_purchase_order;
use crate::db::jobs::{self, JobKind};
use crate::db::quotes::{self, QuoteMove, QuoteRow};
use crate::db::{Tx, audit};
use crate::usecases::service_orders::place::{Named, Placed, place};
use crate::{Actor, Backend, Refusal};
use billing::OrderPrice;
use billing::ids::{OrderId, PersonId};
use billing::quote::Validity;

/// Accepts an open quote whose price on screen was `seen`, with the number of a purchase order if one was typed or chosen.
///
/// # Errors
/// As [`place_service_order`](crate::usecases::service_orders::place::place_service_order).
pub async fn accept_quote(backend: &Backend, actor: &Actor, number: &str, purchase_order: &str, seen: &str) -> Result<Placed, Refusal> {
    actor.must_be_billing_contact()?;
    let typed = read_purchase_order(purchase_order)?;
    place(backend, actor, number, seen, Named::Now(typed.as_deref())).await
}

/// The quote has become a service order, at the price of the day on which that was placed. The caller holds the account's lock.
pub(crate) async fn mark_accepted(tx: &mut Tx<'_>, quote: &QuoteRow, by: (&OrderId, &PersonId), price: &OrderPrice, now: i64) -> Result<(), Refusal> {
    let (order, person) = by;
    // It was valid when it was placed; the gateway's answer may have come after its last day.
    let to = quote.state.accept(Validity { today: price.today, valid_until: quote.valid_until })?;
    if !quotes::move_quote(tx, quote, &QuoteMove { to, price: Some(price), reason: None, replaced_by: None }, now).await? {
        return Err(Refusal::PriceChanged);
    }
    jobs::drop_job(tx, JobKind::QuoteExpiry, &quote.number).await?;
    let details = serde_json::json!({ "order": order, "total_minor": price.total_minor });
    let entry = audit::AuditEntry { account: Some(&quote.account), person: Some(person), action: "quote_accepted", subject: &quote.number, details };
    audit::add_entry(tx, entry, now).await?;
    Ok(())
}
