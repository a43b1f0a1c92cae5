//! The mail that welcomes to a free trial.

use super::order_mail::MailText;
use crate::Settings;
use crate::actor::{Account, Contact};
use billing::{Language, Product, RunningSubscription, format};

/// Welcomes: what can be used and until when, that it costs nothing and ends by itself, and how to subscribe.
pub fn welcome(trial: (&Product, &RunningSubscription), account: &Account, contact: &Contact, settings: &Settings) -> MailText {
    let (product, running) = trial;
    let (name, company, seller_name, origin) = (&contact.name, &account.party.name, &settings.seller.party.name, &settings.origin);
    let plan = product.plan(&running.plan).map_or_else(|| running.plan.to_string(), |(_, plan)| plan.name.clone());
    let what = format!("{} {plan}", product.name);
    let licences = licences(running.seats, account.language);
    let (last, end) = (format::date(running.period().last_day(), account.language), format::date(running.period_end, account.language));
    match account.language {
        Language::De => MailText {
            subject: format!("Willkommen zu Ihrer Testversion: {what}"),
            body: format!(
                "Guten Tag {name},\n\n\
                 die kostenlose Testversion für {company} läuft, Sie können sofort beginnen.\n\n\
                 \u{20} Was: {what}, {licences}\n\
                 \u{20} Kostenlos bis einschließlich: {last}\n\n\
                 Die Testversion endet am {end} von selbst. Sie kostet nichts, wir haben keine Zahlungsdaten von Ihnen verlangt, und Sie \
                 müssen nichts kündigen.\n\n\
                 So geht es weiter: Weisen Sie die Lizenzen den Personen zu, die damit arbeiten sollen. Wenn Sie danach weiterarbeiten \
                 möchten, wählen Sie im Portal bei {product_name} „Jetzt abonnieren“, während der Testversion oder später:\n\n\
                 {origin}/billing\n\n\
                 Freundliche Grüße\n{seller_name}\n",
                product_name = product.name,
            ),
        },
        Language::En => MailText {
            subject: format!("Welcome to your free trial: {what}"),
            body: format!(
                "Dear {name},\n\n\
                 the free trial for {company} is running, and you can begin at once.\n\n\
                 \u{20} What: {what}, {licences}\n\
                 \u{20} Free of charge up to and including: {last}\n\n\
                 The trial ends by itself on {end}. It costs nothing, we have asked for no payment details, and there is nothing to \
                 cancel.\n\n\
                 What comes next: assign the licences to the people who will work with them. Should you want to go on afterwards, choose \
                 \"Subscribe now\" at {product_name} in the portal, during the trial or later:\n\n\
                 {origin}/billing\n\n\
                 Kind regards\n{seller_name}\n",
                product_name = product.name,
            ),
        },
    }
}

fn licences(seats: i64, language: Language) -> String {
    let count = format::count(seats, language);
    match (language, seats) {
        (Language::De, 1) => "1 Benutzerlizenz".to_owned(),
        (Language::De, _) => format!("{count} Benutzerlizenzen"),
        (Language::En, 1) => "1 user licence".to_owned(),
        (Language::En, _) => format!("{count} user licences"),
    }
}
