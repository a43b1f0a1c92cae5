//! How many items wait in the cart.

use crate::Backend;
use crate::db::{DbError, cart};
use crate::work;
use billing::ids::AccountId;

/// The number beside the cart's link.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn count_items(backend: &Backend, account: &AccountId) -> Result<i64, DbError> {
    backend.db.glance(work!(tx => cart::count_items(tx, account).await)).await
}
