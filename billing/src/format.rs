//! Amounts, dates and rates as readers of each language write them: the same bytes on server and browser.

use crate::{Currency, Language, Money, TaxRate};
use chrono::{Datelike, NaiveDate};

const NO_BREAK_SPACE: char = '\u{a0}';
const MINUS: char = '\u{2212}';
const MONTHS_DE: [&str; 12] = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"];
const MONTHS_EN: [&str; 12] = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// An amount with its currency: `1.896,00 €`, `€1,896.00`; below zero with a minus sign.
///
/// ```
/// use billing::{Currency, Language, Money, format::money};
/// assert_eq!(money(Money::new(-189_600, Currency::EUR), Language::De), "−1.896,00\u{a0}€");
/// assert_eq!(money(Money::new(-189_600, Currency::EUR), Language::En), "−€1,896.00");
/// ```
pub fn money(amount: Money, language: Language) -> String {
    with_currency(amount, &amount_digits(amount.minor.unsigned_abs(), amount.currency, language), language)
}

/// An amount of whole units, as on an axis: `1.896 €`, `€1,896`. What is less than one unit is left out.
pub fn whole_money(amount: Money, language: Language) -> String {
    let whole = amount.minor.unsigned_abs() / 10_u64.pow(amount.currency.minor_digits());
    with_currency(amount, &grouped(whole, separators(language).0), language)
}

fn with_currency(amount: Money, digits: &str, language: Language) -> String {
    let sign = if amount.minor < 0 { MINUS.to_string() } else { String::new() };
    let symbol = amount.currency.symbol();
    match language {
        Language::De => format!("{sign}{digits}{NO_BREAK_SPACE}{symbol}"),
        // A code of three letters wants a space, a sign does not.
        Language::En if symbol.len() == 3 && symbol.is_ascii() => format!("{sign}{symbol}{NO_BREAK_SPACE}{digits}"),
        Language::En => format!("{sign}{symbol}{digits}"),
    }
}

fn amount_digits(minor: u64, currency: Currency, language: Language) -> String {
    let (group, decimal) = separators(language);
    let places = currency.minor_digits();
    let scale = 10_u64.pow(places);
    let whole = grouped(minor / scale, group);
    if places == 0 {
        return whole;
    }
    let fraction = minor % scale;
    let width = usize::try_from(places).unwrap_or_default();
    format!("{whole}{decimal}{fraction:0width$}")
}

const fn separators(language: Language) -> (char, char) {
    match language {
        Language::De => ('.', ','),
        Language::En => (',', '.'),
    }
}

/// A whole number with its groups of three: `10.000`, `10,000`.
pub fn count(number: i64, language: Language) -> String {
    let sign = if number < 0 { MINUS.to_string() } else { String::new() };
    format!("{sign}{}", grouped(number.unsigned_abs(), separators(language).0))
}

fn grouped(number: u64, separator: char) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// A date in figures: `21.11.2026`, `21/11/2026`… in English with the month's name, which no reader mistakes: `21 Nov 2026`.
pub fn date(day: NaiveDate, language: Language) -> String {
    match language {
        Language::De => format!("{:02}.{:02}.{:04}", day.day(), day.month(), day.year()),
        Language::En => format!("{} {} {:04}", day.day(), month_name(day, language).get(..3).unwrap_or_default(), day.year()),
    }
}

/// A date without its year, where the year is plain: `21.11.`, `21 Nov`.
pub fn short_date(day: NaiveDate, language: Language) -> String {
    match language {
        Language::De => format!("{:02}.{:02}.", day.day(), day.month()),
        Language::En => format!("{} {}", day.day(), month_name(day, language).get(..3).unwrap_or_default()),
    }
}

/// The first three letters of a month's name: `Dez`, `Dec`.
pub fn short_month(day: NaiveDate, language: Language) -> &'static str {
    let name = month_name(day, language);
    name.char_indices().nth(3).and_then(|(end, _)| name.get(..end)).unwrap_or(name)
}

fn month_name(day: NaiveDate, language: Language) -> &'static str {
    let names = match language {
        Language::De => MONTHS_DE,
        Language::En => MONTHS_EN,
    };
    let place = usize::try_from(day.month0()).unwrap_or_default();
    names.get(place).copied().unwrap_or_default()
}

/// A rate: `19 %`, `25,5 %`, `19%`.
pub fn rate(rate: TaxRate, language: Language) -> String {
    let digits = rate.to_string();
    match language {
        Language::De => per_cent(&digits.replace('.', ","), language),
        Language::En => per_cent(&digits, language),
    }
}

/// Digits with their per cent sign: `64 %`, `64%`.
pub fn per_cent(digits: &str, language: Language) -> String {
    match language {
        Language::De => format!("{digits}{NO_BREAK_SPACE}%"),
        Language::En => format!("{digits}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_keep_their_groups_and_minor_digits() {
        let yen = Currency::parse("JPY").unwrap();
        let franc = Currency::parse("CHF").unwrap();
        for (minor, currency, de, en) in [
            (0, Currency::EUR, "0,00\u{a0}€", "€0.00"),
            (5, Currency::EUR, "0,05\u{a0}€", "€0.05"),
            (100_000, Currency::EUR, "1.000,00\u{a0}€", "€1,000.00"),
            (i64::MIN, Currency::EUR, "−92.233.720.368.547.758,08\u{a0}€", "−€92,233,720,368,547,758.08"),
            (123_456, franc, "1.234,56\u{a0}CHF", "CHF\u{a0}1,234.56"),
            (1_234, yen, "1.234\u{a0}JPY", "JPY\u{a0}1,234"),
        ] {
            assert_eq!(money(Money::new(minor, currency), Language::De), de);
            assert_eq!(money(Money::new(minor, currency), Language::En), en);
        }
    }

    #[test]
    fn whole_amounts_have_no_minor_digits_and_the_same_place_for_the_sign() {
        for (minor, de, en) in [(0, "0\u{a0}€", "€0"), (300_000, "3.000\u{a0}€", "€3,000"), (-100_000, "−1.000\u{a0}€", "−€1,000")] {
            let amount = Money::new(minor, Currency::EUR);
            assert_eq!((whole_money(amount, Language::De), whole_money(amount, Language::En)), (de.to_owned(), en.to_owned()));
        }
    }

    #[test]
    fn dates_and_rates_are_those_of_the_reader() {
        let day: NaiveDate = "2026-03-01".parse().unwrap();
        assert_eq!((date(day, Language::De), date(day, Language::En)), ("01.03.2026".to_owned(), "1 Mar 2026".to_owned()));
        assert_eq!((short_date(day, Language::De), short_date(day, Language::En)), ("01.03.".to_owned(), "1 Mar".to_owned()));
        let finnish = TaxRate::parse("25.5").unwrap();
        assert_eq!((rate(finnish, Language::De), rate(finnish, Language::En)), ("25,5\u{a0}%".to_owned(), "25.5%".to_owned()));
        assert_eq!((per_cent("64", Language::De), per_cent("64", Language::En)), ("64\u{a0}%".to_owned(), "64%".to_owned()));
        assert_eq!((count(10_000, Language::De), count(-999, Language::En)), ("10.000".to_owned(), "−999".to_owned()));
    }
}
