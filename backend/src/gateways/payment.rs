//! The port to a payment gateway: what the portal asks, and what it relies on. No transport in here.

/// A question to charge a payment method. The same key never charges twice.
#[derive(Clone, Debug)]
pub struct ChargeRequest {
    /// Idempotency key, one for each attempt.
    pub key: String,
    /// Minor units, above zero.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// The gateway's token of the payment method.
    pub payment_token: String,
    /// What the gateway shows beside the charge: the order's identifier.
    pub reference: String,
}

/// What became of an attempt, once and for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChargeOutcome {
    /// Charged.
    Succeeded { charge_id: String, amount_minor: i64, currency: String },
    /// Declined; nothing was charged.
    Declined { code: String },
    /// Given up before it was charged; it never will be.
    Cancelled,
}

/// The gateway did not say what became of the attempt.
#[derive(Debug, thiserror::Error)]
#[error("the gateway's answer is unknown: {0}")]
pub struct OutcomeUnknown(pub String);

/// A payment gateway.
#[async_trait::async_trait]
pub trait PaymentGateway: Send + Sync {
    /// Charges once for each key, however often it is asked.
    ///
    /// # Errors
    /// [`OutcomeUnknown`]: it may have charged or not. Only [`settle`](Self::settle) tells.
    async fn charge(&self, request: &ChargeRequest) -> Result<ChargeOutcome, OutcomeUnknown>;

    /// Ends an attempt: cancels it unless it has an outcome already. After this the key never charges.
    ///
    /// # Errors
    /// [`OutcomeUnknown`]: ask again later.
    async fn settle(&self, key: &str) -> Result<ChargeOutcome, OutcomeUnknown>;
}
