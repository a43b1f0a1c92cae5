//! The demo's calendar: what it shows, and moving it on.

#[cfg(feature = "ssr")]
pub(super) mod bodies;

use crate::api::ApiError;
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What happens by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CalendarKind {
    /// A cancelled subscription's last period ends.
    Cancellation,
    /// A free trial ends.
    TrialEnd,
    /// A subscription's next period begins.
    Renewal,
    /// A rise of the price has to be told.
    PriceRise,
    /// A trial's end is near.
    TrialReminder,
    /// The card on file expires.
    CardExpiry,
    /// An invoice is to be collected.
    Collection,
    /// Invoices are sent.
    Receipts,
    /// Quotes expire.
    QuoteExpiry,
    /// How purchase orders stand is looked at.
    PurchaseOrderLook,
    /// Service orders are processed, or late.
    ServiceOrderDue,
    /// A bank decides on a debit.
    Debit,
}

/// An account, to lead to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLink {
    /// Customer number.
    pub number: String,
    /// Name.
    pub name: String,
}

/// Something that stands on the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AheadRow {
    /// What will happen.
    pub kind: CalendarKind,
    /// When.
    pub day: NaiveDate,
    /// Whom it concerns.
    pub account: AccountLink,
    /// What it is about, where that has a name.
    pub about: Option<String>,
}

/// What happened of one kind on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedKind {
    /// The kind.
    pub kind: CalendarKind,
    /// How often it was done.
    pub done: u64,
    /// How often it failed.
    pub failed: u64,
    /// Whom it concerned, or the first of them.
    pub accounts: Vec<AccountLink>,
    /// Whether it concerned others as well.
    pub has_more: bool,
}

/// A day on which something happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedDay {
    /// The day.
    pub day: NaiveDate,
    /// What happened, in order.
    pub happened: Vec<PassedKind>,
}

/// The last move of the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastMove {
    /// Where it stood.
    pub from: NaiveDate,
    /// Where it came to.
    pub to: NaiveDate,
    /// Who moved it.
    pub moved_by: Option<String>,
    /// What happened, day by day.
    pub days: Vec<PassedDay>,
}

/// The calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockPage {
    /// The demo's day.
    pub today: NaiveDate,
    /// Whether it was ever moved.
    pub is_moved: bool,
    /// The day on which something happens next.
    pub next: Option<NaiveDate>,
    /// The day after today, and the last one to which it can be moved at once.
    pub reach: (NaiveDate, NaiveDate),
    /// How many days that is.
    pub most_days: u32,
    /// What comes next, the nearest first.
    pub ahead: Vec<AheadRow>,
    /// What happened on the last move.
    pub passed: Option<LastMove>,
}

/// The calendar; not found outside the demonstration.
#[server(endpoint = "load_clock")]
pub async fn load_clock() -> Result<ClockPage, ApiError> {
    bodies::load_clock().await
}

/// Moves the calendar on and leads back to it. `step` is `day`, `event` or `date`; `seen` is the day that the reader saw: once the
/// calendar stands on another, the form does nothing.
#[server(endpoint = "move_clock")]
pub async fn move_clock(#[server(default)] step: String, #[server(default)] day: String, #[server(default)] seen: String) -> Result<(), ApiError> {
    bodies::move_clock(step, day, seen).await
}
