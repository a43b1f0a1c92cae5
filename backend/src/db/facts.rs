//! SQL of the few facts about the whole installation.

use super::{DbError, Tx};
use crate::args;

/// How many days the demo's calendar was moved forward.
pub const DEMO_DAYS_MOVED: &str = "demo_days_moved";
/// A fingerprint of the price list that was last looked at for rises.
pub const CATALOGUE_SEEN: &str = "catalogue_seen";

/// Since when that price list is in force, microseconds of wall time.
pub const CATALOGUE_SINCE: &str = "catalogue_since";

/// A fact, if it was ever noted.
pub async fn find_fact(tx: &mut Tx<'_>, name: &str) -> Result<Option<String>, DbError> {
    tx.opt("SELECT value FROM facts WHERE name = $1", args![name], |row| row.text("value")).await
}

/// Notes a fact in place of what it was.
pub async fn put_fact(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<(), DbError> {
    let sql = "INSERT INTO facts (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    tx.exec(sql, args![name, value]).await?;
    Ok(())
}
