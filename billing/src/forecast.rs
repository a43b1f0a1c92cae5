//! What will be billed in the next twelve months, as far as is known today: by the rules of renewal, nothing else. A price
//! that is not announced yet, and what people will do, nobody knows.

use crate::catalogue::Catalogue;
use crate::price::{LineKind, OrderPrice};
use crate::renewal::{PriceOrigin, RenewalRequest, renew};
use crate::{BillingInterval, RunningSubscription};
use crate::{ids::PlanId, price::Customer};
use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// So many months are looked ahead.
pub const MONTHS: u32 = 12;

/// A bill that is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bill {
    /// The day.
    pub on: NaiveDate,
    /// Gross, minor units, before account credit.
    pub total_minor: i64,
}

/// What is to be paid in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthBill {
    /// The first day of the month.
    pub month: NaiveDate,
    /// The sum of its bills, account credit taken off, minor units.
    pub due_minor: i64,
}

/// The first day after all that a forecast of a day can show.
pub fn horizon(today: NaiveDate) -> NaiveDate {
    month_of(today).checked_add_months(Months::new(MONTHS + 1)).unwrap_or(NaiveDate::MAX)
}

/// The renewals of a subscription before a day. They end where the rules have no price: what is scheduled may not be sold
/// any more.
pub fn bills_ahead(catalogue: &Catalogue, mut request: RenewalRequest, until: NaiveDate) -> Vec<Bill> {
    let mut bills = Vec::new();
    while request.subscription.period_end < until {
        let Ok(renewed) = renew(catalogue, &request) else { break };
        bills.push(Bill { on: renewed.price.today, total_minor: renewed.price.total_minor });
        request = request.after(&renewed);
    }
    bills
}

/// What a change makes of a subscription, for its renewals: the first item of a price, a whole period from today on.
pub fn request_after_change(before: &RunningSubscription, chosen: (PlanId, BillingInterval), price: &OrderPrice, customer: Customer) -> Option<RenewalRequest> {
    let charge = price.lines.iter().find(|line| line.item == 0 && line.kind == LineKind::Charge)?;
    let (plan, interval) = chosen;
    let subscription = RunningSubscription {
        product: before.product.clone(),
        plan,
        seats: charge.seats,
        interval,
        unit_minor: charge.unit_minor,
        period_start: charge.period.start,
        period_end: charge.period.end,
        tax: Some(charge.tax),
    };
    Some(RenewalRequest {
        subscription,
        currency: price.currency,
        anchor_day: price.today.day(),
        origin: PriceOrigin::Catalogue,
        priced_on: price.today,
        announcement: None,
        scheduled: None,
        customer,
    })
}

/// The month in which twelve months of bills begin: this one if it has a bill, else the next.
pub fn first_month(today: NaiveDate, bills: &[Bill]) -> NaiveDate {
    let this = month_of(today);
    let next = this.checked_add_months(Months::new(1)).unwrap_or(this);
    if bills.iter().any(|bill| bill.on < next) { this } else { next }
}

/// Twelve months from a first one: what is to be paid in each, the account's credit being used by the earliest bills.
pub fn months_ahead(first: NaiveDate, mut bills: Vec<Bill>, credit_minor: i64) -> Vec<MonthBill> {
    bills.sort_unstable_by_key(|bill| bill.on);
    let mut credit_minor = credit_minor.max(0);
    let dues: Vec<Bill> = bills
        .into_iter()
        .map(|bill| {
            let used_minor = bill.total_minor.clamp(0, credit_minor);
            credit_minor -= used_minor;
            Bill { total_minor: bill.total_minor - used_minor, ..bill }
        })
        .collect();
    let month = |ahead: u32| {
        let month = first.checked_add_months(Months::new(ahead))?;
        let of_month = dues.iter().filter(|due| month_of(due.on) == month);
        Some(MonthBill { month, due_minor: of_month.fold(0, |sum: i64, due| sum.saturating_add(due.total_minor)) })
    };
    (0..MONTHS).filter_map(month).collect()
}

fn month_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}
