//! An order of the account, for its page.

use crate::db::{attempts, orders};
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::ids::OrderId;
use billing::order::Order;

/// The order; another account's is not found.
///
/// # Errors
/// [`Refusal`].
pub async fn find_order(backend: &Backend, actor: &Actor, id: &OrderId) -> Result<Order, Refusal> {
    let found: Option<Order> = backend
        .db
        .read(work!(tx => {
            let Some(row) = orders::find_order(tx, &actor.account, id).await? else { return Ok::<_, Refusal>(None) };
            let documents = orders::list_documents(tx, &actor.account, id).await?;
            let attempt = attempts::find_open_attempt(tx, &actor.account, id).await?;
            Ok(Some(Order { action_url: attempt.and_then(|attempt| attempt.action_url), ..row.into_order(documents) }))
        }))
        .await?;
    found.ok_or(Refusal::NotFound)
}
