//! The next twelve months of bills as a picture, with a table behind it.

use crate::texts::{td_string, use_language, use_locale};
use crate::ui::bar_chart::{Bar, BarChart};
use billing::forecast::MonthBill;
use billing::{Currency, format};
use leptos::prelude::*;

/// The chart; `before` is what would be billed without a change, where there is one to compare with.
#[component]
pub fn Forecast(months: Vec<MonthBill>, before: Vec<MonthBill>, currency: Currency) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let bar = |(place, month): (usize, MonthBill)| Bar {
        label: format::short_month(month.month, language).to_owned(),
        before_minor: before.get(place).map(|before| before.due_minor),
        minor: month.due_minor,
    };
    let bars: Vec<Bar> = months.into_iter().enumerate().map(bar).collect();
    view! {
        <section class="card forecast">
            <BarChart id="forecast" title=td_string!(locale, forecast.title) bars currency of=td_string!(locale, forecast.month)/>
            <p class="field-hint">{td_string!(locale, forecast.note)}</p>
        </section>
    }
    .into_any()
}
