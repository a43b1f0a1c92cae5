//! SQL of sign-ins: who is signed in at which door, on which device. A session that names a row which is gone is worth
//! nothing.

use super::people::Door;
use super::{DbError, Row, Tx};
use crate::args;
use billing::ids::PersonId;

/// A sign-in on its way into the store.
pub struct NewSignIn<'a> {
    /// Identifier that nobody can guess.
    pub id: &'a str,
    /// Where.
    pub door: Door,
    /// Who.
    pub person: &'a PersonId,
    /// The device in a few words; empty when unknown.
    pub device: &'a str,
    /// When it ends unless it is used, microseconds.
    pub ends_at: i64,
}

/// Writes a sign-in, and that the login was used.
pub async fn insert_sign_in(tx: &mut Tx<'_>, sign_in: &NewSignIn<'_>, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO sign_ins (id, door, person_id, device, created_at, used_at, ends_at) VALUES ($1, $2, $3, $4, $5, $5, $6)";
    tx.exec(sql, args![sign_in.id, sign_in.door.code(), sign_in.person.as_str(), sign_in.device, now, sign_in.ends_at]).await?;
    let used = "UPDATE logins SET last_used_at = $3 WHERE door = $1 AND person_id = $2";
    tx.exec(used, args![sign_in.door.code(), sign_in.person.as_str(), now]).await?;
    Ok(())
}

/// A person is still there: moves the end. A sign-in that was ended meanwhile stays ended.
pub async fn touch_sign_in(tx: &mut Tx<'_>, id: &str, ends_at: i64, now: i64) -> Result<(), DbError> {
    tx.exec("UPDATE sign_ins SET used_at = $3, ends_at = $2 WHERE id = $1", args![id, ends_at, now]).await?;
    Ok(())
}

/// Who signed in, if the sign-in has not ended.
pub async fn find_person(tx: &mut Tx<'_>, door: Door, id: &str, now: i64) -> Result<Option<PersonId>, DbError> {
    let sql = "SELECT person_id FROM sign_ins WHERE id = $1 AND door = $2 AND ends_at > $3";
    tx.opt(sql, args![id, door.code(), now], |row| Ok(PersonId(row.text("person_id")?))).await
}

/// A running sign-in of a person, as they are shown it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Identifier; not for the browser.
    pub id: String,
    /// The device in a few words; empty when unknown.
    pub device: String,
    /// When, microseconds.
    pub created_at: i64,
    /// When it was last used, to a few minutes.
    pub used_at: i64,
}

/// A person's running sign-ins at a door, the last used first.
pub async fn list_sign_ins(tx: &mut Tx<'_>, door: Door, person: &PersonId, now: i64) -> Result<Vec<SignIn>, DbError> {
    let sql = "SELECT id, device, created_at, used_at FROM sign_ins WHERE person_id = $1 AND door = $2 AND ends_at > $3 ORDER BY used_at DESC, id";
    let read =
        |row: &Row<'_>| Ok(SignIn { id: row.text("id")?, device: row.text("device")?, created_at: row.int("created_at")?, used_at: row.int("used_at")? });
    tx.all(sql, args![person.as_str(), door.code(), now], read).await
}

/// Ends a sign-in.
pub async fn end_sign_in(tx: &mut Tx<'_>, id: &str) -> Result<(), DbError> {
    tx.exec("DELETE FROM sign_ins WHERE id = $1", args![id]).await?;
    Ok(())
}

/// Ends all sign-ins of a person at a door but the one that is named (an empty name spares none); answers how many.
pub async fn end_other_sign_ins(tx: &mut Tx<'_>, door: Door, person: &PersonId, but: &str) -> Result<u64, DbError> {
    tx.exec("DELETE FROM sign_ins WHERE person_id = $1 AND door = $2 AND id <> $3", args![person.as_str(), door.code(), but]).await
}

/// Clears away sign-ins that have ended.
pub async fn delete_ended(tx: &mut Tx<'_>, now: i64) -> Result<u64, DbError> {
    tx.exec("DELETE FROM sign_ins WHERE ends_at <= $1", args![now]).await
}
