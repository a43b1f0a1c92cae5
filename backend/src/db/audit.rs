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

/// Somebody of the staff looks at something of an account.
pub struct Look<'a> {
    /// Who looks.
    pub person: &'a PersonId,
    /// Whose it is.
    pub account: &'a AccountId,
    /// What kind of thing it is, as JSON.
    pub details: &'a str,
    /// Its identifier or number.
    pub subject: &'a str,
}

/// Whether that look was written down since then: then it need not be again.
pub async fn has_looked(tx: &mut Tx<'_>, look: &Look<'_>, since: i64) -> Result<bool, DbError> {
    let sql = "SELECT id FROM audit WHERE account_id = $1 AND happened_at > $5 AND action = 'account_viewed' AND person_id = $2 AND details = $3 \
               AND subject = $4 LIMIT 1";
    let args = args![look.account.as_str(), look.person.as_str(), look.details, look.subject, since];
    Ok(tx.opt(sql, args, |row| row.text("id")).await?.is_some())
}

/// A look of the staff at an account, as it was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffLook {
    /// Who looked.
    pub person_name: String,
    /// When, microseconds.
    pub happened_at: i64,
    /// What kind of thing it was, as JSON.
    pub details: String,
    /// Its identifier or number.
    pub subject: String,
}

/// The last looks of the staff at an account, the newest first.
pub async fn list_looks(tx: &mut Tx<'_>, account: &AccountId, limit: i64) -> Result<Vec<StaffLook>, DbError> {
    let sql = "SELECT p.name, a.happened_at, a.details, a.subject FROM audit a JOIN people p ON p.id = a.person_id \
               WHERE a.account_id = $1 AND a.action = 'account_viewed' ORDER BY a.happened_at DESC, a.id DESC LIMIT $2";
    let read = |row: &Row<'_>| {
        Ok(StaffLook { person_name: row.text("name")?, happened_at: row.int("happened_at")?, details: row.text("details")?, subject: row.text("subject")? })
    };
    tx.all(sql, args![account.as_str(), limit], read).await
}
