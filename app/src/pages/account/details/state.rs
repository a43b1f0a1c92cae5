//! What the form of the billing details holds. Fields keep what is typed by themselves; it is noted here as well, since the
//! fields of the address are made anew with each country, and the tax follows what was typed.

use crate::api::ApiError;
use crate::api::billing_details::DetailsPage;
use crate::forms::{FormAction, Posted};
use crate::ui::address::countries;
use billing::country::Country;
use billing::subscription::LineTax;
use billing::vat_id::{VatId, VatIdError};
use billing::{Language, VatIdState};
use leptos::prelude::*;
use leptos::web_sys::HtmlInputElement;
use std::collections::BTreeMap;

/// The last try to save.
#[derive(Clone, Copy)]
pub struct Attempt {
    /// What saves.
    pub action: FormAction,
    /// Why it was refused.
    pub error: Signal<Option<ApiError>>,
    /// What was typed, where it came back without script.
    pub posted: StoredValue<Option<Posted>>,
}

/// What all parts of the form share.
#[derive(Clone, Copy)]
pub struct DetailsForm {
    /// What the server sent.
    pub page: StoredValue<DetailsPage>,
    /// Why the last try was refused.
    pub error: Signal<Option<ApiError>>,
    /// What the fields hold, by name.
    typed: StoredValue<BTreeMap<String, String>>,
    /// The country that is chosen.
    pub country: RwSignal<String>,
    /// The VAT number that is typed.
    pub vat_id: RwSignal<String>,
    /// Country and number of the form that the server refused last: its word on the tax is about these.
    answered: Memo<Option<(LineTax, (String, String))>>,
}

impl DetailsForm {
    /// The form with what was posted, else with what stands.
    pub fn new(page: DetailsPage, attempt: Attempt) -> Self {
        let typed = attempt.posted.with_value(|posted| fields_of(&page, posted.as_ref()));
        let value = |name: &str| typed.get(name).cloned().unwrap_or_default();
        let (country, vat_id) = (RwSignal::new(value("country")), RwSignal::new(value("vat_id")));
        let error = attempt.error;
        let answered = Memo::new(move |_| match error.get() {
            Some(ApiError::TaxChanges(tax)) => Some((tax, (country.get_untracked(), vat_id.get_untracked()))),
            _ => None,
        });
        Self { page: StoredValue::new(page), error, typed: StoredValue::new(typed), country, vat_id, answered }
    }

    /// What a field holds.
    pub fn value(self, name: &str) -> String {
        self.typed.with_value(|typed| typed.get(name).cloned().unwrap_or_default())
    }

    /// Takes note of a field that was typed into.
    pub fn note(self, event: &leptos::ev::Event) {
        let field = event_target::<HtmlInputElement>(event);
        let (name, value) = (field.name(), event_target_value(event));
        match name.as_str() {
            "country" => self.country.set(value.clone()),
            "vat_id" => self.vat_id.set(value.clone()),
            _ => {}
        }
        self.typed.update_value(|typed| {
            typed.insert(name, value);
        });
    }

    /// Names the details that the form was filled with, or those that somebody else has written since and that its reader
    /// has been told of.
    pub fn version(self) -> String {
        match self.error.get() {
            Some(ApiError::DetailsChanged(conflict)) => conflict.version,
            _ => self.page.with_value(|page| page.version.clone()),
        }
    }

    /// The chosen country, the stored one while it is none.
    fn chosen_country(self) -> Country {
        Country::parse(&self.country.get()).unwrap_or_else(|| self.page.with_value(|page| page.details.country))
    }

    /// What is wrong with the number for the chosen country; an empty field has no number.
    pub fn vat_fault(self) -> Option<VatIdError> {
        VatId::parse(&self.vat_id.get(), self.chosen_country()).err().filter(|fault| *fault != VatIdError::Missing)
    }

    /// The tax of the next bill as things stand.
    pub fn tax_before(self) -> LineTax {
        self.page.with_value(|page| LineTax::of(page.details.country, page.vat_id, page.next_on))
    }

    /// The tax of the next bill once this is saved: as the server has said of it, else as it follows from what was typed. A number
    /// that has the right form is taken for good; the register has the last word.
    pub fn tax_after(self) -> LineTax {
        let about = (self.country.get(), self.vat_id.get());
        if let Some((tax, _)) = self.answered.get().filter(|(_, answered)| *answered == about) {
            return tax;
        }
        let country = self.chosen_country();
        self.page.with_value(|page| LineTax::of(country, self.vat_state(page, country), page.next_on))
    }

    fn vat_state(self, page: &DetailsPage, country: Country) -> VatIdState {
        match VatId::parse(&self.vat_id.get(), country) {
            Ok(number) if page.details.vat_id.as_deref() == Some(number.as_str()) => page.vat_id,
            Ok(_) => VatIdState::Valid,
            Err(_) => VatIdState::None,
        }
    }

    /// Whether the number has yet to be proven by the register.
    pub fn asks_register(self) -> bool {
        let number = VatId::parse(&self.vat_id.get(), self.chosen_country());
        number.is_ok_and(|number| self.page.with_value(|page| page.details.vat_id.as_deref() != Some(number.as_str())))
    }

    /// The countries to choose from, the stored one in any case.
    pub fn countries(self, language: Language) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = countries(language).into_iter().map(|(code, name)| (code.to_owned(), name.to_owned())).collect();
        let own = self.page.with_value(|page| page.details.country.code().to_owned());
        if !found.iter().any(|(code, _)| *code == own) {
            found.push((own.clone(), own));
        }
        found
    }
}

/// What the fields hold at first.
fn fields_of(page: &DetailsPage, posted: Option<&Posted>) -> BTreeMap<String, String> {
    let details = page.details.clone();
    let stored = [
        ("company", details.company),
        ("street", details.street),
        ("postal_code", details.postal_code),
        ("city", details.city),
        ("region", details.region.unwrap_or_default()),
        ("country", details.country.code().to_owned()),
        ("vat_id", details.vat_id.unwrap_or_default()),
        ("language", details.language.code().to_owned()),
        ("recipients", details.recipients.join("\n")),
    ];
    let value = |name: &str, stored: String| posted.map_or(stored, |posted| posted.value(name).unwrap_or_default().to_owned());
    stored.into_iter().map(|(name, stored)| (name.to_owned(), value(name, stored))).collect()
}
