//! Amounts in the reader's language: written for pages that have minor units and a currency, and read as typed.

use crate::texts::use_language;
use billing::{Currency, Language, Money, format};

/// The amount with its currency, as the reader writes it.
pub fn money_text(minor: i64, currency: Currency) -> String {
    format::money(Money::new(minor, currency), use_language())
}

/// Why a typed amount cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyFault {
    /// Nothing was typed.
    Missing,
    /// It is no amount.
    NoAmount,
    /// It has more decimal places than the currency.
    TooFine,
}

/// Minor units of a typed amount, never below zero: `1.234,5`, `1234,50 €` and `1 234,50` are one and the same in
/// German. A single separator with three digits after it groups where the language groups with it: `1.234` is
/// more than a thousand in German, and in English too fine for the currency rather than a guess.
pub fn read_money(text: &str, currency: Currency, language: Language) -> Result<i64, MoneyFault> {
    let text = text.replace(currency.symbol(), "").replace(currency.code(), "");
    let text: String = text.chars().filter(|character| !character.is_whitespace() && *character != '\'').collect();
    if text.is_empty() {
        return Err(MoneyFault::Missing);
    }
    let (group, decimal) = match language {
        Language::De => ('.', ','),
        Language::En => (',', '.'),
    };
    let (whole, fraction) = match text.split_once(decimal) {
        Some((whole, fraction)) => (whole, fraction),
        None => split_at_foreign_point(&text, group),
    };
    let digits = whole_digits(whole, group).ok_or(MoneyFault::NoAmount)?;
    if !fraction.chars().all(|character| character.is_ascii_digit()) {
        return Err(MoneyFault::NoAmount);
    }
    let places = usize::try_from(currency.minor_digits()).unwrap_or_default();
    if fraction.len() > places {
        return Err(MoneyFault::TooFine);
    }
    format!("{digits}{fraction:0<places$}").parse().map_err(|_| MoneyFault::NoAmount)
}

/// `12.50` typed by a German means twelve and a half: two digits never follow a separator of groups.
fn split_at_foreign_point(text: &str, group: char) -> (&str, &str) {
    match text.split_once(group) {
        Some((whole, fraction)) if (1..=2).contains(&fraction.len()) => (whole, fraction),
        _ => (text, ""),
    }
}

/// The digits before the decimal separator, where groups, if there are any, have three each.
fn whole_digits(whole: &str, group: char) -> Option<String> {
    let mut groups = whole.split(group);
    let first = groups.next().filter(|first| !first.is_empty())?;
    let rest: Vec<&str> = groups.collect();
    let is_grouped = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|group| group.len() == 3));
    let digits = format!("{first}{}", rest.concat());
    (is_grouped && digits.chars().all(|character| character.is_ascii_digit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_readers_type_them() {
        let yen = Currency::parse("JPY").unwrap();
        for (text, currency, de, en) in [
            ("12", Currency::EUR, Ok(1200), Ok(1200)),
            ("12,5", Currency::EUR, Ok(1250), Ok(1250)),
            ("12.50", Currency::EUR, Ok(1250), Ok(1250)),
            ("1.234,56 €", Currency::EUR, Ok(123_456), Err(MoneyFault::NoAmount)),
            ("€1,234.56", Currency::EUR, Err(MoneyFault::NoAmount), Ok(123_456)),
            ("1 234,56", Currency::EUR, Ok(123_456), Ok(123_456)),
            ("1234", yen, Ok(1234), Ok(1234)),
            ("1.234", Currency::EUR, Ok(123_400), Err(MoneyFault::TooFine)),
            ("1,234", Currency::EUR, Err(MoneyFault::TooFine), Ok(123_400)),
            ("0,00", Currency::EUR, Ok(0), Ok(0)),
            ("  ", Currency::EUR, Err(MoneyFault::Missing), Err(MoneyFault::Missing)),
            ("€", Currency::EUR, Err(MoneyFault::Missing), Err(MoneyFault::Missing)),
            ("-5", Currency::EUR, Err(MoneyFault::NoAmount), Err(MoneyFault::NoAmount)),
            ("1e3", Currency::EUR, Err(MoneyFault::NoAmount), Err(MoneyFault::NoAmount)),
            ("99999999999999999999", Currency::EUR, Err(MoneyFault::NoAmount), Err(MoneyFault::NoAmount)),
            (",50", Currency::EUR, Err(MoneyFault::NoAmount), Err(MoneyFault::NoAmount)),
        ] {
            assert_eq!(read_money(text, currency, Language::De), de, "German {text:?}");
            assert_eq!(read_money(text, currency, Language::En), en, "English {text:?}");
        }
    }

    #[test]
    fn what_is_written_can_be_read() {
        for minor in [0, 5, 99, 100, 17_056, 123_456_789] {
            for language in Language::ALL {
                let text = format::money(Money::new(minor, Currency::EUR), language);
                assert_eq!(read_money(&text, Currency::EUR, language), Ok(minor), "{text}");
            }
        }
    }
}
