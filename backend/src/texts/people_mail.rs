//! Mails about people and their passwords. A link in them stands at [`SECRET_PLACE`](crate::db::outbox::SECRET_PLACE) until
//! the mail leaves.

use super::order_mail::MailText;
use crate::actor::{Account, Contact};
use crate::db::invitations::Invitation;
use crate::db::outbox::SECRET_PLACE;
use billing::invoice::Seller;
use billing::{Language, format};
use chrono::NaiveDate;

/// Invites somebody into an account. `until` is the last day of the link.
pub fn invitation(invitation: &Invitation, account: &Account, seller: &Seller, until: NaiveDate) -> MailText {
    let (name, inviter, company) = (&invitation.name, &invitation.invited_by, &account.party.name);
    let (seller_name, until) = (&seller.party.name, format::date(until, account.language));
    let number = &account.number;
    match account.language {
        Language::De => MailText {
            subject: format!("Ihr Zugang zum Konto {company} bei {seller_name}"),
            body: format!(
                "Guten Tag {name},\n\n\
                 {inviter} von {seller_name} hat für {company} ein Konto eingerichtet (Kundennummer {number}) und lädt Sie als \
                 Abrechnungskontakt ein. Dort sehen Sie Abonnements und Rechnungen und bestellen selbst.\n\n\
                 Öffnen Sie diesen Link, um anzunehmen:\n\n{SECRET_PLACE}\n\n\
                 Er gilt bis zum {until} und nur einmal. Geben Sie ihn bitte nicht weiter. Wenn er abgelaufen ist, schreiben Sie an \
                 {email}, dann bekommen Sie einen neuen.\n\n\
                 Freundliche Grüße\n{seller_name}\n",
                email = seller.email,
            ),
        },
        Language::En => MailText {
            subject: format!("Your access to the account {company} at {seller_name}"),
            body: format!(
                "Dear {name},\n\n\
                 {inviter} of {seller_name} has set up an account for {company} (customer number {number}) and invites you as its \
                 billing contact. There you see subscriptions and invoices, and order for yourself.\n\n\
                 Open this link to accept:\n\n{SECRET_PLACE}\n\n\
                 It is valid until {until} and can be used once. Please do not pass it on. Should it have expired, write to \
                 {email} and you will get a new one.\n\n\
                 Kind regards\n{seller_name}\n",
                email = seller.email,
            ),
        },
    }
}

/// Leads somebody who forgot their password to a new one.
pub fn password_link(contact: &Contact, seller_name: &str, language: Language) -> MailText {
    let name = &contact.name;
    match language {
        Language::De => MailText {
            subject: "Neues Kennwort festlegen".to_owned(),
            body: format!(
                "Guten Tag {name},\n\n\
                 für Ihre Anmeldung bei {seller_name} wurde ein neues Kennwort angefordert. Legen Sie es hier fest:\n\n{SECRET_PLACE}\n\n\
                 Der Link gilt eine Stunde und nur einmal. Waren Sie das nicht, brauchen Sie nichts zu tun: Ihr Kennwort bleibt, wie es ist.\n\n\
                 Freundliche Grüße\n{seller_name}\n"
            ),
        },
        Language::En => MailText {
            subject: "Set a new password".to_owned(),
            body: format!(
                "Dear {name},\n\n\
                 a new password was asked for, for your sign-in at {seller_name}. Set it here:\n\n{SECRET_PLACE}\n\n\
                 The link is valid for one hour and can be used once. If that was not you, there is nothing to do: your password stays as it is.\n\n\
                 Kind regards\n{seller_name}\n"
            ),
        },
    }
}

/// Tells somebody that their password was changed. `address` is where another one can be asked for.
pub fn password_changed(contact: &Contact, seller: &Seller, address: &str, language: Language) -> MailText {
    let (name, seller_name, email) = (&contact.name, &seller.party.name, &seller.email);
    match language {
        Language::De => MailText {
            subject: "Ihr Kennwort wurde geändert".to_owned(),
            body: format!(
                "Guten Tag {name},\n\n\
                 das Kennwort Ihrer Anmeldung bei {seller_name} wurde soeben geändert. Auf anderen Geräten sind Sie damit abgemeldet.\n\n\
                 Waren Sie das nicht, fordern Sie bitte sofort ein neues an:\n\n{address}\n\n\
                 und schreiben Sie an {email}.\n\n\
                 Freundliche Grüße\n{seller_name}\n"
            ),
        },
        Language::En => MailText {
            subject: "Your password was changed".to_owned(),
            body: format!(
                "Dear {name},\n\n\
                 the password of your sign-in at {seller_name} has just been changed. On other devices you are signed out.\n\n\
                 If that was not you, please ask for a new one at once:\n\n{address}\n\n\
                 and write to {email}.\n\n\
                 Kind regards\n{seller_name}\n"
            ),
        },
    }
}
