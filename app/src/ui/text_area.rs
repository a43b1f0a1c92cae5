//! A field for several lines, which counts what is left.

use super::field::{Field, Presence, Ties};
use crate::texts::{td_string, use_language, use_locale};
use billing::format;
use leptos::prelude::*;

/// The share of the limit that is left when the counter begins to be read out: from then on it matters.
const LAST_PART: i64 = 10;

/// A labelled field for several lines. It takes more than `limit` characters, and says how many are too many:
/// what was pasted is never cut.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    /// The greatest number of characters.
    limit: i64,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] presence: Presence,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let ties = Ties::new(&name, hint.as_ref(), error);
    let left = RwSignal::new(limit.saturating_sub(length(&value)));
    let count_id = format!("{name}-count");
    let described_by = {
        let count_id = count_id.clone();
        move || ties.description().map_or_else(|| count_id.clone(), |ids| format!("{ids} {count_id}"))
    };
    view! {
        <Field name=name.clone() label presence hint error>
            <textarea
                id=name.clone()
                name=name
                rows="4"
                required=presence.is_required()
                aria-invalid=move || ties.invalid()
                aria-describedby=described_by
                on:input:target=move |event| left.set(limit.saturating_sub(length(&event.target().value())))
            >
                {value}
            </textarea>
            <Counter id=count_id left limit/>
        </Field>
    }
}

/// What is left, for all to see; read out only when it runs short.
#[component]
fn Counter(id: String, left: RwSignal<i64>, limit: i64) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let text = move || match left.get() {
        left if left < 0 => td_string!(locale, parts.characters_over, count = format::count(left.saturating_neg(), language)).to_string(),
        left => td_string!(locale, parts.characters_left, count = format::count(left, language)).to_string(),
    };
    let said = move || (left.get() <= limit / LAST_PART).then(text);
    view! {
        <p class="field-count" class:over=move || left.get() < 0 id=id>{text}</p>
        <p class="hidden-text" role="status">{said}</p>
    }
}

/// As a reader counts; a line's end is one.
fn length(text: &str) -> i64 {
    i64::try_from(text.chars().filter(|character| *character != '\r').count()).unwrap_or(i64::MAX)
}
