//! SQL of forgotten passwords: who asks for a link, and which links there are.

use super::people::Door;
use super::{DbError, Row, Tx};
use crate::args;
use crate::identifiers::new_id;
use billing::ids::PersonId;

/// Somebody asks for a link, known or not.
pub async fn add_request(tx: &mut Tx<'_>, door: Door, login_folded: &str, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO password_requests (id, door, login_folded, requested_at) VALUES ($1, $2, $3, $4)";
    tx.exec(sql, args![new_id(), door.code(), login_folded, now]).await?;
    Ok(())
}

/// A request that waits for its answer.
pub struct PasswordRequest {
    /// Identifier.
    pub id: String,
    /// Where.
    pub door: Door,
    /// Login as it is compared.
    pub login_folded: String,
}

/// Requests that wait, the oldest first.
pub async fn list_requests(tx: &mut Tx<'_>) -> Result<Vec<PasswordRequest>, DbError> {
    let sql = "SELECT id, door, login_folded FROM password_requests ORDER BY requested_at, id LIMIT 50";
    let read = |row: &Row<'_>| Ok(PasswordRequest { id: row.text("id")?, door: row.parsed("door", Door::parse)?, login_folded: row.text("login_folded")? });
    tx.all(sql, args![], read).await
}

/// Takes a request in hand; answers false when another server did.
pub async fn take_request(tx: &mut Tx<'_>, id: &str) -> Result<bool, DbError> {
    Ok(tx.exec("DELETE FROM password_requests WHERE id = $1", args![id]).await? == 1)
}

/// What became of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// It can be used until its end.
    Open,
    /// It was used.
    Used,
    /// A newer one, or a new password, took its place.
    Replaced,
}

impl LinkState {
    const ALL: [Self; 3] = [Self::Open, Self::Used, Self::Replaced];

    const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Used => "used",
            Self::Replaced => "replaced",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A link by which a person sets a new password.
pub struct PasswordLink {
    /// Where the password counts.
    pub door: Door,
    /// Whose.
    pub person: PersonId,
    /// What became of it.
    pub state: LinkState,
    /// Its end, microseconds.
    pub expires_at: i64,
}

/// Writes a link; earlier ones of the person are worth nothing from then on.
pub async fn insert_link(tx: &mut Tx<'_>, token_hash: &str, door: Door, person: &PersonId, times: (i64, i64)) -> Result<(), DbError> {
    replace_links(tx, door, person).await?;
    let (created_at, expires_at) = times;
    let sql = "INSERT INTO password_links (token_hash, door, person_id, state, created_at, expires_at) VALUES ($1, $2, $3, 'open', $4, $5)";
    tx.exec(sql, args![token_hash, door.code(), person.as_str(), created_at, expires_at]).await?;
    Ok(())
}

/// Makes all open links of a person worthless.
pub async fn replace_links(tx: &mut Tx<'_>, door: Door, person: &PersonId) -> Result<(), DbError> {
    let sql = "UPDATE password_links SET state = 'replaced' WHERE person_id = $1 AND door = $2 AND state = 'open'";
    tx.exec(sql, args![person.as_str(), door.code()]).await?;
    Ok(())
}

/// The link of a token.
pub async fn find_link(tx: &mut Tx<'_>, token_hash: &str) -> Result<Option<PasswordLink>, DbError> {
    let sql = "SELECT door, person_id, state, expires_at FROM password_links WHERE token_hash = $1";
    let read = |row: &Row<'_>| {
        Ok(PasswordLink {
            door: row.parsed("door", Door::parse)?,
            person: PersonId(row.text("person_id")?),
            state: row.parsed("state", LinkState::parse)?,
            expires_at: row.int("expires_at")?,
        })
    };
    tx.opt(sql, args![token_hash], read).await
}

/// Uses a link up; answers false when it was used before, replaced, or is over.
pub async fn use_link(tx: &mut Tx<'_>, token_hash: &str, now: i64) -> Result<bool, DbError> {
    let sql = "UPDATE password_links SET state = 'used' WHERE token_hash = $1 AND state = 'open' AND expires_at > $2";
    Ok(tx.exec(sql, args![token_hash, now]).await? == 1)
}

/// Clears away links that have been over for that long that nobody asks any more what became of them.
pub async fn delete_links(tx: &mut Tx<'_>, expired_before: i64) -> Result<u64, DbError> {
    tx.exec("DELETE FROM password_links WHERE expires_at < $1", args![expired_before]).await
}
