//! Finds out what became of attempts whose server died or lost the gateway's answer.

use crate::clock::seconds;
use crate::db::orders;
use crate::gateways::payment::OutcomeUnknown;
use crate::usecases::orders::settle;
use crate::work;
use crate::{Backend, Refusal};

/// For how long a server keeps an attempt that it recovers; the gateway's answer comes sooner or not at all.
const LEASE: i64 = seconds(15);

/// Ends every attempt whose lease is over: the gateway is asked to give it up, and tells what it is instead.
/// Answers how many ended. An attempt that cannot be ended now stays for the next time.
///
/// # Errors
/// [`Refusal::Storage`] when the database fails.
pub async fn recover_orders(backend: &Backend) -> Result<usize, Refusal> {
    let now = backend.now();
    let overdue = backend.db.read(work!(tx => orders::list_overdue_attempts(tx, now).await)).await?;
    let mut ended = 0;
    for attempt in overdue {
        let lease_until = backend.now() + LEASE;
        if !backend.db.write(work!(tx, &attempt => orders::claim_attempt(tx, attempt, lease_until).await)).await? {
            continue;
        }
        match backend.gateway.settle(&attempt.key).await {
            Ok(outcome) => {
                tracing::info!(order = %attempt.order, ?outcome, "recovered");
                // What cannot be stored stays for the next time, and keeps no other order waiting.
                match settle::settle_attempt(backend, &attempt, outcome).await {
                    Ok(()) => ended += 1,
                    Err(error) => tracing::error!(%error, order = %attempt.order, "the attempt could not be ended"),
                }
            }
            Err(OutcomeUnknown(reason)) => tracing::warn!(order = %attempt.order, reason, "the gateway does not answer; asked again later"),
        }
    }
    Ok(ended)
}
