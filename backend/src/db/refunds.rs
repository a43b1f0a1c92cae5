//! SQL of refunds: account credit that goes back to who paid, by the gateway or by a transfer of the seller.

use super::{DbError, Row, Tx};
use crate::args;
use billing::Currency;
use billing::ids::{AccountId, PersonId};
use billing::order::MethodOnFile;
use billing::standing::{Booking, BookingKind, RefundState};
use chrono::NaiveDate;

/// A payment whose money can go back.
#[derive(Clone, Debug)]
pub struct RefundablePayment {
    /// Identifier.
    pub id: String,
    /// What paid, where that is known.
    pub method: Option<MethodOnFile>,
    /// The day on which it was received.
    pub received_on: NaiveDate,
    /// What of it has not gone back, minor units.
    pub left_minor: i64,
}

/// Payments of an invoice, those of its order too, that arrived and have not gone back altogether, newest first.
pub async fn list_refundable(tx: &mut Tx<'_>, account: &AccountId, invoice: &str) -> Result<Vec<RefundablePayment>, DbError> {
    let sql = "SELECT p.id, p.method, p.received_on, CAST(p.amount_minor - COALESCE((SELECT SUM(r.amount_minor) FROM refunds r WHERE r.payment_id = p.id \
               AND r.state <> 'refused'), 0) AS BIGINT) AS left_minor FROM payments p WHERE p.account_id = $1 AND p.state = 'settled' AND p.idempotency_key IS NOT NULL \
               AND (p.invoice_id = $2 OR p.order_id = (SELECT order_id FROM invoices WHERE id = $2) OR p.invoice_id IN (SELECT o.id FROM invoices o \
               JOIN invoices n ON n.number = o.replaced_by WHERE o.account_id = $1 AND n.id = $2)) ORDER BY p.received_on DESC, p.created_at DESC, p.id";
    let read = |row: &Row<'_>| {
        Ok(RefundablePayment {
            id: row.text("id")?,
            method: if row.opt_text("method")?.is_some() { Some(row.json("method")?) } else { None },
            received_on: row.date("received_on")?,
            left_minor: row.int("left_minor")?,
        })
    };
    Ok(tx.all(sql, args![account.as_str(), invoice], read).await?.into_iter().filter(|payment| payment.left_minor > 0).collect())
}

/// What of an invoice's transfers and checks can be transferred back, minor units.
pub async fn sum_returnable(tx: &mut Tx<'_>, account: &AccountId, invoice: &str) -> Result<i64, DbError> {
    let sql = "SELECT CAST(COALESCE((SELECT SUM(l.amount_minor) FROM receipt_allocations l WHERE l.account_id = $1 AND l.invoice_id = $2 \
               AND NOT EXISTS (SELECT 1 FROM receipt_reversals v WHERE v.allocation_id = l.id)), 0) \
               - COALESCE((SELECT SUM(r.amount_minor) FROM refunds r WHERE r.account_id = $1 AND r.invoice_id = $2 AND r.state = 'paid_out'), 0) AS BIGINT) AS returnable";
    Ok(tx.one(sql, args![account.as_str(), invoice], |row| row.int("returnable")).await?.max(0))
}

/// A refund on its way into the store.
pub struct NewRefund<'a> {
    /// Identifier, and the gateway's idempotency key.
    pub id: &'a str,
    /// The account.
    pub account: &'a AccountId,
    /// The invoice whose money it was, by its identifier.
    pub invoice: &'a str,
    /// The payment that goes back; none for a transfer of the seller.
    pub payment: Option<&'a str>,
    /// The form that begins it.
    pub form_key: &'a str,
    /// Minor units.
    pub amount_minor: i64,
    /// The account's currency.
    pub currency: Currency,
    /// Why.
    pub reason: &'a str,
    /// The day.
    pub on: NaiveDate,
    /// Who begins it.
    pub person: &'a PersonId,
    /// Until when its server is trusted to end it.
    pub lease_until: i64,
}

