//! What all requests of one sandbox share; it must not speak HTTP.

use std::hint;
use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest, Sha256};
use tokio::sync::watch;
use tokio::time;
use url::Url;

use crate::fault::FaultSwitch;
use crate::ledger::Receiver;
use crate::options::{FaultControl, Options, SandboxError, Webhook};
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
    public_url: String,
    webhook: Option<Webhook>,
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
        check(options)?;
        let receiver = if options.webhook.is_some() { Receiver::Somebody } else { Receiver::Nobody };
        let shared = Shared {
            store: Store::open(&options.store, receiver)?,
            secret: digest(options.secret.as_bytes()),
            fault_control: options.faults_allowed,
            faults: FaultSwitch::default(),
            public_url: options.public_url.trim_end_matches('/').to_owned(),
            webhook: options.webhook.clone(),
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

    /// Origin of the pages, without a slash at its end.
    pub(crate) fn public_url(&self) -> &str {
        &self.shared.public_url
    }

    /// Who is told of changes.
    pub(crate) fn webhook(&self) -> Option<&Webhook> {
        self.shared.webhook.as_ref()
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

fn check(options: &Options) -> Result<(), SandboxError> {
    let is_address = |url: &str| Url::parse(url).is_ok_and(|url| ["http", "https"].contains(&url.scheme()));
    if !is_address(&options.public_url) {
        return Err(SandboxError::Address { name: "the origin of the pages" });
    }
    let Some(webhook) = &options.webhook else {
        return if options.secret.is_empty() { Err(SandboxError::EmptySecret) } else { Ok(()) };
    };
    if !is_address(&webhook.url) {
        return Err(SandboxError::Address { name: "the webhook's address" });
    }
    if options.secret.is_empty() || webhook.secret.is_empty() { Err(SandboxError::EmptySecret) } else { Ok(()) }
}

fn digest(secret: &[u8]) -> [u8; 32] {
    Sha256::digest(secret).into()
}
