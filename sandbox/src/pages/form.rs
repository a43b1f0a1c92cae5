//! What a person types for a payment method, and what is wrong with it; it must not keep card numbers or codes.

use chrono::{Datelike, NaiveDate};
use iban::{Iban, IbanLike};
use serde::Deserialize;

use super::texts::Texts;
use crate::method::{Expiry, Kind, Method, MethodRecord};
use crate::moment::new_secret_id;
use crate::session::SessionRequest;
use crate::test_data::{self, TestMethod};

/// The longest name of a holder, in characters.
const HOLDER_MAX: usize = 70;

/// The form as it was sent. There is no `Debug`: a card number must not slip into a log.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct PayForm {
    pub(super) action: String,
    pub(super) kind: String,
    pub(super) number: String,
    pub(super) month: String,
    pub(super) year: String,
    pub(super) code: String,
    pub(super) card_holder: String,
    pub(super) iban: String,
    pub(super) account_holder: String,
    pub(super) mandate: String,
}

impl PayForm {
    /// The form before anybody typed.
    pub(super) fn begin(request: &SessionRequest) -> Self {
        let name = request.payer_name.clone().unwrap_or_default();
        let kind = request.kinds.first().map(|kind| kind.code().to_owned()).unwrap_or_default();
        Self { kind, card_holder: name.clone(), account_holder: name, ..Self::default() }
    }

    /// The form as it may be shown again: all but card number and code, and a card number that was typed into another field.
    pub(super) fn without_secrets(self) -> Self {
        let other = |text: String| if is_card_number(&compact(&text)) { String::new() } else { text };
        Self {
            number: String::new(),
            code: String::new(),
            month: other(self.month),
            year: other(self.year),
            card_holder: other(self.card_holder),
            iban: other(self.iban),
            account_holder: other(self.account_holder),
            ..self
        }
    }
}

/// What is wrong: names of fields and what to do about them, from the page's top to its end.
#[derive(Default)]
pub(super) struct Errors {
    pub(super) all: Vec<(&'static str, &'static str)>,
}

impl Errors {
    /// What is wrong with that field.
    pub(super) fn of(&self, field: &str) -> Option<&'static str> {
        self.all.iter().find(|(name, _)| *name == field).map(|(_, text)| *text)
    }

    fn add(&mut self, field: &'static str, text: &'static str) {
        self.all.push((field, text));
    }
}

/// The method that the form describes, or what is wrong with it. `today` is the gateway's date.
pub(super) fn check(form: &PayForm, request: &SessionRequest, today: NaiveDate, texts: &'static Texts) -> Result<Method, Errors> {
    match Kind::find(&form.kind).filter(|kind| request.kinds.contains(kind)) {
        Some(Kind::Card) => check_card(form, today, texts),
        Some(Kind::SepaDebit) => check_debit(form, request, today, texts),
        None => Err(Errors { all: vec![("kind", texts.kind_missing)] }),
    }
}

fn check_card(form: &PayForm, today: NaiveDate, texts: &'static Texts) -> Result<Method, Errors> {
    let mut errors = Errors::default();
    let card = read_number(&form.number, texts).map_err(|text| errors.add("number", text)).ok();
    let expiry = read_expiry(form, today, texts).map_err(|(field, text)| errors.add(field, text)).ok();
    if form.code.trim().len() != 3 || !form.code.trim().bytes().all(|byte| byte.is_ascii_digit()) {
        errors.add("code", texts.code_wrong);
    }
    let holder = read_holder(&form.card_holder);
    if holder.is_none() {
        errors.add("card_holder", texts.holder_wrong);
    }
    match (card, expiry, holder) {
        (Some(card), Some(expiry), Some(holder)) if errors.all.is_empty() => Ok(new_method(card, holder, Some(expiry), None, None)),
        _ => Err(errors),
    }
}

fn check_debit(form: &PayForm, request: &SessionRequest, today: NaiveDate, texts: &'static Texts) -> Result<Method, Errors> {
    let mut errors = Errors::default();
    let account = read_iban(&form.iban, texts).map_err(|text| errors.add("iban", text)).ok();
    let holder = read_holder(&form.account_holder);
    if holder.is_none() {
        errors.add("account_holder", texts.holder_wrong);
    }
    if form.mandate != "yes" {
        errors.add("mandate", texts.mandate_missing);
    }
    match (account, holder) {
        (Some(account), Some(holder)) if errors.all.is_empty() => Ok(new_method(account, holder, None, request.mandate_reference.clone(), Some(today))),
        _ => Err(errors),
    }
}