/// Writes a refund: open where the gateway has to be asked, else done.
pub async fn insert_refund(tx: &mut Tx<'_>, refund: &NewRefund<'_>, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO refunds (id, account_id, invoice_id, payment_id, form_key, amount_minor, currency, reason, state, lease_until, refunded_on, refunded_by, created_at, \
               settled_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let (state, settled_at) = if refund.payment.is_some() { ("open", None) } else { ("paid_out", Some(now)) };
    let args = args![
        refund.id,
        refund.account.as_str(),
        refund.invoice,
        refund.payment.map(ToOwned::to_owned),
        refund.form_key,
        refund.amount_minor,
        refund.currency.code(),
        refund.reason,
        state,
        refund.lease_until,
        refund.on,
        refund.person.as_str(),
        now,
        settled_at,
    ];
    tx.exec(sql, args).await?;
    Ok(())
}

/// A refund that the gateway has to be asked for.
#[derive(Clone, Debug)]
pub struct OpenRefund {
    /// Identifier, and the gateway's idempotency key.
    pub id: String,
    /// The account.
    pub account: AccountId,
    /// The invoice, by its identifier.
    pub invoice: String,
    /// Number of the invoice.
    pub number: String,
    /// The gateway's key of the charge.
    pub charge_key: String,
    /// Minor units.
    pub amount_minor: i64,
    /// Until when its server is trusted to end it.
    pub lease_until: i64,
}

fn read_open(row: &Row<'_>) -> Result<OpenRefund, DbError> {
    Ok(OpenRefund {
        id: row.text("id")?,
        account: AccountId(row.text("account_id")?),
        invoice: row.text("invoice_id")?,
        number: row.text("number")?,
        charge_key: row.text("idempotency_key")?,
        amount_minor: row.int("amount_minor")?,
        lease_until: row.int("lease_until")?,
    })
}

/// Open refunds that nobody has ended in time.
pub async fn list_overdue(tx: &mut Tx<'_>, now: i64) -> Result<Vec<OpenRefund>, DbError> {
    let sql = "SELECT r.id, r.account_id, r.invoice_id, i.number, p.idempotency_key, r.amount_minor, r.lease_until FROM refunds r JOIN invoices i ON i.id = r.invoice_id \
               JOIN payments p ON p.id = r.payment_id WHERE r.state = 'open' AND r.lease_until < $1 ORDER BY r.lease_until, r.id LIMIT 100";
    tx.all(sql, args![now], read_open).await
}

/// The refund of a form that is still open.
pub async fn find_open(tx: &mut Tx<'_>, form_key: &str) -> Result<Option<OpenRefund>, DbError> {
    let sql = "SELECT r.id, r.account_id, r.invoice_id, i.number, p.idempotency_key, r.amount_minor, r.lease_until FROM refunds r JOIN invoices i ON i.id = r.invoice_id \
               JOIN payments p ON p.id = r.payment_id WHERE r.state = 'open' AND r.form_key = $1";
    tx.opt(sql, args![form_key], read_open).await
}

/// Whether a form has begun a refund.
pub async fn is_begun_by(tx: &mut Tx<'_>, form_key: &str) -> Result<bool, DbError> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS refunds FROM refunds WHERE form_key = $1";
    Ok(tx.one(sql, args![form_key], |row| row.int("refunds")).await? > 0)
}

/// Claims an overdue refund; answers false when another server was quicker.
pub async fn claim_refund(tx: &mut Tx<'_>, refund: &OpenRefund, lease_until: i64) -> Result<bool, DbError> {
    let sql = "UPDATE refunds SET lease_until = $3 WHERE id = $1 AND lease_until = $2 AND state = 'open'";
    Ok(tx.exec(sql, args![&refund.id, refund.lease_until, lease_until]).await? == 1)
}

/// How the gateway ended a refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundEnd {
    /// The money went back, under the gateway's name.
    Done(String),
    /// It refused, with its code.
    Refused(String),
}

/// Ends an open refund; answers false when it had ended before.
pub async fn settle_refund(tx: &mut Tx<'_>, refund: &OpenRefund, end: &RefundEnd, now: i64) -> Result<bool, DbError> {
    let (state, name, code) = match end {
        RefundEnd::Done(name) => ("done", Some(name.clone()), None),
        RefundEnd::Refused(code) => ("refused", None, Some(code.clone())),
    };
    let sql = "UPDATE refunds SET state = $3, gateway_refund = $4, failure_code = $5, settled_at = $6 WHERE account_id = $1 AND id = $2 AND state = 'open'";
    Ok(tx.exec(sql, args![refund.account.as_str(), &refund.id, state, name, code, now]).await? == 1)
}

/// Refunds of an invoice, newest first.
pub async fn list_of_invoice(tx: &mut Tx<'_>, account: &AccountId, invoice: &str) -> Result<Vec<Booking>, DbError> {
    let sql =
        "SELECT amount_minor, refunded_on, reason, state FROM refunds WHERE account_id = $1 AND invoice_id = $2 ORDER BY created_at DESC, id DESC LIMIT 50";
    let read = |row: &Row<'_>| {
        let kind = BookingKind::Refund(row.parsed("state", RefundState::parse)?);
        Ok(Booking { kind, amount_minor: row.int("amount_minor")?, on: row.date("refunded_on")?, reason: Some(row.text("reason")?), reversal: None })
    };
    tx.all(sql, args![account.as_str(), invoice], read).await
}
