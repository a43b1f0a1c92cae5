//! What a charge is, and how the test tokens end; it must not know of files, HTTP or other charges.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A test token: it stands for a card that the gateway keeps, and decides how a charge on it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Token {
    #[serde(rename = "tok_visa_4242")]
    Visa,
    #[serde(rename = "tok_mastercard_4444")]
    Mastercard,
    #[serde(rename = "tok_declined_0002")]
    Declined,
    #[serde(rename = "tok_insufficient_9995")]
    Insufficient,
    #[serde(rename = "tok_expired_0069")]
    Expired,
}

impl Token {
    /// The token of that name, if there is one.
    pub(crate) fn find(name: &str) -> Option<Self> {
        match name {
            "tok_visa_4242" => Some(Self::Visa),
            "tok_mastercard_4444" => Some(Self::Mastercard),
            "tok_declined_0002" => Some(Self::Declined),
            "tok_insufficient_9995" => Some(Self::Insufficient),
            "tok_expired_0069" => Some(Self::Expired),
            _ => None,
        }
    }

    /// Why a charge on this token is declined, or `None` where it succeeds.
    pub(crate) fn decline_code(self) -> Option<DeclineCode> {
        match self {
            Self::Visa | Self::Mastercard => None,
            Self::Declined => Some(DeclineCode::CardDeclined),
            Self::Insufficient => Some(DeclineCode::InsufficientFunds),
            Self::Expired => Some(DeclineCode::ExpiredCard),
        }
    }

    fn card(self) -> Card {
        let (brand, last4) = match self {
            Self::Visa => ("visa", "4242"),
            Self::Mastercard => ("mastercard", "4444"),
            Self::Declined => ("visa", "0002"),
            Self::Insufficient => ("visa", "9995"),
            Self::Expired => ("visa", "0069"),
        };
        Card { brand, last4 }
    }
}

/// Why a charge was declined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DeclineCode {
    CardDeclined,
    InsufficientFunds,
    ExpiredCard,
}

/// What a caller asks to have charged; two requests are the same when all four fields are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChargeRequest {
    /// Above zero, in minor units of `currency`.
    pub(crate) amount_minor: i64,
    /// Three capital letters.
    pub(crate) currency: String,
    pub(crate) payment_token: Token,
    /// The caller's own name for what is paid.
    pub(crate) reference: String,
}

/// How a key was settled. There is no way on from any of these.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Settlement {
    Succeeded { request: ChargeRequest },
    Declined { request: ChargeRequest, decline_code: DeclineCode },
    Cancelled,
}

/// A settled key: one line of the journal.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Charge {
    pub(crate) key: String,
    pub(crate) id: String,
    pub(crate) settlement: Settlement,
}

impl Charge {
    /// Settles a key and gives it its id.
    pub(crate) fn settle(key: String, settlement: Settlement) -> Self {
        let id = format!("ch_{}", Uuid::now_v7().simple());
        Self { key, id, settlement }
    }

    /// What a caller gets to see of it.
    pub(crate) fn answer(&self) -> ChargeAnswer<'_> {
        let (status, request, decline_code) = match &self.settlement {
            Settlement::Succeeded { request } => ("succeeded", Some(request), None),
            Settlement::Declined { request, decline_code } => ("declined", Some(request), Some(*decline_code)),
            Settlement::Cancelled => ("cancelled", None, None),
        };
        ChargeAnswer {
            key: &self.key,
            id: &self.id,
            status,
            decline_code,
            amount_minor: request.map(|request| request.amount_minor),
            currency: request.map(|request| request.currency.as_str()),
            reference: request.map(|request| request.reference.as_str()),
            card: request.map(|request| request.payment_token.card()),
        }
    }
}

/// A charge as the HTTP interface shows it. Of a cancelled key nothing is known but the key.
#[derive(Debug, Serialize)]
pub(crate) struct ChargeAnswer<'a> {
    key: &'a str,
    id: &'a str,
    status: &'static str,
    decline_code: Option<DeclineCode>,
    amount_minor: Option<i64>,
    currency: Option<&'a str>,
    reference: Option<&'a str>,
    card: Option<Card>,
}

/// What may be shown of a card.
#[derive(Debug, Serialize)]
struct Card {
    brand: &'static str,
    last4: &'static str,
}
