//! Signing out: a plain form on every signed-in page.

use axum::Router;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use http::StatusCode;
use tower_sessions::Session;

/// `POST /sign-out`.
pub fn routes() -> Router {
    Router::new().route("/sign-out", post(sign_out))
}

/// The session ends in the store, so that a copy of its cookie opens nothing.
async fn sign_out(session: Session) -> Response {
    match session.flush().await {
        Ok(()) => Redirect::to("/sign-in").into_response(),
        Err(error) => {
            tracing::error!(%error, "the session cannot be ended");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
