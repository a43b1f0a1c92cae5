//! SQL of payments: what was received for orders and invoices, and debits whose day has not come.

use super::attempts::{Attempt, Owed};
use super::orders::to_json;
use super::{DbError, Row, Tx};
use crate::args;
use crate::identifiers::new_id;
use billing::ids::{AccountId, OrderId};
use billing::order::MethodOnFile;
use billing::standing::{InvoicePayment, PaymentState};
use chrono::NaiveDate;

/// A payment on its way into the store.
pub struct NewPayment<'a> {
    /// The attempt that it comes from.
    pub attempt: &'a Attempt,
    /// The gateway's name of the charge.
    pub charge_id: &'a str,
    /// What paid.
    pub method: Option<&'a MethodOnFile>,
    /// The day on which it was received, or submitted.
    pub received_on: NaiveDate,
    /// The day on which a debit settles; none for what is settled.
    pub settles_on: Option<NaiveDate>,
}

/// Writes a payment: settled, or pending where it has a day to wait for.
pub async fn insert_payment(tx: &mut Tx<'_>, payment: &NewPayment<'_>, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO payments (id, account_id, order_id, charge_id, amount_minor, currency, received_on, created_at, state, idempotency_key, \
               settles_on, method, settled_at, invoice_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let (order, invoice) = payment.attempt.owed.columns();
    let attempt = payment.attempt;
    let method = payment.method.map(|method| to_json("method", method)).transpose()?;
    let (state, settled_at) = if payment.settles_on.is_some() { ("pending", None) } else { ("settled", Some(now)) };
    let args = args![
        new_id(),
        attempt.account.as_str(),
        order,
        payment.charge_id,
        attempt.amount_minor,
        &attempt.currency,
        payment.received_on,
        now,
        state,
        &attempt.key,
        payment.settles_on.map(|day| day.to_string()),
        method,
        settled_at,
        invoice,
    ];
    tx.exec(sql, args).await?;
    Ok(())
}

/// A debit that was submitted.
#[derive(Clone, Debug)]
pub struct PendingPayment {
    /// Identifier.
    pub id: String,
    /// Account that pays.
    pub account: AccountId,
    /// What is paid.
    pub owed: Owed,
    /// The gateway's idempotency key.
    pub key: String,
    /// Minor units.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// When it was last asked about, microseconds.
    asked_at: i64,
}

fn read_pending(row: &Row<'_>) -> Result<PendingPayment, DbError> {
    Ok(PendingPayment {
        id: row.text("id")?,
        account: AccountId(row.text("account_id")?),
        owed: Owed::read(row)?,
        key: row.text("idempotency_key")?,
        amount_minor: row.int("amount_minor")?,
        currency: row.text("currency")?,
        asked_at: row.int("asked_at")?,
    })
}

/// Debits whose day has come and that were not asked about since `before`.
pub async fn list_due(tx: &mut Tx<'_>, today: NaiveDate, before: i64) -> Result<Vec<PendingPayment>, DbError> {
    let sql = "SELECT id, account_id, order_id, invoice_id, idempotency_key, amount_minor, currency, asked_at FROM payments \
               WHERE state = 'pending' AND settles_on <= $1 AND asked_at < $2 AND idempotency_key IS NOT NULL ORDER BY asked_at, id LIMIT 100";
    tx.all(sql, args![today, before], read_pending).await
}

/// Claims a debit for asking about it; answers false when another server was quicker.
pub async fn claim_payment(tx: &mut Tx<'_>, payment: &PendingPayment, now: i64) -> Result<bool, DbError> {
    let sql = "UPDATE payments SET asked_at = $3 WHERE id = $1 AND asked_at = $2 AND state = 'pending'";
    Ok(tx.exec(sql, args![&payment.id, payment.asked_at, now]).await? == 1)
}

/// The pending debit of an order, if it has one.
pub async fn find_pending_of_order(tx: &mut Tx<'_>, account: &AccountId, order: &OrderId) -> Result<Option<PendingPayment>, DbError> {
    let sql = "SELECT id, account_id, order_id, invoice_id, idempotency_key, amount_minor, currency, asked_at FROM payments \
               WHERE account_id = $1 AND order_id = $2 AND state = 'pending' AND idempotency_key IS NOT NULL";
    tx.opt(sql, args![account.as_str(), order.as_str()], read_pending).await
}

/// The pending debit of an invoice that nobody ordered, if it has one.
pub async fn find_pending_of_invoice(tx: &mut Tx<'_>, account: &AccountId, invoice: &str) -> Result<Option<PendingPayment>, DbError> {
    let sql = "SELECT id, account_id, order_id, invoice_id, idempotency_key, amount_minor, currency, asked_at FROM payments \
               WHERE account_id = $1 AND invoice_id = $2 AND state = 'pending' AND idempotency_key IS NOT NULL";
    tx.opt(sql, args![account.as_str(), invoice], read_pending).await
}

/// Payments of an invoice, those of its order too, newest first.
pub async fn list_of_invoice(tx: &mut Tx<'_>, account: &AccountId, invoice: &str) -> Result<Vec<InvoicePayment>, DbError> {
    let sql = "SELECT amount_minor, received_on, method, state, failure_code FROM payments WHERE account_id = $1 AND (invoice_id = $2 \
               OR order_id = (SELECT order_id FROM invoices WHERE id = $2)) ORDER BY received_on DESC, created_at DESC, id LIMIT 20";
    let read = |row: &Row<'_>| {
        Ok(InvoicePayment {
            amount_minor: row.int("amount_minor")?,
            on: row.date("received_on")?,
            method: if row.opt_text("method")?.is_some() { Some(row.json("method")?) } else { None },
            state: row.parsed("state", PaymentState::parse)?,
            failure_code: row.opt_text("failure_code")?,
        })
    };
    tx.all(sql, args![account.as_str(), invoice], read).await
}

