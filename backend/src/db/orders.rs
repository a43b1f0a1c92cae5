//! SQL of orders, the attempts to charge them, and payments.

use super::{DbError, Row, Tx};
use crate::args;
use crate::identifiers::new_id;
use billing::OrderPrice;
use billing::ids::{AccountId, OrderId, PersonId, ProductId};
use billing::invoice::DocumentKind;
use billing::order::{IssuedDocument, MethodOnFile, Order, OrderItem, OrderState};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What placing pins: stored as JSON, never changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrderContent {
    /// What was ordered.
    pub items: Vec<OrderItem>,
    /// The price on screen.
    pub price: OrderPrice,
    /// What pays.
    pub method: Option<MethodOnFile>,
}

/// A stored order.
#[derive(Clone)]
pub struct OrderRow {
    /// Identifier.
    pub id: OrderId,
    /// What people call it.
    pub number: String,
    /// Where it is.
    pub state: OrderState,
    /// Who placed it.
    pub placed_by: PersonId,
    /// What was pinned.
    pub content: OrderContent,
    /// Why it was declined.
    pub decline_code: Option<String>,
}

impl OrderRow {
    /// The order with the documents that it issued.
    pub fn into_order(self, documents: Vec<IssuedDocument>) -> Order {
        let OrderContent { items, price, method } = self.content;
        Order { id: self.id, number: self.number, state: self.state, items, price, method, action_url: None, decline_code: self.decline_code, documents }
    }
}

/// An order that is written before anyone is charged.
pub struct NewOrder<'a> {
    /// Identifier.
    pub id: &'a OrderId,
    /// What people call it.
    pub number: &'a str,
    /// Account that orders.
    pub account: &'a AccountId,
    /// Person who placed it.
    pub person: &'a PersonId,
    /// The checkout that it comes from.
    pub checkout_key: &'a str,
    /// What is pinned.
    pub content: &'a OrderContent,
    /// The payment method, where something is due.
    pub payment_method: Option<&'a str>,
}

/// Writes an order as placed.
pub async fn insert_order(tx: &mut Tx<'_>, order: &NewOrder<'_>, now: i64) -> Result<(), DbError> {
    let price = &order.content.price;
    let sql = "INSERT INTO orders (id, account_id, checkout_key, state, placed_on, placed_by, content, payment_method_id, currency, total_minor, \
               credit_used_minor, due_minor, placed_at, number) VALUES ($1, $2, $3, 'placed', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let content = to_json("content", order.content)?;
    let method = order.payment_method.map(str::to_owned);
    let args = args![
        order.id.as_str(),
        order.account.as_str(),
        order.checkout_key,
        price.today,
        order.person.as_str(),
        content,
        method,
        price.currency.code(),
        price.total_minor,
        price.credit_used_minor,
        price.due_now_minor,
        now,
        order.number,
    ];
    tx.exec(sql, args).await?;
    Ok(())
}

/// JSON of a value that is stored.
pub(super) fn to_json(column: &'static str, value: &impl Serialize) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|error| DbError::Value { column, reason: error.to_string() })
}

/// The order that came from a checkout.
pub async fn find_by_checkout(tx: &mut Tx<'_>, account: &AccountId, checkout_key: &str) -> Result<Option<OrderId>, DbError> {
    let sql = "SELECT id FROM orders WHERE account_id = $1 AND checkout_key = $2";
    tx.opt(sql, args![account.as_str(), checkout_key], |row| Ok(OrderId(row.text("id")?))).await
}

/// An order of an account; another account's is not found.
pub async fn find_order(tx: &mut Tx<'_>, account: &AccountId, id: &OrderId) -> Result<Option<OrderRow>, DbError> {
    let sql = "SELECT id, number, state, placed_by, content, decline_code FROM orders WHERE account_id = $1 AND id = $2";
    let read = |row: &Row<'_>| {
        Ok(OrderRow {
            id: OrderId(row.text("id")?),
            number: row.opt_text("number")?.unwrap_or_default(),
            state: row.parsed("state", OrderState::parse)?,
            placed_by: PersonId(row.text("placed_by")?),
            content: row.json("content")?,
            decline_code: row.opt_text("decline_code")?,
        })
    };
    tx.opt(sql, args![account.as_str(), id.as_str()], read).await
}

/// The order for a product whose result is not known yet, if there is one.
pub async fn find_placed_for(tx: &mut Tx<'_>, account: &AccountId, product: &ProductId) -> Result<Option<OrderId>, DbError> {
    let sql = "SELECT id, content FROM orders WHERE account_id = $1 AND state = 'placed' ORDER BY placed_at";
    let read = |row: &Row<'_>| Ok((OrderId(row.text("id")?), row.json::<OrderContent>("content")?));
    let placed = tx.all(sql, args![account.as_str()], read).await?;
    Ok(placed.into_iter().find(|(_, content)| content.items.iter().any(|item| item.product == *product)).map(|(id, _)| id))
}

