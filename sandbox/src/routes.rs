//! Which address leads to which call, and what holds for all calls; it must not carry any of them out.

mod act;
mod charges;
mod control;
mod guard;
mod input;
mod refunds;
mod refusal;
mod register;
mod sessions;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::middleware;
use axum::routing::{get, post};

use crate::pages;
use crate::state::Sandbox;
use refusal::Refusal;

/// The largest body that is read, in bytes.
const BODY_BYTES_MAX: usize = 64 * 1024;

/// All calls and pages of the gateway; see `docs/gateway.md`.
pub fn router(sandbox: Sandbox) -> Router {
    Router::new()
        .route("/v1/sessions", post(sessions::open))
        .route("/v1/sessions/{id}", get(sessions::find))
        .route("/v1/charges", post(charges::create).get(charges::list))
        .route("/v1/charges/by-key/{key}", get(charges::find))
        .route("/v1/charges/by-key/{key}/cancel", post(charges::cancel))
        .route("/v1/charges/by-key/{key}/capture", post(charges::capture))
        .route("/v1/charges/by-key/{key}/void", post(charges::void))
        .route("/v1/refunds", post(refunds::create))
        .route("/control/fault", get(control::show_fault).put(control::set_fault))
        .route("/control/clock", get(control::show_clock).put(control::set_clock))
        .method_not_allowed_fallback(refuse_method)
        .fallback(refuse_route)
        .layer(middleware::from_fn_with_state(sandbox.clone(), guard::require_secret))
        .merge(pages::router())
        .route("/vat-register/ms/{country}/vat/{number}", get(register::look_up))
        .route("/healthz", get(show_health))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
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
