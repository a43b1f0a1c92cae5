//! A service order: what a quote's acceptance asks the seller's people to do, from placing to its end. Knows no money; the
//! price is pinned by the order behind it.

use crate::OrderPrice;
use crate::order::{IssuedDocument, MethodOnFile, OrderItem};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Within how many hours a service order is promised to be processed.
pub const PROMISED_HOURS: i64 = 24;

/// The longest reason for refusing, in characters.
pub const REASON_LIMIT: i64 = 500;

/// Where a service order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceOrderState {
    /// Placed; nobody has begun.
    Placed,
    /// Somebody works on it.
    InProcess,
    /// In force, paid, invoiced.
    Done,
    /// Refused with a reason; nothing was charged.
    Refused,
}

/// Why a service order does not move on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServiceOrderError {
    /// Somebody works on it already.
    #[error("somebody works on it already")]
    TakenAlready,
    /// Nobody has taken it yet.
    #[error("nobody has taken it yet")]
    NotTaken,
    /// It has ended.
    #[error("it is {0:?} already")]
    Ended(ServiceOrderState),
    /// A refusal wants a reason that can be sent to the customer.
    #[error("a reason is missing")]
    ReasonMissing,
    /// It is longer than [`REASON_LIMIT`].
    #[error("the reason is too long")]
    ReasonTooLong,
}

impl ServiceOrderState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Placed, Self::InProcess, Self::Done, Self::Refused];

    /// The word of the state in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::InProcess => "in_process",
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }

    /// The state of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether it waits for somebody, or for being done.
    pub const fn is_waiting(self) -> bool {
        matches!(self, Self::Placed | Self::InProcess)
    }

    /// Somebody begins to work on it.
    ///
    /// # Errors
    /// [`ServiceOrderError::TakenAlready`], [`ServiceOrderError::Ended`].
    pub const fn take(self) -> Result<Self, ServiceOrderError> {
        match self {
            Self::Placed => Ok(Self::InProcess),
            Self::InProcess => Err(ServiceOrderError::TakenAlready),
            ended => Err(ServiceOrderError::Ended(ended)),
        }
    }

    /// It is done.
    ///
    /// # Errors
    /// [`ServiceOrderError::NotTaken`], [`ServiceOrderError::Ended`].
    pub const fn complete(self) -> Result<Self, ServiceOrderError> {
        match self {
            Self::InProcess => Ok(Self::Done),
            Self::Placed => Err(ServiceOrderError::NotTaken),
            ended => Err(ServiceOrderError::Ended(ended)),
        }
    }

    /// It is refused, taken or not.
    ///
    /// # Errors
    /// [`ServiceOrderError::ReasonMissing`], [`ServiceOrderError::ReasonTooLong`], [`ServiceOrderError::Ended`].
    pub fn refuse(self, reason: &str) -> Result<Self, ServiceOrderError> {
        if !self.is_waiting() {
            return Err(ServiceOrderError::Ended(self));
        }
        let length = i64::try_from(reason.trim().chars().count()).unwrap_or(i64::MAX);
        match length {
            0 => Err(ServiceOrderError::ReasonMissing),
            _ if length > REASON_LIMIT => Err(ServiceOrderError::ReasonTooLong),
            _ => Ok(Self::Refused),
        }
    }
}

/// Somebody who administers the products for the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdminContact {
    /// Full name.
    pub name: String,
    /// Mail address.
    pub email: String,
}

/// A service order as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceOrder {
    /// Its number, `SA-2026-00001`.
    pub number: String,
    /// Where it is.
    pub state: ServiceOrderState,
    /// The quote that was accepted by it.
    pub quote: String,
    /// The day of placing, whose price it has.
    pub placed_on: NaiveDate,
    /// When it was placed, microseconds in UTC.
    pub placed_at: i64,
    /// By when it is promised to be processed, microseconds in UTC.
    pub due_at: i64,
    /// Name of who works on it, if a person does.
    pub taken_by: Option<String>,
    /// Why it was refused.
    pub reason: Option<String>,
    /// The customer's purchase order.
    pub purchase_order: Option<String>,
    /// Who administers the products.
    pub admin: Option<AdminContact>,
    /// What was ordered.
    pub items: Vec<OrderItem>,
    /// The price of the day of placing.
    pub price: OrderPrice,
    /// What pays.
    pub method: Option<MethodOnFile>,
    /// What it issued.
    pub documents: Vec<IssuedDocument>,
}

#[cfg(test)]
mod tests {
    use super::ServiceOrderError::{Ended, NotTaken, ReasonMissing, ReasonTooLong, TakenAlready};
    use super::ServiceOrderState::{Done, InProcess, Placed, Refused};
    use super::*;

    #[test]
    fn every_state_and_every_act_are_in_this_table() {
        let table = [
            (Placed, Ok(InProcess), Err(NotTaken), Ok(Refused)),
            (InProcess, Err(TakenAlready), Ok(Done), Ok(Refused)),
            (Done, Err(Ended(Done)), Err(Ended(Done)), Err(Ended(Done))),
            (Refused, Err(Ended(Refused)), Err(Ended(Refused)), Err(Ended(Refused))),
        ];
        assert_eq!(table.map(|(state, ..)| state), ServiceOrderState::ALL);
        for (state, taken, completed, refused) in table {
            assert_eq!((state.take(), state.complete(), state.refuse("no budget")), (taken, completed, refused), "{state:?}");
        }
    }

    #[test]
    fn a_refusal_has_a_reason_of_readable_length() {
        let longest = "x".repeat(500);
        for (reason, expected) in [("", Err(ReasonMissing)), ("  \n", Err(ReasonMissing)), ("a", Ok(Refused)), (longest.as_str(), Ok(Refused))] {
            assert_eq!(Placed.refuse(reason), expected, "{reason:?}");
        }
        assert_eq!(Placed.refuse(&format!("{longest}x")), Err(ReasonTooLong));
    }

    #[test]
    fn a_word_names_one_state() {
        for state in ServiceOrderState::ALL {
            assert_eq!(ServiceOrderState::parse(state.code()), Some(state));
        }
        assert_eq!(ServiceOrderState::parse("lost"), None);
    }
}
