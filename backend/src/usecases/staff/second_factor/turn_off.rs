//! A member of staff turns their second factor off, by a last code.

use super::prove::{read_code, spend};
use super::{CodeError, note_change};
use crate::db::second_factors::{self, FactorState};
use crate::texts::people_mail::FactorChange;
use crate::usecases::staff::StaffMember;
use crate::{Backend, work};

/// From now on the password is enough, where the operator allows that.
///
/// # Errors
/// [`CodeError`]; [`CodeError::NoFactor`] when there is none.
pub async fn turn_off(backend: &Backend, member: &StaffMember, code: &str) -> Result<(), CodeError> {
    let (_, typed) = read_code(backend, &member.person, code, FactorState::On).await?;
    let (typed, now) = (&typed, backend.now());
    backend
        .db
        .write(work!(tx => {
            spend(tx, &member.person, typed, now).await?;
            second_factors::delete_factor(tx, &member.person).await?;
            Ok::<_, CodeError>(note_change(tx, backend, &member.person, FactorChange::Off, now).await?)
        }))
        .await
}
