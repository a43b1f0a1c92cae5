//! SQL of receipts: transfers and checks that were recorded, what they pay, and what of that was taken back.

use super::{DbError, Row, Tx};
use crate::args;
use crate::identifiers::new_id;
use billing::Currency;
use billing::ids::{AccountId, PersonId};
use billing::receipt::ReceiptKind;
use billing::standing::{Booking, BookingKind, Reversal};
use chrono::NaiveDate;

/// A receipt on its way into the store; none of it is allocated.
pub struct NewReceipt<'a> {
    /// Account whose money it is.
    pub account: &'a AccountId,
    /// The form that records it.
    pub form_key: &'a str,
    /// How it arrived.
    pub kind: ReceiptKind,
    /// Minor units.
    pub amount_minor: i64,
    /// The account's currency.
    pub currency: Currency,
    /// The day on which it arrived.
    pub received_on: NaiveDate,
    /// What the payer wrote on it.
    pub reference: &'a str,
    /// What it is searched by, folded.
    pub searched: &'a str,
    /// Who records it.
    pub person: &'a PersonId,
}

/// Writes a receipt; answers its identifier.
pub async fn insert_receipt(tx: &mut Tx<'_>, receipt: &NewReceipt<'_>, now: i64) -> Result<String, DbError> {
    let id = new_id();
    let sql = "INSERT INTO receipts (id, account_id, form_key, kind, amount_minor, unallocated_minor, currency, received_on, reference, search_folded, recorded_by, \
               created_at) VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11)";
    let args = args![
        &id,
        receipt.account.as_str(),
        receipt.form_key,
        receipt.kind.code(),
        receipt.amount_minor,
        receipt.currency.code(),
        receipt.received_on,
        receipt.reference,
        receipt.searched,
        receipt.person.as_str(),
        now,
    ];
    tx.exec(sql, args).await?;
    Ok(id)
}

/// A receipt, for the staff: of whatever account.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Identifier.
    pub id: String,
    /// Account whose money it is.
    pub account: AccountId,
    /// Number of the account.
    pub account_number: String,
    /// Name of the account.
    pub account_name: String,
    /// How it arrived.
    pub kind: ReceiptKind,
    /// Minor units.
    pub amount_minor: i64,
    /// What pays no invoice, minor units; zero once the receipt was reversed.
    pub unallocated_minor: i64,
    /// The account's currency.
    pub currency: Currency,
    /// The day on which it arrived.
    pub received_on: NaiveDate,
    /// What the payer wrote on it.
    pub reference: String,
    /// Name of who recorded it.
    pub recorded_by: String,
    /// That all of it was taken back.
    pub reversal: Option<Reversal>,
}

fn read_reversal(row: &Row<'_>) -> Result<Option<Reversal>, DbError> {
    Ok(row.opt_date("reversed_on")?.zip(row.opt_text("reason")?).map(|(on, reason)| Reversal { on, reason }))
}

fn read_receipt(row: &Row<'_>) -> Result<Receipt, DbError> {
    Ok(Receipt {
        id: row.text("id")?,
        account: AccountId(row.text("account_id")?),
        account_number: row.text("account_number")?,
        account_name: row.text("account_name")?,
        kind: row.parsed("kind", ReceiptKind::parse)?,
        amount_minor: row.int("amount_minor")?,
        unallocated_minor: row.int("unallocated_minor")?,
        currency: row.parsed("currency", Currency::parse)?,
        received_on: row.date("received_on")?,
        reference: row.text("reference")?,
        recorded_by: row.text("recorded_by")?,
        reversal: read_reversal(row)?,
    })
}

/// A receipt.
pub async fn find_receipt(tx: &mut Tx<'_>, id: &str) -> Result<Option<Receipt>, DbError> {
    let sql = "SELECT r.id, r.account_id, a.number AS account_number, a.name AS account_name, r.kind, r.amount_minor, r.unallocated_minor, r.currency, r.received_on, \
               r.reference, p.name AS recorded_by, v.reversed_on, v.reason FROM receipts r JOIN accounts a ON a.id = r.account_id JOIN people p ON p.id = r.recorded_by \
               LEFT JOIN receipt_reversals v ON v.receipt_id = r.id AND v.allocation_id IS NULL WHERE r.id = $1";
    tx.opt(sql, args![id], read_receipt).await
}

/// The last receipts of an account, newest first.
pub async fn list_of_account(tx: &mut Tx<'_>, account: &AccountId, limit: i64) -> Result<Vec<Receipt>, DbError> {
    let sql = "SELECT r.id, r.account_id, a.number AS account_number, a.name AS account_name, r.kind, r.amount_minor, r.unallocated_minor, r.currency, r.received_on, \
               r.reference, p.name AS recorded_by, v.reversed_on, v.reason FROM receipts r JOIN accounts a ON a.id = r.account_id JOIN people p ON p.id = r.recorded_by \
               LEFT JOIN receipt_reversals v ON v.receipt_id = r.id AND v.allocation_id IS NULL WHERE r.account_id = $1 ORDER BY r.received_on DESC, r.id DESC LIMIT $2";
    tx.all(sql, args![account.as_str(), limit], read_receipt).await
}

