//! The billing contact places the order: it is written first, then charged, then completed.

use crate::clock::seconds;
use crate::db::attempts::{self, Attempt, Owed};
use crate::db::orders::{NewOrder, OrderContent};
use crate::db::payment_methods::PaymentMethod;
use crate::db::{Tx, accounts, audit, invoices, orders, subscriptions};
use crate::identifiers::{new_id, new_key};
use crate::usecases::cart::load::{PricedCart, read_cart};
use crate::usecases::cart::put::must_keep_holders;
use crate::usecases::orders::{complete, settle};
use crate::work;
use crate::{Actor, Backend, DbError, Refusal, failpoint};
use billing::ids::{OrderId, PlanId, SubscriptionId};
use billing::order::{OrderItem, OrderState, Validity};
use billing::{Catalogue, OrderPrice};
use chrono::Datelike;
use std::time::Duration;

/// The series of order numbers.
const NUMBER_SERIES: &str = "B";

/// A second submit waits this long for the first one's result, then shows the order as it is.
const FOLLOWER_PATIENCE: Duration = Duration::from_secs(15);
const FOLLOWER_PAUSE: Duration = Duration::from_millis(100);

enum Placement {
    /// This checkout was submitted before.
    Before(OrderId),
    /// Written; something is due.
    ToCharge(Box<Attempt>),
    /// Written and completed: nothing was due.
    Done(OrderId),
}

/// Places the order of a checkout whose price on screen was `seen`. Answers the order, whatever became of
/// it: completed, declined, or still to be found out. Every submit of one checkout gets the same answer.
///
/// # Errors
/// [`Refusal`]; nothing was written.
pub async fn place_order(backend: &Backend, actor: &Actor, checkout_key: &str, seen: &str) -> Result<OrderId, Refusal> {
    actor.must_be_billing_contact()?;
    failpoint::reach(failpoint::BEFORE_ORDER_WRITTEN).await;
    let (now, order, key) = (backend.now(), OrderId(new_id()), new_key());
    let placing = Placing { backend, actor, checkout_key, seen, order: &order, attempt_key: &key, now };
    match backend.db.write(work!(tx, &placing => placing.write(tx).await)).await? {
        Placement::Before(order) => {
            wait_for_result(backend, actor, &order).await?;
            Ok(order)
        }
        Placement::Done(order) => Ok(order),
        Placement::ToCharge(attempt) => {
            failpoint::reach(failpoint::AFTER_ORDER_COMMITTED).await;
            charge(backend, &attempt).await;
            Ok(order)
        }
    }
}

struct Placing<'a> {
    backend: &'a Backend,
    actor: &'a Actor,
    checkout_key: &'a str,
    seen: &'a str,
    order: &'a OrderId,
    attempt_key: &'a str,
    now: i64,
}

