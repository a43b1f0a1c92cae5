//! Mails about payments: a method that was changed, a debit that came back.

use super::letter::{greeting, letter, money, say};
use super::order_mail::MailText;
use crate::Backend;
use crate::actor::{Account, Contact};
use crate::db::invoices::CollectedInvoice;
use billing::corporate::PaymentProfile;
use billing::order::MethodOnFile;
use billing::receipt::ReceiptKind;
use billing::{Language, Money, format};

/// A debit that came back.
pub struct Returned<'a> {
    /// The invoice that is open again.
    pub invoice: &'a str,
    /// What is to be paid, minor units.
    pub amount_minor: i64,
    /// Where the portal is.
    pub origin: &'a str,
}

/// Says that a debit came back, that what was ordered stays in force, and what to do.
pub fn debit_returned(returned: &Returned<'_>, account: &Account, contact: &Contact, seller_name: &str) -> MailText {
    let amount = format::money(Money::new(returned.amount_minor, account.currency), account.language);
    let (invoice, hello, origin, company) = (returned.invoice, greeting(account.language, contact), returned.origin, &account.party.name);
    let (home, payment_page) = (account.home(), account.payment_page());
    match account.language {
        Language::De => MailText {
            subject: format!("Lastschrift zurückgegeben: Rechnung {invoice}"),
            body: format!(
                "{hello},\n\ndie Bank hat unsere Lastschrift über {amount} für {company} nicht eingelöst. Die Rechnung {invoice} ist damit wieder \
                 offen. Ihre Abonnements laufen unverändert weiter.\n\nBitte prüfen Sie Ihre Zahlungsmethode, oder hinterlegen Sie eine andere:\n\
                 {origin}{payment_page}\n\nDie offene Rechnung finden Sie hier:\n{origin}{home}/invoices/{invoice}\n\n\
                 Freundliche Grüße\n{seller_name}\n"
            ),
        },
        Language::En => MailText {
            subject: format!("Direct debit returned: invoice {invoice}"),
            body: format!(
                "{hello},\n\nthe bank did not honour our direct debit of {amount} for {company}. Invoice {invoice} is therefore open again. Your \
                 subscriptions continue unchanged.\n\nPlease check your payment method, or enter another one:\n{origin}{payment_page}\n\n\
                 You find the open invoice here:\n{origin}{home}/invoices/{invoice}\n\nKind regards\n{seller_name}\n"
            ),
        },
    }
}

/// Says that another payment method is on file now, so that nobody changes it unnoticed.
pub fn method_changed(method: &MethodOnFile, account: &Account, contact: &Contact, seller: (&str, &str)) -> MailText {
    let ((seller_name, seller_email), name, company) = (seller, &contact.name, &account.party.name);
    match account.language {
        Language::De => MailText {
            subject: "Ihre Zahlungsmethode wurde geändert".to_owned(),
            body: format!(
                "Guten Tag {name},\n\nfür {company} ist jetzt eine andere Zahlungsmethode hinterlegt: {}.\n\nHaben Sie das nicht veranlasst, schreiben \
                 Sie uns bitte gleich: {seller_email}\n\nFreundliche Grüße\n{seller_name}\n",
                method_words(method, account.language)
            ),
        },
        Language::En => MailText {
            subject: "Your payment method has been changed".to_owned(),
            body: format!(
                "Dear {name},\n\nanother payment method is on file for {company} now: {}.\n\nIf you did not do this, please write to us at once: \
                 {seller_email}\n\nKind regards\n{seller_name}\n",
                method_words(method, account.language)
            ),
        },
    }
}

/// A payment method by what may be shown of it.
fn method_words(method: &MethodOnFile, language: Language) -> String {
    match (method, language) {
        (MethodOnFile::Card(card), Language::De) => format!("{} mit den Endziffern {}", brand_name(&card.brand), card.last4),
        (MethodOnFile::Card(card), Language::En) => format!("{} ending in {}", brand_name(&card.brand), card.last4),
        (MethodOnFile::SepaDebit(debit), Language::De) => {
            format!("SEPA-Lastschrift vom Konto mit den Endziffern {}, Mandat {}", debit.last4, debit.mandate_reference)
        }
        (MethodOnFile::SepaDebit(debit), Language::En) => {
            format!("SEPA direct debit from the account ending in {}, mandate {}", debit.last4, debit.mandate_reference)
        }
    }
}

