//! Finds out who sends a request and in which language they read, and keeps strangers out of signed-in pages.

mod language;

pub use language::LANGUAGE_COOKIE;

use super::record::AccountNumber;
use crate::configuration::SessionLimits;
use app::api::ApiError;
use app::api::request::RequestReference;
use app::identity::{CorporateCurrentSignIn, CorporateIdentity, CurrentSignIn, Identity, SecondStep, SessionPerson, StaffIdentity};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use backend::clock::{now_micros, seconds};
use backend::db::people::Door;
use backend::usecases::people::load_actor::load_signed_in;
use backend::usecases::sessions::touch::touch;
use backend::usecases::staff::StaffMember;
use backend::usecases::staff::load_member::load_member;
use backend::{Actor, Backend};
use http::header::{CACHE_CONTROL, VARY};
use http::{HeaderValue, Method};
use language::language_of;
use std::sync::Arc;
use tower_sessions::Session;

/// A session's end is moved at most this often; each move is a write.
const TOUCH_INTERVAL: i64 = seconds(5 * 60);

/// Where the code is asked for, once the password was right.
const SECOND_STEP: &str = "/staff/sign-in/code";

/// Where somebody of the staff sets up their second factor.
const SECURITY: &str = "/staff/security";

/// What the middleware works with.
#[derive(Clone)]
pub struct Identifying {
    /// The use cases.
    pub backend: Backend,
    /// How long sessions last.
    pub limits: SessionLimits,
}

/// Puts [`Identity`], [`CorporateIdentity`], [`StaffIdentity`] and the language into the request's extensions.
pub async fn identify(State(identifying): State<Identifying>, session: Session, mut request: Request, next: Next) -> Response {
    let reference = request.extensions().get::<RequestReference>().map(|RequestReference(text)| text.to_string()).unwrap_or_default();
    let (identity, sign_in) = identity_of(&identifying, &session, Door::BillingCenter, &reference).await;
    let (corporate, corporate_sign_in) = identity_of(&identifying, &session, Door::Corporate, &reference).await;
    let staff = staff_of(&identifying, &session, &reference).await;
    if request.uri().path() == SECOND_STEP && matches!(staff, StaffIdentity::SignedOut) && !awaits_code(&session).await {
        return Redirect::to("/staff/sign-in").into_response();
    }
    if let Some(way) = way_to_second_factor(&request, &staff, &identifying.backend) {
        return way;
    }
    if let Some(way) = way_elsewhere(&request, (&identity, &corporate), &staff) {
        return way;
    }
    let path = request.uri().path();
    let seen = if is_below(path, "/corporate") { &corporate } else { &identity };
    let language = language_of(path, seen, &staff, request.headers());
    // Pages of a person, and of whoever holds a secret link, stay out of every cache; those for all depend on language alone.
    let is_for_all =
        matches!((&identity, &corporate), (Identity::SignedOut, Identity::SignedOut)) && matches!(staff, StaffIdentity::SignedOut) && !has_secret(path);
    let cache = if is_for_all { "no-cache" } else { "no-store" };
    let number = match seen {
        Identity::SignedIn(actor) => Some(AccountNumber(actor.account_number.as_str().into())),
        Identity::SignedOut | Identity::Unknown(_) => None,
    };
    let extensions = request.extensions_mut();
    extensions.insert(language);
    extensions.insert(identity);
    extensions.insert(CorporateIdentity(corporate));
    extensions.insert(staff);
    if let Some(sign_in) = sign_in {
        extensions.insert(CurrentSignIn(sign_in.into()));
    }
    if let Some(sign_in) = corporate_sign_in {
        extensions.insert(CorporateCurrentSignIn(CurrentSignIn(sign_in.into())));
    }
    let mut response = next.run(request).await;
    if let Some(number) = number {
        response.extensions_mut().insert(number);
    }
    let headers = response.headers_mut();
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static(cache));
    headers.append(VARY, HeaderValue::from_static("Cookie, Accept-Language"));
    response
}

/// Whether an address is a secret by itself: the links that are mailed.
fn has_secret(path: &str) -> bool {
    ["/invitation/", "/corporate/invitation/", "/set-password/"].iter().any(|root| path.starts_with(root))
}

async fn identity_of(identifying: &Identifying, session: &Session, door: Door, reference: &str) -> (Identity, Option<String>) {
    match signed_in_actor(identifying, session, door).await {
        Ok(Some((actor, sign_in))) => (Identity::SignedIn(Arc::new(actor)), Some(sign_in)),
        Ok(None) => (Identity::SignedOut, None),
        Err(error) => (Identity::Unknown(unavailable(reference, &error)), None),
    }
}

async fn staff_of(identifying: &Identifying, session: &Session, reference: &str) -> StaffIdentity {
    match signed_in_member(identifying, session).await {
        Ok(Some(member)) => StaffIdentity::SignedIn(Arc::new(member)),
        Ok(None) => StaffIdentity::SignedOut,
        Err(error) => StaffIdentity::Unknown(unavailable(reference, &error)),
    }
}

fn unavailable(reference: &str, error: &anyhow::Error) -> ApiError {
    tracing::error!(reference, %error, "the session cannot be read");
    ApiError::Unavailable { reference: reference.to_owned() }
}

