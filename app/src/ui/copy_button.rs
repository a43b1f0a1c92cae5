//! A button that copies a number or an address. It needs script, so without script it is not there.

use super::icon::Icon;
use crate::texts::{td_string, use_locale};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use wasm_bindgen_futures::JsFuture;

/// How long the button says what it did.
const SAID: Duration = Duration::from_secs(3);

/// What came of the last press.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Copied,
    Refused,
}

/// Copies `text`. What is copied stands beside the button, so that it can be selected where the browser refuses.
#[component]
pub fn CopyButton(
    #[prop(into)] text: String,
    /// What is copied, for those who do not see it beside the button: "IBAN".
    #[prop(into)]
    what: String,
) -> impl IntoView {
    let locale = use_locale();
    let outcome = RwSignal::new(None);
    let press = move |_| {
        let text = text.clone();
        spawn_local(async move {
            outcome.set(Some(copy(&text).await));
            set_timeout(move || outcome.set(None), SAID);
        });
    };
    let said = move || match outcome.get()? {
        Outcome::Copied => Some(td_string!(locale, parts.copied)),
        Outcome::Refused => Some(td_string!(locale, parts.copy_refused)),
    };
    let name = format!("{}: {what}", td_string!(locale, parts.copy));
    let is_over = move |which: Outcome| outcome.get() == Some(which);
    view! {
        <button class="button quiet copy-button script-only" type="button" aria-label=name on:click=press>
            <Icon name="copy"/>
            // All words lie on each other, so that the button keeps its width.
            <span class="swap" class:copied=move || is_over(Outcome::Copied) class:refused=move || is_over(Outcome::Refused)>
                <span>{td_string!(locale, parts.copy)}</span>
                <span>{td_string!(locale, parts.copied)}</span>
                <span>{td_string!(locale, parts.not_copied)}</span>
            </span>
        </button>
        <span class="hidden-text" role="status">{said}</span>
    }
}

/// The clipboard is there for pages that came over an encrypted connection, and for this very machine.
async fn copy(text: &str) -> Outcome {
    let window = window();
    if !window.is_secure_context() {
        return Outcome::Refused;
    }
    match JsFuture::from(window.navigator().clipboard().write_text(text)).await {
        Ok(_) => Outcome::Copied,
        Err(_) => Outcome::Refused,
    }
}
