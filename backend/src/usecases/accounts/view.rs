//! A member of the staff looks at an account; that they did is written down.

use crate::actor::Account;
use crate::db::audit::{self, StaffLook};
use crate::db::history::{self, HistoryEntry, HistoryFilter};
use crate::db::invitations::{self, Invitation};
use crate::db::invoice_search::{self, InvoiceFilter};
use crate::db::payments::{self, ReceivedPayment};
use crate::db::purchase_orders;
use crate::db::quotes;
use crate::db::receipts::{self, Receipt};
use crate::db::requests::{self, RequestRow};
use crate::db::service_orders::{self, ListedServiceOrder};
use crate::db::staff::{self, AccountPerson};
use crate::db::subscriptions::{self, Versioned};
use crate::db::{Tx, accounts, billing_details, invoices, payment_methods};
use crate::usecases::looks::{LookedAt, note_look};
use crate::usecases::staff::StaffMember;
use crate::{Backend, Refusal, work};
use billing::ids::PersonId;
use billing::invoice::{InvoiceSummary, InvoiceSums};
use billing::order::MethodOnFile;
use billing::purchase_order::PurchaseOrder;
use billing::quote::QuoteSummary;

/// Rows of a list on one of the pages.
pub const PAGE_ROWS: i64 = 25;

/// An account with what belongs to it.
pub struct AccountView {
    /// The account.
    pub account: Account,
    /// `online` or `corporate`.
    pub kind: String,
    /// Its people, billing contacts first.
    pub people: Vec<AccountPerson>,
    /// Invitations that nobody has accepted.
    pub invitations: Vec<Invitation>,
    /// How many subscriptions run.
    pub subscriptions: i64,
    /// All subscriptions, oldest first.
    pub running: Vec<Versioned>,
    /// Credit, minor units.
    pub credit_minor: i64,
    /// Who gets invoices besides the billing contact.
    pub recipients: Vec<String>,
    /// What is charged.
    pub method: Option<MethodOnFile>,
    /// The User ID that its invoices print.
    pub user_id: Option<String>,
    /// Who looks after it.
    pub representative: Option<(PersonId, String)>,
    /// Who could.
    pub choices: Vec<(PersonId, String)>,
}

/// The account of a customer number.
///
/// # Errors
/// [`Refusal::NotFound`], or of the database.
pub async fn view_account(backend: &Backend, member: &StaffMember, number: &str) -> Result<AccountView, Refusal> {
    let view = backend.db.read(work!(tx => view(tx, member, number).await)).await?;
    note_look(backend, member, &view.account.id, LookedAt::Overview, view.account.id.as_str()).await?;
    Ok(view)
}

async fn view(tx: &mut Tx<'_>, member: &StaffMember, number: &str) -> Result<AccountView, Refusal> {
    let (id, kind) = staff::find_for(tx, member, number).await?.ok_or(Refusal::NotFound)?;
    let account = accounts::find_account(tx, &id).await?.ok_or(Refusal::NotFound)?;
    Ok(AccountView {
        credit_minor: account.customer.credit_minor,
        account,
        kind,
        people: staff::list_people(tx, &id).await?,
        invitations: invitations::list_open(tx, &id).await?,
        subscriptions: staff::count_subscriptions(tx, &id).await?,
        running: subscriptions::list_subscriptions(tx, &id).await?,
        recipients: billing_details::list_recipients(tx, &id).await?,
        method: payment_methods::find_payment_method(tx, &id).await?.map(|method| method.shown),
        user_id: crate::db::people::find_user_id(tx, &id).await?,
        representative: staff::find_representative(tx, &id).await?,
        choices: staff::list_choices(tx).await?,
    })
}

/// An account's invoices and payments.
pub struct DocumentsView {
    /// The account.
    pub account: Account,
    /// Invoices and credit notes, newest first.
    pub rows: Vec<InvoiceSummary>,
    /// The last row's number, when there are older ones.
    pub older: Option<String>,
    /// Of all documents, by currency.
    pub sums: Vec<InvoiceSums>,
    /// The last payments, newest first.
    pub payments: Vec<ReceivedPayment>,
    /// The last transfers and checks, newest first.
    pub receipts: Vec<Receipt>,
}

/// Invoices before the one of that number, or the newest; and the last payments.
///
/// # Errors
/// [`Refusal::NotFound`], for a number that is not this account's as well.
pub async fn view_documents(backend: &Backend, member: &StaffMember, number: &str, before: Option<&str>) -> Result<DocumentsView, Refusal> {
    let view = backend.db.read(work!(tx => documents(tx, member, number, before).await)).await?;
    note_look(backend, member, &view.account.id, LookedAt::Documents, view.account.id.as_str()).await?;
    Ok(view)
}

