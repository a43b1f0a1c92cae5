//! A second factor for the staff: codes by the clock, and recovery codes for whoever has lost their device.

pub mod offer;
pub mod prove;
pub mod renew_codes;
pub mod reset;
pub mod turn_off;
pub mod turn_on;
pub mod view;

use crate::db::audit::{AuditEntry, add_entry};
use crate::db::people::find_addressee;
use crate::db::{DbError, Tx, outbox};
use crate::texts::people_mail::{FactorChange, second_factor_changed};
use crate::usecases::sessions::tries::TryError;
use crate::{Backend, identifiers};
use billing::ids::PersonId;

/// Why a code was not taken.
#[derive(Debug, thiserror::Error)]
pub enum CodeError {
    /// Nothing was typed.
    #[error("no code")]
    Missing,
    /// It is not the code.
    #[error("the code does not fit")]
    Wrong,
    /// It was the code, and has been used.
    #[error("the code was used before")]
    Used,
    /// There is no second factor that asks for one.
    #[error("there is no second factor")]
    NoFactor,
    /// Too many tries.
    #[error("too many tries, wait {retry_after_seconds} s")]
    TooManyTries { retry_after_seconds: i64 },
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] DbError),
}

impl From<TryError> for CodeError {
    fn from(error: TryError) -> Self {
        match error {
            TryError::TooMany { retry_after_seconds } => Self::TooManyTries { retry_after_seconds },
            TryError::Storage(error) => Self::Storage(error),
        }
    }
}

/// What is stored of recovery codes.
fn hashes_of(codes: &[String]) -> Vec<String> {
    codes.iter().filter_map(|code| crate::one_time_code::fold_recovery_code(code)).map(|code| identifiers::hash_token(&code)).collect()
}

/// Writes down what became of somebody's second factor, and tells them by mail.
async fn note_change(tx: &mut Tx<'_>, backend: &Backend, person: &PersonId, change: FactorChange, now: i64) -> Result<(), DbError> {
    // The operator resets on the command line, where nobody is signed in.
    let by = (change != FactorChange::Reset).then_some(person);
    let details = serde_json::json!({});
    add_entry(tx, AuditEntry { account: None, person: by, action: change.action(), subject: person.as_str(), details }, now).await?;
    let Some(addressee) = find_addressee(tx, person).await? else { return Ok(()) };
    let language = addressee.own_language.unwrap_or_default();
    let mail = second_factor_changed(&addressee.contact, &backend.settings.seller.party.name, change, language);
    outbox::add_own_mail(tx, &addressee.contact.email, language, (&mail.subject, &mail.body), now).await
}
