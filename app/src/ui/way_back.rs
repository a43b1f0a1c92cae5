//! Where a page stands, and the way back: one link where there is one way, a trail where there are several steps.

use super::icon::Icon;
use crate::texts::{td_string, use_locale};
use leptos::prelude::*;

/// The link back to the list that a page belongs to.
#[component]
pub fn BackLink(#[prop(into)] href: String, #[prop(into)] text: String) -> impl IntoView {
    view! { <a class="back-link" href=href><Icon name="back"/><span>{text}</span></a> }
}

/// The trail to a page: addresses and names of the steps above it, then its own name. On a phone only the last step above it is shown.
#[component]
pub fn Breadcrumbs(
    steps: Vec<(String, String)>,
    #[prop(into)] here: String,
    /// Replaces "Sie sind hier" where a page has several.
    #[prop(optional)]
    label: Option<&'static str>,
) -> impl IntoView {
    let step = |(href, name): (String, String)| view! { <li><a href=href>{name}</a><Icon name="next"/></li> };
    view! {
        <nav class="breadcrumbs" aria-label=label.unwrap_or(td_string!(use_locale(), parts.breadcrumbs))>
            <ol class="trail">{steps.into_iter().map(step).collect_view()}<li aria-current="page">{here}</li></ol>
        </nav>
    }
}
