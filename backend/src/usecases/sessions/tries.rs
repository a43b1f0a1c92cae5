//! Counts tries at a login: a few are free, then each waits longer than the one before, up to a quarter of an hour.
//! Logins that do not exist are counted alike, so that nobody can tell.

use crate::clock::seconds;
use crate::db::people::{self, Door, Tries};
use crate::db::{DbError, Tx};

/// Tries that are free; every further one waits.
pub const FREE_TRIES: i64 = 5;

/// Tries are forgotten that long after the first of them, or after the end of the last wait, in microseconds.
pub const WINDOW: i64 = seconds(15 * 60);

const FIRST_WAIT: i64 = seconds(30);
const LONGEST_WAIT: i64 = seconds(15 * 60);

/// What is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counter {
    /// Signing in at a door.
    SignIns(Door),
    /// Asking for a link to set a password.
    PasswordLinks(Door),
    /// Codes of a second factor, counted by person.
    SecondFactors,
}

impl Counter {
    /// The counter's word in the database; that of signing in is the door's own.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignIns(door) => door.code(),
            Self::PasswordLinks(Door::BillingCenter) => "billing_center password",
            Self::PasswordLinks(Door::Corporate) => "corporate password",
            Self::PasswordLinks(Door::Staff) => "staff password",
            Self::SecondFactors => "staff second factor",
        }
    }
}

/// Why a try is not looked at.
#[derive(Debug, thiserror::Error)]
pub enum TryError {
    /// Too many tries at this login.
    #[error("too many tries, wait {retry_after_seconds} s")]
    TooMany { retry_after_seconds: i64 },
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] DbError),
}

/// Counts a try, before it is looked at: many at once gain nothing. One that is refused does not count.
///
/// # Errors
/// [`TryError`]; the transaction can still be used when it is [`TryError::TooMany`].
pub async fn count_try(tx: &mut Tx<'_>, counter: Counter, login_folded: &str, now: i64) -> Result<(), TryError> {
    let code = counter.code();
    people::lock_tries(tx, code, login_folded, now).await?;
    let tries = people::find_tries(tx, code, login_folded).await?.filter(|tries| !is_forgotten(tries, now));
    let tries = tries.unwrap_or(Tries { failures: 0, first_at: now, blocked_until: 0 });
    if tries.blocked_until > now {
        let wait = tries.blocked_until - now;
        return Err(TryError::TooMany { retry_after_seconds: (wait + seconds(1) - 1) / seconds(1) });
    }
    let failures = tries.failures + 1;
    let blocked_until = if failures >= FREE_TRIES { now + wait_after(failures) } else { 0 };
    people::put_tries(tx, code, login_folded, &Tries { failures, first_at: tries.first_at, blocked_until }).await?;
    Ok(())
}

/// Whoever goes on right after each wait waits longer every time: the window begins anew at the end of a wait.
const fn is_forgotten(tries: &Tries, now: i64) -> bool {
    let last = if tries.blocked_until > tries.first_at { tries.blocked_until } else { tries.first_at };
    last.saturating_add(WINDOW) <= now
}

/// Thirty seconds, then twice as long each time, up to fifteen minutes.
fn wait_after(failures: i64) -> i64 {
    let doublings = u32::try_from(failures - FREE_TRIES).unwrap_or(0).min(16);
    FIRST_WAIT.saturating_mul(2_i64.saturating_pow(doublings)).min(LONGEST_WAIT)
}
