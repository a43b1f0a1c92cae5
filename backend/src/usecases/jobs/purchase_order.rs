//! Time alone changes how a purchase order stands: its last day is near, or over.

use super::{Next, When};
use crate::db::jobs::Job;
use crate::db::{Tx, accounts, purchase_orders};
use crate::usecases::purchase_orders::look;
use crate::{Backend, Refusal};
use billing::ids::PurchaseOrderId;

pub(super) async fn look(tx: &mut Tx<'_>, backend: &Backend, job: &Job, when: When) -> Result<Next, Refusal> {
    let id = PurchaseOrderId(job.subject.clone());
    let Some(found) = purchase_orders::find_order(tx, &job.account, &id).await? else { return Ok(Next::Done) };
    let account = accounts::find_account(tx, &job.account).await?.ok_or(Refusal::NotFound)?;
    look::look(tx, backend, &account, &found, when).await?;
    Ok(found.order.next_look(when.today).map_or(Next::Done, Next::On))
}
