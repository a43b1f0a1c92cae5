//! Signing in, and what every signed-in page shows around its matter.

#[cfg(feature = "ssr")]
pub(super) mod bodies;

use super::ApiError;
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A person to write to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
}

/// What a person may do for the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything.
    BillingContact,
    /// Look.
    Member,
}

/// What the frame around every signed-in page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// Name of the account.
    pub account_name: String,
    /// To how many accounts the reader belongs.
    pub account_count: i64,
    /// Name of the reader.
    pub person_name: String,
    /// Whether the reader may order.
    pub role: Role,
    /// Who may.
    pub billing_contact: Contact,
    /// How many items wait in the cart.
    pub cart_items: i64,
    /// Who sells, and how to reach them.
    pub seller: Contact,
    /// The day of the demonstration, if this is one.
    pub demo: Option<DemoDay>,
}

/// On which day a demonstration stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoDay {
    /// The day.
    pub today: NaiveDate,
    /// Whether its calendar was moved.
    pub is_moved: bool,
}

/// Who can sign in to the demonstration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoSignIn {
    /// Login.
    pub login: String,
    /// Who that is.
    pub who: String,
    /// Password; demonstration data, known to all.
    pub password: String,
}

/// What the sign-in page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInPage {
    /// Empty unless this is a demonstration.
    pub demo: Vec<DemoSignIn>,
}

/// Begins a session and leads to `next`, or home. The form is never sent by script: the page that follows is
/// another person's, and perhaps in another language.
#[server(endpoint = "sign_in")]
pub async fn sign_in(#[server(default)] email: String, #[server(default)] password: String, #[server(default)] next: String) -> Result<(), ApiError> {
    bodies::sign_in(email, password.into(), next).await
}

/// The sign-in page's data.
#[server(endpoint = "load_sign_in")]
pub async fn load_sign_in() -> Result<SignInPage, ApiError> {
    bodies::load_sign_in().await
}

/// The frame's data.
#[server(endpoint = "load_frame")]
pub async fn load_frame() -> Result<Frame, ApiError> {
    bodies::load_frame().await
}
