//! A purchase order with the documents that drew on it.

use crate::db::purchase_orders;
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::ids::PurchaseOrderId;
use billing::purchase_order::{PurchaseOrder, PurchaseOrderUse};

/// A purchase order's page.
pub struct PurchaseOrderFound {
    /// The purchase order.
    pub order: PurchaseOrder,
    /// What took of it and gave back, newest first.
    pub uses: Vec<PurchaseOrderUse>,
}

/// A purchase order of the actor's account.
///
/// # Errors
/// [`Refusal::NotFound`], for another account's as well.
pub async fn find_purchase_order(backend: &Backend, actor: &Actor, id: &PurchaseOrderId) -> Result<PurchaseOrderFound, Refusal> {
    backend
        .db
        .read(work!(tx => {
            let order = purchase_orders::find_order(tx, &actor.account, id).await?.ok_or(Refusal::NotFound)?.order;
            let uses = purchase_orders::list_uses(tx, &actor.account, id).await?;
            Ok(PurchaseOrderFound { order, uses })
        }))
        .await
}
