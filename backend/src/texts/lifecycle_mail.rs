//! Mails about what time brings: trials that end, subscriptions that are cancelled and end, cards that expire, prices that rise.

use super::letter::{letter, money, name_of, say};
use super::order_mail::MailText;
use crate::Backend;
use crate::actor::{Account, Contact};
use billing::order::{CardOnFile, Validity};
use billing::subscription::Subscription;
use billing::{BillingInterval, format};
use chrono::NaiveDate;

/// A trial's end is near.
pub fn trial_ends_soon(trial: &Subscription, today: NaiveDate, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (name, origin, running) = (name_of(trial, backend), &backend.settings.origin, &trial.running);
    let (end, days) = (format::date(running.period_end, account.language), running.period_end.signed_duration_since(today).num_days());
    let subject = match days {
        1 => say(account, format!("Ihre Testversion endet morgen: {name}"), format!("Your trial ends tomorrow: {name}")),
        _ => say(account, format!("Ihre Testversion endet in {days} Tagen: {name}"), format!("Your trial ends in {days} days: {name}")),
    };
    letter(
        account,
        contact,
        backend,
        subject,
        &[
            say(
                account,
                format!(
                    "die kostenlose Testversion von {name} für {} endet am {end} von selbst. Sie kostet nichts, und Sie müssen nichts kündigen.",
                    account.party.name
                ),
                format!("the free trial of {name} for {} ends by itself on {end}. It costs nothing, and there is nothing to cancel.", account.party.name),
            ),
            say(
                account,
                format!("Möchten Sie ohne Unterbrechung weiterarbeiten, wählen Sie vorher „Jetzt abonnieren“:\n{origin}/billing"),
                format!("To go on without interruption, choose \"Subscribe now\" before that day:\n{origin}/billing"),
            ),
        ],
    )
}

/// A trial has ended.
pub fn trial_ended(trial: &Subscription, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (name, origin) = (name_of(trial, backend), &backend.settings.origin);
    letter(
        account,
        contact,
        backend,
        say(account, format!("Ihre Testversion ist beendet: {name}"), format!("Your trial has ended: {name}")),
        &[
            say(
                account,
                format!("die kostenlose Testversion von {name} für {} ist beendet. Ihnen sind keine Kosten entstanden.", account.party.name),
                format!("the free trial of {name} for {} has ended. It has cost you nothing.", account.party.name),
            ),
            say(
                account,
                format!("Mit „Jetzt abonnieren“ geht es mit demselben Plan und denselben Lizenzen weiter, oder mit anderen:\n{origin}/billing"),
                format!("\"Subscribe now\" goes on with the same plan and licences, or with others:\n{origin}/billing"),
            ),
        ],
    )
}

/// A subscription was cancelled: until when it runs, and how to take that back.
pub fn cancellation_noted(subscription: &Subscription, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (name, origin) = (name_of(subscription, backend), &backend.settings.origin);
    let (last, end) = (subscription.running.period().last_day(), subscription.running.period_end);
    let (last, end) = (format::date(last, account.language), format::date(end, account.language));
    letter(
        account,
        contact,
        backend,
        say(account, format!("Ihre Kündigung: {name}"), format!("Your cancellation: {name}")),
        &[
            say(
                account,
                format!(
                    "wir haben die Kündigung von {name} für {} vorgemerkt. Das Abonnement läuft bis einschließlich {last} weiter und endet am {end}.",
                    account.party.name
                ),
                format!(
                    "we have noted the cancellation of {name} for {}. The subscription continues up to and including {last} and ends on {end}.",
                    account.party.name
                ),
            ),
            say(
                account,
                "Bis dahin können alle wie gewohnt damit arbeiten. Für den bezahlten Zeitraum gibt es keine Erstattung, und danach wird nichts mehr abgebucht."
                    .to_owned(),
                "Until then everybody can work with it as usual. The period that was paid is not refunded, and nothing is charged afterwards.".to_owned(),
            ),
            say(
                account,
                format!("Haben Sie es sich anders überlegt? Bis zum {last} nehmen Sie die Kündigung hier zurück:\n{origin}/billing"),
                format!("Changed your mind? Until {last} you can take the cancellation back here:\n{origin}/billing"),
            ),
        ],
    )
}

/// A cancellation was taken back.
pub fn cancellation_taken_back(subscription: &Subscription, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let name = name_of(subscription, backend);
    let end = format::date(subscription.running.period_end, account.language);
    letter(
        account,
        contact,
        backend,
        say(account, format!("Kündigung zurückgenommen: {name}"), format!("Cancellation taken back: {name}")),
        &[say(
            account,
            format!("{name} für {} läuft weiter wie zuvor. Die nächste Verlängerung ist am {end}.", account.party.name),
            format!("{name} for {} continues as before. The next renewal is on {end}.", account.party.name),
        )],
    )
}

