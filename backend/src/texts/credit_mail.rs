//! What mails and documents say about credit notes that were issued by hand, and about money that goes back.

use super::letter::{letter, money, say};
use super::order_mail::MailText;
use crate::Backend;
use crate::actor::{Account, Contact};
use crate::db::invoices::CollectedInvoice;
use crate::usecases::refunds::begin::RefundWay;
use billing::Language;

/// The note on a credit note that says why.
pub fn reason_note(reason: &str, language: Language) -> String {
    match language {
        Language::De => format!("Grund: {reason}"),
        Language::En => format!("Reason: {reason}"),
    }
}

/// The note on a credit note whose money goes back.
pub fn refund_note(minor: i64, account: &Account) -> String {
    let amount = money(minor, account);
    say(account, format!("{amount} werden erstattet."), format!("{amount} will be refunded."))
}

/// How a line of a credit note comes about.
pub fn line_note(invoice: &str, is_whole: bool, language: Language) -> String {
    match (language, is_whole) {
        (Language::De, true) => format!("Ganze Position der Rechnung {invoice}"),
        (Language::De, false) => format!("Teil der Position der Rechnung {invoice}"),
        (Language::En, true) => format!("Whole line of invoice {invoice}"),
        (Language::En, false) => format!("Part of the line of invoice {invoice}"),
    }
}

/// A credit note that was issued.
pub struct Credited<'a> {
    /// The invoice as it was before.
    pub invoice: &'a CollectedInvoice,
    /// The credit note's number.
    pub number: &'a str,
    /// Gross, minor units, above zero.
    pub total_minor: i64,
    /// What it takes off what was open, minor units.
    pub reduced_minor: i64,
    /// What was paid, and is given back, minor units.
    pub credited_minor: i64,
    /// Why.
    pub reason: &'a str,
}

/// What becomes of what was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is account credit.
    Credit,
    /// It goes back.
    Refunded,
}

/// Says that an invoice was corrected, why, and what becomes of the money.
pub fn issued(credited: &Credited<'_>, fate: Fate, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (number, invoice, company) = (credited.number, &credited.invoice.number, &account.party.name);
    let total = money(credited.total_minor, account);
    let subject = say(account, format!("Rechnungskorrektur {number} zur Rechnung {invoice}"), format!("Credit note {number} for invoice {invoice}"));
    let what = say(
        account,
        format!("wir haben die Rechnung {invoice} für {company} um {total} korrigiert. Grund: {}", credited.reason),
        format!("we have corrected invoice {invoice} for {company} by {total}. Reason: {}", credited.reason),
    );
    let left = money(credited.invoice.open_minor - credited.reduced_minor, account);
    let open =
        if credited.reduced_minor > 0 { say(account, format!("Zu zahlen bleiben {left}."), format!("{left} remains to be paid.")) } else { String::new() };
    let amount = money(credited.credited_minor, account);
    let paid = match fate {
        _ if credited.credited_minor == 0 => String::new(),
        Fate::Credit => say(
            account,
            format!("{amount} waren schon bezahlt und sind jetzt Guthaben; es wird mit der nächsten Rechnung verrechnet."),
            format!("{amount} had been paid and is account credit now; it is set against the next invoice."),
        ),
        Fate::Refunded => say(account, format!("{amount} waren schon bezahlt und werden erstattet."), format!("{amount} had been paid and will be refunded.")),
    };
    let page = format!("{}{}/invoices/{number}", backend.settings.origin, account.home());
    let link = say(account, format!("Den Beleg finden Sie hier:\n{page}"), format!("You find the document here:\n{page}"));
    letter(account, contact, backend, subject, &[what, open, paid, link])
}

/// Says that money has gone back, and by which way.
pub fn refunded(invoice: &str, amount_minor: i64, way: &RefundWay, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let amount = money(amount_minor, account);
    let subject = say(account, format!("Erstattung zur Rechnung {invoice}"), format!("Refund for invoice {invoice}"));
    let what = match way {
        RefundWay::Payment(_) => say(
            account,
            format!("{amount} zur Rechnung {invoice} gehen auf dem Weg zurück, auf dem Sie bezahlt haben. Bis die Bank es zeigt, können einige Tage vergehen."),
            format!("{amount} for invoice {invoice} goes back by the way you paid. It may take your bank some days to show it."),
        ),
        RefundWay::PaidOut => say(
            account,
            format!("wir erstatten Ihnen {amount} zur Rechnung {invoice} per Überweisung."),
            format!("we refund {amount} for invoice {invoice} by bank transfer."),
        ),
    };
    letter(account, contact, backend, subject, &[what])
}