/// The receipt that a form recorded, if it did.
pub async fn find_by_form(tx: &mut Tx<'_>, form_key: &str) -> Result<Option<String>, DbError> {
    tx.opt("SELECT id FROM receipts WHERE form_key = $1", args![form_key], |row| row.text("id")).await
}

/// Whether money of the same account, kind, amount, day and reference was recorded, and counts.
pub async fn is_recorded(tx: &mut Tx<'_>, receipt: &NewReceipt<'_>) -> Result<bool, DbError> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS same FROM receipts r WHERE r.account_id = $1 AND r.kind = $2 AND r.amount_minor = $3 AND r.received_on = $4 \
               AND r.reference = $5 AND NOT EXISTS (SELECT 1 FROM receipt_reversals v WHERE v.receipt_id = r.id AND v.allocation_id IS NULL)";
    let args = args![receipt.account.as_str(), receipt.kind.code(), receipt.amount_minor, receipt.received_on, receipt.reference];
    Ok(tx.one(sql, args, |row| row.int("same")).await? > 0)
}

/// Which receipts are looked for.
#[derive(Clone, Debug, Default)]
pub struct ReceiptFilter {
    /// A pattern of the reference, the account or an invoice's number; empty for all.
    pub pattern: String,
    /// 1 for those with something unallocated alone.
    pub only_unallocated: i64,
    /// The first day, ISO; empty for none.
    pub from: String,
    /// The first day that is too late.
    pub until: String,
    /// The representative who asks; empty for who sees all accounts.
    pub scope: String,
}

/// Receipts, newest first, after the one of a day and identifier.
pub async fn search_receipts(tx: &mut Tx<'_>, filter: &ReceiptFilter, after: (&str, &str), limit: i64) -> Result<Vec<Receipt>, DbError> {
    let sql = "SELECT r.id, r.account_id, a.number AS account_number, a.name AS account_name, r.kind, r.amount_minor, r.unallocated_minor, r.currency, r.received_on, \
               r.reference, p.name AS recorded_by, v.reversed_on, v.reason FROM receipts r JOIN accounts a ON a.id = r.account_id JOIN people p ON p.id = r.recorded_by \
               LEFT JOIN receipt_reversals v ON v.receipt_id = r.id AND v.allocation_id IS NULL \
               WHERE ($1 = '' OR r.search_folded LIKE $1 ESCAPE '!' OR EXISTS (SELECT 1 FROM receipt_allocations l JOIN invoices i ON i.id = l.invoice_id \
               WHERE l.receipt_id = r.id AND i.search_folded LIKE $1 ESCAPE '!')) AND ($2 = 0 OR r.unallocated_minor > 0) AND r.received_on >= $3 AND r.received_on < $4 \
               AND (r.received_on < $5 OR (r.received_on = $5 AND r.id < $6)) \
               AND ($8 = '' OR a.representative_id IS NULL OR a.representative_id = $8) ORDER BY r.received_on DESC, r.id DESC LIMIT $7";
    let args = args![&filter.pattern, filter.only_unallocated, &filter.from, &filter.until, after.0, after.1, limit, &filter.scope];
    tx.all(sql, args, read_receipt).await
}

/// A part of a receipt that pays an invoice, or did.
#[derive(Clone, Debug)]
pub struct Allocation {
    /// Identifier.
    pub id: String,
    /// The invoice, by its identifier.
    pub invoice: String,
    /// Number of the invoice.
    pub number: String,
    /// Minor units.
    pub amount_minor: i64,
    /// The day of the allocation.
    pub on: NaiveDate,
    /// Name of who allocated it.
    pub person: String,
    /// That it no longer counts.
    pub reversal: Option<Reversal>,
}

/// What a receipt pays and paid, in the order in which that was done.
pub async fn list_allocations(tx: &mut Tx<'_>, account: &AccountId, receipt: &str) -> Result<Vec<Allocation>, DbError> {
    let sql = "SELECT l.id, l.invoice_id, i.number, l.amount_minor, l.allocated_on, p.name, v.reversed_on, v.reason FROM receipt_allocations l \
               JOIN invoices i ON i.id = l.invoice_id JOIN people p ON p.id = l.allocated_by LEFT JOIN receipt_reversals v ON v.allocation_id = l.id \
               WHERE l.account_id = $1 AND l.receipt_id = $2 ORDER BY l.created_at, l.id";
    let read = |row: &Row<'_>| {
        Ok(Allocation {
            id: row.text("id")?,
            invoice: row.text("invoice_id")?,
            number: row.text("number")?,
            amount_minor: row.int("amount_minor")?,
            on: row.date("allocated_on")?,
            person: row.text("name")?,
            reversal: read_reversal(row)?,
        })
    };
    tx.all(sql, args![account.as_str(), receipt], read).await
}

