//! One line of the log and one count for each request: its route's template, never its address, since links that are
//! mailed are secrets, and what people search for is theirs.

use crate::metrics::{Answered, Metrics};
use crate::routes::health::{ALIVE_PATH, READY_PATH};
use crate::site::HASHED_PATH;
use app::api::request::RequestReference;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;
use std::time::Instant;

/// The number of the account that a request was made for; in the answer's extensions.
#[derive(Clone, Debug)]
pub struct AccountNumber(pub Arc<str>);

/// What has no route: files that keep their names, and addresses that lead nowhere.
const OTHERWISE: &str = "otherwise";
/// The browser's files.
const FILES: &str = "/pkg/{file}";

/// The template of a request's route: as many as there are routes, whatever people ask for.
pub fn route_of(request: &Request) -> Arc<str> {
    let path = request.uri().path();
    if path.strip_prefix(HASHED_PATH).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
        return FILES.into();
    }
    request.extensions().get::<MatchedPath>().map_or_else(|| OTHERWISE.into(), |matched| matched.as_str().into())
}

/// Logs and counts how a request ended.
pub async fn record_answer(State(metrics): State<Metrics>, request: Request, next: Next) -> Response {
    let (method, route) = (request.method().clone(), route_of(&request));
    let reference = request.extensions().get::<RequestReference>().map(|RequestReference(text)| text.clone()).unwrap_or_default();
    let started = Instant::now();
    let response = next.run(request).await;
    let (status, duration) = (response.status(), started.elapsed());
    metrics.observe(&Answered { method: method.as_str(), route: &route, status, duration });
    let account = response.extensions().get::<AccountNumber>().map(|AccountNumber(number)| &**number);
    let (code, milliseconds) = (status.as_u16(), duration.as_secs_f64() * 1000.0);
    // All fields stand in the line itself, whichever spans are open.
    if status.is_server_error() {
        tracing::warn!(parent: None, %reference, %method, %route, status = code, milliseconds, account, "answered");
    } else if [ALIVE_PATH, READY_PATH].contains(&&*route) {
        // They ask every few seconds, day and night.
        tracing::debug!(parent: None, %reference, %method, %route, status = code, milliseconds, "answered");
    } else {
        tracing::info!(parent: None, %reference, %method, %route, status = code, milliseconds, account, "answered");
    }
    response
}
