//! Signing out: a plain form on every signed-in page. Each door has its own way out, and leaves the other alone.

use crate::portal::Portal;
use app::api::ApiError;
use app::api::request::{RequestReference, local_address};
use app::identity::{CorporateIdentity, Identity, SessionPerson, StaffIdentity};
use axum::body::Body;
use axum::extract::{FromRequest, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use axum::{Form, Router};
use backend::Backend;
use backend::db::people::Door;
use backend::usecases::sessions::sign_out::sign_out;
use http::{Method, Uri};
use serde::Deserialize;
use tower_sessions::Session;

/// `POST /sign-out`, `POST /corporate/sign-out` and `POST /staff/sign-out`.
pub fn routes(portal: &Portal) -> Router {
    let customers = async |State(portal): State<Portal>, session: Session, request: Request| leave(portal, session, request, Door::BillingCenter).await;
    let corporate = async |State(portal): State<Portal>, session: Session, request: Request| leave(portal, session, request, Door::Corporate).await;
    let staff = async |State(portal): State<Portal>, session: Session, request: Request| leave(portal, session, request, Door::Staff).await;
    Router::new()
        .route("/sign-out", post(customers))
        .route("/corporate/sign-out", post(corporate))
        .route("/staff/sign-out", post(staff))
        .with_state(portal.clone())
}

/// Where to go afterwards; an invitation leads on to its page.
#[derive(Default, Deserialize)]
struct Way {
    #[serde(default)]
    next: String,
}

/// The sign-in ends in the store, so that a copy of its cookie opens nothing.
async fn leave(portal: Portal, session: Session, request: Request, door: Door) -> Response {
    let (parts, body) = request.into_parts();
    let Form(way) = Form::<Way>::from_request(Request::from_parts(parts.clone(), body), &()).await.unwrap_or_default();
    match end(&portal.backend, &session, door).await {
        Ok(()) => Redirect::to(local_address(&way.next).unwrap_or_else(|| sign_in_page(door))).into_response(),
        Err(error) => {
            tracing::error!(%error, "the session cannot be ended");
            show_unavailable(&portal, Request::from_parts(parts, Body::empty()), door).await
        }
    }
}

async fn end(backend: &Backend, session: &Session, door: Door) -> anyhow::Result<()> {
    if let Some(person) = SessionPerson::read(session, door).await? {
        sign_out(backend, &person.sign_in).await?;
    }
    Ok(SessionPerson::forget(session, door).await?)
}

const fn sign_in_page(door: Door) -> &'static str {
    match door {
        Door::Staff => "/staff/sign-in",
        Door::Corporate => "/corporate/sign-in",
        Door::BillingCenter => "/sign-in",
    }
}

/// The page that says so, in place of the one from which the form was sent. Its person is still signed in.
async fn show_unavailable(portal: &Portal, request: Request, door: Door) -> Response {
    let (mut parts, _) = request.into_parts();
    let reference = parts.extensions.get::<RequestReference>().map(|RequestReference(text)| text.to_string()).unwrap_or_default();
    let error = ApiError::Unavailable { reference };
    parts.method = Method::GET;
    match door {
        Door::Staff => {
            parts.extensions.insert(StaffIdentity::Unknown(error));
            parts.uri = Uri::from_static("/staff/accounts");
        }
        Door::Corporate => {
            parts.extensions.insert(CorporateIdentity(Identity::Unknown(error)));
            parts.uri = Uri::from_static("/corporate");
        }
        Door::BillingCenter => {
            parts.extensions.insert(Identity::Unknown(error));
            parts.uri = Uri::from_static("/billing");
        }
    }
    portal.render(Request::from_parts(parts, Body::empty()), None).await
}
