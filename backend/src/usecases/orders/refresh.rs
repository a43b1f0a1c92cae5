//! Asks the gateway what became of an order: when its person comes back, and when the gateway says that something
//! changed. Puts in force what is final, and changes nothing else.

use crate::db::attempts::{self, Attempt};
use crate::db::orders;
use crate::db::payments::{self, PendingPayment};
use crate::gateways::payment::ChargeOutcome;
use crate::usecases::orders::settle;
use crate::usecases::payments::settle::settle_payment;
use crate::work;
use crate::{Actor, Backend, DbError, Refusal};
use billing::ids::OrderId;

/// Asks about an order of the actor's account.
///
/// # Errors
/// [`Refusal::NotFound`] for another account's order; [`Refusal::GatewaySilent`] when it cannot be known now.
pub async fn refresh_order(backend: &Backend, actor: &Actor, id: &OrderId) -> Result<(), Refusal> {
    let found: Option<Asked> = backend
        .db
        .read(work!(tx => {
            if orders::find_state(tx, &actor.account, id).await?.is_none() {
                return Ok::<_, DbError>(None);
            }
            let attempt = attempts::find_open_attempt(tx, &actor.account, id).await?;
            Ok(Some(Asked { attempt, payment: payments::find_pending_of_order(tx, &actor.account, id).await? }))
        }))
        .await?;
    refresh(backend, found.ok_or(Refusal::NotFound)?).await
}

/// Asks about a charge by its key, whoever's it is. One that waits for nothing is left alone.
///
/// # Errors
/// [`Refusal::GatewaySilent`] when it cannot be known now.
pub async fn refresh_key(backend: &Backend, key: &str) -> Result<(), Refusal> {
    let asked: Asked = backend
        .db
        .read(work!(tx => {
            let attempt = attempts::find_open_attempt_by_key(tx, key).await?;
            Ok::<_, DbError>(Asked { attempt, payment: payments::find_pending_by_key(tx, key).await? })
        }))
        .await?;
    refresh(backend, asked).await
}

/// What of an order waits for the gateway.
struct Asked {
    attempt: Option<Attempt>,
    payment: Option<PendingPayment>,
}

async fn refresh(backend: &Backend, asked: Asked) -> Result<(), Refusal> {
    if let Some(attempt) = asked.attempt {
        match find(backend, &attempt.key).await? {
            // The page to confirm on is known; the time that its person has does not begin again.
            Some(ChargeOutcome::ActionRequired { .. }) if attempt.action_url.is_some() => {}
            Some(outcome) => settle::settle_attempt(backend, &attempt, outcome).await?,
            // It may still be on its way.
            None => {}
        }
    }
    if let Some(payment) = asked.payment
        && let Some(outcome) = find(backend, &payment.key).await?
    {
        settle_payment(backend, &payment, &outcome).await?;
    }
    Ok(())
}

async fn find(backend: &Backend, key: &str) -> Result<Option<ChargeOutcome>, Refusal> {
    backend.gateway.find(key).await.map_err(|error| {
        tracing::warn!(%error, "the gateway does not answer");
        Refusal::GatewaySilent
    })
}
