//! The drawing: an axis with its lines, and a column for each bar. Places across are per cent, places down are pixels, so
//! that words keep their size at every width.

use super::scale::{Scale, decimal};
use super::{Bar, axis_text};
use crate::ui::money::money_text;
use billing::Currency;
use leptos::prelude::*;

/// Height of the plot in pixels, the room above it for a column's amount, and below it for its label.
const HEIGHT: i64 = 168;
const HEAD: i64 = 24;
const FOOT: i64 = 26;
/// As many columns as there is room for at least; fewer bars stand at the left, no wider.
const FEWEST_COLUMNS: usize = 4;
/// With more bars than this only every third label stands below a narrow chart.
const FEW_LABELS: usize = 6;
/// About the width of a figure in pixels.
const FIGURE_WIDTH: usize = 8;

/// Axis and columns. `labels` are the ids of title and description.
#[component]
pub fn Columns(bars: Vec<Bar>, scale: Scale, currency: Currency, labels: (String, String)) -> impl IntoView {
    let lines: Vec<(i64, String)> = scale.lines().into_iter().map(|value| (pixels(scale, value), axis_text(value, currency))).collect();
    let axis_width = lines.iter().map(|(_, text)| text.chars().count()).max().unwrap_or_default() * FIGURE_WIDTH + FIGURE_WIDTH;
    let height = (HEAD + HEIGHT + FOOT).to_string();
    let rule = |(y, _): &(i64, String)| view! { <line class="rule" x1="0" x2="100%" y1=y.to_string() y2=y.to_string()/> };
    let rules = lines.iter().map(rule).collect_view();
    let zero = pixels(scale, 0).to_string();
    let slots = bars.len().max(FEWEST_COLUMNS);
    let last = bars.len().saturating_sub(1);
    let column = |(place, bar): (usize, Bar)| {
        let at = Slot { place, slots, last };
        view! { <ColumnOf bar scale currency at/> }
    };
    view! {
        <div class="chart-plot">
            <svg class="chart-axis" width=axis_width.to_string() height=height.clone() aria-hidden="true">
                {lines.iter().map(|(y, text)| view! { <text x="0" y=(y + 4).to_string()>{text.clone()}</text> }).collect_view()}
            </svg>
            <svg class="chart-columns" width="100%" height=height role="img" aria-labelledby=labels.0 aria-describedby=labels.1>
                {rules}
                {bars.into_iter().enumerate().map(column).collect_view()}
                <line class="zero" x1="0" x2="100%" y1=zero.clone() y2=zero/>
            </svg>
        </div>
    }
}

fn pixels(scale: Scale, value: i64) -> i64 {
    HEAD + scale.place(value) * HEIGHT / 1000
}

/// A column's place among the others.
#[derive(Clone, Copy)]
struct Slot {
    place: usize,
    slots: usize,
    last: usize,
}

impl Slot {
    /// A place within the slot, given in thousandths of it, as per cent of the whole.
    fn percent(self, thousandths: usize) -> String {
        let place = (self.place * 1000 + thousandths) * 100 / self.slots;
        format!("{}%", decimal(i64::try_from(place).unwrap_or_default()))
    }

    /// A width in thousandths of the slot, as per cent of the whole.
    fn width(self, thousandths: usize) -> String {
        format!("{}%", decimal(i64::try_from(thousandths * 100 / self.slots).unwrap_or_default()))
    }

    /// Whether a narrow chart leaves the label out.
    const fn is_minor(self) -> bool {
        self.last >= FEW_LABELS && !self.place.is_multiple_of(3)
    }

    /// Where the amount is anchored, so that it does not leave the chart: at the column's outer edge near the borders.
    const fn anchor(self) -> (&'static str, usize) {
        if self.last < FEW_LABELS {
            ("middle", 500)
        } else if self.place * 3 <= self.last {
            ("start", 0)
        } else if self.place * 3 >= self.last * 2 {
            ("end", 1000)
        } else {
            ("middle", 500)
        }
    }
}

#[component]
fn ColumnOf(bar: Bar, scale: Scale, currency: Currency, at: Slot) -> impl IntoView {
    let amount = money_text(bar.minor, currency);
    let words = match bar.before_minor {
        Some(before) => format!("{} → {amount}", money_text(before, currency)),
        None => amount,
    };
    let top = pixels(scale, bar.minor.max(bar.before_minor.unwrap_or_default()).max(0));
    let (anchor, anchor_at) = at.anchor();
    let label_class = if at.is_minor() { "label minor" } else { "label" };
    // With few bars every amount has its place; with many it is shown for the one that is pointed at.
    let class = match (at.last < FEWEST_COLUMNS, bar.before_minor) {
        (true, None) => "column always",
        (true, Some(_)) => "column always pair",
        (false, _) => "column",
    };
    let name = bar.label.clone();
    let told = if at.last < FEWEST_COLUMNS { words } else { format!("{name}: {words}") };
    let bars = match bar.before_minor {
        Some(before) => view! {
            {rect("before", before, scale, at, (140, 340))}
            {rect("after", bar.minor, scale, at, (520, 340))}
        }
        .into_any(),
        None => rect("after", bar.minor, scale, at, (180, 640)).into_any(),
    };
    view! {
        <g class=class>
            <rect class="reach" x=at.percent(0) width=at.width(1000) y="0" height=(HEAD + HEIGHT + FOOT).to_string()/>
            {bars}
            <text class=label_class x=at.percent(500) y=(HEAD + HEIGHT + 18).to_string() text-anchor="middle">{bar.label}</text>
            <text class="told" x=at.percent(anchor_at) y=(top - 7).to_string() text-anchor=anchor>{told}</text>
        </g>
    }
}

/// One bar from the line of zero to its value; never so low that it cannot be seen.
fn rect(series: &'static str, value: i64, scale: Scale, slot: Slot, (from, width): (usize, usize)) -> impl IntoView {
    let (zero, end) = (pixels(scale, 0), pixels(scale, value));
    let least = i64::from(value != 0) * 2;
    let height = (zero - end).abs().max(least);
    let y = if value < 0 { zero } else { zero - height };
    let class = if value < 0 { format!("{series} back") } else { series.to_owned() };
    view! { <rect class=class x=slot.percent(from) width=slot.width(width) y=y.to_string() height=height.to_string()/> }
}
