//! SQL of invoices, credit notes and their numbers.

use super::orders::to_json;
use super::{DbError, Row, Tx};
use crate::args;
use crate::identifiers::new_id;
use crate::text::fold_text;
use billing::ids::{AccountId, OrderId, SubscriptionId};
use billing::invoice::InvoiceDocument;
use billing::{BillingPeriod, Currency};
use chrono::NaiveDate;

/// The number of a document: its place in its series and year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentNumber {
    /// Series, for example `RE`.
    pub series: String,
    /// Year of issue.
    pub year: i64,
    /// 1, 2, 3, without gaps.
    pub sequence: i64,
}

impl DocumentNumber {
    /// As it is printed: `RE-2026-00042`.
    pub fn text(&self) -> String {
        format!("{}-{}-{:05}", self.series, self.year, self.sequence)
    }
}

/// The next number of a series. Belongs into the transaction that issues the document: rolled back with it,
/// it leaves no gap.
pub async fn take_number(tx: &mut Tx<'_>, series: &str, year: i64) -> Result<DocumentNumber, DbError> {
    let sql = "INSERT INTO number_series (series, year, last_number) VALUES ($1, $2, 1) \
               ON CONFLICT (series, year) DO UPDATE SET last_number = number_series.last_number + 1 RETURNING last_number";
    let sequence = tx.one(sql, args![series, year], |row| row.int("last_number")).await?;
    Ok(DocumentNumber { series: series.to_owned(), year, sequence })
}

/// A document on its way into the store.
pub struct NewDocument<'a> {
    /// Account that it is for.
    pub account: &'a AccountId,
    /// Order that it comes from; none for a renewal.
    pub order: Option<&'a OrderId>,
    /// Its number.
    pub number: &'a DocumentNumber,
    /// Its frozen content.
    pub content: &'a InvoiceDocument,
    /// Names of its products.
    pub products: &'a str,
    /// Still to be paid, minor units.
    pub open_minor: i64,
    /// The day by which it is to be paid, where something is open.
    pub due_on: Option<NaiveDate>,
}

/// Stores a document; answers its identifier.
pub async fn insert_document(tx: &mut Tx<'_>, document: &NewDocument<'_>, now: i64) -> Result<String, DbError> {
    let id = new_id();
    let content = document.content;
    let sql = "INSERT INTO invoices (id, account_id, kind, number, series, year, sequence, order_id, corrects_number, issued_on, issued_at, currency, \
               net_minor, tax_minor, total_minor, open_minor, products, content, due_on, search_folded) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
    let args = args![
        &id,
        document.account.as_str(),
        content.kind.code(),
        document.number.text(),
        &document.number.series,
        document.number.year,
        document.number.sequence,
        document.order.map(|order| order.0.clone()),
        content.corrects.clone(),
        content.issued_on,
        now,
        content.currency.code(),
        content.net_minor,
        content.total_minor - content.net_minor,
        content.total_minor,
        document.open_minor,
        document.products,
        to_json("content", content)?,
        document.due_on,
        searched_text(document),
    ];
    tx.exec(sql, args).await?;
    Ok(id)
}

/// The longest text that a document is searched by, in bytes: what an entry of PostgreSQL's index has room for.
const LONGEST_SEARCHED: usize = 2000;

fn searched_text(document: &NewDocument<'_>) -> String {
    let mut text = fold_text(&format!("{} {}", document.number.text(), document.products));
    text.truncate(text.floor_char_boundary(LONGEST_SEARCHED));
    text
}

/// Notes which period of a subscription an invoice charges.
pub async fn link_period(tx: &mut Tx<'_>, account: &AccountId, invoice: &str, subscription: &SubscriptionId, period: BillingPeriod) -> Result<(), DbError> {
    let sql = "INSERT INTO invoice_periods (invoice_id, subscription_id, account_id, period_start, period_end) VALUES ($1, $2, $3, $4, $5)";
    tx.exec(sql, args![invoice, subscription.as_str(), account.as_str(), period.start, period.end]).await?;
    Ok(())
}

/// The invoice that charged a period, and what of it is open.
pub struct PeriodInvoice {
    /// Identifier.
    pub id: String,
    /// Number.
    pub number: String,
    /// Still to be paid, minor units.
    pub open_minor: i64,
}

