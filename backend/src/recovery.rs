//! Finds out what became of attempts whose server died, whose answer was lost, or whose person did not come back.

use crate::clock::seconds;
use crate::db::attempts::{self, Attempt};
use crate::gateways::payment::OutcomeUnknown;
use crate::usecases::orders::settle;
use crate::work;
use crate::{Backend, Refusal};
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// For how long a server keeps an attempt that it recovers, above what the gateway may take.
const LEASE: i64 = seconds(15);

/// How many attempts are asked about at once: one that hangs keeps no other waiting, and all together do not flood the
/// gateway.
const AT_ONCE: usize = 8;

/// Ends every attempt whose lease is over: the gateway is asked to give it up, and tells what it is instead.
/// Answers how many ended. An attempt that cannot be ended now stays for the next time.
///
/// # Errors
/// [`Refusal::Storage`] when the database fails.
pub async fn recover_orders(backend: &Backend) -> Result<usize, Refusal> {
    let now = backend.now();
    let overdue = backend.db.read(work!(tx => attempts::list_overdue_attempts(tx, now).await)).await?;
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut recoveries = JoinSet::new();
    for attempt in overdue {
        // Nobody closes it, so there always is a place.
        let Ok(place) = places.clone().acquire_owned().await else { break };
        let backend = backend.clone();
        recoveries.spawn(async move {
            let ended = recover(&backend, &attempt).await;
            drop(place);
            ended
        });
    }
    let mut ended = 0;
    while let Some(outcome) = recoveries.join_next().await {
        match outcome {
            Ok(outcome) => ended += usize::from(outcome?),
            Err(error) => tracing::error!(%error, "a recovery has failed"),
        }
    }
    Ok(ended)
}

/// Ends one attempt; answers whether it did.
async fn recover(backend: &Backend, attempt: &Attempt) -> Result<bool, Refusal> {
    let timeout = i64::try_from(backend.settings.gateway.timeout.as_micros()).unwrap_or(i64::MAX / 4);
    let lease_until = backend.now().saturating_add(timeout).saturating_add(LEASE);
    if !backend.db.write(work!(tx => attempts::claim_attempt(tx, attempt, lease_until).await)).await? {
        return Ok(false);
    }
    match backend.gateway.settle(&attempt.key).await {
        Ok(outcome) => {
            tracing::info!(owed = %attempt.owed, ?outcome, "recovered");
            // What cannot be stored stays for the next time, and keeps no other order waiting.
            if let Err(error) = settle::settle_attempt(backend, attempt, outcome).await {
                tracing::error!(%error, owed = %attempt.owed, "the attempt could not be ended");
                return Ok(false);
            }
            Ok(true)
        }
        Err(OutcomeUnknown(reason)) => {
            tracing::warn!(owed = %attempt.owed, reason, "the gateway does not answer; asked again later");
            Ok(false)
        }
    }
}
