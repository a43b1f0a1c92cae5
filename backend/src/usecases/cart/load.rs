//! The cart with its price: what checkout shows, and what placing an order compares with.

use crate::db::accounts::PaymentMethod;
use crate::db::subscriptions::Versioned;
use crate::db::{DbError, Tx, accounts, cart, subscriptions};
use crate::work;
use crate::{Account, Actor, Backend, Refusal};
use billing::cart::CartItem;
use billing::price::PriceRequest;
use billing::{OrderPrice, PriceErrorCode, price_order};

/// A cart that was read and priced in one transaction.
pub struct PricedCart {
    /// The account.
    pub account: Account,
    /// Items in the order in which they were added.
    pub items: Vec<CartItem>,
    /// The subscriptions of the items, in the same order.
    pub subscriptions: Vec<Versioned>,
    /// The price of all; absent when the cart is empty or an item has a problem.
    pub price: Option<OrderPrice>,
    /// Names this content of the cart; empty before the first item.
    pub checkout_key: String,
    /// The payment method on file.
    pub payment_method: Option<PaymentMethod>,
}

/// The actor's cart, priced for today.
///
/// # Errors
/// [`Refusal`].
pub async fn load_cart(backend: &Backend, actor: &Actor) -> Result<PricedCart, Refusal> {
    backend.db.read(work!(tx => read_cart(tx, backend, actor).await)).await
}

pub(crate) async fn read_cart(tx: &mut Tx<'_>, backend: &Backend, actor: &Actor) -> Result<PricedCart, Refusal> {
    let account = accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
    let (mut items, subscriptions) = read_items(tx, actor).await?;
    let request = |items: &[CartItem]| PriceRequest {
        today: backend.today(),
        currency: account.currency,
        customer: account.customer.clone(),
        items: items.iter().map(CartItem::to_item).collect(),
    };
    // Each alone first, so that the fault is named at its item.
    for (item, found) in items.iter_mut().zip(&subscriptions) {
        let alone = price_order(&backend.catalogue, &request(std::slice::from_ref(item)));
        item.problem = alone.err().map(|error| error.code).or((!found.subscription.can_change()).then_some(PriceErrorCode::PeriodNotRunning));
    }
    let orderable = !items.is_empty() && items.iter().all(|item| item.problem.is_none());
    let price = if orderable { Some(price_order(&backend.catalogue, &request(&items))?) } else { None };
    let checkout_key = cart::checkout_key(tx, &actor.account).await?.unwrap_or_default();
    let payment_method = accounts::find_payment_method(tx, &actor.account).await?;
    Ok(PricedCart { account, items, subscriptions, price, checkout_key, payment_method })
}

async fn read_items(tx: &mut Tx<'_>, actor: &Actor) -> Result<(Vec<CartItem>, Vec<Versioned>), DbError> {
    let mut items = Vec::new();
    let mut found = Vec::new();
    for row in cart::list_items(tx, &actor.account).await? {
        let Some(versioned) = subscriptions::find_subscription(tx, &actor.account, &row.subscription).await? else { continue };
        items.push(CartItem { subscription: row.subscription, running: versioned.subscription.running.clone(), choice: row.choice, problem: None });
        found.push(versioned);
    }
    Ok((items, found))
}
