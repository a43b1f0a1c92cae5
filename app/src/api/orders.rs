//! The page of one order.

use super::ApiError;
use billing::order::Order;
use leptos::prelude::*;

/// Gives up an order that waits for the card's holder: it will never be charged, and the cart stays.
#[server(endpoint = "give_up_order")]
pub async fn give_up_order(order: String) -> Result<(), ApiError> {
    super::bodies::give_up_order(order).await
}

/// An order of the account.
#[server(endpoint = "load_order")]
pub async fn load_order(order: String) -> Result<Order, ApiError> {
    super::bodies::load_order(order).await
}
