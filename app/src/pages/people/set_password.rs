//! Setting a new password by a link that was mailed.

use super::new_password::{NewPasswordField, PasswordCheck};
use crate::api::people::{LoadPasswordLink, PasswordLinkPage, SetPassword};
use crate::forms::{FunctionField, Posted, field_error, use_posted};
use crate::pages::loaded::Loaded;
use crate::pages::sign_in::Outside;
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::wire::page_resource;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

/// The refused form of this visit, for the matter.
#[derive(Clone)]
struct Refused(Option<Posted>);

/// The page.
#[component]
pub fn SetPasswordPage() -> impl IntoView {
    let locale = use_locale();
    let parameters = use_params_map();
    let page = page_resource(move || LoadPasswordLink { token: parameters.read().get("token").unwrap_or_default() });
    provide_context(Refused(use_posted::<SetPassword>()));
    view! {
        <Outside title=td_string!(locale, people.set.title) claim=td_string!(locale, sign_in.claim)>
            <Loaded resource=page skeleton=|| () view=show/>
        </Outside>
    }
    .into_any()
}

fn show(page: PasswordLinkPage) -> AnyView {
    match page {
        PasswordLinkPage::Open { token, email, login } => view! { <SetForm token email login/> }.into_any(),
        PasswordLinkPage::Over => view! { <Over/> }.into_any(),
    }
}

/// Left to the browser, which then offers to keep the password.
#[component]
fn SetForm(token: String, email: String, login: String) -> impl IntoView {
    let locale = use_locale();
    let Refused(posted) = expect_context();
    let check = PasswordCheck::new(&email);
    let above = posted.as_ref().filter(|posted| posted.error.field().is_none()).map(|posted| error_text(locale, &posted.error));
    let above = above.map(|text| view! { <Banner tone=BannerTone::Error><p>{text}</p></Banner> });
    let error = Signal::stored(posted.as_ref().map(|posted| posted.error.clone()));
    view! {
        <h1>{td_string!(locale, people.set.title)}</h1>
        <p class="lead">{td_string!(locale, people.set.lead, email = login).to_string()}</p>
        {above}
        <form class="form" method="post" action=format!("/set-password/{token}") novalidate on:submit=move |event| check.on_submit(&event)>
            <FunctionField function=SetPassword::PATH/>
            <input type="hidden" name="token" value=token.clone()/>
            <NewPasswordField label=td_string!(locale, people.new_password) check error=field_error(error, "password")/>
            <button class="button primary wide" type="submit">{td_string!(locale, people.set.submit)}</button>
        </form>
    }
}

/// One page for all links that lead no further.
#[component]
fn Over() -> impl IntoView {
    let locale = use_locale();
    view! {
        <h1>{td_string!(locale, people.over.title)}</h1>
        <p class="lead">{td_string!(locale, people.over.password)}</p>
        <p class="actions">
            <a class="button primary" href="/forgot-password">{td_string!(locale, people.over.password_again)}</a>
            <a class="button" href="/sign-in" rel="external">{td_string!(locale, people.to_sign_in)}</a>
        </p>
    }
}
