//! How an amount is written for people; it must not reckon.

use crate::session::Language;

/// Currencies without a smaller unit, and with one of a thousandth (ISO 4217).
const WHOLE: [&str; 16] = ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"];
const THOUSANDTHS: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

/// The amount of minor units as `1.234,50 €` or `€1,234.50`.
pub(super) fn format_amount(amount_minor: i64, currency: &str, language: Language) -> String {
    let digits_after = if WHOLE.contains(&currency) {
        0
    } else if THOUSANDTHS.contains(&currency) {
        3
    } else {
        2
    };
    let (group, point) = match language {
        Language::De => ('.', ','),
        Language::En => (',', '.'),
    };
    let digits = format!("{amount_minor:0width$}", width = digits_after + 1);
    let (whole, fraction) = digits.split_at(digits.len().saturating_sub(digits_after));
    let mut number = String::new();
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            number.push(group);
        }
        number.push(digit);
    }
    if !fraction.is_empty() {
        number.push(point);
        number.push_str(fraction);
    }
    let symbol = match currency {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        code => code,
    };
    // A narrow space would be lost in some fonts: number and currency are kept on one line by a plain hard one.
    match language {
        Language::De => format!("{number}\u{a0}{symbol}"),
        Language::En if symbol == currency => format!("{symbol}\u{a0}{number}"),
        Language::En => format!("{symbol}{number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_their_readers_write_them() {
        for (amount_minor, currency, german, english) in [
            (17_056, "EUR", "170,56\u{a0}€", "€170.56"),
            (5, "EUR", "0,05\u{a0}€", "€0.05"),
            (123_456_789, "USD", "1.234.567,89\u{a0}$", "$1,234,567.89"),
            (100_000, "CHF", "1.000,00\u{a0}CHF", "CHF\u{a0}1,000.00"),
            (1_500, "JPY", "1.500\u{a0}JPY", "JPY\u{a0}1,500"),
            (1_500, "KWD", "1,500\u{a0}KWD", "KWD\u{a0}1.500"),
        ] {
            assert_eq!(format_amount(amount_minor, currency, Language::De), german);
            assert_eq!(format_amount(amount_minor, currency, Language::En), english);
        }
    }
}
