//! SQL of service orders. What was ordered, and at which price, stands in the order behind each.

use super::{DbError, Row, Tx};
use crate::args;
use billing::ids::{AccountId, OrderId, PersonId};
use billing::service_order::ServiceOrderState;
use chrono::NaiveDate;

/// What is being asked of the gateway to end a service order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// To take what was authorised: it is done then.
    Capture,
    /// To let go of it: it is refused then.
    Void,
}

impl Decision {
    const ALL: [Self; 2] = [Self::Capture, Self::Void];

    /// The word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Capture => "capture",
            Self::Void => "void",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.code() == code)
    }
}

/// A stored service order.
#[derive(Clone, Debug)]
pub struct ServiceOrderRow {
    /// Identifier.
    pub id: String,
    /// Whose it is.
    pub account: AccountId,
    /// What people call it.
    pub number: String,
    /// The order behind it.
    pub order: OrderId,
    /// The quote that it accepts: its number.
    pub quote: String,
    /// Where it is.
    pub state: ServiceOrderState,
    /// The day of placing.
    pub placed_on: NaiveDate,
    /// When it was placed.
    pub placed_at: i64,
    /// By when it is promised.
    pub due_at: i64,
    /// Name of who works on it.
    pub taken_by: Option<String>,
    /// What is being asked of the gateway.
    pub decision: Option<Decision>,
    /// Who decided that; none for the portal itself.
    pub decided_by: Option<PersonId>,
    /// Why it is refused.
    pub reason: Option<String>,
    /// Why the gateway would not take what was authorised.
    pub gateway_note: Option<String>,
    /// Until when a server is trusted to carry out the decision.
    pub lease_until: i64,
}

fn read_row(row: &Row<'_>) -> Result<ServiceOrderRow, DbError> {
    Ok(ServiceOrderRow {
        id: row.text("id")?,
        account: AccountId(row.text("account_id")?),
        number: row.text("number")?,
        order: OrderId(row.text("order_id")?),
        quote: row.text("quote_number")?,
        state: row.parsed("state", ServiceOrderState::parse)?,
        placed_on: row.date("placed_on")?,
        placed_at: row.int("placed_at")?,
        due_at: row.int("due_at")?,
        taken_by: row.opt_text("taken_by_name")?,
        decision: if row.opt_text("decision")?.is_some() { Some(row.parsed("decision", Decision::parse)?) } else { None },
        decided_by: row.opt_text("decided_by")?.map(PersonId),
        reason: row.opt_text("reason")?,
        gateway_note: row.opt_text("gateway_note")?,
        lease_until: row.int("lease_until")?,
    })
}

/// A service order on its way into the store.
pub struct NewServiceOrder<'a> {
    /// Identifier.
    pub id: &'a str,
    /// Whose it is.
    pub account: &'a AccountId,
    /// What people call it.
    pub number: &'a str,
    /// The order behind it.
    pub order: &'a OrderId,
    /// The quote that it accepts, by its identifier.
    pub quote: &'a str,
    /// The day of placing.
    pub placed_on: NaiveDate,
    /// By when it is promised.
    pub due_at: i64,
}

/// Writes a service order as placed.
pub async fn insert_service_order(tx: &mut Tx<'_>, new: &NewServiceOrder<'_>, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO service_orders (id, account_id, number, order_id, quote_id, state, placed_on, placed_at, due_at, lease_until) \
               VALUES ($1, $2, $3, $4, $5, 'placed', $6, $7, $8, 0)";
    tx.exec(sql, args![new.id, new.account.as_str(), new.number, new.order.as_str(), new.quote, new.placed_on, now, new.due_at]).await?;
    Ok(())
}

/// A service order of an account; another account's is not found.
pub async fn find_service_order(tx: &mut Tx<'_>, account: &AccountId, number: &str) -> Result<Option<ServiceOrderRow>, DbError> {
    let sql = "SELECT s.id, s.account_id, s.number, s.order_id, q.number AS quote_number, s.state, s.placed_on, s.placed_at, s.due_at, p.name AS taken_by_name, \
               s.decision, s.decided_by, s.reason, s.gateway_note, s.lease_until FROM service_orders s JOIN quotes q ON q.id = s.quote_id \
               LEFT JOIN people p ON p.id = s.taken_by WHERE s.account_id = $1 AND s.number = $2";
    tx.opt(sql, args![account.as_str(), number], read_row).await
}

