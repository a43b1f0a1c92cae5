//! What stands in place of a page's matter when there is none to show.

use crate::api::ApiError;
use crate::forms::{current_address, leave_for_sign_in, sign_in_address};
use crate::pages::not_found::use_home;
use crate::texts::{Locale, error_text, error_title, td_string, use_locale};
use crate::ui::icon::Icon;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// An error in place of the matter: what happened and what to do. Who is signed out is led to the sign-in page.
#[component]
pub fn ErrorView(error: ApiError) -> impl IntoView {
    let locale = use_locale();
    let here = current_address(&use_location());
    let way_out = Way::out_of(&error, &here);
    let home = use_home();
    if error == ApiError::SignedOut {
        Effect::new(move |_| leave_for_sign_in(&here));
    }
    let home_class = if way_out.is_some() { "button" } else { "button primary" };
    view! {
        <div class="error-page">
            <p class="error-code" aria-hidden="true">{error.status()}</p>
            <h1>{error_title(locale, &error)}</h1>
            <p class="lead">{lead(locale, &error)}</p>
            {reference(&error).map(|reference| view! { <p class="error-id">{td_string!(locale, errors.reference)}" "<code>{reference}</code></p> })}
            <div class="actions">
                {way_out.map(|way| view! { <WayOut way/> })}
                <a class=home_class href=home.address>{(home.text)(locale)}</a>
            </div>
        </div>
    }
    .into_any()
}

/// What the reader can do about an error.
enum Way {
    /// Write to who may do it.
    Write { email: String },
    /// Load the same page again.
    Retry { here: String },
    /// Sign in and come back.
    SignIn { here: String },
}

impl Way {
    fn out_of(error: &ApiError, here: &str) -> Option<Self> {
        match error {
            ApiError::NotBillingContact { email, .. } => Some(Self::Write { email: email.clone() }),
            ApiError::Unavailable { .. } | ApiError::Internal { .. } | ApiError::Unreachable | ApiError::TooManyTries { .. } => {
                Some(Self::Retry { here: here.to_owned() })
            }
            ApiError::SignedOut => Some(Self::SignIn { here: here.to_owned() }),
            _ => None,
        }
    }
}

#[component]
fn WayOut(way: Way) -> impl IntoView {
    let locale = use_locale();
    match way {
        Way::Write { email } => {
            let text = td_string!(locale, errors.email_billing_contact);
            view! { <a class="button primary" href=format!("mailto:{email}")><Icon name="mail"/><span>{text}</span></a> }.into_any()
        }
        // A full load: what failed may be this very client.
        Way::Retry { here } => view! { <a class="button primary" href=here rel="external">{td_string!(locale, errors.retry)}</a> }.into_any(),
        Way::SignIn { here } => {
            view! { <a class="button primary" href=sign_in_address(&here) rel="external">{td_string!(locale, sign_in.submit)}</a> }.into_any()
        }
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
