//! Purchase orders of all corporate accounts, for the staff to look at.

#[cfg(feature = "ssr")]
pub(super) mod bodies;

use crate::api::ApiError;
use crate::api::purchase_orders::PurchaseOrderPage;
use billing::purchase_order::PurchaseOrder;
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A purchase order in the staff's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffPurchaseOrderRow {
    /// The purchase order.
    pub order: PurchaseOrder,
    /// Number of its account.
    pub account_number: String,
    /// Name of its account.
    pub account_name: String,
}

/// The staff's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffPurchaseOrdersPage {
    /// The seller's date, from which it follows how each stands.
    pub today: NaiveDate,
    /// What runs out first stands first.
    pub rows: Vec<StaffPurchaseOrderRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<AfterOrder>,
}

/// Where the next page begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AfterOrder {
    /// How urgent the last one of the page is.
    pub urgency: i64,
    /// Its last day.
    pub day: NaiveDate,
    /// Its identifier.
    pub id: String,
}

/// A page of the purchase orders of the accounts that a search finds; of all with an empty one. `open` ones, `closed` ones, or both.
#[server(endpoint = "load_staff_purchase_orders")]
pub async fn load_staff_purchase_orders(
    #[server(default)] search: String,
    #[server(default)] state: String,
    #[server(default)] after_urgency: String,
    #[server(default)] after_day: String,
    #[server(default)] after_id: String,
) -> Result<StaffPurchaseOrdersPage, ApiError> {
    bodies::load_staff_purchase_orders((search, state), (after_urgency, after_day, after_id)).await
}

/// A purchase order; that it was looked at is written down.
#[server(endpoint = "load_staff_purchase_order")]
pub async fn load_staff_purchase_order(#[server(default)] id: String) -> Result<PurchaseOrderPage, ApiError> {
    bodies::load_staff_purchase_order(id).await
}
