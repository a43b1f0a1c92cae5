//! What the session's server functions do.

use super::{Contact, DemoDay, DemoSignIn, Frame, Role, SignInPage};
use crate::api::ApiError;
use crate::api::request::{SignedIn, backend, internal, lead_to, local_address, reply, signed_in};
use crate::identity::SessionPerson;
use backend::db::people::Door;
use backend::usecases::cart::count::count_items;
use backend::usecases::sessions::device::device_words;
use backend::usecases::sessions::sign_in::{SignInError, SignedInPerson, begin_sign_in, sign_in as check_sign_in};
use backend::usecases::sessions::sign_out::sign_out;
use backend::{Backend, Demo, clock, demo};
use billing::ids::{AccountId, PersonId};
use http::header::USER_AGENT;
use http::request::Parts;
use leptos::prelude::use_context;
use leptos_axum::extract;
use secrecy::{ExposeSecret, SecretString};
use tower_sessions::Session;

pub(super) async fn sign_in(email: String, password: SecretString, next: String) -> Result<(), ApiError> {
    reply(try_sign_in(email, password, next).await)
}

async fn try_sign_in(email: String, password: SecretString, next: String) -> Result<(), ApiError> {
    let person = check(Door::BillingCenter, ("email", &email), &password).await?;
    // Whoever has no account at this door is told no more than a stranger.
    let account = person.account.ok_or(ApiError::WrongCredentials)?;
    begin_session(Door::BillingCenter, &person.person, Some(account)).await?;
    lead_to(local_address(&next).unwrap_or("/billing"));
    Ok(())
}

/// Looks at what was typed on the sign-in page of a door: its login, in a field of that name, and the password.
pub(in crate::api) async fn check(door: Door, (field, login): (&str, &str), password: &SecretString) -> Result<SignedInPerson, ApiError> {
    let missing = |field: &str| ApiError::FieldMissing { field: field.to_owned() };
    let login = login.trim();
    if login.is_empty() {
        return Err(missing(field));
    }
    if password.expose_secret().is_empty() {
        return Err(missing("password"));
    }
    check_sign_in(&backend()?, door, login, password).await.map_err(|error| match (door, error) {
        (Door::Corporate, SignInError::Wrong) => ApiError::UserIdOrPasswordWrong,
        (_, error) => error.into(),
    })
}

/// A new session id at every sign-in: whoever knew the old one is left outside. Who is signed in at another door stays so.
pub(in crate::api) async fn begin_session(door: Door, person: &PersonId, account: Option<AccountId>) -> Result<(), ApiError> {
    let (backend, session) = (backend()?, session().await?);
    if let Some(before) = SessionPerson::read(&session, door).await.map_err(|error| internal(&error))? {
        sign_out(&backend, &before.sign_in).await?;
    }
    session.cycle_id().await.map_err(|error| internal(&error))?;
    let ends_at = i64::try_from(session.expiry_date().unix_timestamp_nanos() / 1000).unwrap_or(i64::MAX);
    let sign_in = begin_sign_in(&backend, door, person, &device(), ends_at).await?;
    let now = clock::now_micros();
    let kept = SessionPerson { sign_in, account, created_micros: now, touched_micros: now };
    kept.write(&session, door).await.map_err(|error| internal(&error))
}

/// The session of this request.
pub(in crate::api) async fn session() -> Result<Session, ApiError> {
    extract().await.map_err(|error| internal(&error))
}

fn device() -> String {
    let parts = use_context::<Parts>();
    let user_agent = parts.as_ref().and_then(|parts| parts.headers.get(USER_AGENT)).and_then(|value| value.to_str().ok());
    device_words(user_agent.unwrap_or_default())
}

impl From<SignInError> for ApiError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Wrong => Self::WrongCredentials,
            SignInError::UnknownUserId => Self::UserIdUnknown,
            SignInError::CorporateAccount => Self::CorporateAccount,
            SignInError::TooManyTries { retry_after_seconds } => Self::TooManyTries { retry_after_seconds },
            SignInError::Storage(error) => error.into(),
            SignInError::Password(error) => internal(&error),
        }
    }
}

pub(super) async fn load_sign_in() -> Result<SignInPage, ApiError> {
    reply(sign_in_page(demo::sign_ins()))
}

/// The sign-in page of a door, which in a demonstration shows who can be tried out there.
pub(in crate::api) fn sign_in_page(people: &[demo::DemoSignIn]) -> Result<SignInPage, ApiError> {
    let row = |sign_in: &demo::DemoSignIn| DemoSignIn { login: sign_in.login.to_owned(), who: sign_in.who.to_owned(), password: sign_in.password.to_owned() };
    Ok(match backend()?.settings.demo {
        Demo::On { .. } => SignInPage { demo: people.iter().map(row).collect() },
        Demo::Off => SignInPage { demo: Vec::new() },
    })
}

pub(super) async fn load_frame() -> Result<Frame, ApiError> {
    reply(try_load_frame().await)
}

async fn try_load_frame() -> Result<Frame, ApiError> {
    let SignedIn { backend, actor } = signed_in().await?;
    let cart_items = count_items(&backend, &actor.account).await?;
    let role = actor.role.into();
    let seller = &backend.settings.seller;
    Ok(Frame {
        account_name: actor.account_name.clone(),
        account_count: actor.account_count,
        person_name: actor.person_name.clone(),
        role,
        billing_contact: Contact { name: actor.billing_contact.name.clone(), email: actor.billing_contact.email.clone() },
        cart_items,
        seller: Contact { name: seller.party.name.clone(), email: seller.email.clone() },
        demo: demo_day(&backend),
    })
}

/// On which day the demonstration stands, if this is one.
pub(in crate::api) fn demo_day(backend: &Backend) -> Option<DemoDay> {
    let today = backend.today();
    (backend.settings.demo != Demo::Off).then(|| DemoDay { today, is_moved: today != backend.clock.unmoved_today() })
}

impl From<backend::Role> for Role {
    fn from(role: backend::Role) -> Self {
        match role {
            backend::Role::BillingContact => Self::BillingContact,
            backend::Role::Member => Self::Member,
        }
    }
}
