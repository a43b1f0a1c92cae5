//! The sandbox on a listener, from start to orderly end; it must not know the single calls.

use std::future::{Future, IntoFuture};
use std::io;
use std::time::Duration;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::{task, time};

use crate::options::{Options, SandboxError};
use crate::routes::router;
use crate::state::Sandbox;
use crate::webhook;

/// How long callers get to take their answers once the sandbox stops.
const SHUTDOWN_LIMIT: Duration = Duration::from_secs(5);
/// How often the clock is looked at, for what happens by itself.
const TICK: Duration = Duration::from_secs(1);

/// Serves the gateway until `shutdown` resolves, then lets running requests end (five seconds at most)
/// and frees the journal. A request that a fault delays ends at once, without an answer; where its
/// charge was not yet recorded, it never is.
///
/// # Errors
/// Any of [`SandboxError`] at the start; [`SandboxError::Serve`] if the listener fails.
pub async fn serve(listener: TcpListener, options: Options, shutdown: impl Future<Output = ()> + Send + 'static) -> Result<(), SandboxError> {
    let opening = task::spawn_blocking(move || Sandbox::open(&options));
    let sandbox = opening.await.map_err(|error| SandboxError::Serve(io::Error::other(error)))??;
    let listener = listener.tap_io(|connection| {
        // Without it an answer on a kept-alive connection can wait 40 ms for an acknowledgement.
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its send delay");
        }
    });
    let ticking = tokio::spawn(tick(sandbox.clone()));
    let telling = tokio::spawn(webhook::tell_all(sandbox.clone()));
    let stopping = sandbox.clone();
    let serving = axum::serve(listener, router(sandbox.clone())).with_graceful_shutdown(async move {
        shutdown.await;
        stopping.stop_delays();
    });
    let served = tokio::select! {
        served = serving.into_future() => served,
        () = overdue(&sandbox) => Ok(()),
    };
    sandbox.stop_delays();
    for background in [ticking, telling] {
        background.await.map_err(|error| SandboxError::Serve(io::Error::other(error)))?;
    }
    sandbox.close().await;
    served.map_err(SandboxError::Serve)
}

async fn overdue(sandbox: &Sandbox) {
    sandbox.stopped().await;
    time::sleep(SHUTDOWN_LIMIT).await;
}

/// Asks nothing, again and again: whatever is asked, what is due happens first.
async fn tick(sandbox: Sandbox) {
    while sandbox.delay(TICK).await.is_ok() && sandbox.store().ask(|_, _| ()).await.is_ok() {}
}
