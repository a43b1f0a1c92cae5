//! Mails about people, their passwords and second factors. A link in them stands at [`SECRET_PLACE`](crate::db::outbox::SECRET_PLACE) until
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

/// What became of a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorChange {
    /// It is asked for from now on.
    On,
    /// It is asked for no longer.
    Off,
    /// There are new recovery codes.
    NewCodes,
    /// The operator took it away.
    Reset,
}

impl FactorChange {
    /// The word of the audit trail.
    pub const fn action(self) -> &'static str {
        match self {
            Self::On => "second_factor_on",
            Self::Off => "second_factor_off",
            Self::NewCodes => "recovery_codes_renewed",
            Self::Reset => "second_factor_reset",
        }
    }

    const fn subject(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::On, Language::De) => "Ihr zweiter Faktor ist eingeschaltet",
            (Self::On, Language::En) => "Your second factor is on",
            (Self::Off, Language::De) => "Ihr zweiter Faktor ist ausgeschaltet",
            (Self::Off, Language::En) => "Your second factor is off",
            (Self::NewCodes, Language::De) => "Sie haben neue Wiederherstellungscodes",
            (Self::NewCodes, Language::En) => "You have new recovery codes",
            (Self::Reset, Language::De) => "Ihr zweiter Faktor wurde zurückgesetzt",
            (Self::Reset, Language::En) => "Your second factor was reset",
        }
    }

    const fn sentence(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::On, Language::De) => {
                "ab sofort fragt die Anmeldung in der Verwaltung nach Ihrem Kennwort und nach einem Code. Auf anderen Geräten sind Sie damit abgemeldet."
            }
            (Self::On, Language::En) => "from now on, signing in to the staff area asks for your password and for a code. On other devices you are signed out.",
            (Self::Off, Language::De) => "die Anmeldung in der Verwaltung fragt ab sofort nur noch nach Ihrem Kennwort.",
            (Self::Off, Language::En) => "signing in to the staff area asks for nothing but your password from now on.",
            (Self::NewCodes, Language::De) => "für Ihre Anmeldung in der Verwaltung wurden neue Wiederherstellungscodes erzeugt. Die alten gelten nicht mehr.",
            (Self::NewCodes, Language::En) => "new recovery codes were made for your sign-in to the staff area. The old ones are no longer valid.",
            (Self::Reset, Language::De) => {
                "Ihr zweiter Faktor in der Verwaltung wurde vom Betrieb zurückgesetzt, und Sie sind überall abgemeldet. Richten Sie ihn nach der nächsten Anmeldung bitte neu ein."
            }
            (Self::Reset, Language::En) => {
                "your second factor for the staff area was reset by the operator, and you are signed out everywhere. Please set it up anew after you have signed in."
            }
        }
    }
}

/// Tells one of the staff what became of their second factor.
pub fn second_factor_changed(contact: &Contact, seller_name: &str, change: FactorChange, language: Language) -> MailText {
    let (name, subject, sentence) = (&contact.name, change.subject(language).to_owned(), change.sentence(language));
    let body = match language {
        Language::De => format!(
            "Guten Tag {name},\n\n\
             {sentence}\n\n\
             Waren Sie das nicht oder wussten Sie nichts davon, sagen Sie bitte sofort dem Betrieb Bescheid.\n\n\
             Freundliche Grüße\n{seller_name}\n"
        ),
        Language::En => format!(
            "Dear {name},\n\n\
             {sentence}\n\n\
             If that was not you, or you did not know of it, please tell the operator at once.\n\n\
             Kind regards\n{seller_name}\n"
        ),
    };
    MailText { subject, body }
}
