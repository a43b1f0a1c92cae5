//! SQL of requests to customer care and of their messages.

use super::people::Door;
use super::{DbError, Row, Tx};
use crate::actor::Contact;
use crate::args;
use crate::identifiers::new_id;
use billing::BillingInterval;
use billing::editor::PlanChoice;
use billing::ids::{AccountId, PersonId, PlanId, RequestId, SubscriptionId};
use billing::request::{RequestContext, RequestState, RequestSubject, Side};

/// A request without its messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRow {
    /// Identifier.
    pub id: RequestId,
    /// The account that asks.
    pub account: AccountId,
    /// What it is about.
    pub subject: RequestSubject,
    /// The subscription concerned.
    pub subscription: Option<SubscriptionId>,
    /// What a downgrade asks for.
    pub wish: Option<PlanChoice>,
    /// The account as it stood.
    pub context: RequestContext,
    /// Where it stands.
    pub state: RequestState,
    /// Who asked.
    pub opened_by: Contact,
    /// When, microseconds.
    pub opened_at: i64,
    /// Since when it stands as it does, microseconds.
    pub changed_at: i64,
}

/// A request that is asked now.
pub struct NewRequest<'a> {
    /// The account that asks.
    pub account: &'a AccountId,
    /// The door through which.
    pub door: Door,
    /// What it is about.
    pub subject: RequestSubject,
    /// The subscription concerned.
    pub subscription: Option<&'a SubscriptionId>,
    /// What a downgrade asks for.
    pub wish: Option<&'a PlanChoice>,
    /// The account as it stands.
    pub context: &'a RequestContext,
    /// Who asks.
    pub person: &'a PersonId,
}

/// A message of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRow {
    /// Who wrote it.
    pub side: Side,
    /// Name of the person.
    pub person_name: String,
    /// What they wrote.
    pub body: String,
    /// When, microseconds.
    pub written_at: i64,
}

/// Writes a request without any message; answers its identifier.
pub async fn insert_request(tx: &mut Tx<'_>, new: &NewRequest<'_>, now: i64) -> Result<RequestId, DbError> {
    let sql = "INSERT INTO requests (id, account_id, door, subject, subscription_id, wish_plan, wish_seats, wish_interval, context, state, opened_by, opened_at, \
               changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, $11, $11)";
    let id = RequestId(new_id());
    let context = serde_json::to_string(new.context).map_err(|error| DbError::Value { column: "context", reason: error.to_string() })?;
    let args = args![
        id.as_str(),
        new.account.as_str(),
        new.door.code(),
        new.subject.code(),
        new.subscription.map(|id| id.0.clone()),
        new.wish.map(|wish| wish.plan.0.clone()),
        new.wish.map(|wish| wish.seats),
        new.wish.map(|wish| wish.interval.code().to_owned()),
        context,
        new.person.as_str(),
        now,
    ];
    tx.exec(sql, args).await?;
    Ok(id)
}

/// Adds a message to a request.
pub async fn insert_message(
    tx: &mut Tx<'_>,
    (account, request): (&AccountId, &RequestId),
    (side, person): (Side, &PersonId),
    body: &str,
    now: i64,
) -> Result<(), DbError> {
    let sql = "INSERT INTO request_messages (id, request_id, account_id, side, person_id, body, written_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    tx.exec(sql, args![new_id(), request.as_str(), account.as_str(), side.code(), person.as_str(), body, now]).await?;
    Ok(())
}

/// A request of an account; another account's is not found.
pub async fn find_request(tx: &mut Tx<'_>, account: &AccountId, id: &RequestId) -> Result<Option<RequestRow>, DbError> {
    let sql = "SELECT r.id, r.account_id, r.subject, r.subscription_id, r.wish_plan, r.wish_seats, r.wish_interval, r.context, r.state, p.name, p.email, \
               r.opened_at, r.changed_at FROM requests r JOIN people p ON p.id = r.opened_by WHERE r.account_id = $1 AND r.id = $2";
    tx.opt(sql, args![account.as_str(), id.as_str()], read_request).await
}

/// The newest requests of an account, the newest first.
pub async fn list_of_account(tx: &mut Tx<'_>, account: &AccountId, limit: i64) -> Result<Vec<RequestRow>, DbError> {
    let sql = "SELECT r.id, r.account_id, r.subject, r.subscription_id, r.wish_plan, r.wish_seats, r.wish_interval, r.context, r.state, p.name, p.email, \
               r.opened_at, r.changed_at FROM requests r JOIN people p ON p.id = r.opened_by WHERE r.account_id = $1 ORDER BY r.opened_at DESC, r.id DESC LIMIT $2";
    tx.all(sql, args![account.as_str(), limit], read_request).await
}

/// For the staff, who may see every account's: the account of a request.
pub async fn find_account_of(tx: &mut Tx<'_>, id: &RequestId) -> Result<Option<AccountId>, DbError> {
    tx.opt("SELECT account_id FROM requests WHERE id = $1", args![id.as_str()], |row| Ok(AccountId(row.text("account_id")?))).await
}

/// A request in the queue of the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueRow {
    /// Identifier.
    pub id: RequestId,
    /// Customer number and name of the account.
    pub account: (String, String),
    /// What it is about.
    pub subject: RequestSubject,
    /// Where it stands.
    pub state: RequestState,
    /// Since when, microseconds.
    pub changed_at: i64,
}

