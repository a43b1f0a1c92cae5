//! What mails and documents say about a VAT number that was proven or denied.

use super::letter::greeting;
use super::order_mail::MailText;
use crate::actor::{Account, Contact};
use crate::usecases::vat_ids::Correction;
use billing::{Language, Money, TaxCategory, VatIdState, format, tax};
use chrono::NaiveDate;
use std::fmt::Write;

/// The note on a document that cancels another.
pub fn cancels(number: &str, language: Language) -> String {
    match language {
        Language::De => format!("Storno von {number}: Die Umsatzsteuer-Identifikationsnummer ist inzwischen bestätigt."),
        Language::En => format!("Cancels {number}: the VAT number has been confirmed since."),
    }
}

/// The note on a document that was issued in another's place.
pub fn replaces(number: &str, language: Language) -> String {
    match language {
        Language::De => format!("Ersetzt {number}."),
        Language::En => format!("Replaces {number}."),
    }
}

/// Says that the number is proven, which documents were put right, and what became credit.
pub fn proven(corrected: (&[Correction], i64), today: NaiveDate, account: &Account, contact: &Contact, seller_name: &str) -> MailText {
    let (corrections, credit_minor) = corrected;
    let (language, hello, company) = (account.language, greeting(account.language, contact), &account.party.name);
    // At home, and outside the Union, a number changes no tax.
    let is_free = tax::tax_for(account.customer.country, VatIdState::Valid, today).0 == TaxCategory::AE;
    let credit = format::money(Money::new(credit_minor, account.currency), language);
    let (subject, opening, list, credited, closing) = match language {
        Language::De => (
            "Ihre Umsatzsteuer-Identifikationsnummer ist bestätigt",
            format!(
                "{hello},\n\ndie Umsatzsteuer-Identifikationsnummer von {company} ist jetzt bestätigt.{}",
                if is_free { " Ab sofort berechnen wir Ihnen keine Umsatzsteuer." } else { "" }
            ),
            "Diese Belege haben wir storniert und ohne Umsatzsteuer neu ausgestellt:",
            format!("Die zu viel bezahlte Steuer von {credit} ist jetzt Guthaben und wird mit der nächsten Rechnung verrechnet."),
            "Freundliche Grüße",
        ),
        Language::En => (
            "Your VAT number has been confirmed",
            format!("{hello},\n\nthe VAT number of {company} has been confirmed.{}", if is_free { " From now on we charge you no VAT." } else { "" }),
            "These documents were cancelled and issued anew without VAT:",
            format!("The tax of {credit} that was paid too much is account credit now, and is set against the next invoice."),
            "Kind regards",
        ),
    };
    let mut body = opening;
    if !corrections.is_empty() {
        // Writing to a String cannot fail.
        let _ = write!(body, "\n\n{list}\n");
        for correction in corrections {
            let _ = writeln!(body, "  {} → {} → {}", correction.cancelled.join(", "), correction.cancelling.join(", "), correction.issued.join(", "));
        }
    }
    if credit_minor > 0 {
        let _ = write!(body, "\n{credited}\n");
    }
    let _ = write!(body, "\n{closing}\n{seller_name}\n");
    MailText { subject: subject.to_owned(), body }
}

/// Says that the register denies the number.
pub fn denied(number: &str, account: &Account, contact: &Contact, seller_name: &str) -> MailText {
    let (name, company) = (&contact.name, &account.party.name);
    match account.language {
        Language::De => MailText {
            subject: "Ihre Umsatzsteuer-Identifikationsnummer wurde nicht bestätigt".to_owned(),
            body: format!(
                "Guten Tag {name},\n\ndas Register der Europäischen Union kennt die Umsatzsteuer-Identifikationsnummer {number} von {company} nicht. Wir haben sie \
                 entfernt und berechnen weiterhin Umsatzsteuer.\n\nPrüfen Sie bitte die Nummer, und geben Sie sie an der Kasse noch einmal ein.\n\n\
                 Freundliche Grüße\n{seller_name}\n"
            ),
        },
        Language::En => MailText {
            subject: "Your VAT number was not confirmed".to_owned(),
            body: format!(
                "Dear {name},\n\nthe register of the European Union does not know the VAT number {number} of {company}. We have removed it and continue to \
                 charge VAT.\n\nPlease check the number, and enter it again at the checkout.\n\nKind regards\n{seller_name}\n"
            ),
        },
    }
}
