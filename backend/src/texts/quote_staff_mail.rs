//! Mails to who of the staff looks after an account, about its quotes. The account is given with the language of who reads.

use super::letter::{letter, money, say};
use super::order_mail::MailText;
use crate::Backend;
use crate::actor::{Account, Contact};
use crate::db::quotes::QuoteRow;
use billing::OrderPrice;

/// A quote was declined, and why. A price only if it still has one.
pub fn quote_declined(declined: (&QuoteRow, Option<&OrderPrice>, &str), account: &Account, reader: &Contact, backend: &Backend) -> MailText {
    let (quote, price, reason) = declined;
    let (number, company) = (&quote.number, &account.party.name);
    let total = price.map(|price| money(price.total_minor, account));
    let of = total.map(|total| say(account, format!(" über {total}"), format!(" of {total}"))).unwrap_or_default();
    let subject = say(account, format!("Abgelehnt: Angebot {number}"), format!("Declined: quote {number}"));
    let opening = say(
        account,
        format!("{company} ({}) hat das Angebot {number}{of} abgelehnt.", account.number),
        format!("{company} ({}) has declined quote {number}{of}.", account.number),
    );
    let why = match reason {
        "" => say(account, "Ein Grund wurde nicht genannt.".to_owned(), "No reason was given.".to_owned()),
        reason => say(account, format!("Der Grund: {reason}"), format!("The reason: {reason}")),
    };
    letter(account, reader, backend, subject, &[opening, why, format!("{}/staff/quotes/{number}", backend.settings.origin)])
}
