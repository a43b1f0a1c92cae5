//! A quote becomes a service order: an order is written first, its amount is then reserved on the card, and only then the
//! quote is accepted. Whoever learns the gateway's answer puts it in force: the request itself, its person, news, recovery.

use super::NUMBER_SERIES;
use crate::clock::seconds;
use crate::db::attempts::{self, Attempt, Owed};
use crate::db::jobs::{self, JobKind};
use crate::db::orders::{NewOrder, OrderContent, OrderRow};
use crate::db::quotes::{self, QuoteRow};
use crate::db::service_orders::{self, NewServiceOrder};
use crate::db::{Tx, accounts, audit, invoices, orders, subscriptions};
use crate::identifiers::{new_id, new_key};
use crate::settings::Processor;
use crate::texts::quote_mail;
use crate::usecases::jobs::When;
use crate::usecases::notices;
use crate::usecases::orders::place::lease;
use crate::usecases::orders::refresh::refresh_order;
use crate::usecases::orders::settle;
use crate::usecases::quotes::accept::mark_accepted;
use crate::usecases::quotes::find::{PricedQuote, read_priced};
use crate::work;
use crate::{Actor, Backend, DbError, Refusal, failpoint};
use billing::editor::PlanChoice;
use billing::ids::{AccountId, OrderId, PlanId, SubscriptionId};
use billing::order::{MethodOnFile, OrderItem};
use billing::quote::{Offer, QuoteItem, QuoteOrigin, QuoteState, Validity};
use billing::service_order::PROMISED_HOURS;
use billing::subscription::SubscriptionState;
use billing::{Catalogue, OrderPrice, RunningSubscription};
use chrono::Datelike;

/// The series of the orders behind service orders, which customers of the Billing Center know.
const ORDER_SERIES: &str = "B";

/// What became of placing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placed {
    /// The service order has a number.
    ServiceOrder(String),
    /// The holder of the card has to confirm it on the gateway's page.
    Confirm {
        /// That page.
        action_url: String,
    },
    /// The card was declined; the quote is open as before.
    Declined {
        /// The gateway's code.
        code: String,
    },
    /// The gateway has not answered yet.
    Unknown,
}

enum Written {
    Before(OrderId),
    New(OrderId, Option<Box<Attempt>>),
}

/// Places the service order of an open quote whose price on screen was `seen`. A second press meets the first one's order.
///
/// # Errors
/// [`Refusal`]; nothing was written. [`Refusal::CardNeeded`] for a quote from Add seats without a card as automatic payment.
pub async fn place_service_order(backend: &Backend, actor: &Actor, number: &str, seen: &str) -> Result<Placed, Refusal> {
    place(backend, actor, number, seen, Named::AsEntered).await
}

/// The number of the purchase order under which a service order is placed.
#[derive(Clone, Copy)]
pub(crate) enum Named<'a> {
    /// What was entered for the quote before.
    AsEntered,
    /// This one, or none: whoever takes a number away does not want it on the invoice.
    Now(Option<&'a str>),
}

pub(crate) async fn place(backend: &Backend, actor: &Actor, number: &str, seen: &str, named: Named<'_>) -> Result<Placed, Refusal> {
    actor.must_be_billing_contact()?;
    failpoint::reach(failpoint::BEFORE_ORDER_WRITTEN).await;
    let (order, key, when) = (OrderId(new_id()), new_key(), When { today: backend.today(), now: backend.now() });
    let placing = Placing { backend, actor, number, seen, named, order: &order, key: &key, when };
    let order = match backend.db.write(work!(tx, &placing => placing.write(tx).await)).await? {
        Written::Before(order) | Written::New(order, None) => order,
        Written::New(order, Some(attempt)) => {
            failpoint::reach(failpoint::AFTER_ORDER_COMMITTED).await;
            authorise(backend, &attempt, number).await;
            order
        }
    };
    outcome_of(backend, actor, &order).await
}

struct Placing<'a> {
    backend: &'a Backend,
    actor: &'a Actor,
    number: &'a str,
    seen: &'a str,
    named: Named<'a>,
    order: &'a OrderId,
    key: &'a str,
    when: When,
}

