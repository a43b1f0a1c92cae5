//! The page for addresses that lead nowhere. The server answers it with 404.

use crate::doors::customer::use_customer_door;
use crate::texts::{Locale, td_string, use_locale};
use crate::ui::icon::Icon;
use crate::ui::language_switch::LanguageSwitch;
use crate::ui::page::{Page, PageKind, SkipLink};
use leptos::prelude::*;

/// Where a door begins: the way out of pages that lead no further.
#[derive(Clone, Copy)]
pub struct Home {
    /// Its first page.
    pub address: &'static str,
    /// What a link there says.
    pub text: fn(Locale) -> &'static str,
}

/// The home of this door; that of the customers' door that the address lies behind where nothing else was provided.
pub fn use_home() -> Home {
    use_context().unwrap_or_else(|| Home { address: use_customer_door().home(), text: |locale| td_string!(locale, not_found.subscriptions) })
}

/// "Not found" for who may be anybody: without a frame.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <SkipLink/>
        <header class="site-header">
            <a class="brand" href=use_home().address><Icon name="brand"/><span>"Kontor"</span></a>
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
    let (title, home) = (td_string!(locale, not_found.title), use_home());
    let of_staff = home.address.starts_with("/staff");
    let lead = if of_staff { td_string!(locale, not_found.staff_lead) } else { td_string!(locale, not_found.lead) };
    answer_not_found();
    view! {
        <Page title kind=PageKind::Error>
            <p class="error-code" aria-hidden="true">"404"</p>
            <h1>{title}</h1>
            <p class="lead">{lead}</p>
            <div class="actions">
                <a class="button primary" href=home.address>{(home.text)(locale)}</a>
                {(home.address == "/billing").then(|| view! { <a class="button" href="/billing/invoices">{td_string!(locale, not_found.invoices)}</a> })}
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
