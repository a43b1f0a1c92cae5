//! Today and after, side by side: what a change does, before it is made.

use super::icon::Icon;
use crate::texts::{td_string, use_locale};
use leptos::prelude::*;

/// A value before and after; alike if it stays.
pub struct Compared {
    /// What it is.
    pub name: String,
    /// As it is today; empty if there is none.
    pub before: String,
    /// As it will be.
    pub after: String,
}

/// The values as a table of three columns, on a phone as stacked pairs. What changes is marked by a sign and a weight, not by colour alone.
#[component]
pub fn Comparison(
    /// What is compared; said to screen readers.
    #[prop(into)]
    caption: String,
    rows: Vec<Compared>,
) -> impl IntoView {
    let locale = use_locale();
    let (today, after) = (td_string!(locale, parts.today), td_string!(locale, parts.after));
    view! {
        <table class="comparison" role="table">
            <caption class="hidden-text">{caption}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <td role="cell"></td>
                    <th role="columnheader" scope="col">{today}</th>
                    <th role="columnheader" scope="col">{after}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows.into_iter().map(|row| view! { <ComparisonRow row labels=(today, after)/> }).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

#[component]
fn ComparisonRow(row: Compared, labels: (&'static str, &'static str)) -> impl IntoView {
    let locale = use_locale();
    let changes = row.before != row.after;
    let before = if row.before.is_empty() { "–".to_owned() } else { row.before };
    let mark = changes.then(|| view! { <Icon name="to"/><span class="hidden-text">{td_string!(locale, parts.changed)} " "</span> });
    view! {
        <tr role="row" class=changes.then_some("changed")>
            <th role="rowheader" scope="row">{row.name}</th>
            <td role="cell" data-label=labels.0>{before}</td>
            <td role="cell" data-label=labels.1>{mark}<span>{row.after}</span></td>
        </tr>
    }
}
