//! Payment methods: what is kept of a card or an account, and how a charge on it behaves; it must not hold a whole card number or IBAN.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A kind of payment method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Card,
    SepaDebit,
}

impl Kind {
    /// The kind as callers and forms spell it.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::SepaDebit => "sepa_debit",
        }
    }

    /// The kind of that name, if there is one.
    pub(crate) fn find(code: &str) -> Option<Self> {
        [Self::Card, Self::SepaDebit].into_iter().find(|kind| kind.code() == code)
    }
}

/// Who issued a card; for a debit, the scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Brand {
    Visa,
    Mastercard,
    Sepa,
}

/// Why a charge was declined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DeclineCode {
    CardDeclined,
    InsufficientFunds,
    ExpiredCard,
    AuthenticationFailed,
}

/// Why a debit came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FailureCode {
    InsufficientFunds,
    AccountClosed,
}

/// How a charge on a method ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Behaviour {
    /// At once.
    Succeeds,
    /// At once.
    Declines(DeclineCode),
    /// The bank asks the person first.
    Challenges,
    /// A debit that the bank pays.
    Settles,
    /// A debit that the bank gives back.
    Returns(FailureCode),
}

/// The last month in which a card is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) struct Expiry {
    year: i32,
    month: u32,
}

/// No month is written so.
#[derive(Debug, thiserror::Error)]
#[error("a month is written as 2028-04")]
pub(crate) struct NoMonth;

impl Expiry {
    /// A month from 1 to 12 of a year with four digits.
    pub(crate) fn new(year: i32, month: u32) -> Option<Self> {
        ((1000..=9999).contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// Whether the card is good no more.
    pub(crate) fn is_before(self, today: NaiveDate) -> bool {
        (self.year, self.month) < (today.year(), today.month())
    }
}

impl From<Expiry> for String {
    fn from(expiry: Expiry) -> Self {
        format!("{:04}-{:02}", expiry.year, expiry.month)
    }
}

impl TryFrom<String> for Expiry {
    type Error = NoMonth;

    fn try_from(text: String) -> Result<Self, NoMonth> {
        let (year, month) = text.split_once('-').ok_or(NoMonth)?;
        let expiry = Self::new(year.parse().map_err(|_| NoMonth)?, month.parse().map_err(|_| NoMonth)?).ok_or(NoMonth)?;
        if String::from(expiry) == text { Ok(expiry) } else { Err(NoMonth) }
    }
}

/// What a charge shows of its method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Face {
    pub(crate) kind: Kind,
    pub(crate) brand: Brand,
    pub(crate) last4: String,
}

/// What a session hands out: all that callers may know of a method.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MethodRecord {
    pub(crate) token: String,
    pub(crate) kind: Kind,
    pub(crate) brand: Brand,
    pub(crate) last4: String,
    pub(crate) expires: Option<Expiry>,
    /// Of the account; two capital letters.
    pub(crate) country: Option<String>,
    pub(crate) holder: String,
    pub(crate) mandate_reference: Option<String>,
    pub(crate) mandate_signed_on: Option<NaiveDate>,
}

/// A method that a person left on the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Method {
    pub(crate) record: MethodRecord,
    pub(crate) behaviour: Behaviour,
}

impl Method {
    /// What a charge shows of it.
    pub(crate) fn face(&self) -> Face {
        Face { kind: self.record.kind, brand: self.record.brand, last4: self.record.last4.clone() }
    }

    /// How a charge on it ends on that day.
    pub(crate) fn behaviour_on(&self, today: NaiveDate) -> Behaviour {
        match self.record.expires {
            Some(expiry) if expiry.is_before(today) => Behaviour::Declines(DeclineCode::ExpiredCard),
            _ => self.behaviour,
        }
    }
}
