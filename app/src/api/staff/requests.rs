//! The queue of requests to customer care, one request with its context, and the answer.

#[cfg(feature = "ssr")]
pub(super) mod bodies;

use super::clock::AccountLink;
use crate::api::ApiError;
use crate::api::requests::RequestMessage;
use crate::api::session::Contact;
use billing::request::{RequestContext, RequestState, RequestSubject};
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A request in the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRow {
    /// Identifier.
    pub id: String,
    /// Who asks.
    pub account: AccountLink,
    /// What it is about.
    pub subject: RequestSubject,
    /// Since which day it stands so, by the clock on the wall.
    pub since_on: NaiveDate,
    /// The time of day.
    pub since_at: String,
}

/// Where the next page of the queue begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueAfter {
    /// Since when the last row stands so, microseconds.
    pub since: i64,
    /// Its identifier.
    pub id: String,
}

/// A page of the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuePage {
    /// Those that wait the longest first, all others the latest first.
    pub rows: Vec<QueueRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<QueueAfter>,
}

/// A request as the staff reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestPage {
    /// Identifier.
    pub id: String,
    /// Who asks.
    pub account: AccountLink,
    /// What it is about.
    pub subject: RequestSubject,
    /// The subscription concerned.
    pub about: Option<String>,
    /// Where it stands.
    pub state: RequestState,
    /// The person who asked.
    pub opened_by: Contact,
    /// The account as it was then.
    pub context: RequestContext,
    /// Where a change of the subscription is scheduled, with what is wished filled in.
    pub change_address: Option<String>,
    /// The oldest first.
    pub messages: Vec<RequestMessage>,
}

/// A page of the requests that stand so.
#[server(endpoint = "load_queue")]
pub async fn load_queue(
    #[server(default)] state: String,
    #[server(default)] after_since: String,
    #[server(default)] after_id: String,
) -> Result<QueuePage, ApiError> {
    bodies::load_queue(state, (after_since, after_id)).await
}

/// One request. That the reader read it is written down.
#[server(endpoint = "load_staff_request")]
pub async fn load_staff_request(#[server(default)] request: String) -> Result<RequestPage, ApiError> {
    bodies::load_staff_request(request).await
}

/// Answers a request, by mail as well.
#[server(endpoint = "answer_request")]
pub async fn answer_request(#[server(default)] request: String, #[server(default)] message: String) -> Result<(), ApiError> {
    bodies::answer_request(request, message).await
}

/// Is done with a request.
#[server(endpoint = "close_request")]
pub async fn close_request(#[server(default)] request: String) -> Result<(), ApiError> {
    bodies::close_request(request).await
}
