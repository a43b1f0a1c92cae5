//! Handles events: the gateway is asked for the record, so that their order and number do not matter.

use crate::clock::seconds;
use crate::db::gateway_events::{self, GatewayEvent};
use crate::usecases::orders::refresh::refresh_key;
use crate::usecases::payment_methods::adopt::adopt_known_session;
use crate::work;
use crate::{Backend, Refusal};

const LEASE: i64 = seconds(30);

/// Handles an event that this server has in hand. One that cannot be handled now stays for the worker.
///
/// # Errors
/// [`Refusal::GatewaySilent`], or failures of storage.
pub async fn handle_event(backend: &Backend, event: &GatewayEvent) -> Result<(), Refusal> {
    if let Some(key) = &event.key {
        refresh_key(backend, key).await?;
    }
    if let Some(session) = &event.session {
        adopt_known_session(backend, session).await?;
    }
    let now = backend.now();
    backend.db.write(work!(tx => gateway_events::settle_event(tx, &event.id, now).await)).await?;
    Ok(())
}

/// Handles the events that were left over; answers how many it ended.
///
/// # Errors
/// [`Refusal::Storage`] when the database fails.
pub async fn handle_overdue(backend: &Backend) -> Result<usize, Refusal> {
    let now = backend.now();
    let overdue = backend.db.read(work!(tx => gateway_events::list_overdue_events(tx, now).await)).await?;
    let mut handled = 0;
    for event in overdue {
        let lease_until = backend.now() + LEASE;
        if !backend.db.write(work!(tx, &event => gateway_events::claim_event(tx, event, lease_until).await)).await? {
            continue;
        }
        match handle_event(backend, &event).await {
            Ok(()) => handled += 1,
            Err(error) => tracing::warn!(%error, event = event.id, "the event stays for the next time"),
        }
    }
    Ok(handled)
}
