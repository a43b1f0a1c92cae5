//! Leading on through a list that is loaded a page at a time. It knows no numbers of pages: lists grow while they are read.

use super::icon::Icon;
use crate::texts::{td_string, use_locale};
use leptos::prelude::*;

/// Addresses of the neighbouring pages; `None` where the list ends. Without neighbours there is nothing to show.
#[component]
pub fn Pager(
    newer: Option<String>,
    older: Option<String>,
    /// What the way back is called where it does not lead to the neighbour, for example "Neueste".
    #[prop(optional)]
    newer_text: Option<&'static str>,
    /// What the way on is called in a list that is not sorted by time.
    #[prop(optional)]
    older_text: Option<&'static str>,
    /// What the present page shows, for example "21 bis 40".
    #[prop(optional, into)]
    here: Option<String>,
    /// Which list, where a page has several.
    #[prop(optional)]
    of: Option<&'static str>,
) -> impl IntoView {
    if newer.is_none() && older.is_none() {
        return None;
    }
    let locale = use_locale();
    let newer_text = newer_text.unwrap_or(td_string!(locale, parts.newer));
    let older_text = older_text.unwrap_or(td_string!(locale, parts.older));
    let newer = newer.map(|href| view! { <a class="button" href=href rel="prev"><Icon name="back"/><span>{newer_text}</span></a> });
    let older = older.map(|href| view! { <a class="button" href=href rel="next"><span>{older_text}</span><Icon name="to"/></a> });
    let label = td_string!(locale, parts.pager);
    let label = of.map_or_else(|| label.to_owned(), |of| format!("{label}: {of}"));
    Some(view! {
        <nav class="pager" aria-label=label>
            <span class="pager-place">{newer}</span>
            <span class="pager-here">{here}</span>
            <span class="pager-place">{older}</span>
        </nav>
    })
}
