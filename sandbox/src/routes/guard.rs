//! Who may call; it must not look at what they call.

use axum::extract::{Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::refusal::Refusal;
use crate::state::Sandbox;

/// Lets a request pass that presents the secret, and answers all others 401.
pub(super) async fn require_secret(State(sandbox): State<Sandbox>, request: Request, next: Next) -> Response {
    match presented_secret(request.headers()) {
        Some(secret) if sandbox.accepts_secret(secret) => next.run(request).await,
        _ => Refusal::new(StatusCode::UNAUTHORIZED, "unauthorized", "the bearer secret is missing or wrong").into_response(),
    }
}

fn presented_secret(headers: &HeaderMap) -> Option<&[u8]> {
    let (scheme, secret) = headers.get(AUTHORIZATION)?.as_bytes().split_at_checked(b"Bearer ".len())?;
    scheme.eq_ignore_ascii_case(b"Bearer ").then_some(secret)
}
