//! Work in the background: recovery, outbox, ended sessions. Any number of servers may run it.

use crate::{Backend, recovery, usecases};
use std::time::Duration;
use tokio::sync::watch;

const PAUSE: Duration = Duration::from_secs(1);
/// Rounds between two cleanings of sessions.
const CLEANING_ROUNDS: u32 = 600;

/// Works until `stop` says true or its sender is gone. A failed round is logged, and the next one tries again.
pub async fn run(backend: Backend, mut stop: watch::Receiver<bool>) {
    let mut round: u32 = 0;
    while !*stop.borrow() {
        if let Err(error) = recovery::recover_orders(&backend).await {
            tracing::warn!(%error, "recovery failed");
        }
        if let Err(error) = usecases::outbox::send_due(&backend).await {
            tracing::warn!(%error, "sending failed");
        }
        if round.is_multiple_of(CLEANING_ROUNDS)
            && let Err(error) = backend.db.delete_ended_sessions(backend.now()).await
        {
            tracing::warn!(%error, "cleaning sessions failed");
        }
        round = round.wrapping_add(1);
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            changed = stop.changed() => if changed.is_err() { break },
        }
    }
}
