//! What stands in place of a list that has nothing to show: why, and the way on. Three cases: nothing yet, nothing
//! that matches, and not loaded.

use super::icon::Icon;
use crate::texts::{td_string, use_locale};
use leptos::prelude::*;

/// Nothing here yet. The children are the way on: a button or a link.
#[component]
pub fn Empty(
    icon: &'static str,
    #[prop(into)] title: String,
    /// What will be here, and how it comes here.
    #[prop(into)]
    text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon name=icon/>
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
    .into_any()
}

/// There is something, but nothing that was searched for.
#[component]
pub fn NothingMatches(
    /// The address of the list without search and filter.
    #[prop(into)]
    all: String,
) -> impl IntoView {
    let locale = use_locale();
    view! {
        <div class="empty" role="status">
            <Icon name="search"/>
            <h2>{td_string!(locale, parts.nothing_matches)}</h2>
            <p>{td_string!(locale, parts.nothing_matches_text)}</p>
            <div class="actions"><a class="button" href=all>{td_string!(locale, parts.show_all)}</a></div>
        </div>
    }
    .into_any()
}

/// A list that did not load, while the rest of the page did.
#[component]
pub fn NotLoaded(
    /// What happened, in a sentence.
    #[prop(into)]
    text: String,
    /// The address that tries once more.
    #[prop(into)]
    retry: String,
) -> impl IntoView {
    let locale = use_locale();
    view! {
        <div class="empty failed" role="alert">
            <Icon name="alert"/>
            <h2>{td_string!(locale, parts.not_loaded)}</h2>
            <p>{text}</p>
            // A full load: what failed may be this very client.
            <div class="actions"><a class="button" href=retry rel="external">{td_string!(locale, parts.load_again)}</a></div>
        </div>
    }
    .into_any()
}
