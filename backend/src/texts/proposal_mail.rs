//! Mails between colleagues: what one of them wishes, and why it is not ordered.

use super::letter::{letter, say};
use super::order_mail::MailText;
use crate::Backend;
use crate::actor::{Account, Contact};
use billing::editor::PlanChoice;
use billing::ids::ProductId;
use billing::{BillingInterval, format};

/// The billing contact is told of a wish. `address` leads to where it is filled in.
pub fn proposed(of: (&str, &ProductId, &PlanChoice, &str), account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (who, product, choice, address) = of;
    let (name, what) = (product_name(product, backend), described(product, choice, account, backend));
    let origin = &backend.settings.origin;
    letter(
        account,
        contact,
        backend,
        say(account, format!("{who} wünscht eine Änderung: {name}"), format!("{who} requests a change: {name}")),
        &[
            say(
                account,
                format!("{who} möchte für {}: {what}. Bestellen können nur Sie.", account.party.name),
                format!("{who} would like for {}: {what}. Only you can order it.", account.party.name),
            ),
            say(
                account,
                format!("Hier ist der Wunsch eingetragen, mit seinem Preis. Ein Schritt bestellt ihn:\n{address}"),
                format!("Here the request is filled in, with its price. One step orders it:\n{address}"),
            ),
            say(
                account,
                format!("Möchten Sie ihn ablehnen, geht das hier:\n{origin}/billing/proposals"),
                format!("To decline it, go here:\n{origin}/billing/proposals"),
            ),
        ],
    )
}

/// The colleague is told that a wish is not ordered, and why.
pub fn declined(of: (&ProductId, &PlanChoice, &str), by: (&Account, &str), contact: &Contact, backend: &Backend) -> MailText {
    let ((product, choice, reason), (account, decided_by)) = (of, by);
    let (name, what) = (product_name(product, backend), described(product, choice, account, backend));
    let reason = reason.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n");
    letter(
        account,
        contact,
        backend,
        say(account, format!("Ihr Wunsch wurde abgelehnt: {name}"), format!("Your request was declined: {name}")),
        &[
            say(
                account,
                format!("{decided_by} hat Ihren Wunsch für {} abgelehnt: {what}. Die Begründung:", account.party.name),
                format!("{decided_by} has declined your request for {}: {what}. The reason:", account.party.name),
            ),
            reason,
        ],
    )
}

fn product_name(id: &ProductId, backend: &Backend) -> String {
    backend.catalogue.product(id).map_or_else(|| id.to_string(), |product| product.name.clone())
}

/// "GoTo Meeting Business, 12 Benutzerlizenzen, monatlich"
fn described(id: &ProductId, choice: &PlanChoice, account: &Account, backend: &Backend) -> String {
    let plan = backend.catalogue.product(id).and_then(|product| product.plan(&choice.plan));
    let plan = plan.map_or_else(|| choice.plan.to_string(), |(_, plan)| plan.name.clone());
    let count = format::count(choice.seats, account.language);
    let seats = match choice.seats {
        1 => say(account, "1 Benutzerlizenz".to_owned(), "1 user licence".to_owned()),
        _ => say(account, format!("{count} Benutzerlizenzen"), format!("{count} user licences")),
    };
    let rhythm = match choice.interval {
        BillingInterval::Monthly => say(account, "monatlich".to_owned(), "monthly".to_owned()),
        BillingInterval::Annual => say(account, "jährlich".to_owned(), "annually".to_owned()),
    };
    format!("{} {plan}, {seats}, {rhythm}", product_name(id, backend))
}
