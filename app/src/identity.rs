//! Who sends a request: what a session keeps, and what the server's middleware found out before any page or
//! server function runs.

use crate::api::ApiError;
use backend::Actor;
use backend::db::people::Door;
use backend::usecases::staff::StaffMember;
use billing::ids::AccountId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tower_sessions::Session;
use tower_sessions::session::Error as SessionError;

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
