//! What invoice lines and notes say.

use billing::order::{MethodOnFile, OrderItem};
use billing::price::{DocumentPart, Line, LineKind};
use billing::{BillingInterval, Currency, Language, Money, TaxCategory, format};
use chrono::NaiveDate;

/// The text of a line.
pub fn line_text(line: &Line, item: &OrderItem, language: Language) -> String {
    let (product, plan) = (&item.product_name, &item.plan_name_before);
    match (line.kind, language) {
        (LineKind::Charge, _) => charge_text((product, &item.plan_name), line.seats, item.after.interval, language),
        (LineKind::Credit, Language::De) => format!("Gutschrift {product} {plan}, {}", seats(line.seats, language)),
        (LineKind::Credit, Language::En) => format!("Credit {product} {plan}, {}", seats(line.seats, language)),
    }
}

/// The text of what is charged: "GoTo Training Pro, 5 Benutzerlizenzen, jährlich".
pub fn charge_text((product, plan): (&str, &str), count: i64, rhythm: BillingInterval, language: Language) -> String {
    format!("{product} {plan}, {}, {}", seats(count, language), interval(rhythm, language))
}

/// How a line's amount comes about; a credit names the invoice that it corrects.
pub fn line_explanation(line: &Line, currency: Currency, corrected: Option<&str>, language: Language) -> String {
    let money = |minor| format::money(Money::new(minor, currency), language);
    let whole = money(line.unit_minor.saturating_mul(line.seats));
    let (seats, unit, days, of_days) = (line.seats, money(line.unit_minor), line.days, line.of_days);
    match (line.kind, language, corrected) {
        (LineKind::Charge, ..) if days == of_days => format!("{seats} × {unit}"),
        // Seats that join a period that runs.
        (LineKind::Charge, Language::De, _) => format!("{seats} × {unit} × {days}/{of_days} Tage bis zum Ende des Abrechnungszeitraums"),
        (LineKind::Charge, Language::En, _) => format!("{seats} × {unit} × {days}/{of_days} days until the billing period ends"),
        (LineKind::Credit, Language::De, Some(number)) => format!("{days} von {of_days} Tagen nicht genutzt: {whole} × {days}/{of_days}, zu Rechnung {number}"),
        (LineKind::Credit, Language::De, None) => format!("{days} von {of_days} Tagen nicht genutzt: {whole} × {days}/{of_days}"),
        (LineKind::Credit, Language::En, Some(number)) => format!("{days} of {of_days} days not used: {whole} × {days}/{of_days}, on invoice {number}"),
        (LineKind::Credit, Language::En, None) => format!("{days} of {of_days} days not used: {whole} × {days}/{of_days}"),
    }
}

/// The sentences that the tax of a document wants.
pub fn tax_notes(part: &DocumentPart, language: Language) -> Vec<String> {
    // § 14a Abs. 5 UStG, article 226 no. 11a of Directive 2006/112/EC: the words of the reverse charge.
    let note = |category| match (category, language) {
        (TaxCategory::S, _) => None,
        (TaxCategory::AE, Language::De) => Some("Steuerschuldnerschaft des Leistungsempfängers."),
        (TaxCategory::AE, Language::En) => Some("Reverse charge: VAT is to be accounted for by the recipient."),
        (TaxCategory::O, Language::De) => Some("Nicht im Inland steuerbare Leistung."),
        (TaxCategory::O, Language::En) => Some("Not subject to German VAT."),
    };
    part.tax.iter().filter_map(|sum| note(sum.category)).map(str::to_owned).collect()
}

/// How what is open of an invoice is to be paid.
pub enum Terms {
    /// By the method on file.
    Automatic { method: MethodOnFile, on: NaiveDate },
    /// By the account, until a day.
    Transfer { due_on: NaiveDate },
}

impl Terms {
    /// The day by which it is to be paid.
    pub const fn due_on(&self) -> NaiveDate {
        match self {
            Self::Automatic { on, .. } => *on,
            Self::Transfer { due_on } => *due_on,
        }
    }
}

/// The sentence that says how an open invoice is paid. A debit is announced by it, as the SEPA rules want: amount, day and
/// mandate stand on the invoice.
pub fn terms_note(terms: &Terms, number: &str, language: Language) -> String {
    match (terms, language) {
        (Terms::Automatic { method: MethodOnFile::Card(card), .. }, Language::De) => {
            format!("Der offene Betrag wird von der hinterlegten Karte mit den Endziffern {} abgebucht.", card.last4)
        }
        (Terms::Automatic { method: MethodOnFile::Card(card), .. }, Language::En) => {
            format!("The amount due will be charged to the card on file ending in {}.", card.last4)
        }
        (Terms::Automatic { method: MethodOnFile::SepaDebit(debit), .. }, Language::De) => {
            format!("Der offene Betrag wird mit dem Mandat {} vom Bankkonto mit den Endziffern {} eingezogen.", debit.mandate_reference, debit.last4)
        }
        (Terms::Automatic { method: MethodOnFile::SepaDebit(debit), .. }, Language::En) => {
            format!("The amount due will be collected from the bank account ending in {} under mandate {}.", debit.last4, debit.mandate_reference)
        }
        (Terms::Transfer { due_on }, Language::De) => {
            format!("Zahlbar bis {} ohne Abzug, mit der Rechnungsnummer {number} als Verwendungszweck.", format::date(*due_on, language))
        }
        (Terms::Transfer { due_on }, Language::En) => {
            format!("Payable in full by {}, quoting invoice number {number}.", format::date(*due_on, language))
        }
    }
}

fn seats(count: i64, language: Language) -> String {
    let number = format::count(count, language);
    match (language, count) {
        (Language::De, 1) => "1 Benutzerlizenz".to_owned(),
        (Language::De, _) => format!("{number} Benutzerlizenzen"),
        (Language::En, 1) => "1 user licence".to_owned(),
        (Language::En, _) => format!("{number} user licences"),
    }
}

const fn interval(interval: BillingInterval, language: Language) -> &'static str {
    match (interval, language) {
        (BillingInterval::Monthly, Language::De) => "monatlich",
        (BillingInterval::Annual, Language::De) => "jährlich",
        (BillingInterval::Monthly, Language::En) => "monthly",
        (BillingInterval::Annual, Language::En) => "annually",
    }
}
