//! Asking for a link to set a new password. What the page answers never tells whether there is such a login.

use crate::api::ApiError;
use crate::api::people::AskPasswordLink;
use crate::forms::{FormAction, PostForm, field_error, form_error, general_error, posted_value, use_posted};
use crate::pages::sign_in::Outside;
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::field::TextField;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const ADDRESS: &str = "/forgot-password";

/// The page. `?sent=1` says that a link is on its way, if there is a login.
#[component]
pub fn ForgotPasswordPage() -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map();
    let action = FormAction::new::<AskPasswordLink>();
    let posted = use_posted::<AskPasswordLink>();
    let error = form_error(action, posted.as_ref());
    let email = posted_value(posted.as_ref(), "email");
    let matter = move || {
        if query.read().get("sent").is_some() { view! { <Sent/> }.into_any() } else { view! { <Ask action error email=email.clone()/> }.into_any() }
    };
    view! {
        <Outside title=td_string!(locale, people.forgot.title) claim=td_string!(locale, sign_in.claim)>
            {matter}
        </Outside>
    }
    .into_any()
}

#[component]
fn Ask(action: FormAction, error: Signal<Option<ApiError>>, email: String) -> impl IntoView {
    let locale = use_locale();
    let above = general_error(error, &["email"]);
    let refusal = move || {
        above.get().map(|error| {
            let tone = if matches!(error, ApiError::TooManyTries { .. }) { BannerTone::Notice } else { BannerTone::Error };
            view! { <Banner tone><p>{error_text(locale, &error)}</p></Banner> }
        })
    };
    view! {
        <h1>{td_string!(locale, people.forgot.title)}</h1>
        <p class="lead">{td_string!(locale, people.forgot.lead)}</p>
        {refusal}
        <PostForm action page=ADDRESS>
            <TextField name="email" label=td_string!(locale, people.email) kind="email" autocomplete="username" value=email error=field_error(error, "email")/>
            <SubmitButton class="button primary wide" pending=action.pending()>{td_string!(locale, people.forgot.submit)}</SubmitButton>
        </PostForm>
        <p class="sign-in-links"><a href="/sign-in">{td_string!(locale, people.to_sign_in)}</a></p>
    }
}

#[component]
fn Sent() -> impl IntoView {
    let locale = use_locale();
    view! {
        <h1>{td_string!(locale, people.forgot.sent_title)}</h1>
        <p class="lead" role="status">{td_string!(locale, people.forgot.sent)}</p>
        <p>{td_string!(locale, people.forgot.nothing)}</p>
        <p class="sign-in-links">
            <a href="/sign-in">{td_string!(locale, people.to_sign_in)}</a>
            <a href=ADDRESS>{td_string!(locale, people.forgot.again)}</a>
        </p>
    }
}
