//! The page for addresses that lead nowhere. The server answers it with 404.

use crate::texts::{td_string, use_locale};
use crate::ui::icon::Icon;
use crate::ui::language_switch::LanguageSwitch;
use crate::ui::page::{Page, PageKind, SkipLink};
use leptos::prelude::*;

/// "Not found" for who may be anybody: without a frame.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <SkipLink/>
        <header class="site-header">
            <a class="brand" href="/billing"><Icon name="brand"/><span>"Kontor"</span></a>
            <LanguageSwitch/>
        </header>
        <NotFound/>
    }
    .into_any()
}

/// "Not found", with the ways back.
#[component]
pub fn NotFound() -> impl IntoView {
    let locale = use_locale();
    let title = td_string!(locale, not_found.title);
    answer_not_found();
    view! {
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

#[cfg(feature = "ssr")]
fn answer_not_found() {
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
}

/// In the browser there is nobody to answer.
#[cfg(not(feature = "ssr"))]
const fn answer_not_found() {}
