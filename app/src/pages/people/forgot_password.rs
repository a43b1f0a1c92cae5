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

/// How asking differs from door to door.
#[derive(Clone, Copy)]
pub struct Asking {
    /// The page's own address.
    pub page: &'static str,
    /// Where one signs in afterwards.
    pub sign_in: &'static str,
    /// What the portal is for.
    pub claim: &'static str,
    /// What to type, and what comes of it.
    pub lead: &'static str,
    /// What is said whoever asked.
    pub sent: &'static str,
    /// What to do when nothing comes.
    pub nothing: &'static str,
    /// The way to another try.
    pub again: &'static str,
    /// The field's name.
    pub field: &'static str,
    /// The field's label.
    pub label: &'static str,
    /// The control's `type`.
    pub kind: &'static str,
}

/// The Billing Center's page. `?sent=1` says that a link is on its way, if there is a login.
#[component]
pub fn ForgotPasswordPage() -> impl IntoView {
    let locale = use_locale();
    let action = FormAction::new::<AskPasswordLink>();
    let posted = use_posted::<AskPasswordLink>();
    let error = form_error(action, posted.as_ref());
    let asking = Asking {
        page: "/forgot-password",
        sign_in: "/sign-in",
        claim: td_string!(locale, sign_in.claim),
        lead: td_string!(locale, people.forgot.lead),
        sent: td_string!(locale, people.forgot.sent),
        nothing: td_string!(locale, people.forgot.nothing),
        again: td_string!(locale, people.forgot.again),
        field: "email",
        label: td_string!(locale, people.email),
        kind: "email",
    };
    view! { <Forgotten asking action error login=posted_value(posted.as_ref(), "email")/> }
}

/// The page of a door.
#[component]
pub fn Forgotten(asking: Asking, action: FormAction, error: Signal<Option<ApiError>>, login: String) -> impl IntoView {
    let query = use_query_map();
    let matter = move || {
        if query.read().get("sent").is_some() {
            view! { <Sent asking/> }.into_any()
        } else {
            view! { <Ask asking action error login=login.clone()/> }.into_any()
        }
    };
    view! {
        <Outside title=td_string!(use_locale(), people.forgot.title) claim=asking.claim>
            {matter}
        </Outside>
    }
    .into_any()
}

#[component]
fn Ask(asking: Asking, action: FormAction, error: Signal<Option<ApiError>>, login: String) -> impl IntoView {
    let locale = use_locale();
    let Asking { page, sign_in, lead, field, label, kind, .. } = asking;
    let above = general_error(error, if field == "email" { &["email"] } else { &["user_id"] });
    let refusal = move || {
        above.get().map(|error| {
            let tone = if matches!(error, ApiError::TooManyTries { .. }) { BannerTone::Notice } else { BannerTone::Error };
            view! { <Banner tone><p>{error_text(locale, &error)}</p></Banner> }
        })
    };
    view! {
        <h1>{td_string!(locale, people.forgot.title)}</h1>
        <p class="lead">{lead}</p>
        {refusal}
        <PostForm action page>
            <TextField name=field label kind autocomplete="username" value=login error=field_error(error, field)/>
            <SubmitButton class="button primary wide" pending=action.pending()>{td_string!(locale, people.forgot.submit)}</SubmitButton>
        </PostForm>
        <p class="sign-in-links"><a href=sign_in>{td_string!(locale, people.to_sign_in)}</a></p>
    }
}

#[component]
fn Sent(asking: Asking) -> impl IntoView {
    let locale = use_locale();
    view! {
        <h1>{td_string!(locale, people.forgot.sent_title)}</h1>
        <p class="lead" role="status">{asking.sent}</p>
        <p>{asking.nothing}</p>
        <p class="sign-in-links">
            <a href=asking.sign_in>{td_string!(locale, people.to_sign_in)}</a>
            <a href=asking.page>{asking.again}</a>
        </p>
    }
}
