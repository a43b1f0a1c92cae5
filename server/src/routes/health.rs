//! For those who watch over the server: whether it lives, and whether it can work.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use backend::Backend;
use http::StatusCode;

/// `/healthz` asks nothing, `/readyz` asks the database.
pub fn routes(backend: Backend) -> Router {
    Router::new().route("/healthz", get(async || "ok\n")).route("/readyz", get(show_readiness)).with_state(backend)
}

async fn show_readiness(State(backend): State<Backend>) -> (StatusCode, &'static str) {
    match backend.db.ping().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
