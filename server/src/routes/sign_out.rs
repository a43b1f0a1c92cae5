//! Signing out: a plain form on every signed-in page.

use crate::portal::Portal;
use app::api::ApiError;
use app::api::request::RequestReference;
use app::identity::Identity;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use http::{Method, Uri};
use tower_sessions::Session;

/// `POST /sign-out`.
pub fn routes(portal: &Portal) -> Router {
    Router::new().route("/sign-out", post(sign_out)).with_state(portal.clone())
}

/// The session ends in the store, so that a copy of its cookie opens nothing.
async fn sign_out(State(portal): State<Portal>, session: Session, request: Request) -> Response {
    match session.flush().await {
        Ok(()) => Redirect::to("/sign-in").into_response(),
        Err(error) => {
            tracing::error!(%error, "the session cannot be ended");
            show_unavailable(&portal, request).await
        }
    }
}

/// The page that says so, in place of the one from which the form was sent. Its person is still signed in.
async fn show_unavailable(portal: &Portal, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    let reference = parts.extensions.get::<RequestReference>().map(|RequestReference(text)| text.to_string()).unwrap_or_default();
    parts.extensions.insert(Identity::Unknown(ApiError::Unavailable { reference }));
    parts.method = Method::GET;
    parts.uri = Uri::from_static("/billing");
    portal.render(Request::from_parts(parts, Body::empty()), None).await
}
