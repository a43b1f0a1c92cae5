//! A form whose fields become the query of the next step's address. Script goes there without loading a page.

use super::state::ADDRESS;
use crate::forms::data_of;
use crate::ui::page::MAIN_ID;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use web_sys::HtmlElement;

/// The form. Its fields, and the button that was pressed, are all that the next address says.
#[component]
pub fn QueryForm(
    #[prop(default = "form")] class: &'static str,
    /// Runs when something was typed.
    #[prop(optional)]
    on_input: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        // What cannot be read goes the way without script.
        let Some(query) = data_of(&event) else { return };
        event.prevent_default();
        navigate(&format!("{ADDRESS}?{query}"), NavigateOptions { resolve: false, ..NavigateOptions::default() });
        request_animation_frame(focus_fault);
    };
    view! {
        <form class=class method="get" action=ADDRESS novalidate on:submit=submit on:input=move |_| if let Some(read) = on_input { read.run(()) }>
            {children()}
        </form>
    }
    .into_any()
}

/// A value that goes along.
#[component]
pub fn Hidden(name: &'static str, value: Option<String>) -> impl IntoView {
    value.map(|value| view! { <input type="hidden" name=name value=value/> })
}

/// Leads the reader to what is wrong, if anything is: a field, a group of them, a message.
pub fn focus_fault() {
    let Some(main) = document().get_element_by_id(MAIN_ID) else { return };
    let places = ["[aria-invalid=true]", "fieldset:has(.field-error) input:enabled", ".banner[role=alert]"];
    let found = places.iter().find_map(|place| main.query_selector(place).ok().flatten());
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _outside_the_page = element.focus();
    }
}
