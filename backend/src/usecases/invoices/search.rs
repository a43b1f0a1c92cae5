//! The account's invoices and credit notes: searched, filtered, summed up, a page at a time or all at once.

use crate::db::invoice_search::{self, InvoiceFilter};
use crate::db::{Tx, accounts, invoices};
use crate::text::pattern_of;
use crate::texts::invoice_csv::invoices_csv;
use crate::work;
use crate::{Account, Actor, Backend, Refusal};
use billing::Language;
use billing::ids::ProductId;
use billing::invoice::{InvoiceDocument, InvoiceSummary, InvoiceSums};
use chrono::{Datelike, NaiveDate};

/// Rows of a page.
const PAGE_ROWS: i64 = 20;
/// The most rows of a download.
const DOWNLOAD_ROWS: i64 = 50_000;
/// The most documents of one file to print: about ten megabytes.
pub const MOST_PAPERS: i64 = 1000;

/// The states that can be looked for.
const STATES: [&str; 4] = ["open", "overdue", "paid", "corrected"];

/// What is looked for, as it stands in the address: absent, or whatever somebody typed.
#[derive(Clone, Debug, Default)]
pub struct InvoiceQuery {
    /// A part of a number or of a product's name.
    pub search: String,
    /// Four digits; anything else is every year.
    pub year: String,
    /// A product's id; an unknown one finds nothing.
    pub product: String,
    /// `open`, `overdue`, `paid` or `corrected`, which finds what was corrected and what corrects it; anything else is every
    /// state.
    pub state: String,
}

/// A page, and what it is a part of.
pub struct InvoicePage {
    /// Newest first.
    pub rows: Vec<InvoiceSummary>,
    /// The last row's number, when there are older ones.
    pub older: Option<String>,
    /// Of everything that is found, by currency.
    pub sums: Vec<InvoiceSums>,
    /// The years in which something was issued, newest first.
    pub years: Vec<i32>,
}

/// What is found before the document of that number; without it the newest.
///
/// # Errors
/// [`Refusal::NotFound`] when the number is not this account's.
pub async fn search_invoices(backend: &Backend, actor: &Actor, query: &InvoiceQuery, before: Option<&str>) -> Result<InvoicePage, Refusal> {
    let filter = filter_of(backend, query);
    backend.db.read(work!(tx, &filter => read_page(tx, actor, filter, before).await)).await
}

/// All that is found, as a file for spreadsheets in a language.
pub struct InvoiceFile {
    /// Number of the account that it belongs to.
    pub account_number: String,
    /// Its content.
    pub content: String,
}

/// All that is found, for a download.
///
/// # Errors
/// [`Refusal`].
pub async fn download_invoices(backend: &Backend, actor: &Actor, query: &InvoiceQuery, language: Language) -> Result<InvoiceFile, Refusal> {
    let filter = filter_of(backend, query);
    let (account, rows): (Account, Vec<InvoiceSummary>) = backend
        .db
        .read(work!(tx, &filter => {
            let account = accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
            let rows = invoice_search::search_documents(tx, &actor.account, filter, None, DOWNLOAD_ROWS).await?;
            Ok::<_, Refusal>((account, rows))
        }))
        .await?;
    Ok(InvoiceFile { account_number: account.number, content: invoices_csv(&rows, language) })
}

/// The papers of all that is found, oldest first, at most [`MOST_PAPERS`].
///
/// # Errors
/// [`Refusal::NotFound`] when nothing is found.
pub async fn load_papers(backend: &Backend, actor: &Actor, query: &InvoiceQuery) -> Result<Vec<InvoiceDocument>, Refusal> {
    let filter = filter_of(backend, query);
    let papers: Vec<InvoiceDocument> =
        backend.db.read(work!(tx, &filter => invoice_search::list_papers(tx, &actor.account, filter, MOST_PAPERS).await)).await?;
    if papers.is_empty() { Err(Refusal::NotFound) } else { Ok(papers) }
}

async fn read_page(tx: &mut Tx<'_>, actor: &Actor, filter: &InvoiceFilter, before: Option<&str>) -> Result<InvoicePage, Refusal> {
    let start = match before {
        Some(number) => Some((invoices::find_day(tx, &actor.account, number).await?.ok_or(Refusal::NotFound)?, number)),
        None => None,
    };
    // One more than shown tells whether there is a next page.
    let mut rows = invoice_search::search_documents(tx, &actor.account, filter, start, PAGE_ROWS + 1).await?;
    let shown = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let more = rows.len() > shown;
    rows.truncate(shown);
    let older = rows.last().filter(|_| more).map(|row| row.number.clone());
    let sums = invoice_search::sum_documents(tx, &actor.account, filter).await?;
    let span = invoice_search::find_span(tx, &actor.account).await?;
    let years = span.map(|(oldest, newest)| (oldest.year()..=newest.year()).rev().collect()).unwrap_or_default();
    Ok(InvoicePage { rows, older, sums, years })
}

fn filter_of(backend: &Backend, query: &InvoiceQuery) -> InvoiceFilter {
    let all = InvoiceFilter::all();
    let (from, until) = days_of(&query.year).unwrap_or((all.from, all.until));
    let product = ProductId(query.product.trim().to_owned());
    let product_pattern = match backend.catalogue.product(&product) {
        Some(product) => pattern_of(&product.name),
        None => pattern_of(product.as_str()),
    };
    let state = STATES.into_iter().find(|state| *state == query.state).unwrap_or_default();
    InvoiceFilter { pattern: pattern_of(&query.search), product_pattern, from, until, state }
}

/// The days of a year: from its first to the next one's.
fn days_of(year: &str) -> Option<(NaiveDate, NaiveDate)> {
    let year = year.parse::<i32>().ok().filter(|year| (1000..9999).contains(year))?;
    Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year + 1, 1, 1)?))
}
