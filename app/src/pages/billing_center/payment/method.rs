//! What pays, whether it still can, and the button that leads to the gateway's page for another one.

use crate::api::payment::{OpenPaymentPage as OpenFunction, PaymentFacts};
use crate::forms::{FunctionField, use_posted};
use crate::texts::{Locale, error_text, td_string, use_locale};
use crate::ui::alert::InlineAlert;
use crate::ui::banner::BannerTone;
use crate::ui::icon::Icon;
use crate::ui::method_text::{last_month, method_name};
use billing::order::{MethodOnFile, Validity};
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// What the page needs a payment method for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MethodNeed {
    /// The next bills, whatever they are.
    Any,
    /// So much, now.
    Now(String),
    /// Nothing is due.
    Nothing,
}

/// How the way to another payment method is offered, where one is on file that can pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodWay {
    /// At once.
    Open,
    /// At once, with a link that leaves everything as it is.
    Editing { back: &'static str },
    /// Behind "Bearbeiten".
    Behind { edit: &'static str },
}

/// The payment method on file. Where one is needed and none can pay, the card says so and offers the way.
#[component]
pub fn MethodCard(facts: PaymentFacts, page: &'static str, purpose: &'static str, need: MethodNeed, way: MethodWay) -> impl IntoView {
    let locale = use_locale();
    let today = facts.today;
    let is_first = facts.method.is_none();
    let (shown, warning) = match facts.method {
        Some(method) => (Some(view! { <Method method=method.clone() today/> }), warning_of(locale, &method, today)),
        None => (None, missing_text(locale, &need)),
    };
    let nothing_due = (is_first && need == MethodNeed::Nothing).then(|| view! { <p class="method">{td_string!(locale, checkout.nothing_due)}</p> });
    let label = if is_first { td_string!(locale, payment.enter) } else { td_string!(locale, payment.update) };
    // Where something has to be paid and nothing can, this is the way on.
    let class = if matches!(way, MethodWay::Editing { .. })
        || warning.as_ref().is_some_and(|(tone, _)| *tone == BannerTone::Error)
        || (is_first && need != MethodNeed::Nothing)
    {
        "button primary"
    } else {
        "button"
    };
    // Who cannot pay with what is on file need not ask for the form.
    let has_to_change = is_first || warning.is_some();
    let (edit, back, is_open) = match way {
        MethodWay::Behind { edit } if !has_to_change => (Some(edit), None, false),
        MethodWay::Editing { back } if !has_to_change => (None, Some(back), true),
        _ => (None, None, true),
    };
    let edit = edit.map(|href| view! { <a class="button" href=href>{td_string!(locale, payment.edit)}</a> });
    let back = back.map(|href| view! { <a class="button quiet" href=href>{td_string!(locale, payment.keep)}</a> });
    let form = is_open.then(|| {
        view! {
            <div class="actions"><OpenPaymentPage page purpose class label/>{back}</div>
            <p class="field-hint">{td_string!(locale, payment.hosted)}</p>
        }
    });
    view! {
        <section class="card" aria-labelledby="payment">
            <div class="card-head"><h2 id="payment">{td_string!(locale, checkout.method)}</h2>{edit}</div>
            {shown}
            {nothing_due}
            {warning.map(|(tone, text)| view! { <InlineAlert tone><p>{text}</p></InlineAlert> })}
            {form}
        </section>
    }
    .into_any()
}

/// "Visa •••• 4242, gültig bis 04/2028".
#[component]
fn Method(method: MethodOnFile, today: NaiveDate) -> impl IntoView {
    let locale = use_locale();
    let validity = match (&method, method.validity(today)) {
        (MethodOnFile::Card(card), Validity::Expired) => td_string!(locale, checkout.expired, month = last_month(card)).to_string(),
        (MethodOnFile::Card(card), _) => td_string!(locale, checkout.valid_until, month = last_month(card)).to_string(),
        (MethodOnFile::SepaDebit(debit), _) => td_string!(locale, method.mandate, reference = debit.mandate_reference.as_str()).to_string(),
    };
    let icon = if matches!(method, MethodOnFile::Card(_)) { "card" } else { "bank" };
    view! {
        <div class="method">
            <Icon name=icon/>
            <p><strong class="whole">{method_name(locale, &method)}</strong>" "<span>{validity}</span></p>
        </div>
    }
}

fn warning_of(locale: Locale, method: &MethodOnFile, today: NaiveDate) -> Option<(BannerTone, String)> {
    match method.validity(today) {
        Validity::Valid => None,
        Validity::ExpiresSoon => Some((BannerTone::Notice, td_string!(locale, payment.expires_soon).to_owned())),
        Validity::Expired => Some((BannerTone::Error, td_string!(locale, payment.expired).to_owned())),
    }
}

fn missing_text(locale: Locale, need: &MethodNeed) -> Option<(BannerTone, String)> {
    match need {
        MethodNeed::Any => Some((BannerTone::Information, td_string!(locale, payment.none).to_owned())),
        MethodNeed::Now(amount) => Some((BannerTone::Notice, td_string!(locale, payment.none_now, amount = amount.as_str()).to_string())),
        MethodNeed::Nothing => None,
    }
}

/// A form of one button that leads to the gateway's page. The browser sends it itself, since another site follows.
#[component]
pub fn OpenPaymentPage(#[prop(into)] page: String, purpose: &'static str, class: &'static str, label: &'static str) -> impl IntoView {
    let locale = use_locale();
    let refusal = use_posted::<OpenFunction>().map(|posted| error_text(locale, &posted.error));
    view! {
        {refusal.map(|text| view! { <InlineAlert tone=BannerTone::Error><p>{text}</p></InlineAlert> })}
        <form class="form-inline" method="post" action=page>
            <FunctionField function=OpenFunction::PATH/>
            <input type="hidden" name="purpose" value=purpose/>
            <button class=class type="submit">{label}</button>
        </form>
    }
}
