//! SQL of the attempts to charge orders and invoices: one row for each key at the gateway.

use super::orders::to_json;
use super::{DbError, Row, Tx};
use crate::args;
use billing::ids::{AccountId, OrderId};
use billing::order::MethodOnFile;
use billing::standing::DeclinedTry;
use chrono::NaiveDate;
use std::fmt;

/// What is charged for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owed {
    /// An order, which comes into force when it is paid.
    Order(OrderId),
    /// An invoice that is open, by its identifier.
    Invoice(String),
}

impl Owed {
    /// The identifier, whichever it is.
    pub fn id(&self) -> &str {
        match self {
            Self::Order(order) => order.as_str(),
            Self::Invoice(invoice) => invoice,
        }
    }

    /// The identifiers of order and invoice, one of which is none.
    pub(super) fn columns(&self) -> (Option<String>, Option<String>) {
        match self {
            Self::Order(order) => (Some(order.0.clone()), None),
            Self::Invoice(invoice) => (None, Some(invoice.clone())),
        }
    }

    pub(super) fn read(row: &Row<'_>) -> Result<Self, DbError> {
        match (row.opt_text("order_id")?, row.opt_text("invoice_id")?) {
            (Some(order), _) => Ok(Self::Order(OrderId(order))),
            (None, Some(invoice)) => Ok(Self::Invoice(invoice)),
            (None, None) => Err(DbError::Value { column: "invoice_id", reason: "neither an order nor an invoice".to_owned() }),
        }
    }
}

impl fmt::Display for Owed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Order(order) => write!(formatter, "order {order}"),
            Self::Invoice(invoice) => write!(formatter, "invoice {invoice}"),
        }
    }
}

/// An attempt to charge an order or an invoice.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The gateway's idempotency key.
    pub key: String,
    /// Account that pays.
    pub account: AccountId,
    /// What is paid.
    pub owed: Owed,
    /// The gateway's token of the payment method.
    pub payment_token: String,
    /// Minor units.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// What pays; an order knows that itself.
    pub method: Option<MethodOnFile>,
    /// Until when its server is trusted to end it, or its person to confirm it.
    pub lease_until: i64,
    /// Where its person confirms it.
    pub action_url: Option<String>,
}

/// Writes an open attempt.
pub async fn insert_attempt(tx: &mut Tx<'_>, attempt: &Attempt, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO payment_attempts (idempotency_key, account_id, order_id, invoice_id, payment_token, amount_minor, currency, method, state, lease_until, \
               created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, $10)";
    let Attempt { key, account, owed, payment_token, amount_minor, currency, method, lease_until, .. } = attempt;
    let (order, invoice) = owed.columns();
    let method = method.as_ref().map(|method| to_json("method", method)).transpose()?;
    tx.exec(sql, args![key, account.as_str(), order, invoice, payment_token, *amount_minor, currency, method, *lease_until, now]).await?;
    Ok(())
}

fn read_attempt(row: &Row<'_>) -> Result<Attempt, DbError> {
    Ok(Attempt {
        key: row.text("idempotency_key")?,
        account: AccountId(row.text("account_id")?),
        owed: Owed::read(row)?,
        payment_token: row.text("payment_token")?,
        amount_minor: row.int("amount_minor")?,
        currency: row.text("currency")?,
        method: if row.opt_text("method")?.is_some() { Some(row.json("method")?) } else { None },
        lease_until: row.int("lease_until")?,
        action_url: row.opt_text("action_url")?,
    })
}

/// Open attempts that nobody has ended in time.
pub async fn list_overdue_attempts(tx: &mut Tx<'_>, now: i64) -> Result<Vec<Attempt>, DbError> {
    let sql = "SELECT idempotency_key, account_id, order_id, invoice_id, payment_token, amount_minor, currency, method, lease_until, action_url FROM payment_attempts \
               WHERE state = 'open' AND lease_until < $1 ORDER BY lease_until, idempotency_key LIMIT 100";
    tx.all(sql, args![now], read_attempt).await
}

