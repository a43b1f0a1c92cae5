//! Who of the staff signed in, with the role that they have now.

use super::StaffMember;
use crate::db::staff;
use crate::work;
use crate::{Backend, DbError};

/// The member of staff; none when the sign-in has ended or they have left the staff.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn load_member(backend: &Backend, sign_in: &str) -> Result<Option<StaffMember>, DbError> {
    let now = backend.now();
    backend.db.glance(work!(tx => staff::find_member(tx, sign_in, now).await)).await
}
