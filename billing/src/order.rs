//! An order from placing to its end: what was ordered, at which pinned price, and what became of it.

use crate::OrderPrice;
use crate::RunningSubscription;
use crate::editor::PlanChoice;
use crate::ids::{OrderId, SubscriptionId};
use crate::invoice::DocumentKind;
use serde::{Deserialize, Serialize};

/// Where an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// Written; the gateway's answer is not known yet.
    Placed,
    /// Paid, invoiced, in force.
    Completed,
    /// The payment was declined; nothing changed.
    Declined,
    /// Given up before anything was charged; nothing changed.
    Cancelled,
}

impl OrderState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Placed, Self::Completed, Self::Declined, Self::Cancelled];

    /// The word of the state in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Completed => "completed",
            Self::Declined => "declined",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// One change that was ordered, with the names it had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderItem {
    /// The subscription that changes.
    pub subscription: SubscriptionId,
    /// What ran when the order was placed.
    pub before: RunningSubscription,
    /// What was ordered.
    pub after: PlanChoice,
    /// Name of the product.
    pub product_name: String,
    /// Name of the plan before.
    pub plan_name_before: String,
    /// Name of the plan ordered.
    pub plan_name: String,
}

/// What is shown of a payment method: never more than its last digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardOnFile {
    /// Brand in small letters, for example `visa`.
    pub brand: String,
    /// Last four digits.
    pub last4: String,
    /// Month and year until which it is valid, `2028-04`.
    pub expires: String,
}

/// A document that an order issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedDocument {
    /// Invoice or credit note.
    pub kind: DocumentKind,
    /// Its number.
    pub number: String,
}

/// An order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Identifier.
    pub id: OrderId,
    /// Where it is.
    pub state: OrderState,
    /// What was ordered.
    pub items: Vec<OrderItem>,
    /// The price that was shown and pinned.
    pub price: OrderPrice,
    /// The card that pays, where something is due.
    pub card: Option<CardOnFile>,
    /// Why the gateway declined, in its words' code.
    pub decline_code: Option<String>,
    /// What it issued.
    pub documents: Vec<IssuedDocument>,
}
