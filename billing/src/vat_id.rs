//! VAT identification numbers of the 27 member states: one spelling, their forms and their check digits. Whether a
//! number was ever issued, only the register knows.
//!
//! Sources: the structures that the Commission publishes with VIES ("VAT identification number structure"), and
//! the member states' own algorithms. Where they leave a doubt the number passes: the register has the last word.

mod check;

use crate::country::Country;
use crate::tax;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A VAT identification number in its one spelling: two letters and the number, no separators.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct VatId(String);

/// What is wrong with a VAT identification number, in words that a form can complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum VatIdError {
    /// Nothing was typed.
    #[error("no VAT number")]
    Missing,
    /// The country is no member state: no number there counts in the Union.
    #[error("the country is no member state of the European Union")]
    NoMemberState,
    /// It is a number of another country.
    #[error("expected a VAT number that begins with {expected}")]
    WrongCountry {
        /// The letters that it should begin with.
        expected: String,
    },
    /// It has not the form of that country.
    #[error("expected a VAT number such as {example}")]
    Format {
        /// A number of that form.
        example: String,
    },
    /// Its form is right and its check digits are not: a typing error, most likely.
    #[error("the check digits of the VAT number do not match")]
    CheckDigits,
}

/// How the numbers of one member state look. In a form `#` is a digit, `+` a digit above zero, `@` a letter,
/// `?` either, `!` what old Irish numbers have in their second place; all else stands for itself.
struct Structure {
    /// ISO code of the country.
    country: &'static str,
    /// The forms, with `|` between them, without the country's letters.
    forms: &'static str,
    /// A number as it is written, without the country's letters.
    example: &'static str,
}

const fn structure(country: &'static str, forms: &'static str, example: &'static str) -> Structure {
    Structure { country, forms, example }
}

const STRUCTURES: [Structure; 27] = [
    structure("AT", "U########", "U12345675"),
    structure("BE", "0#########|1#########", "0123456749"),
    structure("BG", "#########|##########", "123456786"),
    structure("CY", "########@", "10345678D"),
    structure("CZ", "########|#########|##########", "12345679"),
    structure("DE", "+########", "123456788"),
    structure("DK", "+#######", "12345674"),
    structure("EE", "#########", "123456780"),
    structure("ES", "?#######?", "B12345674"),
    structure("FI", "########", "12345671"),
    structure("FR", "??#########", "11123456782"),
    structure("GR", "#########", "123456783"),
    structure("HR", "###########", "12345678903"),
    structure("HU", "########", "12345676"),
    structure("IE", "#######@|#######@@|#!#####@", "1234567T"),
    structure("IT", "###########", "12345670017"),
    structure("LT", "#######1#|##########1#", "123456715"),
    structure("LU", "########", "12345613"),
    structure("LV", "###########", "40123456783"),
    structure("MT", "+#######", "12345634"),
    structure("NL", "#########B##", "123456782B01"),
    structure("PL", "##########", "1234560898"),
    structure("PT", "+########", "123456789"),
    structure("RO", "+#|+##|+###|+####|+#####|+######|+#######|+########|+#########", "1234567897"),
    structure("SE", "############", "123456789701"),
    structure("SI", "+#######", "12345679"),
    structure("SK", "##########", "2021234567"),
];

impl VatId {
    /// Reads a number as people type it, for a customer of `country`: small letters, blanks, dots, hyphens and
    /// slashes do not matter, the country's letters may be left out, and Greece's may be `EL` or `GR`.
    ///
    /// # Errors
    /// The first [`VatIdError`] that applies, in the order in which they are declared.
    ///
    /// ```
    /// use billing::country::Country;
    /// use billing::vat_id::{VatId, VatIdError};
    /// let number = VatId::parse("de 123.456.788", Country::DE).unwrap();
    /// assert_eq!(number.as_str(), "DE123456788");
    /// assert_eq!(VatId::parse("DE123456789", Country::DE), Err(VatIdError::CheckDigits));
    /// ```
    pub fn parse(text: &str, country: Country) -> Result<Self, VatIdError> {
        let compact: String = text.chars().filter(|letter| !is_separator(*letter)).map(|letter| letter.to_ascii_uppercase()).collect();
        if compact.is_empty() {
            return Err(VatIdError::Missing);
        }
        let state = tax::member_state(country).ok_or(VatIdError::NoMemberState)?;
        let structure = STRUCTURES.iter().find(|structure| structure.country == state.code()).ok_or(VatIdError::NoMemberState)?;
        structure.read(&compact)
    }

    /// The number: `DE123456788`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Structure {
    /// The letters that numbers begin with: the ISO code, but for Greece.
    fn prefix(&self) -> &'static str {
        if self.country == "GR" { "EL" } else { self.country }
    }

    fn read(&self, compact: &str) -> Result<VatId, VatIdError> {
        let own = compact.strip_prefix(self.prefix()).or_else(|| compact.strip_prefix(self.country));
        if own.is_none() && compact.bytes().take_while(u8::is_ascii_alphabetic).count() >= 2 {
            return Err(VatIdError::WrongCountry { expected: self.prefix().to_owned() });
        }
        let number = self.lengthen(own.unwrap_or(compact));
        if !self.forms.split('|').any(|form| has_form(&number, form)) {
            return Err(VatIdError::Format { example: format!("{}{}", self.prefix(), self.example) });
        }
        if check::check_digits_match(self.country, number.as_bytes()) { Ok(VatId(format!("{}{number}", self.prefix()))) } else { Err(VatIdError::CheckDigits) }
    }

    /// Belgian and Greek numbers had one digit less once, and are still printed so; a zero in front makes them today's.
    fn lengthen(&self, number: &str) -> String {
        let zero = matches!((self.country, number.len()), ("BE", 9) | ("GR", 8));
        if zero { format!("0{number}") } else { number.to_owned() }
    }
}

/// What people and documents put between the digits.
fn is_separator(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '.' | '-' | '/' | ',' | ':' | '\u{200b}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{feff}')
}

fn has_form(number: &str, form: &str) -> bool {
    form.len() == number.len() && form.bytes().zip(number.bytes()).all(|(form, byte)| matches_form(form, byte))
}

fn matches_form(form: u8, byte: u8) -> bool {
    match form {
        b'#' => byte.is_ascii_digit(),
        b'+' => matches!(byte, b'1'..=b'9'),
        b'@' => byte.is_ascii_uppercase(),
        b'?' => byte.is_ascii_digit() || byte.is_ascii_uppercase(),
        b'!' => byte.is_ascii_uppercase() || matches!(byte, b'+' | b'*'),
        _ => byte == form,
    }
}

impl fmt::Display for VatId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<VatId> for String {
    fn from(number: VatId) -> Self {
        number.0
    }
}

/// Reads a number that was kept: its first letters name the country.
impl TryFrom<String> for VatId {
    type Error = VatIdError;

    fn try_from(text: String) -> Result<Self, VatIdError> {
        let structure = STRUCTURES.iter().find(|structure| text.starts_with(structure.prefix())).ok_or(VatIdError::NoMemberState)?;
        structure.read(&text)
    }
}
