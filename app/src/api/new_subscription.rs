//! Subscribing to a product that the account does not have, or trying it first: what the steps show and what their forms do.

#[cfg(feature = "ssr")]
mod bodies;

use super::ApiError;
use billing::cart::CartStep;
use billing::editor::PlanInput;
use billing::ids::{OrderId, PlanId, ProductId, SubscriptionId};
use billing::price::Customer;
use billing::{BillingPeriod, Catalogue, Currency};
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the account has of a product today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing: it can be bought.
    Free,
    /// A trial that runs until the day before `ends`; buying ends it.
    Trial { subscription: SubscriptionId, ends: NaiveDate },
    /// A subscription that can be changed instead.
    Active { subscription: SubscriptionId },
    /// A subscription whose service rests until an invoice is paid.
    Suspended { subscription: SubscriptionId },
    /// A subscription that is cancelled and ends that day.
    Ending { ends: NaiveDate },
    /// An order whose result is not known yet.
    OrderOpen { order: OrderId },
}

/// What the account can try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trial {
    /// Free of charge for these days, should it begin today.
    Offered(BillingPeriod),
    /// It has been tried; there is no second time.
    Used,
    /// The product cannot be tried.
    Missing,
}

/// A product as it stands for the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The product.
    pub product: ProductId,
    /// What runs of it.
    pub standing: Standing,
    /// Whether it can be tried.
    pub trial: Trial,
    /// What the form shows at first: what waits in the cart, what runs as a trial, what ran before, else the smallest.
    pub first: PlanInput,
    /// Whether it waits in the cart.
    pub in_cart: bool,
    /// Where the last button leads.
    pub step: CartStep,
}

/// All that the steps show. It does not change from step to step, so that the way there and back asks for nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSubscriptionPage {
    /// The seller's date.
    pub today: NaiveDate,
    /// The account's currency.
    pub currency: Currency,
    /// The buyer, with the credit that may be used.
    pub customer: Customer,
    /// All products with the prices in force.
    pub catalogue: Catalogue,
    /// One for each product, in the catalogue's order.
    pub offers: Vec<Offer>,
}

/// A trial that was started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartedTrial {
    /// Its product.
    pub product: ProductId,
    /// The product's name.
    pub product_name: String,
    /// Its plan.
    pub plan: PlanId,
    /// The plan's name.
    pub plan_name: String,
    /// Licences.
    pub seats: i64,
    /// When it runs.
    pub period: BillingPeriod,
    /// Whether it is over by now.
    pub is_over: bool,
}

/// The data of all steps.
#[server(endpoint = "load_new_subscription")]
pub async fn load_new_subscription() -> Result<NewSubscriptionPage, ApiError> {
    bodies::load_new_subscription().await
}

/// Starts a free trial and leads to its confirmation; one that runs already is confirmed again.
#[server(endpoint = "start_trial")]
pub async fn start_trial(#[server(default)] product: String, #[server(default)] plan: String, #[server(default)] seats: String) -> Result<(), ApiError> {
    bodies::start_trial(product, plan, seats).await
}

/// What was started.
#[server(endpoint = "load_started_trial")]
pub async fn load_started_trial(subscription: String) -> Result<StartedTrial, ApiError> {
    bodies::load_started_trial(subscription).await
}
