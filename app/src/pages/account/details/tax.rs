//! The VAT number, and what country and number do to the tax of the next bill: as it is, and as it will be.

use super::state::DetailsForm;
use crate::api::ApiError;
use crate::forms::field_error;
use crate::texts::{Locale, error_text, td_string, use_language, use_locale};
use crate::ui::comparison::{Compared, Comparison};
use crate::ui::field::{Field, Presence, Ties};
use billing::subscription::LineTax;
use billing::{Money, TaxCategory, VatIdState, format};
use leptos::prelude::*;

/// Number and comparison.
#[component]
pub fn TaxFields() -> impl IntoView {
    let locale = use_locale();
    view! {
        <fieldset class="form-part">
            <legend>{td_string!(locale, payment.vat.heading)}</legend>
            <VatField/>
            <NextBill/>
        </fieldset>
    }
    .into_any()
}

/// Checked at once against the chosen country: a number of another one has to be removed or replaced.
#[component]
fn VatField() -> impl IntoView {
    let locale = use_locale();
    let form: DetailsForm = expect_context();
    let refused = field_error(form.error, "vat_id");
    // Said when the reader leaves the field or chooses another country; while they mend it, it is looked at with every key.
    let is_checked = RwSignal::new(false);
    Effect::new(move |before: Option<String>| {
        let country = form.country.get();
        if before.is_some_and(|before| before != country) {
            is_checked.set(true);
        }
        country
    });
    // The server has spoken anew.
    Effect::new(move |_| {
        form.error.track();
        is_checked.set(false);
    });
    let error = Signal::derive(move || {
        if !is_checked.get() {
            return refused.get();
        }
        form.vat_fault().map(|reason| error_text(locale, &ApiError::VatId { reason }))
    });
    let hint = td_string!(locale, details.vat_hint).to_owned();
    let ties = Ties::new("vat_id", Some(&hint), error);
    view! {
        <Field name="vat_id" label=td_string!(locale, payment.vat.label) presence=Presence::Optional hint=Some(hint) error>
            <input
                id="vat_id"
                name="vat_id"
                type="text"
                autocomplete="off"
                autocapitalize="characters"
                spellcheck="false"
                value=form.value("vat_id")
                aria-invalid=move || ties.invalid()
                aria-describedby=move || ties.description()
                on:change=move |_| is_checked.set(true)
            />
        </Field>
    }
}

/// The tax of the next bill before and after.
#[component]
fn NextBill() -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let form: DetailsForm = expect_context();
    let (on, net_minor, currency) = form.page.with_value(|page| (page.next_on, page.next_net_minor.clone(), page.currency));
    let money = move |minor| format::money(Money::new(minor, currency), language);
    let day = format::date(on, language);
    let title =
        if net_minor.is_empty() { td_string!(locale, details.next_none).to_owned() } else { td_string!(locale, details.next_bill, date = day).to_string() };
    let caption = title.clone();
    let table = move || {
        let (before, after) = (form.tax_before(), form.tax_after());
        let mut rows = vec![Compared { name: td_string!(locale, details.tax).to_owned(), before: tax_text(locale, before), after: tax_text(locale, after) }];
        // An amount too large to be taxed is left out rather than wrong.
        if !net_minor.is_empty()
            && let (Some(tax_before), Some(tax_after), Some(net)) = (tax_of(&net_minor, before), tax_of(&net_minor, after), sum_of(&net_minor))
        {
            rows.push(Compared { name: td_string!(locale, details.net).to_owned(), before: money(net), after: money(net) });
            rows.push(Compared { name: td_string!(locale, details.tax_amount).to_owned(), before: money(tax_before), after: money(tax_after) });
            let total = |tax: i64| net.checked_add(tax).map(money).unwrap_or_default();
            rows.push(Compared { name: td_string!(locale, details.total).to_owned(), before: total(tax_before), after: total(tax_after) });
        }
        let note = form.asks_register().then(|| view! { <p class="field-hint">{td_string!(locale, details.register_note)}</p> });
        view! {
            <Comparison caption=caption.clone() rows/>
            {note}
        }
    };
    let unverified = form.page.with_value(|page| page.vat_id == VatIdState::Unverified);
    view! {
        <div class="next-bill">
            <p class="next-bill-title">{title}</p>
            <div aria-live="polite">{table}</div>
            {unverified.then(|| view! { <p class="field-hint">{td_string!(locale, payment.vat.unverified)}</p> })}
        </div>
    }
    .into_any()
}

/// "19 % USt.", "Reverse Charge", "keine USt.".
fn tax_text(locale: Locale, tax: LineTax) -> String {
    match tax.category {
        TaxCategory::S => td_string!(locale, details.tax_charged, rate = format::rate(tax.rate, locale.language())).to_string(),
        TaxCategory::AE => td_string!(locale, details.tax_reverse).to_owned(),
        TaxCategory::O => td_string!(locale, details.tax_outside).to_owned(),
    }
}

fn sum_of(net_minor: &[i64]) -> Option<i64> {
    net_minor.iter().copied().try_fold(0_i64, i64::checked_add)
}

/// Each bill is taxed by itself, as it will be.
fn tax_of(net_minor: &[i64], tax: LineTax) -> Option<i64> {
    net_minor.iter().try_fold(0_i64, |sum, net| sum.checked_add(tax.rate.of(*net).ok()?))
}
