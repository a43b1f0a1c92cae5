//! Customer care: the account's requests, a new one, and the messages of one.

#![allow(clippy::too_many_arguments, reason = "a form's function has an argument for each of its fields")]

#[cfg(feature = "ssr")]
pub(super) mod bodies;

use super::ApiError;
use billing::BillingInterval;
use billing::request::{RequestState, RequestSubject, Side};
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A subscription that a request may be about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CareSubscription {
    /// Identifier.
    pub id: String,
    /// Product and plan.
    pub name: String,
}

/// A request in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CareRow {
    /// Identifier.
    pub id: String,
    /// What it is about.
    pub subject: RequestSubject,
    /// The subscription concerned.
    pub about: Option<String>,
    /// Where it stands.
    pub state: RequestState,
    /// The day on which it was asked, by the clock on the wall.
    pub asked_on: NaiveDate,
}

/// A downgrade that the plan editor led here with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CareWish {
    /// Product and plan that run.
    pub from: String,
    /// Name of the plan that is wished.
    pub plan_name: String,
    /// Licences.
    pub seats: i64,
    /// Frequency.
    pub interval: BillingInterval,
}

/// The page of customer care.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarePage {
    /// What a request may be about.
    pub subscriptions: Vec<CareSubscription>,
    /// What else, of an account that works with a representative: quotes, service orders, invoices, each with its number.
    pub matters: Vec<CareSubscription>,
    /// The newest first.
    pub requests: Vec<CareRow>,
    /// What to fill in.
    pub wish: Option<CareWish>,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestMessage {
    /// Who wrote it.
    pub side: Side,
    /// Name of the person; empty where it is not told.
    pub person: String,
    /// The day, by the clock on the wall.
    pub on: NaiveDate,
    /// The time of day.
    pub at: String,
    /// What they wrote.
    pub text: String,
}

/// A request with its messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationPage {
    /// Identifier.
    pub id: String,
    /// What it is about.
    pub subject: RequestSubject,
    /// The subscription concerned.
    pub about: Option<String>,
    /// Where it stands.
    pub state: RequestState,
    /// The oldest first.
    pub messages: Vec<RequestMessage>,
}

/// The page, with what a downgrade wishes, if the address says so.
#[server(endpoint = "load_care")]
pub async fn load_care(
    #[server(default)] door: String,
    #[server(default)] about: String,
    #[server(default)] subscription: String,
    #[server(default)] plan: String,
    #[server(default)] seats: String,
    #[server(default)] interval: String,
) -> Result<CarePage, ApiError> {
    bodies::load_care(door, (about, subscription), (plan, seats, interval)).await
}

/// Asks customer care and leads to the request.
#[server(endpoint = "open_request")]
pub async fn open_request(
    #[server(default)] door: String,
    #[server(default)] about: String,
    #[server(default)] subject: String,
    #[server(default)] subscription: String,
    #[server(default)] plan: String,
    #[server(default)] seats: String,
    #[server(default)] interval: String,
    #[server(default)] message: String,
) -> Result<(), ApiError> {
    bodies::open_request(door, (subject, subscription, about), (plan, seats, interval), message).await
}

/// One request.
#[server(endpoint = "load_request")]
pub async fn load_request(#[server(default)] door: String, #[server(default)] request: String) -> Result<ConversationPage, ApiError> {
    bodies::load_request(door, request).await
}

/// Writes again in a request.
#[server(endpoint = "write_message")]
pub async fn write_message(#[server(default)] door: String, #[server(default)] request: String, #[server(default)] message: String) -> Result<(), ApiError> {
    bodies::write_message(door, request, message).await
}
