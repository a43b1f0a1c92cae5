//! What colleagues wish, and what the billing contact makes of it. What they take up ends in the cart, see `cart/put.rs`.

pub mod list;
pub mod offer;
pub mod propose;
pub mod settle;

use billing::editor::PlanChoice;
use billing::ids::{ProductId, SubscriptionId};

/// So many wishes of an account may be open at once.
pub const MOST_OPEN: i64 = 20;

/// The address of the page, below the portal's, where a wish is filled in and ordered with one step.
pub fn order_address(product: &ProductId, subscription: Option<&SubscriptionId>, choice: &PlanChoice) -> String {
    let wished = format!("plan={}&seats={}&interval={}", choice.plan, choice.seats, choice.interval.code());
    match subscription {
        Some(id) => format!("/billing/subscriptions/{id}/edit?{wished}"),
        None => format!("/billing/subscriptions/new?product={product}&offer=buy&{wished}"),
    }
}
