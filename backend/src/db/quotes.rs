//! SQL of quotes. What is offered is stored as one JSON document; columns beside it serve lists and states.

use super::orders::to_json;
use super::{DbError, Row, Tx};
use crate::args;
use billing::ids::{AccountId, OrderId, PersonId};
use billing::quote::{QuoteItem, QuoteOrigin, QuoteState, QuoteSummary};
use billing::service_order::AdminContact;
use billing::{Currency, OrderPrice};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteContent {
    /// The lines.
    pub items: Vec<QuoteItem>,
    /// What the representative says about it.
    pub message: String,
}

/// A stored quote.
#[derive(Clone, Debug)]
pub struct QuoteRow {
    /// Identifier.
    pub id: String,
    /// Whose it is.
    pub account: AccountId,
    /// What people call it.
    pub number: String,
    /// Where it is.
    pub state: QuoteState,
    /// Who made it.
    pub origin: QuoteOrigin,
    /// Name of who made it.
    pub made_by: String,
    /// The day on which it was made.
    pub made_on: NaiveDate,
    /// The last day on which it can be accepted.
    pub valid_until: NaiveDate,
    /// What is offered.
    pub content: QuoteContent,
    /// What it came to when it ended.
    pub price: Option<OrderPrice>,
    /// The order that asks the gateway for it, or that it became.
    pub order: Option<OrderId>,
    /// Why it was declined or withdrawn.
    pub reason: Option<String>,
    /// The quote that took its place.
    pub replaced_by: Option<String>,
    /// The purchase order that was entered.
    pub purchase_order: Option<String>,
    /// The admin contact that was entered.
    pub admin: Option<AdminContact>,
    /// Grows with every change.
    pub version: i64,
}

/// A quote on its way into the store.
pub struct NewQuote<'a> {
    /// Identifier.
    pub id: &'a str,
    /// Whose it is.
    pub account: &'a AccountId,
    /// What people call it.
    pub number: &'a str,
    /// Draft or open.
    pub state: QuoteState,
    /// Who made it.
    pub origin: QuoteOrigin,
    /// The person.
    pub made_by: &'a PersonId,
    /// Today.
    pub made_on: NaiveDate,
    /// The last day on which it can be accepted.
    pub valid_until: NaiveDate,
    /// What is offered.
    pub content: &'a QuoteContent,
    /// The account's currency.
    pub currency: Currency,
    /// What it comes to today, gross, minor units.
    pub total_minor: i64,
    /// Key of the form that it was written with, where a form was.
    pub form_key: Option<&'a str>,
}

fn product_names(content: &QuoteContent) -> String {
    content.items.iter().map(|item| item.product_name.as_str()).collect::<Vec<_>>().join(", ")
}

/// Writes a quote.
pub async fn insert_quote(tx: &mut Tx<'_>, quote: &NewQuote<'_>, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO quotes (id, account_id, number, state, origin, made_by, made_on, valid_until, content, products, currency, total_minor, version, \
               created_at, form_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14)";
    let args = args![
        quote.id,
        quote.account.as_str(),
        quote.number,
        quote.state.code(),
        quote.origin.code(),
        quote.made_by.as_str(),
        quote.made_on,
        quote.valid_until,
        to_json("content", quote.content)?,
        product_names(quote.content),
        quote.currency.code(),
        quote.total_minor,
        now,
        quote.form_key.map(str::to_owned),
    ];
    tx.exec(sql, args).await?;
    Ok(())
}

fn read_quote(row: &Row<'_>) -> Result<QuoteRow, DbError> {
    let admin = match (row.opt_text("admin_name")?, row.opt_text("admin_email")?) {
        (Some(name), Some(email)) => Some(AdminContact { name, email }),
        _ => None,
    };
    Ok(QuoteRow {
        id: row.text("id")?,
        account: AccountId(row.text("account_id")?),
        number: row.text("number")?,
        state: row.parsed("state", QuoteState::parse)?,
        origin: row.parsed("origin", QuoteOrigin::parse)?,
        made_by: row.text("made_by_name")?,
        made_on: row.date("made_on")?,
        valid_until: row.date("valid_until")?,
        content: row.json("content")?,
        price: if row.opt_text("price")?.is_some() { Some(row.json("price")?) } else { None },
        order: row.opt_text("order_id")?.map(OrderId),
        reason: row.opt_text("reason")?,
        replaced_by: row.opt_text("replaced_by")?,
        purchase_order: row.opt_text("purchase_order")?,
        admin,
        version: row.int("version")?,
    })
}

