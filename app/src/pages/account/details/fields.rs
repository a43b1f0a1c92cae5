//! The fields of the billing details but for the tax. The address has those of its country, in the order that people there write.

use super::state::DetailsForm;
use crate::forms::field_error;
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::choice::Choice;
use crate::ui::field::{FieldGroup, Presence, TextField};
use crate::ui::segments::Segments;
use crate::ui::select::SelectField;
use crate::ui::text_area::TextArea;
use billing::address::{AddressField, fields_of, regions_of};
use billing::input::LONGEST_NOTE;
use leptos::prelude::*;

/// Company, country, and the address below.
#[component]
pub fn CompanyFields() -> impl IntoView {
    let locale = use_locale();
    let form: DetailsForm = expect_context();
    let countries = form.countries(use_language()).into_iter().map(|(code, name)| Choice::new(code, name)).collect();
    let address = move || view! { <AddressFields country=form.country.get()/> };
    view! {
        <fieldset class="form-part">
            <legend>{td_string!(locale, details.company_part)}</legend>
            <TextField
                name="company"
                label=td_string!(locale, details.company)
                autocomplete="organization"
                value=form.value("company")
                error=field_error(form.error, "company")
            />
            <SelectField
                name="country"
                label=td_string!(locale, staff.new.country)
                hint=td_string!(locale, details.country_hint)
                options=countries
                value=form.value("country")
                error=field_error(form.error, "country")
            />
            {address}
        </fieldset>
    }
    .into_any()
}

/// Street above, the town's fields side by side below.
#[component]
fn AddressFields(country: String) -> impl IntoView {
    let fields = fields_of(&country);
    let street = fields.iter().filter(|field| **field == AddressField::Street);
    let town = fields.iter().filter(|field| **field != AddressField::Street);
    let show = |field: &AddressField| view! { <OneField field=*field country=country.clone()/> };
    let (street, town): (Vec<_>, Vec<_>) = (street.map(show).collect(), town.map(show).collect());
    let class = match fields {
        [_, AddressField::PostalCode, ..] => "form-row",
        _ => "form-row even",
    };
    view! {
        {street}
        <div class=class>{town}</div>
    }
    .into_any()
}

#[component]
fn OneField(field: AddressField, country: String) -> impl IntoView {
    let locale = use_locale();
    let form: DetailsForm = expect_context();
    let name = field.name();
    let (value, error) = (form.value(name), field_error(form.error, name));
    match field {
        AddressField::Street => view! { <TextField name label=td_string!(locale, staff.new.street) autocomplete="street-address" value error/> }.into_any(),
        AddressField::PostalCode => {
            view! { <TextField name label=td_string!(locale, staff.new.postal_code) autocomplete="postal-code" value error/> }.into_any()
        }
        AddressField::City => view! { <TextField name label=td_string!(locale, staff.new.city) autocomplete="address-level2" value error/> }.into_any(),
        AddressField::Region => {
            let options = regions_of(&country).iter().map(|(code, name)| Choice::new(*code, *name)).collect();
            view! { <SelectField name label=td_string!(locale, details.region) options value error/> }.into_any()
        }
    }
}

/// The language of invoices and mails.
#[component]
pub fn LanguageField() -> impl IntoView {
    let locale = use_locale();
    let form: DetailsForm = expect_context();
    let options = vec![Choice::new("de", td_string!(locale, details.german)), Choice::new("en", td_string!(locale, details.english))];
    let hint = Some(td_string!(locale, details.language_hint).to_owned());
    view! {
        <fieldset class="form-part">
            <legend>{td_string!(locale, details.language_part)}</legend>
            <FieldGroup name="language" legend=td_string!(locale, details.language) hint error=field_error(form.error, "language")>
                <Segments name="language" options value=form.value("language")/>
            </FieldGroup>
        </fieldset>
    }
    .into_any()
}

/// Who gets the invoices besides the billing contact.
#[component]
pub fn RecipientsField() -> impl IntoView {
    let locale = use_locale();
    let form: DetailsForm = expect_context();
    view! {
        <fieldset class="form-part">
            <legend>{td_string!(locale, details.recipients)}</legend>
            <TextArea
                name="recipients"
                label=td_string!(locale, details.recipients_label)
                hint=td_string!(locale, details.recipients_hint)
                presence=Presence::Optional
                limit=LONGEST_NOTE
                value=form.value("recipients")
                error=field_error(form.error, "recipients")
            />
        </fieldset>
    }
    .into_any()
}
