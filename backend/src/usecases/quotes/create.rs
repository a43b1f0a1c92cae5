//! The billing contact wants more seats: what they typed becomes an open quote. Those that are open are replaced, if the
//! contact has said so for each.

use super::supersede::supersede_open;
use super::{NUMBER_SERIES, find};
use crate::db::jobs::{self, JobKind};
use crate::db::quotes::{self, NewQuote, QuoteContent, QuoteRow};
use crate::db::{Tx, accounts, audit, invoices, subscriptions};
use crate::identifiers::new_id;
use crate::work;
use crate::{Account, Actor, Backend, Refusal};
use billing::corporate::SelfService;
use billing::ids::{PersonId, SubscriptionId};
use billing::input::InputFault;
use billing::quote::{Offer, QuoteItem, QuoteOrigin, QuoteState, find_second_of_product, last_day_of_self_service};
use billing::subscription::{Subscription, SubscriptionState};
use chrono::{Datelike, NaiveDate};

/// Seats that are wanted for a contract, above those that it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatWish {
    /// The contract.
    pub subscription: SubscriptionId,
    /// How many more; at least one.
    pub seats: i64,
}

/// Makes an open quote for more seats; answers its number. `replaced` names the open quotes that the contact gives up for it.
///
/// # Errors
/// [`Refusal::QuotesOpen`] when others are open than were given up; nothing is changed then.
pub async fn create_from_seats(backend: &Backend, actor: &Actor, wishes: &[SeatWish], replaced: &[String]) -> Result<String, Refusal> {
    actor.must_be_billing_contact()?;
    let now = backend.now();
    backend.db.write(work!(tx => write(tx, backend, actor, (wishes, replaced), now).await)).await
}

async fn write(tx: &mut Tx<'_>, backend: &Backend, actor: &Actor, wanted: (&[SeatWish], &[String]), now: i64) -> Result<String, Refusal> {
    let (wishes, replaced) = wanted;
    accounts::lock_account(tx, &actor.account).await?;
    let account = accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
    if !account.terms.is_some_and(|terms| terms.self_service == SelfService::Eligible) {
        return Err(Refusal::NotSelfService);
    }
    if wishes.is_empty() {
        return Err(Refusal::CartEmpty);
    }
    let mut items = Vec::with_capacity(wishes.len());
    for wish in wishes {
        let found = subscriptions::find_subscription(tx, &account.id, &wish.subscription).await?.ok_or(Refusal::NotFound)?;
        items.push(item_of(backend, &found.subscription, wish.seats)?);
    }
    if find_second_of_product(&items).is_some() {
        return Err(Refusal::Input { field: "seats", fault: InputFault::NamedTwice });
    }
    let content = QuoteContent { items, message: String::new() };
    // The same wish once more is the same quote: a second press must not ask to replace the first one's.
    if let Some(same) = quotes::list_open(tx, &account.id).await?.into_iter().find(|open| is_same(open, &content, backend.today())) {
        supersede_open(tx, backend, actor, (&same.number, replaced), now).await?;
        return Ok(same.number);
    }
    let today = backend.today();
    let new = Quoted {
        content,
        state: QuoteState::Open,
        origin: QuoteOrigin::SelfService,
        made_by: &actor.person,
        valid_until: last_day_of_self_service(today),
        form_key: None,
    };
    let number = insert_priced(tx, backend, &account, new, now).await?;
    supersede_open(tx, backend, actor, (&number, replaced), now).await?;
    Ok(number)
}

/// Whether an open quote of the account's own, made today, offers just that.
fn is_same(open: &QuoteRow, content: &QuoteContent, today: NaiveDate) -> bool {
    open.origin == QuoteOrigin::SelfService && open.made_on == today && open.order.is_none() && open.content == *content
}

fn item_of(backend: &Backend, contract: &Subscription, seats: i64) -> Result<QuoteItem, Refusal> {
    if let Some(order) = contract.open_order.clone() {
        return Err(Refusal::OrderOpen(order));
    }
    if contract.state != SubscriptionState::Active {
        return Err(Refusal::SubscriptionEnded);
    }
    let running = &contract.running;
    let offer = Offer::AddSeats { subscription: contract.id.clone(), seats };
    Ok(QuoteItem {
        product: running.product.clone(),
        offer,
        unit: None,
        reason: String::new(),
        product_name: backend.catalogue.product_name(&running.product),
        plan_name: backend.catalogue.plan_name(&running.product, &running.plan),
    })
}

/// A quote before it has a number.
pub(crate) struct Quoted<'a> {
    pub content: QuoteContent,
    pub state: QuoteState,
    pub origin: QuoteOrigin,
    pub made_by: &'a PersonId,
    pub valid_until: NaiveDate,
    /// Key of the form that it is written with, where a form is.
    pub form_key: Option<&'a str>,
}

/// Numbers and writes a quote that can be priced today. An open one is put on the calendar.
pub(crate) async fn insert_priced(tx: &mut Tx<'_>, backend: &Backend, account: &Account, new: Quoted<'_>, now: i64) -> Result<String, Refusal> {
    let today = backend.today();
    let number = invoices::take_number(tx, NUMBER_SERIES, i64::from(today.year())).await?.text();
    let id = new_id();
    let mut row = NewQuote {
        id: &id,
        account: &account.id,
        number: &number,
        state: new.state,
        origin: new.origin,
        made_by: new.made_by,
        made_on: today,
        valid_until: new.valid_until,
        content: &new.content,
        currency: account.currency,
        total_minor: 0,
        form_key: new.form_key,
    };
    row.total_minor = price_of(tx, backend, account, &new.content).await?;
    quotes::insert_quote(tx, &row, now).await?;
    if new.state == QuoteState::Open {
        schedule_expiry(tx, account, &number, new.valid_until, now).await?;
    }
    let details = serde_json::json!({ "number": number, "state": new.state.code(), "total_minor": row.total_minor });
    let entry = audit::AuditEntry { account: Some(&account.id), person: Some(new.made_by), action: "quote_made", subject: &number, details };
    audit::add_entry(tx, entry, now).await?;
    Ok(number)
}

/// What a content comes to today, gross.
pub(super) async fn price_of(tx: &mut Tx<'_>, backend: &Backend, account: &Account, content: &QuoteContent) -> Result<i64, Refusal> {
    let price = find::price_content(tx, backend, account, content).await?;
    price.map(|price| price.total_minor).map_err(Refusal::Price)
}

/// On the day after its last one an open quote expires.
pub(super) async fn schedule_expiry(tx: &mut Tx<'_>, account: &Account, number: &str, valid_until: NaiveDate, now: i64) -> Result<(), Refusal> {
    let day = valid_until.succ_opt().unwrap_or(valid_until);
    Ok(jobs::schedule(tx, JobKind::QuoteExpiry, number, &account.id, day, now).await?)
}
