//! What invoices are made out to, and who gets them.

#![allow(clippy::too_many_arguments, reason = "a form's function has an argument for each of its fields")]

#[cfg(feature = "ssr")]
mod bodies;

use super::ApiError;
use super::session::Contact;
use billing::details::BillingDetails;
use billing::{Currency, VatIdState};
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the page of the billing details shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailsPage {
    /// The details as they stand.
    pub details: BillingDetails,
    /// Who may change them, where the reader may not.
    pub who_may: Option<Contact>,
    /// What is known of the VAT number.
    pub vat_id: VatIdState,
    /// Names the details as they stand.
    pub version: String,
    /// The account's currency.
    pub currency: Currency,
    /// Day of the next bills; today where nothing renews.
    pub next_on: NaiveDate,
    /// The net sum of each of them, minor units.
    pub next_net_minor: Vec<i64>,
}

/// The page's data.
#[server(endpoint = "load_billing_details")]
pub async fn load_billing_details(#[server(default)] door: String) -> Result<DetailsPage, ApiError> {
    bodies::load_billing_details(door).await
}

/// Changes the details. `version` names those that the form was filled with, `seen_tax` what the screen said of the next bill;
/// `back` is the page of the corporate door that the reader came from.
#[server(endpoint = "save_billing_details")]
pub async fn save_billing_details(
    #[server(default)] door: String,
    #[server(default)] back: String,
    #[server(default)] version: String,
    #[server(default)] seen_tax: String,
    #[server(default)] company: String,
    #[server(default)] country: String,
    #[server(default)] street: String,
    #[server(default)] postal_code: String,
    #[server(default)] city: String,
    #[server(default)] region: String,
    #[server(default)] vat_id: String,
    #[server(default)] language: String,
    #[server(default)] recipients: String,
) -> Result<(), ApiError> {
    let input = billing::details::DetailsInput { company, street, postal_code, city, region, country, vat_id, language, recipients };
    bodies::save_billing_details(door, back, version, seen_tax, input).await
}
