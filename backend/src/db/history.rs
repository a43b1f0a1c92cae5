//! SQL of the account's history: the entries of the audit trail that it tells, newest first.

use super::{DbError, Row, Tx};
use crate::args;
use crate::history::Happening;
use billing::ids::{AccountId, PersonId, ProductId};

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doer {
    /// A person of the account, by name.
    Person(String),
    /// Somebody of the staff; who, is nobody's business.
    Staff,
    /// The portal itself.
    Portal,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Identifier.
    pub id: String,
    /// When, microseconds of wall time.
    pub happened_at: i64,
    /// Who did it.
    pub doer: Doer,
    /// What.
    pub happening: Happening,
    /// To what: an identifier, or a number.
    pub subject: String,
    /// The product of the subscription that it happened to.
    pub product: Option<ProductId>,
    /// The number of the invoice that it happened to.
    pub invoice: Option<String>,
}

/// What is looked for.
#[derive(Clone, Debug)]
pub struct HistoryFilter {
    /// Word of a kind; empty for all.
    pub kind: &'static str,
    /// The first instant, microseconds.
    pub from: i64,
    /// The first instant that is too late.
    pub until: i64,
    /// Of what concerns people, these only: the reader's own. None for who may see all.
    pub only_own: Option<PersonId>,
}

/// A page of the history. Public for the test of its plan.
pub const PAGE_SQL: &str = "SELECT a.id, a.action, a.subject, a.details, a.happened_at, p.name, CAST(CASE WHEN m.person_id IS NULL THEN 0 ELSE 1 END AS BIGINT) AS is_staff, \
     s.product, i.number \
     FROM audit a LEFT JOIN people p ON p.id = a.person_id LEFT JOIN staff m ON m.person_id = a.person_id \
     LEFT JOIN subscriptions s ON s.id = a.subject AND s.account_id = a.account_id LEFT JOIN invoices i ON i.id = a.subject AND i.account_id = a.account_id \
     WHERE a.account_id = $1 AND a.kind <> '' AND ($2 = '' OR a.kind = $2) AND a.happened_at >= $3 AND a.happened_at < $4 \
     AND ($5 = '' OR a.kind <> 'people' OR a.person_id = $5) AND (a.happened_at < $6 OR (a.happened_at = $6 AND a.id < $7)) \
     ORDER BY a.happened_at DESC, a.id DESC LIMIT $8";

/// A page of the history: what happened before an entry of that instant and identifier. Entries that no version of the
/// portal could have written are left out.
pub async fn list_entries(
    tx: &mut Tx<'_>,
    account: &AccountId,
    filter: &HistoryFilter,
    before: (i64, &str),
    limit: i64,
) -> Result<Vec<Option<HistoryEntry>>, DbError> {
    let HistoryFilter { kind, from, until, only_own } = filter;
    let own = only_own.as_ref().map_or("", PersonId::as_str);
    tx.all(PAGE_SQL, args![account.as_str(), *kind, *from, *until, own, before.0, before.1, limit], read_entry).await
}

fn read_entry(row: &Row<'_>) -> Result<Option<HistoryEntry>, DbError> {
    let Some(happening) = Happening::read(&row.text("action")?, row.json("details")?) else { return Ok(None) };
    let doer = match (row.opt_text("name")?, row.int("is_staff")?) {
        (Some(_), 1) => Doer::Staff,
        (Some(name), _) => Doer::Person(name),
        (None, _) => Doer::Portal,
    };
    Ok(Some(HistoryEntry {
        id: row.text("id")?,
        happened_at: row.int("happened_at")?,
        doer,
        happening,
        subject: row.text("subject")?,
        product: row.opt_text("product")?.map(ProductId),
        invoice: row.opt_text("number")?,
    }))
}

/// When an entry of an account was written; another account's is not found.
pub async fn find_instant(tx: &mut Tx<'_>, account: &AccountId, id: &str) -> Result<Option<i64>, DbError> {
    tx.opt("SELECT happened_at FROM audit WHERE account_id = $1 AND id = $2", args![account.as_str(), id], |row| row.int("happened_at")).await
}

/// Identifier of the newest entry of an account, of whatever kind, or nothing.
pub async fn newest_entry(tx: &mut Tx<'_>, account: &AccountId) -> Result<Option<String>, DbError> {
    let sql = "SELECT id FROM audit WHERE account_id = $1 ORDER BY happened_at DESC, id DESC LIMIT 1";
    tx.opt(sql, args![account.0.clone()], |row| row.text("id")).await
}