/// The invoice that charged the period of a subscription that began on a day; the newest, should one have been reissued.
pub async fn find_period_invoice(
    tx: &mut Tx<'_>,
    account: &AccountId,
    subscription: &SubscriptionId,
    start: NaiveDate,
) -> Result<Option<PeriodInvoice>, DbError> {
    let sql = "SELECT i.id, i.number, i.open_minor FROM invoice_periods p JOIN invoices i ON i.id = p.invoice_id \
               WHERE p.account_id = $1 AND p.subscription_id = $2 AND p.period_start = $3 AND i.kind = 'invoice' ORDER BY i.issued_at DESC LIMIT 1";
    let read = |row: &Row<'_>| Ok(PeriodInvoice { id: row.text("id")?, number: row.text("number")?, open_minor: row.int("open_minor")? });
    tx.opt(sql, args![account.as_str(), subscription.as_str(), start], read).await
}

/// Reduces what is open of an invoice.
pub async fn reduce_open(tx: &mut Tx<'_>, account: &AccountId, invoice: &str, by_minor: i64) -> Result<(), DbError> {
    tx.exec("UPDATE invoices SET open_minor = open_minor - $3 WHERE account_id = $1 AND id = $2", args![account.as_str(), invoice, by_minor]).await?;
    Ok(())
}

/// The invoice of an order, or the one that was issued in its place since.
pub async fn find_standing_invoice(tx: &mut Tx<'_>, account: &AccountId, order: &OrderId) -> Result<Option<PeriodInvoice>, DbError> {
    let sql = "SELECT COALESCE(n.id, i.id) AS id, COALESCE(n.number, i.number) AS number, COALESCE(n.open_minor, i.open_minor) AS open_minor \
               FROM invoices i LEFT JOIN invoices n ON n.account_id = i.account_id AND n.number = i.replaced_by \
               WHERE i.account_id = $1 AND i.order_id = $2 AND i.kind = 'invoice' ORDER BY i.issued_at LIMIT 1";
    let read = |row: &Row<'_>| Ok(PeriodInvoice { id: row.text("id")?, number: row.text("number")?, open_minor: row.int("open_minor")? });
    tx.opt(sql, args![account.as_str(), order.as_str()], read).await
}

/// An invoice, or the one that was issued in its place since; answers its identifier.
pub async fn find_standing(tx: &mut Tx<'_>, account: &AccountId, id: &str) -> Result<Option<String>, DbError> {
    let sql = "SELECT COALESCE(n.id, i.id) AS id FROM invoices i LEFT JOIN invoices n ON n.account_id = i.account_id AND n.number = i.replaced_by \
               WHERE i.account_id = $1 AND i.id = $2";
    tx.opt(sql, args![account.as_str(), id], |row| row.text("id")).await
}

/// Opens an invoice again by what had settled it, and has gone.
pub async fn reopen(tx: &mut Tx<'_>, account: &AccountId, invoice: &str, by_minor: i64) -> Result<(), DbError> {
    tx.exec("UPDATE invoices SET open_minor = open_minor + $3 WHERE account_id = $1 AND id = $2", args![account.as_str(), invoice, by_minor]).await?;
    Ok(())
}

/// Numbers of an account's documents, the newest first.
pub async fn list_numbers(tx: &mut Tx<'_>, account: &AccountId, limit: i64) -> Result<Vec<String>, DbError> {
    let sql = "SELECT number FROM invoices WHERE account_id = $1 ORDER BY issued_on DESC, number DESC LIMIT $2";
    tx.all(sql, args![account.as_str(), limit], |row| row.text("number")).await
}

/// The day on which a document of an account was issued; another account's is not found.
pub async fn find_day(tx: &mut Tx<'_>, account: &AccountId, number: &str) -> Result<Option<NaiveDate>, DbError> {
    let sql = "SELECT issued_on FROM invoices WHERE account_id = $1 AND number = $2";
    tx.opt(sql, args![account.as_str(), number], |row| row.date("issued_on")).await
}

/// For the staff, who may see every account's: the account of a document.
pub async fn find_account_of(tx: &mut Tx<'_>, number: &str) -> Result<Option<AccountId>, DbError> {
    tx.opt("SELECT account_id FROM invoices WHERE number = $1", args![number], |row| Ok(AccountId(row.text("account_id")?))).await
}

/// A document of an account as it was issued; another account's is not found.
pub async fn find_document(tx: &mut Tx<'_>, account: &AccountId, number: &str) -> Result<Option<InvoiceDocument>, DbError> {
    let sql = "SELECT content FROM invoices WHERE account_id = $1 AND number = $2";
    tx.opt(sql, args![account.as_str(), number], |row| row.json("content")).await
}

