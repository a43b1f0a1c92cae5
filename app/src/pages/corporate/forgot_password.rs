//! Asking for a link to set a new password by User ID: it goes to the address of the contact who has it.

use crate::api::corporate::AskCorporateLink;
use crate::forms::{FormAction, form_error, posted_value, use_posted};
use crate::pages::people::forgot_password::{Asking, Forgotten};
use crate::texts::{td_string, use_locale};
use leptos::prelude::*;

/// The page. `?sent=1` says that a link is on its way, if there is such a User ID.
#[component]
pub fn CorporateForgotPasswordPage() -> impl IntoView {
    let locale = use_locale();
    let action = FormAction::new::<AskCorporateLink>();
    let posted = use_posted::<AskCorporateLink>();
    let error = form_error(action, posted.as_ref());
    let asking = Asking {
        page: "/corporate/forgot-password",
        sign_in: "/corporate/sign-in",
        claim: td_string!(locale, corporate.sign_in.claim),
        lead: td_string!(locale, corporate.forgot.lead),
        sent: td_string!(locale, corporate.forgot.sent),
        nothing: td_string!(locale, corporate.forgot.nothing),
        again: td_string!(locale, corporate.forgot.again),
        field: "user_id",
        label: td_string!(locale, corporate.user_id),
        kind: "text",
    };
    view! { <Forgotten asking action error login=posted_value(posted.as_ref(), "user_id")/> }
}
