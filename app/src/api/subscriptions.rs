//! Subscriptions home and plan editor: what they show.

use super::ApiError;
use super::open_invoices::OpenInvoices;
use super::proposals::ProposalRow;
use billing::cart::CartStep;
use billing::editor::PlanInput;
use billing::forecast::{Bill, MonthBill};
use billing::invoice::InvoiceState;
use billing::order::MethodOnFile;
use billing::price::Customer;
use billing::{BillingInterval, Catalogue, Currency, subscription::Subscription};
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A tile of the home page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tile {
    /// The subscription; `running.tax` says which VAT its price takes.
    pub subscription: Subscription,
    /// Name of its product.
    pub product_name: String,
    /// Name of its plan.
    pub plan_name: String,
    /// Whether a change of it waits in the cart.
    pub in_cart: bool,
    /// Its coming renewal, if it has one.
    pub next: Option<NextPeriod>,
}

/// What a subscription becomes at its renewal, as far as is known today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NextPeriod {
    /// The day.
    pub on: NaiveDate,
    /// Gross, minor units, before account credit.
    pub total_minor: i64,
    /// Net price of one licence, minor units.
    pub unit_minor: i64,
    /// What it changes to then, if that was arranged.
    pub scheduled: Option<ScheduledPlan>,
}

/// A change that was arranged for the renewal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScheduledPlan {
    /// Name of the plan.
    pub plan_name: String,
    /// Licences.
    pub seats: i64,
    /// Billing frequency.
    pub interval: BillingInterval,
}

/// The bill that comes next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NextBill {
    /// The day.
    pub on: NaiveDate,
    /// Gross, minor units, before account credit.
    pub total_minor: i64,
}

/// All that the home page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SubscriptionsPage {
    /// The seller's date.
    pub today: NaiveDate,
    /// The account's currency.
    pub currency: Currency,
    /// Account credit, minor units.
    pub credit_minor: i64,
    /// The earliest renewals, summed.
    pub next_bill: Option<NextBill>,
    /// State of the newest invoice, if there is one.
    pub newest_invoice: Option<(String, InvoiceState)>,
    /// Paid subscriptions of which nobody holds a licence: identifier and name of the product.
    pub unassigned: Vec<(String, String)>,
    /// What will be paid in the next twelve months; none where nothing will.
    pub forecast: Vec<MonthBill>,
    /// What is to be paid.
    pub open: OpenInvoices,
    /// What pays, where that cannot go on for long: it has expired, or is about to.
    pub expiring: Option<MethodOnFile>,
    /// What colleagues wish; told to the billing contact.
    pub proposals: Vec<ProposalRow>,
    /// Tiles, live subscriptions first.
    pub tiles: Vec<Tile>,
}

/// All that the plan editor needs to price in the browser.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EditorPage {
    /// The seller's date.
    pub today: NaiveDate,
    /// The account's currency.
    pub currency: Currency,
    /// The buyer, with the credit that may be used.
    pub customer: Customer,
    /// The subscription.
    pub subscription: Subscription,
    /// The one product with the prices in force.
    pub catalogue: Catalogue,
    /// How many of its licences are held.
    pub assigned: i64,
    /// What will be billed for it as it is.
    pub bills: Vec<Bill>,
    /// What will be billed for the account's others.
    pub other_bills: Vec<Bill>,
    /// What the cart already holds for this subscription.
    pub in_cart: Option<PlanInput>,
    /// Where the button leads.
    pub step: CartStep,
}

/// The home page's data.
#[server(endpoint = "load_subscriptions")]
pub async fn load_subscriptions() -> Result<SubscriptionsPage, ApiError> {
    super::bodies::load_subscriptions().await
}

/// The plan editor's data.
#[server(endpoint = "load_editor")]
pub async fn load_editor(subscription: String) -> Result<EditorPage, ApiError> {
    super::bodies::load_editor(subscription).await
}

/// Cancels a subscription to the end of its period.
#[server(endpoint = "cancel_subscription")]
pub async fn cancel_subscription(subscription: String, #[server(default)] reason: String) -> Result<(), ApiError> {
    super::bodies::cancel_subscription(subscription, reason).await
}

/// Takes a cancellation back.
#[server(endpoint = "reactivate_subscription")]
pub async fn reactivate_subscription(subscription: String) -> Result<(), ApiError> {
    super::bodies::reactivate_subscription(subscription).await
}
