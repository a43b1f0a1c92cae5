//! A choice between two to four short words that stand side by side, such as monthly and annually.

use super::choice::Choice;
use leptos::prelude::*;

/// Radio buttons in one frame. The legend and the error are the caller's: see [`FieldGroup`](super::field::FieldGroup).
#[component]
pub fn Segments(#[prop(into)] name: String, options: Vec<Choice>, #[prop(optional, into)] value: String) -> impl IntoView {
    let segment = |option: Choice| {
        let (is_chosen, is_blocked) = (option.value == value, option.blocked.is_some());
        view! {
            <label title=option.blocked>
                <input type="radio" name=name.clone() value=option.value checked=is_chosen disabled=is_blocked/>
                <span>{option.label}</span>
            </label>
        }
    };
    view! { <div class="segments">{options.into_iter().map(segment).collect_view()}</div> }
}
