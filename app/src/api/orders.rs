//! The page of one order.

use super::ApiError;
use billing::order::Order;
use leptos::prelude::*;

/// An order of the account.
#[server(endpoint = "load_order")]
pub async fn load_order(order: String) -> Result<Order, ApiError> {
    super::bodies::load_order(order).await
}
