//! The form of a letter: greeting, paragraphs, farewell, in the account's language.

use super::order_mail::MailText;
use crate::Backend;
use crate::actor::{Account, Contact};
use billing::editor::PlanChoice;
use billing::ids::ProductId;
use billing::subscription::Subscription;
use billing::{BillingInterval, Language, Money, format};

/// A letter to a person of an account.
pub(super) fn letter(account: &Account, contact: &Contact, backend: &Backend, subject: String, paragraphs: &[String]) -> MailText {
    let farewell = match account.language {
        Language::De => "Freundliche Grüße",
        Language::En => "Kind regards",
    };
    let text = paragraphs.iter().filter(|paragraph| !paragraph.is_empty()).cloned().collect::<Vec<_>>().join("\n\n");
    MailText { subject, body: format!("{},\n\n{text}\n\n{farewell}\n{}\n", greeting(account.language, contact), backend.settings.seller.party.name) }
}

/// How a mail begins. Of a bookkeeping's address nobody knows the name.
pub(super) fn greeting(language: Language, contact: &Contact) -> String {
    match (language, contact.name.as_str()) {
        (Language::De, "") => "Guten Tag".to_owned(),
        (Language::En, "") => "Hello".to_owned(),
        (Language::De, name) => format!("Guten Tag {name}"),
        (Language::En, name) => format!("Dear {name}"),
    }
}

/// The sentence in the account's language.
pub(super) fn say(account: &Account, german: String, english: String) -> String {
    match account.language {
        Language::De => german,
        Language::En => english,
    }
}

/// Product and plan as the catalogue names them.
pub(super) fn name_of(subscription: &Subscription, backend: &Backend) -> String {
    let running = &subscription.running;
    format!("{} {}", backend.catalogue.product_name(&running.product), backend.catalogue.plan_name(&running.product, &running.plan))
}

/// "Professional, 8 Benutzerlizenzen, monatlich"
pub(super) fn terms_of(product: &ProductId, choice: &PlanChoice, account: &Account, backend: &Backend) -> String {
    let plan = backend.catalogue.plan_name(product, &choice.plan);
    let count = format::count(choice.seats, account.language);
    let seats = match choice.seats {
        1 => say(account, "1 Benutzerlizenz".to_owned(), "1 user licence".to_owned()),
        _ => say(account, format!("{count} Benutzerlizenzen"), format!("{count} user licences")),
    };
    let rhythm = match choice.interval {
        BillingInterval::Monthly => say(account, "monatlich".to_owned(), "monthly".to_owned()),
        BillingInterval::Annual => say(account, "jährlich".to_owned(), "annually".to_owned()),
    };
    format!("{plan}, {seats}, {rhythm}")
}

/// An amount in the account's currency and language.
pub(super) fn money(minor: i64, account: &Account) -> String {
    format::money(Money::new(minor, account.currency), account.language)
}
