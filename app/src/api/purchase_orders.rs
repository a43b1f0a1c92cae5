//! Purchase orders at the corporate door: the list, one of them, and what the billing contact does with them.

#[cfg(feature = "ssr")]
pub(super) mod bodies;

use super::ApiError;
use super::session::Contact;
use billing::Currency;
use billing::purchase_order::{PurchaseOrder, PurchaseOrderUse};
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Where a document is sent as `multipart/form-data`, as a form's hidden function would be named. It is no server function: those
/// take small bodies.
pub const DOCUMENT_UPLOAD: &str = "/corporate/purchase-orders/document";

/// The field that holds the document.
pub const DOCUMENT_FIELD: &str = "document";

/// The account's purchase orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseOrdersPage {
    /// The seller's date, from which it follows how each stands.
    pub today: NaiveDate,
    /// Those that are open first, and of those the ones that end soonest.
    pub orders: Vec<PurchaseOrder>,
}

/// What the form of a new one needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPurchaseOrderPage {
    /// The seller's date.
    pub today: NaiveDate,
    /// The account's currency.
    pub currency: Currency,
}

/// A purchase order's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseOrderPage {
    /// The seller's date.
    pub today: NaiveDate,
    /// The purchase order.
    pub order: PurchaseOrder,
    /// What took of it and gave back, newest first.
    pub uses: Vec<PurchaseOrderUse>,
    /// Number and name of its account; for the staff.
    pub account: Option<(String, String)>,
    /// Who may change it, where that is somebody else than the reader.
    pub read_only: Option<Contact>,
}

/// The account's purchase orders.
#[server(endpoint = "load_purchase_orders")]
pub async fn load_purchase_orders() -> Result<PurchaseOrdersPage, ApiError> {
    bodies::load_purchase_orders().await
}

/// What the form of a new one needs to know.
#[server(endpoint = "load_new_purchase_order")]
pub async fn load_new_purchase_order() -> Result<NewPurchaseOrderPage, ApiError> {
    bodies::load_new_purchase_order().await
}

/// A purchase order.
#[server(endpoint = "load_purchase_order")]
pub async fn load_purchase_order(#[server(default)] id: String) -> Result<PurchaseOrderPage, ApiError> {
    bodies::load_purchase_order(id).await
}

/// Adds a purchase order, and leads to it.
#[server(endpoint = "add_purchase_order")]
pub async fn add_purchase_order(
    #[server(default)] number: String,
    #[server(default)] amount: String,
    #[server(default)] valid_from: String,
    #[server(default)] valid_until: String,
) -> Result<(), ApiError> {
    bodies::add_purchase_order((number, amount, valid_from, valid_until)).await
}

/// Changes a purchase order whose version on screen was `version`.
#[server(endpoint = "edit_purchase_order")]
pub async fn edit_purchase_order(
    #[server(default)] id: String,
    #[server(default)] version: String,
    #[server(default)] number: String,
    #[server(default)] amount: String,
    #[server(default)] valid_from: String,
    #[server(default)] valid_until: String,
) -> Result<(), ApiError> {
    bodies::edit_purchase_order((id, version), (number, amount, valid_from, valid_until)).await
}

/// Closes a purchase order, or opens it again.
#[server(endpoint = "set_purchase_order_state")]
pub async fn set_purchase_order_state(
    #[server(default)] id: String,
    #[server(default)] version: String,
    #[server(default)] state: String,
) -> Result<(), ApiError> {
    bodies::set_purchase_order_state((id, version), state).await
}
