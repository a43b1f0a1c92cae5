//! Where an invoice stands today, which the frozen document does not tell: what was paid, what is open, what happens when.

use crate::Currency;
use crate::dunning::DunningAction;
use crate::order::MethodOnFile;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What will happen if nothing is paid meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedStep {
    /// The day.
    pub on: NaiveDate,
    /// What is done then.
    pub action: DunningAction,
}

/// Whether a payment has arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentState {
    /// A debit on its way; it counts as paid until the bank says no.
    Pending,
    /// Received.
    Settled,
    /// A debit that came back.
    Failed,
}

impl PaymentState {
    /// The state of its word in the database.
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "pending" => Some(Self::Pending),
            "settled" => Some(Self::Settled),
            "failed" => Some(Self::Failed),
            _ => None,
        }
    }
}

/// A payment of an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoicePayment {
    /// Minor units.
    pub amount_minor: i64,
    /// The day on which it was received, or submitted.
    pub on: NaiveDate,
    /// What paid, where that is known.
    pub method: Option<MethodOnFile>,
    /// Whether it has arrived.
    pub state: PaymentState,
    /// Why a debit came back, in the gateway's code.
    pub failure_code: Option<String>,
}

/// A try to charge an invoice that the bank refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclinedTry {
    /// Minor units.
    pub amount_minor: i64,
    /// What was to pay, where that is known.
    pub method: Option<MethodOnFile>,
    /// Why not, in the gateway's code.
    pub code: Option<String>,
    /// On which day, where that was noted.
    pub on: Option<NaiveDate>,
}

/// A payment that has begun and whose end is not known yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentUnderWay {
    /// Where the holder of the card confirms it; none while the gateway is asked.
    pub action_url: Option<String>,
}

/// Where an invoice stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceStanding {
    /// Its number.
    pub number: String,
    /// Names of its products.
    pub products: String,
    /// Currency of its amounts.
    pub currency: Currency,
    /// Gross, minor units.
    pub total_minor: i64,
    /// Still to be paid, minor units.
    pub open_minor: i64,
    /// The day of issue.
    pub issued_on: NaiveDate,
    /// The day by which it is to be paid.
    pub due_on: Option<NaiveDate>,
    /// Since when it is overdue.
    pub overdue_since: Option<NaiveDate>,
    /// What happens when.
    pub ahead: Vec<PlannedStep>,
    /// Payments since it was issued, newest first.
    pub payments: Vec<InvoicePayment>,
    /// Tries that were declined, newest first.
    pub declined: Vec<DeclinedTry>,
    /// The payment that is under way.
    pub under_way: Option<PaymentUnderWay>,
}