/// An allocation on its way into the store.
pub struct NewAllocation<'a> {
    /// Account whose receipt and invoice it is.
    pub account: &'a AccountId,
    /// The receipt.
    pub receipt: &'a str,
    /// The invoice, by its identifier.
    pub invoice: &'a str,
    /// The form that allocates.
    pub form_key: &'a str,
    /// Minor units.
    pub amount_minor: i64,
    /// The day.
    pub on: NaiveDate,
    /// Who allocates.
    pub person: &'a PersonId,
}

/// Writes an allocation and takes it off what is unallocated; the database refuses to go below zero.
pub async fn insert_allocation(tx: &mut Tx<'_>, allocation: &NewAllocation<'_>, now: i64) -> Result<(), DbError> {
    let NewAllocation { account, receipt, invoice, form_key, amount_minor, on, person } = *allocation;
    let sql = "INSERT INTO receipt_allocations (id, account_id, receipt_id, invoice_id, form_key, amount_minor, allocated_on, allocated_by, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    tx.exec(sql, args![new_id(), account.as_str(), receipt, invoice, form_key, amount_minor, on, person.as_str(), now]).await?;
    change_unallocated(tx, account, receipt, -amount_minor).await
}

/// Whether a form has allocated anything.
pub async fn is_allocated_by(tx: &mut Tx<'_>, form_key: &str) -> Result<bool, DbError> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS allocations FROM receipt_allocations WHERE form_key = $1";
    Ok(tx.one(sql, args![form_key], |row| row.int("allocations")).await? > 0)
}

/// A reversal on its way into the store.
pub struct NewReversal<'a> {
    /// Account whose receipt it is.
    pub account: &'a AccountId,
    /// The receipt.
    pub receipt: &'a str,
    /// The allocation that no longer counts; none for the whole receipt.
    pub allocation: Option<&'a str>,
    /// Minor units.
    pub amount_minor: i64,
    /// Why.
    pub reason: &'a str,
    /// The day.
    pub on: NaiveDate,
    /// Who takes it back.
    pub person: &'a PersonId,
}

/// Writes a reversal. What it leaves unallocated is the caller's to say.
pub async fn insert_reversal(tx: &mut Tx<'_>, reversal: &NewReversal<'_>, now: i64) -> Result<(), DbError> {
    let NewReversal { account, receipt, allocation, amount_minor, reason, on, person } = *reversal;
    let sql = "INSERT INTO receipt_reversals (id, account_id, receipt_id, allocation_id, amount_minor, reason, reversed_on, reversed_by, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let allocation = allocation.map(ToOwned::to_owned);
    tx.exec(sql, args![new_id(), account.as_str(), receipt, allocation, amount_minor, reason, on, person.as_str(), now]).await?;
    Ok(())
}

/// Changes what of a receipt is unallocated.
pub async fn change_unallocated(tx: &mut Tx<'_>, account: &AccountId, receipt: &str, by_minor: i64) -> Result<(), DbError> {
    let sql = "UPDATE receipts SET unallocated_minor = unallocated_minor + $3 WHERE account_id = $1 AND id = $2";
    tx.exec(sql, args![account.as_str(), receipt, by_minor]).await?;
    Ok(())
}

/// Transfers and checks of an invoice, newest first, with those that were taken back.
pub async fn list_of_invoice(tx: &mut Tx<'_>, account: &AccountId, invoice: &str) -> Result<Vec<Booking>, DbError> {
    let sql = "SELECT r.kind, l.amount_minor, r.received_on, v.reversed_on, v.reason FROM receipt_allocations l JOIN receipts r ON r.id = l.receipt_id \
               LEFT JOIN receipt_reversals v ON v.allocation_id = l.id WHERE l.account_id = $1 AND l.invoice_id = $2 ORDER BY r.received_on DESC, l.created_at DESC, l.id LIMIT 50";
    let read = |row: &Row<'_>| {
        let kind = match row.parsed("kind", ReceiptKind::parse)? {
            ReceiptKind::BankTransfer => BookingKind::BankTransfer,
            ReceiptKind::Check => BookingKind::Check,
        };
        Ok(Booking { kind, amount_minor: row.int("amount_minor")?, on: row.date("received_on")?, reason: None, reversal: read_reversal(row)? })
    };
    tx.all(sql, args![account.as_str(), invoice], read).await
}

/// What of an account's money pays no invoice, minor units.
pub async fn sum_unallocated(tx: &mut Tx<'_>, account: &AccountId) -> Result<i64, DbError> {
    let sql = "SELECT CAST(COALESCE(SUM(unallocated_minor), 0) AS BIGINT) AS unallocated FROM receipts WHERE account_id = $1 AND unallocated_minor > 0";
    tx.one(sql, args![account.as_str()], |row| row.int("unallocated")).await
}
