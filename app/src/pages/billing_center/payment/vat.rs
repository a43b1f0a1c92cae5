//! The VAT number: typed, checked at once in the browser, then by the register, and what follows for the price.

use crate::api::ApiError;
use crate::api::payment::{ApplyVatId, PaymentFacts};
use crate::forms::{FormAction, PostForm, form_error, general_error, use_posted};
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::alert::InlineAlert;
use crate::ui::banner::BannerTone;
use crate::ui::button::SubmitButton;
use crate::ui::field::{Field, Presence, Ties};
use billing::VatIdState;
use billing::country::Country;
use billing::tax;
use billing::vat_id::{VatId, VatIdError};
use leptos::prelude::*;

/// The last try to apply a number.
#[derive(Clone, Copy)]
pub struct VatAttempt {
    /// What applies it.
    pub action: FormAction,
    /// What was typed, where it came back without script.
    typed: StoredValue<Option<String>>,
    error: Signal<Option<ApiError>>,
}

/// Makes the attempt known to the form; to be called at the top of the page.
pub fn provide_vat_attempt() -> VatAttempt {
    let action = FormAction::new::<ApplyVatId>();
    let posted = use_posted::<ApplyVatId>();
    let error = form_error(action, posted.as_ref());
    let typed = StoredValue::new(posted.and_then(|posted| posted.value("vat_id").map(str::to_owned)));
    let attempt = VatAttempt { action, typed, error };
    provide_context(attempt);
    attempt
}

/// The field with its button, or why there is nothing to enter.
#[component]
pub fn VatForm(facts: PaymentFacts, page: &'static str) -> impl IntoView {
    let locale = use_locale();
    if tax::member_state(facts.country).is_none() {
        return view! { <p>{td_string!(locale, payment.vat.outside)}</p> }.into_any();
    }
    let attempt: VatAttempt = expect_context();
    let state = facts.vat_id;
    let label = td_string!(locale, payment.vat.label);
    view! {
        <PostForm action=attempt.action page class="form vat-form">
            <VatField facts attempt label/>
            <SubmitButton class="button" pending=attempt.action.pending()>{td_string!(locale, payment.vat.apply)}</SubmitButton>
        </PostForm>
        <VatState state error=attempt.error/>
        <OtherRefusal error=attempt.error/>
    }
    .into_any()
}

#[component]
fn VatField(facts: PaymentFacts, attempt: VatAttempt, label: &'static str) -> impl IntoView {
    let locale = use_locale();
    let country = facts.country;
    let first = attempt.typed.get_value().or(facts.buyer.vat_id).unwrap_or_default();
    // None until something is typed: then the server's word on what stood there before no longer counts.
    let checked = RwSignal::new(None::<Option<VatIdError>>);
    let error = Signal::derive(move || match checked.get() {
        Some(fault) => fault.map(|reason| error_text(locale, &ApiError::VatId { reason })),
        None => attempt.error.get().filter(|error| error.field() == Some("vat_id")).map(|error| error_text(locale, &error)),
    });
    // The server has spoken anew.
    Effect::new(move |_| {
        attempt.error.track();
        checked.set(None);
    });
    let hint = td_string!(locale, payment.vat.hint).to_owned();
    let ties = Ties::new("vat_id", Some(&hint), error);
    view! {
        <Field name="vat_id" label presence=Presence::Optional hint=Some(hint) error>
            <input
                id="vat_id"
                name="vat_id"
                type="text"
                autocomplete="off"
                autocapitalize="characters"
                spellcheck="false"
                value=first
                aria-invalid=move || ties.invalid()
                aria-describedby=move || ties.description()
                // Said when the reader leaves the field; while they mend it, it is looked at with every key.
                on:change=move |event| checked.set(Some(fault_of(&event_target_value(&event), country)))
                on:input=move |event| {
                    if error.read_untracked().is_some() {
                        checked.set(Some(fault_of(&event_target_value(&event), country)));
                    }
                }
            />
        </Field>
    }
}

/// What is wrong with what was typed; an empty field removes the number.
fn fault_of(typed: &str, country: Country) -> Option<VatIdError> {
    VatId::parse(typed, country).err().filter(|fault| *fault != VatIdError::Missing)
}

/// What is known of the number on file, and what that means for the tax; nothing beside another one that was refused.
#[component]
fn VatState(state: VatIdState, error: Signal<Option<ApiError>>) -> impl IntoView {
    let locale = use_locale();
    let known = match state {
        VatIdState::None => None,
        VatIdState::Valid => Some((BannerTone::Success, td_string!(locale, payment.vat.valid))),
        VatIdState::Unverified => Some((BannerTone::Notice, td_string!(locale, payment.vat.unverified))),
    };
    move || known.filter(|_| error.read().is_none()).map(|(tone, text)| view! { <InlineAlert tone><p>{text}</p></InlineAlert> })
}

#[component]
fn OtherRefusal(error: Signal<Option<ApiError>>) -> impl IntoView {
    let locale = use_locale();
    let error = general_error(error, &["vat_id"]);
    move || error.get().map(|error| view! { <InlineAlert tone=BannerTone::Error><p>{error_text(locale, &error)}</p></InlineAlert> })
}