/// The day on which the next submitted debit settles, after a day.
pub async fn find_next_settlement(tx: &mut Tx<'_>, after: NaiveDate) -> Result<Option<NaiveDate>, DbError> {
    let sql = "SELECT settles_on FROM payments WHERE state = 'pending' AND settles_on > $1 AND settles_on < '9999-12-31' ORDER BY settles_on LIMIT 1";
    tx.opt(sql, args![after], |row| row.date("settles_on")).await
}

/// The pending debit of a key, whoever's it is: for the gateway's own news.
pub async fn find_pending_by_key(tx: &mut Tx<'_>, key: &str) -> Result<Option<PendingPayment>, DbError> {
    let sql = "SELECT id, account_id, order_id, invoice_id, idempotency_key, amount_minor, currency, asked_at FROM payments WHERE idempotency_key = $1 AND state = 'pending'";
    tx.opt(sql, args![key], read_pending).await
}

/// What became of a debit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentEnd<'a> {
    /// The bank paid.
    Settled,
    /// It came back, for the gateway's reason.
    Failed { code: &'a str },
}

/// Ends a pending debit; answers false when it had ended before.
pub async fn settle_payment(tx: &mut Tx<'_>, payment: &PendingPayment, end: &PaymentEnd<'_>, now: i64) -> Result<bool, DbError> {
    let (state, code) = match end {
        PaymentEnd::Settled => ("settled", None),
        PaymentEnd::Failed { code } => ("failed", Some((*code).to_owned())),
    };
    let sql = "UPDATE payments SET state = $3, failure_code = $4, settled_at = $5 WHERE account_id = $1 AND id = $2 AND state = 'pending'";
    Ok(tx.exec(sql, args![payment.account.as_str(), &payment.id, state, code, now]).await? == 1)
}

/// Stops asking about a debit whose record contradicts what was submitted; staff has to look. Answers false when that
/// was done before.
pub async fn stop_asking(tx: &mut Tx<'_>, payment: &PendingPayment) -> Result<bool, DbError> {
    let sql = "UPDATE payments SET settles_on = '9999-12-31' WHERE account_id = $1 AND id = $2 AND state = 'pending' AND settles_on <> '9999-12-31'";
    Ok(tx.exec(sql, args![payment.account.as_str(), &payment.id]).await? == 1)
}

/// A payment of an account, as the staff sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedPayment {
    /// Minor units.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// The day on which it was received, or submitted.
    pub received_on: NaiveDate,
    /// What became of it.
    pub state: PaymentState,
    /// The number of the invoice that it was for, or of the order.
    pub for_number: Option<String>,
}

/// The last payments of an account, newest first.
pub async fn list_of_account(tx: &mut Tx<'_>, account: &AccountId, limit: i64) -> Result<Vec<ReceivedPayment>, DbError> {
    let sql = "SELECT p.amount_minor, p.currency, p.received_on, p.state, COALESCE(i.number, o.number) AS for_number FROM payments p \
               LEFT JOIN invoices i ON i.id = p.invoice_id AND i.account_id = p.account_id LEFT JOIN orders o ON o.id = p.order_id AND o.account_id = p.account_id \
               WHERE p.account_id = $1 ORDER BY p.received_on DESC, p.created_at DESC, p.id LIMIT $2";
    let read = |row: &Row<'_>| {
        Ok(ReceivedPayment {
            amount_minor: row.int("amount_minor")?,
            currency: row.text("currency")?,
            received_on: row.date("received_on")?,
            state: row.parsed("state", PaymentState::parse)?,
            for_number: row.opt_text("for_number")?,
        })
    };
    tx.all(sql, args![account.as_str(), limit], read).await
}
