//! The port to a payment gateway: what the portal asks, and what it relies on. No transport in here.

use chrono::NaiveDate;

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
    /// Where the page on which a card's holder confirms leads back to.
    pub return_url: Option<String>,
}

/// What the gateway moves, or will: compared with what it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// The gateway's name of it.
    pub id: String,
    /// Minor units.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
}

/// What became of a charge. All but `ActionRequired`, `Authorised` and `Pending` are for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChargeOutcome {
    /// Charged.
    Succeeded(Charge),
    /// Declined; nothing was charged.
    Declined { code: String },
    /// Given up before it was charged; it never will be.
    Cancelled,
    /// The holder of the card must confirm it on the gateway's page first.
    ActionRequired { action_url: String },
    /// A debit was submitted; whether the bank pays is known on that day.
    Pending { charge: Charge, settles_on: NaiveDate },
    /// A debit that was submitted came back.
    Failed { charge: Charge, code: String },
    /// Reserved on the card; to be captured or let go.
    Authorised(Charge),
    /// What was reserved was let go.
    Voided,
}

/// Kinds of payment methods that the hosted page may offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodKind {
    /// A card.
    Card,
    /// A bank account in the SEPA area.
    SepaDebit,
}

impl MethodKind {
    /// The word of the kind, at the gateway and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::SepaDebit => "sepa_debit",
        }
    }
}

/// A visit to the hosted page, on which a payer enters what we never see.
#[derive(Clone, Debug)]
pub struct SessionRequest {
    /// Idempotency key: the same one opens one page.
    pub key: String,
    /// What the payer may choose from.
    pub kinds: Vec<MethodKind>,
    /// `de` or `en`.
    pub language: &'static str,
    /// Where a completed page leads; the gateway adds the session's name.
    pub return_url: String,
    /// Where a cancelled page leads.
    pub cancel_url: String,
    /// What the gateway shows beside the session: the account's number.
    pub reference: String,
    /// Who pays.
    pub payer_name: String,
    /// The payer's country, two letters.
    pub payer_country: String,
    /// Who may debit.
    pub creditor_name: String,
    /// The reference of the mandate, should the payer give one.
    pub mandate_reference: String,
}

/// Where a hosted page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionStatus {
    /// The payer has not finished.
    Open,
    /// A method was entered.
    Completed,
    /// The payer gave it up.
    Cancelled,
    /// Too late.
    Expired,
}

/// A hosted page as the gateway knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostedSession {
    /// The gateway's name of it.
    pub id: String,
    /// Where the payer goes.
    pub url: String,
    /// Where it is.
    pub status: SessionStatus,
    /// What was entered; only when completed.
    pub method: Option<NewMethod>,
}

/// A payment method that was entered: its token, and what may be shown of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMethod {
    /// The gateway's token.
    pub token: String,
    /// Which kind.
    pub kind: MethodKind,
    /// Brand in small letters.
    pub brand: String,
    /// Last four digits of card number or IBAN.
    pub last4: String,
    /// Month and year of a card, `2028-04`.
    pub expires: Option<String>,
    /// Country of a bank account, two letters.
    pub country: Option<String>,
    /// Holder.
    pub holder: Option<String>,
    /// Reference of the mandate to debit.
    pub mandate_reference: Option<String>,
    /// The day on which the mandate was given.
    pub mandate_signed_on: Option<NaiveDate>,
}

/// Money that goes back to the payer.
#[derive(Clone, Debug)]
pub struct RefundRequest {
    /// Idempotency key of the refund.
    pub key: String,
    /// Key of the charge.
    pub charge_key: String,
    /// Minor units, above zero, no more than is left of the charge.
    pub amount_minor: i64,
    /// What the gateway shows beside it.
    pub reference: String,
}

/// The gateway did not say what became of a question. For a charge: it may have charged or not.
#[derive(Debug, thiserror::Error)]
#[error("the gateway's answer is unknown: {0}")]
pub struct OutcomeUnknown(pub String);

/// Why the gateway did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// It said no, in its own code; asking again is no use.
    #[error("the gateway refused: {0}")]
    Refused(String),
    /// It said nothing, or nothing that can be read. The same key may be asked again.
    #[error(transparent)]
    Unknown(#[from] OutcomeUnknown),
}

/// A payment gateway.
#[async_trait::async_trait]
pub trait PaymentGateway: Send + Sync {
    /// Opens a hosted page.
    ///
    /// # Errors
    /// [`GatewayError`]; nothing is lost by asking again.
    async fn open_session(&self, request: &SessionRequest) -> Result<HostedSession, GatewayError>;

    /// A hosted page; none that the gateway does not know.
    ///
    /// # Errors
    /// [`OutcomeUnknown`]: ask again later.
    async fn find_session(&self, id: &str) -> Result<Option<HostedSession>, OutcomeUnknown>;

    /// Charges once for each key, however often it is asked.
    ///
    /// # Errors
    /// [`OutcomeUnknown`]: it may have charged or not. Only [`settle`](Self::settle) tells.
    async fn charge(&self, request: &ChargeRequest) -> Result<ChargeOutcome, OutcomeUnknown>;

    /// Reserves an amount on a card, to be captured or let go.
    ///
    /// # Errors
    /// As [`charge`](Self::charge).
    async fn authorise(&self, request: &ChargeRequest) -> Result<ChargeOutcome, OutcomeUnknown>;

    /// What became of a key, and nothing else. None: no charge so far, which may still be on its way.
    ///
    /// # Errors
    /// [`OutcomeUnknown`]: ask again later.
    async fn find(&self, key: &str) -> Result<Option<ChargeOutcome>, OutcomeUnknown>;

    /// Ends an attempt: cancels it unless it has an outcome already. After this the key never charges.
    ///
    /// # Errors
    /// [`OutcomeUnknown`]: ask again later.
    async fn settle(&self, key: &str) -> Result<ChargeOutcome, OutcomeUnknown>;

    /// Takes what was authorised, all of it or less. Asked again it answers the same.
    ///
    /// # Errors
    /// [`GatewayError`].
    async fn capture(&self, key: &str, amount_minor: i64) -> Result<ChargeOutcome, GatewayError>;

    /// Lets go of what was authorised. Asked again it answers the same.
    ///
    /// # Errors
    /// [`GatewayError`].
    async fn void(&self, key: &str) -> Result<ChargeOutcome, GatewayError>;

    /// Gives back part of a charge; answers the gateway's name of the refund.
    ///
    /// # Errors
    /// [`GatewayError`].
    async fn refund(&self, request: &RefundRequest) -> Result<String, GatewayError>;

    /// Moves a sandbox's calendar with the demo's, so that debits settle on their day. Never asked outside demo mode.
    ///
    /// # Errors
    /// [`GatewayError`]; the gateway keeps its day.
    async fn move_demo_clock(&self, today: NaiveDate) -> Result<(), GatewayError>;
}
