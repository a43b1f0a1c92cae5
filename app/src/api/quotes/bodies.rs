//! What the server functions of quotes and service orders do.

use super::{PendingOrder, QuotePage, SeatsPage, SeatsRow, ServiceOrderPage, ServiceOrderRow};
use crate::api::ApiError;
use crate::api::request::{SignedIn, corporate_signed_in, lead_to, reply, run_to_end};
use crate::texts::chosen_language;
use backend::Backend;
use backend::db::service_orders::ListedServiceOrder;
use backend::usecases::payment_methods::load::load_usable;
use backend::usecases::purchase_orders::list::list_purchase_orders;
use backend::usecases::quotes::create::{SeatWish, create_from_seats};
use backend::usecases::quotes::details::{DetailsInput, save_details};
use backend::usecases::quotes::find::PricedQuote;
use backend::usecases::quotes::give_up;
use backend::usecases::quotes::{accept, decline, find, list};
use backend::usecases::service_orders::place::{self, Placed};
use backend::usecases::service_orders::{find as orders, place::find_pending};
use backend::usecases::subscriptions::contracts::{ContractFound, load_contracts};
use billing::ids::SubscriptionId;
use billing::order::MethodOnFile;
use billing::quote::{Offer, QuoteState, QuoteSummary};
use billing::{BillingInterval, Currency, Language, PriceErrorCode, format};
use std::collections::BTreeMap;

pub(in crate::api) async fn load_seats() -> Result<SeatsPage, ApiError> {
    reply(seats_page().await)
}

async fn seats_page() -> Result<SeatsPage, ApiError> {
    let SignedIn { backend, actor } = corporate_signed_in().await?;
    let found = load_contracts(&backend, &actor).await?;
    let row = |found: ContractFound| {
        let running = &found.subscription.running;
        let product = backend.catalogue.product(&running.product)?;
        let (_, plan) = product.plan(&running.plan)?;
        Some(SeatsRow {
            product_name: product.name.clone(),
            plan_name: plan.name.clone(),
            most: plan.seats_range().1.saturating_sub(running.seats).max(0),
            subscription: found.subscription,
        })
    };
    let mut open = list::list_quotes(&backend, &actor).await?;
    open.retain(|quote| quote.state == QuoteState::Open);
    let method = load_usable(&backend, &actor).await?;
    let has_card = matches!(method, Some(MethodOnFile::Card(_)));
    Ok(SeatsPage { rows: found.into_iter().filter(|found| found.blocked.is_none()).filter_map(row).collect(), open, has_card })
}

pub(in crate::api) async fn save_seats(seats: BTreeMap<SubscriptionId, String>, replaced: String) -> Result<(), ApiError> {
    reply(try_save(seats, &replaced).await)
}

async fn try_save(seats: BTreeMap<SubscriptionId, String>, replaced: &str) -> Result<(), ApiError> {
    let SignedIn { backend, actor } = corporate_signed_in().await?;
    let mut wishes = Vec::new();
    for (subscription, typed) in seats {
        let typed = typed.trim();
        if typed.is_empty() || typed == "0" {
            continue;
        }
        let subscription = SubscriptionId(subscription.as_str().trim_start_matches("id-").to_owned());
        let seats = typed.parse().map_err(|_| ApiError::Price(PriceErrorCode::SeatsOutOfRange))?;
        wishes.push(SeatWish { subscription, seats });
    }
    let replaced: Vec<String> = replaced.split(',').map(|number| number.trim().to_owned()).filter(|number| !number.is_empty()).collect();
    let number = create_from_seats(&backend, &actor, &wishes, &replaced).await?;
    lead_to(&format!("/corporate/quotes/{number}"));
    Ok(())
}

pub(in crate::api) async fn load_quotes() -> Result<Vec<QuoteSummary>, ApiError> {
    reply(quotes().await)
}

async fn quotes() -> Result<Vec<QuoteSummary>, ApiError> {
    let SignedIn { backend, actor } = corporate_signed_in().await?;
    Ok(list::list_quotes(&backend, &actor).await?)
}

pub(in crate::api) async fn load_quote(number: String) -> Result<QuotePage, ApiError> {
    reply(quote_page(&number).await)
}

async fn quote_page(number: &str) -> Result<QuotePage, ApiError> {
    let SignedIn { backend, actor } = corporate_signed_in().await?;
    let priced = find::find_quote(&backend, &actor, number).await?;
    let pending = find_pending(&backend, &actor, &priced.row).await?;
    let purchase_orders = list_purchase_orders(&backend, &actor).await?;
    Ok(QuotePage { pending: pending.map(|action_url| PendingOrder { action_url }), purchase_orders, ..page_of(&backend, priced) })
}

/// A quote as its page shows it, whoever looks.
pub(in crate::api) fn page_of(backend: &Backend, priced: PricedQuote) -> QuotePage {
    let interval = |(place, item): (usize, &billing::quote::QuoteItem)| match &item.offer {
        Offer::New { interval, .. } => *interval,
        Offer::AddSeats { .. } => {
            let running = priced.running.get(place).and_then(Option::as_ref);
            running.map_or(BillingInterval::Annual, |running| running.interval)
        }
    };
    let method = priced.method.as_ref().map(|method| method.shown.clone());
    QuotePage {
        quote: priced.shown(),
        intervals: priced.row.content.items.iter().enumerate().map(interval).collect(),
        seen: priced.seen().unwrap_or_default(),
        has_card: matches!(method, Some(MethodOnFile::Card(_))),
        method,
        address: priced.account.party.clone(),
        pending: None,
        purchase_orders: Vec::new(),
        today: backend.today(),
        currency: priced.account.currency,
    }
}

/// A purchase order's number that was typed, and one that was chosen.
type PurchaseOrderNamed = (String, String);

