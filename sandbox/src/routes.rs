//! Which address leads to which call, and what holds for all calls; it must not carry any of them out.

mod charges;
mod control;
mod guard;
mod input;
mod refusal;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::middleware;
use axum::routing::{get, post};

use crate::state::Sandbox;
use refusal::Refusal;

/// The largest body that is read, in bytes.
const BODY_BYTES_MAX: usize = 64 * 1024;

/// All calls of the gateway; see `docs/gateway.md`.
pub fn router(sandbox: Sandbox) -> Router {
    Router::new()
        .route("/v1/charges", post(charges::create).get(charges::list))
        .route("/v1/charges/by-key/{key}", get(charges::find))
        .route("/v1/charges/by-key/{key}/cancel", post(charges::cancel))
        .route("/control/fault", get(control::show_fault).put(control::set_fault))
        .method_not_allowed_fallback(refuse_method)
        .fallback(refuse_route)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(middleware::from_fn_with_state(sandbox.clone(), guard::require_secret))
        .route("/healthz", get(show_health))
        .with_state(sandbox)
}

async fn show_health(State(sandbox): State<Sandbox>) -> Result<&'static str, Refusal> {
    if sandbox.store().is_open() { Ok("ok") } else { Err(Refusal::unavailable()) }
}

/// Not `not_found`: a caller with a wrong address must not take that for "this key was never charged".
async fn refuse_route() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "unknown_route", "there is no such address")
}

async fn refuse_method() -> Refusal {
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "the address does not take this method")
}
