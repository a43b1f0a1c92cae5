//! Who sends a request: what a session keeps, and what the server's middleware found out before any page or
//! server function runs.

use crate::api::ApiError;
use backend::Actor;
use billing::ids::{AccountId, PersonId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tower_sessions::Session;
use tower_sessions::session::Error as SessionError;

/// The one key under which a session keeps something.
pub const SESSION_KEY: &str = "signed_in";

/// What a session keeps. Instants are microseconds of wall time, never of the demo's clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionPerson {
    /// Who signed in.
    pub person: PersonId,
    /// The account that is looked at.
    pub account: AccountId,
    /// When; a session ends some days later, used or not.
    pub created_micros: i64,
    /// When the session's end was last moved.
    pub touched_micros: i64,
}

impl SessionPerson {
    /// Who is signed in with this session, if anybody is.
    ///
    /// # Errors
    /// [`SessionError`] when the store does not answer.
    pub async fn read(session: &Session) -> Result<Option<Self>, SessionError> {
        session.get(SESSION_KEY).await
    }

    /// Writes it; the session's end moves.
    ///
    /// # Errors
    /// [`SessionError`] when the store does not answer.
    pub async fn write(&self, session: &Session) -> Result<(), SessionError> {
        session.insert(SESSION_KEY, self).await
    }
}

/// Who sends the request; in the request's extensions.
#[derive(Clone, Debug)]
pub enum Identity {
    /// Nobody that we know.
    SignedOut,
    /// A person, looking at an account.
    SignedIn(Arc<Actor>),
    /// The store did not answer.
    Unknown(ApiError),
}