/// What was typed goes first.
fn number_of((typed, chosen): PurchaseOrderNamed) -> String {
    if typed.trim().is_empty() { chosen } else { typed }
}

pub(in crate::api) async fn accept_quote(number: String, purchase_order: PurchaseOrderNamed, seen: String) -> Result<(), ApiError> {
    reply(try_accept(number, number_of(purchase_order), seen).await)
}

async fn try_accept(number: String, purchase_order: String, seen: String) -> Result<(), ApiError> {
    let SignedIn { backend, actor } = corporate_signed_in().await?;
    let quote = number.clone();
    let placed = run_to_end(async move { accept::accept_quote(&backend, &actor, &quote, &purchase_order, &seen).await }).await?;
    lead_on(&number, placed, "");
    Ok(())
}

/// To the service order; where it did not come to one yet, back to the quote.
fn lead_on(number: &str, placed: Placed, step: &str) {
    match placed {
        Placed::ServiceOrder(order) => lead_to(&format!("/corporate/service-orders/{order}")),
        Placed::Declined { .. } => lead_to(&format!("/corporate/quotes/{number}{step}?declined=1")),
        Placed::Confirm { .. } | Placed::Unknown => lead_to(&format!("/corporate/quotes/{number}")),
    }
}

pub(in crate::api) async fn give_up_placing(number: String) -> Result<(), ApiError> {
    reply(try_give_up(number).await)
}

async fn try_give_up(number: String) -> Result<(), ApiError> {
    let SignedIn { backend, actor } = corporate_signed_in().await?;
    let quote = number.clone();
    run_to_end(async move { give_up::give_up_placing(&backend, &actor, &quote).await }).await?;
    lead_to(&format!("/corporate/quotes/{number}"));
    Ok(())
}

pub(in crate::api) async fn decline_quote(number: String, reason: String) -> Result<(), ApiError> {
    reply(try_decline(&number, &reason).await)
}

async fn try_decline(number: &str, reason: &str) -> Result<(), ApiError> {
    let SignedIn { backend, actor } = corporate_signed_in().await?;
    decline::decline_quote(&backend, &actor, number, reason).await?;
    lead_to(&format!("/corporate/quotes/{number}"));
    Ok(())
}

pub(in crate::api) async fn save_quote_details(
    number: String,
    admin: (String, String),
    purchase_order: PurchaseOrderNamed,
    next: String,
) -> Result<(), ApiError> {
    reply(try_save_details(&number, &(admin.0, admin.1, number_of(purchase_order)), &next).await)
}

async fn try_save_details(number: &str, typed: &(String, String, String), next: &str) -> Result<(), ApiError> {
    let SignedIn { backend, actor } = corporate_signed_in().await?;
    let (admin_name, admin_email, purchase_order) = typed;
    save_details(&backend, &actor, number, &DetailsInput { admin_name, admin_email, purchase_order }).await?;
    let quote = format!("/corporate/quotes/{number}");
    lead_to(&match next {
        "address" => format!("/corporate/details?back={quote}/payment"),
        "card" => format!("/corporate/payment-profile?kind=card&back={quote}/payment"),
        _ => format!("{quote}/review"),
    });
    Ok(())
}

pub(in crate::api) async fn place_service_order(number: String, seen: String) -> Result<(), ApiError> {
    reply(try_place(number, seen).await)
}

async fn try_place(number: String, seen: String) -> Result<(), ApiError> {
    let SignedIn { backend, actor } = corporate_signed_in().await?;
    let quote = number.clone();
    let placed = run_to_end(async move { place::place_service_order(&backend, &actor, &quote, &seen).await }).await?;
    lead_on(&number, placed, "/review");
    Ok(())
}

pub(in crate::api) async fn load_service_orders() -> Result<Vec<ServiceOrderRow>, ApiError> {
    reply(service_orders().await)
}

async fn service_orders() -> Result<Vec<ServiceOrderRow>, ApiError> {
    let SignedIn { backend, actor } = corporate_signed_in().await?;
    let listed = orders::list_service_orders(&backend, &actor).await?;
    let language = chosen_language();
    Ok(listed.into_iter().filter_map(|listed| row_of(&backend, listed, language)).collect())
}

/// A row of a list; none for a currency that is none.
pub(in crate::api) fn row_of(backend: &Backend, listed: ListedServiceOrder, language: Language) -> Option<ServiceOrderRow> {
    let ListedServiceOrder { number, state, quote, placed_on, due_at, products, total_minor, currency, account_number, account_name, taken_by } = listed;
    let is_late = state.is_waiting() && due_at < backend.now();
    let currency = Currency::parse(&currency)?;
    Some(ServiceOrderRow {
        number,
        state,
        quote,
        placed_on,
        due: moment_text(backend, due_at, language),
        is_late,
        products,
        total_minor,
        currency,
        account_name,
        account_number,
        taken_by,
    })
}

/// Date and time of day on the seller's clock.
pub(in crate::api) fn moment_text(backend: &Backend, micros: i64, language: Language) -> String {
    let local = backend.clock.local_time(micros);
    format!("{}, {}", format::date(local.date(), language), local.format("%H:%M"))
}

pub(in crate::api) async fn load_service_order(number: String) -> Result<ServiceOrderPage, ApiError> {
    reply(service_order_page(&number).await)
}

async fn service_order_page(number: &str) -> Result<ServiceOrderPage, ApiError> {
    let SignedIn { backend, actor } = corporate_signed_in().await?;
    let order = orders::find_service_order(&backend, &actor, number).await?;
    let language = chosen_language();
    Ok(ServiceOrderPage { placed: moment_text(&backend, order.placed_at, language), due: moment_text(&backend, order.due_at, language), order })
}
