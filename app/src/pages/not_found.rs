//! The page for addresses that lead nowhere. The server answers it with 404.

use crate::texts::{td_string, use_locale};
use crate::ui::page::{Page, PageKind, SkipLink};
use leptos::prelude::*;

/// "Not found", with the ways back.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let locale = use_locale();
    let title = td_string!(locale, not_found.title);
    view! {
        <SkipLink/>
        <Page title kind=PageKind::Error>
            <p class="error-code" aria-hidden="true">"404"</p>
            <h1>{title}</h1>
            <p class="lead">{td_string!(locale, not_found.lead)}</p>
            <div class="actions">
                <a class="button primary" href="/billing">{td_string!(locale, not_found.subscriptions)}</a>
                <a class="button" href="/billing/invoices">{td_string!(locale, not_found.invoices)}</a>
            </div>
        </Page>
    }
    .into_any()
}
