//! The head of a page: its one main heading, a sentence below it, and what can be done with the whole page.

use leptos::prelude::*;

/// The head; its children are buttons and links beside the heading, below it on a phone.
#[component]
pub fn PageHead(
    #[prop(into)] title: String,
    /// One sentence below the heading.
    #[prop(optional, into)]
    lead: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="page-head">
            <div>
                <h1>{title}</h1>
                {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
            </div>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
}
