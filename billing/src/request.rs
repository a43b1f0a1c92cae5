//! What people ask: a request to customer care, with the account as it was then, and a colleague's wish to the billing contact.

use crate::ids::SubscriptionId;
use crate::{BillingInterval, Currency};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Longest message, in characters.
pub const LONGEST_MESSAGE: i64 = 5000;

/// So many requests of an account may wait for an answer at once.
pub const MOST_OPEN: i64 = 20;

/// So many messages may follow each other in one request without an answer.
pub const MOST_UNANSWERED: i64 = 20;

/// What a request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestSubject {
    /// A plan of lower rank, from the next renewal on.
    Downgrade,
    /// A subscription or its licences.
    Subscription,
    /// An invoice.
    Invoice,
    /// A payment.
    Payment,
    /// Who orders and pays for the account.
    Contact,
    /// Something else.
    Other,
}

impl RequestSubject {
    /// All subjects in the order in which they are offered.
    pub const ALL: [Self; 6] = [Self::Downgrade, Self::Subscription, Self::Invoice, Self::Payment, Self::Contact, Self::Other];

    /// The word of the subject in forms and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Downgrade => "downgrade",
            Self::Subscription => "subscription",
            Self::Invoice => "invoice",
            Self::Payment => "payment",
            Self::Contact => "contact",
            Self::Other => "other",
        }
    }

    /// The subject of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.code() == code)
    }
}

/// Where a request stands. Whatever the account writes makes it wait again, also when it was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    /// It waits for an answer.
    Open,
    /// The seller wrote last.
    Answered,
    /// The seller is done with it.
    Closed,
}

impl RequestState {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Open, Self::Answered, Self::Closed];

    /// The word of the state in addresses and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }

    /// The state of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The account.
    Customer,
    /// Customer care.
    Seller,
}

impl Side {
    /// The word of the side in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Seller => "seller",
        }
    }

    /// The side of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Customer, Self::Seller].into_iter().find(|side| side.code() == code)
    }
}

/// What has become of a colleague's wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalState {
    /// Nothing yet.
    Open,
    /// The billing contact has put it into the cart.
    Taken,
    /// The billing contact does not order it.
    Declined,
    /// Who wished it does so no longer.
    Withdrawn,
}

impl ProposalState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Open, Self::Taken, Self::Declined, Self::Withdrawn];

    /// The word of the state in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Taken => "taken",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A subscription as it stood when its account asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContextSubscription {
    /// Identifier.
    pub id: SubscriptionId,
    /// Name of the product.
    pub product_name: String,
    /// Name of the plan.
    pub plan_name: String,
    /// Licences.
    pub seats: i64,
    /// Frequency.
    pub interval: BillingInterval,
    /// Net price of one seat for one period, minor units.
    pub unit_minor: i64,
    /// First day after the running period.
    pub period_end: NaiveDate,
}

/// The kind of a document that a request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatterKind {
    /// A quote.
    Quote,
    /// A service order.
    ServiceOrder,
    /// An invoice or a credit note.
    Invoice,
}

impl MatterKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Quote, Self::ServiceOrder, Self::Invoice];

    /// The word of the kind in addresses and forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Quote => "quote",
            Self::ServiceOrder => "service_order",
            Self::Invoice => "invoice",
        }
    }
}

/// A document that a request is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestMatter {
    /// What it is.
    pub kind: MatterKind,
    /// Its number.
    pub number: String,
}

impl RequestMatter {
    /// How addresses and forms name it.
    ///
    /// ```
    /// use billing::request::RequestMatter;
    /// let quote = RequestMatter::parse("quote:AN-2026-00001");
    /// assert_eq!(quote.map(|quote| quote.code()).as_deref(), Some("quote:AN-2026-00001"));
    /// assert_eq!(RequestMatter::parse("contract:1"), None);
    /// ```
    pub fn code(&self) -> String {
        format!("{}:{}", self.kind.code(), self.number)
    }

    /// What a [`code`](Self::code) names.
    pub fn parse(code: &str) -> Option<Self> {
        let (kind, number) = code.split_once(':')?;
        let kind = MatterKind::ALL.into_iter().find(|found| found.code() == kind)?;
        Some(Self { kind, number: number.to_owned() })
    }
}

/// An account as it stood when it asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestContext {
    /// The seller's date.
    pub today: NaiveDate,
    /// The account's currency.
    pub currency: Currency,
    /// Account credit, minor units.
    pub credit_minor: i64,
    /// What is open of its invoices, minor units.
    pub open_minor: i64,
    /// What ran.
    pub subscriptions: Vec<ContextSubscription>,
    /// The document that it asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<RequestMatter>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_as_what_it_was_written_for() {
        for subject in RequestSubject::ALL {
            assert_eq!(RequestSubject::parse(subject.code()), Some(subject));
        }
        for state in RequestState::ALL {
            assert_eq!(RequestState::parse(state.code()), Some(state));
        }
        for state in ProposalState::ALL {
            assert_eq!(ProposalState::parse(state.code()), Some(state));
        }
        for side in [Side::Customer, Side::Seller] {
            assert_eq!(Side::parse(side.code()), Some(side));
        }
        assert_eq!((RequestSubject::parse("upgrade"), RequestState::parse(""), Side::parse("staff")), (None, None, None));
    }
}
