//! Quotes as the staff makes and sees them.

#[cfg(feature = "ssr")]
pub(super) mod bodies;

use super::AfterDay;
use crate::api::ApiError;
use crate::api::quotes::QuotePage;
use billing::quote::QuoteSummary;
use billing::{BillingInterval, Currency};
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How many lines the form has at first.
pub const LINES: usize = 1;

/// How many lines a quote has at most.
pub const MOST_LINES: usize = 50;

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

/// A page of the staff's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffQuotesPage {
    /// Newest first.
    pub rows: Vec<StaffQuoteRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<AfterDay>,
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
    /// Product and plan.
    pub name: String,
    /// Today's price of a seat, net, minor units.
    pub unit_minor: i64,
    /// For how long that is.
    pub interval: BillingInterval,
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
    /// Key of the form: sent twice, it is one draft.
    pub form_key: String,
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

/// A page of all accounts' quotes: those in a state, `ended` for all that lead nowhere any more, or all.
#[server(endpoint = "load_staff_quotes")]
pub async fn load_staff_quotes(
    #[server(default)] state: String,
    #[server(default)] after_day: String,
    #[server(default)] after_id: String,
) -> Result<StaffQuotesPage, ApiError> {
    bodies::load_staff_quotes(state, (after_day, after_id)).await
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
    #[server(default)] form_key: String,
    #[server(default)] number: String,
    #[server(default)] account: String,
    #[server(default)] valid_until: String,
    #[server(default)] message: String,
    #[server(default)] lines: Vec<LineForm>,
) -> Result<(), ApiError> {
    bodies::save_quote_draft((form_key, number, account), (valid_until, message), lines).await
}

/// Sends a draft to its account.
#[server(endpoint = "send_quote")]
pub async fn send_quote(#[server(default)] number: String) -> Result<(), ApiError> {
    bodies::send_quote(number).await
}

/// Discards a draft.
#[server(endpoint = "discard_quote_draft")]
pub async fn discard_quote_draft(#[server(default)] number: String) -> Result<(), ApiError> {
    bodies::discard_quote_draft(number).await
}

/// Withdraws an open quote, and tells its account why.
#[server(endpoint = "withdraw_quote")]
pub async fn withdraw_quote(#[server(default)] number: String, #[server(default)] reason: String) -> Result<(), ApiError> {
    bodies::withdraw_quote(number, reason).await
}
