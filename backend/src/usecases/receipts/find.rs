//! Receipts as the staff reads them: the list, a month as a file, and one with what it pays and may pay.

use crate::db::receipts::{self, Allocation, Receipt, ReceiptFilter};
use crate::db::{Tx, accounts, invoices, staff};
use crate::text::pattern_of;
use crate::texts::receipt_csv::receipts_csv;
use crate::usecases::looks::{LookedAt, note_look, note_looks};
use crate::usecases::staff::{StaffMember, must_see};
use crate::work;
use crate::{Account, Backend, DbError, Refusal};
use billing::ids::AccountId;
use billing::receipt::{OpenAmount, SuggestedBy, suggest};
use billing::{Currency, Language};
use chrono::{Months, NaiveDate};
use std::collections::BTreeSet;

/// Rows of a page.
const PAGE: i64 = 50;
/// The most rows of a file.
const MOST_ROWS: i64 = 50_000;
/// After every day that there can be.
const END_OF_TIME: &str = "9999-12-31";

/// Which receipts a page shows.
#[derive(Clone, Debug, Default)]
pub struct ReceiptQuery {
    /// A part of a reference, an account's number or name, or an invoice's number.
    pub search: String,
    /// `unallocated`, or whatever somebody typed: all.
    pub state: String,
    /// Day and identifier of the last row of the page before.
    pub after: Option<(String, String)>,
}

/// A page of receipts.
pub struct ReceiptsPage {
    /// Newest first.
    pub rows: Vec<Receipt>,
    /// Day and identifier after which the next page begins, if there is one.
    pub next: Option<(NaiveDate, String)>,
}

/// A page of the receipts of all accounts that the reader may see.
///
/// # Errors
/// Of the database.
pub async fn list_receipts(backend: &Backend, member: &StaffMember, query: &ReceiptQuery) -> Result<ReceiptsPage, Refusal> {
    let filter = ReceiptFilter {
        pattern: pattern_of(&query.search),
        only_unallocated: i64::from(query.state == "unallocated"),
        from: String::new(),
        until: END_OF_TIME.to_owned(),
        scope: member.scope().to_owned(),
    };
    let (day, id) = query.after.clone().unwrap_or_else(|| (END_OF_TIME.to_owned(), String::new()));
    let mut rows = backend.db.read(work!(tx, &filter, &day, &id => receipts::search_receipts(tx, filter, (day, id), PAGE + 1).await)).await?;
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let has_more = rows.len() > most;
    rows.truncate(most);
    let next = rows.last().filter(|_| has_more).map(|last| (last.received_on, last.id.clone()));
    Ok(ReceiptsPage { rows, next })
}

/// A receipt with what it pays, the oldest allocation first.
pub type ReceiptWithShares = (Receipt, Vec<Allocation>);

/// A month's receipts as a file for the accountant: one line for each allocation, and one for what pays nothing. That the reader looked
/// at each of the accounts in it is written down.
///
/// # Errors
/// [`Refusal::NotFound`] for what is no month, such as `2026-11` is.
pub async fn download_month(backend: &Backend, member: &StaffMember, month: &str, language: Language) -> Result<String, Refusal> {
    let first = format!("{month}-01").parse::<NaiveDate>().map_err(|_| Refusal::NotFound)?;
    let until = first.checked_add_months(Months::new(1)).ok_or(Refusal::NotFound)?;
    let filter = ReceiptFilter { from: first.to_string(), until: until.to_string(), scope: member.scope().to_owned(), ..ReceiptFilter::default() };
    let found: Result<Vec<ReceiptWithShares>, DbError> = backend
        .db
        .read(work!(tx, &filter => {
            let mut found = Vec::new();
            for receipt in receipts::search_receipts(tx, filter, (END_OF_TIME, ""), MOST_ROWS).await? {
                let shares = receipts::list_allocations(tx, &receipt.account, &receipt.id).await?;
                found.push((receipt, shares));
            }
            found.reverse();
            Ok::<_, DbError>(found)
        }))
        .await;
    let found = found?;
    let accounts: BTreeSet<&AccountId> = found.iter().map(|(receipt, _)| &receipt.account).collect();
    let accounts: Vec<AccountId> = accounts.into_iter().cloned().collect();
    note_looks(backend, member, &accounts, LookedAt::ReceiptsFile, month).await?;
    Ok(receipts_csv(&found, language))
}

