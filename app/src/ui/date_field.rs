//! Dates: written in the reader's form, and entered in the browser's own date field.
//!
//! The native field, because it sends an ISO date without script, opens the phone's own wheel, takes typed figures
//! and keys, and keeps to its limits; a calendar of our own would be a hundred times its bytes and less accessible.
//! It writes the date as the browser's language does, which need not be the page's: so the date stands beside it in
//! the page's words.

use super::field::{Field, Presence, Ties};
use crate::texts::use_language;
use billing::format;
use chrono::NaiveDate;
use leptos::prelude::*;

/// The date as the reader writes it.
pub fn date_text(day: NaiveDate) -> String {
    format::date(day, use_language())
}

/// A labelled field for a date. `value` is an ISO date, and so is what it sends; other text is shown as no date.
#[component]
pub fn DateField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    /// First and last day that can be chosen.
    #[prop(optional)]
    range: (Option<NaiveDate>, Option<NaiveDate>),
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] presence: Presence,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let ties = Ties::new(&name, hint.as_ref(), error);
    let typed = RwSignal::new(value.clone());
    let language = use_language();
    let in_words = move || typed.read().parse::<NaiveDate>().ok().map(|day| format::date(day, language));
    let (first, last) = range;
    view! {
        <Field name=name.clone() label presence hint error>
            <span class="date-row">
                <input
                    id=name.clone()
                    name=name
                    type="date"
                    min=first.map(|day| day.to_string())
                    max=last.map(|day| day.to_string())
                    value=value
                    required=presence.is_required()
                    aria-invalid=move || ties.invalid()
                    aria-describedby=move || ties.description()
                    on:input:target=move |event| typed.set(event.target().value())
                />
                <span class="date-words whole">{in_words}</span>
            </span>
        </Field>
    }
}
