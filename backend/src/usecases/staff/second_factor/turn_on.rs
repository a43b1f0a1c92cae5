//! A member of staff confirms a second factor by its first code, and gets the recovery codes.

use super::prove::{Typed, read_code};
use super::{CodeError, hashes_of, note_change};
use crate::db::people::{Door, clear_tries};
use crate::db::second_factors::{self, FactorState};
use crate::db::sign_ins;
use crate::one_time_code::new_recovery_codes;
use crate::texts::people_mail::FactorChange;
use crate::usecases::sessions::tries::Counter;
use crate::usecases::staff::StaffMember;
use crate::{Backend, work};

/// From now on a code is asked for at every sign-in; those that need none any more end, but for `sign_in`. Answers the
/// recovery codes, which nobody can read again.
///
/// # Errors
/// [`CodeError`]; [`CodeError::NoFactor`] when nothing was offered.
pub async fn turn_on(backend: &Backend, member: &StaffMember, sign_in: &str, code: &str) -> Result<Vec<String>, CodeError> {
    let (factor, typed) = read_code(backend, &member.person, code, FactorState::Offered).await?;
    let Typed::Step(step) = typed else { return Err(CodeError::Wrong) };
    let (codes, now, secret) = (new_recovery_codes(), backend.now(), &factor.secret);
    let hashes = &hashes_of(&codes);
    backend
        .db
        .write(work!(tx => {
            if !second_factors::turn_on(tx, &member.person, secret, step, now).await? {
                return Err(CodeError::NoFactor);
            }
            second_factors::replace_recovery_codes(tx, &member.person, hashes, now).await?;
            clear_tries(tx, Counter::SecondFactors.code(), member.person.as_str()).await?;
            sign_ins::end_other_sign_ins(tx, Door::Staff, &member.person, sign_in).await?;
            Ok::<_, CodeError>(note_change(tx, backend, &member.person, FactorChange::On, now).await?)
        }))
        .await?;
    Ok(codes)
}
