//! Mails about requests to customer care. They name a request and lead to it; of what was written, only answers are mailed.

use super::letter::{letter, say};
use super::order_mail::MailText;
use crate::Backend;
use crate::actor::{Account, Contact};
use billing::Language;
use billing::ids::RequestId;
use billing::request::RequestSubject;

/// Whether somebody asks for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A new request.
    First,
    /// A message in one that was answered or closed.
    Again,
}

/// A request has arrived.
pub fn received(of: (&RequestId, RequestSubject), account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (id, subject) = of;
    let (origin, about, desk) = (&backend.settings.origin, subject_text(subject, account.language), Desk::of(account));
    letter(
        account,
        contact,
        backend,
        say(account, format!("Ihre Anfrage ist bei uns: {about}"), format!("We have your request: {about}")),
        &[
            say(
                account,
                format!("Ihre Anfrage für {} ist {} angekommen. Die Antwort bekommen Sie per E-Mail und im Portal.", account.party.name, desk.at),
                format!("your request for {} has reached {}. You will get the answer by mail and in the portal.", account.party.name, desk.name),
            ),
            say(
                account,
                format!("Hier sehen Sie sie, und hier ergänzen Sie, was noch fehlt:\n{origin}{}/{id}", desk.page),
                format!("Here you see it, and can add what is missing:\n{origin}{}/{id}", desk.page),
            ),
        ],
    )
}

/// The seller is told that somebody waits. What was written stays in the portal: nobody knows what it holds.
pub fn for_seller(of: (&RequestId, RequestSubject, Asked), account: &Account, backend: &Backend) -> MailText {
    let (id, subject, asked) = of;
    let (origin, about) = (&backend.settings.origin, subject_text(subject, account.language));
    let (name, number) = (&account.party.name, &account.number);
    let subject_line = match asked {
        Asked::First => say(account, format!("Neue Anfrage von {name}: {about}"), format!("New request from {name}: {about}")),
        Asked::Again => say(account, format!("Neue Nachricht von {name}: {about}"), format!("New message from {name}: {about}")),
    };
    let body = say(
        account,
        format!("{name} (Kundennummer {number}) hat geschrieben und wartet auf Antwort:\n\n{origin}/staff/requests/{id}\n"),
        format!("{name} (customer number {number}) has written and waits for an answer:\n\n{origin}/staff/requests/{id}\n"),
    );
    MailText { subject: subject_line, body }
}

/// An answer.
pub fn answered(of: (&RequestId, RequestSubject, &str), account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (id, subject, message) = of;
    let (origin, about, desk) = (&backend.settings.origin, subject_text(subject, account.language), Desk::of(account));
    letter(
        account,
        contact,
        backend,
        say(account, format!("Antwort auf Ihre Anfrage: {about}"), format!("Answer to your request: {about}")),
        &[
            say(
                account,
                format!("{} hat auf Ihre Anfrage für {} geantwortet:", desk.subject, account.party.name),
                format!("{} has answered your request for {}:", desk.name, account.party.name),
            ),
            message.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n"),
            say(
                account,
                format!("Antworten Sie bitte nicht auf diese E-Mail, sondern hier:\n{origin}{}/{id}", desk.page),
                format!("Please do not reply to this mail, but here:\n{origin}{}/{id}", desk.page),
            ),
        ],
    )
}

/// Who answers an account, and where.
struct Desk {
    /// Where the pages of its requests lie.
    page: &'static str,
    /// In English.
    name: &'static str,
    /// In German, as the subject of a sentence.
    subject: &'static str,
    /// In German, as a place.
    at: &'static str,
}

impl Desk {
    const fn of(account: &Account) -> Self {
        const SERVICES: &str = "Corporate Account Services";
        if account.terms.is_some() {
            Self { page: "/corporate/help", name: SERVICES, subject: SERVICES, at: "bei Corporate Account Services" }
        } else {
            Self { page: "/billing/customer-care", name: "customer care", subject: "der Kundendienst", at: "beim Kundendienst" }
        }
    }
}

fn subject_text(subject: RequestSubject, language: Language) -> &'static str {
    let (german, english) = match subject {
        RequestSubject::Downgrade => ("kleinerer Plan", "smaller plan"),
        RequestSubject::Subscription => ("Abonnement und Lizenzen", "subscription and licences"),
        RequestSubject::Invoice => ("Rechnung", "invoice"),
        RequestSubject::Payment => ("Zahlung", "payment"),
        RequestSubject::Contact => ("Abrechnungskontakt", "billing contact"),
        RequestSubject::Other => ("Sonstiges", "other"),
    };
    match language {
        Language::De => german,
        Language::En => english,
    }
}
