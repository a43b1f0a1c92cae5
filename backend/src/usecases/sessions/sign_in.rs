//! A person signs in at a door. Unknown login and wrong password cost the same everywhere; they look the same too, but at the
//! corporate door, which names an unknown User ID as its customers are used to.

use super::passwords::{PasswordError, check_password};
use super::tries::{Counter, TryError, count_try};
use crate::db::audit::{AuditEntry, add_entry};
use crate::db::people::{self, Door, fold_login};
use crate::db::sign_ins::{self, NewSignIn};
use crate::db::{DbError, staff};
use crate::demo::PASSWORD;
use crate::identifiers::new_key;
use crate::work;
use crate::{Backend, Demo};
use billing::ids::{AccountId, PersonId};
use secrecy::{ExposeSecret, SecretString};

pub use super::tries::FREE_TRIES;

/// Who signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedInPerson {
    /// The person.
    pub person: PersonId,
    /// The account that they see first; none when they belong to none.
    pub account: Option<AccountId>,
}

/// Why somebody was not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Login and password do not fit.
    #[error("login and password do not fit")]
    Wrong,
    /// There is no such User ID; told apart from [`Wrong`](Self::Wrong) at the corporate door alone.
    #[error("no such User ID")]
    UnknownUserId,
    /// Login and password fit, at the corporate door.
    #[error("the account is looked after at the corporate door")]
    CorporateAccount,
    /// Too many tries at this login.
    #[error("too many tries, wait {retry_after_seconds} s")]
    TooManyTries { retry_after_seconds: i64 },
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] DbError),
    /// The password could not be checked.
    #[error(transparent)]
    Password(#[from] PasswordError),
}

impl From<TryError> for SignInError {
    fn from(error: TryError) -> Self {
        match error {
            TryError::TooMany { retry_after_seconds } => Self::TooManyTries { retry_after_seconds },
            TryError::Storage(error) => Self::Storage(error),
        }
    }
}

/// Checks who wants to sign in.
///
/// # Errors
/// [`SignInError`]; the try was counted.
pub async fn sign_in(backend: &Backend, door: Door, login: &str, password: &SecretString) -> Result<SignedInPerson, SignInError> {
    let login = fold_login(login);
    let (now, counter) = (backend.now(), Counter::SignIns(door));
    let found = backend
        .db
        .write(work!(tx, &login => {
            count_try(tx, counter, login, now).await?;
            Ok::<_, SignInError>(people::find_login(tx, door, login).await?)
        }))
        .await?;
    let is_known = found.is_some();
    let Some(person) = whose(backend, password, found).await? else {
        return Err(match door {
            Door::BillingCenter if fits_corporate(backend, &login, password).await? => SignInError::CorporateAccount,
            Door::Corporate if !is_known => SignInError::UnknownUserId,
            Door::BillingCenter | Door::Corporate | Door::Staff => SignInError::Wrong,
        });
    };
    backend
        .db
        .write(work!(tx, &login, &person => {
            people::clear_tries(tx, counter.code(), login).await?;
            let account = people::first_account(tx, door, person).await?;
            // A login is not enough for the staff's door: whoever has left the staff is a stranger there.
            if door == Door::Staff && !staff::is_staff(tx, person).await? {
                return Err(SignInError::Wrong);
            }
            if door == Door::BillingCenter && account.is_none() && people::first_account(tx, Door::Corporate, person).await?.is_some() {
                return Err(SignInError::CorporateAccount);
            }
            Ok(SignedInPerson { person: person.clone(), account })
        }))
        .await
}

/// The owner of a login, if the password fits. The same work is done where there is none.
async fn whose(backend: &Backend, password: &SecretString, found: Option<(PersonId, String)>) -> Result<Option<PersonId>, SignInError> {
    let hash = found.as_ref().map(|(_, hash)| hash.clone());
    let fits = check_password(backend, password, hash).await? && !is_public(backend, password);
    Ok(found.filter(|_| fits).map(|(person, _)| person))
}

/// Whether who was refused at the Billing Center has come to the wrong door: told to nobody who does not know the
/// password, and the same work is done for whoever has no User ID. The try was counted at this door.
async fn fits_corporate(backend: &Backend, login: &str, password: &SecretString) -> Result<bool, SignInError> {
    let found = backend.db.read(work!(tx => people::find_login(tx, Door::Corporate, login).await)).await?;
    Ok(whose(backend, password, found).await?.is_some())
}

/// Whether everybody knows the password: a database that was filled as a demonstration and serves real customers
/// now still has its logins.
fn is_public(backend: &Backend, password: &SecretString) -> bool {
    backend.settings.demo == Demo::Off && password.expose_secret() == PASSWORD
}

/// Notes that a person is signed in from now on, and answers the name of the sign-in, which is a secret. It ends at
/// that time, in microseconds, unless it is used. That one of the staff signed in is in the audit trail.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn begin_sign_in(backend: &Backend, door: Door, person: &PersonId, device: &str, ends_at: i64) -> Result<String, DbError> {
    let (id, now) = (new_key(), backend.now());
    let sign_in = NewSignIn { id: &id, door, person, device, ends_at };
    backend
        .db
        .write(work!(tx, &sign_in => {
            sign_ins::insert_sign_in(tx, sign_in, now).await?;
            if door == Door::Staff {
                let details = serde_json::json!({ "device": device });
                add_entry(tx, AuditEntry { account: None, person: Some(person), action: "staff_signed_in", subject: person.as_str(), details }, now).await?;
            }
            Ok::<_, DbError>(())
        }))
        .await?;
    Ok(id)
}