/// A document that was not cancelled.
pub struct StandingDocument {
    /// Identifier.
    pub id: String,
    /// The order that it comes from.
    pub order: Option<OrderId>,
    /// As it was issued.
    pub content: InvoiceDocument,
    /// Names of its products.
    pub products: String,
    /// Still to be paid, minor units.
    pub open_minor: i64,
    /// When it was issued, microseconds.
    pub issued_at: i64,
}

/// All documents of an account that were not cancelled, oldest first.
pub async fn list_standing(tx: &mut Tx<'_>, account: &AccountId) -> Result<Vec<StandingDocument>, DbError> {
    let sql = "SELECT id, order_id, content, products, open_minor, issued_at FROM invoices WHERE account_id = $1 AND replaced_by IS NULL ORDER BY issued_at, series, sequence";
    let read = |row: &Row<'_>| {
        Ok(StandingDocument {
            id: row.text("id")?,
            order: row.opt_text("order_id")?.map(OrderId),
            content: row.json("content")?,
            products: row.text("products")?,
            open_minor: row.int("open_minor")?,
            issued_at: row.int("issued_at")?,
        })
    };
    tx.all(sql, args![account.as_str()], read).await
}

/// The invoice that a credit issued at an instant corrected: the newest then of those that charged the period.
pub async fn find_corrected_invoice(
    tx: &mut Tx<'_>,
    account: &AccountId,
    period: (&SubscriptionId, NaiveDate),
    issued_before: i64,
) -> Result<Option<String>, DbError> {
    let sql = "SELECT i.id FROM invoice_periods p JOIN invoices i ON i.id = p.invoice_id WHERE p.account_id = $1 AND p.subscription_id = $2 \
               AND p.period_start = $3 AND i.kind = 'invoice' AND i.issued_at < $4 ORDER BY i.issued_at DESC LIMIT 1";
    let (subscription, start) = period;
    tx.opt(sql, args![account.as_str(), subscription.as_str(), start, issued_before], |row| row.text("id")).await
}

/// Notes what was issued in a document's place.
pub async fn mark_replaced(tx: &mut Tx<'_>, account: &AccountId, id: &str, by_number: &str) -> Result<(), DbError> {
    tx.exec("UPDATE invoices SET replaced_by = $3 WHERE account_id = $1 AND id = $2", args![account.as_str(), id, by_number]).await?;
    Ok(())
}

/// A reissued invoice is due when the one before was, and its reminders stand where they stood; of the one before nobody
/// is told any more.
pub async fn copy_collection(tx: &mut Tx<'_>, account: &AccountId, from: &str, to: &str) -> Result<(), DbError> {
    let sql = "UPDATE invoices SET due_on = (SELECT o.due_on FROM invoices o WHERE o.account_id = $1 AND o.id = $2), \
               overdue_since = (SELECT o.overdue_since FROM invoices o WHERE o.account_id = $1 AND o.id = $2), \
               dunning_step = (SELECT o.dunning_step FROM invoices o WHERE o.account_id = $1 AND o.id = $2) WHERE account_id = $1 AND id = $3";
    tx.exec(sql, args![account.as_str(), from, to]).await?;
    note_told(tx, account, from, 1).await
}

/// A reissued invoice charges the periods of the one before.
pub async fn copy_periods(tx: &mut Tx<'_>, account: &AccountId, from: &str, to: &str) -> Result<(), DbError> {
    let sql = "INSERT INTO invoice_periods (invoice_id, subscription_id, account_id, period_start, period_end) \
               SELECT $3, subscription_id, account_id, period_start, period_end FROM invoice_periods WHERE account_id = $1 AND invoice_id = $2";
    tx.exec(sql, args![account.as_str(), from, to]).await?;
    Ok(())
}

/// An invoice with what its collection needs to know.
pub struct CollectedInvoice {
    /// Identifier.
    pub id: String,
    /// Number.
    pub number: String,
    /// Account that owes it.
    pub account: AccountId,
    /// ISO 4217 code.
    pub currency: Currency,
    /// Still to be paid, minor units.
    pub open_minor: i64,
    /// Gross, minor units.
    pub total_minor: i64,
    /// Names of its products.
    pub products: String,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// The day by which it is to be paid.
    pub due_on: Option<NaiveDate>,
    /// Since when it is overdue.
    pub overdue_since: Option<NaiveDate>,
    /// How many steps of the dunning plan were done.
    pub dunning_step: i64,
    /// Whether its account was told of it.
    pub is_told: bool,
}

