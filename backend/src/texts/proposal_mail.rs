//! Mails between colleagues: what one of them wishes, and why it is not ordered.

use super::letter::{letter, say, terms_of};
use super::order_mail::MailText;
use crate::Backend;
use crate::actor::{Account, Contact};
use billing::editor::PlanChoice;
use billing::ids::ProductId;

/// The billing contact is told of a wish. `address` leads to where it is filled in.
pub fn proposed(of: (&str, &ProductId, &PlanChoice, &str), account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (who, product, choice, address) = of;
    let (name, what) = (backend.catalogue.product_name(product), described(product, choice, account, backend));
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
    let (name, what) = (backend.catalogue.product_name(product), described(product, choice, account, backend));
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

/// "GoTo Meeting Business, 12 Benutzerlizenzen, monatlich"
fn described(id: &ProductId, choice: &PlanChoice, account: &Account, backend: &Backend) -> String {
    format!("{} {}", backend.catalogue.product_name(id), terms_of(id, choice, account, backend))
}
