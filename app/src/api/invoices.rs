//! Invoice list and invoice page.

use super::ApiError;
use billing::invoice::{InvoiceDocument, InvoiceSummary};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One page of the list, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvoicesPage {
    /// Rows.
    pub rows: Vec<InvoiceSummary>,
    /// The number after which the next page begins, if there is one.
    pub older: Option<String>,
}

/// A page of the account's invoices: those issued before the invoice `before`, or the newest when it is empty.
#[server(endpoint = "load_invoices")]
pub async fn load_invoices(#[server(default)] before: String) -> Result<InvoicesPage, ApiError> {
    super::bodies::load_invoices(before).await
}

/// An invoice or credit note as it was issued.
#[server(endpoint = "load_invoice")]
pub async fn load_invoice(number: String) -> Result<InvoiceDocument, ApiError> {
    super::bodies::load_invoice(number).await
}
