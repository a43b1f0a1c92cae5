//! The native drop-down list: it opens as the device's own, and works without script.

use super::choice::Choice;
use super::field::{Field, Presence, Ties};
use super::icon::Icon;
use crate::texts::{td_string, use_locale};
use leptos::prelude::*;

/// A labelled drop-down list, for five options or more; fewer are better seen at once.
#[component]
pub fn SelectField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    options: Vec<Choice>,
    /// The chosen option; while it is none of them, the list begins with "please choose".
    #[prop(optional, into)]
    value: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] presence: Presence,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let ties = Ties::new(&name, hint.as_ref(), error);
    let is_open = options.iter().all(|option| option.value != value);
    let first = is_open.then(|| view! { <option value="" selected>{td_string!(use_locale(), parts.choose)}</option> });
    let options: Vec<_> = options.into_iter().map(|option| one(option, &value)).collect();
    view! {
        <Field name=name.clone() label presence hint error>
            <span class="select">
                <select
                    id=name.clone()
                    name=name
                    required=presence.is_required()
                    aria-invalid=move || ties.invalid()
                    aria-describedby=move || ties.description()
                >
                    {first}
                    {options}
                </select>
                <Icon name="chevron"/>
            </span>
        </Field>
    }
}

/// An option that cannot be chosen says why after its name.
fn one(option: Choice, chosen: &str) -> impl IntoView + use<> {
    let is_chosen = option.value == chosen;
    let is_blocked = option.blocked.is_some();
    let text = match option.blocked {
        Some(reason) => format!("{} ({reason})", option.label),
        None => option.label,
    };
    view! { <option value=option.value selected=is_chosen disabled=is_blocked>{text}</option> }
}