/// A quote of an account; another account's is not found, and neither is a draft that was discarded.
pub async fn find_quote(tx: &mut Tx<'_>, account: &AccountId, number: &str) -> Result<Option<QuoteRow>, DbError> {
    let sql = "SELECT q.id, q.account_id, q.number, q.state, q.origin, p.name AS made_by_name, q.made_on, q.valid_until, q.content, q.price, q.order_id, q.reason, \
               q.replaced_by, q.purchase_order, q.admin_name, q.admin_email, q.version FROM quotes q JOIN people p ON p.id = q.made_by \
               WHERE q.account_id = $1 AND q.number = $2 AND q.state <> 'discarded'";
    tx.opt(sql, args![account.as_str(), number], read_quote).await
}

/// The number of the quote that was written with a form.
pub async fn find_by_form(tx: &mut Tx<'_>, account: &AccountId, form_key: &str) -> Result<Option<String>, DbError> {
    let sql = "SELECT number FROM quotes WHERE account_id = $1 AND form_key = $2";
    tx.opt(sql, args![account.as_str(), form_key], |row| row.text("number")).await
}

/// A quote by its number, whoever's it is: for the staff, and for jobs.
pub async fn find_any(tx: &mut Tx<'_>, number: &str) -> Result<Option<QuoteRow>, DbError> {
    let sql = "SELECT q.id, q.account_id, q.number, q.state, q.origin, p.name AS made_by_name, q.made_on, q.valid_until, q.content, q.price, q.order_id, q.reason, \
               q.replaced_by, q.purchase_order, q.admin_name, q.admin_email, q.version FROM quotes q JOIN people p ON p.id = q.made_by WHERE q.number = $1";
    tx.opt(sql, args![number], read_quote).await
}

/// The quote that is kept for an order while the gateway is asked, or that became it.
pub async fn find_by_order(tx: &mut Tx<'_>, account: &AccountId, order: &OrderId) -> Result<Option<QuoteRow>, DbError> {
    let sql = "SELECT q.id, q.account_id, q.number, q.state, q.origin, p.name AS made_by_name, q.made_on, q.valid_until, q.content, q.price, q.order_id, q.reason, \
               q.replaced_by, q.purchase_order, q.admin_name, q.admin_email, q.version FROM quotes q JOIN people p ON p.id = q.made_by \
               WHERE q.account_id = $1 AND q.order_id = $2";
    tx.opt(sql, args![account.as_str(), order.as_str()], read_quote).await
}

/// The open quotes of an account, oldest first.
pub async fn list_open(tx: &mut Tx<'_>, account: &AccountId) -> Result<Vec<QuoteRow>, DbError> {
    let sql = "SELECT q.id, q.account_id, q.number, q.state, q.origin, p.name AS made_by_name, q.made_on, q.valid_until, q.content, q.price, q.order_id, q.reason, \
               q.replaced_by, q.purchase_order, q.admin_name, q.admin_email, q.version FROM quotes q JOIN people p ON p.id = q.made_by \
               WHERE q.account_id = $1 AND q.state = 'open' ORDER BY q.number";
    tx.all(sql, args![account.as_str()], read_quote).await
}

fn read_summary(row: &Row<'_>) -> Result<QuoteSummary, DbError> {
    Ok(QuoteSummary {
        number: row.text("number")?,
        state: row.parsed("state", QuoteState::parse)?,
        origin: row.parsed("origin", QuoteOrigin::parse)?,
        made_on: row.date("made_on")?,
        valid_until: row.date("valid_until")?,
        products: row.text("products")?,
        total_minor: row.int("total_minor")?,
        currency: row.parsed("currency", Currency::parse)?,
    })
}

/// The quotes that an account has been sent or has made, newest first, open ones before all others. Drafts are not among them, whatever became of them.
pub async fn list_quotes(tx: &mut Tx<'_>, account: &AccountId) -> Result<Vec<QuoteSummary>, DbError> {
    let sql = "SELECT number, state, origin, made_on, valid_until, products, total_minor, currency FROM quotes WHERE account_id = $1 AND state NOT IN ('draft', 'discarded') \
               ORDER BY CASE state WHEN 'open' THEN 0 ELSE 1 END, made_on DESC, number DESC LIMIT 200";
    tx.all(sql, args![account.as_str()], read_summary).await
}

/// The same for the staff: drafts first, then open ones, then all others.
pub async fn list_for_staff(tx: &mut Tx<'_>, account: &AccountId) -> Result<Vec<QuoteSummary>, DbError> {
    let sql = "SELECT number, state, origin, made_on, valid_until, products, total_minor, currency FROM quotes WHERE account_id = $1 \
               ORDER BY CASE state WHEN 'draft' THEN 0 WHEN 'open' THEN 1 ELSE 2 END, made_on DESC, number DESC LIMIT 200";
    tx.all(sql, args![account.as_str()], read_summary).await
}

/// A quote in the staff's list.
pub struct StaffQuote {
    /// The quote.
    pub quote: QuoteSummary,
    /// Number of its account.
    pub account_number: String,
    /// Name of its account.
    pub account_name: String,
}

