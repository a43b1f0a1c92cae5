//! What a business owes for paying late under German law, where the seller asks for it: interest and a flat fee.
//!
//! Interest: nine percentage points above the base rate (§ 288 Abs. 2 BGB); the base rate changes on 1 January and 1 July
//! and is published by the Deutsche Bundesbank (§ 247 BGB). Flat fee: 40 euro for each claim (§ 288 Abs. 5 BGB; article 6
//! of Directive 2011/7/EU). Both are damages, so no VAT is taken on them.

use crate::Currency;
use crate::money::{AmountOverflow, divide_rounded};
use chrono::{Datelike, NaiveDate};

/// Hundredths of a percentage point above the base rate, between businesses.
const ABOVE_BASE: i64 = 900;
/// The flat fee, euro cents.
pub const FLAT_FEE_MINOR: i64 = 4_000;

/// The base rate from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BaseRate {
    /// The first day.
    pub from: NaiveDate,
    /// Hundredths of a per cent a year: 127 is 1.27 %. May be negative.
    pub hundredths: i64,
}

impl BaseRate {
    /// Hundredths of a per cent from digits such as `1.27` or `-0.88`, with two decimals at most.
    pub fn parse_percent(text: &str) -> Option<i64> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_number = |text: &str| !text.is_empty() && text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(whole) || !is_number(part) {
            return None;
        }
        let part: i64 = format!("{part:0<2}").parse().ok()?;
        Some(sign * (whole.parse::<i64>().ok()? * 100 + part))
    }
}

/// What the seller asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LateTerms {
    /// Base rates in the order of their days; none: no interest.
    pub base_rates: Vec<BaseRate>,
    /// Whether the flat fee is asked for.
    pub flat_fee: FlatFee,
}

/// Whether the flat fee is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FlatFee {
    /// It is.
    Asked,
    /// It is not.
    #[default]
    Waived,
}

/// What is owed beside the invoice, minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LateClaim {
    /// Interest.
    pub interest_minor: i64,
    /// Flat fee.
    pub fee_minor: i64,
}

impl LateTerms {
    /// What is owed on a day for an amount that is overdue since another; that day itself counts, this one does not. Nothing
    /// in other currencies than the euro, for which the law has no figures.
    ///
    /// # Errors
    /// [`AmountOverflow`] for amounts that no invoice has.
    pub fn claim(&self, open_minor: i64, currency: Currency, since: NaiveDate, today: NaiveDate) -> Result<LateClaim, AmountOverflow> {
        if currency != Currency::EUR || open_minor <= 0 || today <= since {
            return Ok(LateClaim::default());
        }
        let fee_minor = if self.flat_fee == FlatFee::Asked { FLAT_FEE_MINOR } else { 0 };
        Ok(LateClaim { interest_minor: self.interest(open_minor, since, today)?, fee_minor })
    }

    /// By the day: each takes the rate that is in force on it and its year's number of days. Exact, and rounded once.
    fn interest(&self, open_minor: i64, since: NaiveDate, today: NaiveDate) -> Result<i64, AmountOverflow> {
        let mut sum: i128 = 0;
        let mut day = since;
        while day < today {
            let end = self.same_until(day).min(today);
            let days = i128::from(end.signed_duration_since(day).num_days());
            let hundredths = i128::from(self.rate_on(day).map_or(0, |rate| (rate + ABOVE_BASE).max(0)));
            // Over the common denominator of years with and without a leap day.
            let other_year: i128 = if day.leap_year() { 365 } else { 366 };
            sum += i128::from(open_minor) * hundredths * days * other_year;
            day = end;
        }
        divide_rounded(sum, 365 * 366 * 10_000)
    }

    fn rate_on(&self, day: NaiveDate) -> Option<i64> {
        self.base_rates.iter().rev().find(|rate| rate.from <= day).map(|rate| rate.hundredths)
    }

    /// The first day after `day` on which rate or year is another.
    fn same_until(&self, day: NaiveDate) -> NaiveDate {
        let new_year = NaiveDate::from_ymd_opt(day.year().saturating_add(1), 1, 1).unwrap_or(NaiveDate::MAX);
        let next_rate = self.base_rates.iter().map(|rate| rate.from).find(|from| *from > day);
        next_rate.map_or(new_year, |from| from.min(new_year))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn terms() -> LateTerms {
        let rate = |from: &str, percent: &str| BaseRate { from: day(from), hundredths: BaseRate::parse_percent(percent).unwrap() };
        LateTerms { base_rates: vec![rate("2024-07-01", "3.37"), rate("2025-01-01", "2.27"), rate("2025-07-01", "1.27")], flat_fee: FlatFee::Asked }
    }

    #[test]
    fn interest_is_nine_points_above_the_base_rate() {
        // 1000,00 € for 73 days, a fifth of the year: 11,27 % × 1/5.
        let claim = terms().claim(100_000, Currency::EUR, day("2025-01-01"), day("2025-03-15")).unwrap();
        assert_eq!(claim, LateClaim { interest_minor: 2_254, fee_minor: 4_000 });
    }

    #[test]
    fn every_day_takes_its_own_rate_and_year() {
        // 31 days at 12,37 % of a leap year's 366, 181 at 11,27 % and 10 at 10,27 % of 365.
        let claim = terms().claim(1_000_000, Currency::EUR, day("2024-12-01"), day("2025-07-11")).unwrap();
        let expected = 1_000_000.0 * (0.1237 * 31.0 / 366.0 + 0.1127 * 181.0 / 365.0 + 0.1027 * 10.0 / 365.0);
        assert!((f64::from(i32::try_from(claim.interest_minor).unwrap()) - expected).abs() <= 0.5, "{claim:?} {expected}");
    }

    #[test]
    fn a_rate_is_written_with_a_point() {
        for (text, hundredths) in
            [("1.27", Some(127)), ("-0.88", Some(-88)), ("3", Some(300)), ("2.5", Some(250)), ("", None), ("1,27", None), ("1.275", None), ("-", None)]
        {
            assert_eq!(BaseRate::parse_percent(text), hundredths, "{text}");
        }
    }

    #[test]
    fn nothing_is_asked_for_that_was_not_agreed() {
        assert_eq!(LateTerms::default().claim(100_000, Currency::EUR, day("2025-01-01"), day("2026-01-01")), Ok(LateClaim::default()));
        assert_eq!(terms().claim(100_000, Currency::parse("USD").unwrap(), day("2025-01-01"), day("2026-01-01")), Ok(LateClaim::default()));
        assert_eq!(terms().claim(100_000, Currency::EUR, day("2025-01-01"), day("2025-01-01")), Ok(LateClaim::default()));
        assert_eq!(terms().claim(0, Currency::EUR, day("2025-01-01"), day("2026-01-01")), Ok(LateClaim::default()));
    }
}
