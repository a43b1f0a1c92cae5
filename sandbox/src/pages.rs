//! The pages that people see: which address leads to which, and the headers of all; it must not hold anything back of what people typed.

mod amount;
mod challenge;
mod form;
mod message;
mod pay;
mod texts;
mod visit;

use std::collections::BTreeSet;

use askama::Template;
use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use url::Url;

use crate::state::Sandbox;
use crate::store::Unavailable;
use message::{Message, Reason};
use visit::Visit;

const STYLE: &str = include_str!("../assets/gateway.css");
const ICON: &str = include_str!("../assets/gateway.svg");

/// The pages and what they are drawn with. None of them asks for the secret: who knows an address may use it.
pub(crate) fn router() -> Router<Sandbox> {
    Router::new()
        .route("/pay/{id}", get(pay::show).post(pay::submit))
        .route("/3ds/{id}", get(challenge::show).post(challenge::submit))
        .route("/gateway.css", get(async || asset("text/css; charset=utf-8", STYLE)))
        .route("/gateway.svg", get(async || asset("image/svg+xml", ICON)))
        .layer(middleware::from_fn(set_headers))
}

async fn set_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    response
}

fn asset(kind: &'static str, content: &'static str) -> Response {
    let headers = [(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=300")];
    (headers, content).into_response()
}

/// A page whose forms may lead to these addresses: browsers stop a form's redirect to any other.
fn page(status: StatusCode, template: &impl Template, leads_to: &[&str]) -> Response {
    let Ok(html) = template.render() else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let mut policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'".to_owned();
    let origins: BTreeSet<String> = leads_to.iter().filter_map(|url| Url::parse(url).ok()).map(|url| url.origin().ascii_serialization()).collect();
    for origin in origins {
        policy.push(' ');
        policy.push_str(&origin);
    }
    match HeaderValue::try_from(policy) {
        Ok(policy) => (status, [(CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Leads on by GET, to the address just as it is.
fn lead_to(address: &str) -> Response {
    match HeaderValue::try_from(address) {
        Ok(address) => (StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What to show, or why there is nothing: no such page, or a store that does not answer.
fn or_message(outcome: Result<Option<Response>, Unavailable>, visit: &Visit) -> Response {
    let reason = match outcome {
        Ok(Some(response)) => return response,
        Ok(None) => Reason::Unknown,
        Err(Unavailable) => Reason::Unavailable,
    };
    Message::new(reason, visit.language(None), None).into_response()
}
