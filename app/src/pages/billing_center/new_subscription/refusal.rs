//! Why it does not go on, above the step, and where it does go on.

use super::state::Fault;
use crate::api::ApiError;
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use leptos::prelude::*;

/// What keeps the account from what its address asks for.
#[component]
pub fn FaultBanner(fault: Fault) -> impl IntoView {
    let locale = use_locale();
    let text = match &fault {
        Fault::Refused(error) => error_text(locale, error),
        Fault::NoProduct => td_string!(locale, new_subscription.fault.no_product).to_owned(),
        Fault::NoWay => td_string!(locale, new_subscription.fault.no_way).to_owned(),
        Fault::TrialRuns => td_string!(locale, new_subscription.fault.trial_runs).to_owned(),
        Fault::Ending => td_string!(locale, new_subscription.fault.ending).to_owned(),
    };
    view! { <Banner tone=BannerTone::Notice><p>{text}</p></Banner> }
}

/// What the server refused, with the way to what stands against it.
#[component]
pub fn RefusalBanner(error: ApiError) -> impl IntoView {
    let locale = use_locale();
    let way_on = match &error {
        ApiError::AlreadySubscribed { subscription } => Some((format!("/billing/subscriptions/{subscription}/edit"), td_string!(locale, subscriptions.edit))),
        ApiError::OrderOpen { order } => Some((format!("/billing/orders/{order}"), td_string!(locale, subscriptions.order_link))),
        ApiError::LicencesAssigned { subscription, .. } => Some((format!("/billing/licences?subscription={subscription}"), td_string!(locale, editor.release))),
        _ => None,
    };
    let way_on = way_on.map(|(address, text)| view! { <p class="actions"><a class="button" href=address>{text}</a></p> });
    view! {
        <Banner tone=BannerTone::Error>
            <p>{error_text(locale, &error)}</p>
            {way_on}
        </Banner>
    }
}
