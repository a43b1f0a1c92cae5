//! For those who watch over the server: whether it lives, and whether it can work.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use backend::Backend;
use http::StatusCode;
use std::time::Duration;
use tokio::time::timeout;

/// Whoever watches waits no longer than some seconds, and wants to be told before.
const PATIENCE: Duration = Duration::from_secs(2);

/// `/healthz` asks nothing, `/readyz` asks the database.
pub fn routes(backend: Backend) -> Router {
    Router::new().route("/healthz", get(async || "ok\n")).route("/readyz", get(show_readiness)).with_state(backend)
}

async fn show_readiness(State(backend): State<Backend>) -> (StatusCode, &'static str) {
    match timeout(PATIENCE, backend.db.ping()).await {
        Ok(Ok(())) => return (StatusCode::OK, "ready\n"),
        Ok(Err(error)) => tracing::warn!(%error, "not ready"),
        Err(_) => tracing::warn!("not ready: the database is silent"),
    }
    (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
}
