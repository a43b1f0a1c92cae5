//! How a line came about, as facts that any language can phrase. Holds no words.

use super::result::{Line, LineKind, OrderPrice};
use crate::BillingPeriod;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What is worth telling about a unit price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum UnitNote {
    /// The seats reach a volume step of the catalogue.
    Step {
        /// The first number of seats of the step.
        from_seats: i64,
    },
    /// It was agreed in a quote.
    Negotiated,
    /// It rose with the catalogue at a renewal.
    Announced {
        /// The day on which the customer was told.
        announced_on: NaiveDate,
        /// The unit price until then, minor units.
        before_minor: i64,
    },
}

/// Whether an amount is its exact fraction or was rounded to a whole minor unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exactness {
    /// Nothing was rounded.
    Exact,
    /// It was rounded, half away from zero.
    Rounded,
}

/// One fact about how a line came about. The first one of a line tells of its days, a second one of its unit price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Explanation {
    /// Seats for one whole period.
    WholePeriod {
        /// The period.
        period: BillingPeriod,
        /// What it costs: seats times unit price, minor units.
        whole_minor: i64,
    },
    /// Days of a paid period that are given back.
    UnusedDays {
        /// How many days.
        days: i64,
        /// Days of the whole period.
        of_days: i64,
        /// What the whole period cost, minor units.
        whole_minor: i64,
        /// Whether the share of it was rounded.
        exactness: Exactness,
    },
    /// Seats that join a running period for its remaining days.
    AddedSeats {
        /// How many days.
        days: i64,
        /// Days of the whole period.
        of_days: i64,
        /// What the added seats cost for a whole period, minor units.
        whole_minor: i64,
        /// Whether the share of it was rounded.
        exactness: Exactness,
    },
    /// All seats take the price of a volume step.
    StepReached {
        /// The first number of seats of the step.
        from_seats: i64,
        /// The step's unit price, minor units.
        unit_minor: i64,
    },
    /// The unit price was agreed in a quote.
    Negotiated {
        /// That price, minor units.
        unit_minor: i64,
    },
    /// The unit price rose with the catalogue, which had been announced.
    Announced {
        /// The day on which the customer was told.
        announced_on: NaiveDate,
        /// The unit price until then, minor units.
        before_minor: i64,
        /// The unit price from now on, minor units.
        unit_minor: i64,
    },
}

impl Line {
    /// What the line's seats cost for the whole period, minor units. Pricing has seen that it fits where a whole period
    /// is charged; a share of a sum that does not fit ends at the limits of `i64`.
    pub fn whole_minor(&self) -> i64 {
        self.unit_minor.saturating_mul(self.seats)
    }

    /// Whether the line's share of the days is a whole number of minor units.
    pub fn exactness(&self) -> Exactness {
        let product = i128::from(self.whole_minor()).saturating_mul(i128::from(self.days));
        if product % i128::from(self.of_days.max(1)) == 0 { Exactness::Exact } else { Exactness::Rounded }
    }

    /// How the line came about: first its days, then its unit price where there is something to tell.
    pub fn explain(&self) -> Vec<Explanation> {
        let (days, of_days, whole_minor, exactness) = (self.days, self.of_days, self.whole_minor(), self.exactness());
        let of_days_left = match self.kind {
            LineKind::Credit => Explanation::UnusedDays { days, of_days, whole_minor, exactness },
            LineKind::Charge if days == of_days => Explanation::WholePeriod { period: self.period, whole_minor },
            LineKind::Charge => Explanation::AddedSeats { days, of_days, whole_minor, exactness },
        };
        let unit_minor = self.unit_minor;
        let of_unit = self.unit_note.map(|note| match note {
            UnitNote::Step { from_seats } => Explanation::StepReached { from_seats, unit_minor },
            UnitNote::Negotiated => Explanation::Negotiated { unit_minor },
            UnitNote::Announced { announced_on, before_minor } => Explanation::Announced { announced_on, before_minor, unit_minor },
        });
        [of_days_left].into_iter().chain(of_unit).collect()
    }
}

impl OrderPrice {
    /// Notes that the unit prices of an item's lines were agreed in a quote, which the subscription itself does not say.
    pub fn note_negotiated(&mut self, item: u32) {
        for line in self.lines.iter_mut().filter(|line| line.item == item) {
            line.unit_note = Some(UnitNote::Negotiated);
        }
    }
}
