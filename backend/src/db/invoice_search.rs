//! SQL of the invoice list: searched, filtered, a page at a time, and summed up.

use super::{Arg, DbError, Row, Tx};
use crate::args;
use billing::Currency;
use billing::ids::AccountId;
use billing::invoice::{DocumentKind, InvoiceDocument, InvoiceSummary, InvoiceSums};
use chrono::NaiveDate;

/// What is looked for. Empty texts filter nothing.
#[derive(Clone, Debug)]
pub struct InvoiceFilter {
    /// A `LIKE` pattern of folded text for number and products.
    pub pattern: String,
    /// The same for one product.
    pub product_pattern: String,
    /// The first day of issue.
    pub from: NaiveDate,
    /// The first day that is too late.
    pub until: NaiveDate,
    /// `open`, `overdue`, `paid` or `corrected`.
    pub state: &'static str,
}

impl InvoiceFilter {
    /// Every document.
    pub fn all() -> Self {
        let (from, until) = (NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default(), NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or_default());
        Self { pattern: String::new(), product_pattern: String::new(), from, until, state: "" }
    }

    fn args(&self, account: &AccountId) -> Vec<Arg> {
        let Self { pattern, product_pattern, from, until, state } = self;
        args![account.as_str(), *from, *until, pattern, product_pattern, *state]
    }
}

/// The documents that a filter finds, by the first six arguments.
macro_rules! of_found_documents {
    () => {
        " FROM invoices i WHERE i.account_id = $1 AND i.issued_on >= $2 AND i.issued_on < $3 AND ($4 = '' OR i.search_folded LIKE $4 ESCAPE '!') \
         AND ($5 = '' OR i.search_folded LIKE $5 ESCAPE '!') AND ($6 = '' OR ($6 = 'open' AND i.open_minor > 0) \
           OR ($6 = 'overdue' AND i.open_minor > 0 AND i.overdue_since IS NOT NULL) OR ($6 = 'paid' AND i.kind = 'invoice' AND i.open_minor = 0) \
           OR ($6 = 'corrected' AND (i.corrects_number IS NOT NULL \
             OR EXISTS (SELECT 1 FROM invoices c WHERE c.account_id = i.account_id AND c.corrects_number = i.number))))"
    };
}

/// A page of the list. Public for the test of its plan.
pub const PAGE_SQL: &str = concat!(
    "SELECT i.number, i.kind, i.issued_on, i.total_minor, i.open_minor, i.currency, i.products, i.overdue_since, i.corrects_number, \
     (SELECT MAX(c.number) FROM invoices c WHERE c.account_id = i.account_id AND c.corrects_number = i.number) AS corrected_by",
    of_found_documents!(),
    " AND (i.issued_on < $7 OR (i.issued_on = $7 AND i.number < $8)) ORDER BY i.issued_on DESC, i.number DESC LIMIT $9"
);

/// The sums of the list. Public for the test of its plan.
pub const SUMS_SQL: &str = concat!(
    "SELECT i.currency, CAST(COUNT(*) AS BIGINT) AS documents, CAST(SUM(i.total_minor) AS BIGINT) AS total_minor, \
     CAST(SUM(i.open_minor) AS BIGINT) AS open_minor",
    of_found_documents!(),
    " GROUP BY i.currency ORDER BY i.currency"
);

/// A page of an account's documents, newest first: those before `before`, by day of issue and number.
pub async fn search_documents(
    tx: &mut Tx<'_>,
    account: &AccountId,
    filter: &InvoiceFilter,
    before: Option<(NaiveDate, &str)>,
    limit: i64,
) -> Result<Vec<InvoiceSummary>, DbError> {
    let (day, number) = before.map_or((filter.until, ""), |(day, number)| (day, number));
    let read = |row: &Row<'_>| {
        Ok(InvoiceSummary {
            number: row.text("number")?,
            kind: row.parsed("kind", DocumentKind::parse)?,
            issued_on: row.date("issued_on")?,
            total_minor: row.int("total_minor")?,
            open_minor: row.int("open_minor")?,
            currency: row.parsed("currency", Currency::parse)?,
            products: row.text("products")?,
            overdue_since: row.opt_date("overdue_since")?,
            corrects: row.opt_text("corrects_number")?,
            corrected_by: row.opt_text("corrected_by")?,
        })
    };
    let args = filter.args(account).into_iter().chain(args![day, number, limit]).collect();
    tx.all(PAGE_SQL, args, read).await
}

/// How many documents are found, and their sums: a row for each currency.
pub async fn sum_documents(tx: &mut Tx<'_>, account: &AccountId, filter: &InvoiceFilter) -> Result<Vec<InvoiceSums>, DbError> {
    let read = |row: &Row<'_>| {
        Ok(InvoiceSums {
            currency: row.parsed("currency", Currency::parse)?,
            documents: row.int("documents")?,
            total_minor: row.int("total_minor")?,
            open_minor: row.int("open_minor")?,
        })
    };
    tx.all(SUMS_SQL, filter.args(account), read).await
}

/// The documents themselves, as they were issued, oldest first.
pub async fn list_papers(tx: &mut Tx<'_>, account: &AccountId, filter: &InvoiceFilter, limit: i64) -> Result<Vec<InvoiceDocument>, DbError> {
    let sql = concat!("SELECT i.content", of_found_documents!(), " ORDER BY i.issued_on, i.number LIMIT $7");
    let args = filter.args(account).into_iter().chain(args![limit]).collect();
    tx.all(sql, args, |row| row.json("content")).await
}

/// What corrects a document, oldest first.
pub async fn list_corrections(tx: &mut Tx<'_>, account: &AccountId, number: &str) -> Result<Vec<String>, DbError> {
    let sql = "SELECT number FROM invoices WHERE account_id = $1 AND corrects_number = $2 ORDER BY issued_on, number";
    tx.all(sql, args![account.as_str(), number], |row| row.text("number")).await
}

/// The days of the oldest and the newest document, if there are any.
pub async fn find_span(tx: &mut Tx<'_>, account: &AccountId) -> Result<Option<(NaiveDate, NaiveDate)>, DbError> {
    let oldest = "SELECT issued_on FROM invoices WHERE account_id = $1 ORDER BY issued_on, number LIMIT 1";
    let newest = "SELECT issued_on FROM invoices WHERE account_id = $1 ORDER BY issued_on DESC, number DESC LIMIT 1";
    let oldest = tx.opt(oldest, args![account.as_str()], |row| row.date("issued_on")).await?;
    let newest = tx.opt(newest, args![account.as_str()], |row| row.date("issued_on")).await?;
    Ok(oldest.zip(newest))
}
