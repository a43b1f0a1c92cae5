//! The cart with its price: what checkout shows, and what placing an order compares with.

use crate::db::payment_methods::{self, PaymentMethod};
use crate::db::subscriptions::Versioned;
use crate::db::{Tx, accounts, cart, orders, subscriptions};
use crate::work;
use crate::{Account, Actor, Backend, Refusal};
use billing::cart::{Before, CartItem};
use billing::fingerprint::fingerprint;
use billing::ids::OrderId;
use billing::price::PriceRequest;
use billing::subscription::{Subscription, SubscriptionState};
use billing::{OrderPrice, PriceErrorCode, price_order};

/// A cart that was read and priced in one transaction.
pub struct PricedCart {
    /// The account.
    pub account: Account,
    /// Items in the order in which they were added.
    pub items: Vec<CartItem>,
    /// The live subscriptions to the items' products, trials too: an order holds them.
    pub live: Vec<Versioned>,
    /// An order for one of the products that is being processed.
    pub open_order: Option<OrderId>,
    /// The price of all; absent when the cart is empty or an item has a problem.
    pub price: Option<OrderPrice>,
    /// Names this content of the cart; empty before the first item.
    pub checkout_key: String,
    /// The payment method on file.
    pub payment_method: Option<PaymentMethod>,
}

impl PricedCart {
    /// Names the price and what pays it: equal if and only if the reader saw the same.
    pub fn seen(&self) -> Option<String> {
        let price = self.price.as_ref()?;
        let method = self.payment_method.as_ref().filter(|_| price.due_now_minor > 0);
        Some(format!("{}/m{}", fingerprint(price), method.map_or("", |method| method.id.as_str())))
    }
}

/// What an order for the subscription's product would change: nothing while it is a trial, which the order ends.
pub(super) fn before_of(live: &Subscription) -> Option<Before> {
    let changes = live.state != SubscriptionState::TrialRunning;
    changes.then(|| Before { subscription: live.id.clone(), running: live.running.clone() })
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
    let mut cart = PricedCart {
        account,
        items: Vec::new(),
        live: Vec::new(),
        open_order: None,
        price: None,
        checkout_key: cart::checkout_key(tx, &actor.account).await?.unwrap_or_default(),
        payment_method: payment_methods::find_payment_method(tx, &actor.account).await?,
    };
    for row in cart::list_items(tx, &actor.account).await? {
        read_item(tx, backend, &mut cart, row).await?;
    }
    let orderable = !cart.items.is_empty() && cart.items.iter().all(|item| item.problem.is_none());
    cart.price = if orderable { Some(price_order(&backend.catalogue, &request(backend, &cart.account, &cart.items))?) } else { None };
    Ok(cart)
}

fn request(backend: &Backend, account: &Account, items: &[CartItem]) -> PriceRequest {
    let (currency, customer) = (account.currency, account.customer.clone());
    PriceRequest { today: backend.today(), currency, customer, items: items.iter().map(CartItem::to_item).collect() }
}

/// What the item changes is seen now: a subscription may have begun or ended since it was put in. It is priced alone
/// first, so that a fault is named at its item.
async fn read_item(tx: &mut Tx<'_>, backend: &Backend, cart: &mut PricedCart, row: cart::CartRow) -> Result<(), Refusal> {
    let account = cart.account.id.clone();
    let live = subscriptions::find_live(tx, &account, &row.product).await?;
    if cart.open_order.is_none() {
        cart.open_order = orders::find_placed_for(tx, &account, &row.product).await?;
    }
    let before = live.as_ref().and_then(|found| before_of(&found.subscription));
    let mut item = CartItem { product: row.product, before, choice: row.choice, problem: None };
    let alone = price_order(&backend.catalogue, &request(backend, &cart.account, std::slice::from_ref(&item)));
    let ends = live.as_ref().is_some_and(|found| found.subscription.state == SubscriptionState::PendingCancellation);
    item.problem = alone.err().map(|error| error.code).or(ends.then_some(PriceErrorCode::PeriodNotRunning));
    cart.items.push(item);
    cart.live.extend(live);
    Ok(())
}