impl Placing<'_> {
    async fn write(&self, tx: &mut Tx<'_>) -> Result<Written, Refusal> {
        let Self { backend, actor, order, when, .. } = *self;
        accounts::lock_account(tx, &actor.account).await?;
        let row = quotes::find_quote(tx, &actor.account, self.number).await?.filter(|row| row.state != QuoteState::Draft).ok_or(Refusal::NotFound)?;
        if let Some(before) = &row.order {
            return Ok(Written::Before(before.clone()));
        }
        row.state.accept(Validity { today: when.today, valid_until: row.valid_until })?;
        let quote = read_priced(tx, backend, row).await?;
        let price = self.check(tx, &quote).await?;
        let method = quote.method.as_ref().filter(|method| price.due_now_minor > 0 && matches!(method.shown, MethodOnFile::Card(_)));
        let items = order_items(&quote, &backend.catalogue);
        let content = OrderContent { items, price, method: method.map(|method| method.shown.clone()) };
        self.insert(tx, &quote, &content, method.map(|method| method.id.as_str())).await?;
        self.note_purchase_order(tx, &quote.row).await?;
        let Some(method) = method else {
            // Nothing is due, or it is paid on account: there is nothing to reserve.
            confirm(tx, backend, &actor.account, order, when).await?;
            return Ok(Written::New(order.clone(), None));
        };
        let attempt = Attempt {
            key: self.key.to_owned(),
            account: actor.account.clone(),
            owed: Owed::Order(order.clone()),
            payment_token: method.token.clone(),
            amount_minor: content.price.due_now_minor,
            currency: content.price.currency.code().to_owned(),
            method: None,
            lease_until: when.now + lease(backend),
            action_url: None,
        };
        attempts::insert_attempt(tx, &attempt, when.now).await?;
        Ok(Written::New(order.clone(), Some(Box::new(attempt))))
    }

    /// What was on screen is what is reserved, or nothing is.
    async fn check(&self, tx: &mut Tx<'_>, quote: &PricedQuote) -> Result<OrderPrice, Refusal> {
        if let Some(order) = quote.open_order.clone() {
            return Err(Refusal::OrderOpen(order));
        }
        for item in quote.row.content.items.iter().filter(|item| item.subscription().is_none()) {
            if let Some(order) = orders::find_placed_for(tx, &quote.account.id, &item.product).await? {
                return Err(Refusal::OrderOpen(order));
            }
            let live = subscriptions::find_live(tx, &quote.account.id, &item.product).await?;
            if let Some(live) = live.filter(|live| live.subscription.state != SubscriptionState::TrialRunning) {
                return Err(Refusal::AlreadySubscribed(live.subscription.id));
            }
        }
        let price = quote.price.clone().map_err(Refusal::Price)?;
        quote.check_seen(self.seen)?;
        let card = quote.method.as_ref().is_some_and(|method| matches!(method.shown, MethodOnFile::Card(_)));
        if quote.row.origin == QuoteOrigin::SelfService && !card {
            return Err(Refusal::CardNeeded);
        }
        Ok(price)
    }

    /// Written with the order, so that a second press cannot change what the first one's invoice will print.
    async fn note_purchase_order(&self, tx: &mut Tx<'_>, row: &QuoteRow) -> Result<(), Refusal> {
        let Named::Now(named) = self.named else { return Ok(()) };
        if row.purchase_order.as_deref() == named {
            return Ok(());
        }
        quotes::note_details(tx, row, row.admin.as_ref(), named).await?;
        let details = serde_json::json!({ "purchase_order": named });
        let (account, person) = (Some(&self.actor.account), Some(&self.actor.person));
        let entry = audit::AuditEntry { account, person, action: "quote_details_saved", subject: &row.number, details };
        Ok(audit::add_entry(tx, entry, self.when.now).await?)
    }

    /// The order, its hold on quote and contracts, and the credit that it will use.
    async fn insert(&self, tx: &mut Tx<'_>, quote: &PricedQuote, content: &OrderContent, payment_method: Option<&str>) -> Result<(), Refusal> {
        let (Actor { account, person, .. }, now) = (self.actor, self.when.now);
        let number = invoices::take_number(tx, ORDER_SERIES, i64::from(content.price.today.year())).await?.text();
        // Unlike a cart's, this key is new with each try: what keeps a second press away is the quote itself.
        let checkout_key = format!("{}{}", checkout_keys_of(&quote.row.id), self.order);
        let new = NewOrder { id: self.order, number: &number, account, person, checkout_key: &checkout_key, content, payment_method };
        orders::insert_order(tx, &new, now).await?;
        let mut is_held = quotes::hold_for_order(tx, &quote.row, self.order).await?;
        for found in &quote.held {
            is_held &= subscriptions::hold_for_order(tx, account, found, self.order).await?;
        }
        if !is_held {
            // The account's lock is ours, so this cannot be, unless one contract stands on two lines; nothing is written.
            return Err(Refusal::PriceChanged);
        }
        let used = content.price.credit_used_minor;
        accounts::change_credit(tx, account, -used, accounts::CreditReason::Reserved, Some(self.order), now).await?;
        let details = serde_json::json!({ "quote": quote.row.number, "due_minor": content.price.due_now_minor, "total_minor": content.price.total_minor });
        let entry = audit::AuditEntry { account: Some(account), person: Some(person), action: "order_placed", subject: self.order.as_str(), details };
        audit::add_entry(tx, entry, now).await?;
        Ok(())
    }
}

