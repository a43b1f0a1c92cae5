//! The gateway over HTTP, as docs/gateway.md describes it. Decides nothing about orders.

use super::payment::{ChargeOutcome, ChargeRequest, GatewayError, HostedSession, OutcomeUnknown, PaymentGateway, RefundRequest, SessionRequest};
use super::payment_records::{ChargeRecord, ErrorRecord, RefundRecord, SessionRecord};
use crate::failpoint;
use crate::settings::GatewaySettings;
use chrono::NaiveDate;
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
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

/// What the gateway said about one question.
enum Said<T> {
    Record(T),
    NotFound,
    Refused(String),
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

    fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.url))
    }

    fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.url))
    }

    fn authorised(&self, request: RequestBuilder) -> RequestBuilder {
        request.bearer_auth(self.secret.expose_secret())
    }

    async fn ask<T: DeserializeOwned>(&self, build: impl Fn() -> RequestBuilder) -> Result<Said<T>, OutcomeUnknown> {
        let mut last = String::new();
        for attempt in 0..TRIES {
            if attempt > 0 {
                tokio::time::sleep(PAUSE).await;
            }
            match self.authorised(build()).send().await {
                Ok(response) if response.status().is_server_error() => last = format!("status {}", response.status()),
                Ok(response) => return read(response).await,
                // Silence is not asked again: the reader has waited long enough, and recovery will ask.
                Err(error) if error.is_timeout() => return Err(OutcomeUnknown(format!("no answer in time: {error}"))),
                Err(error) => last = error.to_string(),
            }
        }
        Err(OutcomeUnknown(last))
    }

    /// Asks for a charge, or for an amount to be reserved.
    async fn charge_or_reserve(&self, request: &ChargeRequest, body: Value) -> Result<ChargeOutcome, OutcomeUnknown> {
        let build = || self.post("/v1/charges").header("Idempotency-Key", &request.key).json(&body);
        if failpoint::is_armed(failpoint::AFTER_GATEWAY_ASKED) {
            // The gateway has read the request when its answer is on the way; that answer is dropped.
            let _ = self.authorised(build()).send().await;
            failpoint::reach(failpoint::AFTER_GATEWAY_ASKED).await;
        }
        match self.ask::<ChargeRecord>(build).await? {
            Said::Record(record) => record.into_outcome(),
            // The gateway refuses the question itself, an unknown token for example; it charged nothing and stored nothing.
            Said::Refused(_) => Ok(ChargeOutcome::Declined { code: "refused".to_owned() }),
            Said::NotFound => Err(OutcomeUnknown("status 404".to_owned())),
        }
    }

    /// A change of what was authorised.
    async fn change(&self, build: impl Fn() -> RequestBuilder) -> Result<ChargeOutcome, GatewayError> {
        Ok(record_or_refusal(self.ask::<ChargeRecord>(build).await?)?.into_outcome()?)
    }
}

fn charge_body(request: &ChargeRequest) -> Value {
    let mut body = json!({
        "amount_minor": request.amount_minor,
        "currency": request.currency,
        "payment_token": request.payment_token,
        "reference": request.reference,
    });
    if let (Some(url), Some(fields)) = (&request.return_url, body.as_object_mut()) {
        fields.insert("return_url".to_owned(), Value::from(url.as_str()));
    }
    body
}

#[async_trait::async_trait]
impl PaymentGateway for HttpGateway {
    async fn open_session(&self, request: &SessionRequest) -> Result<HostedSession, GatewayError> {
        let kinds: Vec<&str> = request.kinds.iter().map(|kind| kind.code()).collect();
        let body = json!({
            "kinds": kinds,
            "language": request.language,
            "return_url": request.return_url,
            "cancel_url": request.cancel_url,
            "reference": request.reference,
            "payer_name": request.payer_name,
            "payer_country": request.payer_country,
            "creditor_name": request.creditor_name,
            "mandate_reference": request.mandate_reference,
        });
        let said = self.ask::<SessionRecord>(|| self.post("/v1/sessions").header("Idempotency-Key", &request.key).json(&body)).await?;
        Ok(record_or_refusal(said)?.into_session()?)
    }

