//! Exact fractions and a calendar of the tests' own: nothing of the crate or of chrono computes here.

/// A fraction of whole numbers; the denominator is above zero.
#[derive(Clone, Copy, Debug)]
pub struct Fraction {
    numerator: i128,
    denominator: i128,
}

impl Fraction {
    pub fn whole(number: i128) -> Self {
        Self { numerator: number, denominator: 1 }
    }

    /// This fraction times `numerator / denominator`, in lowest terms.
    pub fn times(self, numerator: i128, denominator: i128) -> Self {
        let numerator = self.numerator * numerator;
        let denominator = self.denominator * denominator;
        let divisor = greatest_common_divisor(numerator.abs(), denominator);
        Self { numerator: numerator / divisor, denominator: denominator / divisor }
    }

    pub fn plus(self, other: Self) -> Self {
        let numerator = self.numerator * other.denominator + other.numerator * self.denominator;
        let denominator = self.denominator * other.denominator;
        let divisor = greatest_common_divisor(numerator.abs(), denominator);
        Self { numerator: numerator / divisor, denominator: denominator / divisor }
    }

    /// Whether it differs from a whole number by at most so many halves.
    pub fn is_within_halves(self, number: i128, halves: i128) -> bool {
        2 * (self.numerator - number * self.denominator).abs() <= halves * self.denominator
    }

    /// The nearest whole number; of two equally near ones, the one farther from zero.
    pub fn rounded(self) -> i128 {
        let magnitude = (2 * self.numerator.abs() + self.denominator).div_euclid(2 * self.denominator);
        if self.numerator < 0 { -magnitude } else { magnitude }
    }
}

fn greatest_common_divisor(mut first: i128, mut second: i128) -> i128 {
    while second != 0 {
        (first, second) = (second, first % second);
    }
    first.max(1)
}

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    pub year: i64,
    pub month: i64,
    pub day: i64,
}

impl Day {
    pub fn new(year: i64, month: i64, day: i64) -> Self {
        Self { year, month, day }
    }

    /// Days since 1 January of the year 1, counted year by year and month by month.
    pub fn number(self) -> i64 {
        let years = self.year - 1;
        let leap_days = years / 4 - years / 100 + years / 400;
        let months: i64 = (1..self.month).map(|month| month_length(self.year, month)).sum();
        years * 365 + leap_days + months + self.day - 1
    }

    /// The day `days` later, by walking there month by month.
    pub fn plus_days(self, days: i64) -> Self {
        let mut day = Self { day: self.day + days, ..self };
        while day.day > month_length(day.year, day.month) {
            day.day -= month_length(day.year, day.month);
            (day.year, day.month) = if day.month == 12 { (day.year + 1, 1) } else { (day.year, day.month + 1) };
        }
        while day.day < 1 {
            (day.year, day.month) = if day.month == 1 { (day.year - 1, 12) } else { (day.year, day.month - 1) };
            day.day += month_length(day.year, day.month);
        }
        day
    }

    /// The same day so many months later, or that month's last day.
    pub fn plus_months(self, months: i64) -> Self {
        let count = self.year * 12 + self.month - 1 + months;
        let (year, month) = (count / 12, count % 12 + 1);
        Self { year, month, day: self.day.min(month_length(year, month)) }
    }
}

pub fn month_length(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
