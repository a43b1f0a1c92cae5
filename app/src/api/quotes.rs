//! Add seats, quotes and service orders at the corporate door.

#[cfg(feature = "ssr")]
pub(super) mod bodies;

use super::ApiError;
use billing::ids::SubscriptionId;
use billing::invoice::Party;
use billing::order::MethodOnFile;
use billing::purchase_order::PurchaseOrder;
use billing::quote::{Quote, QuoteOrigin, QuoteSummary};
use billing::service_order::{ServiceOrder, ServiceOrderState};
use billing::subscription::Subscription;
use billing::{BillingInterval, Currency};
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A contract to which seats can be added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatsRow {
    /// The contract.
    pub subscription: Subscription,
    /// Name of its product.
    pub product_name: String,
    /// Name of its plan.
    pub plan_name: String,
    /// How many seats can be added at most.
    pub most: i64,
}

/// All that the page of Add seats shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatsPage {
    /// Contracts to which seats can be added.
    pub rows: Vec<SeatsRow>,
    /// Quotes that are open, and would be replaced.
    pub open: Vec<QuoteSummary>,
    /// Whether a card pays by itself, as the service order will need.
    pub has_card: bool,
}

/// A quote that is being placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingOrder {
    /// Where the card's holder confirms; none while the gateway is asked.
    pub action_url: Option<String>,
}

/// All that a quote's pages show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotePage {
    /// The quote.
    pub quote: Quote,
    /// Of each line, how often it is billed.
    pub intervals: Vec<BillingInterval>,
    /// Names the price on screen.
    pub seen: String,
    /// What pays.
    pub method: Option<MethodOnFile>,
    /// Whether what pays is a card.
    pub has_card: bool,
    /// The billing address.
    pub address: Party,
    /// Its card is being asked.
    pub pending: Option<PendingOrder>,
    /// The account's purchase orders, for whoever may name one.
    pub purchase_orders: Vec<PurchaseOrder>,
    /// The seller's date.
    pub today: NaiveDate,
    /// Currency of the account.
    pub currency: Currency,
}

/// A service order in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceOrderRow {
    /// Its number.
    pub number: String,
    /// Where it is.
    pub state: ServiceOrderState,
    /// The quote that it accepts.
    pub quote: String,
    /// The day of placing.
    pub placed_on: NaiveDate,
    /// By when it is promised, in the seller's time: `24.11.2026, 14:05`.
    pub due: String,
    /// Whether that is over.
    pub is_late: bool,
    /// Names of its products.
    pub products: String,
    /// What it costs, gross, minor units.
    pub total_minor: i64,
    /// Currency of that.
    pub currency: Currency,
    /// Name of its account; for the staff.
    pub account_name: String,
    /// Number of its account; for the staff.
    pub account_number: String,
    /// Who works on it.
    pub taken_by: Option<String>,
}

/// A service order's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceOrderPage {
    /// The service order.
    pub order: ServiceOrder,
    /// When it was placed, in the seller's time.
    pub placed: String,
    /// By when it is promised, in the seller's time.
    pub due: String,
}

/// Of which origin a quote is, said by the one who made it.
impl QuotePage {
    /// Whether the customer has made it by Add seats.
    pub fn is_own(&self) -> bool {
        self.quote.origin == QuoteOrigin::SelfService
    }
}

/// The contracts and the open quotes.
#[server(endpoint = "load_seats")]
pub async fn load_seats() -> Result<SeatsPage, ApiError> {
    bodies::load_seats().await
}

/// Makes a quote of the seats that were typed, by contract. `replaced` names the open quotes that are given up for it.
#[server(endpoint = "save_seats")]
pub async fn save_seats(#[server(default)] seats: BTreeMap<SubscriptionId, String>, #[server(default)] replaced: String) -> Result<(), ApiError> {
    bodies::save_seats(seats, replaced).await
}

/// The account's quotes.
#[server(endpoint = "load_quotes")]
pub async fn load_quotes() -> Result<Vec<QuoteSummary>, ApiError> {
    bodies::load_quotes().await
}

/// A quote, priced for today.
#[server(endpoint = "load_quote")]
pub async fn load_quote(#[server(default)] number: String) -> Result<QuotePage, ApiError> {
    bodies::load_quote(number).await
}

/// Accepts a quote and places its service order. A number that was typed goes before one that was chosen.
#[server(endpoint = "accept_quote")]
pub async fn accept_quote(
    #[server(default)] number: String,
    #[server(default)] purchase_order: String,
    #[server(default)] purchase_order_choice: String,
    #[server(default)] seen: String,
) -> Result<(), ApiError> {
    bodies::accept_quote(number, (purchase_order, purchase_order_choice), seen).await
}

/// Gives up placing a quote whose card waits for its holder: the quote is open again.
#[server(endpoint = "give_up_placing")]
pub async fn give_up_placing(#[server(default)] number: String) -> Result<(), ApiError> {
    bodies::give_up_placing(number).await
}

/// Declines a quote.
#[server(endpoint = "decline_quote")]
pub async fn decline_quote(#[server(default)] number: String, #[server(default)] reason: String) -> Result<(), ApiError> {
    bodies::decline_quote(number, reason).await
}

/// Keeps admin contact and purchase order, and leads on to the review, or to where `next` says and from there back: `address`, `card`.
#[server(endpoint = "save_quote_details")]
pub async fn save_quote_details(
    #[server(default)] number: String,
    #[server(default)] admin_name: String,
    #[server(default)] admin_email: String,
    #[server(default)] purchase_order: String,
    #[server(default)] purchase_order_choice: String,
    #[server(default)] next: String,
) -> Result<(), ApiError> {
    bodies::save_quote_details(number, (admin_name, admin_email), (purchase_order, purchase_order_choice), next).await
}

/// Places the service order of a quote.
#[server(endpoint = "place_service_order")]
pub async fn place_service_order(#[server(default)] number: String, #[server(default)] seen: String) -> Result<(), ApiError> {
    bodies::place_service_order(number, seen).await
}

/// The account's service orders.
#[server(endpoint = "load_service_orders")]
pub async fn load_service_orders() -> Result<Vec<ServiceOrderRow>, ApiError> {
    bodies::load_service_orders().await
}

/// A service order.
#[server(endpoint = "load_service_order")]
pub async fn load_service_order(#[server(default)] number: String) -> Result<ServiceOrderPage, ApiError> {
    bodies::load_service_order(number).await
}
