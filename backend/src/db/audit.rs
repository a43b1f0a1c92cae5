//! SQL of the audit trail: who changed what, when.

use super::{DbError, Row, Tx};
use crate::args;
use crate::history::HistoryKind;
use crate::identifiers::new_id;
use billing::ids::{AccountId, PersonId};

/// One thing that happened.
pub struct AuditEntry<'a> {
    /// Account that it concerns.
    pub account: Option<&'a AccountId>,
    /// Person who did it; none for the portal itself.
    pub person: Option<&'a PersonId>,
    /// What happened, as a word: `order_placed`.
    pub action: &'static str,
    /// What it happened to: an identifier.
    pub subject: &'a str,
    /// Details as JSON.
    pub details: serde_json::Value,
}

/// Writes an entry.
pub async fn add_entry(tx: &mut Tx<'_>, entry: AuditEntry<'_>, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO audit (id, account_id, person_id, action, subject, details, happened_at, kind) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let (account, person) = (entry.account.map(|id| id.0.clone()), entry.person.map(|id| id.0.clone()));
    // What the account's history tells is found by it; see `history.rs`.
    let kind = HistoryKind::of_action(entry.action).map_or("", HistoryKind::code);
    tx.exec(sql, args![new_id(), account, person, entry.action, entry.subject, entry.details.to_string(), now, kind]).await?;
    Ok(())
}

/// The newest entry of a kind that concerns no account.
pub struct LastEntry {
    /// Name of the person who did it.
    pub person_name: Option<String>,
    /// Details as JSON.
    pub details: String,
}

/// What was noted last about the whole installation, for one word of what happened.
pub async fn find_last(tx: &mut Tx<'_>, action: &'static str) -> Result<Option<LastEntry>, DbError> {
    let sql = "SELECT e.details, p.name FROM audit e LEFT JOIN people p ON p.id = e.person_id WHERE e.account_id IS NULL AND e.action = $1 \
               ORDER BY e.happened_at DESC, e.id DESC LIMIT 1";
    let read = |row: &Row<'_>| Ok(LastEntry { person_name: row.opt_text("name")?, details: row.text("details")? });
    tx.opt(sql, args![action], read).await
}
