//! A person is still there: their sign-in ends later.

use crate::db::sign_ins;
use crate::work;
use crate::{Backend, DbError};

/// Moves the end of a sign-in, microseconds. One that was ended meanwhile stays ended.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn touch(backend: &Backend, sign_in: &str, ends_at: i64) -> Result<(), DbError> {
    let now = backend.now();
    backend.db.write(work!(tx => sign_ins::touch_sign_in(tx, sign_in, ends_at, now).await)).await
}
