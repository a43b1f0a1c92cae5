//! A search field with its button: a form that asks by address, so that a result can be linked and works without script.

use super::icon::Icon;
use crate::texts::{td_string, use_locale};
use leptos::html;
use leptos::prelude::*;

/// A search form. The router turns its submit into client-side navigation; the button stays for those who press no
/// keys and for those who have no script.
#[component]
pub fn SearchForm(
    /// Also its id.
    #[prop(into)]
    name: String,
    /// What is searched, read out and shown above.
    #[prop(into)]
    label: String,
    /// The page that shows the results.
    #[prop(into)]
    page: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: Option<String>,
    /// While the answer is awaited.
    #[prop(optional, into)]
    pending: Signal<bool>,
) -> impl IntoView {
    let locale = use_locale();
    let field = NodeRef::<html::Input>::new();
    let hint_id = format!("{name}-hint");
    let landmark = label.clone();
    let described_by = hint.is_some().then(|| hint_id.clone());
    let is_empty = RwSignal::new(value.is_empty());
    let clear = move |_| {
        if let Some(field) = field.get_untracked() {
            field.set_value("");
            is_empty.set(true);
            let _outside_the_page = field.focus();
        }
    };
    view! {
        <form class="search" role="search" aria-label=landmark method="get" action=page aria-busy=move || pending.get().then_some("true")>
            <label for=name.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
            <span class="search-row">
                <span class="search-field">
                    <Icon name="search"/>
                    <input
                        id=name.clone()
                        name=name
                        type="search"
                        autocomplete="off"
                        spellcheck="false"
                        value=value
                        node_ref=field
                        aria-describedby=described_by
                        on:input:target=move |event| is_empty.set(event.target().value().is_empty())
                    />
                    <button class="script-only search-clear" type="button" hidden=move || is_empty.get() aria-label=td_string!(locale, parts.clear) on:click=clear>
                        <Icon name="close"/>
                    </button>
                </span>
                <button class="button" type="submit">{td_string!(locale, parts.search)}</button>
            </span>
        </form>
    }
    .into_any()
}
