//! What a price needs to know about a subscription that runs.

use crate::country::Country;
use crate::editor::PlanChoice;
use crate::ids::{OrderId, PlanId, ProductId, SubscriptionId};
use crate::renewal::Announcement;
use crate::{BillingInterval, BillingPeriod, Currency, TaxCategory, TaxRate, VatIdState, tax};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The tax of the invoice line that a credit would correct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineTax {
    /// Category of that line.
    pub category: TaxCategory,
    /// Rate in per cent.
    pub rate: TaxRate,
}

impl LineTax {
    /// The tax that a customer's bill takes on a day.
    pub fn of(country: Country, vat_id: VatIdState, on: NaiveDate) -> Self {
        let (category, rate) = tax::tax_for(country, vat_id, on);
        Self { category, rate }
    }

    /// Category and rate as one word of forms and of the audit trail: `S 19`.
    pub fn code(self) -> String {
        format!("{} {}", self.category.code(), self.rate)
    }
}

/// A running subscription with the price it was bought at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunningSubscription {
    /// The product.
    pub product: ProductId,
    /// Its plan.
    pub plan: PlanId,
    /// Licences.
    pub seats: i64,
    /// Billing frequency.
    pub interval: BillingInterval,
    /// Net price of one seat for one whole period, minor units.
    pub unit_minor: i64,
    /// First day of the running period.
    pub period_start: NaiveDate,
    /// First day after it.
    pub period_end: NaiveDate,
    /// The tax that the running period was invoiced with; today's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<LineTax>,
}

impl RunningSubscription {
    /// The running period.
    pub fn period(&self) -> BillingPeriod {
        BillingPeriod { start: self.period_start, end: self.period_end }
    }
}

/// Where a subscription is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubscriptionState {
    /// Paid and running.
    Active,
    /// A free trial that runs.
    TrialRunning,
    /// A free trial that is over.
    TrialEnded,
    /// Runs until its period ends, and no longer.
    PendingCancellation,
    /// Over.
    Ended,
}

impl SubscriptionState {
    /// All states.
    pub const ALL: [Self; 5] = [Self::Active, Self::TrialRunning, Self::TrialEnded, Self::PendingCancellation, Self::Ended];

    /// The word of the state in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::TrialRunning => "trial_running",
            Self::TrialEnded => "trial_ended",
            Self::PendingCancellation => "pending_cancellation",
            Self::Ended => "ended",
        }
    }

    /// The state of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Why nothing can be scheduled for a subscription's renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScheduleObstacle {
    /// It is a trial, which ends by itself.
    Trial,
    /// It is over.
    Ended,
    /// It was cancelled, so that it does not renew.
    PendingCancellation,
    /// An order of it is being processed, which may change it.
    OrderOpen,
    /// Its service rests until an invoice is paid: its next period begins that day, whenever it comes.
    Suspended,
    /// Its period is over, and its renewal is being worked off.
    RenewalDue,
}

/// A subscription of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Identifier.
    pub id: SubscriptionId,
    /// Product, plan, seats, unit price, running period and its tax.
    pub running: RunningSubscription,
    /// Currency of the unit price.
    pub currency: Currency,
    /// Day of the month from which periods are stepped.
    pub anchor_day: u32,
    /// Where it is in its life.
    pub state: SubscriptionState,
    /// The order that is being processed for it; it takes no other meanwhile.
    pub open_order: Option<OrderId>,
    /// Since when its service rests, because something is overdue.
    #[serde(default)]
    pub suspended_on: Option<NaiveDate>,
    /// What it becomes at its renewal, if that was arranged.
    #[serde(default)]
    pub scheduled: Option<PlanChoice>,
    /// The latest rise of its price that was announced.
    #[serde(default)]
    pub announcement: Option<Announcement>,
}

impl Subscription {
    /// Whether it can be cancelled now.
    pub fn can_cancel(&self) -> bool {
        self.state == SubscriptionState::Active && self.open_order.is_none()
    }

    /// Whether its cancellation can be taken back on a day: until the last day of its period, that day included.
    pub fn can_reactivate(&self, today: NaiveDate) -> bool {
        self.state == SubscriptionState::PendingCancellation && today < self.running.period_end
    }

    /// Whether its plan, seats and interval can be changed now.
    pub fn can_change(&self) -> bool {
        self.state == SubscriptionState::Active && self.open_order.is_none() && self.suspended_on.is_none()
    }

    /// Why nothing can be scheduled for its renewal on a day, if that is so.
    pub fn schedule_obstacle(&self, today: NaiveDate) -> Option<ScheduleObstacle> {
        match self.state {
            SubscriptionState::TrialRunning => Some(ScheduleObstacle::Trial),
            SubscriptionState::TrialEnded | SubscriptionState::Ended => Some(ScheduleObstacle::Ended),
            SubscriptionState::PendingCancellation => Some(ScheduleObstacle::PendingCancellation),
            SubscriptionState::Active if self.open_order.is_some() => Some(ScheduleObstacle::OrderOpen),
            SubscriptionState::Active if self.suspended_on.is_some() => Some(ScheduleObstacle::Suspended),
            SubscriptionState::Active => (self.running.period_end <= today).then_some(ScheduleObstacle::RenewalDue),
        }
    }
}
