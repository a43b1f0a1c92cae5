//! Why saving was refused, above the form that still holds what was typed.

use super::state::Attempt;
use crate::api::ApiError;
use crate::forms::general_error;
use crate::texts::{Locale, error_text, td_string, use_language, use_locale};
use crate::ui::address::country_name;
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::facts::{Fact, Facts};
use billing::details::{DetailChange, DetailsConflict};
use leptos::prelude::*;

/// Fields whose errors stand beside them.
const FIELDS: &[&str] = &["company", "country", "street", "postal_code", "city", "region", "vat_id", "language", "recipients"];

/// The refusal, if there was one that belongs to no field.
#[component]
pub fn Refusal() -> impl IntoView {
    let locale = use_locale();
    let Attempt { error, .. } = expect_context();
    let error = general_error(error, FIELDS);
    move || {
        error.get().map(|error| match error {
            ApiError::DetailsChanged(conflict) => view! { <Conflict conflict/> }.into_any(),
            ApiError::TaxChanges(_) => view! {
                <Banner tone=BannerTone::Notice title=td_string!(locale, details.tax_changes_title)><p>{error_text(locale, &error)}</p></Banner>
            }
            .into_any(),
            error => view! { <Banner tone=BannerTone::Error title=td_string!(locale, details.failed)><p>{error_text(locale, &error)}</p></Banner> }.into_any(),
        })
    }
}

/// Who was quicker, and what stands now where something else was typed.
#[component]
fn Conflict(conflict: DetailsConflict) -> impl IntoView {
    let locale = use_locale();
    let title = if conflict.by.is_empty() {
        td_string!(locale, details.conflict_title_nobody).to_owned()
    } else {
        td_string!(locale, details.conflict_title, name = conflict.by.as_str()).to_string()
    };
    let facts: Vec<Fact> = conflict.differences.into_iter().map(|found| fact_of(locale, found)).collect();
    view! {
        <Banner tone=BannerTone::Notice title>
            <p>{td_string!(locale, details.conflict_text)}</p>
            <Facts facts/>
        </Banner>
    }
}

fn fact_of(locale: Locale, found: DetailChange) -> Fact {
    let language = use_language();
    let shown = |value: String| match (found.field.as_str(), value.as_str()) {
        ("country", code) => country_name(code, language).to_owned(),
        ("language", "de") => td_string!(locale, details.german).to_owned(),
        ("language", _) => td_string!(locale, details.english).to_owned(),
        _ => value,
    };
    let typed = shown(found.to);
    let note = if typed.is_empty() {
        td_string!(locale, details.conflict_typed_nothing).to_owned()
    } else {
        td_string!(locale, details.conflict_typed, value = typed).to_string()
    };
    Fact::text(field_name(locale, &found.field), shown(found.from)).with_note(note)
}

/// What a field of the details is called.
pub fn field_name(locale: Locale, field: &str) -> &'static str {
    match field {
        "company" => td_string!(locale, details.company),
        "country" => td_string!(locale, staff.new.country),
        "street" => td_string!(locale, staff.new.street),
        "postal_code" => td_string!(locale, staff.new.postal_code),
        "city" => td_string!(locale, staff.new.city),
        "region" => td_string!(locale, details.region),
        "vat_id" => td_string!(locale, payment.vat.label),
        "language" => td_string!(locale, details.language),
        _ => td_string!(locale, details.recipients),
    }
}
