//! Billing periods: half-open spans of dates, stepped from an anchor day.

use crate::BillingInterval;
use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// A half-open span of days: `start` belongs to it, `end` is the first day of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillingPeriod {
    /// First day.
    pub start: NaiveDate,
    /// First day after it.
    pub end: NaiveDate,
}

impl BillingPeriod {
    /// The period of one interval that begins on `start` and makes that day the anchor.
    /// `None` only at the end of the calendar that can be represented.
    ///
    /// ```
    /// use billing::{BillingInterval, BillingPeriod};
    /// use chrono::NaiveDate;
    /// let start = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    /// let period = BillingPeriod::starting(start, BillingInterval::Monthly).unwrap();
    /// assert_eq!(period.end.to_string(), "2026-02-28");
    /// ```
    pub fn starting(start: NaiveDate, interval: BillingInterval) -> Option<Self> {
        let end = add_months(start, interval.months())?;
        Some(Self { start, end })
    }

    /// The period of that many days, as a trial has it. `None` only at the end of the calendar.
    pub fn of_days(start: NaiveDate, days: u32) -> Option<Self> {
        let end = in_iso_years(start.checked_add_days(Days::new(u64::from(days)))?)?;
        Some(Self { start, end })
    }

    /// The period that follows, its end stepped from the anchor day (1 to 31): 31 Jan, 28 Feb, 31 Mar.
    /// `None` at the end of the calendar, and for an anchor day of 0.
    pub fn next(&self, interval: BillingInterval, anchor_day: u32) -> Option<Self> {
        let clamped = add_months(self.end, interval.months())?;
        Some(Self { start: self.end, end: on_anchor_day(clamped, anchor_day)? })
    }

    /// Whether its end is the anchor day of its month, or the last day of a month that lacks that day.
    pub fn ends_on(&self, anchor_day: u32) -> bool {
        on_anchor_day(self.end, anchor_day) == Some(self.end)
    }

    /// Whether `day` lies in the period.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.start <= day && day < self.end
    }

    /// Its last day, as people and invoices name a period: the day on which the next begins does not belong to it.
    pub fn last_day(&self) -> NaiveDate {
        self.end.pred_opt().unwrap_or(self.end)
    }

    /// All its days.
    pub fn days(&self) -> i64 {
        self.end.signed_duration_since(self.start).num_days()
    }

    /// Its days from `day` on, `day` being one of them.
    pub fn days_from(&self, day: NaiveDate) -> i64 {
        self.end.signed_duration_since(day).num_days()
    }
}

/// The date of ten characters `YYYY-MM-DD`.
pub fn parse_iso_date(text: &str) -> Option<NaiveDate> {
    let shaped = text.len() == 10 && text.bytes().enumerate().all(|(place, byte)| if place == 4 || place == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    shaped.then(|| text.parse().ok()).flatten()
}

/// Month ends clamp: chrono takes the last day of a month that lacks the day.
fn add_months(day: NaiveDate, months: u32) -> Option<NaiveDate> {
    in_iso_years(day.checked_add_months(Months::new(months))?)
}

/// The day `anchor_day` of the month of `day`, or that month's last day; `None` for day 0.
fn on_anchor_day(day: NaiveDate, anchor_day: u32) -> Option<NaiveDate> {
    (1..=anchor_day.min(31)).rev().find_map(|number| day.with_day(number))
}

/// Dates are written with four digits of year; what needs more is refused.
fn in_iso_years(day: NaiveDate) -> Option<NaiveDate> {
    (0..=9999).contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn month_ends_clamp_and_come_back() {
        let mut period = BillingPeriod::starting(day("2026-01-31"), BillingInterval::Monthly).unwrap();
        let mut ends = vec![period.end.to_string()];
        for _ in 0..3 {
            period = period.next(BillingInterval::Monthly, 31).unwrap();
            ends.push(period.end.to_string());
        }
        assert_eq!(ends, ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]);
    }

    #[test]
    fn a_leap_day_comes_back_every_fourth_year() {
        let mut period = BillingPeriod::starting(day("2024-02-29"), BillingInterval::Annual).unwrap();
        let mut ends = vec![period.end.to_string()];
        for _ in 0..3 {
            period = period.next(BillingInterval::Annual, 29).unwrap();
            ends.push(period.end.to_string());
        }
        assert_eq!(ends, ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]);
    }

    #[test]
    fn the_last_day_is_outside() {
        let period = BillingPeriod { start: day("2026-11-01"), end: day("2026-12-01") };
        assert!(period.contains(day("2026-11-01")) && period.contains(day("2026-11-30")) && !period.contains(day("2026-12-01")));
        assert_eq!((period.days(), period.days_from(day("2026-11-21")), period.last_day()), (30, 10, day("2026-11-30")));
    }
}
