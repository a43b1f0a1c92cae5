//! A quote with its price: for today while it can be placed, else what it came to when it ended.

use crate::db::payment_methods::{self, PaymentMethod};
use crate::db::quotes::{self, QuoteContent, QuoteRow};
use crate::db::subscriptions::{self, Versioned};
use crate::db::{Tx, accounts, service_orders};
use crate::usecases::looks::{LookedAt, note_look};
use crate::usecases::staff::{StaffMember, must_see};
use crate::work;
use crate::{Account, Actor, Backend, Refusal};
use billing::fingerprint::fingerprint;
use billing::ids::OrderId;
use billing::quote::{Offered, Quote, QuoteState, price_quote, today_and_after};
use billing::subscription::SubscriptionState;
use billing::{OrderPrice, PriceErrorCode, RunningSubscription};

/// A quote that was read and priced in one transaction.
pub struct PricedQuote {
    /// The account.
    pub account: Account,
    /// The quote.
    pub row: QuoteRow,
    /// The contracts that it adds seats to: a service order holds them.
    pub held: Vec<Versioned>,
    /// Of each line, the contract as it runs today.
    pub running: Vec<Option<RunningSubscription>>,
    /// What it costs if it is placed today.
    pub price: Result<OrderPrice, PriceErrorCode>,
    /// An order for one of the contracts that is being processed.
    pub open_order: Option<OrderId>,
    /// What pays: the method by which the account is charged.
    pub method: Option<PaymentMethod>,
    /// The service order that it became.
    pub service_order: Option<String>,
}

/// What stands before the version in [`PricedQuote::seen`].
const VERSION_MARK: &str = "/v";

impl PricedQuote {
    /// Names the price, what pays it, and the state of what was entered: equal if and only if the reader saw the same.
    pub fn seen(&self) -> Option<String> {
        let price = self.price.as_ref().ok()?;
        let method = self.method.as_ref().filter(|_| price.due_now_minor > 0);
        Some(format!("{}/m{}{VERSION_MARK}{}", fingerprint(price), method.map_or("", |method| method.id.as_str()), self.row.version))
    }

    /// Whether that is still so: another price is one thing, a colleague who entered something else is another.
    pub(crate) fn check_seen(&self, seen: &str) -> Result<(), Refusal> {
        let now = self.seen().unwrap_or_default();
        if now == seen {
            return Ok(());
        }
        let price_of = |text: &str| text.rsplit_once(VERSION_MARK).map(|(price, _)| price.to_owned());
        Err(if price_of(&now).is_some() && price_of(&now) == price_of(seen) { Refusal::QuoteChanged } else { Refusal::PriceChanged })
    }

    /// As its page shows it.
    pub fn shown(&self) -> Quote {
        let row = &self.row;
        let is_waiting = matches!(row.state, QuoteState::Draft | QuoteState::Open);
        let price = if is_waiting { self.price.clone().ok() } else { row.price.clone() };
        let offered = Offered { items: &row.content.items, running: &self.running };
        // Of a quote that has ended, the contracts have gone on: what it would have changed cannot be told from them.
        let changes = price.as_ref().filter(|_| is_waiting).map(|price| today_and_after(price, &offered)).unwrap_or_default();
        Quote {
            number: row.number.clone(),
            state: row.state,
            origin: row.origin,
            made_by: row.made_by.clone(),
            made_on: row.made_on,
            valid_until: row.valid_until,
            message: row.content.message.clone(),
            items: row.content.items.clone(),
            price,
            changes,
            reason: row.reason.clone(),
            replaced_by: row.replaced_by.clone(),
            service_order: self.service_order.clone(),
            purchase_order: row.purchase_order.clone(),
            admin: row.admin.clone(),
            version: row.version,
        }
    }
}

/// A quote of the actor's account.
///
/// # Errors
/// [`Refusal::NotFound`], for a draft as well: the customer does not see it.
pub async fn find_quote(backend: &Backend, actor: &Actor, number: &str) -> Result<PricedQuote, Refusal> {
    backend
        .db
        .read(work!(tx => {
            let row = quotes::find_quote(tx, &actor.account, number).await?;
            let row = row.filter(|row| row.state != QuoteState::Draft).ok_or(Refusal::NotFound)?;
            read_priced(tx, backend, row).await
        }))
        .await
}

/// A quote of an account that the reader may see. That the reader looked at it is written down.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn find_for_staff(backend: &Backend, member: &StaffMember, number: &str) -> Result<PricedQuote, Refusal> {
    let found: PricedQuote = backend
        .db
        .read(work!(tx => {
            let row = quotes::find_any(tx, number).await?.ok_or(Refusal::NotFound)?;
            must_see(tx, member, &row.account).await?;
            read_priced(tx, backend, row).await
        }))
        .await?;
    note_look(backend, member, &found.account.id, LookedAt::Quote, number).await?;
    Ok(found)
}

/// Reads what a quote is priced from, and prices it for today.
pub(crate) async fn read_priced(tx: &mut Tx<'_>, backend: &Backend, row: QuoteRow) -> Result<PricedQuote, Refusal> {
    let account = accounts::find_account(tx, &row.account).await?.ok_or(Refusal::NotFound)?;
    let method = payment_methods::find_usable(tx, &account.id, backend.today()).await?;
    let service_order = match &row.order {
        Some(order) => service_orders::find_number(tx, &account.id, order).await?,
        None => None,
    };
    let found = find_contracts(tx, &account, &row.content).await?;
    let running: Vec<_> = found.iter().map(|found| found.as_ref().map(|found| found.subscription.running.clone())).collect();
    let held: Vec<Versioned> = found.into_iter().flatten().collect();
    let open_order = held.iter().find_map(|found| found.subscription.open_order.clone());
    let price = price_running(backend, &account, &row.content, &running);
    Ok(PricedQuote { account, row, held, running, price, open_order, method, service_order })
}

/// What a content costs if it is placed today.
pub(super) async fn price_content(
    tx: &mut Tx<'_>,
    backend: &Backend,
    account: &Account,
    content: &QuoteContent,
) -> Result<Result<OrderPrice, PriceErrorCode>, Refusal> {
    let found = find_contracts(tx, account, content).await?;
    let running: Vec<_> = found.into_iter().map(|found| found.map(|found| found.subscription.running)).collect();
    Ok(price_running(backend, account, content, &running))
}

/// Of each line that adds seats, its contract. One that ends, or whose service rests, takes no more seats.
async fn find_contracts(tx: &mut Tx<'_>, account: &Account, content: &QuoteContent) -> Result<Vec<Option<Versioned>>, Refusal> {
    let mut contracts = Vec::with_capacity(content.items.len());
    for item in &content.items {
        let found = match item.subscription() {
            Some(id) => subscriptions::find_subscription(tx, &account.id, id).await?,
            None => None,
        };
        contracts.push(found.filter(|found| found.subscription.state == SubscriptionState::Active && found.subscription.suspended_on.is_none()));
    }
    Ok(contracts)
}

fn price_running(backend: &Backend, account: &Account, content: &QuoteContent, running: &[Option<RunningSubscription>]) -> Result<OrderPrice, PriceErrorCode> {
    let offered = Offered { items: &content.items, running };
    price_quote(&backend.catalogue, backend.today(), (account.currency, &account.customer), &offered).map_err(|error| error.code)
}
