//! A period as a row of cells with today on it. The dates below it say the same in words.

use super::cells::CellLine;
use crate::texts::{td_string, use_language, use_locale};
use billing::{BillingPeriod, format};
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

/// The running period.
#[component]
pub fn PeriodBar(
    period: BillingPeriod,
    today: NaiveDate,
    /** Days or months. */
    cells: i64,
) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let share = ElapsedShare::of(period, today);
    let left = period.days_from(today).clamp(0, period.days());
    let start = if period.start.year() == period.end.year() { format::short_date(period.start, language) } else { format::date(period.start, language) };
    let past = share.has_begun().then(|| {
        view! {
            <CellLine class="past" end=share.percent() cells=share.of_cells(cells)/>
        }
    });
    view! {
        <div class="period">
            <svg class="period-bar" aria-hidden="true" height="20">
                <CellLine class="rest" end="100%" cells=cells.to_string()/>
                {past}
                <line class="today" x1=share.percent() x2=share.percent() y1="1" y2="19"/>
            </svg>
            <p class="period-dates">
                <span>{start}</span>
                " "
                <span class="period-today">{td_string!(locale, subscriptions.today_left, count = left).to_string()}</span>
                " "
                <span>{format::date(period.end, language)}</span>
            </p>
        </div>
    }
}

/// How much of a period has passed, in thousandths of a per cent: the same digits on server and browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ElapsedShare(i64);

impl ElapsedShare {
    fn of(period: BillingPeriod, today: NaiveDate) -> Self {
        let days = period.days().max(1);
        let elapsed = today.signed_duration_since(period.start).num_days().clamp(0, days);
        Self(elapsed * 100_000 / days)
    }

    const fn has_begun(self) -> bool {
        self.0 > 0
    }

    fn percent(self) -> String {
        format!("{}.{:03}%", self.0 / 1000, self.0 % 1000)
    }

    /// The share as a number of cells.
    fn of_cells(self, cells: i64) -> String {
        let thousandths = self.0.saturating_mul(cells) / 100;
        format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(start: &str, end: &str, today: &str) -> ElapsedShare {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        ElapsedShare::of(BillingPeriod { start: day(start), end: day(end) }, day(today))
    }

    #[test]
    fn twenty_of_thirty_days_are_two_thirds() {
        let share = share("2026-11-01", "2026-12-01", "2026-11-21");
        assert_eq!((share.percent(), share.of_cells(30)), ("66.666%".to_owned(), "19.999".to_owned()));
    }

    #[test]
    fn the_mark_stays_on_the_bar() {
        assert!(!share("2026-11-01", "2026-12-01", "2026-11-01").has_begun());
        assert!(!share("2026-11-01", "2026-12-01", "2026-10-01").has_begun());
        assert_eq!(share("2026-11-01", "2026-12-01", "2027-01-01").percent(), "100.000%");
        assert_eq!(share("2026-11-01", "2026-11-01", "2026-11-01").percent(), "0.000%");
    }
}
