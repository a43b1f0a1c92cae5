//! A person looks at where they are signed in.

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
