//! Check boxes, alone and in lists. The whole line can be pressed.

use super::choice::Choice;
use super::field::{FieldError, Ties};
use leptos::prelude::*;

/// One check box with its sentence, such as a consent.
#[component]
pub fn CheckBox(
    #[prop(into)] name: String,
    option: Choice,
    #[prop(optional)] checked: bool,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let id = name.clone();
    let ties = Ties::new(&id, None, error);
    let note = note_of(&option);
    let is_blocked = option.blocked.is_some();
    view! {
        <div class="check-alone">
            <label class="check">
                <input
                    id=id.clone()
                    type="checkbox"
                    name=name
                    value=option.value
                    checked=checked
                    disabled=is_blocked
                    aria-invalid=move || ties.invalid()
                    aria-describedby=move || ties.description()
                />
                <span class="check-text"><span>{option.label}</span>{note}</span>
            </label>
            <FieldError id=format!("{id}-error") error/>
        </div>
    }
}

/// A list of check boxes that are sent under one name. The legend and the error are the caller's: see
/// [`FieldGroup`](super::field::FieldGroup).
#[component]
pub fn CheckList(
    #[prop(into)] name: String,
    options: Vec<Choice>,
    /// The values that are checked at first.
    #[prop(optional)]
    values: Vec<String>,
) -> impl IntoView {
    let row = |option: Choice| {
        let (is_checked, is_blocked) = (values.contains(&option.value), option.blocked.is_some());
        let note = note_of(&option);
        view! {
            <label class="check">
                <input type="checkbox" name=name.clone() value=option.value checked=is_checked disabled=is_blocked/>
                <span class="check-text"><span>{option.label}</span>{note}</span>
            </label>
        }
    };
    view! { <div class="check-list">{options.into_iter().map(row).collect_view()}</div> }
}

/// The sentence below: why not, else the hint.
fn note_of(option: &Choice) -> impl IntoView + use<> {
    let note = option.blocked.clone().or_else(|| option.hint.clone());
    note.map(|note| view! { " "<small>{note}</small> })
}
