//! Service orders as their pages show them: the customer's own, and the staff's queue.

use crate::db::service_orders::{self, ListedServiceOrder, QueuePlace, ServiceOrderRow};
use crate::db::{Tx, accounts, orders, payment_methods, quotes};
use crate::usecases::looks::{LookedAt, note_look};
use crate::usecases::paging::cut_to_page;
use crate::usecases::staff::{StaffMember, must_see};
use crate::work;
use crate::{Account, Actor, Backend, DbError, Refusal};
use billing::service_order::ServiceOrder;

/// Rows of a page of the queue.
const PAGE: i64 = 50;

/// A service order of the actor's account.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn find_service_order(backend: &Backend, actor: &Actor, number: &str) -> Result<ServiceOrder, Refusal> {
    backend
        .db
        .read(work!(tx => {
            let row = service_orders::find_service_order(tx, &actor.account, number).await?.ok_or(Refusal::NotFound)?;
            shown(tx, backend, &row).await
        }))
        .await
}

/// The service orders of the actor's account, newest first.
///
/// # Errors
/// [`DbError`].
pub async fn list_service_orders(backend: &Backend, actor: &Actor) -> Result<Vec<ListedServiceOrder>, DbError> {
    backend.db.read(work!(tx => service_orders::list_of_account(tx, &actor.account).await)).await
}

/// A service order as the staff sees it.
pub struct StaffServiceOrder {
    /// What the customer sees.
    pub shown: ServiceOrder,
    /// Whose it is.
    pub account: Account,
    /// Why the gateway would not end it.
    pub gateway_note: Option<String>,
    /// Whether something was decided, and the gateway is being asked.
    pub is_decided: bool,
}

/// A service order of an account that the reader may see. That the reader looked at it is written down.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn find_for_staff(backend: &Backend, member: &StaffMember, number: &str) -> Result<StaffServiceOrder, Refusal> {
    let found: StaffServiceOrder = backend
        .db
        .read(work!(tx => {
            let row = service_orders::find_any(tx, number).await?.ok_or(Refusal::NotFound)?;
            must_see(tx, member, &row.account).await?;
            let account = accounts::find_account(tx, &row.account).await?.ok_or(Refusal::NotFound)?;
            let is_decided = row.decision.is_some() && row.state.is_waiting();
            Ok::<_, Refusal>(StaffServiceOrder { shown: shown(tx, backend, &row).await?, account, gateway_note: row.gateway_note.clone(), is_decided })
        }))
        .await?;
    note_look(backend, member, &found.account.id, LookedAt::ServiceOrder, number).await?;
    Ok(found)
}

/// A page of the queue.
pub struct QueuePage {
    /// What waits by the time at which it is due, and then what has ended, newest first.
    pub rows: Vec<ListedServiceOrder>,
    /// After which the next page begins, if there is one.
    pub next: Option<QueuePlace>,
}

/// The service orders of all accounts that the reader may see, after a place of the queue. `state` is `waiting`, `ended`, or empty for both.
///
/// # Errors
/// [`DbError`].
pub async fn list_queue(backend: &Backend, member: &StaffMember, state: &str, after: Option<&QueuePlace>) -> Result<QueuePage, DbError> {
    let mut rows = backend.db.read(work!(tx => service_orders::list_queue(tx, member.scope(), state, after, PAGE + 1).await)).await?;
    let place = |last: &ListedServiceOrder| QueuePlace { part: i64::from(!last.state.is_waiting()), due_at: last.due_at, number: last.number.clone() };
    let next = cut_to_page(&mut rows, PAGE).map(place);
    Ok(QueuePage { rows, next })
}

async fn shown(tx: &mut Tx<'_>, backend: &Backend, row: &ServiceOrderRow) -> Result<ServiceOrder, Refusal> {
    let order = orders::find_order(tx, &row.account, &row.order).await?.ok_or(Refusal::NotFound)?;
    let quote = quotes::find_by_order(tx, &row.account, &row.order).await?.ok_or(Refusal::NotFound)?;
    let documents = orders::list_documents(tx, &row.account, &row.order).await?;
    // What no card was reserved for is collected when it is done, by what can be charged then.
    let method = match order.content.method {
        None if row.state.is_waiting() && order.content.price.due_now_minor > 0 => {
            payment_methods::find_usable(tx, &row.account, backend.today()).await?.map(|method| method.shown)
        }
        method => method,
    };
    Ok(ServiceOrder {
        number: row.number.clone(),
        state: row.state,
        quote: row.quote.clone(),
        placed_on: row.placed_on,
        placed_at: row.placed_at,
        due_at: row.due_at,
        taken_by: row.taken_by.clone(),
        reason: row.reason.clone(),
        purchase_order: quote.purchase_order,
        admin: quote.admin,
        items: order.content.items,
        price: order.content.price,
        method,
        documents,
    })
}
