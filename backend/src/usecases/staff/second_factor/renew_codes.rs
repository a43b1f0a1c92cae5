//! A member of staff gets new recovery codes in place of the old ones.

use super::prove::{read_code, spend};
use super::{CodeError, hashes_of, note_change};
use crate::db::second_factors::{self, FactorState};
use crate::one_time_code::new_recovery_codes;
use crate::texts::people_mail::FactorChange;
use crate::usecases::staff::StaffMember;
use crate::{Backend, work};

/// Ten new codes; the old ones are worth nothing any more.
///
/// # Errors
/// [`CodeError`]; [`CodeError::NoFactor`] when there is no second factor.
pub async fn renew_codes(backend: &Backend, member: &StaffMember, code: &str) -> Result<Vec<String>, CodeError> {
    let (_, typed) = read_code(backend, &member.person, code, FactorState::On).await?;
    let (codes, typed, now) = (new_recovery_codes(), &typed, backend.now());
    let hashes = &hashes_of(&codes);
    backend
        .db
        .write(work!(tx => {
            spend(tx, &member.person, typed, now).await?;
            second_factors::replace_recovery_codes(tx, &member.person, hashes, now).await?;
            Ok::<_, CodeError>(note_change(tx, backend, &member.person, FactorChange::NewCodes, now).await?)
        }))
        .await?;
    Ok(codes)
}
