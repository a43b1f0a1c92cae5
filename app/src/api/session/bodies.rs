//! What the session's server functions do.

use super::{Contact, DemoSignIn, Frame, Role, SignInPage};
use crate::api::ApiError;
use crate::api::request::{SignedIn, backend, internal, lead_to, local_address, reply, signed_in};
use crate::identity::SessionPerson;
use backend::db::people::Door;
use backend::usecases::cart::count::count_items;
use backend::usecases::sessions::sign_in::{SignInError, SignedInPerson, sign_in as check_sign_in};
use backend::{Demo, clock, demo};
use leptos_axum::extract;
use secrecy::{ExposeSecret, SecretString};
use tower_sessions::Session;

pub(super) async fn sign_in(email: String, password: SecretString, next: String) -> Result<(), ApiError> {
    reply(try_sign_in(email, password, next).await)
}

async fn try_sign_in(email: String, password: SecretString, next: String) -> Result<(), ApiError> {
    let missing = |field: &str| ApiError::FieldMissing { field: field.to_owned() };
    let login = email.trim();
    if login.is_empty() {
        return Err(missing("email"));
    }
    if password.expose_secret().is_empty() {
        return Err(missing("password"));
    }
    let person = check_sign_in(&backend()?, Door::BillingCenter, login, &password).await?;
    begin_session(person).await?;
    lead_to(local_address(&next).unwrap_or("/billing"));
    Ok(())
}

/// A new session id at every sign-in: whoever knew the old one is left outside.
async fn begin_session(signed_in: SignedInPerson) -> Result<(), ApiError> {
    // Whoever has no account at this door is told no more than a stranger.
    let account = signed_in.account.ok_or(ApiError::WrongCredentials)?;
    let session: Session = extract().await.map_err(|error| internal(&error))?;
    let now = clock::now_micros();
    let person = SessionPerson { person: signed_in.person, account, created_micros: now, touched_micros: now };
    session.cycle_id().await.map_err(|error| internal(&error))?;
    person.write(&session).await.map_err(|error| internal(&error))
}

impl From<SignInError> for ApiError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Wrong => Self::WrongCredentials,
            SignInError::TooManyTries { retry_after_seconds } => Self::TooManyTries { retry_after_seconds },
            SignInError::Storage(error) => error.into(),
            SignInError::Password(error) => internal(&error),
        }
    }
}

pub(super) async fn load_sign_in() -> Result<SignInPage, ApiError> {
    reply(backend().map(|backend| {
        let shown = match backend.settings.demo {
            Demo::On { .. } => demo::sign_ins(),
            Demo::Off => &[],
        };
        let row =
            |sign_in: &demo::DemoSignIn| DemoSignIn { login: sign_in.login.to_owned(), who: sign_in.who.to_owned(), password: sign_in.password.to_owned() };
        SignInPage { demo: shown.iter().map(row).collect() }
    }))
}

pub(super) async fn load_frame() -> Result<Frame, ApiError> {
    reply(try_load_frame().await)
}

async fn try_load_frame() -> Result<Frame, ApiError> {
    let SignedIn { backend, actor } = signed_in().await?;
    let cart_items = count_items(&backend, &actor.account).await?;
    let role = match actor.role {
        backend::Role::BillingContact => Role::BillingContact,
        backend::Role::Member => Role::Member,
    };
    let seller = &backend.settings.seller;
    Ok(Frame {
        account_name: actor.account_name.clone(),
        person_name: actor.person_name.clone(),
        role,
        billing_contact: Contact { name: actor.billing_contact.name.clone(), email: actor.billing_contact.email.clone() },
        cart_items,
        seller: Contact { name: seller.party.name.clone(), email: seller.email.clone() },
    })
}
