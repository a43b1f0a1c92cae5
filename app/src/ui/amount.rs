//! Figures with their currency, set in tabular numerals. What they are made of is the caller's business.

use leptos::prelude::*;

/// A formatted amount, or a dash where there is none.
#[component]
pub fn Amount(#[prop(into)] text: Signal<Option<String>>) -> impl IntoView {
    view! { <span class="amount">{move || text.get().unwrap_or_else(|| "–".to_owned())}</span> }
}

/// A date or number that must not break at the end of a line.
#[component]
pub fn Whole(#[prop(into)] text: String) -> impl IntoView {
    view! { <span class="whole">{text}</span> }
}