/// How the checkout keys of a quote's orders begin.
fn checkout_keys_of(quote: &str) -> String {
    format!("quote-{quote}-")
}

fn order_items(quote: &PricedQuote, catalogue: &Catalogue) -> Vec<OrderItem> {
    quote.row.content.items.iter().zip(&quote.running).filter_map(|(item, running)| order_item(item, running.as_ref(), catalogue)).collect()
}

/// What the order does to a subscription; none for a contract that is gone, for which there is no price either.
fn order_item(item: &QuoteItem, running: Option<&RunningSubscription>, catalogue: &Catalogue) -> Option<OrderItem> {
    let named = |plan: &PlanId| catalogue.plan_name(&item.product, plan);
    let (subscription, before, after) = match (&item.offer, running) {
        (Offer::New { plan, seats, interval }, _) => (SubscriptionId(new_id()), None, PlanChoice { plan: plan.clone(), seats: *seats, interval: *interval }),
        (Offer::AddSeats { subscription, seats }, Some(running)) => {
            let seats = running.seats.checked_add(*seats)?;
            (subscription.clone(), Some(running.clone()), PlanChoice { plan: running.plan.clone(), seats, interval: running.interval })
        }
        (Offer::AddSeats { .. }, None) => return None,
    };
    Some(OrderItem {
        subscription,
        product: item.product.clone(),
        plan_name_before: before.as_ref().map(|before| named(&before.plan)).unwrap_or_default(),
        before,
        plan_name: named(&after.plan),
        after,
        product_name: item.product_name.clone(),
    })
}

/// Asks the gateway, outside any transaction. What stays unknown is found out by recovery.
async fn authorise(backend: &Backend, attempt: &Attempt, quote: &str) {
    let return_url = format!("{}/corporate/quotes/{quote}/return", backend.settings.origin);
    let answer = backend.gateway.authorise(&settle::request_of(attempt, Some(return_url))).await;
    if settle::store_answer(backend, attempt, answer).await.is_ok() {
        failpoint::reach(failpoint::AFTER_COMPLETING_COMMIT).await;
    }
}

/// The amount is reserved: the quote is accepted. An attempt that has ended, or is reserved already, is left as it is. The
/// caller holds the account's lock.
pub(crate) async fn reserve(tx: &mut Tx<'_>, backend: &Backend, attempt: &Attempt, order: &OrderId, when: When) -> Result<(), Refusal> {
    if attempts::mark_authorised(tx, &attempt.key).await? {
        confirm(tx, backend, &attempt.account, order, when).await?;
    }
    Ok(())
}

