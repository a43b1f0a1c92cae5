//! A payment card in words: brand, last digits and how long it is valid. More of a card never reaches a page.

use billing::order::CardOnFile;
use chrono::{Datelike, NaiveDate};

/// `Visa •••• 4242`.
pub fn card_name(brand: &str, last4: &str) -> String {
    format!("{} •••• {last4}", brand_name(brand))
}

/// `Visa •••• 4242`, of the card on file.
pub fn name_of_card(card: &CardOnFile) -> String {
    card_name(&card.brand, &card.last4)
}

/// The last month in which the card is valid: `04/2028`. What is no month is shown as it came.
pub fn last_month(card: &CardOnFile) -> String {
    card.expires.split_once('-').map_or_else(|| card.expires.clone(), |(year, month)| format!("{month}/{year}"))
}

/// Whether the last month of the card was before the month of `today`.
pub fn has_expired(card: &CardOnFile, today: NaiveDate) -> bool {
    // Both are year and month with leading zeros, so the order of the text is that of time.
    card.expires < format!("{:04}-{:02}", today.year(), today.month())
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

    fn card(expires: &str) -> CardOnFile {
        CardOnFile { brand: "visa".to_owned(), last4: "4242".to_owned(), expires: expires.to_owned() }
    }

    #[test]
    fn a_card_is_named_by_brand_and_last_digits() {
        assert_eq!(name_of_card(&card("2028-04")), "Visa •••• 4242");
        assert_eq!(card_name("jcb", "0001"), "jcb •••• 0001");
        assert_eq!((last_month(&card("2028-04")), last_month(&card("soon"))), ("04/2028".to_owned(), "soon".to_owned()));
    }

    #[test]
    fn a_card_is_valid_to_the_end_of_its_month() {
        let today: NaiveDate = "2026-11-30".parse().unwrap();
        for (expires, expected) in [("2026-10", true), ("2026-11", false), ("2026-12", false), ("2025-12", true), ("2027-01", false)] {
            assert_eq!(has_expired(&card(expires), today), expected, "{expires}");
        }
    }
}
