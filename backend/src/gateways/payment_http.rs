//! The gateway over HTTP, as docs/gateway.md describes it. Decides nothing about orders.

use super::payment::{ChargeOutcome, ChargeRequest, OutcomeUnknown, PaymentGateway};
use crate::failpoint;
use crate::settings::GatewaySettings;
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::json;
use std::time::Duration;

/// A broken line or a fault of the gateway is asked again under the same key: it answers the same charge.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(200);

/// A gateway at an address.
pub struct HttpGateway {
    client: Client,
    url: String,
    secret: SecretString,
}

#[derive(Deserialize)]
struct ChargeRecord {
    id: Option<String>,
    status: String,
    decline_code: Option<String>,
    amount_minor: Option<i64>,
    currency: Option<String>,
}

impl HttpGateway {
    /// A client for the gateway of the settings. Connects to nothing yet.
    ///
    /// # Errors
    /// When the client cannot be made.
    pub fn new(settings: &GatewaySettings) -> Result<Self, reqwest::Error> {
        let client = Client::builder().timeout(settings.timeout).build()?;
        Ok(Self { client, url: settings.url.trim_end_matches('/').to_owned(), secret: settings.secret.clone() })
    }

    fn authorised(&self, request: RequestBuilder) -> RequestBuilder {
        request.bearer_auth(self.secret.expose_secret())
    }

    async fn ask(&self, build: impl Fn() -> RequestBuilder) -> Result<ChargeOutcome, OutcomeUnknown> {
        let mut last = String::new();
        for attempt in 0..TRIES {
            if attempt > 0 {
                tokio::time::sleep(PAUSE).await;
            }
            match self.authorised(build()).send().await {
                Ok(response) if response.status().is_server_error() => last = format!("status {}", response.status()),
                Ok(response) => return read_outcome(response).await,
                // Silence is not asked again: the reader has waited long enough, and recovery will ask.
                Err(error) if error.is_timeout() => return Err(OutcomeUnknown(format!("no answer in time: {error}"))),
                Err(error) => last = error.to_string(),
            }
        }
        Err(OutcomeUnknown(last))
    }
}

#[async_trait::async_trait]
impl PaymentGateway for HttpGateway {
    async fn charge(&self, request: &ChargeRequest) -> Result<ChargeOutcome, OutcomeUnknown> {
        let body = json!({
            "amount_minor": request.amount_minor,
            "currency": request.currency,
            "payment_token": request.payment_token,
            "reference": request.reference,
        });
        let build = || self.client.post(format!("{}/v1/charges", self.url)).header("Idempotency-Key", &request.key).json(&body);
        if failpoint::is_armed(failpoint::AFTER_GATEWAY_ASKED) {
            // The gateway has read the request when its answer is on the way; that answer is dropped.
            let _ = self.authorised(build()).send().await;
            failpoint::reach(failpoint::AFTER_GATEWAY_ASKED).await;
        }
        self.ask(build).await
    }

    async fn settle(&self, key: &str) -> Result<ChargeOutcome, OutcomeUnknown> {
        self.ask(|| self.client.post(format!("{}/v1/charges/by-key/{key}/cancel", self.url))).await
    }
}

async fn read_outcome(response: Response) -> Result<ChargeOutcome, OutcomeUnknown> {
    let status = response.status();
    if status == StatusCode::UNPROCESSABLE_ENTITY {
        // The gateway refuses the question itself, an unknown token for example; it charged nothing and stored nothing.
        return Ok(ChargeOutcome::Declined { code: "refused".to_owned() });
    }
    if !status.is_success() {
        return Err(OutcomeUnknown(format!("status {status}")));
    }
    let record: ChargeRecord = response.json().await.map_err(|error| OutcomeUnknown(error.to_string()))?;
    match (record.status.as_str(), record.id, record.amount_minor, record.currency) {
        ("succeeded", Some(charge_id), Some(amount_minor), Some(currency)) => Ok(ChargeOutcome::Succeeded { charge_id, amount_minor, currency }),
        ("declined", ..) => Ok(ChargeOutcome::Declined { code: record.decline_code.unwrap_or_else(|| "card_declined".to_owned()) }),
        ("cancelled", ..) => Ok(ChargeOutcome::Cancelled),
        (other, ..) => Err(OutcomeUnknown(format!("status {other:?} is not understood"))),
    }
}