/// The name of a brand as it is printed on cards.
fn brand_name(brand: &str) -> String {
    let mut letters = brand.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Says that a corporate account transfers or sends checks from now on, and what that means for what is open.
pub fn profile_changed(profile: PaymentProfile, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (german, english) = match profile {
        PaymentProfile::Card => ("Karte", "card"),
        PaymentProfile::SepaDebit => ("SEPA-Lastschrift", "SEPA direct debit"),
        PaymentProfile::BankTransfer => ("Überweisung", "bank transfer"),
        PaymentProfile::Check => ("Scheck", "check"),
    };
    let subject = say(account, "Ihr Zahlungsprofil wurde geändert".to_owned(), "Your payment profile was changed".to_owned());
    let company = &account.party.name;
    let what = say(account, format!("{company} zahlt Rechnungen ab jetzt per {german}."), format!("From now on, {company} pays its invoices by {english}."));
    let open = say(
        account,
        "Von selbst abgebucht wird nichts mehr. Auch was schon offen ist, bezahlen Sie bitte bis zum Fälligkeitstag der Rechnung.".to_owned(),
        "Nothing is charged by itself any more. Please pay what is already open by the due date of its invoice, too.".to_owned(),
    );
    let page = format!("{}{}", backend.settings.origin, account.payment_page());
    let not_you =
        say(account, format!("Waren Sie das nicht, prüfen Sie es bitte hier:\n{page}"), format!("If that was not you, please check it here:\n{page}"));
    letter(account, contact, backend, subject, &[what, open, not_you])
}

/// A transfer or check that no longer pays an invoice.
pub struct TakenBack<'a> {
    /// The invoice as it is now.
    pub invoice: &'a CollectedInvoice,
    /// How the money had arrived.
    pub kind: ReceiptKind,
    /// What it had paid, minor units.
    pub amount_minor: i64,
    /// Why, as it was typed.
    pub reason: &'a str,
}

/// Says that a transfer or check was taken off an invoice, why, what is open by that, and until when.
pub fn taken_back(taken: &TakenBack<'_>, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (number, company, amount) = (&taken.invoice.number, &account.party.name, money(taken.amount_minor, account));
    let (german, english) = match taken.kind {
        ReceiptKind::BankTransfer => ("Ihrer Überweisung", "your bank transfer"),
        ReceiptKind::Check => ("Ihrem Scheck", "your check"),
    };
    let subject = say(account, format!("Zahlung zurückgenommen: Rechnung {number}"), format!("Payment taken back: invoice {number}"));
    let what = say(
        account,
        format!("{amount} aus {german} zählen nicht mehr zur Rechnung {number} für {company}. Grund: {}", taken.reason),
        format!("{amount} of {english} no longer count towards invoice {number} for {company}. Reason: {}", taken.reason),
    );
    let (open, page) = (money(taken.invoice.open_minor, account), format!("{}{}/invoices/{number}", backend.settings.origin, account.home()));
    let due = taken.invoice.due_on.filter(|_| taken.invoice.overdue_since.is_none()).map(|day| format::date(day, account.language));
    let then = match due {
        Some(day) => say(
            account,
            format!("Offen sind {open}, zu bezahlen bis zum {day}. Die Rechnung finden Sie hier:\n{page}"),
            format!("{open} is open, to be paid by {day}. You find the invoice here:\n{page}"),
        ),
        None => say(
            account,
            format!("Offen sind {open}; die Rechnung ist fällig. Sie finden sie hier:\n{page}"),
            format!("{open} is open; the invoice is due. You find it here:\n{page}"),
        ),
    };
    letter(account, contact, backend, subject, &[what, then])
}
