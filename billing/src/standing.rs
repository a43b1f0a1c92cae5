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

/// What else than a charge has changed what is open of an invoice, or given its money back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookingKind {
    /// Money that arrived on the seller's bank account.
    BankTransfer,
    /// A check.
    Check,
    /// A credit note, by its number.
    CreditNote {
        /// Its number.
        number: String,
    },
    /// Money that went back to the payer.
    Refund(RefundState),
}

/// Where a refund stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundState {
    /// The gateway was asked, and has not said yes.
    Open,
    /// The money went back by the way that it had come.
    Done,
    /// The seller has transferred it.
    PaidOut,
    /// The gateway has said no: it became account credit again.
    Refused,
}

impl RefundState {
    /// The state of its word in the database.
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "open" => Some(Self::Open),
            "done" => Some(Self::Done),
            "paid_out" => Some(Self::PaidOut),
            "refused" => Some(Self::Refused),
            _ => None,
        }
    }
}

/// That a booking was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reversal {
    /// The day.
    pub on: NaiveDate,
    /// Why, in the words of who did it.
    pub reason: String,
}

/// A transfer, check, credit note or refund of an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booking {
    /// Which.
    pub kind: BookingKind,
    /// Minor units, above zero.
    pub amount_minor: i64,
    /// The day on which it was received, issued or given back.
    pub on: NaiveDate,
    /// Why, where somebody has to say that.
    pub reason: Option<String>,
    /// Since when it no longer counts.
    pub reversal: Option<Reversal>,
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
    /// Transfers, checks, credit notes and refunds, newest first.
    pub bookings: Vec<Booking>,
    /// Tries that were declined, newest first.
    pub declined: Vec<DeclinedTry>,
    /// The payment that is under way.
    pub under_way: Option<PaymentUnderWay>,
}
