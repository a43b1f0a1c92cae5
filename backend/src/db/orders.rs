//! SQL of orders. The attempts to charge them stand in `attempts.rs`.

use super::{DbError, Row, Tx};
use crate::args;
use billing::OrderPrice;
use billing::ids::{AccountId, OrderId, PersonId, ProductId};
use billing::invoice::DocumentKind;
use billing::order::{IssuedDocument, MethodOnFile, Order, OrderItem, OrderState};
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

/// Why the last order whose checkout key begins so was declined; none where it was not.
pub async fn find_last_decline(tx: &mut Tx<'_>, account: &AccountId, key_begins: &str) -> Result<Option<String>, DbError> {
    let sql = "SELECT decline_code FROM orders WHERE account_id = $1 AND substr(checkout_key, 1, CAST(length($2) AS INTEGER)) = $2 ORDER BY placed_at DESC, id DESC LIMIT 1";
    Ok(tx.opt(sql, args![account.as_str(), key_begins], |row| row.opt_text("decline_code")).await?.flatten())
}

/// The order for a product whose result is not known yet, if there is one.
pub async fn find_placed_for(tx: &mut Tx<'_>, account: &AccountId, product: &ProductId) -> Result<Option<OrderId>, DbError> {
    let sql = "SELECT id, content FROM orders WHERE account_id = $1 AND state = 'placed' ORDER BY placed_at";
    let read = |row: &Row<'_>| Ok((OrderId(row.text("id")?), row.json::<OrderContent>("content")?));
    let placed = tx.all(sql, args![account.as_str()], read).await?;
    Ok(placed.into_iter().find(|(_, content)| content.items.iter().any(|item| item.product == *product)).map(|(id, _)| id))
}

/// An order whose result is not known yet, if there is one.
pub async fn find_placed(tx: &mut Tx<'_>, account: &AccountId) -> Result<Option<OrderId>, DbError> {
    let sql = "SELECT id FROM orders WHERE account_id = $1 AND state = 'placed' ORDER BY placed_at, id LIMIT 1";
    tx.opt(sql, args![account.as_str()], |row| Ok(OrderId(row.text("id")?))).await
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
