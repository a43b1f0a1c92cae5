//! Quotes as the staff makes and sees them.

#[cfg(feature = "ssr")]
pub(super) mod bodies;

use crate::api::ApiError;
use crate::api::quotes::QuotePage;
use billing::Currency;
use billing::quote::QuoteSummary;
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How many lines the form has.
pub const LINES: usize = 4;

/// A quote in the staff's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffQuoteRow {
    /// The quote.
    pub quote: QuoteSummary,
    /// Number of its account.
    pub account_number: String,
    /// Name of its account.
    pub account_name: String,
}

/// A quote's page for the staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffQuotePage {
    /// What the customer will see, or sees.
    pub page: QuotePage,
    /// Number of its account.
    pub account_number: String,
    /// Name of its account.
    pub account_name: String,
}

/// What a line may offer: its value in the form, and its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferChoice {
    /// `seats:ID`, or `new:PRODUCT:PLAN:INTERVAL`.
    pub value: String,
    /// Product and plan, with today's price.
    pub name: String,
    /// Whether it adds seats to a contract.
    pub adds: bool,
}

/// A line as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineForm {
    /// An [`OfferChoice`]; empty for no line.
    #[serde(default)]
    pub what: String,
    /// Number of seats.
    #[serde(default)]
    pub seats: String,
    /// The representative's own price; empty for none.
    #[serde(default)]
    pub own: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// All that the quote builder shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuilderPage {
    /// Number of the account.
    pub account_number: String,
    /// Name of the account.
    pub account_name: String,
    /// Number of the draft; none for a new one.
    pub number: Option<String>,
    /// What may be offered.
    pub offers: Vec<OfferChoice>,
    /// Currency of the account.
    pub currency: Currency,
    /// Today.
    pub today: NaiveDate,
    /// What the form holds at first.
    pub valid_until: NaiveDate,
    /// What is said about it.
    pub message: String,
    /// The lines.
    pub lines: Vec<LineForm>,
}

/// All quotes, drafts and open ones first.
#[server(endpoint = "load_staff_quotes")]
pub async fn load_staff_quotes() -> Result<Vec<StaffQuoteRow>, ApiError> {
    bodies::load_staff_quotes().await
}

/// A quote as its account sees it, or will.
#[server(endpoint = "load_staff_quote")]
pub async fn load_staff_quote(#[server(default)] number: String) -> Result<StaffQuotePage, ApiError> {
    bodies::load_staff_quote(number).await
}

/// The builder: for an account, or for a draft.
#[server(endpoint = "load_quote_builder")]
pub async fn load_quote_builder(#[server(default)] account: String, #[server(default)] number: String) -> Result<BuilderPage, ApiError> {
    bodies::load_quote_builder(account, number).await
}

/// Writes a draft and leads to it.
#[server(endpoint = "save_quote_draft")]
pub async fn save_quote_draft(
    #[server(default)] number: String,
    #[server(default)] account: String,
    #[server(default)] valid_until: String,
    #[server(default)] message: String,
    #[server(default)] lines: Vec<LineForm>,
) -> Result<(), ApiError> {
    bodies::save_quote_draft((number, account), (valid_until, message), lines).await
}

/// Sends a draft to its account.
#[server(endpoint = "send_quote")]
pub async fn send_quote(#[server(default)] number: String) -> Result<(), ApiError> {
    bodies::send_quote(number).await
}
