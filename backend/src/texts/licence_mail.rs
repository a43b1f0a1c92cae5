//! Mails about licences.

use super::letter::{letter, name_of, say};
use super::order_mail::MailText;
use crate::Backend;
use crate::actor::{Account, Contact};
use billing::format;
use billing::licences::Person;
use billing::subscription::Subscription;

/// A subscription has fewer licences than were held: who lost theirs.
pub fn taken(subscription: &Subscription, lost: &[Person], account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (name, origin) = (name_of(subscription, backend), &backend.settings.origin);
    let seats = format::count(subscription.running.seats, account.language);
    let people = lost.iter().map(line).collect::<Vec<_>>().join("\n");
    letter(
        account,
        contact,
        backend,
        say(account, format!("Lizenzen freigegeben: {name}"), format!("Licences released: {name}")),
        &[
            say(
                account,
                format!(
                    "{name} hat für {} jetzt {seats} Benutzerlizenzen, weniger als vergeben waren. Diese Personen haben ihre Lizenz verloren:",
                    account.party.name
                ),
                format!("{name} now has {seats} user licences for {}, fewer than were assigned. These people have lost theirs:", account.party.name),
            ),
            people,
            say(
                account,
                format!("Hier sehen Sie, wer noch eine hat, und fügen bei Bedarf weitere hinzu:\n{origin}/billing/licences?subscription={}", subscription.id),
                format!("See here who still has one, and add more if you need them:\n{origin}/billing/licences?subscription={}", subscription.id),
            ),
        ],
    )
}

fn line(person: &Person) -> String {
    if person.name.is_empty() { format!("  {}", person.email) } else { format!("  {}, {}", person.name, person.email) }
}
