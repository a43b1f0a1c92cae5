//! Purchase orders as the staff sees them: those of all accounts that the reader may see, a page at a time, the ones that run out first.

use super::document::PurchaseOrderDocument;
use super::find::PurchaseOrderFound;
use crate::actor::Account;
use crate::db::purchase_orders::{self, ListedOrder, OrderFilter, OrderPlace};
use crate::db::{Tx, accounts};
use crate::text::pattern_of;
use crate::usecases::looks::{LookedAt, note_look};
use crate::usecases::paging::cut_to_page;
use crate::usecases::staff::{StaffMember, must_see};
use crate::work;
use crate::{Backend, DbError, Refusal};
use billing::ids::{AccountId, PurchaseOrderId};

/// Rows of a page.
const PAGE: i64 = 50;

/// A page of them.
pub struct OrdersPage {
    /// What a customer should be talked to about first, and of that what ends soonest.
    pub rows: Vec<ListedOrder>,
    /// After which the next page begins, if there is one.
    pub next: Option<OrderPlace>,
}

/// Those of the accounts that a search finds by name or number; an empty one finds all. `state` is `open`, `closed`, or empty for both.
///
/// # Errors
/// [`DbError`].
pub async fn list_all(backend: &Backend, member: &StaffMember, (search, state): (&str, &str), after: Option<&OrderPlace>) -> Result<OrdersPage, DbError> {
    let filter = OrderFilter { pattern: pattern_of(search), scope: member.scope().to_owned(), state: state.to_owned() };
    let today = backend.today();
    let mut rows = backend.db.read(work!(tx, &filter => purchase_orders::list_page(tx, filter, today, after, PAGE + 1).await)).await?;
    let place = |last: &ListedOrder| OrderPlace { urgency: last.urgency, valid_until: last.order.valid_until, id: last.order.id.clone() };
    let next = cut_to_page(&mut rows, PAGE).map(place);
    Ok(OrdersPage { rows, next })
}

/// A purchase order of an account that the reader may see. That the reader looked at it is written down.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn view_purchase_order(backend: &Backend, member: &StaffMember, id: &PurchaseOrderId) -> Result<(Account, PurchaseOrderFound), Refusal> {
    let (account, found): (Account, PurchaseOrderFound) = backend
        .db
        .read(work!(tx => {
            let account = find_account(tx, member, id).await?;
            let order = purchase_orders::find_order(tx, &account, id).await?.ok_or(Refusal::NotFound)?.order;
            let uses = purchase_orders::list_uses(tx, &account, id).await?;
            let account = accounts::find_account(tx, &account).await?.ok_or(Refusal::NotFound)?;
            Ok::<_, Refusal>((account, PurchaseOrderFound { order, uses }))
        }))
        .await?;
    note_look(backend, member, &account.id, LookedAt::PurchaseOrder, id.as_str()).await?;
    Ok((account, found))
}

/// The document of a purchase order of an account that the reader may see. That the reader looked at it is written down.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn view_document(backend: &Backend, member: &StaffMember, id: &PurchaseOrderId) -> Result<PurchaseOrderDocument, Refusal> {
    let (account, stored) = backend
        .db
        .read(work!(tx => {
            let account = find_account(tx, member, id).await?;
            let stored = purchase_orders::find_document(tx, &account, id).await?.ok_or(Refusal::NotFound)?;
            Ok::<_, Refusal>((account, stored))
        }))
        .await?;
    note_look(backend, member, &account, LookedAt::PurchaseOrderDocument, id.as_str()).await?;
    PurchaseOrderDocument::read(&stored)
}

async fn find_account(tx: &mut Tx<'_>, member: &StaffMember, id: &PurchaseOrderId) -> Result<AccountId, Refusal> {
    let account = purchase_orders::find_account_of(tx, id).await?.ok_or(Refusal::NotFound)?;
    must_see(tx, member, &account).await?;
    Ok(account)
}
