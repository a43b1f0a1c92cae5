//! What the staff schedules for a subscription's renewal: the page with its preview, saving, and taking back.

#![allow(clippy::too_many_arguments, reason = "a form's function has an argument for each of its fields")]

#[cfg(feature = "ssr")]
pub(super) mod bodies;

use super::AfterDay;
use super::clock::AccountLink;
use crate::api::ApiError;
use billing::editor::PlanInput;
use billing::subscription::ScheduleObstacle;
use billing::{BillingInterval, Currency};
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A plan of a product with seats and frequency, as it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanWords {
    /// Name of the plan.
    pub plan_name: String,
    /// Licences.
    pub seats: i64,
    /// Frequency.
    pub interval: BillingInterval,
}

/// Where a subscription is in its life, as the staff tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It runs and renews.
    Active,
    /// A trial.
    Trial,
    /// It ends with its period.
    PendingCancellation,
    /// Its service rests.
    Suspended,
    /// An order of it is being processed.
    OrderOpen,
}

/// A subscription on the page of its account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionRow {
    /// Identifier.
    pub id: String,
    /// Name of the product.
    pub product_name: String,
    /// What runs.
    pub running: PlanWords,
    /// Net price of a period, minor units.
    pub net_minor: i64,
    /// How it stands.
    pub standing: Standing,
    /// First day after its period.
    pub period_end: NaiveDate,
    /// What it becomes then, if that was arranged.
    pub scheduled: Option<PlanWords>,
    /// Whether the reader can arrange something.
    pub may_schedule: bool,
}

/// What the renewal brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstBill {
    /// What it is for.
    pub words: PlanWords,
    /// The last day of its period.
    pub last_day: NaiveDate,
    /// Net price of one seat, minor units.
    pub unit_minor: i64,
    /// Net, minor units.
    pub net_minor: i64,
    /// With tax, minor units.
    pub total_minor: i64,
    /// Account credit that it uses, minor units.
    pub credit_used_minor: i64,
    /// What is charged, minor units.
    pub due_minor: i64,
}

/// A plan that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanOption {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
}

/// The page that schedules a change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangePage {
    /// Customer number.
    pub number: String,
    /// Name of the account.
    pub account_name: String,
    /// The subscription.
    pub subscription: String,
    /// Its version.
    pub version: i64,
    /// Name of the product.
    pub product_name: String,
    /// What runs.
    pub running: PlanWords,
    /// The renewal: the first day after the running period.
    pub renews_on: NaiveDate,
    /// The account's currency.
    pub currency: Currency,
    /// The product's plans.
    pub plans: Vec<PlanOption>,
    /// What the form shows.
    pub input: PlanInput,
    /// What is scheduled now.
    pub scheduled: Option<PlanWords>,
    /// Why nothing can be scheduled.
    pub obstacle: Option<ScheduleObstacle>,
    /// The first bill of what is asked for, if something is and it has a price.
    pub bill: Option<FirstBill>,
    /// Why it has none.
    pub fault: Option<ApiError>,
}

/// A scheduled change in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduledRow {
    /// Whose it is.
    pub account: AccountLink,
    /// The subscription.
    pub subscription: String,
    /// Name of its product.
    pub product_name: String,
    /// What runs.
    pub from: PlanWords,
    /// What it becomes.
    pub to: PlanWords,
    /// The renewal: the first day after the running period.
    pub on: NaiveDate,
    /// Who scheduled it last.
    pub by: Option<String>,
}

/// A page of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduledPage {
    /// By day.
    pub rows: Vec<ScheduledRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<AfterDay>,
}

/// The changes that are scheduled, of all accounts that the reader may see, after a day and subscription.
#[server(endpoint = "load_scheduled_changes")]
pub async fn load_scheduled_changes(#[server(default)] after_day: String, #[server(default)] after_id: String) -> Result<ScheduledPage, ApiError> {
    bodies::load_scheduled_changes((after_day, after_id)).await
}

/// The page; without plan, seats and interval it has no preview.
#[server(endpoint = "load_change")]
pub async fn load_change(
    #[server(default)] number: String,
    #[server(default)] subscription: String,
    #[server(default)] plan: String,
    #[server(default)] seats: String,
    #[server(default)] interval: String,
) -> Result<ChangePage, ApiError> {
    bodies::load_change((number, subscription), PlanInput { plan, seats, interval }).await
}

/// Schedules a change for the renewal and leads to the account's page.
#[server(endpoint = "schedule_change")]
pub async fn schedule_change(
    #[server(default)] number: String,
    #[server(default)] subscription: String,
    #[server(default)] version: String,
    #[server(default)] plan: String,
    #[server(default)] seats: String,
    #[server(default)] interval: String,
) -> Result<(), ApiError> {
    bodies::schedule_change((number, subscription, version), PlanInput { plan, seats, interval }).await
}

/// Takes back what is scheduled and leads to the account's page.
#[server(endpoint = "withdraw_change")]
pub async fn withdraw_change(
    #[server(default)] number: String,
    #[server(default)] subscription: String,
    #[server(default)] version: String,
) -> Result<(), ApiError> {
    bodies::withdraw_change((number, subscription, version)).await
}
