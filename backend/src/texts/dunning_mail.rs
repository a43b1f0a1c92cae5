//! Mails about an invoice that is overdue: what is owed, what happens when, and how to pay at once.

use super::letter::{letter, money, say};
use super::order_mail::MailText;
use crate::Backend;
use crate::actor::{Account, Contact};
use crate::db::invoices::CollectedInvoice;
use billing::dunning::DunningAction;
use billing::{Language, format};
use chrono::NaiveDate;
use std::fmt::Write;

/// An overdue invoice and what comes next.
pub struct Overdue<'a> {
    /// The invoice.
    pub invoice: &'a CollectedInvoice,
    /// Why the gateway declined, in its code.
    pub decline_code: Option<&'a str>,
    /// What happens when, if nothing is paid.
    pub ahead: &'a [(NaiveDate, DunningAction)],
}

/// The first notice: it could not be charged, or was not paid in time.
pub fn not_collected(overdue: &Overdue<'_>, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (number, amount) = (&overdue.invoice.number, money(overdue.invoice.open_minor, account));
    let what = match overdue.decline_code {
        Some(code) => say(
            account,
            format!("wir konnten die Rechnung {number} über {amount} für {} nicht abbuchen: {}.", account.party.name, decline_reason(code, Language::De)),
            format!("we could not collect invoice {number} of {amount} for {}: {}.", account.party.name, decline_reason(code, Language::En)),
        ),
        None => say(
            account,
            format!("die Rechnung {number} über {amount} für {} ist fällig und noch offen.", account.party.name),
            format!("invoice {number} of {amount} for {} is due and still open.", account.party.name),
        ),
    };
    let subject = say(account, format!("Rechnung {number} ist noch offen"), format!("Invoice {number} is still open"));
    letter(account, contact, backend, subject, &[what, how_to_pay(overdue, account, backend), what_happens(overdue.ahead, account)])
}

/// A reminder of a level.
pub fn reminder(overdue: &Overdue<'_>, level: u32, today: NaiveDate, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (number, amount) = (&overdue.invoice.number, money(overdue.invoice.open_minor, account));
    let days = overdue.invoice.overdue_since.map_or(0, |since| today.signed_duration_since(since).num_days());
    let subject = say(account, format!("{level}. Erinnerung: Rechnung {number}"), format!("Reminder {level}: invoice {number}"));
    let what = say(
        account,
        format!("die Rechnung {number} für {} ist seit {days} Tagen überfällig. Offen sind {amount}.", account.party.name),
        format!("invoice {number} for {} has been overdue for {days} days. {amount} is open.", account.party.name),
    );
    let beside = late_claim(overdue, today, account, backend);
    letter(account, contact, backend, subject, &[what, beside, how_to_pay(overdue, account, backend), what_happens(overdue.ahead, account)])
}

/// Interest and flat fee, where the seller asks for them.
fn late_claim(overdue: &Overdue<'_>, today: NaiveDate, account: &Account, backend: &Backend) -> String {
    let since = overdue.invoice.overdue_since.unwrap_or(today);
    let claim = backend.settings.late_terms.claim(overdue.invoice.open_minor, account.currency, since, today).unwrap_or_default();
    let mut parts = Vec::new();
    if claim.interest_minor > 0 {
        let (interest, from) = (money(claim.interest_minor, account), format::date(since, account.language));
        parts.push(say(
            account,
            format!("Verzugszinsen seit {from} nach § 288 Abs. 2 BGB: {interest}"),
            format!("interest since {from} under § 288 (2) of the German Civil Code: {interest}"),
        ));
    }
    if claim.fee_minor > 0 {
        let fee = money(claim.fee_minor, account);
        parts.push(say(account, format!("Pauschale nach § 288 Abs. 5 BGB: {fee}"), format!("flat fee under § 288 (5) of the German Civil Code: {fee}")));
    }
    if parts.is_empty() {
        return String::new();
    }
    let opening = say(
        account,
        "Wegen des Verzugs stehen uns außerdem zu, ohne USt. und nicht von selbst abgebucht:".to_owned(),
        "Because of the delay we are also owed, without VAT and not charged by itself:".to_owned(),
    );
    format!("{opening}\n  {}", parts.join("\n  "))
}

/// The services rest.
pub fn suspended(overdue: &Overdue<'_>, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (number, amount) = (&overdue.invoice.number, money(overdue.invoice.open_minor, account));
    let subject = say(account, format!("Ihr Dienst ruht: Rechnung {number}"), format!("Your service is suspended: invoice {number}"));
    let what = say(
        account,
        format!(
            "die Rechnung {number} für {} ist weiterhin offen ({amount}). Der Zugang zu {} ruht deshalb ab heute.",
            account.party.name, overdue.invoice.products
        ),
        format!(
            "invoice {number} for {} is still open ({amount}). Access to {} is therefore suspended from today.",
            account.party.name, overdue.invoice.products
        ),
    );
    let back = say(
        account,
        "Sobald die Rechnung bezahlt ist, ist der Zugang von selbst wieder da. Solange er ruht, wird kein neuer Zeitraum berechnet.".to_owned(),
        "As soon as the invoice is paid, access comes back by itself. While it is suspended, no new period is charged.".to_owned(),
    );
    letter(account, contact, backend, subject, &[what, back, how_to_pay(overdue, account, backend), what_happens(overdue.ahead, account)])
}