fn new_method(
    known: &'static TestMethod,
    holder: String,
    expires: Option<Expiry>,
    mandate_reference: Option<String>,
    mandate_signed_on: Option<NaiveDate>,
) -> Method {
    let record = MethodRecord {
        token: new_secret_id("pm"),
        kind: known.kind(),
        brand: known.brand,
        last4: known.last4().to_owned(),
        expires,
        country: known.country().map(str::to_owned),
        holder,
        mandate_reference,
        mandate_signed_on,
    };
    Method { record, behaviour: known.behaviour }
}

fn read_number(text: &str, texts: &'static Texts) -> Result<&'static TestMethod, &'static str> {
    let number = compact(text);
    if number.is_empty() {
        return Err(texts.number_missing);
    }
    if !is_card_number(&number) {
        return Err(texts.number_wrong);
    }
    test_data::find_number(Kind::Card, &number).ok_or(texts.number_untested)
}

/// What was typed, without the blanks and hyphens that make it readable.
fn compact(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace() && *character != '-').collect()
}

fn is_card_number(number: &str) -> bool {
    (12..=19).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()) && passes_luhn(number)
}

/// Whether the check digit of a card number is right (ISO/IEC 7812-1, annex B).
fn passes_luhn(number: &str) -> bool {
    let digits = number.chars().rev().filter_map(|digit| digit.to_digit(10)).zip([1, 2].into_iter().cycle());
    let sum: u32 = digits.map(|(digit, factor)| digit * factor).map(|product| if product > 9 { product - 9 } else { product }).sum();
    sum.is_multiple_of(10)
}

fn read_expiry(form: &PayForm, today: NaiveDate, texts: &'static Texts) -> Result<Expiry, (&'static str, &'static str)> {
    let month = form.month.trim().parse::<u32>().ok().filter(|month| (1..=12).contains(month)).ok_or(("month", texts.month_wrong))?;
    let year = match (form.year.trim(), form.year.trim().parse::<i32>()) {
        // Two digits mean the century that has begun.
        (text, Ok(year)) if text.len() == 2 => today.year() - today.year().rem_euclid(100) + year,
        (text, Ok(year)) if text.len() == 4 => year,
        _ => return Err(("year", texts.year_wrong)),
    };
    let expiry = Expiry::new(year, month).filter(|_| year <= today.year() + 20).ok_or(("year", texts.year_wrong))?;
    if expiry.is_before(today) { Err(("month", texts.expiry_past)) } else { Ok(expiry) }
}

fn read_holder(text: &str) -> Option<String> {
    let holder = text.trim();
    let fits = (1..=HOLDER_MAX).contains(&holder.chars().count()) && !holder.contains(char::is_control);
    // Some people type the card number into the first field they see.
    let is_name = holder.chars().filter(char::is_ascii_digit).count() < 8;
    (fits && is_name).then(|| holder.to_owned())
}

fn read_iban(text: &str, texts: &'static Texts) -> Result<&'static TestMethod, &'static str> {
    let iban = compact(text).to_ascii_uppercase();
    if iban.is_empty() {
        return Err(texts.iban_missing);
    }
    let iban: Iban = iban.parse().map_err(|_| texts.iban_wrong)?;
    test_data::find_number(Kind::SepaDebit, iban.electronic_str()).ok_or(texts.iban_untested)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_data::TEST_METHODS;

    #[test]
    fn every_test_number_has_good_check_digits() {
        for method in &TEST_METHODS {
            match method.kind() {
                Kind::Card => assert!(passes_luhn(method.number), "{}", method.number),
                Kind::SepaDebit => assert!(method.number.parse::<Iban>().is_ok(), "{}", method.number),
            }
        }
    }

    #[test]
    fn a_digit_changed_or_two_neighbours_swapped_are_noticed() {
        assert!(!passes_luhn("4242424242424241"));
        assert!(!passes_luhn("4242424242424224"));
        assert!("DE89370400440532013001".parse::<Iban>().is_err());
    }
}
