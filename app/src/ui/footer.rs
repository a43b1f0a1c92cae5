//! The foot of every page: who the reader deals with, and the links that belong to all pages.

use leptos::prelude::*;

/// The foot; its links are addresses and names.
#[component]
pub fn Footer(#[prop(into)] text: String, links: Vec<(String, String)>) -> impl IntoView {
    let link = |(href, name): (String, String)| view! { <li><a href=href>{name}</a></li> };
    view! {
        <footer class="site-footer">
            <p>{text}</p>
            <ul>{links.into_iter().map(link).collect_view()}</ul>
        </footer>
    }
}
