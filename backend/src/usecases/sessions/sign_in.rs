//! A person signs in at a door. Unknown login and wrong password look the same and cost the same.

use super::passwords::{PasswordError, check_password};
use crate::clock::seconds;
use crate::db::people::{self, Door, Tries, fold_login};
use crate::db::{DbError, Tx};
use crate::demo::PASSWORD;
use crate::work;
use crate::{Backend, Demo};
use billing::ids::{AccountId, PersonId};
use secrecy::{ExposeSecret, SecretString};

/// Tries that are free within [`WINDOW`]; every further one waits.
pub const FREE_TRIES: i64 = 5;
const WINDOW: i64 = seconds(15 * 60);
const FIRST_WAIT: i64 = seconds(30);
const LONGEST_WAIT: i64 = seconds(15 * 60);

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

/// Signs a person in.
///
/// # Errors
/// [`SignInError`]; the try was counted.
pub async fn sign_in(backend: &Backend, door: Door, login: &str, password: &SecretString) -> Result<SignedInPerson, SignInError> {
    let login = fold_login(login);
    let now = backend.now();
    // Counted before the password is looked at: many tries at once gain nothing.
    let found = backend.db.write(work!(tx, &login => count_try(tx, door, login, now).await)).await?;
    let hash = found.as_ref().map(|(_, hash)| hash.clone());
    let fits = check_password(backend, password, hash).await? && !is_public(backend, password);
    let Some((person, _)) = found.filter(|_| fits) else {
        return Err(SignInError::Wrong);
    };
    let account = backend
        .db
        .write(work!(tx, &login, &person => {
            people::clear_tries(tx, door, login).await?;
            people::first_account(tx, person).await
        }))
        .await?;
    Ok(SignedInPerson { person, account })
}

/// Whether everybody knows the password: a database that was filled as a demonstration and serves real customers
/// now still has its logins.
fn is_public(backend: &Backend, password: &SecretString) -> bool {
    backend.settings.demo == Demo::Off && password.expose_secret() == PASSWORD
}

async fn count_try(tx: &mut Tx<'_>, door: Door, login: &str, now: i64) -> Result<Option<(PersonId, String)>, SignInError> {
    people::lock_tries(tx, door, login, now).await?;
    let tries = people::find_tries(tx, door, login).await?.filter(|tries| tries.first_at + WINDOW > now || tries.blocked_until > now);
    let tries = tries.unwrap_or(Tries { failures: 0, first_at: now, blocked_until: 0 });
    if tries.blocked_until > now {
        let wait = tries.blocked_until - now;
        return Err(SignInError::TooManyTries { retry_after_seconds: (wait + seconds(1) - 1) / seconds(1) });
    }
    let failures = tries.failures + 1;
    let blocked_until = if failures >= FREE_TRIES { now + wait_after(failures) } else { 0 };
    people::put_tries(tx, door, login, &Tries { failures, first_at: tries.first_at, blocked_until }).await?;
    Ok(people::find_login(tx, door, login).await?)
}

/// Thirty seconds, then twice as long each time, up to fifteen minutes.
fn wait_after(failures: i64) -> i64 {
    let doublings = u32::try_from(failures - FREE_TRIES).unwrap_or(0).min(16);
    FIRST_WAIT.saturating_mul(2_i64.saturating_pow(doublings)).min(LONGEST_WAIT)
}