/// An open invoice that a receipt may pay.
pub struct OpenInvoice {
    /// Number.
    pub number: String,
    /// Names of its products.
    pub products: String,
    /// Still to be paid, minor units.
    pub open_minor: i64,
    /// The day by which it is to be paid.
    pub due_on: Option<NaiveDate>,
    /// Since when it is overdue.
    pub overdue_since: Option<NaiveDate>,
    /// What is suggested to pay of it, minor units.
    pub suggested_minor: i64,
}

/// One receipt.
pub struct ReceiptView {
    /// The account.
    pub account: Account,
    /// The receipt.
    pub receipt: Receipt,
    /// What it pays and paid, in the order in which that was done.
    pub allocations: Vec<Allocation>,
    /// The account's open invoices, oldest first.
    pub open: Vec<OpenInvoice>,
    /// By what the suggestion was found; none where nothing is left to allocate, or nothing is open.
    pub suggested_by: Option<SuggestedBy>,
}

/// A receipt of an account that the reader may see. That the reader looked at it is written down.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn view_receipt(backend: &Backend, member: &StaffMember, id: &str) -> Result<ReceiptView, Refusal> {
    let view: ReceiptView = backend.db.read(work!(tx => read_view(tx, member, id).await)).await?;
    note_look(backend, member, &view.account.id, LookedAt::Receipt, id).await?;
    Ok(view)
}

async fn read_view(tx: &mut Tx<'_>, member: &StaffMember, id: &str) -> Result<ReceiptView, Refusal> {
    let receipt = receipts::find_receipt(tx, id).await?.ok_or(Refusal::NotFound)?;
    must_see(tx, member, &receipt.account).await?;
    let account = accounts::find_account(tx, &receipt.account).await?.ok_or(Refusal::NotFound)?;
    let allocations = receipts::list_allocations(tx, &account.id, id).await?;
    let found = invoices::list_open(tx, &account.id).await?;
    let amounts: Vec<_> = found.iter().map(|invoice| OpenAmount { number: &invoice.number, open_minor: invoice.open_minor }).collect();
    let (by, shares) = suggest(receipt.unallocated_minor, &receipt.reference, &amounts);
    let open: Vec<OpenInvoice> = found
        .iter()
        .zip(shares)
        .map(|(invoice, suggested_minor)| OpenInvoice {
            number: invoice.number.clone(),
            products: invoice.products.clone(),
            open_minor: invoice.open_minor,
            due_on: invoice.due_on,
            overdue_since: invoice.overdue_since,
            suggested_minor,
        })
        .collect();
    let suggested_by = (receipt.unallocated_minor > 0 && !open.is_empty()).then_some(by);
    Ok(ReceiptView { account, receipt, allocations, open, suggested_by })
}

/// The account whose number somebody typed, for the form that records a receipt, and what it owes, minor units; none that the reader may
/// not see. That they looked is written down.
///
/// # Errors
/// Of the database.
pub async fn find_payer(backend: &Backend, member: &StaffMember, number: &str) -> Result<Option<(Account, i64)>, Refusal> {
    let found: Result<Option<(Account, i64)>, DbError> = backend
        .db
        .read(work!(tx => {
            let Some((account, _)) = staff::find_for(tx, member, number.trim()).await? else { return Ok(None) };
            let open_minor = invoices::list_open(tx, &account).await?.iter().map(|invoice| invoice.open_minor).sum();
            Ok(accounts::find_account(tx, &account).await?.map(|account| (account, open_minor)))
        }))
        .await;
    let found = found?;
    if let Some((account, _)) = &found {
        note_look(backend, member, &account.id, LookedAt::Payer, account.id.as_str()).await?;
    }
    Ok(found)
}

/// The currency of a receipt: what amounts of it are read in.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn find_currency(backend: &Backend, receipt: &str) -> Result<Currency, Refusal> {
    let found: Option<Receipt> = backend.db.read(work!(tx => receipts::find_receipt(tx, receipt).await)).await?;
    found.map(|found| found.currency).ok_or(Refusal::NotFound)
}
