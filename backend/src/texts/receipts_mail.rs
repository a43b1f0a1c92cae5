//! The mail that tells an account of the invoices that its renewals have brought.

use super::dunning_mail::{decline_reason, what_happens};
use super::letter::{letter, money, say};
use super::order_mail::MailText;
use crate::Backend;
use crate::actor::{Account, Contact};
use crate::db::invoices::CollectedInvoice;
use billing::format;
use chrono::NaiveDate;

/// An invoice that is told of.
pub struct Told {
    /// The invoice.
    pub invoice: CollectedInvoice,
    /// What became of it.
    pub state: ToldState,
}

/// What became of an invoice until the mail was written.
pub enum ToldState {
    /// Paid, by the method on file or by credit.
    Settled,
    /// Submitted to the bank.
    Debited { amount_minor: i64 },
    /// The method on file was declined.
    NotCollected { decline_code: Option<String> },
    /// To be paid by the account.
    Open,
}

/// Tells of all of them.
pub fn renewals(told: &[Told], today: NaiveDate, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (origin, home) = (&backend.settings.origin, account.home());
    let numbers = told.iter().map(|told| told.invoice.number.as_str()).collect::<Vec<_>>().join(", ");
    let is_one = told.len() == 1;
    let subject = if is_one {
        say(account, format!("Ihre Rechnung {numbers}"), format!("Your invoice {numbers}"))
    } else {
        say(account, format!("Ihre Rechnungen {numbers}"), format!("Your invoices {numbers}"))
    };
    let opening = if is_one {
        say(
            account,
            format!("ein Abonnement von {} hat sich verlängert.", account.party.name),
            format!("a subscription of {} has been renewed.", account.party.name),
        )
    } else {
        say(
            account,
            format!("Abonnements von {} haben sich verlängert.", account.party.name),
            format!("subscriptions of {} have been renewed.", account.party.name),
        )
    };
    let lines = told.iter().map(|told| line(told, account)).collect::<Vec<_>>().join("\n\n");
    let not_collected = told.iter().find(|told| matches!(told.state, ToldState::NotCollected { .. }));
    let next = not_collected.map(|told| {
        let since = told.invoice.overdue_since.unwrap_or(today);
        let pay = say(
            account,
            format!("Hier bezahlen Sie sofort:\n{origin}{home}/invoices/{}", told.invoice.number),
            format!("Pay at once here:\n{origin}{home}/invoices/{}", told.invoice.number),
        );
        format!("{pay}\n\n{}", what_happens(&backend.settings.dunning.ahead(told.invoice.dunning_step, since), account))
    });
    let where_to =
        say(account, format!("Alle Rechnungen finden Sie hier:\n{origin}{home}/invoices"), format!("You find all invoices here:\n{origin}{home}/invoices"));
    letter(account, contact, backend, subject, &[opening, lines, next.unwrap_or_default(), where_to])
}

fn line(told: &Told, account: &Account) -> String {
    let (invoice, language) = (&told.invoice, account.language);
    let head = say(
        account,
        format!("  {} vom {}: {}, {}", invoice.number, format::date(invoice.issued_on, language), invoice.products, money(invoice.total_minor, account)),
        format!("  {} of {}: {}, {}", invoice.number, format::date(invoice.issued_on, language), invoice.products, money(invoice.total_minor, account)),
    );
    let state = match &told.state {
        ToldState::Settled => say(account, "bezahlt".to_owned(), "paid".to_owned()),
        ToldState::Debited { amount_minor } => say(
            account,
            format!("{} werden von Ihrem Bankkonto eingezogen", money(*amount_minor, account)),
            format!("{} is collected from your bank account", money(*amount_minor, account)),
        ),
        ToldState::NotCollected { decline_code } => {
            let reason = decline_reason(decline_code.as_deref().unwrap_or_default(), language);
            say(
                account,
                format!("nicht abgebucht, {reason}; {} offen", money(invoice.open_minor, account)),
                format!("not collected, {reason}; {} open", money(invoice.open_minor, account)),
            )
        }
        ToldState::Open => {
            let due_on = format::date(invoice.due_on.unwrap_or(invoice.issued_on), language);
            say(
                account,
                format!("{} zahlbar bis {due_on}", money(invoice.open_minor, account)),
                format!("{} payable by {due_on}", money(invoice.open_minor, account)),
            )
        }
    };
    format!("{head}\n    {state}")
}
