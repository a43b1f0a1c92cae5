//! The purchase orders of an account.

use crate::db::purchase_orders;
use crate::work;
use crate::{Actor, Backend, DbError};
use billing::ids::AccountId;
use billing::purchase_order::PurchaseOrder;

/// All of them, those that are open first, and of those the ones that end soonest.
///
/// # Errors
/// [`DbError`].
pub async fn list_purchase_orders(backend: &Backend, actor: &Actor) -> Result<Vec<PurchaseOrder>, DbError> {
    let found = backend.db.read(work!(tx => purchase_orders::list_orders(tx, &actor.account).await)).await?;
    Ok(found.into_iter().map(|found| found.order).collect())
}

/// Those that may be drawn on today: what is offered wherever a number is asked for.
///
/// # Errors
/// [`DbError`].
pub async fn list_usable(backend: &Backend, account: &AccountId) -> Result<Vec<PurchaseOrder>, DbError> {
    let today = backend.today();
    let found = backend.db.read(work!(tx => purchase_orders::list_orders(tx, account).await)).await?;
    Ok(found.into_iter().map(|found| found.order).filter(|order| order.can_draw(today)).collect())
}
