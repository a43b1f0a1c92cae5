//! Who sends a request: what a session keeps, and what the server's middleware found out before any page or
//! server function runs.

use crate::api::ApiError;
use backend::Actor;
use backend::clock::now_micros;
use backend::db::people::Door;
use backend::usecases::staff::StaffMember;
use backend::usecases::staff::second_factor::prove::STEP_ENDS_AFTER;
use billing::ids::{AccountId, PersonId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tower_sessions::Session;
use tower_sessions::session::Error as SessionError;

/// The sign-in at the corporate door, as [`CurrentSignIn`] is the one at the Billing Center.
#[derive(Clone, Debug)]
pub struct CorporateCurrentSignIn(pub CurrentSignIn);

/// The key under which a session keeps who is signed in at a door: one browser may be at several.
pub const fn session_key(door: Door) -> &'static str {
    match door {
        Door::BillingCenter => "signed_in",
        Door::Corporate => "corporate",
        Door::Staff => "staff",
    }
}

/// What a session keeps of a sign-in. Instants are microseconds of wall time, never of the demo's clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionPerson {
    /// The sign-in; once it has ended, the rest is worth nothing.
    pub sign_in: String,
    /// The account that is looked at; none at the staff's door.
    pub account: Option<AccountId>,
    /// When; a session ends some days later, used or not.
    pub created_micros: i64,
    /// When the session's end was last moved.
    pub touched_micros: i64,
}

impl SessionPerson {
    /// Who is signed in at a door with this session, if anybody is.
    ///
    /// # Errors
    /// [`SessionError`] when the store does not answer.
    pub async fn read(session: &Session, door: Door) -> Result<Option<Self>, SessionError> {
        session.get(session_key(door)).await
    }

    /// Writes it; the session's end moves.
    ///
    /// # Errors
    /// [`SessionError`] when the store does not answer.
    pub async fn write(&self, session: &Session, door: Door) -> Result<(), SessionError> {
        session.insert(session_key(door), self).await
    }

    /// Signs out at a door. Who is signed in at another one stays so; a session of nobody is gone.
    ///
    /// # Errors
    /// [`SessionError`] when the store does not answer.
    pub async fn forget(session: &Session, door: Door) -> Result<(), SessionError> {
        session.remove_value(session_key(door)).await?;
        for other in Door::ALL {
            if session.get_value(session_key(other)).await?.is_some() {
                return Ok(());
            }
        }
        session.flush().await
    }
}

/// Somebody of the staff has typed their password, and their code is awaited. It opens nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondStep {
    /// Whose password it was.
    pub person: PersonId,
    /// The address that they came for.
    pub next: String,
    /// When, microseconds of wall time.
    pub begun_micros: i64,
}

impl SecondStep {
    const KEY: &'static str = "staff_second_step";

    /// Whose code is awaited in this session; nobody's once they have taken too long.
    ///
    /// # Errors
    /// [`SessionError`] when the store does not answer.
    pub async fn read(session: &Session) -> Result<Option<Self>, SessionError> {
        let found: Option<Self> = session.get(Self::KEY).await?;
        Ok(found.filter(|step| now_micros().saturating_sub(step.begun_micros) <= STEP_ENDS_AFTER))
    }

    /// Writes it.
    ///
    /// # Errors
    /// [`SessionError`] when the store does not answer.
    pub async fn write(&self, session: &Session) -> Result<(), SessionError> {
        session.insert(Self::KEY, self).await
    }

    /// No code is awaited any more.
    ///
    /// # Errors
    /// [`SessionError`] when the store does not answer.
    pub async fn forget(session: &Session) -> Result<(), SessionError> {
        session.remove_value(Self::KEY).await.map(|_| ())
    }
}

/// Recovery codes on their way from the form that made them to the page that shows them once.
pub struct FreshCodes;

impl FreshCodes {
    const KEY: &'static str = "staff_recovery_codes";

    /// Keeps them for the next page.
    ///
    /// # Errors
    /// [`SessionError`] when the store does not answer.
    pub async fn keep(session: &Session, codes: &[String]) -> Result<(), SessionError> {
        session.insert(Self::KEY, codes).await
    }

    /// Takes them out: nobody reads them again.
    ///
    /// # Errors
    /// [`SessionError`] when the store does not answer.
    pub async fn take(session: &Session) -> Result<Vec<String>, SessionError> {
        Ok(session.remove(Self::KEY).await?.unwrap_or_default())
    }
}

/// Who sends a request to a door of customers; by itself the Billing Center, in the request's extensions.
#[derive(Clone, Debug)]
pub enum Identity {
    /// Nobody that we know.
    SignedOut,
    /// A person, looking at an account.
    SignedIn(Arc<Actor>),
    /// The store did not answer.
    Unknown(ApiError),
}

/// Who of the staff sends the request; in the request's extensions, beside [`Identity`] and worth nothing in its place.
#[derive(Clone, Debug)]
pub enum StaffIdentity {
    /// Nobody of the staff.
    SignedOut,
    /// A member of staff.
    SignedIn(Arc<StaffMember>),
    /// The store did not answer.
    Unknown(ApiError),
}

/// Who sends the request to the corporate door; in the request's extensions, beside the others and worth nothing in their place.
#[derive(Clone, Debug)]
pub struct CorporateIdentity(pub Identity);

/// The sign-in of the person at the Billing Center, beside [`Identity::SignedIn`]: the one that is spared when all
/// others are ended.
#[derive(Clone, Debug)]
pub struct CurrentSignIn(pub Arc<str>);
