//! What stands in place of a page's matter when there is none to show.

use crate::api::ApiError;
use crate::forms::{current_address, leave_for_sign_in, sign_in_address};
use crate::pages::not_found::use_home;
use crate::texts::{Locale, error_text, error_title, td_string, use_locale};
use crate::ui::icon::Icon;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Where a colleague wishes something of the billing contact.
pub const PROPOSE: &str = "/billing/proposals/new";

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
    /// Write to who may do it, or have it filled in for them.
    Write { email: String, propose: String },
    /// Load the same page again.
    Retry { here: String },
    /// Sign in and come back.
    SignIn { here: String },
}

impl Way {
    fn out_of(error: &ApiError, here: &str) -> Option<Self> {
        match error {
            ApiError::NotBillingContact { email, .. } => Some(Self::Write { email: email.clone(), propose: propose_address(here) }),
            ApiError::Unavailable { .. } | ApiError::Internal { .. } | ApiError::Unreachable | ApiError::TooManyTries { .. } => {
                Some(Self::Retry { here: here.to_owned() })
            }
            ApiError::SignedOut => Some(Self::SignIn { here: here.to_owned() }),
            _ => None,
        }
    }
}

/// The form of a wish: of the subscription that the page was about, with what its address asked for.
fn propose_address(here: &str) -> String {
    let (path, query) = here.split_once('?').unwrap_or((here, ""));
    match path.strip_prefix("/billing/subscriptions/").and_then(|rest| rest.split_once('/')) {
        Some((id, _)) if query.is_empty() => format!("{PROPOSE}?subscription={id}"),
        Some((id, _)) => format!("{PROPOSE}?subscription={id}&{query}"),
        None if path == "/billing/subscriptions/new" && !query.is_empty() => format!("{PROPOSE}?{query}"),
        None => PROPOSE.to_owned(),
    }
}

#[component]
fn WayOut(way: Way) -> impl IntoView {
    let locale = use_locale();
    match way {
        Way::Write { email, propose } => {
            let text = td_string!(locale, errors.email_billing_contact);
            view! {
                <a class="button primary" href=format!("mailto:{email}")><Icon name="mail"/><span>{text}</span></a>
                <a class="button" href=propose>{td_string!(locale, proposals.new)}</a>
            }
            .into_any()
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

#[cfg(test)]
mod tests {
    use super::propose_address;

    #[test]
    fn a_wish_begins_with_what_the_page_was_about() {
        for (here, expected) in [
            ("/billing/subscriptions/abc/edit", "/billing/proposals/new?subscription=abc"),
            (
                "/billing/subscriptions/abc/edit?plan=business&seats=12&interval=monthly",
                "/billing/proposals/new?subscription=abc&plan=business&seats=12&interval=monthly",
            ),
            ("/billing/subscriptions/abc/cancel", "/billing/proposals/new?subscription=abc"),
            ("/billing/subscriptions/new?product=goto-training", "/billing/proposals/new?product=goto-training"),
            ("/billing/subscriptions/new", "/billing/proposals/new"),
            ("/billing/checkout", "/billing/proposals/new"),
        ] {
            assert_eq!(propose_address(here), expected, "{here}");
        }
    }
}