    async fn find_session(&self, id: &str) -> Result<Option<HostedSession>, OutcomeUnknown> {
        match self.ask::<SessionRecord>(|| self.get(&format!("/v1/sessions/{}", encoded(id)))).await? {
            Said::Record(record) => record.into_session().map(Some),
            Said::NotFound | Said::Refused(_) => Ok(None),
        }
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<ChargeOutcome, OutcomeUnknown> {
        self.charge_or_reserve(request, charge_body(request)).await
    }

    async fn authorise(&self, request: &ChargeRequest) -> Result<ChargeOutcome, OutcomeUnknown> {
        let mut body = charge_body(request);
        if let Some(fields) = body.as_object_mut() {
            fields.insert("capture".to_owned(), Value::from(false));
        }
        self.charge_or_reserve(request, body).await
    }

    async fn find(&self, key: &str) -> Result<Option<ChargeOutcome>, OutcomeUnknown> {
        match self.ask::<ChargeRecord>(|| self.get(&format!("/v1/charges/by-key/{}", encoded(key)))).await? {
            Said::Record(record) => record.into_outcome().map(Some),
            Said::NotFound => Ok(None),
            Said::Refused(code) => Err(OutcomeUnknown(code)),
        }
    }

    async fn settle(&self, key: &str) -> Result<ChargeOutcome, OutcomeUnknown> {
        match self.ask::<ChargeRecord>(|| self.post(&format!("/v1/charges/by-key/{}/cancel", encoded(key)))).await? {
            Said::Record(record) => record.into_outcome(),
            Said::NotFound => Err(OutcomeUnknown("status 404".to_owned())),
            Said::Refused(code) => Err(OutcomeUnknown(code)),
        }
    }

    async fn capture(&self, key: &str, amount_minor: i64) -> Result<ChargeOutcome, GatewayError> {
        let (path, body) = (format!("/v1/charges/by-key/{}/capture", encoded(key)), json!({ "amount_minor": amount_minor }));
        self.change(|| self.post(&path).json(&body)).await
    }

    async fn void(&self, key: &str) -> Result<ChargeOutcome, GatewayError> {
        let path = format!("/v1/charges/by-key/{}/void", encoded(key));
        self.change(|| self.post(&path)).await
    }

    async fn refund(&self, request: &RefundRequest) -> Result<String, GatewayError> {
        let body = json!({ "charge_key": request.charge_key, "amount_minor": request.amount_minor, "reference": request.reference });
        let said = self.ask::<RefundRecord>(|| self.post("/v1/refunds").header("Idempotency-Key", &request.key).json(&body)).await?;
        Ok(record_or_refusal(said)?.id)
    }

    async fn move_demo_clock(&self, today: NaiveDate) -> Result<(), GatewayError> {
        let said = self.ask::<Value>(|| self.client.put(format!("{}/control/clock", self.url)).json(&json!({ "today": today }))).await?;
        record_or_refusal(said).map(|_| ())
    }
}

/// Names come back from browsers; only what cannot leave its place in an address is asked about.
fn encoded(name: &str) -> String {
    name.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn record_or_refusal<T>(said: Said<T>) -> Result<T, GatewayError> {
    match said {
        Said::Record(record) => Ok(record),
        Said::NotFound => Err(GatewayError::Refused("not_found".to_owned())),
        Said::Refused(code) => Err(GatewayError::Refused(code)),
    }
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<Said<T>, OutcomeUnknown> {
    let status = response.status();
    let unreadable = |error: reqwest::Error| OutcomeUnknown(error.to_string());
    match status {
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT => {
            let code = response.json::<ErrorRecord>().await.map_err(unreadable)?.error.code;
            // The key belongs to another question, which may have charged: only the gateway's record tells.
            if code == "idempotency_conflict" { Err(OutcomeUnknown(code)) } else { Ok(Said::Refused(code)) }
        }
        StatusCode::NOT_FOUND => Ok(Said::NotFound),
        _ if status.is_success() => Ok(Said::Record(response.json().await.map_err(unreadable)?)),
        _ => Err(OutcomeUnknown(format!("status {status}"))),
    }
}
