//! Amounts as bars, with the same amounts as a table behind them. One series, or two: today and after.

mod columns;
mod scale;

use super::money::money_text;
use super::table::{Column, Row, Table, TableShape};
use crate::texts::{td_string, use_language, use_locale};
use billing::{Currency, Money, format};
use columns::Columns;
use leptos::prelude::*;
use scale::Scale;

/// A bar, or a pair of bars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Below the bar; three or four letters where there are many.
    pub label: String,
    /// Today's amount, where the chart compares.
    pub before_minor: Option<i64>,
    /// The amount in minor units; below zero is money that comes back.
    pub minor: i64,
}

/// The chart.
#[component]
pub fn BarChart(
    /// Once on a page.
    #[prop(into)]
    id: String,
    /// What it shows.
    #[prop(into)]
    title: String,
    bars: Vec<Bar>,
    currency: Currency,
    /// What the labels are: "Monat".
    of: &'static str,
) -> impl IntoView {
    let locale = use_locale();
    let compares = bars.iter().any(|bar| bar.before_minor.is_some());
    let scale = Scale::of(bars.iter().flat_map(|bar| [bar.minor, bar.before_minor.unwrap_or_default()]), minor_of_one(currency));
    let legend = compares.then(|| {
        view! {
            <ul class="chart-legend">
                <li class="before">{td_string!(locale, parts.today)}</li>
                <li>{td_string!(locale, parts.after)}</li>
            </ul>
        }
    });
    let (title_id, words_id) = (format!("{id}-title"), format!("{id}-words"));
    view! {
        <figure class="chart">
            <figcaption>
                <p class="chart-title" id=title_id.clone()>{title.clone()}</p>
                <p class="chart-words" id=words_id.clone()>{summary(&bars, currency)}</p>
                {legend}
            </figcaption>
            {(!bars.is_empty()).then(|| view! {
                <Columns bars=bars.clone() scale currency labels=(title_id, words_id)/>
                <details class="chart-table">
                    <summary>{td_string!(locale, parts.as_table)}</summary>
                    <AsTable title bars currency of/>
                </details>
            })}
        </figure>
    }
    .into_any()
}

fn minor_of_one(currency: Currency) -> i64 {
    10_i64.saturating_pow(currency.minor_digits())
}

/// "Zusammen 2.400,00 €, am meisten im März: 600,00 €." The picture in a sentence.
fn summary(bars: &[Bar], currency: Currency) -> String {
    let locale = use_locale();
    let Some(most) = bars.iter().max_by_key(|bar| bar.minor) else { return td_string!(locale, parts.chart_empty).to_owned() };
    let sum = |amount: fn(&Bar) -> i64| money_text(bars.iter().map(amount).fold(0, i64::saturating_add), currency);
    let total = sum(|bar| bar.minor);
    if bars.iter().any(|bar| bar.before_minor.is_some()) {
        let before = sum(|bar| bar.before_minor.unwrap_or_default());
        return td_string!(locale, parts.chart_compared, before = before, after = total).to_string();
    }
    if bars.len() == 1 {
        return format!("{}: {total}", most.label);
    }
    if bars.iter().all(|bar| bar.minor == most.minor) {
        return td_string!(locale, parts.chart_even, total = total, each = money_text(most.minor, currency)).to_string();
    }
    td_string!(locale, parts.chart_words, total = total, most = money_text(most.minor, currency), label = most.label.clone()).to_string()
}

/// An amount on the axis: whole units, since every line stands at one.
fn axis_text(minor: i64, currency: Currency) -> String {
    format::whole_money(Money::new(minor, currency), use_language())
}

#[component]
fn AsTable(title: String, bars: Vec<Bar>, currency: Currency, of: &'static str) -> impl IntoView {
    let locale = use_locale();
    let compares = bars.iter().any(|bar| bar.before_minor.is_some());
    let amount = move |minor: i64| view! { <span class="amount">{money_text(minor, currency)}</span> }.into_any();
    let row = |bar: Bar| {
        let before = compares.then(|| bar.before_minor.map_or_else(|| "–".into_any(), amount));
        Row::new([bar.label.into_any()].into_iter().chain(before).chain([amount(bar.minor)]).collect())
    };
    let before = compares.then(|| Column::number(td_string!(locale, parts.today)));
    let after = if compares { td_string!(locale, parts.after) } else { td_string!(locale, parts.amount) };
    let columns: Vec<Column> = [Column::text(of)].into_iter().chain(before).chain([Column::figure(after)]).collect();
    view! { <Table caption=title columns rows=bars.into_iter().map(row).collect() shape=TableShape::Plain/> }
}
