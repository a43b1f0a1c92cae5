//! Invoice list and invoice page.

use super::ApiError;
#[cfg(feature = "ssr")]
use backend::usecases::invoices::search::InvoiceQuery;
use billing::invoice::{InvoiceDocument, InvoiceSummary, InvoiceSums};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One page of the list, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvoicesPage {
    /// Rows.
    pub rows: Vec<InvoiceSummary>,
    /// The number after which the next page begins, if there is one.
    pub older: Option<String>,
    /// Of everything that is found, by currency.
    pub sums: Vec<InvoiceSums>,
    /// The years in which something was issued, newest first; none for an account without invoices.
    pub years: Vec<i32>,
    /// Products to filter by: id and name.
    pub products: Vec<(String, String)>,
    /// Whether the papers of everything that is found fit one file.
    pub fits_one_file: bool,
}

/// A page of the account's invoices: of those that are searched for, those issued before the invoice `before`, or the
/// newest when it is empty.
#[server(endpoint = "load_invoices")]
pub async fn load_invoices(
    #[server(default)] before: String,
    #[server(default)] search: String,
    #[server(default)] year: String,
    #[server(default)] product: String,
    #[server(default)] state: String,
) -> Result<InvoicesPage, ApiError> {
    super::bodies::load_invoices(before, InvoiceQuery { search, year, product, state }).await
}

/// An invoice or credit note as it was issued.
#[server(endpoint = "load_invoice")]
pub async fn load_invoice(number: String) -> Result<InvoiceDocument, ApiError> {
    super::bodies::load_invoice(number).await
}
