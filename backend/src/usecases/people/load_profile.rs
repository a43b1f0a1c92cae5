//! A person looks at where they are signed in.

use crate::db::people::{self, Door};
use crate::db::sign_ins::{self, SignIn};
use crate::work;
use crate::{Actor, Backend, DbError};

/// The person's running sign-ins at the door of their account, the last used first.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn load_sign_ins(backend: &Backend, actor: &Actor) -> Result<Vec<SignIn>, DbError> {
    let now = backend.now();
    backend.db.read(work!(tx => sign_ins::list_sign_ins(tx, actor.door, &actor.person, now).await)).await
}

/// What the person signs in with at the door of their account.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn find_shown_login(backend: &Backend, actor: &Actor) -> Result<String, DbError> {
    let found = match actor.door {
        Door::Corporate => backend.db.read(work!(tx => people::find_shown_user_id(tx, &actor.person).await)).await?,
        Door::BillingCenter | Door::Staff => None,
    };
    Ok(found.unwrap_or_else(|| actor.email.clone()))
}