/// Where an order is, without reading the rest of it.
pub async fn find_state(tx: &mut Tx<'_>, account: &AccountId, id: &OrderId) -> Result<Option<OrderState>, DbError> {
    let sql = "SELECT state FROM orders WHERE account_id = $1 AND id = $2";
    tx.opt(sql, args![account.as_str(), id.as_str()], |row| row.parsed("state", OrderState::parse)).await
}

/// What an order issued, the invoice first.
pub async fn list_documents(tx: &mut Tx<'_>, account: &AccountId, id: &OrderId) -> Result<Vec<IssuedDocument>, DbError> {
    let sql = "SELECT kind, number FROM invoices WHERE account_id = $1 AND order_id = $2 ORDER BY kind DESC, number";
    let read = |row: &Row<'_>| Ok(IssuedDocument { kind: row.parsed("kind", DocumentKind::parse)?, number: row.text("number")? });
    tx.all(sql, args![account.as_str(), id.as_str()], read).await
}

/// Ends a placed order. Answers false when it had ended before.
pub async fn settle_order(
    tx: &mut Tx<'_>,
    account: &AccountId,
    id: &OrderId,
    state: OrderState,
    decline_code: Option<String>,
    now: i64,
) -> Result<bool, DbError> {
    let sql = "UPDATE orders SET state = $3, decline_code = $4, settled_at = $5 WHERE account_id = $1 AND id = $2 AND state = 'placed'";
    Ok(tx.exec(sql, args![account.as_str(), id.as_str(), state.code(), decline_code, now]).await? == 1)
}

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
    /// Until when its server is trusted to end it.
    pub lease_until: i64,
}

/// Writes an open attempt.
pub async fn insert_attempt(tx: &mut Tx<'_>, attempt: &Attempt, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO payment_attempts (idempotency_key, account_id, order_id, payment_token, amount_minor, currency, state, lease_until, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $8)";
    let Attempt { key, account, order, payment_token, amount_minor, currency, lease_until } = attempt;
    tx.exec(sql, args![key, account.as_str(), order.as_str(), payment_token, *amount_minor, currency, *lease_until, now]).await?;
    Ok(())
}

/// Open attempts whose server has not ended them in time.
pub async fn list_overdue_attempts(tx: &mut Tx<'_>, now: i64) -> Result<Vec<Attempt>, DbError> {
    let sql = "SELECT idempotency_key, account_id, order_id, payment_token, amount_minor, currency, lease_until FROM payment_attempts \
               WHERE state = 'open' AND lease_until < $1 ORDER BY created_at LIMIT 100";
    let read = |row: &Row<'_>| {
        Ok(Attempt {
            key: row.text("idempotency_key")?,
            account: AccountId(row.text("account_id")?),
            order: OrderId(row.text("order_id")?),
            payment_token: row.text("payment_token")?,
            amount_minor: row.int("amount_minor")?,
            currency: row.text("currency")?,
            lease_until: row.int("lease_until")?,
        })
    };
    tx.all(sql, args![now], read).await
}

/// Claims an overdue attempt; answers false when another server was quicker.
pub async fn claim_attempt(tx: &mut Tx<'_>, attempt: &Attempt, lease_until: i64) -> Result<bool, DbError> {
    let sql = "UPDATE payment_attempts SET lease_until = $3 WHERE idempotency_key = $1 AND lease_until = $2 AND state = 'open'";
    Ok(tx.exec(sql, args![&attempt.key, attempt.lease_until, lease_until]).await? == 1)
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptEnd {
    /// Charged.
    Succeeded,
    /// Declined.
    Declined,
    /// Given up before it was charged; the gateway will never charge it.
    Cancelled,
}

/// Ends an open attempt; answers false when it had ended before.
pub async fn settle_attempt(tx: &mut Tx<'_>, key: &str, end: AttemptEnd, now: i64) -> Result<bool, DbError> {
    let code = match end {
        AttemptEnd::Succeeded => "succeeded",
        AttemptEnd::Declined => "declined",
        AttemptEnd::Cancelled => "cancelled",
    };
    let sql = "UPDATE payment_attempts SET state = $2, settled_at = $3 WHERE idempotency_key = $1 AND state = 'open'";
    Ok(tx.exec(sql, args![key, code, now]).await? == 1)
}

/// Writes a payment.
pub async fn insert_payment(tx: &mut Tx<'_>, attempt: &Attempt, charge_id: &str, received_on: NaiveDate, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO payments (id, account_id, order_id, charge_id, amount_minor, currency, received_on, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let (account, order) = (attempt.account.as_str(), attempt.order.as_str());
    tx.exec(sql, args![new_id(), account, order, charge_id, attempt.amount_minor, &attempt.currency, received_on, now]).await?;
    Ok(())
}
