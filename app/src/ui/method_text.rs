//! A payment method in words: brand, last digits and how long it is valid. More of it never reaches a page.

use crate::texts::{Locale, td_string};
use billing::order::{CardOnFile, MethodOnFile};

/// `Visa •••• 4242`, whose digits stay beside their dots.
pub fn card_name(brand: &str, last4: &str) -> String {
    format!("{} ••••\u{a0}{last4}", brand_name(brand))
}

/// "SEPA-Lastschrift DE •••• 3000"
pub fn debit_name(locale: Locale, country: &str, last4: &str) -> String {
    format!("{} {country} ••••\u{a0}{last4}", td_string!(locale, method.debit)).replace("  ", " ")
}

/// The name of what is on file.
pub fn method_name(locale: Locale, method: &MethodOnFile) -> String {
    match method {
        MethodOnFile::Card(card) => card_name(&card.brand, &card.last4),
        MethodOnFile::SepaDebit(debit) => debit_name(locale, &debit.country, &debit.last4),
    }
}

/// The last month in which the card is valid: `04/2028`. What is no month is shown as it came.
pub fn last_month(card: &CardOnFile) -> String {
    card.expires.split_once('-').map_or_else(|| card.expires.clone(), |(year, month)| format!("{month}/{year}"))
}

fn brand_name(brand: &str) -> String {
    match brand {
        "visa" => "Visa".to_owned(),
        "mastercard" => "Mastercard".to_owned(),
        "amex" => "American Express".to_owned(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_is_named_by_its_last_digits() {
        let card = CardOnFile { brand: "visa".to_owned(), last4: "4242".to_owned(), expires: "2028-04".to_owned() };
        assert_eq!(last_month(&card), "04/2028");
        assert_eq!(last_month(&CardOnFile { expires: "soon".to_owned(), ..card.clone() }), "soon");
        assert_eq!(method_name(Locale::de, &MethodOnFile::Card(card)), "Visa ••••\u{a0}4242");
        assert_eq!(card_name("jcb", "0001"), "jcb ••••\u{a0}0001");
        assert_eq!(debit_name(Locale::de, "DE", "3000"), "SEPA-Lastschrift DE ••••\u{a0}3000");
        assert_eq!(debit_name(Locale::en, "", "3000"), "SEPA direct debit ••••\u{a0}3000");
    }
}
