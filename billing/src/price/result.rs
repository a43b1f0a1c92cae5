//! What pricing answers: lines that explain themselves, and their sums.

use super::explanation::UnitNote;
use crate::money::{self, AmountOverflow};
use crate::subscription::LineTax;
use crate::{BillingPeriod, Currency, TaxCategory, TaxRate};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Whether a line is paid or given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Paid.
    Charge,
    /// Given back for days that are not used.
    Credit,
}

/// `seats × unit × days / of_days`, rounded once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Place of the item that it belongs to.
    pub item: u32,
    /// Charge or credit.
    pub kind: LineKind,
    /// Number of seats.
    pub seats: i64,
    /// Net price of one seat for the whole period, minor units.
    pub unit_minor: i64,
    /// Days that are paid or given back.
    pub days: i64,
    /// Days of the whole period.
    pub of_days: i64,
    /// Net amount, minor units; a credit is negative.
    pub net_minor: i64,
    /// The days themselves.
    pub period: BillingPeriod,
    /// The line's tax.
    pub tax: LineTax,
    /// Where its unit price comes from, if that is neither the catalogue's plain price nor what the subscription had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_note: Option<UnitNote>,
}

/// Tax of all lines of one category and rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxSum {
    /// Category.
    pub category: TaxCategory,
    /// Rate in per cent.
    pub rate: TaxRate,
    /// Sum of the net amounts, minor units.
    pub base_minor: i64,
    /// Tax on it, rounded once, minor units.
    pub tax_minor: i64,
}

/// The period that an item pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricedPeriod {
    /// Place of the item.
    pub item: u32,
    /// The running period after the order.
    #[serde(flatten)]
    pub period: BillingPeriod,
}

/// What comes when the period ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewal {
    /// Place of the item.
    pub item: u32,
    /// The day.
    pub on: NaiveDate,
    /// Net amount, minor units.
    pub net_minor: i64,
}

/// The whole price of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPrice {
    /// The day that it was computed for.
    pub today: NaiveDate,
    /// Currency of all amounts.
    pub currency: Currency,
    /// The tax that today's charges take.
    pub tax_today: LineTax,
    /// Lines in item order, a change's credit before its charge.
    pub lines: Vec<Line>,
    /// Sum of the lines.
    pub net_minor: i64,
    /// Tax by category and rate, in order of appearance.
    pub tax: Vec<TaxSum>,
    /// Net and tax together.
    pub total_minor: i64,
    /// Account credit that the order uses.
    pub credit_used_minor: i64,
    /// What is to be paid now; never below zero.
    pub due_now_minor: i64,
    /// Account credit afterwards.
    pub credit_after_minor: i64,
    /// Period of each item.
    pub periods: Vec<PricedPeriod>,
    /// Renewal of each item that renews.
    pub renewals: Vec<Renewal>,
    /// Whether checkout has to ask for payment details and VAT number.
    pub asks_for_payment: bool,
}

impl OrderPrice {
    /// A price without lines.
    pub(crate) fn empty(today: NaiveDate, currency: Currency, category: TaxCategory, rate: TaxRate) -> Self {
        Self {
            today,
            currency,
            tax_today: LineTax { category, rate },
            lines: Vec::new(),
            net_minor: 0,
            tax: Vec::new(),
            total_minor: 0,
            credit_used_minor: 0,
            due_now_minor: 0,
            credit_after_minor: 0,
            periods: Vec::new(),
            renewals: Vec::new(),
            asks_for_payment: false,
        }
    }

    /// Sum of the tax of all categories, minor units.
    pub fn tax_minor(&self) -> i64 {
        self.total_minor.saturating_sub(self.net_minor)
    }
}

/// Tax on the sum of the lines, once per category and rate.
pub(super) fn tax_sums<'a>(lines: impl IntoIterator<Item = &'a Line> + Clone) -> Result<Vec<TaxSum>, AmountOverflow> {
    let mut kinds: Vec<LineTax> = Vec::new();
    for line in lines.clone() {
        if !kinds.contains(&line.tax) {
            kinds.push(line.tax);
        }
    }
    kinds
        .into_iter()
        .map(|kind| {
            let of_kind = lines.clone().into_iter().filter(|line| line.tax == kind);
            let base_minor = money::sum(of_kind.map(|line| line.net_minor))?;
            Ok(TaxSum { category: kind.category, rate: kind.rate, base_minor, tax_minor: kind.rate.of(base_minor)? })
        })
        .collect()
}
