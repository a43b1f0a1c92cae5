//! Explanations that unfold: there for whoever asks, out of the way for the others. Works without script.

use super::icon::Icon;
use leptos::prelude::*;

/// A question, and its answer below.
#[component]
pub fn Disclosure(#[prop(into)] summary: String, children: Children) -> impl IntoView {
    view! {
        <details class="disclosure">
            <summary><Icon name="chevron"/><span>{summary}</span></summary>
            <div class="disclosure-body">{children()}</div>
        </details>
    }
}
