//! SQL of purchase orders, their documents, and what invoices take of them.

use super::{DbError, Row, Tx};
use crate::args;
use crate::text::fold_text;
use billing::Currency;
use billing::ids::{AccountId, PersonId, PurchaseOrderId};
use billing::invoice::DocumentKind;
use billing::purchase_order::{PurchaseOrder, PurchaseOrderLevel, PurchaseOrderState, PurchaseOrderUse, SCARCE_PER_CENT, SOON_DAYS};
use chrono::{NaiveDate, TimeDelta};

/// A purchase order with what its account was told of it last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PurchaseOrderRow {
    /// The purchase order.
    pub order: PurchaseOrder,
    /// The level that its account was told of, or that it has seen itself.
    pub told: PurchaseOrderLevel,
}

/// What an account enters of a purchase order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PurchaseOrderFields {
    /// Its number.
    pub number: String,
    /// What was approved, net, minor units.
    pub amount_minor: i64,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day.
    pub valid_until: NaiveDate,
}

/// A stored document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDocument {
    /// Name of its file.
    pub file_name: String,
    /// Its bytes in base64.
    pub content: String,
}

fn read_order(row: &Row<'_>) -> Result<PurchaseOrderRow, DbError> {
    let order = PurchaseOrder {
        id: PurchaseOrderId(row.text("id")?),
        number: row.text("number")?,
        currency: row.parsed("currency", Currency::parse)?,
        amount_minor: row.int("amount_minor")?,
        used_minor: row.int("used_minor")?,
        valid_from: row.date("valid_from")?,
        valid_until: row.date("valid_until")?,
        state: row.parsed("state", PurchaseOrderState::parse)?,
        version: row.int("version")?,
        file_name: row.opt_text("file_name")?,
    };
    Ok(PurchaseOrderRow { order, told: row.parsed("told", PurchaseOrderLevel::parse)? })
}

/// A purchase order of an account; another account's is not found.
pub async fn find_order(tx: &mut Tx<'_>, account: &AccountId, id: &PurchaseOrderId) -> Result<Option<PurchaseOrderRow>, DbError> {
    let sql = "SELECT p.id, p.number, p.currency, p.amount_minor, p.valid_from, p.valid_until, p.state, p.version, p.told, d.file_name, \
               CAST(COALESCE((SELECT SUM(u.amount_minor) FROM purchase_order_uses u WHERE u.purchase_order_id = p.id), 0) AS BIGINT) AS used_minor \
               FROM purchase_orders p LEFT JOIN purchase_order_documents d ON d.purchase_order_id = p.id WHERE p.account_id = $1 AND p.id = $2";
    tx.opt(sql, args![account.as_str(), id.as_str()], read_order).await
}

/// The same by its number, whatever case that is typed in.
pub async fn find_by_number(tx: &mut Tx<'_>, account: &AccountId, number: &str) -> Result<Option<PurchaseOrderRow>, DbError> {
    let sql = "SELECT p.id, p.number, p.currency, p.amount_minor, p.valid_from, p.valid_until, p.state, p.version, p.told, d.file_name, \
               CAST(COALESCE((SELECT SUM(u.amount_minor) FROM purchase_order_uses u WHERE u.purchase_order_id = p.id), 0) AS BIGINT) AS used_minor \
               FROM purchase_orders p LEFT JOIN purchase_order_documents d ON d.purchase_order_id = p.id WHERE p.account_id = $1 AND p.number_folded = $2";
    tx.opt(sql, args![account.as_str(), fold_text(number)], read_order).await
}

