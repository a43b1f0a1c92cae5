//! Explanations that unfold: there for whoever asks, out of the way for the others. Works without script.

use super::icon::Icon;
use leptos::prelude::*;

/// A question, and its answer below.
#[component]
pub fn Disclosure(
    #[prop(into)] summary: String,
    /// Unfolds it by itself: something in it was refused.
    #[prop(optional, into)]
    open: Signal<bool>,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="disclosure" open=move || open.get()>
            <summary><Icon name="chevron"/><span>{summary}</span></summary>
            <div class="disclosure-body">{children()}</div>
        </details>
    }
}
