//! An invoice as finance sees it, credit notes for its lines, and money that goes back.

#![allow(clippy::too_many_arguments, reason = "a form's function has an argument for each of its fields")]

#[cfg(feature = "ssr")]
pub(super) mod bodies;

use super::clock::AccountLink;
use crate::api::ApiError;
use billing::Currency;
use billing::input::InputFault;
use billing::invoice::InvoiceDocument;
use billing::order::MethodOnFile;
use billing::standing::InvoiceStanding;
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A payment whose money can go back by the gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundableRow {
    /// Identifier.
    pub id: String,
    /// What paid, where that is known.
    pub method: Option<MethodOnFile>,
    /// The day on which it was received.
    pub on: NaiveDate,
    /// What of it has not gone back, minor units.
    pub left_minor: i64,
}

/// What a credit note of the typed amounts would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditPreview {
    /// Net amounts for the lines, minor units, joined by commas: what the form sends.
    pub lines: String,
    /// Net, minor units.
    pub net_minor: i64,
    /// Its rate in per cent.
    pub rate: String,
    /// Tax, minor units.
    pub tax_minor: i64,
    /// Gross, minor units.
    pub total_minor: i64,
    /// What would still be open, minor units.
    pub open_after_minor: i64,
    /// What was paid and would be given back, minor units.
    pub paid_minor: i64,
}

/// The page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StaffInvoicePage {
    /// Whose invoice it is.
    pub account: AccountLink,
    /// As it was issued.
    pub document: InvoiceDocument,
    /// None for a credit note, and for an invoice that was cancelled.
    pub standing: Option<InvoiceStanding>,
    /// What can still be credited of each line, net, minor units.
    pub left: Vec<i64>,
    /// What can still be credited in all, net, minor units.
    pub left_minor: i64,
    /// What the typed amounts come to.
    pub preview: Option<CreditPreview>,
    /// Why they come to nothing.
    pub fault: Option<InputFault>,
    /// Payments that can go back.
    pub refundable: Vec<RefundableRow>,
    /// What can be transferred back, minor units.
    pub returnable_minor: i64,
    /// The account's credit, minor units.
    pub credit_minor: i64,
    /// Currency of all amounts.
    pub currency: Currency,
    /// The forms' key: a second click sends the same.
    pub form_key: String,
    /// Whether the reader may do all this.
    pub may_credit: bool,
}

/// An invoice of any account, with what a credit note of these amounts would do: as typed, joined by semicolons; empty for none.
#[server(endpoint = "load_staff_invoice")]
pub async fn load_staff_invoice(#[server(default)] number: String, #[server(default)] lines: String) -> Result<StaffInvoicePage, ApiError> {
    bodies::load_staff_invoice(number, lines).await
}

/// Issues a credit note, if what was on screen still is so, and leads back to the invoice.
#[server(endpoint = "issue_credit_note")]
pub async fn issue_credit_note(
    #[server(default)] form_key: String,
    #[server(default)] number: String,
    #[server(default)] seen_minor: String,
    #[server(default)] lines: String,
    #[server(default)] reason: String,
    #[server(default)] paid_part: String,
) -> Result<(), ApiError> {
    bodies::issue_credit_note((form_key, number), seen_minor, lines, reason, paid_part).await
}

/// Gives account credit back, and leads back to the invoice. Its fields have names of their own: the page has two forms.
#[server(endpoint = "refund_credit")]
pub async fn refund_credit(
    #[server(default)] form_key: String,
    #[server(default)] number: String,
    #[server(default)] refund_amount: String,
    #[server(default)] refund_reason: String,
    #[server(default)] refund_way: String,
) -> Result<(), ApiError> {
    bodies::refund_credit(form_key, number, refund_amount, refund_reason, refund_way).await
}