/// The purchase order that a document of an account took of.
pub async fn find_of_document(tx: &mut Tx<'_>, account: &AccountId, number: &str) -> Result<Option<PurchaseOrderRow>, DbError> {
    let sql = "SELECT p.id, p.number, p.currency, p.amount_minor, p.valid_from, p.valid_until, p.state, p.version, p.told, d.file_name, \
               CAST(COALESCE((SELECT SUM(u.amount_minor) FROM purchase_order_uses u WHERE u.purchase_order_id = p.id), 0) AS BIGINT) AS used_minor \
               FROM purchase_orders p LEFT JOIN purchase_order_documents d ON d.purchase_order_id = p.id \
               WHERE p.account_id = $1 AND p.id IN (SELECT u.purchase_order_id FROM purchase_order_uses u JOIN invoices i ON i.id = u.invoice_id \
               WHERE u.account_id = $1 AND i.number = $2)";
    tx.opt(sql, args![account.as_str(), number], read_order).await
}

/// All purchase orders of an account: those that are open first, the one that ends soonest before all.
pub async fn list_orders(tx: &mut Tx<'_>, account: &AccountId) -> Result<Vec<PurchaseOrderRow>, DbError> {
    let sql = "SELECT p.id, p.number, p.currency, p.amount_minor, p.valid_from, p.valid_until, p.state, p.version, p.told, d.file_name, \
               CAST(COALESCE((SELECT SUM(u.amount_minor) FROM purchase_order_uses u WHERE u.purchase_order_id = p.id), 0) AS BIGINT) AS used_minor \
               FROM purchase_orders p LEFT JOIN purchase_order_documents d ON d.purchase_order_id = p.id \
               WHERE p.account_id = $1 ORDER BY p.state DESC, p.valid_until, p.number";
    tx.all(sql, args![account.as_str()], read_order).await
}

/// Whether an account has another purchase order of that number, whatever case that is typed in.
pub async fn is_number_taken(tx: &mut Tx<'_>, account: &AccountId, number: &str, but: Option<&PurchaseOrderId>) -> Result<bool, DbError> {
    let sql = "SELECT id FROM purchase_orders WHERE account_id = $1 AND number_folded = $2 AND id <> $3";
    let but = but.map_or("", PurchaseOrderId::as_str);
    Ok(tx.opt(sql, args![account.as_str(), fold_text(number), but], |row| row.text("id")).await?.is_some())
}

/// How many purchase orders an account has.
pub async fn count_orders(tx: &mut Tx<'_>, account: &AccountId) -> Result<i64, DbError> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS orders FROM purchase_orders WHERE account_id = $1";
    tx.one(sql, args![account.as_str()], |row| row.int("orders")).await
}

/// Adds an open purchase order.
pub async fn insert_order(tx: &mut Tx<'_>, account: &AccountId, order: &PurchaseOrder, by: &PersonId, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO purchase_orders (id, account_id, number, number_folded, currency, amount_minor, valid_from, valid_until, state, created_by, version, \
               created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let args = args![
        order.id.as_str(),
        account.as_str(),
        &order.number,
        fold_text(&order.number),
        order.currency.code(),
        order.amount_minor,
        order.valid_from,
        order.valid_until,
        order.state.code(),
        by.as_str(),
        order.version,
        now,
    ];
    tx.exec(sql, args).await?;
    Ok(())
}

/// Writes what was entered anew; answers false when it is no longer the open one that was looked at.
pub async fn change_order(tx: &mut Tx<'_>, account: &AccountId, before: &PurchaseOrder, fields: &PurchaseOrderFields) -> Result<bool, DbError> {
    let sql = "UPDATE purchase_orders SET number = $4, number_folded = $5, amount_minor = $6, valid_from = $7, valid_until = $8, version = version + 1 \
               WHERE account_id = $1 AND id = $2 AND version = $3 AND state = 'open'";
    let args = args![
        account.as_str(),
        before.id.as_str(),
        before.version,
        &fields.number,
        fold_text(&fields.number),
        fields.amount_minor,
        fields.valid_from,
        fields.valid_until,
    ];
    Ok(tx.exec(sql, args).await? == 1)
}

