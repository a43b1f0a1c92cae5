//! Lists of quotes: an account's, and the staff's.

use crate::db::quotes::{self, StaffQuote};
use crate::usecases::staff::StaffMember;
use crate::work;
use crate::{Actor, Backend, DbError};
use billing::quote::QuoteSummary;

/// Rows of the staff's list.
const MOST: i64 = 200;

/// The quotes of the actor's account, open ones first.
///
/// # Errors
/// [`DbError`].
pub async fn list_quotes(backend: &Backend, actor: &Actor) -> Result<Vec<QuoteSummary>, DbError> {
    backend.db.read(work!(tx => quotes::list_quotes(tx, &actor.account).await)).await
}

/// All quotes, drafts and open ones first.
///
/// # Errors
/// [`DbError`].
pub async fn list_all(backend: &Backend, member: &StaffMember) -> Result<Vec<StaffQuote>, DbError> {
    backend.db.read(work!(tx => quotes::list_all(tx, member.scope(), MOST).await)).await
}
