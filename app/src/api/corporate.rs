//! The corporate door: signing in by User ID, what stands around its pages, and the contracts.

#[cfg(feature = "ssr")]
pub(super) mod bodies;

use super::ApiError;
use super::session::{Contact, DemoDay, SignInPage};
use billing::corporate::{ContactRight, SeatsBlocked};
use billing::subscription::Subscription;
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the frame around every page of the corporate door shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorporateFrame {
    /// Name of the account.
    pub account_name: String,
    /// Its number.
    pub account_number: String,
    /// Name of the reader.
    pub person_name: String,
    /// What the reader may do.
    pub right: ContactRight,
    /// Who may order.
    pub billing_contact: Contact,
    /// Who offers the reader their place, if somebody does.
    pub offered_by: Option<String>,
    /// Corporate Account Services.
    pub services: Contact,
    /// The day of the demonstration, if this is one.
    pub demo: Option<DemoDay>,
}

/// A contract of the account: a subscription at a price of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    /// The subscription; its running period is the contract's.
    pub subscription: Subscription,
    /// Name of its product.
    pub product_name: String,
    /// Name of its plan.
    pub plan_name: String,
    /// Name of the plan that its renewal brings, where one is scheduled.
    pub scheduled_plan: Option<String>,
    /// Net price of all seats for the whole period, minor units; none where it cannot be an amount.
    pub period_minor: Option<i64>,
    /// Why seats cannot be added here; none where they can.
    pub blocked: Option<SeatsBlocked>,
}

/// All that the page of contracts shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractsPage {
    /// The seller's date.
    pub today: NaiveDate,
    /// Contracts, those that run first.
    pub contracts: Vec<Contract>,
}

/// Begins a session at the corporate door and leads to `next`, or to the contracts. Never sent by script, as
/// [`sign_in`](super::session::sign_in).
#[server(endpoint = "corporate_sign_in")]
pub async fn corporate_sign_in(
    #[server(default)] user_id: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<(), ApiError> {
    bodies::corporate_sign_in(user_id, password.into(), next).await
}

/// The sign-in page's data.
#[server(endpoint = "load_corporate_sign_in")]
pub async fn load_corporate_sign_in() -> Result<SignInPage, ApiError> {
    bodies::load_corporate_sign_in().await
}

/// Asks for a link to set a new password, by User ID. Answers the same whether there is such a User ID or not.
#[server(endpoint = "ask_corporate_link")]
pub async fn ask_corporate_link(#[server(default)] user_id: String) -> Result<(), ApiError> {
    bodies::ask_corporate_link(user_id).await
}

/// The frame's data.
#[server(endpoint = "load_corporate_frame")]
pub async fn load_corporate_frame() -> Result<CorporateFrame, ApiError> {
    bodies::load_corporate_frame().await
}

/// The contracts.
#[server(endpoint = "load_contracts")]
pub async fn load_contracts() -> Result<ContractsPage, ApiError> {
    bodies::load_contracts().await
}
