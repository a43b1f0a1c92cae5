//! SQL of credit notes that were issued by hand: why, for which lines, and what changes of plans had given back before.

use super::orders::OrderContent;
use super::{DbError, Row, Tx};
use crate::args;
use billing::ids::{AccountId, PersonId};
use billing::standing::{Booking, BookingKind};
use std::collections::BTreeMap;

/// A credit note on its way into the store, beside its document.
pub struct NewCreditNote<'a> {
    /// The document, by its identifier.
    pub document: &'a str,
    /// The account.
    pub account: &'a AccountId,
    /// The invoice that it corrects, by its identifier.
    pub invoice: &'a str,
    /// The form that issues it.
    pub form_key: &'a str,
    /// Why.
    pub reason: &'a str,
    /// What it takes off what was open, minor units.
    pub reduced_minor: i64,
    /// What it gives to the account's credit, minor units.
    pub credited_minor: i64,
    /// Net amounts for the invoice's lines, minor units.
    pub lines: &'a [i64],
    /// Who issues it.
    pub person: &'a PersonId,
}

/// Writes a credit note with its lines.
pub async fn insert_credit_note(tx: &mut Tx<'_>, note: &NewCreditNote<'_>, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO credit_notes (credit_note_id, account_id, invoice_id, form_key, reason, reduced_minor, credited_minor, issued_by, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let account = note.account.as_str();
    let args = args![note.document, account, note.invoice, note.form_key, note.reason, note.reduced_minor, note.credited_minor, note.person.as_str(), now];
    tx.exec(sql, args).await?;
    for (line, net_minor) in (0_i64..).zip(note.lines).filter(|(_, net_minor)| **net_minor != 0) {
        let sql = "INSERT INTO credit_note_lines (credit_note_id, line, account_id, net_minor) VALUES ($1, $2, $3, $4)";
        tx.exec(sql, args![note.document, line, account, *net_minor]).await?;
    }
    Ok(())
}

/// The number of the credit note that a form has issued, if it did.
pub async fn find_by_form(tx: &mut Tx<'_>, form_key: &str) -> Result<Option<String>, DbError> {
    let sql = "SELECT i.number FROM credit_notes c JOIN invoices i ON i.id = c.credit_note_id WHERE c.form_key = $1";
    tx.opt(sql, args![form_key], |row| row.text("number")).await
}

/// What was credited of each line of an invoice, or of the one that was issued before in its place; lines count from 0.
pub async fn sum_lines(tx: &mut Tx<'_>, account: &AccountId, invoice: &str) -> Result<BTreeMap<i64, i64>, DbError> {
    let sql = "SELECT l.line, CAST(SUM(l.net_minor) AS BIGINT) AS net_minor FROM credit_note_lines l JOIN credit_notes c ON c.credit_note_id = l.credit_note_id \
               WHERE c.account_id = $1 AND (c.invoice_id = $2 OR c.invoice_id IN (SELECT o.id FROM invoices o JOIN invoices n ON n.number = o.replaced_by \
               WHERE o.account_id = $1 AND o.kind = 'invoice' AND n.id = $2)) GROUP BY l.line";
    let read = |row: &Row<'_>| Ok((row.int("line")?, row.int("net_minor")?));
    Ok(tx.all(sql, args![account.as_str(), invoice], read).await?.into_iter().collect())
}

/// Orders that may have given back days of the periods that an invoice charges, other than the one that it comes from: each
/// with the first day and the subscription of those periods.
pub async fn list_changes(tx: &mut Tx<'_>, account: &AccountId, invoice: &str) -> Result<Vec<OrderContent>, DbError> {
    let sql = "SELECT o.content FROM orders o WHERE o.account_id = $1 AND o.state = 'completed' \
               AND o.id <> COALESCE((SELECT i.order_id FROM invoices i WHERE i.id = $2), '') \
               AND EXISTS (SELECT 1 FROM order_subscriptions s JOIN invoice_periods p ON p.subscription_id = s.subscription_id WHERE s.order_id = o.id AND p.invoice_id = $2)";
    tx.all(sql, args![account.as_str(), invoice], |row| row.json("content")).await
}

/// Subscription and first day of the periods that an invoice charges.
pub async fn list_periods(tx: &mut Tx<'_>, account: &AccountId, invoice: &str) -> Result<Vec<(String, chrono::NaiveDate)>, DbError> {
    let sql = "SELECT subscription_id, period_start FROM invoice_periods WHERE account_id = $1 AND invoice_id = $2";
    tx.all(sql, args![account.as_str(), invoice], |row| Ok((row.text("subscription_id")?, row.date("period_start")?))).await
}

/// Credit notes of an invoice that were issued by hand, newest first.
pub async fn list_of_invoice(tx: &mut Tx<'_>, account: &AccountId, invoice: &str) -> Result<Vec<Booking>, DbError> {
    let sql = "SELECT n.number, n.total_minor, n.issued_on, c.reason FROM credit_notes c JOIN invoices n ON n.id = c.credit_note_id \
               WHERE c.account_id = $1 AND c.invoice_id = $2 ORDER BY n.issued_at DESC, n.number DESC LIMIT 50";
    let read = |row: &Row<'_>| {
        let (kind, amount_minor) = (BookingKind::CreditNote { number: row.text("number")? }, row.int("total_minor")?.saturating_neg());
        Ok(Booking { kind, amount_minor, on: row.date("issued_on")?, reason: Some(row.text("reason")?), reversal: None })
    };
    tx.all(sql, args![account.as_str(), invoice], read).await
}
