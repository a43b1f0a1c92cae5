//! A member of staff begins to set up a second factor: a secret is made and shown, and asks for nothing yet.

use crate::db::second_factors;
use crate::one_time_code::new_secret;
use crate::usecases::staff::StaffMember;
use crate::{Backend, DbError, work};

/// Offers a new secret; one that was offered before is worth nothing any more. Whoever has a second factor keeps it.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn offer(backend: &Backend, member: &StaffMember) -> Result<(), DbError> {
    let (secret, now) = (new_secret(), backend.now());
    let secret = &secret;
    backend.db.write(work!(tx => second_factors::offer_factor(tx, &member.person, secret, now).await.map(|_| ()))).await
}
