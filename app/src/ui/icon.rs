//! Icons of the one sprite. They decorate: what they mean stands beside them as text.

use leptos::prelude::*;

/// An icon by its name in `icons.svg`.
#[component]
pub fn Icon(name: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=format!("/icons.svg#{name}")></use>
        </svg>
    }
}
