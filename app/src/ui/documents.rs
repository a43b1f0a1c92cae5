//! A list of files to take along: invoices as PDF and XML, receipts, purchase orders.

use super::empty::Empty;
use super::icon::Icon;
use leptos::prelude::*;

/// A file.
pub struct Document {
    /// What it is.
    pub name: String,
    /// Its kind in letters: `PDF`, `XML`.
    pub kind: &'static str,
    /// Size and date as the reader writes them.
    pub detail: String,
    /// Where it lies.
    pub href: String,
}

/// The files; without any `nothing` says so: a title and a sentence.
#[component]
pub fn Documents(documents: Vec<Document>, nothing: (&'static str, &'static str)) -> impl IntoView {
    if documents.is_empty() {
        let (title, text) = nothing;
        return view! { <Empty icon="document" title text/> }.into_any();
    }
    let row = |document: Document| {
        view! {
            <li>
                // A download leaves the page as it is.
                <a href=document.href download>
                    <Icon name="document"/>
                    <span class="document-name">{document.name}</span>
                    " "
                    <span class="document-kind">{document.kind}</span>
                    " "
                    <span class="document-detail">{document.detail}</span>
                    <Icon name="download"/>
                </a>
            </li>
        }
    };
    view! { <ul class="documents">{documents.into_iter().map(row).collect_view()}</ul> }.into_any()
}
