//! The staff's queue of service orders.

#[cfg(feature = "ssr")]
pub(super) mod bodies;

use crate::api::ApiError;
use crate::api::quotes::ServiceOrderRow;
use billing::service_order::ServiceOrder;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A service order's page for the staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffServiceOrderPage {
    /// What the customer sees.
    pub order: ServiceOrder,
    /// Number of its account.
    pub account_number: String,
    /// Name of its account.
    pub account_name: String,
    /// When it was placed, in the seller's time.
    pub placed: String,
    /// By when it is promised, in the seller's time.
    pub due: String,
    /// Why the gateway would not end it.
    pub gateway_note: Option<String>,
    /// Something was decided, and the gateway is being asked.
    pub is_decided: bool,
}

/// Where the next page of the queue begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AfterDue {
    /// Whether the last one of the page waits (0) or has ended (1).
    pub part: i64,
    /// When it is or was due, microseconds.
    pub due_at: i64,
    /// Its number.
    pub number: String,
}

/// A page of the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuePage {
    /// What waits, by the time it is due; then what has ended.
    pub rows: Vec<ServiceOrderRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<AfterDue>,
}

/// A page of the queue: what is `waiting`, what has `ended`, or both.
#[server(endpoint = "load_service_order_queue")]
pub async fn load_service_order_queue(
    #[server(default)] state: String,
    #[server(default)] after_part: String,
    #[server(default)] after_due: String,
    #[server(default)] after_number: String,
) -> Result<QueuePage, ApiError> {
    bodies::load_service_order_queue(state, (after_part, after_due, after_number)).await
}

/// A service order.
#[server(endpoint = "load_staff_service_order")]
pub async fn load_staff_service_order(#[server(default)] number: String) -> Result<StaffServiceOrderPage, ApiError> {
    bodies::load_staff_service_order(number).await
}

/// Begins to work on a service order.
#[server(endpoint = "take_service_order")]
pub async fn take_service_order(#[server(default)] number: String) -> Result<(), ApiError> {
    bodies::take_service_order(number).await
}

/// A service order is done: its money is taken, and it comes into force.
#[server(endpoint = "complete_service_order")]
pub async fn complete_service_order(#[server(default)] number: String) -> Result<(), ApiError> {
    bodies::complete_service_order(number).await
}

/// A service order is refused.
#[server(endpoint = "refuse_service_order")]
pub async fn refuse_service_order(#[server(default)] number: String, #[server(default)] reason: String) -> Result<(), ApiError> {
    bodies::refuse_service_order(number, reason).await
}
