//! A person chooses the language of their screens.

use crate::Backend;
use crate::db::{DbError, people};
use crate::work;
use billing::Language;
use billing::ids::PersonId;

/// Stores the choice.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn set_language(backend: &Backend, person: &PersonId, language: Language) -> Result<(), DbError> {
    backend.db.write(work!(tx => people::set_language(tx, person, language).await)).await
}
