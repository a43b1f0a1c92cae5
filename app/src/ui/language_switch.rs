//! The switch between languages: a plain form, since the whole page changes.

use crate::texts::{td_string, use_language, use_locale};
use billing::Language;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// One button a language; the reader comes back to the same page.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let locale = use_locale();
    let location = use_location();
    let here = move || {
        let (path, search) = (location.pathname.get(), location.search.get());
        if search.is_empty() { path } else { format!("{path}?{search}") }
    };
    let current = use_language();
    let button = move |language: Language| {
        let code = language.code();
        view! {
            <button type="submit" name="lang" value=code lang=code aria-label=own_name(language) aria-current=(language == current).then_some("true")>
                {code.to_ascii_uppercase()}
            </button>
        }
    };
    view! {
        <form class="language" method="post" action="/lang" aria-label=td_string!(locale, frame.language)>
            <input type="hidden" name="next" value=here/>
            {Language::ALL.map(button).into_iter().collect_view()}
        </form>
    }
}

/// What its speakers call it.
const fn own_name(language: Language) -> &'static str {
    match language {
        Language::De => "Deutsch",
        Language::En => "English",
    }
}
