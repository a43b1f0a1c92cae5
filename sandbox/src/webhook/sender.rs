//! One attempt to tell of one event; it must not decide on a next one.

use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use rustls::crypto::ring;

use crate::moment::Moment;
use crate::notice::WaitingNotice;
use crate::options::Webhook;
use crate::webhook::signature;

/// How long the receiver has.
const PATIENCE: Duration = Duration::from_secs(10);

/// Knows the receiver.
pub(super) struct Sender {
    client: Client,
    webhook: Webhook,
}

/// Why an event was not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotTaken {
    #[error("the answer was {0}")]
    Answered(StatusCode),
    #[error("no answer")]
    Unanswered(#[source] reqwest::Error),
    #[error("the event cannot be written")]
    Unwritten(#[source] serde_json::Error),
}

impl Sender {
    /// Connects to nothing yet.
    ///
    /// # Errors
    /// When no client can be made.
    pub(super) fn new(webhook: &Webhook) -> Result<Self, reqwest::Error> {
        // The client wants to know who does TLS, even for plain addresses; the process may have said so already.
        let _already_installed = ring::default_provider().install_default();
        let client = Client::builder().timeout(PATIENCE).redirect(Policy::none()).no_proxy().build()?;
        Ok(Self { client, webhook: webhook.clone() })
    }

    /// Sends the event once.
    ///
    /// # Errors
    /// `NotTaken` unless the answer is a 2xx.
    pub(super) async fn send(&self, notice: &WaitingNotice) -> Result<(), NotTaken> {
        let body = serde_json::to_string(&notice.body()).map_err(NotTaken::Unwritten)?;
        let signature = signature::sign(&self.webhook.secret, Moment::take().now, &body);
        let request = self.client.post(&self.webhook.url).header(CONTENT_TYPE, "application/json").header(signature::HEADER, signature).body(body);
        let answer = request.send().await.map_err(NotTaken::Unanswered)?;
        if answer.status().is_success() { Ok(()) } else { Err(NotTaken::Answered(answer.status())) }
    }
}
