//! The billing contact gives up an order that waits for a confirmation: the gateway will never charge it then.

use crate::db::{attempts, orders};
use crate::usecases::orders::settle;
use crate::work;
use crate::{Actor, Backend, DbError, Refusal};
use billing::ids::OrderId;

/// Ends the order at the gateway first. Should it have been paid meanwhile, it is completed instead; one that waits for
/// nothing is left as it is. The cart stays, under a new key.
///
/// # Errors
/// [`Refusal::NotFound`] for another account's order; [`Refusal::GatewaySilent`] when it cannot be ended now.
pub async fn give_up_order(backend: &Backend, actor: &Actor, id: &OrderId) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    let found: Option<Option<attempts::Attempt>> = backend
        .db
        .read(work!(tx => {
            if orders::find_state(tx, &actor.account, id).await?.is_none() {
                return Ok::<_, DbError>(None);
            }
            Ok(Some(attempts::find_open_attempt(tx, &actor.account, id).await?))
        }))
        .await?;
    let Some(attempt) = found.ok_or(Refusal::NotFound)? else { return Ok(()) };
    let outcome = backend.gateway.settle(&attempt.key).await.map_err(|error| {
        tracing::warn!(%error, order = %id, "the gateway does not answer");
        Refusal::GatewaySilent
    })?;
    settle::settle_attempt(backend, &attempt, outcome).await
}
