//! What the staff's server functions of purchase orders do.

use super::{AfterOrder, StaffPurchaseOrderRow, StaffPurchaseOrdersPage};
use crate::api::ApiError;
use crate::api::purchase_orders::PurchaseOrderPage;
use crate::api::request::{StaffSignedIn, reply, staff_as};
use crate::api::staff::bodies::LOOKING_AFTER;
use backend::db::purchase_orders::{ListedOrder, OrderPlace};
use backend::usecases::purchase_orders::staff;
use billing::ids::PurchaseOrderId;

pub async fn load_staff_purchase_orders(asked: (String, String), after: (String, String, String)) -> Result<StaffPurchaseOrdersPage, ApiError> {
    reply(list(asked, after).await)
}

async fn list((search, state): (String, String), (urgency, day, id): (String, String, String)) -> Result<StaffPurchaseOrdersPage, ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    // What cannot be read is the beginning.
    let after = urgency.parse().ok().zip(day.parse().ok()).map(|(urgency, valid_until)| OrderPlace { urgency, valid_until, id: PurchaseOrderId(id) });
    let page = staff::list_all(&backend, &member, (&search, &state), after.as_ref()).await?;
    let row = |ListedOrder { order, account_number, account_name, .. }| StaffPurchaseOrderRow { order, account_number, account_name };
    let next = page.next.map(|place| AfterOrder { urgency: place.urgency, day: place.valid_until, id: place.id.0 });
    Ok(StaffPurchaseOrdersPage { today: backend.today(), rows: page.rows.into_iter().map(row).collect(), next })
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
