//! Mails about what the staff has scheduled for a renewal: what it becomes, from which day, at which price.

use super::letter::{letter, money, name_of, say, terms_of};
use super::order_mail::MailText;
use crate::Backend;
use crate::actor::{Account, Contact};
use billing::renewal::Renewed;
use billing::subscription::Subscription;
use billing::{BillingInterval, RunningSubscription, format};

/// A change was scheduled: its day, what it becomes and what that costs from then on.
pub fn change_scheduled(of: (&Subscription, &Renewed), account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (before, renewed) = of;
    let (origin, after) = (&backend.settings.origin, &renewed.subscription);
    let product = backend.catalogue.product_name(&before.running.product);
    let on = format::date(renewed.price.today, account.language);
    let (what, was) = (described(after, account, backend), described(&before.running, account, backend));
    let (net, total) = (money(renewed.price.net_minor, account), money(renewed.price.total_minor, account));
    let rhythm = match after.interval {
        BillingInterval::Monthly => say(account, "im Monat".to_owned(), "a month".to_owned()),
        BillingInterval::Annual => say(account, "im Jahr".to_owned(), "a year".to_owned()),
    };
    letter(
        account,
        contact,
        backend,
        say(account, format!("Vorgemerkt zum {on}: {product}"), format!("Scheduled for {on}: {product}")),
        &[
            say(
                account,
                format!("wir haben für {} eine Änderung von {product} vorgemerkt. Ab der Verlängerung am {on} gilt:", account.party.name),
                format!("we have scheduled a change of {product} for {}. From its renewal on {on} it is:", account.party.name),
            ),
            say(
                account,
                format!("  {what}\n  {net} {rhythm} ohne USt., {total} mit USt."),
                format!("  {what}\n  {net} {rhythm} without VAT, {total} with VAT."),
            ),
            say(
                account,
                format!("Bis dahin bleibt es bei: {was}. Für den laufenden Abrechnungszeitraum wird nichts erstattet und nichts nachberechnet."),
                format!("Until then it stays as it is: {was}. Nothing is refunded or charged for the running billing period."),
            ),
            say(
                account,
                format!("Sie sehen die Änderung bei Ihrem Abonnement. Stimmt etwas nicht, schreiben Sie uns vorher:\n{origin}/billing"),
                format!("You see the change at your subscription. If something is not right, write to us before that day:\n{origin}/billing"),
            ),
        ],
    )
}

/// What was scheduled was taken back.
pub fn change_withdrawn(subscription: &Subscription, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let name = name_of(subscription, backend);
    let on = format::date(subscription.running.period_end, account.language);
    let what = described(&subscription.running, account, backend);
    letter(
        account,
        contact,
        backend,
        say(account, format!("Vormerkung zurückgenommen: {name}"), format!("Scheduled change taken back: {name}")),
        &[say(
            account,
            format!("die Änderung, die für {} zum {on} vorgemerkt war, ist zurückgenommen. Es bleibt bei: {what}.", account.party.name),
            format!("the change that was scheduled for {} on {on} has been taken back. It stays as it is: {what}.", account.party.name),
        )],
    )
}

fn described(running: &RunningSubscription, account: &Account, backend: &Backend) -> String {
    terms_of(&running.product, &running.into(), account, backend)
}
