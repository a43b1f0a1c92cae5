//! The second step of signing in at the staff's door: a code besides the password.

use crate::api::ApiError;
use crate::api::staff::security::ProveSecondFactor;
use crate::forms::{FunctionField, field_error, use_posted};
use crate::pages::sign_in::Outside;
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::disclosure::Disclosure;
use crate::ui::field::TextField;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The page. The server leads whoever has not typed a password before to the first step.
#[component]
pub fn SecondStepPage() -> impl IntoView {
    let locale = use_locale();
    let error = use_posted::<ProveSecondFactor>().map(|posted| posted.error);
    let above = error.clone().filter(|error| error.field().is_none()).map(refusal);
    let error = Signal::stored(error);
    view! {
        <Outside title=td_string!(locale, staff.second_step.title) claim=td_string!(locale, staff.sign_in.claim)>
            <h1>{td_string!(locale, staff.second_step.title)}</h1>
            <p class="lead">{td_string!(locale, staff.second_step.lead)}</p>
            {above}
            <form class="form" method="post" action="/staff/sign-in/code" novalidate>
                <FunctionField function=ProveSecondFactor::PATH/>
                <TextField name="code" label=td_string!(locale, staff.security.code) autocomplete="one-time-code" error=field_error(error, "code")/>
                <button class="button primary wide" type="submit">{td_string!(locale, sign_in.submit)}</button>
            </form>
            <Disclosure summary=td_string!(locale, staff.second_step.lost)>
                <p>{td_string!(locale, staff.second_step.lost_text)}</p>
            </Disclosure>
            <p class="sign-in-links"><a href="/staff/sign-in">{td_string!(locale, staff.second_step.back)}</a></p>
        </Outside>
    }
    .into_any()
}

/// What is wrong with more than the code.
fn refusal(error: ApiError) -> AnyView {
    let locale = use_locale();
    let (tone, title) = match error {
        ApiError::TooManyTries { .. } => (BannerTone::Notice, td_string!(locale, sign_in.wait_title)),
        _ => (BannerTone::Error, td_string!(locale, sign_in.failed_title)),
    };
    view! { <Banner tone title><p>{error_text(locale, &error)}</p></Banner> }.into_any()
}