/// The open attempt of an order, if there is one.
pub async fn find_open_attempt(tx: &mut Tx<'_>, account: &AccountId, order: &OrderId) -> Result<Option<Attempt>, DbError> {
    let sql = "SELECT idempotency_key, account_id, order_id, invoice_id, payment_token, amount_minor, currency, method, lease_until, action_url FROM payment_attempts \
               WHERE account_id = $1 AND order_id = $2 AND state = 'open'";
    tx.opt(sql, args![account.as_str(), order.as_str()], read_attempt).await
}

/// The open attempt of an invoice, if there is one.
pub async fn find_open_of_invoice(tx: &mut Tx<'_>, account: &AccountId, invoice: &str) -> Result<Option<Attempt>, DbError> {
    let sql = "SELECT idempotency_key, account_id, order_id, invoice_id, payment_token, amount_minor, currency, method, lease_until, action_url FROM payment_attempts \
               WHERE account_id = $1 AND invoice_id = $2 AND state = 'open'";
    tx.opt(sql, args![account.as_str(), invoice], read_attempt).await
}

/// Whether the gateway did something else about an invoice than it was asked to: nobody asks again until staff has looked.
pub async fn is_contradicted(tx: &mut Tx<'_>, account: &AccountId, invoice: &str) -> Result<bool, DbError> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS attempts FROM payment_attempts WHERE account_id = $1 AND invoice_id = $2 AND state = 'contradicted'";
    Ok(tx.one(sql, args![account.as_str(), invoice], |row| row.int("attempts")).await? > 0)
}

/// Why the latest attempt to charge an invoice was declined, if it was.
pub async fn find_decline_of_invoice(tx: &mut Tx<'_>, account: &AccountId, invoice: &str) -> Result<Option<String>, DbError> {
    let sql = "SELECT decline_code FROM payment_attempts WHERE account_id = $1 AND invoice_id = $2 ORDER BY created_at DESC, idempotency_key LIMIT 1";
    Ok(tx.opt(sql, args![account.as_str(), invoice], |row| row.opt_text("decline_code")).await?.flatten())
}

/// Tries to charge an invoice that were declined, newest first.
pub async fn list_declined_of_invoice(tx: &mut Tx<'_>, account: &AccountId, invoice: &str) -> Result<Vec<DeclinedTry>, DbError> {
    let sql = "SELECT amount_minor, method, decline_code, declined_on FROM payment_attempts WHERE account_id = $1 AND invoice_id = $2 AND state = 'declined' \
               ORDER BY created_at DESC, idempotency_key LIMIT 20";
    let read = |row: &Row<'_>| {
        Ok(DeclinedTry {
            amount_minor: row.int("amount_minor")?,
            method: if row.opt_text("method")?.is_some() { Some(row.json("method")?) } else { None },
            code: row.opt_text("decline_code")?,
            on: row.opt_date("declined_on")?,
        })
    };
    tx.all(sql, args![account.as_str(), invoice], read).await
}

/// Where an attempt stands.
pub enum AttemptState {
    /// Its end is not known; its person may have to confirm it.
    Open { action_url: Option<String> },
    /// Charged, or submitted to the bank.
    Succeeded,
    /// Nothing was charged, or something else than was asked for.
    Ended { code: Option<String> },
}

/// Where an attempt of an account stands.
pub async fn find_state(tx: &mut Tx<'_>, account: &AccountId, key: &str) -> Result<Option<AttemptState>, DbError> {
    let sql = "SELECT state, decline_code, action_url FROM payment_attempts WHERE account_id = $1 AND idempotency_key = $2";
    let read = |row: &Row<'_>| {
        Ok(match row.text("state")?.as_str() {
            "open" => AttemptState::Open { action_url: row.opt_text("action_url")? },
            "succeeded" => AttemptState::Succeeded,
            _ => AttemptState::Ended { code: row.opt_text("decline_code")? },
        })
    };
    tx.opt(sql, args![account.as_str(), key], read).await
}

