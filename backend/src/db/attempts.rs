//! SQL of the attempts to charge orders: one row for each key at the gateway.

use super::{DbError, Row, Tx};
use crate::args;
use billing::ids::{AccountId, OrderId};

/// An attempt to charge an order.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The gateway's idempotency key.
    pub key: String,
    /// Account that pays.
    pub account: AccountId,
    /// Order that is paid.
    pub order: OrderId,
    /// The gateway's token of the payment method.
    pub payment_token: String,
    /// Minor units.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// Until when its server is trusted to end it, or its person to confirm it.
    pub lease_until: i64,
    /// Where its person confirms it.
    pub action_url: Option<String>,
}

/// Writes an open attempt.
pub async fn insert_attempt(tx: &mut Tx<'_>, attempt: &Attempt, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO payment_attempts (idempotency_key, account_id, order_id, payment_token, amount_minor, currency, state, lease_until, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $8)";
    let Attempt { key, account, order, payment_token, amount_minor, currency, lease_until, .. } = attempt;
    tx.exec(sql, args![key, account.as_str(), order.as_str(), payment_token, *amount_minor, currency, *lease_until, now]).await?;
    Ok(())
}

fn read_attempt(row: &Row<'_>) -> Result<Attempt, DbError> {
    Ok(Attempt {
        key: row.text("idempotency_key")?,
        account: AccountId(row.text("account_id")?),
        order: OrderId(row.text("order_id")?),
        payment_token: row.text("payment_token")?,
        amount_minor: row.int("amount_minor")?,
        currency: row.text("currency")?,
        lease_until: row.int("lease_until")?,
        action_url: row.opt_text("action_url")?,
    })
}

/// Open attempts that nobody has ended in time.
pub async fn list_overdue_attempts(tx: &mut Tx<'_>, now: i64) -> Result<Vec<Attempt>, DbError> {
    let sql = "SELECT idempotency_key, account_id, order_id, payment_token, amount_minor, currency, lease_until, action_url FROM payment_attempts \
               WHERE state = 'open' AND lease_until < $1 ORDER BY lease_until, idempotency_key LIMIT 100";
    tx.all(sql, args![now], read_attempt).await
}

/// The open attempt of an order, if there is one.
pub async fn find_open_attempt(tx: &mut Tx<'_>, account: &AccountId, order: &OrderId) -> Result<Option<Attempt>, DbError> {
    let sql = "SELECT idempotency_key, account_id, order_id, payment_token, amount_minor, currency, lease_until, action_url FROM payment_attempts \
               WHERE account_id = $1 AND order_id = $2 AND state = 'open'";
    tx.opt(sql, args![account.as_str(), order.as_str()], read_attempt).await
}

/// The open attempt of a key, whoever's it is: for the gateway's own news.
pub async fn find_open_attempt_by_key(tx: &mut Tx<'_>, key: &str) -> Result<Option<Attempt>, DbError> {
    let sql = "SELECT idempotency_key, account_id, order_id, payment_token, amount_minor, currency, lease_until, action_url FROM payment_attempts \
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

/// Ends an open attempt; answers false when it had ended before.
pub async fn settle_attempt(tx: &mut Tx<'_>, key: &str, end: AttemptEnd, now: i64) -> Result<bool, DbError> {
    let code = match end {
        AttemptEnd::Succeeded => "succeeded",
        AttemptEnd::Declined => "declined",
        AttemptEnd::Cancelled => "cancelled",
        AttemptEnd::Contradicted => "contradicted",
    };
    let sql = "UPDATE payment_attempts SET state = $2, settled_at = $3 WHERE idempotency_key = $1 AND state = 'open'";
    Ok(tx.exec(sql, args![key, code, now]).await? == 1)
}
