//! A person in an account, with the role that they have there now.

use crate::db::{DbError, people};
use crate::work;
use crate::{Actor, Backend};
use billing::ids::{AccountId, PersonId};

/// The person in the account; none when they do not belong to it (any more).
///
/// # Errors
/// [`DbError`] of the database.
pub async fn load_actor(backend: &Backend, person: &PersonId, account: &AccountId) -> Result<Option<Actor>, DbError> {
    backend.db.read(work!(tx => people::find_actor(tx, person, account).await)).await
}
