//! Cart and checkout: what they show and what their forms do.

use super::ApiError;
use super::payment::PaymentFacts;
use billing::OrderPrice;
use billing::cart::CartItem;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// An item of the cart with its names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CartRow {
    /// The item.
    pub item: CartItem,
    /// Name of the product.
    pub product_name: String,
    /// Name of the plan that runs.
    pub plan_name_before: String,
    /// Name of the plan wanted.
    pub plan_name: String,
}

/// The cart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CartPage {
    /// Items in the order in which they were added; `price.lines[..].item` counts them from 0.
    pub rows: Vec<CartRow>,
    /// The price of all; absent when the cart is empty or an item has a problem.
    pub price: Option<OrderPrice>,
}

/// The checkout page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckoutPage {
    /// The cart; its price is there.
    pub cart: CartPage,
    /// Names this checkout: a second submit with the same key gets the first one's result.
    pub checkout_key: String,
    /// Names the price on screen, see `billing::fingerprint`.
    pub seen: String,
    /// Who pays, and with what.
    pub payment: PaymentFacts,
}

/// What there is to check out. What keeps an order from being placed is no error of the question: it may have been
/// placed a moment ago, perhaps on another device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Checkout {
    /// An order that can be placed.
    Ready(Box<CheckoutPage>),
    /// The cart is empty.
    Empty,
    /// An order for the same subscription is in progress.
    OrderOpen { order: String },
    /// Something in the cart has no price.
    NotOrderable,
}

/// Puts what is wanted of a product into the cart and leads to checkout, or to the cart when other items wait there:
/// a change where `subscription` is named, else a new subscription to `product`.
#[server(endpoint = "put_in_cart")]
pub async fn put_in_cart(
    #[server(default)] subscription: String,
    #[server(default)] product: String,
    #[server(default)] plan: String,
    #[server(default)] seats: String,
    #[server(default)] interval: String,
) -> Result<(), ApiError> {
    super::bodies::put_in_cart((subscription, product), billing::editor::PlanInput { plan, seats, interval }).await
}

/// Takes what is wanted of a product out of the cart; leads to the cart.
#[server(endpoint = "remove_from_cart")]
pub async fn remove_from_cart(product: String) -> Result<(), ApiError> {
    super::bodies::remove_from_cart(product).await
}

/// The cart's data.
#[server(endpoint = "load_cart")]
pub async fn load_cart() -> Result<CartPage, ApiError> {
    super::bodies::load_cart().await
}

/// The checkout's data.
#[server(endpoint = "load_checkout")]
pub async fn load_checkout() -> Result<Checkout, ApiError> {
    super::bodies::load_checkout().await
}

/// Places the order and leads to its page, whatever became of it. `seen` is the price on screen;
/// `seen_due_minor` is only there to be shown again when the price has changed.
#[server(endpoint = "place_order")]
pub async fn place_order(checkout_key: String, seen: String, seen_due_minor: String) -> Result<(), ApiError> {
    let _ = seen_due_minor;
    super::bodies::place_order(checkout_key, seen).await
}