/// A cancelled subscription has ended.
pub fn subscription_ended(subscription: &Subscription, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (name, origin) = (name_of(subscription, backend), &backend.settings.origin);
    let end = format::date(subscription.running.period_end, account.language);
    letter(
        account,
        contact,
        backend,
        say(account, format!("Ihr Abonnement ist beendet: {name}"), format!("Your subscription has ended: {name}")),
        &[
            say(
                account,
                format!("das gekündigte Abonnement {name} für {} ist am {end} zu Ende gegangen. Es wird nichts mehr abgebucht.", account.party.name),
                format!("the cancelled subscription {name} for {} ended on {end}. Nothing is charged any more.", account.party.name),
            ),
            say(
                account,
                format!("Sie können jederzeit mit demselben oder einem anderen Plan neu beginnen. Ihre Rechnungen bleiben im Portal:\n{origin}/billing"),
                format!("You can begin again at any time, with the same plan or another. Your invoices stay in the portal:\n{origin}/billing"),
            ),
        ],
    )
}

/// A rise of the price that is announced.
pub struct Rise<'a> {
    /// The subscription.
    pub subscription: &'a Subscription,
    /// The unit price after it, minor units.
    pub unit_minor: i64,
    /// The renewal from which it applies.
    pub from: NaiveDate,
}

/// Announces a rise: what it costs now, what from when on, and how to leave before.
pub fn price_rise(rise: &Rise<'_>, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (name, origin, running) = (name_of(rise.subscription, backend), &backend.settings.origin, &rise.subscription.running);
    let from = format::date(rise.from, account.language);
    let per = match running.interval {
        BillingInterval::Monthly => say(account, "Lizenz und Monat".to_owned(), "licence and month".to_owned()),
        BillingInterval::Annual => say(account, "Lizenz und Jahr".to_owned(), "licence and year".to_owned()),
    };
    let (before, after) = (money(running.unit_minor, account), money(rise.unit_minor, account));
    let whole = money(rise.unit_minor.saturating_mul(running.seats), account);
    let seats = format::count(running.seats, account.language);
    letter(
        account,
        contact,
        backend,
        say(account, format!("Neuer Preis ab {from}: {name}"), format!("New price from {from}: {name}")),
        &[
            say(
                account,
                format!(
                    "ab der Verlängerung am {from} kostet {name} für {} {after} je {per} statt bisher {before}, jeweils zuzüglich USt.",
                    account.party.name
                ),
                format!("from its renewal on {from}, {name} for {} costs {after} per {per} instead of {before}, plus VAT.", account.party.name),
            ),
            say(
                account,
                format!("Für Ihre {seats} Benutzerlizenzen sind das {whole}. Bis dahin gilt Ihr bisheriger Preis."),
                format!("For your {seats} user licences that makes {whole}. Until then your present price applies."),
            ),
            say(
                account,
                format!("Sie können den Plan vorher ändern oder das Abonnement zum Ende des Abrechnungszeitraums kündigen:\n{origin}/billing"),
                format!("Before that you can change the plan, or cancel the subscription at the end of its billing period:\n{origin}/billing"),
            ),
        ],
    )
}

/// The card on file expires soon, or has expired.
pub fn card_expires(card: &CardOnFile, validity: Validity, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (origin, last4, payment_page) = (&backend.settings.origin, &card.last4, account.payment_page());
    let last_day = card.last_day().map(|day| format::date(day, account.language)).unwrap_or_default();
    let (subject, what) = if validity == Validity::Expired {
        (
            say(account, "Ihre Karte ist abgelaufen".to_owned(), "Your card has expired".to_owned()),
            say(
                account,
                format!(
                    "die für {} hinterlegte Karte mit den Endziffern {last4} war bis {last_day} gültig und kann nicht mehr belastet werden.",
                    account.party.name
                ),
                format!("the card on file for {} ending in {last4} was valid until {last_day} and can no longer be charged.", account.party.name),
            ),
        )
    } else {
        (
            say(account, "Ihre Karte läuft bald ab".to_owned(), "Your card expires soon".to_owned()),
            say(
                account,
                format!("die für {} hinterlegte Karte mit den Endziffern {last4} ist nur noch bis {last_day} gültig.", account.party.name),
                format!("the card on file for {} ending in {last4} is valid only until {last_day}.", account.party.name),
            ),
        )
    };
    let how = say(
        account,
        format!("Bitte hinterlegen Sie eine andere Zahlungsmethode, damit die nächste Verlängerung bezahlt werden kann:\n{origin}{payment_page}"),
        format!("Please enter another payment method, so that the next renewal can be paid:\n{origin}{payment_page}"),
    );
    letter(account, contact, backend, subject, &[what, how])
}
