//! Somebody types a code: from their authenticator, or one of their recovery codes. Tries are counted as those of passwords
//! are, and no code is taken twice.

use super::CodeError;
use crate::clock::seconds;
use crate::db::audit::{AuditEntry, add_entry};
use crate::db::people::clear_tries;
use crate::db::second_factors::{self, FactorState, StoredFactor};
use crate::db::{DbError, Tx, staff};
use crate::identifiers::hash_token;
use crate::one_time_code::{find_step, fold_recovery_code};
use crate::usecases::sessions::tries::{Counter, count_try};
use crate::{Backend, work};
use billing::ids::PersonId;

/// How long the second step of signing in may wait for its code, microseconds.
pub const STEP_ENDS_AFTER: i64 = seconds(10 * 60);

/// What somebody typed, once it was looked at.
pub(super) enum Typed {
    /// The code of that time step.
    Step(i64),
    /// What could be a recovery code: its hash.
    Recovery(String),
}

/// Whether somebody's password is to be followed by a code.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn asks_for_code(backend: &Backend, person: &PersonId) -> Result<bool, DbError> {
    let factor = backend.db.read(work!(tx => second_factors::find_factor(tx, person).await)).await?;
    Ok(factor.is_some_and(|factor| factor.state == FactorState::On))
}

/// Takes a code at the second step of signing in.
///
/// # Errors
/// [`CodeError`]; the try was counted. [`CodeError::NoFactor`] also for who has left the staff meanwhile.
pub async fn prove(backend: &Backend, person: &PersonId, code: &str) -> Result<(), CodeError> {
    let (_, typed) = read_code(backend, person, code, FactorState::On).await?;
    let (typed, now) = (&typed, backend.now());
    backend
        .db
        .write(work!(tx => {
            if !staff::is_staff(tx, person).await? {
                return Err(CodeError::NoFactor);
            }
            spend(tx, person, typed, now).await
        }))
        .await
}

/// Counts the try, and looks at what was typed.
pub(super) async fn read_code(backend: &Backend, person: &PersonId, code: &str, state: FactorState) -> Result<(StoredFactor, Typed), CodeError> {
    if code.trim().is_empty() {
        return Err(CodeError::Missing);
    }
    let now = backend.now();
    let factor = backend
        .db
        .write(work!(tx => {
            let factor = second_factors::find_factor(tx, person).await?.filter(|factor| factor.state == state).ok_or(CodeError::NoFactor)?;
            count_try(tx, Counter::SecondFactors, person.as_str(), now).await?;
            Ok::<_, CodeError>(factor)
        }))
        .await?;
    let typed = match find_step(&factor.secret, code, now) {
        Some(step) => Typed::Step(step),
        None => Typed::Recovery(hash_token(&fold_recovery_code(code).ok_or(CodeError::Wrong)?)),
    };
    Ok((factor, typed))
}

/// Takes what was typed, so that it is worth nothing a second time; the tries are forgotten.
pub(super) async fn spend(tx: &mut Tx<'_>, person: &PersonId, typed: &Typed, now: i64) -> Result<(), CodeError> {
    match typed {
        Typed::Step(step) if !second_factors::take_step(tx, person, *step).await? => return Err(CodeError::Used),
        Typed::Step(_) => {}
        // One that was used is as wrong as one that never was.
        Typed::Recovery(hash) if !second_factors::take_recovery_code(tx, person, hash, now).await? => return Err(CodeError::Wrong),
        Typed::Recovery(_) => {
            let details = serde_json::json!({ "left": second_factors::count_recovery_codes(tx, person).await? });
            let entry = AuditEntry { account: None, person: Some(person), action: "recovery_code_used", subject: person.as_str(), details };
            add_entry(tx, entry, now).await?;
        }
    }
    clear_tries(tx, Counter::SecondFactors.code(), person.as_str()).await?;
    Ok(())
}