/// Notes why an attempt was declined, and on which day.
pub async fn note_decline(tx: &mut Tx<'_>, key: &str, code: &str, on: NaiveDate) -> Result<(), DbError> {
    tx.exec("UPDATE payment_attempts SET decline_code = $2, declined_on = $3 WHERE idempotency_key = $1", args![key, code, on]).await?;
    Ok(())
}

/// The open attempt of a key, whoever's it is: for the gateway's own news.
pub async fn find_open_attempt_by_key(tx: &mut Tx<'_>, key: &str) -> Result<Option<Attempt>, DbError> {
    let sql = "SELECT idempotency_key, account_id, order_id, invoice_id, payment_token, amount_minor, currency, method, lease_until, action_url FROM payment_attempts \
               WHERE idempotency_key = $1 AND state = 'open'";
    tx.opt(sql, args![key], read_attempt).await
}

/// Claims an overdue attempt; answers false when another server was quicker.
pub async fn claim_attempt(tx: &mut Tx<'_>, attempt: &Attempt, lease_until: i64) -> Result<bool, DbError> {
    let sql = "UPDATE payment_attempts SET lease_until = $3 WHERE idempotency_key = $1 AND lease_until = $2 AND state = 'open'";
    Ok(tx.exec(sql, args![&attempt.key, attempt.lease_until, lease_until]).await? == 1)
}

/// Notes where the person confirms an open attempt, and how long they have for it. Answers false when it has ended, or
/// when that was noted before.
pub async fn await_action(tx: &mut Tx<'_>, attempt: &Attempt, action_url: &str, lease_until: i64) -> Result<bool, DbError> {
    let sql = "UPDATE payment_attempts SET action_url = $2, lease_until = $3 WHERE idempotency_key = $1 AND state = 'open' AND action_url IS NULL";
    Ok(tx.exec(sql, args![&attempt.key, action_url, lease_until]).await? == 1)
}

/// An open attempt has its amount reserved; answers false when it was no longer open. Nobody recovers it any more.
pub async fn mark_authorised(tx: &mut Tx<'_>, key: &str) -> Result<bool, DbError> {
    Ok(tx.exec("UPDATE payment_attempts SET state = 'authorised' WHERE idempotency_key = $1 AND state = 'open'", args![key]).await? == 1)
}

/// The attempt of an order whose amount is reserved, if there is one.
pub async fn find_authorised(tx: &mut Tx<'_>, account: &AccountId, order: &OrderId) -> Result<Option<Attempt>, DbError> {
    let sql = "SELECT idempotency_key, account_id, order_id, invoice_id, payment_token, amount_minor, currency, method, lease_until, action_url FROM payment_attempts \
               WHERE account_id = $1 AND order_id = $2 AND state = 'authorised'";
    tx.opt(sql, args![account.as_str(), order.as_str()], read_attempt).await
}

/// Ends an attempt whose amount was reserved; answers false when it had ended before.
pub async fn settle_authorised(tx: &mut Tx<'_>, key: &str, end: AttemptEnd, now: i64) -> Result<bool, DbError> {
    let sql = "UPDATE payment_attempts SET state = $2, settled_at = $3 WHERE idempotency_key = $1 AND state = 'authorised'";
    Ok(tx.exec(sql, args![key, end.code(), now]).await? == 1)
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptEnd {
    /// Charged, or submitted to the bank.
    Succeeded,
    /// Declined.
    Declined,
    /// Given up before it was charged; the gateway will never charge it.
    Cancelled,
    /// The gateway did something else than it was asked to; staff has to look.
    Contradicted,
}

impl AttemptEnd {
    const fn code(self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Declined => "declined",
            Self::Cancelled => "cancelled",
            Self::Contradicted => "contradicted",
        }
    }
}

/// Ends an open attempt; answers false when it had ended before.
pub async fn settle_attempt(tx: &mut Tx<'_>, key: &str, end: AttemptEnd, now: i64) -> Result<bool, DbError> {
    let sql = "UPDATE payment_attempts SET state = $2, settled_at = $3 WHERE idempotency_key = $1 AND state = 'open'";
    Ok(tx.exec(sql, args![key, end.code(), now]).await? == 1)
}
