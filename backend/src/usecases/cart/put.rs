//! The billing contact puts a change of a subscription into the cart, in place of an earlier one.

use crate::db::{Tx, accounts, audit, cart, subscriptions};
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::cart::{CartItem, CartStep, next_step};
use billing::editor::PlanInput;
use billing::ids::SubscriptionId;
use billing::price::PriceRequest;
use billing::{PriceErrorCode, price_order};

/// Reads what was typed, prices it alone, and keeps it. Answers where the reader goes next.
///
/// # Errors
/// [`Refusal`]; the cart is unchanged.
pub async fn put_in_cart(backend: &Backend, actor: &Actor, id: &SubscriptionId, input: &PlanInput) -> Result<CartStep, Refusal> {
    actor.must_be_billing_contact()?;
    let now = backend.now();
    backend.db.write(work!(tx => write_item(tx, backend, actor, (id, input), now).await)).await
}

async fn write_item(tx: &mut Tx<'_>, backend: &Backend, actor: &Actor, wish: (&SubscriptionId, &PlanInput), now: i64) -> Result<CartStep, Refusal> {
    let (id, input) = wish;
    accounts::lock_account(tx, &actor.account).await?;
    let account = accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
    let found = subscriptions::find_subscription(tx, &actor.account, id).await?.ok_or(Refusal::NotFound)?.subscription;
    if let Some(order) = found.open_order.clone() {
        return Err(Refusal::OrderOpen(order));
    }
    if !found.can_change() {
        return Err(Refusal::Price(PriceErrorCode::PeriodNotRunning));
    }
    let product = backend.catalogue.product(&found.running.product).ok_or(Refusal::Price(PriceErrorCode::UnknownProduct))?;
    let choice = input.read(product).map_err(Refusal::PlanInput)?;
    let item = CartItem { subscription: id.clone(), running: found.running, choice, problem: None };
    let request = PriceRequest { today: backend.today(), currency: account.currency, customer: account.customer, items: vec![item.to_item()] };
    price_order(&backend.catalogue, &request)?;
    let others = cart::list_items(tx, &actor.account).await?;
    let step = next_step(id, others.iter().map(|other| &other.subscription));
    let row = cart::CartRow { subscription: item.subscription, choice: item.choice };
    cart::put_item(tx, &actor.account, &actor.person, &item.running.product, &row, now).await?;
    let details = serde_json::json!({ "plan": row.choice.plan, "seats": row.choice.seats, "interval": row.choice.interval });
    let entry = audit::AuditEntry { account: Some(&actor.account), person: Some(&actor.person), action: "cart_put", subject: id.as_str(), details };
    audit::add_entry(tx, entry, now).await?;
    Ok(step)
}
