//! What stands in place of a page's matter when there is none to show.

use crate::api::ApiError;
use crate::forms::sign_in_address;
use crate::texts::{Locale, error_text, error_title, td_string, use_locale};
use crate::ui::icon::Icon;
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_location;

/// An error in place of the matter: what happened and what to do. Who is signed out is led to the sign-in page.
#[component]
pub fn ErrorView(error: ApiError) -> impl IntoView {
    let location = use_location();
    if error == ApiError::SignedOut {
        let here = location.pathname.get_untracked();
        return view! { <Redirect path=sign_in_address(&here)/> }.into_any();
    }
    let locale = use_locale();
    view! {
        <div class="error-page">
            <p class="error-code" aria-hidden="true">{error.status()}</p>
            <h1>{error_title(locale, &error)}</h1>
            <p class="lead">{lead(locale, &error)}</p>
            {reference(&error).map(|reference| view! { <p class="error-id">{td_string!(locale, errors.reference)}" "<code>{reference}</code></p> })}
            <div class="actions">
                <WayOut error/>
                <a class="button" href="/billing">{td_string!(locale, not_found.subscriptions)}</a>
            </div>
        </div>
    }
    .into_any()
}

/// What the reader can do: write to who may do it, or try again.
#[component]
fn WayOut(error: ApiError) -> impl IntoView {
    let locale = use_locale();
    let location = use_location();
    match error {
        ApiError::NotBillingContact { email, .. } => {
            let text = td_string!(locale, errors.email_billing_contact);
            Some(view! { <a class="button primary" href=format!("mailto:{email}")><Icon name="mail"/><span>{text}</span></a> }.into_any())
        }
        ApiError::Unavailable { .. } | ApiError::Internal { .. } | ApiError::Unreachable | ApiError::TooManyTries { .. } => {
            let here = location.pathname.get_untracked();
            // A full load: what failed may be this very client.
            Some(view! { <a class="button primary" href=here rel="external">{td_string!(locale, errors.retry)}</a> }.into_any())
        }
        _ => None,
    }
}

/// The sentence; a reference stands by itself, for copying.
fn lead(locale: Locale, error: &ApiError) -> String {
    match error {
        ApiError::Unavailable { .. } => td_string!(locale, errors.unavailable).to_owned(),
        ApiError::Internal { .. } => td_string!(locale, errors.internal).to_owned(),
        error => error_text(locale, error),
    }
}

fn reference(error: &ApiError) -> Option<String> {
    match error {
        ApiError::Unavailable { reference } | ApiError::Internal { reference } if !reference.is_empty() => Some(reference.clone()),
        _ => None,
    }
}