/// A service order by its number, whoever's it is: for the staff, and for jobs.
pub async fn find_any(tx: &mut Tx<'_>, number: &str) -> Result<Option<ServiceOrderRow>, DbError> {
    let sql = "SELECT s.id, s.account_id, s.number, s.order_id, q.number AS quote_number, s.state, s.placed_on, s.placed_at, s.due_at, p.name AS taken_by_name, \
               s.decision, s.decided_by, s.reason, s.gateway_note, s.lease_until FROM service_orders s JOIN quotes q ON q.id = s.quote_id \
               LEFT JOIN people p ON p.id = s.taken_by WHERE s.number = $1";
    tx.opt(sql, args![number], read_row).await
}

/// The number of the service order that an order stands behind.
pub async fn find_number(tx: &mut Tx<'_>, account: &AccountId, order: &OrderId) -> Result<Option<String>, DbError> {
    let sql = "SELECT number FROM service_orders WHERE account_id = $1 AND order_id = $2";
    tx.opt(sql, args![account.as_str(), order.as_str()], |row| row.text("number")).await
}

/// A service order in a list.
pub struct ListedServiceOrder {
    /// Its number.
    pub number: String,
    /// Where it is.
    pub state: ServiceOrderState,
    /// The quote that it accepts.
    pub quote: String,
    /// The day of placing.
    pub placed_on: NaiveDate,
    /// By when it is promised.
    pub due_at: i64,
    /// Names of its products.
    pub products: String,
    /// What it costs, gross, minor units.
    pub total_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// Number of its account.
    pub account_number: String,
    /// Name of its account.
    pub account_name: String,
    /// Name of who works on it.
    pub taken_by: Option<String>,
}

fn read_listed(row: &Row<'_>) -> Result<ListedServiceOrder, DbError> {
    Ok(ListedServiceOrder {
        number: row.text("number")?,
        state: row.parsed("state", ServiceOrderState::parse)?,
        quote: row.text("quote_number")?,
        placed_on: row.date("placed_on")?,
        due_at: row.int("due_at")?,
        products: row.text("products")?,
        total_minor: row.int("total_minor")?,
        currency: row.text("currency")?,
        account_number: row.text("account_number")?,
        account_name: row.text("account_name")?,
        taken_by: row.opt_text("taken_by_name")?,
    })
}

/// The service orders of an account, newest first.
pub async fn list_of_account(tx: &mut Tx<'_>, account: &AccountId) -> Result<Vec<ListedServiceOrder>, DbError> {
    let sql = "SELECT s.number, s.state, q.number AS quote_number, s.placed_on, s.due_at, q.products, o.total_minor, o.currency, a.number AS account_number, \
               a.name AS account_name, p.name AS taken_by_name FROM service_orders s JOIN quotes q ON q.id = s.quote_id JOIN orders o ON o.id = s.order_id \
               JOIN accounts a ON a.id = s.account_id LEFT JOIN people p ON p.id = s.taken_by WHERE s.account_id = $1 ORDER BY s.placed_at DESC, s.number DESC LIMIT 200";
    tx.all(sql, args![account.as_str()], read_listed).await
}

/// Where the next page of the queue begins: after a service order that waits or has ended, by the time at which it is or was due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuePlace {
    /// 0 for one that waits, 1 for one that has ended.
    pub part: i64,
    /// When it is or was due, microseconds.
    pub due_at: i64,
    /// Its number.
    pub number: String,
}

/// The queue of a representative (`scope`; empty for who sees all): what waits by the time at which it is due, then what has ended, newest first.
/// `state` is `waiting`, `ended`, or empty for both.
pub async fn list_queue(tx: &mut Tx<'_>, scope: &str, state: &str, after: Option<&QueuePlace>, limit: i64) -> Result<Vec<ListedServiceOrder>, DbError> {
    let sql = "SELECT * FROM (SELECT s.number, s.state, q.number AS quote_number, s.placed_on, s.due_at, q.products, o.total_minor, o.currency, \
               a.number AS account_number, a.name AS account_name, p.name AS taken_by_name, \
               CASE WHEN s.state IN ('placed', 'in_process') THEN 0 ELSE 1 END AS part, \
               CASE WHEN s.state IN ('placed', 'in_process') THEN s.due_at ELSE -s.due_at END AS place \
               FROM service_orders s JOIN quotes q ON q.id = s.quote_id JOIN orders o ON o.id = s.order_id \
               JOIN accounts a ON a.id = s.account_id LEFT JOIN people p ON p.id = s.taken_by \
               WHERE ($2 = '' OR a.representative_id IS NULL OR a.representative_id = $2) \
               AND ($3 = '' OR ($3 = 'waiting') = (s.state IN ('placed', 'in_process')))) AS queue \
               WHERE part > $4 OR (part = $4 AND (place > $5 OR (place = $5 AND number > $6))) ORDER BY part, place, number LIMIT $1";
    let (part, place, number): (i64, i64, &str) = match after {
        None => (-1, 0, ""),
        Some(QueuePlace { part: 0, due_at, number }) => (0, *due_at, number.as_str()),
        Some(QueuePlace { due_at, number, .. }) => (1, due_at.saturating_neg(), number.as_str()),
    };
    tx.all(sql, args![limit, scope, state, part, place, number], read_listed).await
}

