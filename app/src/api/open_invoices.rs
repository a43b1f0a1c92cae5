//! Invoices that are open: where they stand today, and paying them.

#[cfg(feature = "ssr")]
pub(super) mod bodies;

use super::ApiError;
use billing::order::MethodOnFile;
use billing::standing::InvoiceStanding;
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The account's open invoices, and what could pay them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenInvoices {
    /// The seller's date.
    pub today: NaiveDate,
    /// The method on file, if it can pay today.
    pub usable: Option<MethodOnFile>,
    /// Oldest first. None for who may not pay.
    pub invoices: Vec<InvoiceStanding>,
}

/// Where one invoice stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StandingPage {
    /// The seller's date.
    pub today: NaiveDate,
    /// The method on file, if it can pay today.
    pub usable: Option<MethodOnFile>,
    /// Whether the reader may pay it.
    pub may_pay: bool,
    /// None for a credit note, and for an invoice that was cancelled.
    pub invoice: Option<InvoiceStanding>,
    /// Numbers of the documents that correct it, oldest first.
    pub corrections: Vec<String>,
}

/// All that is open.
#[server(endpoint = "load_open_invoices")]
pub async fn load_open_invoices() -> Result<OpenInvoices, ApiError> {
    bodies::load_open_invoices().await
}

/// Where an invoice stands today.
#[server(endpoint = "load_standing")]
pub async fn load_standing(number: String) -> Result<StandingPage, ApiError> {
    bodies::load_standing(number).await
}

/// Pays all that is open of an invoice, if it is what was on screen, and leads to the invoice.
#[server(endpoint = "pay_invoice")]
pub async fn pay_invoice(number: String, seen_minor: String) -> Result<(), ApiError> {
    bodies::pay_invoice(number, seen_minor).await
}

/// Gives up a payment that waits for the holder of the card: it will never be charged.
#[server(endpoint = "give_up_payment")]
pub async fn give_up_payment(number: String) -> Result<(), ApiError> {
    bodies::give_up_payment(number).await
}
