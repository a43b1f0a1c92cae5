//! The catalogue in force, as the staff reads it. Its amounts are written on the server.

#[cfg(feature = "ssr")]
mod bodies;

use crate::api::ApiError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A price, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceRow {
    /// Plan.
    pub plan: String,
    /// ISO code of the currency.
    pub currency: String,
    /// Billing frequency.
    pub interval: String,
    /// Of one seat for one period, net.
    pub unit: String,
    /// From so many seats on, another; empty without steps.
    pub steps: Vec<String>,
    /// From its first day to its last.
    pub span: String,
    /// Whether it is the one in force today.
    pub is_current: bool,
}

/// A product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductCard {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Trial, seat add-on, and seats of each plan, in words.
    pub facts: Vec<String>,
    /// All prices, by plan, currency, frequency and day.
    pub prices: Vec<PriceRow>,
}

/// The catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CataloguePage {
    /// Since when it is in force, if that was written down.
    pub since: Option<String>,
    /// SHA-256 of what it says.
    pub fingerprint: String,
    /// The products.
    pub products: Vec<ProductCard>,
}

/// The page's data.
#[server(endpoint = "load_catalogue")]
pub async fn load_catalogue() -> Result<CataloguePage, ApiError> {
    bodies::load_catalogue().await
}
