//! The accounts that a person belongs to, to choose from.

use crate::db::people::{self, Membership};
use crate::work;
use crate::{Actor, Backend, DbError};

/// All of them, the first one first.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn list_accounts(backend: &Backend, actor: &Actor) -> Result<Vec<Membership>, DbError> {
    backend.db.read(work!(tx => people::list_memberships(tx, actor.door, &actor.person).await)).await
}
