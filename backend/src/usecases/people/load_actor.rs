//! A person in an account, with the role that they have there now.

use crate::db::people::{self, Door};
use crate::db::{DbError, sign_ins};
use crate::work;
use crate::{Actor, Backend};
use billing::ids::{AccountId, PersonId};

/// The person in the account; none when they do not belong to it (any more).
///
/// # Errors
/// [`DbError`] of the database.
pub async fn load_actor(backend: &Backend, person: &PersonId, account: &AccountId) -> Result<Option<Actor>, DbError> {
    backend.db.glance(work!(tx => people::find_actor(tx, person, account).await)).await
}

/// Who signed in, in the account that they look at. When they no longer belong to it, in another one of theirs; none
/// when the sign-in has ended or no account is left.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn load_signed_in(backend: &Backend, door: Door, sign_in: &str, account: &AccountId) -> Result<Option<Actor>, DbError> {
    let now = backend.now();
    // What nearly every request finds, in one statement.
    if let Some(actor) = backend.db.glance(work!(tx => people::find_signed_in(tx, door, sign_in, account, now).await)).await? {
        return Ok(Some(actor));
    }
    backend
        .db
        .read(work!(tx => {
            let Some(person) = sign_ins::find_person(tx, door, sign_in, now).await? else { return Ok(None) };
            match people::first_account(tx, door, &person).await? {
                Some(account) => people::find_actor(tx, &person, &account).await,
                None => Ok(None),
            }
        }))
        .await
}
