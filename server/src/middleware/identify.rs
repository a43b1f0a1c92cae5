//! Finds out who sends a request and in which language they read, and keeps strangers out of signed-in pages.

use app::api::ApiError;
use app::api::request::RequestReference;
use app::identity::{Identity, SessionPerson};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use backend::clock::{now_micros, seconds};
use backend::usecases::people::load_actor::load_actor;
use backend::{Actor, Backend};
use billing::Language;
use http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, COOKIE, VARY};
use http::{HeaderMap, HeaderValue, Method};
use std::sync::Arc;
use tower_sessions::Session;

/// A session's end is moved at most this often; each move is a write.
const TOUCH_INTERVAL: i64 = seconds(5 * 60);

/// The cookie of a language that was chosen on this device.
pub const LANGUAGE_COOKIE: &str = "kontor_language";

/// Puts [`Identity`] and [`Language`] into the request's extensions.
pub async fn identify(State(backend): State<Backend>, session: Session, mut request: Request, next: Next) -> Response {
    let reference = request.extensions().get::<RequestReference>().map(|RequestReference(text)| text.to_string()).unwrap_or_default();
    let identity = identity_of(&backend, &session, reference).await;
    if let Some(way) = way_elsewhere(&request, &identity) {
        return way;
    }
    let language = language_of(&identity, request.headers());
    // Pages of a person stay out of every cache; those for all depend on language alone.
    let cache = if matches!(identity, Identity::SignedOut) { "no-cache" } else { "no-store" };
    request.extensions_mut().insert(language);
    request.extensions_mut().insert(identity);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static(cache));
    headers.append(VARY, HeaderValue::from_static("Cookie, Accept-Language"));
    response
}

async fn identity_of(backend: &Backend, session: &Session, reference: String) -> Identity {
    match signed_in_actor(backend, session).await {
        Ok(Some(actor)) => Identity::SignedIn(Arc::new(actor)),
        Ok(None) => Identity::SignedOut,
        Err(error) => {
            tracing::error!(reference, %error, "the session cannot be read");
            Identity::Unknown(ApiError::Unavailable { reference })
        }
    }
}

async fn signed_in_actor(backend: &Backend, session: &Session) -> anyhow::Result<Option<Actor>> {
    let Some(mut person) = SessionPerson::read(session).await? else { return Ok(None) };
    let Some(actor) = load_actor(backend, &person.person, &person.account).await? else {
        // The person has left the account since.
        session.flush().await?;
        return Ok(None);
    };
    let now = now_micros();
    if now.saturating_sub(person.touched_micros) > TOUCH_INTERVAL {
        person.touched_micros = now;
        person.write(session).await?;
    }
    Ok(Some(actor))
}

/// Strangers are led from signed-in pages to the sign-in page, and who is signed in from there home.
fn way_elsewhere(request: &Request, identity: &Identity) -> Option<Response> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    let path = request.uri().path();
    let is_billing = path == "/billing" || path.starts_with("/billing/");
    match identity {
        Identity::SignedOut if is_billing => Some(to_sign_in(request.uri().path_and_query().map_or(path, |whole| whole.as_str()))),
        Identity::SignedIn(_) if path == "/sign-in" => Some(Redirect::to("/billing").into_response()),
        _ => None,
    }
}

/// The way to the sign-in page, and from there back to an address of ours.
pub fn to_sign_in(next: &str) -> Response {
    let query = serde_urlencoded::to_string([("next", next)]).unwrap_or_default();
    let mut response = Redirect::to(&format!("/sign-in?{query}")).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The person's choice, else this device's, else the browser's, else that of the account's mails.
fn language_of(identity: &Identity, headers: &HeaderMap) -> Language {
    let (persons, accounts) = match identity {
        Identity::SignedIn(actor) => (actor.own_language, Some(actor.account_language)),
        Identity::SignedOut | Identity::Unknown(_) => (None, None),
    };
    let browsers = || headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).and_then(Language::from_accept_language);
    persons.or_else(|| cookie_language(headers)).or_else(browsers).or(accounts).unwrap_or_default()
}

fn cookie_language(headers: &HeaderMap) -> Option<Language> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == LANGUAGE_COOKIE).and_then(|(_, value)| Language::parse(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_device_comes_before_the_browser() {
        let mut headers = HeaderMap::new();
        assert_eq!(language_of(&Identity::SignedOut, &headers), Language::De);
        headers.insert(ACCEPT_LANGUAGE, "en-GB,en;q=0.9".parse().unwrap());
        assert_eq!(language_of(&Identity::SignedOut, &headers), Language::En);
        headers.insert(COOKIE, "other=1; kontor_language=de".parse().unwrap());
        assert_eq!(language_of(&Identity::SignedOut, &headers), Language::De);
    }
}
