//! Transfers and checks as finance records, allocates and takes them back.

#![allow(clippy::too_many_arguments, reason = "a form's function has an argument for each of its fields")]

#[cfg(feature = "ssr")]
pub(super) mod bodies;

use super::clock::AccountLink;
use crate::api::ApiError;
use billing::Currency;
use billing::receipt::{ReceiptKind, SuggestedBy};
use billing::standing::Reversal;
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A receipt in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptRow {
    /// Identifier.
    pub id: String,
    /// Whose money it is.
    pub account: AccountLink,
    /// How it arrived.
    pub kind: ReceiptKind,
    /// Minor units.
    pub amount_minor: i64,
    /// What of it pays nothing, minor units.
    pub unallocated_minor: i64,
    /// Currency of both.
    pub currency: Currency,
    /// The day on which it arrived.
    pub received_on: NaiveDate,
    /// What the payer wrote on it.
    pub reference: String,
    /// Whether all of it was taken back.
    pub is_reversed: bool,
}

/// Where the next page of the list begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptAfter {
    /// Day of the last row.
    pub day: NaiveDate,
    /// Its identifier.
    pub id: String,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptsPage {
    /// The newest first.
    pub rows: Vec<ReceiptRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<ReceiptAfter>,
    /// The seller's date: its month is the one whose file is offered first.
    pub today: NaiveDate,
    /// Whether the reader may record money.
    pub may_record: bool,
}

/// The account that a new receipt is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payer {
    /// The account.
    pub account: AccountLink,
    /// Its currency.
    pub currency: Currency,
    /// What it owes, minor units.
    pub open_minor: i64,
}

/// What the form for a new receipt holds at first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewReceiptPage {
    /// The form's key: a second click sends the same.
    pub form_key: String,
    /// The account, once its number is known.
    pub payer: Option<Payer>,
    /// The seller's date.
    pub today: NaiveDate,
}

/// What a receipt pays, or paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllocationRow {
    /// Identifier.
    pub id: String,
    /// Number of the invoice.
    pub number: String,
    /// Minor units.
    pub amount_minor: i64,
    /// The day of the allocation.
    pub on: NaiveDate,
    /// Who allocated it.
    pub person: String,
    /// That it no longer counts.
    pub reversal: Option<Reversal>,
}

/// An open invoice that a receipt may pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayableRow {
    /// Number.
    pub number: String,
    /// Names of its products.
    pub products: String,
    /// Still to be paid, minor units.
    pub open_minor: i64,
    /// The day by which it is to be paid.
    pub due_on: Option<NaiveDate>,
    /// Since when it is overdue.
    pub overdue_since: Option<NaiveDate>,
    /// What is suggested, minor units.
    pub suggested_minor: i64,
}

/// A receipt's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptPage {
    /// The receipt.
    pub receipt: ReceiptRow,
    /// Who recorded it.
    pub recorded_by: String,
    /// That all of it was taken back.
    pub reversal: Option<Reversal>,
    /// What it pays and paid, in the order in which that was done.
    pub allocations: Vec<AllocationRow>,
    /// What it may pay, the oldest first.
    pub open: Vec<PayableRow>,
    /// By what the suggestion was found.
    pub suggested_by: Option<SuggestedBy>,
    /// The form's key: a second click sends the same.
    pub form_key: String,
    /// Whether the reader may allocate it and take it back.
    pub may_record: bool,
}

/// A share as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareForm {
    /// Number of the invoice.
    #[serde(default)]
    pub number: String,
    /// What of it is paid; empty for nothing.
    #[serde(default)]
    pub amount: String,
}

/// A page of all accounts' receipts: all, or those with something `unallocated`.
#[server(endpoint = "load_receipts")]
pub async fn load_receipts(
    #[server(default)] search: String,
    #[server(default)] state: String,
    #[server(default)] after_day: String,
    #[server(default)] after_id: String,
) -> Result<ReceiptsPage, ApiError> {
    bodies::load_receipts(search, state, (after_day, after_id)).await
}

/// The form for a new receipt.
#[server(endpoint = "load_new_receipt")]
pub async fn load_new_receipt(#[server(default)] account: String) -> Result<NewReceiptPage, ApiError> {
    bodies::load_new_receipt(account).await
}

/// Records a receipt and leads to it.
#[server(endpoint = "record_receipt")]
pub async fn record_receipt(
    #[server(default)] form_key: String,
    #[server(default)] account: String,
    #[server(default)] kind: String,
    #[server(default)] amount: String,
    #[server(default)] received_on: String,
    #[server(default)] reference: String,
) -> Result<(), ApiError> {
    bodies::record_receipt(form_key, account, kind, amount, (received_on, reference)).await
}

/// One receipt. That the reader looked at it is written down.
#[server(endpoint = "load_receipt")]
pub async fn load_receipt(#[server(default)] receipt: String) -> Result<ReceiptPage, ApiError> {
    bodies::load_receipt(receipt).await
}

/// Pays invoices with what of a receipt is unallocated, if that is what was on screen.
#[server(endpoint = "allocate_receipt")]
pub async fn allocate_receipt(
    #[server(default)] form_key: String,
    #[server(default)] receipt: String,
    #[server(default)] seen_minor: String,
    #[server(default)] shares: Vec<ShareForm>,
) -> Result<(), ApiError> {
    bodies::allocate_receipt(form_key, receipt, seen_minor, shares).await
}

/// Takes one allocation back; its money is unallocated again. Its reason has a name of its own: the page asks for two.
#[server(endpoint = "reverse_allocation")]
pub async fn reverse_allocation(
    #[server(default)] receipt: String,
    #[server(default)] allocation: String,
    #[server(default)] share_reason: String,
) -> Result<(), ApiError> {
    bodies::reverse_allocation(receipt, allocation, share_reason).await
}

/// Takes a whole receipt back with all that it pays.
#[server(endpoint = "reverse_receipt")]
pub async fn reverse_receipt(#[server(default)] receipt: String, #[server(default)] reason: String) -> Result<(), ApiError> {
    bodies::reverse_receipt(receipt, reason).await
}
