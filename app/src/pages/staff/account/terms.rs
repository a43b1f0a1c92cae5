//! What was agreed with a corporate account: its words, its fields, and the form that changes it.

use super::Actions;
use crate::api::ApiError;
use crate::api::staff::{AccountPage as PageData, AgreedTerms};
use crate::forms::{PostForm, Posted, field_error, posted_value};
use crate::texts::{Locale, td_string, use_locale};
use crate::ui::button::SubmitButton;
use crate::ui::choice::Choice;
use crate::ui::field::{FieldGroup, TextField};
use crate::ui::segments::Segments;
use billing::corporate::SelfService;
use leptos::prelude::*;

/// Fields whose errors stand beside them.
pub const FIELDS: &[&str] = &["terms_days", "self_service"];

/// What was sent, and what came of it.
#[derive(Clone)]
pub struct TermsAttempt {
    /// Why it was refused.
    pub error: Signal<Option<ApiError>>,
    /// What was typed.
    pub posted: Option<Posted>,
}

/// "30 days".
pub fn days_text(locale: Locale, days: u32) -> String {
    td_string!(locale, terms.days_of, count = days).to_string()
}

/// Whether an account adds seats by itself, in a word.
pub fn self_service_text(locale: Locale, self_service: SelfService) -> &'static str {
    match self_service {
        SelfService::Eligible => td_string!(locale, terms.eligible),
        SelfService::NotEligible => td_string!(locale, terms.not_eligible),
    }
}

/// The two fields, for a new account as well.
#[component]
pub fn TermsFields(days: String, self_service: String, error: Signal<Option<ApiError>>) -> impl IntoView {
    let locale = use_locale();
    let choice = move |one: SelfService| Choice::new(one.code(), self_service_text(locale, one));
    view! {
        <TextField
            name="terms_days"
            label=td_string!(locale, terms.days)
            hint=td_string!(locale, terms.days_hint)
            autocomplete="off"
            value=days
            error=field_error(error, "terms_days")
        />
        <FieldGroup
            name="self_service"
            legend=td_string!(locale, terms.self_service)
            hint=Some(td_string!(locale, terms.self_service_hint).to_owned())
            error=field_error(error, "self_service")
        >
            <Segments name="self_service" options=SelfService::ALL.map(choice).into() value=self_service/>
        </FieldGroup>
    }
    .into_any()
}

/// The card of an account, for who may change what was agreed.
#[component]
pub fn TermsCard(page: PageData, terms: AgreedTerms) -> impl IntoView {
    let locale = use_locale();
    let Actions { terms: action, .. } = expect_context();
    let TermsAttempt { error, posted } = expect_context();
    let typed = |name: &str, stored: String| Some(posted_value(posted.as_ref(), name)).filter(|text| !text.is_empty()).unwrap_or(stored);
    let (days, self_service) = (typed("terms_days", terms.days.to_string()), typed("self_service", terms.self_service.code().to_owned()));
    view! {
        <section class="card" aria-labelledby="terms-title">
            <div class="card-head"><h2 id="terms-title">{td_string!(locale, terms.title)}</h2></div>
            <div class="card-body">
                <PostForm action page=format!("/staff/accounts/{}", page.number)>
                    <input type="hidden" name="number" value=page.number/>
                    <TermsFields days self_service error/>
                    <SubmitButton pending=action.pending()>{td_string!(locale, terms.change)}</SubmitButton>
                </PostForm>
            </div>
        </section>
    }
    .into_any()
}
