//! What an account's invoices are made out to: company, address, VAT number, language, and who gets them. What a person
//! typed is read here; whether a VAT number is registered, only the register knows.

use crate::Language;
use crate::address::{read_postal_code, read_region};
use crate::country::Country;
use crate::input::{InputFault, read_text};
use crate::people::is_mail_address;
use crate::tax;
use crate::vat_id::{VatId, VatIdError};
use serde::{Deserialize, Serialize};

/// More recipients than a company's bookkeeping has.
pub const MOST_RECIPIENTS: i64 = 20;

/// An account's billing details.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingDetails {
    /// Company or person.
    pub company: String,
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub city: String,
    /// State, in countries whose addresses have one.
    pub region: Option<String>,
    /// Country of the address, which decides the tax.
    pub country: Country,
    /// VAT number, in its one spelling.
    pub vat_id: Option<String>,
    /// Language of invoices and mails.
    pub language: Language,
    /// Who gets invoice mails besides the billing contact, in the order in which they were entered.
    pub recipients: Vec<String>,
}

/// A detail that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailChange {
    /// Name of the field.
    pub field: String,
    /// What it was; empty for nothing.
    pub from: String,
    /// What it is now.
    pub to: String,
}

/// Somebody else has changed the details while a form was being filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailsConflict {
    /// Names the details as they stand now.
    pub version: String,
    /// Who changed them; empty where the portal did.
    pub by: String,
    /// Where what stands now differs from what was typed: `from` stands, `to` was typed.
    pub differences: Vec<DetailChange>,
}

impl BillingDetails {
    /// What differs in `after`, in the order of the fields.
    pub fn changes(&self, after: &Self) -> Vec<DetailChange> {
        let pairs = self.texts().into_iter().zip(after.texts());
        let changed = pairs.filter(|((_, from), (_, to))| from != to);
        changed.map(|((field, from), (_, to))| DetailChange { field: field.to_owned(), from, to }).collect()
    }

    fn texts(&self) -> [(&'static str, String); 9] {
        [
            ("company", self.company.clone()),
            ("country", self.country.code().to_owned()),
            ("street", self.street.clone()),
            ("postal_code", self.postal_code.clone()),
            ("city", self.city.clone()),
            ("region", self.region.clone().unwrap_or_default()),
            ("vat_id", self.vat_id.clone().unwrap_or_default()),
            ("language", self.language.code().to_owned()),
            ("recipients", self.recipients.join(", ")),
        ]
    }
}

/// What a person typed into the form of the billing details.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DetailsInput {
    /// Company or person.
    pub company: String,
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub city: String,
    /// State.
    pub region: String,
    /// ISO 3166 code.
    pub country: String,
    /// VAT number; may be left empty.
    pub vat_id: String,
    /// Language of invoices and mails.
    pub language: String,
    /// Mail addresses, a line each; commas and semicolons part them as well.
    pub recipients: String,
}

/// The field that cannot be taken as it is, and why.
pub type FieldFault = (&'static str, InputFault);

impl DetailsInput {
    /// Reads what was typed.
    ///
    /// # Errors
    /// The first [`FieldFault`] from above. A VAT number of another country is one: it has to be removed or replaced.
    pub fn read(&self) -> Result<BillingDetails, FieldFault> {
        let company = at("company", read_text(&self.company))?.to_owned();
        let country = at("country", read_choice(&self.country, Country::parse))?;
        Ok(BillingDetails {
            company,
            street: at("street", read_text(&self.street))?.to_owned(),
            postal_code: at("postal_code", read_postal_code(&self.postal_code, country.code()))?,
            city: at("city", read_text(&self.city))?.to_owned(),
            region: at("region", read_region(&self.region, country.code()))?,
            country,
            vat_id: at("vat_id", read_vat_id(&self.vat_id, country))?,
            language: at("language", read_choice(&self.language, Language::parse))?,
            recipients: at("recipients", read_recipients(&self.recipients))?,
        })
    }
}

fn at<T>(field: &'static str, outcome: Result<T, InputFault>) -> Result<T, FieldFault> {
    outcome.map_err(|fault| (field, fault))
}

fn read_choice<T>(text: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, InputFault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(InputFault::Missing);
    }
    parse(text).ok_or(InputFault::NotOffered)
}

/// Outside the Union a number counts for nothing, but its owner has to take it out: nothing typed is dropped unsaid.
fn read_vat_id(text: &str, country: Country) -> Result<Option<String>, InputFault> {
    match VatId::parse(text, country) {
        Ok(number) => Ok(Some(number.as_str().to_owned())),
        Err(VatIdError::Missing) => Ok(None),
        Err(error) => Err(InputFault::VatId(error)),
    }
}