/// Quotes that somebody may see (`scope`: the representative who asks; empty for who sees all), newest first, after the one of a day and
/// number. `state` is the word of a state, `ended` for all that lead nowhere any more, or empty for all.
pub async fn list_page(tx: &mut Tx<'_>, scope: &str, state: &str, after: (&str, &str), limit: i64) -> Result<Vec<StaffQuote>, DbError> {
    let sql = "SELECT q.number, q.state, q.origin, q.made_on, q.valid_until, q.products, q.total_minor, q.currency, a.number AS account_number, \
               a.name AS account_name FROM quotes q JOIN accounts a ON a.id = q.account_id \
               WHERE ($2 = '' OR a.representative_id IS NULL OR a.representative_id = $2) \
               AND ($3 = '' OR q.state = $3 OR ($3 = 'ended' AND q.state NOT IN ('draft', 'open', 'accepted'))) \
               AND ($4 = '' OR q.made_on < $4 OR (q.made_on = $4 AND q.number < $5)) ORDER BY q.made_on DESC, q.number DESC LIMIT $1";
    let read =
        |row: &Row<'_>| Ok(StaffQuote { quote: read_summary(row)?, account_number: row.text("account_number")?, account_name: row.text("account_name")? });
    tx.all(sql, args![limit, scope, state, after.0, after.1], read).await
}

/// How a quote ends, or begins.
pub struct QuoteMove<'a> {
    /// Where it goes.
    pub to: QuoteState,
    /// What it comes to on that day; an open one is priced when it is looked at.
    pub price: Option<&'a OrderPrice>,
    /// Why it was declined or withdrawn.
    pub reason: Option<&'a str>,
    /// The quote that takes its place.
    pub replaced_by: Option<&'a str>,
}

/// Moves a quote from the state that it was read in; answers false when it has moved since.
pub async fn move_quote(tx: &mut Tx<'_>, quote: &QuoteRow, step: &QuoteMove<'_>, now: i64) -> Result<bool, DbError> {
    let sql = "UPDATE quotes SET state = $4, price = $5, reason = $6, replaced_by = $7, settled_at = $8, version = version + 1 \
               WHERE account_id = $1 AND id = $2 AND state = $3 AND version = $9";
    let price = step.price.map(|price| to_json("price", price)).transpose()?;
    let args = args![
        quote.account.as_str(),
        &quote.id,
        quote.state.code(),
        step.to.code(),
        price,
        step.reason.map(str::to_owned),
        step.replaced_by.map(str::to_owned),
        now,
        quote.version,
    ];
    Ok(tx.exec(sql, args).await? == 1)
}

/// Rewrites a draft.
pub async fn rewrite_draft(tx: &mut Tx<'_>, quote: &QuoteRow, content: &QuoteContent, valid_until: NaiveDate, total_minor: i64) -> Result<bool, DbError> {
    let sql = "UPDATE quotes SET content = $3, products = $4, valid_until = $5, total_minor = $6, version = version + 1 \
               WHERE account_id = $1 AND id = $2 AND state = 'draft' AND version = $7";
    let args = args![quote.account.as_str(), &quote.id, to_json("content", content)?, product_names(content), valid_until, total_minor, quote.version];
    Ok(tx.exec(sql, args).await? == 1)
}

/// Keeps an open quote for an order while the gateway is asked.
pub async fn hold_for_order(tx: &mut Tx<'_>, quote: &QuoteRow, order: &OrderId) -> Result<bool, DbError> {
    let sql =
        "UPDATE quotes SET order_id = $3, version = version + 1 WHERE account_id = $1 AND id = $2 AND state = 'open' AND order_id IS NULL AND version = $4";
    Ok(tx.exec(sql, args![quote.account.as_str(), &quote.id, order.as_str(), quote.version]).await? == 1)
}

/// Lets go of the open quote of an order that came to nothing.
pub async fn release_from_order(tx: &mut Tx<'_>, account: &AccountId, order: &OrderId) -> Result<(), DbError> {
    let sql = "UPDATE quotes SET order_id = NULL, version = version + 1 WHERE account_id = $1 AND order_id = $2 AND state = 'open'";
    tx.exec(sql, args![account.as_str(), order.as_str()]).await?;
    Ok(())
}

/// Notes what was entered on the way to the service order.
pub async fn note_details(tx: &mut Tx<'_>, quote: &QuoteRow, admin: Option<&AdminContact>, purchase_order: Option<&str>) -> Result<(), DbError> {
    let sql =
        "UPDATE quotes SET admin_name = $3, admin_email = $4, purchase_order = $5, version = version + 1 WHERE account_id = $1 AND id = $2 AND state = 'open'";
    let (name, email) = (admin.map(|admin| admin.name.clone()), admin.map(|admin| admin.email.clone()));
    tx.exec(sql, args![quote.account.as_str(), &quote.id, name, email, purchase_order.map(str::to_owned)]).await?;
    Ok(())
}
