//! One filter of a list as a row of links: each is the same list with another value in its address.

use super::list_query::ListQuery;
use leptos::prelude::*;

/// The links; an empty value shows all.
#[component]
pub fn FilterLinks(
    /// What is filtered by; said to screen readers.
    label: &'static str,
    /// The value's key in the address.
    key: &'static str,
    /// Values and what they are called, the one for all first.
    choices: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let list = ListQuery::here();
    let current = list.value(key).unwrap_or_default();
    let link = |(value, name): (&'static str, &'static str)| {
        let href = list.address_with(key, (!value.is_empty()).then_some(value));
        view! { <li><a href=href data-noscroll="" aria-current=(value == current).then_some("true")>{name}</a></li> }
    };
    view! { <nav class="filter-links" aria-label=label><ul>{choices.into_iter().map(link).collect_view()}</ul></nav> }
}
