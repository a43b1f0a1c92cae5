//! SQL of the audit trail: who changed what, when.

use super::{DbError, Tx};
use crate::args;
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
    let sql = "INSERT INTO audit (id, account_id, person_id, action, subject, details, happened_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let (account, person) = (entry.account.map(|id| id.0.clone()), entry.person.map(|id| id.0.clone()));
    tx.exec(sql, args![new_id(), account, person, entry.action, entry.subject, entry.details.to_string(), now]).await?;
    Ok(())
}