async fn signed_in_actor(identifying: &Identifying, session: &Session, door: Door) -> anyhow::Result<Option<(Actor, String)>> {
    let Some(mut person) = SessionPerson::read(session, door).await? else { return Ok(None) };
    let Some(account) = person.account.clone() else { return Ok(None) };
    let Some(actor) = load_signed_in(&identifying.backend, door, &person.sign_in, &account).await? else {
        // Signed out elsewhere, or the person has left the account since.
        SessionPerson::forget(session, door).await?;
        return Ok(None);
    };
    if actor.account != account {
        person.account = Some(actor.account.clone());
        person.write(session, door).await?;
    }
    keep_alive(identifying, session, door, &mut person).await?;
    Ok(Some((actor, person.sign_in)))
}

async fn signed_in_member(identifying: &Identifying, session: &Session) -> anyhow::Result<Option<StaffMember>> {
    let door = Door::Staff;
    let Some(mut person) = SessionPerson::read(session, door).await? else { return Ok(None) };
    let Some(member) = load_member(&identifying.backend, &person.sign_in).await? else {
        SessionPerson::forget(session, door).await?;
        return Ok(None);
    };
    keep_alive(identifying, session, door, &mut person).await?;
    Ok(Some(member))
}

/// Moves the end of session and sign-in, when that is worth a write. Where it cannot be stored now, the page that was
/// asked for is still shown; a later request moves it.
async fn keep_alive(identifying: &Identifying, session: &Session, door: Door, person: &mut SessionPerson) -> anyhow::Result<()> {
    let now = now_micros();
    if now.saturating_sub(person.touched_micros) <= TOUCH_INTERVAL {
        return Ok(());
    }
    person.touched_micros = now;
    person.write(session, door).await?;
    let micros = |limit: std::time::Duration| i64::try_from(limit.as_micros()).unwrap_or(i64::MAX);
    let ends_at = now.saturating_add(micros(identifying.limits.idle)).min(person.created_micros.saturating_add(micros(identifying.limits.absolute)));
    match touch(&identifying.backend, &person.sign_in, ends_at).await {
        Err(error) if error.is_unavailable() => tracing::warn!(%error, "a sign-in's end was not moved"),
        outcome => outcome?,
    }
    Ok(())
}

/// Strangers are led from signed-in pages to the sign-in page of that door, and who is signed in from there home.
fn way_elsewhere(request: &Request, (identity, corporate): (&Identity, &Identity), staff: &StaffIdentity) -> Option<Response> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    let path = request.uri().path();
    let here = || request.uri().path_and_query().map_or(path, |whole| whole.as_str());
    let is_below = |root| is_below(path, root);
    // Who has forgotten their password, or is invited, is nobody yet.
    let is_open = ["/corporate/sign-in", "/corporate/forgot-password"].contains(&path) || path.starts_with("/corporate/invitation/");
    match (corporate, is_below("/corporate")) {
        (Identity::SignedOut, true) if !is_open => return Some(to_sign_in(here())),
        (Identity::SignedIn(_), true) if path == "/corporate/sign-in" => return Some(Redirect::to("/corporate").into_response()),
        _ => {}
    }
    match (identity, staff) {
        (_, StaffIdentity::SignedIn(_)) if path == "/staff/sign-in" || path == SECOND_STEP => Some(Redirect::to("/staff/accounts").into_response()),
        (_, StaffIdentity::SignedOut) if path != "/staff/sign-in" && path != SECOND_STEP && is_below("/staff") => Some(to_sign_in(here())),
        (Identity::SignedOut, _) if is_below("/billing") => Some(to_sign_in(here())),
        (Identity::SignedIn(_), _) if path == "/sign-in" => Some(Redirect::to("/billing").into_response()),
        _ => None,
    }
}

/// Whether somebody typed their password in this session and owes the code. A store that does not answer leads to the first step,
/// which says so.
async fn awaits_code(session: &Session) -> bool {
    matches!(SecondStep::read(session).await, Ok(Some(_)))
}

/// Whoever has to set up a second factor is led there from every page of the staff's door; the functions refuse them by themselves.
fn way_to_second_factor(request: &Request, staff: &StaffIdentity, backend: &Backend) -> Option<Response> {
    let StaffIdentity::SignedIn(member) = staff else { return None };
    let path = request.uri().path();
    let is_page = matches!(*request.method(), Method::GET | Method::HEAD) && is_below(path, "/staff") && path != SECURITY;
    (is_page && member.must_set_up(backend.settings.second_factor)).then(|| Redirect::to(SECURITY).into_response())
}

fn is_below(path: &str, root: &str) -> bool {
    path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The way to the sign-in page of the door of `next`, and from there back to that address of ours.
pub fn to_sign_in(next: &str) -> Response {
    let door = match next {
        staff if staff.starts_with("/staff") => "/staff/sign-in",
        corporate if corporate.starts_with("/corporate") => "/corporate/sign-in",
        _ => "/sign-in",
    };
    let query = serde_urlencoded::to_string([("next", next)]).unwrap_or_default();
    let mut response = Redirect::to(&format!("{door}?{query}")).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
