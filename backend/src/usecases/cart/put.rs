//! The billing contact puts what they want of a product into the cart, in place of what they wanted of it before.

use super::load::before_of;
use crate::db::{Tx, accounts, audit, cart, licences, orders, proposals, subscriptions};
use crate::work;
use crate::{Account, Actor, Backend, Refusal};
use billing::cart::{CartItem, CartStep, next_step};
use billing::editor::PlanInput;
use billing::ids::{ProductId, SubscriptionId};
use billing::price::PriceRequest;
use billing::subscription::{Subscription, SubscriptionState};
use billing::{PriceErrorCode, price_order};

/// What an item is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// A subscription is to change.
    Change(SubscriptionId),
    /// A subscription to a product is to begin.
    New(ProductId),
}

/// Reads what was typed, prices it alone, and keeps it. Answers where the reader goes next.
///
/// # Errors
/// [`Refusal`]; the cart is unchanged. [`Refusal::AlreadySubscribed`] when a new one is wanted of a product that runs.
pub async fn put_in_cart(backend: &Backend, actor: &Actor, wish: &Wish, input: &PlanInput) -> Result<CartStep, Refusal> {
    actor.must_be_billing_contact()?;
    let now = backend.now();
    backend.db.write(work!(tx => write_item(tx, backend, actor, (wish, input), now).await)).await
}

async fn write_item(tx: &mut Tx<'_>, backend: &Backend, actor: &Actor, wanted: (&Wish, &PlanInput), now: i64) -> Result<CartStep, Refusal> {
    let (wish, input) = wanted;
    accounts::lock_account(tx, &actor.account).await?;
    let account = accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
    let item = read_item(tx, backend, actor, &account, (wish, input)).await?;
    if let Some(live) = subscriptions::find_live(tx, &actor.account, &item.product).await? {
        must_keep_holders(tx, actor, &live.subscription, item.choice.seats).await?;
    }
    let others = cart::list_items(tx, &actor.account).await?;
    let step = next_step(&item.product, others.iter().map(|other| &other.product));
    let row = cart::CartRow { product: item.product, choice: item.choice };
    cart::put_item(tx, &actor.account, &actor.person, &row, now).await?;
    let details = serde_json::json!({ "plan": row.choice.plan, "seats": row.choice.seats, "interval": row.choice.interval });
    let subject = row.product.as_str();
    let entry = audit::AuditEntry { account: Some(&actor.account), person: Some(&actor.person), action: "cart_put", subject, details };
    audit::add_entry(tx, entry, now).await?;
    // What colleagues wished and is now on its way is no longer open.
    for taken in proposals::take_matching(tx, &actor.account, (&row.product, &row.choice), (&actor.person, now)).await? {
        let details = serde_json::json!({ "product": row.product, "to": row.choice });
        let entry =
            audit::AuditEntry { account: Some(&actor.account), person: Some(&actor.person), action: "proposal_taken", subject: taken.as_str(), details };
        audit::add_entry(tx, entry, now).await?;
    }
    Ok(step)
}

/// What is wanted, read and priced alone, whoever wants it.
///
/// # Errors
/// As [`put_in_cart`], but for who may order.
pub(crate) async fn read_item(
    tx: &mut Tx<'_>,
    backend: &Backend,
    actor: &Actor,
    account: &Account,
    (wish, input): (&Wish, &PlanInput),
) -> Result<CartItem, Refusal> {
    let (id, live) = find_live(tx, actor, wish).await?;
    if let Some(order) = orders::find_placed_for(tx, &actor.account, &id).await? {
        return Err(Refusal::OrderOpen(order));
    }
    let product = backend.catalogue.product(&id).ok_or(Refusal::Price(PriceErrorCode::UnknownProduct))?;
    let choice = input.read(product).map_err(Refusal::PlanInput)?;
    let item = CartItem { product: id, before: live.as_ref().and_then(before_of), choice, problem: None };
    must_have_price(backend, account.clone(), &item)?;
    Ok(item)
}

/// The product, and the subscription to it that runs.
async fn find_live(tx: &mut Tx<'_>, actor: &Actor, wish: &Wish) -> Result<(ProductId, Option<Subscription>), Refusal> {
    match wish {
        Wish::Change(id) => {
            let found = subscriptions::find_subscription(tx, &actor.account, id).await?.ok_or(Refusal::NotFound)?.subscription;
            match found.state {
                SubscriptionState::Active => Ok((found.running.product.clone(), Some(found))),
                _ => Err(Refusal::Price(PriceErrorCode::PeriodNotRunning)),
            }
        }
        Wish::New(product) => {
            let live = subscriptions::find_live(tx, &actor.account, product).await?.map(|found| found.subscription);
            match live {
                Some(found) if found.state != SubscriptionState::TrialRunning => Err(Refusal::AlreadySubscribed(found.id)),
                live => Ok((product.clone(), live)),
            }
        }
    }
}

/// Whoever holds a licence keeps it until somebody says who loses theirs: a subscription does not get smaller by an order than
/// what is held of it.
///
/// # Errors
/// [`Refusal::LicencesAssigned`].
pub(crate) async fn must_keep_holders(tx: &mut Tx<'_>, actor: &Actor, live: &Subscription, seats: i64) -> Result<(), Refusal> {
    let assigned = licences::count_held_of(tx, &actor.account, &live.id).await?;
    if seats < assigned {
        return Err(Refusal::LicencesAssigned { subscription: live.id.clone(), assigned, seats });
    }
    Ok(())
}

fn must_have_price(backend: &Backend, account: Account, item: &CartItem) -> Result<(), Refusal> {
    let request = PriceRequest { today: backend.today(), currency: account.currency, customer: account.customer, items: vec![item.to_item()] };
    price_order(&backend.catalogue, &request)?;
    Ok(())
}