/// Closes it, or opens it again; answers false when it is no longer the one that was looked at.
pub async fn change_state(tx: &mut Tx<'_>, account: &AccountId, before: &PurchaseOrder, to: PurchaseOrderState) -> Result<bool, DbError> {
    let sql = "UPDATE purchase_orders SET state = $4, version = version + 1 WHERE account_id = $1 AND id = $2 AND version = $3 AND state <> $4";
    Ok(tx.exec(sql, args![account.as_str(), before.id.as_str(), before.version, to.code()]).await? == 1)
}

/// Notes what its account knows of how it stands.
pub async fn note_told(tx: &mut Tx<'_>, account: &AccountId, id: &PurchaseOrderId, told: PurchaseOrderLevel) -> Result<(), DbError> {
    tx.exec("UPDATE purchase_orders SET told = $3 WHERE account_id = $1 AND id = $2", args![account.as_str(), id.as_str(), told.code()]).await?;
    Ok(())
}

/// Notes what a document takes of it, net, minor units; below zero for what it gives back.
pub async fn insert_use(tx: &mut Tx<'_>, account: &AccountId, id: &PurchaseOrderId, invoice: &str, amount_minor: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO purchase_order_uses (invoice_id, purchase_order_id, account_id, amount_minor) VALUES ($1, $2, $3, $4)";
    tx.exec(sql, args![invoice, id.as_str(), account.as_str(), amount_minor]).await?;
    Ok(())
}

/// The documents that took of it or gave back, newest first.
pub async fn list_uses(tx: &mut Tx<'_>, account: &AccountId, id: &PurchaseOrderId) -> Result<Vec<PurchaseOrderUse>, DbError> {
    let sql = "SELECT i.number, i.kind, i.issued_on, i.products, u.amount_minor FROM purchase_order_uses u JOIN invoices i ON i.id = u.invoice_id \
               WHERE u.account_id = $1 AND u.purchase_order_id = $2 ORDER BY i.issued_at DESC, i.series, i.sequence DESC";
    let read = |row: &Row<'_>| {
        Ok(PurchaseOrderUse {
            document: row.text("number")?,
            kind: row.parsed("kind", DocumentKind::parse)?,
            issued_on: row.date("issued_on")?,
            products: row.text("products")?,
            amount_minor: row.int("amount_minor")?,
        })
    };
    tx.all(sql, args![account.as_str(), id.as_str()], read).await
}

/// A document on its way into the store.
pub struct NewDocument<'a> {
    /// Name of its file.
    pub file_name: &'a str,
    /// How large it is.
    pub size_bytes: i64,
    /// Its bytes in base64.
    pub content: &'a str,
    /// Who has sent it.
    pub by: &'a PersonId,
}

/// Keeps a document with a purchase order, in place of the one before.
pub async fn put_document(tx: &mut Tx<'_>, account: &AccountId, id: &PurchaseOrderId, new: &NewDocument<'_>, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO purchase_order_documents (purchase_order_id, account_id, file_name, size_bytes, content, uploaded_by, uploaded_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (purchase_order_id) DO UPDATE SET file_name = excluded.file_name, \
               size_bytes = excluded.size_bytes, content = excluded.content, uploaded_by = excluded.uploaded_by, uploaded_at = excluded.uploaded_at";
    tx.exec(sql, args![id.as_str(), account.as_str(), new.file_name, new.size_bytes, new.content, new.by.as_str(), now]).await?;
    Ok(())
}

/// The document of a purchase order; another account's is not found.
pub async fn find_document(tx: &mut Tx<'_>, account: &AccountId, id: &PurchaseOrderId) -> Result<Option<StoredDocument>, DbError> {
    let sql = "SELECT file_name, content FROM purchase_order_documents WHERE account_id = $1 AND purchase_order_id = $2";
    let read = |row: &Row<'_>| Ok(StoredDocument { file_name: row.text("file_name")?, content: row.text("content")? });
    tx.opt(sql, args![account.as_str(), id.as_str()], read).await
}

/// For the staff, who may see every account's: the account of a purchase order.
pub async fn find_account_of(tx: &mut Tx<'_>, id: &PurchaseOrderId) -> Result<Option<AccountId>, DbError> {
    tx.opt("SELECT account_id FROM purchase_orders WHERE id = $1", args![id.as_str()], |row| Ok(AccountId(row.text("account_id")?))).await
}

/// A purchase order in the list of the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedOrder {
    /// The purchase order.
    pub order: PurchaseOrder,
    /// How urgent it is, see [`list_page`].
    pub urgency: i64,
    /// Number of its account.
    pub account_number: String,
    /// Name of its account.
    pub account_name: String,
}

