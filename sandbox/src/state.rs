//! What all requests of one sandbox share; it must not speak HTTP.

use std::hint;
use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest, Sha256};
use tokio::sync::watch;
use tokio::time;

use crate::fault::FaultSwitch;
use crate::options::{FaultControl, Options, SandboxError};
use crate::store::Store;

/// A running sandbox without its listener: a handle whose clones share everything.
#[derive(Clone)]
pub struct Sandbox {
    shared: Arc<Shared>,
}

struct Shared {
    store: Store,
    secret: [u8; 32],
    fault_control: FaultControl,
    faults: FaultSwitch,
    stopping: watch::Sender<bool>,
}

/// The sandbox stops, so the wait was cut short.
#[derive(Debug)]
pub(crate) struct Stopping;

impl Sandbox {
    /// Opens the journal and reads all of it. Blocks on the disk, so start it off the async threads.
    ///
    /// # Errors
    /// Any of [`SandboxError`].
    pub fn open(options: &Options) -> Result<Self, SandboxError> {
        if options.secret.is_empty() {
            return Err(SandboxError::EmptySecret);
        }
        let shared = Shared {
            store: Store::open(&options.store)?,
            secret: digest(options.secret.as_bytes()),
            fault_control: options.faults_allowed,
            faults: FaultSwitch::default(),
            stopping: watch::Sender::new(false),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Ends all delays, then frees the journal for another sandbox. Later calls are answered 503.
    pub async fn close(&self) {
        self.stop_delays();
        self.shared.store.close().await;
    }

    pub(crate) fn store(&self) -> &Store {
        &self.shared.store
    }

    /// The fault switch, or `None` where faults are refused.
    pub(crate) fn fault_control(&self) -> Option<&FaultSwitch> {
        match self.shared.fault_control {
            FaultControl::Allowed => Some(&self.shared.faults),
            FaultControl::Refused => None,
        }
    }

    pub(crate) fn faults(&self) -> &FaultSwitch {
        &self.shared.faults
    }

    /// Compares digests of one length in full, so that the time taken tells nothing about the secret.
    pub(crate) fn accepts_secret(&self, presented: &[u8]) -> bool {
        let presented = digest(presented);
        let difference = self.shared.secret.iter().zip(&presented).fold(0, |difference, (ours, theirs)| hint::black_box(difference | (ours ^ theirs)));
        difference == 0
    }

    /// Makes every delay, running or to come, end at once.
    pub(crate) fn stop_delays(&self) {
        self.shared.stopping.send_replace(true);
    }

    /// Waits that long.
    ///
    /// # Errors
    /// `Stopping` as soon as the sandbox stops.
    pub(crate) async fn delay(&self, delay: Duration) -> Result<(), Stopping> {
        tokio::select! {
            biased;
            () = self.stopped() => Err(Stopping),
            () = time::sleep(delay) => Ok(()),
        }
    }

    /// Resolves once the sandbox stops.
    pub(crate) async fn stopped(&self) {
        // The sender lives in `self`, so waiting cannot fail before it succeeds.
        let mut stopping = self.shared.stopping.subscribe();
        drop(stopping.wait_for(|stopping| *stopping).await);
    }
}

fn digest(secret: &[u8]) -> [u8; 32] {
    Sha256::digest(secret).into()
}