fn read_collected(row: &Row<'_>) -> Result<CollectedInvoice, DbError> {
    Ok(CollectedInvoice {
        id: row.text("id")?,
        number: row.text("number")?,
        account: AccountId(row.text("account_id")?),
        currency: row.parsed("currency", Currency::parse)?,
        open_minor: row.int("open_minor")?,
        total_minor: row.int("total_minor")?,
        products: row.text("products")?,
        issued_on: row.date("issued_on")?,
        due_on: row.opt_date("due_on")?,
        overdue_since: row.opt_date("overdue_since")?,
        dunning_step: row.int("dunning_step")?,
        is_told: row.int("is_told")? == 1,
    })
}

/// An invoice of an account, to collect it; one that was cancelled is not found.
pub async fn find_collected(tx: &mut Tx<'_>, account: &AccountId, id: &str) -> Result<Option<CollectedInvoice>, DbError> {
    let sql = "SELECT id, number, account_id, currency, open_minor, total_minor, products, issued_on, due_on, overdue_since, dunning_step, is_told FROM invoices \
               WHERE account_id = $1 AND id = $2 AND kind = 'invoice' AND replaced_by IS NULL";
    tx.opt(sql, args![account.as_str(), id], read_collected).await
}

/// The same by the invoice's number.
pub async fn find_collected_by_number(tx: &mut Tx<'_>, account: &AccountId, number: &str) -> Result<Option<CollectedInvoice>, DbError> {
    let sql = "SELECT id, number, account_id, currency, open_minor, total_minor, products, issued_on, due_on, overdue_since, dunning_step, is_told FROM invoices \
               WHERE account_id = $1 AND number = $2 AND kind = 'invoice' AND replaced_by IS NULL";
    tx.opt(sql, args![account.as_str(), number], read_collected).await
}

/// The account's invoices that are open, oldest first.
pub async fn list_open(tx: &mut Tx<'_>, account: &AccountId) -> Result<Vec<CollectedInvoice>, DbError> {
    let sql = "SELECT id, number, account_id, currency, open_minor, total_minor, products, issued_on, due_on, overdue_since, dunning_step, is_told FROM invoices \
               WHERE account_id = $1 AND open_minor > 0 AND kind = 'invoice' AND replaced_by IS NULL ORDER BY issued_on, number";
    tx.all(sql, args![account.as_str()], read_collected).await
}

/// Invoices of renewals that the account was not told of, oldest first.
pub async fn list_untold(tx: &mut Tx<'_>, account: &AccountId) -> Result<Vec<CollectedInvoice>, DbError> {
    let sql = "SELECT id, number, account_id, currency, open_minor, total_minor, products, issued_on, due_on, overdue_since, dunning_step, is_told FROM invoices \
               WHERE account_id = $1 AND is_told = 0 ORDER BY issued_on, number";
    tx.all(sql, args![account.as_str()], read_collected).await
}

/// Notes that an invoice waits for the mail that tells of it, or that it was told of.
pub async fn note_told(tx: &mut Tx<'_>, account: &AccountId, id: &str, is_told: i64) -> Result<(), DbError> {
    tx.exec("UPDATE invoices SET is_told = $3 WHERE account_id = $1 AND id = $2", args![account.as_str(), id, is_told]).await?;
    Ok(())
}

/// Notes where the reminders of an invoice stand; since no day when it is not overdue.
pub async fn note_dunning(tx: &mut Tx<'_>, account: &AccountId, id: &str, overdue_since: Option<NaiveDate>, step: i64) -> Result<(), DbError> {
    let sql = "UPDATE invoices SET overdue_since = $3, dunning_step = $4 WHERE account_id = $1 AND id = $2";
    tx.exec(sql, args![account.as_str(), id, overdue_since, step]).await?;
    Ok(())
}

/// Whether a subscription has another invoice than this one that keeps its service resting: open, and overdue so far that
/// the step of the suspension was done.
pub async fn has_other_overdue(tx: &mut Tx<'_>, account: &AccountId, subscription: &SubscriptionId, invoice: &str, suspended_at: i64) -> Result<bool, DbError> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS others FROM invoice_periods p JOIN invoices i ON i.id = p.invoice_id WHERE p.account_id = $1 \
               AND p.subscription_id = $2 AND i.id <> $3 AND i.open_minor > 0 AND i.overdue_since IS NOT NULL AND i.dunning_step > $4";
    Ok(tx.one(sql, args![account.as_str(), subscription.as_str(), invoice, suspended_at], |row| row.int("others")).await? > 0)
}