/// Which of them are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderFilter {
    /// A `LIKE` pattern of the account's name or number; empty for all.
    pub pattern: String,
    /// The representative who asks; empty for who sees all.
    pub scope: String,
    /// `open` or `closed`; empty for both.
    pub state: String,
}

/// Where the next page of them begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderPlace {
    /// How urgent the last one of the page is, from 0.
    pub urgency: i64,
    /// Its last day.
    pub valid_until: NaiveDate,
    /// Its identifier.
    pub id: PurchaseOrderId,
}

/// For the staff: what a customer should be talked to about stands first, and of that what ends soonest. `urgency` counts as
/// [`PurchaseOrder::level`] decides: exceeded, used up, runs out soon, fine, upcoming, expired, closed.
pub async fn list_page(tx: &mut Tx<'_>, filter: &OrderFilter, today: NaiveDate, after: Option<&OrderPlace>, limit: i64) -> Result<Vec<ListedOrder>, DbError> {
    let sql = "SELECT * FROM (SELECT s.*, CAST(CASE WHEN s.state = 'closed' THEN 6 WHEN s.valid_until < $5 THEN 5 WHEN s.used_minor > s.amount_minor THEN 0 \
               WHEN s.used_minor = s.amount_minor THEN 1 WHEN s.valid_from > $5 THEN 4 \
               WHEN s.amount_minor - s.used_minor <= (s.amount_minor - 1) / $7 OR s.valid_until <= $6 THEN 2 ELSE 3 END AS BIGINT) AS urgency \
               FROM (SELECT p.id, p.number, p.currency, p.amount_minor, p.valid_from, p.valid_until, p.state, p.version, p.told, d.file_name, \
               a.number AS account_number, a.name AS account_name, \
               CAST(COALESCE((SELECT SUM(u.amount_minor) FROM purchase_order_uses u WHERE u.purchase_order_id = p.id), 0) AS BIGINT) AS used_minor \
               FROM purchase_orders p JOIN accounts a ON a.id = p.account_id LEFT JOIN purchase_order_documents d ON d.purchase_order_id = p.id \
               WHERE ($1 = '' OR a.name_folded LIKE $1 ESCAPE '!' OR lower(a.number) LIKE $1 ESCAPE '!') AND ($4 = '' OR p.state = $4) \
               AND ($3 = '' OR a.representative_id IS NULL OR a.representative_id = $3)) AS s) AS ranked \
               WHERE urgency > $8 OR (urgency = $8 AND (valid_until > $9 OR (valid_until = $9 AND id > $10))) ORDER BY urgency, valid_until, id LIMIT $2";
    let soon = today.checked_add_signed(TimeDelta::days(SOON_DAYS)).unwrap_or(today);
    let (urgency, until, id) = after.map_or((-1, String::new(), ""), |place| (place.urgency, place.valid_until.to_string(), place.id.as_str()));
    let read = |row: &Row<'_>| {
        let (account_number, account_name) = (row.text("account_number")?, row.text("account_name")?);
        Ok(ListedOrder { order: read_order(row)?.order, urgency: row.int("urgency")?, account_number, account_name })
    };
    let args = args![&filter.pattern, limit, &filter.scope, &filter.state, today, soon, SCARCE_PART, urgency, until, id];
    tx.all(sql, args, read).await
}

/// One part in so many is little: [`SCARCE_PER_CENT`] as a whole number that SQL divides by.
const SCARCE_PART: i64 = 100 / SCARCE_PER_CENT;
