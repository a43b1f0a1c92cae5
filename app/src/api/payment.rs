//! Paying: the payment method on file, the VAT number, and the way to the gateway's page.

use super::ApiError;
use billing::VatIdState;
use billing::country::Country;
use billing::invoice::Party;
use billing::order::MethodOnFile;
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Who pays, with what, and what is known of their VAT number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaymentFacts {
    /// The seller's date.
    pub today: NaiveDate,
    /// What pays.
    pub method: Option<MethodOnFile>,
    /// Billing address and VAT number.
    pub buyer: Party,
    /// Country of the address.
    pub country: Country,
    /// What is known of the VAT number.
    pub vat_id: VatIdState,
}

/// Leads to the gateway's page, where a payment method is entered, and from there back to the page of `purpose`. The
/// form is never sent by script: the page that follows is another site's.
#[server(endpoint = "open_payment_page")]
pub async fn open_payment_page(purpose: String) -> Result<(), ApiError> {
    super::bodies::open_payment_page(purpose).await
}

/// Checks a VAT number and keeps it; an empty one is removed.
#[server(endpoint = "apply_vat_id")]
pub async fn apply_vat_id(#[server(default)] vat_id: String) -> Result<(), ApiError> {
    super::bodies::apply_vat_id(vat_id).await
}

/// The payment method page's data.
#[server(endpoint = "load_payment")]
pub async fn load_payment() -> Result<PaymentFacts, ApiError> {
    super::bodies::load_payment().await
}
