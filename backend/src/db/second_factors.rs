//! SQL of second factors and recovery codes. Secrets leave it only towards who sets one up and what checks a code.

use super::{DbError, Row, Tx};
use crate::args;
use billing::ids::PersonId;

/// How far somebody's second factor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorState {
    /// Shown, and not yet confirmed by a code.
    Offered,
    /// Asked for at every sign-in.
    On,
}

impl FactorState {
    const ALL: [Self; 2] = [Self::Offered, Self::On];

    const fn code(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::On => "on",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Somebody's second factor.
pub struct StoredFactor {
    /// The shared secret, in base 32.
    pub secret: String,
    /// How far it is.
    pub state: FactorState,
    /// The time step of the code that was taken last.
    pub last_step: i64,
    /// Since when it is asked for, microseconds.
    pub confirmed_at: Option<i64>,
}

/// Somebody's second factor, offered or on.
pub async fn find_factor(tx: &mut Tx<'_>, person: &PersonId) -> Result<Option<StoredFactor>, DbError> {
    let sql = "SELECT secret, state, last_step, confirmed_at FROM second_factors WHERE person_id = $1";
    let read = |row: &Row<'_>| {
        Ok(StoredFactor {
            secret: row.text("secret")?,
            state: row.parsed("state", FactorState::parse)?,
            last_step: row.int("last_step")?,
            confirmed_at: row.opt_int("confirmed_at")?,
        })
    };
    tx.opt(sql, args![person.as_str()], read).await
}

/// Offers a secret. Who has one that is on keeps it; answers whether it was stored.
pub async fn offer_factor(tx: &mut Tx<'_>, person: &PersonId, secret: &str, now: i64) -> Result<bool, DbError> {
    let sql = "INSERT INTO second_factors (person_id, secret, state, last_step, created_at) VALUES ($1, $2, 'offered', 0, $3) \
               ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at \
               WHERE second_factors.state = 'offered'";
    Ok(tx.exec(sql, args![person.as_str(), secret, now]).await? == 1)
}

/// Turns on what was offered with that secret; answers false when it is on already, or another was offered meanwhile.
pub async fn turn_on(tx: &mut Tx<'_>, person: &PersonId, secret: &str, step: i64, now: i64) -> Result<bool, DbError> {
    let sql = "UPDATE second_factors SET state = 'on', last_step = $3, confirmed_at = $4 WHERE person_id = $1 AND secret = $2 AND state = 'offered'";
    Ok(tx.exec(sql, args![person.as_str(), secret, step, now]).await? == 1)
}

/// Takes the code of a time step; answers false when that one, or a later one, was taken before.
pub async fn take_step(tx: &mut Tx<'_>, person: &PersonId, step: i64) -> Result<bool, DbError> {
    let sql = "UPDATE second_factors SET last_step = $2 WHERE person_id = $1 AND state = 'on' AND last_step < $2";
    Ok(tx.exec(sql, args![person.as_str(), step]).await? == 1)
}

/// Takes a recovery code; answers false when there is none of that hash, or it was used before.
pub async fn take_recovery_code(tx: &mut Tx<'_>, person: &PersonId, code_hash: &str, now: i64) -> Result<bool, DbError> {
    let sql = "UPDATE recovery_codes SET used_at = $3 WHERE person_id = $1 AND code_hash = $2 AND used_at IS NULL";
    Ok(tx.exec(sql, args![person.as_str(), code_hash, now]).await? == 1)
}

/// How many recovery codes somebody has left.
pub async fn count_recovery_codes(tx: &mut Tx<'_>, person: &PersonId) -> Result<i64, DbError> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM recovery_codes WHERE person_id = $1 AND used_at IS NULL";
    tx.one(sql, args![person.as_str()], |row| row.int("n")).await
}

/// Replaces somebody's recovery codes, used ones too.
pub async fn replace_recovery_codes(tx: &mut Tx<'_>, person: &PersonId, hashes: &[String], now: i64) -> Result<(), DbError> {
    tx.exec("DELETE FROM recovery_codes WHERE person_id = $1", args![person.as_str()]).await?;
    for hash in hashes {
        let sql = "INSERT INTO recovery_codes (person_id, code_hash, created_at) VALUES ($1, $2, $3)";
        tx.exec(sql, args![person.as_str(), hash, now]).await?;
    }
    Ok(())
}

/// Forgets somebody's second factor; answers whether there was one that was on.
pub async fn delete_factor(tx: &mut Tx<'_>, person: &PersonId) -> Result<bool, DbError> {
    let was_on = find_factor(tx, person).await?.is_some_and(|factor| factor.state == FactorState::On);
    tx.exec("DELETE FROM recovery_codes WHERE person_id = $1", args![person.as_str()]).await?;
    tx.exec("DELETE FROM second_factors WHERE person_id = $1", args![person.as_str()]).await?;
    Ok(was_on)
}