/// Reads mail addresses, each once, whatever case they are typed in.
/// Reads mail addresses, a line each; commas and semicolons part them as well.
///
/// # Errors
/// [`InputFault::NoMailAddress`] and [`InputFault::TooMany`].
pub fn read_recipients(text: &str) -> Result<Vec<String>, InputFault> {
    let mut found: Vec<String> = Vec::new();
    for typed in text.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';')).filter(|typed| !typed.is_empty()) {
        if !is_mail_address(typed) {
            return Err(InputFault::NoMailAddress { text: typed.chars().take(80).collect() });
        }
        if !found.iter().any(|known| known.to_lowercase() == typed.to_lowercase()) {
            found.push(typed.to_owned());
        }
    }
    let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
    if count > MOST_RECIPIENTS { Err(InputFault::TooMany { most: MOST_RECIPIENTS }) } else { Ok(found) }
}

/// Whether moving from one country to another may change the tax of what is billed next.
pub fn is_taxed_otherwise(from: Country, to: Country) -> bool {
    tax::member_state(from) != tax::member_state(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hamburg() -> DetailsInput {
        DetailsInput {
            company: " Nordlicht GmbH ".to_owned(),
            street: "Hafenstraße 12".to_owned(),
            postal_code: "20457".to_owned(),
            city: "Hamburg".to_owned(),
            region: "CA".to_owned(),
            country: "DE".to_owned(),
            vat_id: "de 123 456 788".to_owned(),
            language: "de".to_owned(),
            recipients: "buchhaltung@nordlicht.example\n\nBuchhaltung@Nordlicht.example, rechnung@nordlicht.example;".to_owned(),
        }
    }

    #[test]
    fn what_was_typed_is_read_field_by_field() {
        let read = hamburg().read().unwrap();
        assert_eq!((read.company.as_str(), read.region.as_deref(), read.vat_id.as_deref()), ("Nordlicht GmbH", None, Some("DE123456788")));
        assert_eq!(read.recipients, ["buchhaltung@nordlicht.example", "rechnung@nordlicht.example"]);
        type Spoil = fn(&mut DetailsInput);
        let spoilt: [(&str, Spoil); 9] = [
            ("company", |input| input.company.clear()),
            ("country", |input| "XX".clone_into(&mut input.country)),
            ("street", |input| input.street = "x".repeat(121)),
            ("postal_code", |input| "1010".clone_into(&mut input.postal_code)),
            ("city", |input| input.city.clear()),
            ("vat_id", |input| "ATU12345675".clone_into(&mut input.vat_id)),
            ("language", |input| "fr".clone_into(&mut input.language)),
            ("recipients", |input| "eva@example.com, nobody".clone_into(&mut input.recipients)),
            ("recipients", |input| input.recipients = (0..=MOST_RECIPIENTS).map(|number| format!("eva{number}@example.com ")).collect()),
        ];
        for (field, spoil) in spoilt {
            let mut input = hamburg();
            spoil(&mut input);
            assert_eq!(input.read().map_err(|(field, _)| field), Err(field));
        }
    }

    #[test]
    fn a_number_of_another_country_is_removed_or_replaced_and_never_dropped() {
        let moved = |vat_id: &str, country: &str, postal_code: &str| {
            DetailsInput { vat_id: vat_id.to_owned(), country: country.to_owned(), postal_code: postal_code.to_owned(), ..hamburg() }.read()
        };
        let wrong = VatIdError::WrongCountry { expected: "AT".to_owned() };
        assert_eq!(moved("DE123456788", "AT", "1070"), Err(("vat_id", InputFault::VatId(wrong))));
        assert_eq!(moved("DE123456788", "CH", "8001"), Err(("vat_id", InputFault::VatId(VatIdError::NoMemberState))));
        assert_eq!(moved("", "AT", "1070").map(|read| read.vat_id), Ok(None));
        assert_eq!(moved("U12345675", "AT", "1070").map(|read| read.vat_id), Ok(Some("ATU12345675".to_owned())));
    }

    #[test]
    fn what_differs_is_told_with_both_values() {
        let before = hamburg().read().unwrap();
        let after = BillingDetails { city: "Bremen".to_owned(), vat_id: None, recipients: Vec::new(), ..before.clone() };
        let told: Vec<_> = before.changes(&after).into_iter().map(|change| (change.field, change.from, change.to)).collect();
        let expected =
            [("city", "Hamburg", "Bremen"), ("vat_id", "DE123456788", ""), ("recipients", "buchhaltung@nordlicht.example, rechnung@nordlicht.example", "")];
        assert_eq!(told, expected.map(|(field, from, to)| (field.to_owned(), from.to_owned(), to.to_owned())));
        assert_eq!(before.changes(&before), []);
    }

    #[test]
    fn france_and_monaco_are_taxed_alike() {
        let country = |code| Country::parse(code).unwrap();
        assert!(is_taxed_otherwise(country("DE"), country("AT")) && is_taxed_otherwise(country("DE"), country("CH")));
        assert!(!is_taxed_otherwise(country("FR"), country("MC")) && !is_taxed_otherwise(country("CH"), country("US")));
    }
}