async fn documents(tx: &mut Tx<'_>, member: &StaffMember, number: &str, before: Option<&str>) -> Result<DocumentsView, Refusal> {
    let account = find(tx, member, number).await?;
    let start = match before {
        Some(number) => Some((invoices::find_day(tx, &account.id, number).await?.ok_or(Refusal::NotFound)?, number)),
        None => None,
    };
    let filter = InvoiceFilter::all();
    // One more than shown tells whether there is a next page.
    let mut rows = invoice_search::search_documents(tx, &account.id, &filter, start, PAGE_ROWS + 1).await?;
    let shown = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let more = rows.len() > shown;
    rows.truncate(shown);
    let older = rows.last().filter(|_| more).map(|row| row.number.clone());
    let sums = invoice_search::sum_documents(tx, &account.id, &filter).await?;
    let payments = payments::list_of_account(tx, &account.id, PAGE_ROWS).await?;
    let receipts = receipts::list_of_account(tx, &account.id, PAGE_ROWS).await?;
    Ok(DocumentsView { account, rows, older, sums, payments, receipts })
}

/// What is between an account and the seller's people.
pub struct BusinessView {
    /// The account.
    pub account: Account,
    /// Its quotes, drafts and open ones first, then newest first.
    pub quotes: Vec<QuoteSummary>,
    /// Its service orders, newest first.
    pub service_orders: Vec<ListedServiceOrder>,
    /// Its purchase orders, those in force first.
    pub purchase_orders: Vec<PurchaseOrder>,
    /// Its requests, newest first.
    pub requests: Vec<RequestRow>,
}

/// Quotes, service orders, purchase orders and requests of an account.
///
/// # Errors
/// [`Refusal::NotFound`], or of the database.
pub async fn view_business(backend: &Backend, member: &StaffMember, number: &str) -> Result<BusinessView, Refusal> {
    let view: BusinessView = backend
        .db
        .read(work!(tx => {
            let account = find(tx, member, number).await?;
            let quotes = quotes::list_for_staff(tx, &account.id).await?;
            let service_orders = service_orders::list_of_account(tx, &account.id).await?;
            let purchase_orders = purchase_orders::list_orders(tx, &account.id).await?.into_iter().map(|row| row.order).collect();
            let requests = requests::list_of_account(tx, &account.id, PAGE_ROWS).await?;
            Ok::<_, Refusal>(BusinessView { account, quotes, service_orders, purchase_orders, requests })
        }))
        .await?;
    note_look(backend, member, &view.account.id, LookedAt::Business, view.account.id.as_str()).await?;
    Ok(view)
}

/// What happened to an account, and who of the staff looked at it.
pub struct HistoryView {
    /// The account.
    pub account: Account,
    /// Newest first.
    pub entries: Vec<HistoryEntry>,
    /// The last entry's identifier, when there are older ones.
    pub older: Option<String>,
    /// The last looks of the staff, newest first.
    pub views: Vec<StaffLook>,
}

/// What happened before the entry of that identifier; without it the newest.
///
/// # Errors
/// [`Refusal::NotFound`], for an entry that is not this account's as well.
pub async fn view_history(backend: &Backend, member: &StaffMember, number: &str, before: Option<&str>) -> Result<HistoryView, Refusal> {
    let view = backend.db.read(work!(tx => history_of(tx, member, number, before).await)).await?;
    note_look(backend, member, &view.account.id, LookedAt::History, view.account.id.as_str()).await?;
    Ok(view)
}

async fn history_of(tx: &mut Tx<'_>, member: &StaffMember, number: &str, before: Option<&str>) -> Result<HistoryView, Refusal> {
    let account = find(tx, member, number).await?;
    let start = match before {
        Some(id) => (history::find_instant(tx, &account.id, id).await?.ok_or(Refusal::NotFound)?, id),
        None => (i64::MAX, ""),
    };
    let filter = HistoryFilter { kind: "", from: 0, until: i64::MAX, only_own: None };
    let mut entries = history::list_entries(tx, &account.id, &filter, start, PAGE_ROWS + 1).await?;
    let shown = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let more = entries.len() > shown;
    entries.truncate(shown);
    let entries: Vec<HistoryEntry> = entries.into_iter().flatten().collect();
    let older = entries.last().filter(|_| more).map(|entry| entry.id.clone());
    let views = audit::list_looks(tx, &account.id, PAGE_ROWS).await?;
    Ok(HistoryView { account, entries, older, views })
}

async fn find(tx: &mut Tx<'_>, member: &StaffMember, number: &str) -> Result<Account, Refusal> {
    let (id, _) = staff::find_for(tx, member, number).await?.ok_or(Refusal::NotFound)?;
    accounts::find_account(tx, &id).await?.ok_or(Refusal::NotFound)
}
