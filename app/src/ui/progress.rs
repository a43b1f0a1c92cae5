//! How far a work of several seconds has come.

use crate::texts::use_language;
use billing::format;
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
    let language = use_language();
    let figure = move || per_cent.get().map(|per_cent| format::per_cent(&per_cent.to_string(), language));
    view! {
        <label class="progress-bar">
            <span class="progress-label">{move || label.get()}</span>
            <span class="progress-figure">{figure}</span>
            <progress max="100" value=move || per_cent.get().map(|per_cent| per_cent.to_string())></progress>
        </label>
    }
}