/// Somebody begins to work on it, or the portal itself; answers false when it was not waiting for that.
pub async fn take(tx: &mut Tx<'_>, row: &ServiceOrderRow, by: Option<&PersonId>) -> Result<bool, DbError> {
    let sql = "UPDATE service_orders SET state = 'in_process', taken_by = $3 WHERE account_id = $1 AND id = $2 AND state = 'placed'";
    Ok(tx.exec(sql, args![row.account.as_str(), &row.id, by.map(|person| person.0.clone())]).await? == 1)
}

/// Notes what is to be asked of the gateway; from then on it goes no other way. Answers false when something was decided before.
pub async fn decide(
    tx: &mut Tx<'_>,
    row: &ServiceOrderRow,
    decision: Decision,
    by: Option<&PersonId>,
    reason: Option<&str>,
    lease_until: i64,
) -> Result<bool, DbError> {
    let sql = "UPDATE service_orders SET state = 'in_process', decision = $3, decided_by = $4, reason = $5, lease_until = $6, gateway_note = NULL \
               WHERE account_id = $1 AND id = $2 AND state IN ('placed', 'in_process') AND decision IS NULL";
    let args = args![row.account.as_str(), &row.id, decision.code(), by.map(|person| person.0.clone()), reason.map(str::to_owned), lease_until];
    Ok(tx.exec(sql, args).await? == 1)
}

/// Decisions that nobody has carried out in time.
pub async fn list_overdue_decisions(tx: &mut Tx<'_>, now: i64) -> Result<Vec<ServiceOrderRow>, DbError> {
    let sql = "SELECT s.id, s.account_id, s.number, s.order_id, q.number AS quote_number, s.state, s.placed_on, s.placed_at, s.due_at, p.name AS taken_by_name, \
               s.decision, s.decided_by, s.reason, s.gateway_note, s.lease_until FROM service_orders s JOIN quotes q ON q.id = s.quote_id \
               LEFT JOIN people p ON p.id = s.taken_by WHERE s.decision IS NOT NULL AND s.state = 'in_process' AND s.lease_until < $1 \
               ORDER BY s.lease_until, s.id LIMIT 100";
    tx.all(sql, args![now], read_row).await
}

/// Claims a decision; answers false when another server was quicker.
pub async fn claim_decision(tx: &mut Tx<'_>, row: &ServiceOrderRow, lease_until: i64) -> Result<bool, DbError> {
    let sql = "UPDATE service_orders SET lease_until = $3 WHERE id = $1 AND lease_until = $2 AND state = 'in_process' AND decision IS NOT NULL";
    Ok(tx.exec(sql, args![&row.id, row.lease_until, lease_until]).await? == 1)
}

/// The gateway would not: nothing is decided any more, and somebody has to look.
pub async fn undecide(tx: &mut Tx<'_>, row: &ServiceOrderRow, note: &str) -> Result<bool, DbError> {
    let sql = "UPDATE service_orders SET decision = NULL, lease_until = 0, gateway_note = $3 WHERE account_id = $1 AND id = $2 AND state = 'in_process'";
    Ok(tx.exec(sql, args![row.account.as_str(), &row.id, note]).await? == 1)
}

/// Ends a service order; answers false when it had ended before.
pub async fn settle(tx: &mut Tx<'_>, row: &ServiceOrderRow, to: ServiceOrderState, on: NaiveDate, now: i64) -> Result<bool, DbError> {
    let sql =
        "UPDATE service_orders SET state = $3, settled_on = $4, settled_at = $5, lease_until = 0 WHERE account_id = $1 AND id = $2 AND state = 'in_process'";
    Ok(tx.exec(sql, args![row.account.as_str(), &row.id, to.code(), on, now]).await? == 1)
}

/// How many wait, and how many of them are late.
pub async fn count_waiting(tx: &mut Tx<'_>, now: i64) -> Result<(i64, i64), DbError> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS waiting, CAST(COALESCE(SUM(CASE WHEN due_at < $1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS late FROM service_orders \
               WHERE state IN ('placed', 'in_process')";
    tx.one(sql, args![now], |row| Ok((row.int("waiting")?, row.int("late")?))).await
}
