//! What Prometheus scrapes. It has a listener of its own, since it tells what customers need not know.

use crate::metrics::{CONTENT_TYPE, Metrics};
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use backend::Backend;
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE as TYPE};

/// `GET /metrics` and nothing else.
pub fn router(metrics: Metrics, backend: Backend) -> Router {
    Router::new().route("/metrics", get(show_metrics)).with_state((metrics, backend))
}

async fn show_metrics(State((metrics, backend)): State<(Metrics, Backend)>) -> Response {
    match metrics.text(&backend).await {
        Ok(text) => ([(TYPE, CONTENT_TYPE), (CACHE_CONTROL, "no-store")], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the metrics cannot be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
