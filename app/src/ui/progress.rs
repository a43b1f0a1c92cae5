//! How far a work of several seconds has come.

use leptos::prelude::*;

/// A bar with its label, and per cent where they are known. The browser's own element, so it is read out as progress.
#[component]
pub fn ProgressBar(
    /// What is being done.
    #[prop(into)]
    label: Signal<String>,
    /// Per cent, 0 to 100; `None` while nobody knows.
    #[prop(into)]
    per_cent: Signal<Option<u8>>,
) -> impl IntoView {
    let figure = move || per_cent.get().map(|per_cent| format!("{per_cent}\u{a0}%"));
    view! {
        <label class="progress-bar">
            <span class="progress-label">{move || label.get()}</span>
            <span class="progress-figure">{figure}</span>
            <progress max="100" value=move || per_cent.get().map(|per_cent| per_cent.to_string())></progress>
        </label>
    }
}
