//! The operator takes away the second factor of somebody who has lost device and recovery codes.

use super::note_change;
use crate::db::people::{Door, clear_tries, find_login, fold_login};
use crate::db::{DbError, second_factors, sign_ins, staff};
use crate::texts::people_mail::FactorChange;
use crate::usecases::sessions::tries::Counter;
use crate::{Backend, work};

/// Why nothing was reset.
#[derive(Debug, thiserror::Error)]
pub enum ResetError {
    /// Nobody of the staff has that mail address.
    #[error("nobody of the staff signs in as {0}")]
    Unknown(String),
    /// They have none.
    #[error("{0} has no second factor")]
    NoFactor(String),
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] DbError),
}

/// Forgets secret and recovery codes, and ends all sign-ins of that person at the staff's door. They are told by mail.
///
/// # Errors
/// [`ResetError`]; nothing was changed.
pub async fn reset(backend: &Backend, email: &str) -> Result<(), ResetError> {
    let now = backend.now();
    backend
        .db
        .write(work!(tx => {
            let unknown = || ResetError::Unknown(email.to_owned());
            let (person, _) = find_login(tx, Door::Staff, &fold_login(email)).await?.ok_or_else(unknown)?;
            if !staff::is_staff(tx, &person).await? {
                return Err(unknown());
            }
            if !second_factors::delete_factor(tx, &person).await? {
                return Err(ResetError::NoFactor(email.to_owned()));
            }
            clear_tries(tx, Counter::SecondFactors.code(), person.as_str()).await?;
            sign_ins::end_other_sign_ins(tx, Door::Staff, &person, "").await?;
            Ok(note_change(tx, backend, &person, FactorChange::Reset, now).await?)
        }))
        .await
}
