//! Choosing a language: kept on this device, and with the person who is signed in.

use super::is_encrypted;
use crate::middleware::identify::LANGUAGE_COOKIE;
use crate::portal::Portal;
use app::api::request::local_address;
use app::identity::{CorporateIdentity, Identity, StaffIdentity};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use axum::{Extension, Form, Router};
use backend::Backend;
use backend::usecases::people::set_language::set_language;
use billing::Language;
use http::header::SET_COOKIE;
use http::{HeaderValue, StatusCode};
use serde::Deserialize;
use std::sync::Arc;
use tower_sessions::cookie::time::Duration;
use tower_sessions::cookie::{Cookie, SameSite};

/// `POST /lang`.
pub fn routes(portal: &Portal, origin: &Arc<str>) -> Router {
    let choice = Choosing { backend: portal.backend.clone(), origin: origin.clone() };
    Router::new().route("/lang", post(choose)).with_state(choice)
}

#[derive(Clone)]
struct Choosing {
    backend: Backend,
    origin: Arc<str>,
}

#[derive(Deserialize)]
struct Choice {
    lang: String,
    #[serde(default)]
    next: String,
}

async fn choose(
    State(choosing): State<Choosing>,
    Extension(identity): Extension<Identity>,
    Extension(CorporateIdentity(corporate)): Extension<CorporateIdentity>,
    Extension(staff): Extension<StaffIdentity>,
    Form(choice): Form<Choice>,
) -> Response {
    let Some(language) = Language::parse(&choice.lang) else {
        return (StatusCode::UNPROCESSABLE_ENTITY, "expected de or en\n").into_response();
    };
    // Whoever is signed in at two doors chooses for the one where they are.
    let seen = if choice.next.starts_with("/corporate") { &corporate } else { &identity };
    let person = match (seen, &staff) {
        (_, StaffIdentity::SignedIn(member)) if choice.next.starts_with("/staff") => Some(&member.person),
        (Identity::SignedIn(actor), _) if !choice.next.starts_with("/staff") => Some(&actor.person),
        _ => None,
    };
    if let Some(person) = person
        && let Err(error) = set_language(&choosing.backend, person, language).await
    {
        // The cookie still serves this device.
        tracing::error!(%error, "the person's language cannot be stored");
    }
    let mut response = Redirect::to(local_address(&choice.next).unwrap_or("/")).into_response();
    let cookie = Cookie::build((LANGUAGE_COOKIE, language.code()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(is_encrypted(&choosing.origin))
        .max_age(Duration::days(365));
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}