impl Placing<'_> {
    async fn write(&self, tx: &mut Tx<'_>) -> Result<Placement, Refusal> {
        let account = &self.actor.account;
        accounts::lock_account(tx, account).await?;
        if let Some(before) = orders::find_by_checkout(tx, account, self.checkout_key).await? {
            return Ok(Placement::Before(before));
        }
        let cart = read_cart(tx, self.backend, self.actor).await?;
        let price = self.check(&cart)?;
        self.must_have_paid(tx, &cart, &price).await?;
        for live in cart.live.iter().map(|found| &found.subscription) {
            if let Some(item) = cart.items.iter().find(|item| item.product == live.running.product) {
                must_keep_holders(tx, self.actor, live, item.choice.seats).await?;
            }
        }
        let method = cart.payment_method.as_ref().filter(|_| price.due_now_minor > 0);
        let items = order_items(&cart, &self.backend.catalogue);
        let content = OrderContent { items, price, method: method.map(|method| method.shown.clone()) };
        self.insert(tx, &cart, &content).await?;
        let Some(method) = method else {
            complete::complete_order(tx, self.backend, account, self.order, None, self.now).await?;
            return Ok(Placement::Done(self.order.clone()));
        };
        let attempt = Attempt {
            key: self.attempt_key.to_owned(),
            account: account.clone(),
            owed: Owed::Order(self.order.clone()),
            payment_token: method.token.clone(),
            amount_minor: content.price.due_now_minor,
            currency: content.price.currency.code().to_owned(),
            method: None,
            lease_until: self.now + lease(self.backend),
            action_url: None,
        };
        attempts::insert_attempt(tx, &attempt, self.now).await?;
        Ok(Placement::ToCharge(Box::new(attempt)))
    }

    /// What was on screen is what is charged, or nothing is.
    fn check(&self, cart: &PricedCart) -> Result<OrderPrice, Refusal> {
        if let Some(order) = cart.open_order.clone() {
            return Err(Refusal::OrderOpen(order));
        }
        if cart.items.is_empty() {
            return Err(Refusal::CartEmpty);
        }
        if let Some(problem) = cart.items.iter().find_map(|item| item.problem) {
            return Err(Refusal::Price(problem));
        }
        let price = cart.price.clone().ok_or(Refusal::CartEmpty)?;
        if cart.checkout_key != self.checkout_key || cart.seen().as_deref() != Some(self.seen) {
            return Err(Refusal::PriceChanged);
        }
        let usable = |method: &PaymentMethod| method.shown.validity(price.today) != Validity::Expired;
        if price.due_now_minor > 0 && !cart.payment_method.as_ref().is_some_and(usable) {
            return Err(Refusal::NoPaymentMethod);
        }
        Ok(price)
    }

    /// Credit is given for days that were paid. Where the running period's invoice is open, a sum below zero reduces it
    /// first; one above zero would be credited with money that nobody has paid.
    async fn must_have_paid(&self, tx: &mut Tx<'_>, cart: &PricedCart, price: &OrderPrice) -> Result<(), Refusal> {
        if price.total_minor < 0 {
            return Ok(());
        }
        for before in cart.items.iter().filter_map(|item| item.before.as_ref()) {
            let invoice = invoices::find_period_invoice(tx, &self.actor.account, &before.subscription, before.running.period_start).await?;
            if let Some(invoice) = invoice.filter(|invoice| invoice.open_minor > 0) {
                return Err(Refusal::InvoiceOpen(invoice.number));
            }
        }
        Ok(())
    }

    /// The order, its hold on the subscriptions, and the credit that it will use.
    async fn insert(&self, tx: &mut Tx<'_>, cart: &PricedCart, content: &OrderContent) -> Result<(), Refusal> {
        let Actor { account, person, .. } = self.actor;
        let payment_method = cart.payment_method.as_ref().filter(|_| content.method.is_some()).map(|method| method.id.as_str());
        let number = invoices::take_number(tx, NUMBER_SERIES, i64::from(content.price.today.year())).await?.text();
        let order = NewOrder { id: self.order, number: &number, account, person, checkout_key: self.checkout_key, content, payment_method };
        orders::insert_order(tx, &order, self.now).await?;
        for found in &cart.live {
            if !subscriptions::hold_for_order(tx, account, found, self.order).await? {
                // The account's lock is ours, so this cannot be; should it, nothing is written.
                return Err(Refusal::PriceChanged);
            }
        }
        let used = content.price.credit_used_minor;
        accounts::change_credit(tx, account, -used, accounts::CreditReason::Reserved, Some(self.order), self.now).await?;
        let details = serde_json::json!({ "due_minor": content.price.due_now_minor, "total_minor": content.price.total_minor });
        let entry = audit::AuditEntry { account: Some(account), person: Some(person), action: "order_placed", subject: self.order.as_str(), details };
        audit::add_entry(tx, entry, self.now).await?;
        Ok(())
    }
}

/// Long enough for the gateway's answer and its retries, and for storing it. Recovery waits for its end.
pub(crate) fn lease(backend: &Backend) -> i64 {
    let timeout = i64::try_from(backend.settings.gateway.timeout.as_micros()).unwrap_or(i64::MAX / 4);
    timeout.saturating_add(seconds(2))
}

fn order_items(cart: &PricedCart, catalogue: &Catalogue) -> Vec<OrderItem> {
    let item = |item: &billing::cart::CartItem| {
        let plan_name = |id: &PlanId| catalogue.plan_name(&item.product, id);
        let before = item.before.as_ref();
        OrderItem {
            subscription: before.map_or_else(|| SubscriptionId(new_id()), |before| before.subscription.clone()),
            product: item.product.clone(),
            before: before.map(|before| before.running.clone()),
            after: item.choice.clone(),
            product_name: catalogue.product_name(&item.product),
            plan_name_before: before.map(|before| plan_name(&before.running.plan)).unwrap_or_default(),
            plan_name: plan_name(&item.choice.plan),
        }
    };
    cart.items.iter().map(item).collect()
}

/// Asks the gateway, outside any transaction. What stays unknown is found out by recovery.
async fn charge(backend: &Backend, attempt: &Attempt) {
    let return_url = format!("{}/billing/orders/{}/return", backend.settings.origin, attempt.owed.id());
    let answer = backend.gateway.charge(&settle::request_of(attempt, Some(return_url))).await;
    if settle::store_answer(backend, attempt, answer).await.is_ok() {
        failpoint::reach(failpoint::AFTER_COMPLETING_COMMIT).await;
    }
}

async fn wait_for_result(backend: &Backend, actor: &Actor, order: &OrderId) -> Result<(), Refusal> {
    let until = tokio::time::Instant::now() + FOLLOWER_PATIENCE.min(backend.settings.gateway.timeout);
    while tokio::time::Instant::now() < until {
        if !backend.db.read(work!(tx => is_being_charged(tx, actor, order).await)).await? {
            break;
        }
        tokio::time::sleep(FOLLOWER_PAUSE).await;
    }
    Ok(())
}

/// Whether the gateway's answer is still awaited; one that waits for its person is known well enough to be shown.
async fn is_being_charged(tx: &mut Tx<'_>, actor: &Actor, order: &OrderId) -> Result<bool, DbError> {
    if orders::find_state(tx, &actor.account, order).await? != Some(OrderState::Placed) {
        return Ok(false);
    }
    Ok(attempts::find_open_attempt(tx, &actor.account, order).await?.is_some_and(|attempt| attempt.action_url.is_none()))
}
