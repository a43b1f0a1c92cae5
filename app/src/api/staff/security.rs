//! What a member of staff asks about their own sign-in: its second factor, and the second step of signing in.

#[cfg(feature = "ssr")]
pub(super) mod bodies;

use crate::api::ApiError;
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The reader's second factor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// None.
    Off,
    /// To be confirmed by a code.
    Offered(Offer),
    /// Asked for at every sign-in.
    On {
        /// Since when.
        since: NaiveDate,
        /// Recovery codes that are left.
        recovery_codes: i64,
    },
}

/// What an authenticator is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The secret in groups of four, to be typed.
    pub secret: String,
    /// Squares on each side of the picture; 0 where there is none.
    pub side: i64,
    /// The dark squares, as the path of an SVG.
    pub path: String,
}

/// The page about the reader's sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityPage {
    /// Their mail address.
    pub email: String,
    /// Their second factor.
    pub factor: Factor,
    /// Whether the operator wants everybody to have one.
    pub is_required: bool,
    /// Recovery codes that were made a moment ago: never shown again.
    pub fresh_codes: Vec<String>,
}

/// The page's data.
#[server(endpoint = "load_security")]
pub async fn load_security() -> Result<SecurityPage, ApiError> {
    bodies::load_security().await
}

/// Begins to set up a second factor: makes a secret. No form of this page is sent by script, so that what is shown once comes with
/// a page and is held by nothing else.
#[server(endpoint = "offer_second_factor")]
pub async fn offer_second_factor() -> Result<(), ApiError> {
    bodies::offer_second_factor().await
}

/// Turns it on by its first code.
#[server(endpoint = "turn_on_second_factor")]
pub async fn turn_on_second_factor(#[server(default)] code: String) -> Result<(), ApiError> {
    bodies::turn_on_second_factor(code).await
}

/// Makes new recovery codes.
#[server(endpoint = "renew_recovery_codes")]
pub async fn renew_recovery_codes(#[server(default)] code: String) -> Result<(), ApiError> {
    bodies::renew_recovery_codes(code).await
}

/// Turns it off by a last code.
#[server(endpoint = "turn_off_second_factor")]
pub async fn turn_off_second_factor(#[server(default)] code: String) -> Result<(), ApiError> {
    bodies::turn_off_second_factor(code).await
}

/// The second step of signing in: takes the code of who has just typed their password. Never sent by script, see `sign_in`.
#[server(endpoint = "prove_second_factor")]
pub async fn prove_second_factor(#[server(default)] code: String) -> Result<(), ApiError> {
    bodies::prove_second_factor(code).await
}
