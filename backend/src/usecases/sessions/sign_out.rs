//! A person signs out at a door: a copy of their session opens nothing from then on.

use crate::db::sign_ins;
use crate::work;
use crate::{Backend, DbError};

/// Ends a sign-in.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn sign_out(backend: &Backend, sign_in: &str) -> Result<(), DbError> {
    backend.db.write(work!(tx => sign_ins::end_sign_in(tx, sign_in).await)).await
}
