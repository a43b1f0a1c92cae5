//! What the staff's server functions of purchase orders do.

use super::{StaffPurchaseOrderRow, StaffPurchaseOrdersPage};
use crate::api::ApiError;
use crate::api::purchase_orders::PurchaseOrderPage;
use crate::api::request::{StaffSignedIn, reply, staff_as};
use crate::api::staff::bodies::LOOKING_AFTER;
use backend::db::purchase_orders::ListedOrder;
use backend::usecases::purchase_orders::staff;
use billing::ids::PurchaseOrderId;

pub async fn load_staff_purchase_orders(search: String) -> Result<StaffPurchaseOrdersPage, ApiError> {
    reply(list(&search).await)
}

async fn list(search: &str) -> Result<StaffPurchaseOrdersPage, ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    let found = staff::list_all(&backend, &member, search).await?;
    let row = |ListedOrder { order, account_number, account_name }| StaffPurchaseOrderRow { order, account_number, account_name };
    Ok(StaffPurchaseOrdersPage { today: backend.today(), rows: found.into_iter().map(row).collect() })
}

pub async fn load_staff_purchase_order(id: String) -> Result<PurchaseOrderPage, ApiError> {
    reply(page(id).await)
}

async fn page(id: String) -> Result<PurchaseOrderPage, ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    let (account, found) = staff::view_purchase_order(&backend, &member, &PurchaseOrderId(id)).await?;
    let account = Some((account.number, account.party.name));
    Ok(PurchaseOrderPage { today: backend.today(), order: found.order, uses: found.uses, account, read_only: None })
}