/// The subscriptions have ended.
pub fn ended(overdue: &Overdue<'_>, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (number, amount) = (&overdue.invoice.number, money(overdue.invoice.open_minor, account));
    let subject = say(account, format!("Ihr Abonnement ist beendet: Rechnung {number}"), format!("Your subscription has ended: invoice {number}"));
    let what = say(
        account,
        format!(
            "da die Rechnung {number} nicht bezahlt wurde, ist {} für {} heute beendet worden. {amount} sind weiterhin offen.",
            overdue.invoice.products, account.party.name
        ),
        format!("since invoice {number} was not paid, {} for {} has ended today. {amount} is still open.", overdue.invoice.products, account.party.name),
    );
    letter(account, contact, backend, subject, &[what, how_to_pay(overdue, account, backend)])
}

/// Whether a payment has brought services back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Services {
    /// They had rested, and are back.
    Back,
    /// Nothing has changed for them.
    AsBefore,
}

/// What was overdue has been paid.
pub fn paid(invoice: &CollectedInvoice, amount_minor: i64, services: Services, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (number, amount) = (&invoice.number, money(amount_minor, account));
    let subject = say(account, format!("Zahlung erhalten: Rechnung {number}"), format!("Payment received: invoice {number}"));
    let what = say(
        account,
        format!("vielen Dank, {amount} zur Rechnung {number} für {} sind bezahlt.", account.party.name),
        format!("thank you, {amount} of invoice {number} for {} has been paid.", account.party.name),
    );
    let back = if services == Services::Back {
        say(account, format!("Der Zugang zu {} ist wieder da.", invoice.products), format!("Access to {} is back.", invoice.products))
    } else {
        String::new()
    };
    letter(account, contact, backend, subject, &[what, back])
}

fn how_to_pay(overdue: &Overdue<'_>, account: &Account, backend: &Backend) -> String {
    let (origin, number) = (&backend.settings.origin, &overdue.invoice.number);
    let (home, payment_page) = (account.home(), account.payment_page());
    say(
        account,
        format!("Hier bezahlen Sie sofort:\n{origin}{home}/invoices/{number}\n\nEine andere Zahlungsmethode hinterlegen Sie hier:\n{origin}{payment_page}"),
        format!("Pay at once here:\n{origin}{home}/invoices/{number}\n\nEnter another payment method here:\n{origin}{payment_page}"),
    )
}

/// The plan from here on, a line for each day.
pub fn what_happens(ahead: &[(NaiveDate, DunningAction)], account: &Account) -> String {
    if ahead.is_empty() {
        return String::new();
    }
    let mut text = say(account, "Was geschieht, wenn die Rechnung offen bleibt:".to_owned(), "What happens while the invoice stays open:".to_owned());
    for (day, action) in ahead {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n  {}: {}", format::date(*day, account.language), action_words(*action, account.language));
    }
    text
}

fn action_words(action: DunningAction, language: Language) -> String {
    match (action, language) {
        (DunningAction::Retry, Language::De) => "Wir versuchen die Abbuchung erneut.".to_owned(),
        (DunningAction::Retry, Language::En) => "We try to charge it again.".to_owned(),
        (DunningAction::Remind { level }, Language::De) => format!("{level}. Erinnerung"),
        (DunningAction::Remind { level }, Language::En) => format!("Reminder {level}"),
        (DunningAction::Suspend, Language::De) => "Der Zugang ruht, bis bezahlt ist.".to_owned(),
        (DunningAction::Suspend, Language::En) => "Access is suspended until it is paid.".to_owned(),
        (DunningAction::End, Language::De) => "Das Abonnement endet.".to_owned(),
        (DunningAction::End, Language::En) => "The subscription ends.".to_owned(),
    }
}

/// Why the gateway declined, in words.
pub fn decline_reason(code: &str, language: Language) -> String {
    let (german, english) = match code {
        "insufficient_funds" => ("das Konto ist nicht gedeckt", "there are insufficient funds"),
        "expired_card" => ("die Karte ist abgelaufen", "the card has expired"),
        "authentication_required" => ("die Bank verlangt eine Bestätigung durch Sie", "the bank asks for your confirmation"),
        "account_closed" => ("das Bankkonto ist geschlossen", "the bank account is closed"),
        _ => ("die Zahlung wurde abgelehnt", "the payment was declined"),
    };
    match language {
        Language::De => german.to_owned(),
        Language::En => english.to_owned(),
    }
}