/// Where a page of the queue begins: after the request that stands so since then.
pub type After<'a> = (i64, &'a str);

/// What stands so, the longest first: whoever waits longest is answered first. `scope` is the representative who asks; empty for who
/// sees all.
pub async fn list_longest(tx: &mut Tx<'_>, (state, scope): (RequestState, &str), after: After<'_>, limit: i64) -> Result<Vec<QueueRow>, DbError> {
    let sql = "SELECT r.id, a.number, a.name, r.subject, r.state, r.changed_at FROM requests r JOIN accounts a ON a.id = r.account_id WHERE r.state = $1 \
               AND (r.changed_at > $2 OR (r.changed_at = $2 AND r.id > $3)) AND ($5 = '' OR a.representative_id IS NULL OR a.representative_id = $5) ORDER BY r.changed_at, r.id LIMIT $4";
    tx.all(sql, args![state.code(), after.0, after.1, limit, scope], read_queue).await
}

/// What stands so, the latest first.
pub async fn list_latest(tx: &mut Tx<'_>, (state, scope): (RequestState, &str), after: After<'_>, limit: i64) -> Result<Vec<QueueRow>, DbError> {
    let sql = "SELECT r.id, a.number, a.name, r.subject, r.state, r.changed_at FROM requests r JOIN accounts a ON a.id = r.account_id WHERE r.state = $1 \
               AND (r.changed_at < $2 OR (r.changed_at = $2 AND r.id < $3)) AND ($5 = '' OR a.representative_id IS NULL OR a.representative_id = $5) ORDER BY r.changed_at DESC, r.id DESC LIMIT $4";
    tx.all(sql, args![state.code(), after.0, after.1, limit, scope], read_queue).await
}

/// How many requests of an account wait for an answer.
pub async fn count_open(tx: &mut Tx<'_>, account: &AccountId) -> Result<i64, DbError> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS waiting FROM requests WHERE account_id = $1 AND state = 'open'";
    tx.one(sql, args![account.as_str()], |row| row.int("waiting")).await
}

/// The messages of a request, the oldest first.
pub async fn list_messages(tx: &mut Tx<'_>, account: &AccountId, request: &RequestId) -> Result<Vec<MessageRow>, DbError> {
    let sql = "SELECT m.side, p.name, m.body, m.written_at FROM request_messages m JOIN people p ON p.id = m.person_id \
               WHERE m.account_id = $1 AND m.request_id = $2 ORDER BY m.written_at, m.id";
    let read = |row: &Row<'_>| {
        Ok(MessageRow { side: row.parsed("side", Side::parse)?, person_name: row.text("name")?, body: row.text("body")?, written_at: row.int("written_at")? })
    };
    tx.all(sql, args![account.as_str(), request.as_str()], read).await
}

/// Moves a request to a state, from now on.
pub async fn set_state(tx: &mut Tx<'_>, account: &AccountId, id: &RequestId, state: RequestState, now: i64) -> Result<(), DbError> {
    let sql = "UPDATE requests SET state = $3, changed_at = $4 WHERE account_id = $1 AND id = $2";
    tx.exec(sql, args![account.as_str(), id.as_str(), state.code(), now]).await?;
    Ok(())
}

/// What is open of an account's invoices, minor units.
pub async fn sum_open(tx: &mut Tx<'_>, account: &AccountId) -> Result<i64, DbError> {
    let sql =
        "SELECT CAST(COALESCE(SUM(open_minor), 0) AS BIGINT) AS open_minor FROM invoices WHERE account_id = $1 AND kind = 'invoice' AND replaced_by IS NULL";
    tx.one(sql, args![account.as_str()], |row| row.int("open_minor")).await
}

fn read_queue(row: &Row<'_>) -> Result<QueueRow, DbError> {
    Ok(QueueRow {
        id: RequestId(row.text("id")?),
        account: (row.text("number")?, row.text("name")?),
        subject: row.parsed("subject", RequestSubject::parse)?,
        state: row.parsed("state", RequestState::parse)?,
        changed_at: row.int("changed_at")?,
    })
}

fn read_request(row: &Row<'_>) -> Result<RequestRow, DbError> {
    Ok(RequestRow {
        id: RequestId(row.text("id")?),
        account: AccountId(row.text("account_id")?),
        subject: row.parsed("subject", RequestSubject::parse)?,
        subscription: row.opt_text("subscription_id")?.map(SubscriptionId),
        wish: read_wish(row)?,
        context: row.json("context")?,
        state: row.parsed("state", RequestState::parse)?,
        opened_by: Contact { name: row.text("name")?, email: row.text("email")? },
        opened_at: row.int("opened_at")?,
        changed_at: row.int("changed_at")?,
    })
}

fn read_wish(row: &Row<'_>) -> Result<Option<PlanChoice>, DbError> {
    let Some(plan) = row.opt_text("wish_plan")? else { return Ok(None) };
    Ok(Some(PlanChoice { plan: PlanId(plan), seats: row.int("wish_seats")?, interval: row.parsed("wish_interval", BillingInterval::parse)? }))
}
