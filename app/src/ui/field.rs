//! Text fields with label above and error below, tied together for those who do not see them.

use super::icon::Icon;
use leptos::prelude::*;

/// A labelled text field. `name` is also its id, so it stands on a page once.
#[component]
pub fn TextField(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional, into)] value: String,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let error_id = format!("{name}-error");
    let described_by = error_id.clone();
    let is_faulty = Memo::new(move |_| error.read().is_some());
    // A page that comes back with an error opens where the error is.
    let opens_here = is_faulty.get_untracked();
    // An address is not prose: no capital first, no red wave below.
    let is_address = kind == "email";
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input
                id=name
                name=name
                type=kind
                autocomplete=autocomplete
                autocapitalize=is_address.then_some("none")
                spellcheck=is_address.then_some("false")
                value=value
                required
                autofocus=opens_here
                aria-invalid=move || is_faulty.get().then_some("true")
                aria-describedby=move || is_faulty.get().then(|| described_by.clone())
            />
            <FieldError id=error_id error/>
        </div>
    }
}

/// The error of a field, as its last child.
#[component]
pub fn FieldError(#[prop(into)] id: String, #[prop(into)] error: Signal<Option<String>>) -> impl IntoView {
    move || {
        let id = id.clone();
        error.get().map(|text| view! { <p class="field-error" id=id><Icon name="alert"/><span>{text}</span></p> })
    }
}