/// The quote is accepted, the service order has its number, and the billing contact knows what happens next.
async fn confirm(tx: &mut Tx<'_>, backend: &Backend, account: &AccountId, order: &OrderId, when: When) -> Result<(), Refusal> {
    let quote = quotes::find_by_order(tx, account, order).await?.ok_or(Refusal::NotFound)?;
    let row = orders::find_order(tx, account, order).await?.ok_or(Refusal::NotFound)?;
    mark_accepted(tx, &quote, (order, &row.placed_by), &row.content.price, when.now).await?;
    let placed_on = row.content.price.today;
    let number = invoices::take_number(tx, NUMBER_SERIES, i64::from(placed_on.year())).await?.text();
    let due_at = when.now.saturating_add(seconds(PROMISED_HOURS * 3_600));
    let new = NewServiceOrder { id: &new_id(), account, number: &number, order, quote: &quote.id, placed_on, due_at };
    service_orders::insert_service_order(tx, &new, when.now).await?;
    let due_on = backend.settings.service_orders.due_on(placed_on);
    jobs::schedule(tx, JobKind::ServiceOrderDue, &number, account, due_on, when.now).await?;
    tell_placed(tx, backend, account, (&number, &quote, &row), when.now).await?;
    let details = serde_json::json!({ "quote": quote.number, "order": order, "due_minor": row.content.price.due_now_minor });
    let entry = audit::AuditEntry { account: Some(account), person: Some(&row.placed_by), action: "service_order_placed", subject: &number, details };
    audit::add_entry(tx, entry, when.now).await?;
    Ok(())
}

async fn tell_placed(tx: &mut Tx<'_>, backend: &Backend, account: &AccountId, placed: (&str, &QuoteRow, &OrderRow), now: i64) -> Result<(), Refusal> {
    let account = accounts::find_account(tx, account).await?.ok_or(Refusal::NotFound)?;
    if backend.settings.service_orders.processed_by == Processor::Staff {
        let arrived = (placed.0, placed.1.number.as_str());
        notices::tell_staff(tx, &account, |account, reader| quote_mail::service_order_arrived(arrived, account, reader, backend), now).await?;
    }
    let Some(contact) = notices::find_orderer(tx, &account.id, &placed.2.placed_by).await? else { return Ok(()) };
    let mail = quote_mail::service_order_placed(placed, &account, &contact, backend);
    notices::write_mail(tx, &account, &contact, &mail, now).await?;
    Ok(())
}

/// Asks what became of the quote's card: when its holder comes back from the gateway's page. Answers why it was declined, if it was.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::GatewaySilent`] when it cannot be known now.
pub async fn refresh_quote(backend: &Backend, actor: &Actor, number: &str) -> Result<Option<String>, Refusal> {
    let row = backend.db.read(work!(tx => quotes::find_quote(tx, &actor.account, number).await)).await?.ok_or(Refusal::NotFound)?;
    if let Some(order) = &row.order {
        refresh_order(backend, actor, order).await?;
    }
    // News of the gateway may have been quicker than its holder.
    let keys = checkout_keys_of(&row.id);
    Ok(backend.db.read(work!(tx, &keys => orders::find_last_decline(tx, &actor.account, keys).await)).await?)
}

/// Of an open quote whose card is being asked, where its holder confirms, if they have to; none for any other quote.
///
/// # Errors
/// [`DbError`].
pub async fn find_pending(backend: &Backend, actor: &Actor, quote: &QuoteRow) -> Result<Option<Option<String>>, DbError> {
    let Some(order) = quote.order.as_ref().filter(|_| quote.state == QuoteState::Open) else { return Ok(None) };
    let attempt = backend.db.read(work!(tx => attempts::find_open_attempt(tx, &actor.account, order).await)).await?;
    Ok(Some(attempt.and_then(|attempt| attempt.action_url)))
}

async fn outcome_of(backend: &Backend, actor: &Actor, order: &OrderId) -> Result<Placed, Refusal> {
    let account = &actor.account;
    backend
        .db
        .read(work!(tx => {
            if let Some(number) = service_orders::find_number(tx, account, order).await? {
                return Ok::<_, Refusal>(Placed::ServiceOrder(number));
            }
            let row = orders::find_order(tx, account, order).await?.ok_or(Refusal::NotFound)?;
            if let Some(code) = row.decline_code {
                return Ok(Placed::Declined { code });
            }
            let attempt = attempts::find_open_attempt(tx, account, order).await?;
            Ok(attempt.and_then(|attempt| attempt.action_url).map_or(Placed::Unknown, |action_url| Placed::Confirm { action_url }))
        }))
        .await
}
