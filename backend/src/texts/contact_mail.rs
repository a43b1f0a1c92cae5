//! Mails about who works for an account and may do what.

use super::letter::{letter, say};
use super::order_mail::MailText;
use crate::Backend;
use crate::actor::{Account, Contact};
use crate::db::invitations::Invitation;
use crate::db::outbox::SECRET_PLACE;
use billing::corporate::{ContactRight, GiverAfter};
use billing::format;
use chrono::NaiveDate;

/// What somebody may do, in words that complete "You may".
fn right_words(account: &Account, right: ContactRight) -> String {
    match right {
        ContactRight::Order => say(account, "bestellen, bezahlen und alles einsehen".to_owned(), "order, pay and see everything".to_owned()),
        ContactRight::Pay => say(account, "Rechnungen bezahlen und alles einsehen".to_owned(), "pay invoices and see everything".to_owned()),
        ContactRight::Read => say(account, "alles einsehen".to_owned(), "see everything".to_owned()),
    }
}

/// A colleague invites somebody into the account. `until` is the last day of the link.
pub fn invitation(invitation: &Invitation, account: &Account, backend: &Backend, until: NaiveDate) -> MailText {
    let contact = Contact { name: invitation.name.clone(), email: invitation.email.clone() };
    let (inviter, company, seller) = (&invitation.invited_by, &account.party.name, &backend.settings.seller.party.name);
    let (until, right, number) = (format::date(until, account.language), right_words(account, invitation.right), &account.number);
    letter(
        account,
        &contact,
        backend,
        say(account, format!("Ihr Zugang zum Konto {company} bei {seller}"), format!("Your access to the account {company} at {seller}")),
        &[
            say(
                account,
                format!("{inviter} lädt Sie ein, das Konto {company} bei {seller} (Kundennummer {number}) mit zu betreuen. Sie dürfen {right}."),
                format!("{inviter} invites you to look after the account {company} at {seller} (customer number {number}). You may {right}."),
            ),
            say(account, format!("Öffnen Sie diesen Link, um anzunehmen:\n\n{SECRET_PLACE}"), format!("Open this link to accept:\n\n{SECRET_PLACE}")),
            say(
                account,
                format!(
                    "Er gilt bis zum {until} und nur einmal. Geben Sie ihn bitte nicht weiter. Wenn er abgelaufen ist, bitten Sie {inviter} um einen neuen."
                ),
                format!("It is valid until {until} and can be used once. Please do not pass it on. Should it have expired, ask {inviter} for a new one."),
            ),
        ],
    )
}

/// Somebody may do something else for the account from now on, or nothing any more.
pub fn changed((by, right): (&str, Option<ContactRight>), account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let company = &account.party.name;
    let paragraph = match right {
        Some(right) => {
            let right = right_words(account, right);
            say(
                account,
                format!("{by} hat geändert, was Sie für {company} tun dürfen. Ab sofort dürfen Sie {right}."),
                format!("{by} has changed what you may do for {company}. From now on you may {right}."),
            )
        }
        None => say(
            account,
            format!("{by} hat Ihren Zugang zum Konto {company} beendet. Sie sind dort abgemeldet. Lizenzen, die Ihnen zugewiesen sind, behalten Sie."),
            format!("{by} has ended your access to the account {company}. You are signed out of it. Licences that are assigned to you stay yours."),
        ),
    };
    letter(account, contact, backend, say(account, format!("Ihr Zugang zum Konto {company}"), format!("Your access to the account {company}")), &[paragraph])
}

/// What somebody is told of a place that changes hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferNews {
    /// To the receiver: it is offered.
    Offered,
    /// To the receiver: it is no longer offered.
    Withdrawn,
    /// To the giver: it was taken.
    Taken,
    /// To the receiver: it is theirs.
    Yours,
    /// To the giver: it was not wanted.
    Declined,
    /// To the receiver: they did not want it.
    DeclinedByYou,
}

/// Tells one side of an offer what became of it. `other` is the other side.
pub fn offer(news: OfferNews, (other, after): (&str, GiverAfter), account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let company = &account.party.name;
    let page = format!("{}{}/contacts", backend.settings.origin, account.home());
    let (subject, paragraphs) = match news {
        OfferNews::Offered => (
            say(
                account,
                format!("{other} möchte Ihnen das Konto {company} übergeben"),
                format!("{other} would like to hand the account {company} over to you"),
            ),
            vec![
                say(
                    account,
                    format!("{other} bietet Ihnen den Platz als Abrechnungskontakt von {company} an. Sie dürften dann bestellen und bezahlen."),
                    format!("{other} offers you their place as a billing contact of {company}. You could then order and pay."),
                ),
                say(account, format!("Hier nehmen Sie an oder lehnen ab:\n{page}"), format!("Accept or decline here:\n{page}")),
            ],
        ),
        OfferNews::Withdrawn => (
            say(account, format!("Übergabe des Kontos {company} zurückgezogen"), format!("The account {company} will not be handed over")),
            vec![say(
                account,
                format!("{other} bietet Ihnen den Platz als Abrechnungskontakt von {company} nicht mehr an. Für Sie ändert sich nichts."),
                format!("{other} no longer offers you their place as a billing contact of {company}. Nothing changes for you."),
            )],
        ),
        OfferNews::Taken => (
            say(account, format!("Übergabe des Kontos {company} bestätigt"), format!("The account {company} was handed over")),
            vec![
                say(
                    account,
                    format!("{other} hat Ihren Platz als Abrechnungskontakt von {company} übernommen."),
                    format!("{other} has taken your place as a billing contact of {company}."),
                ),
                giver_words(account, after),
            ],
        ),
        OfferNews::Yours => (
            say(account, format!("Sie sind Abrechnungskontakt von {company}"), format!("You are a billing contact of {company}")),
            vec![say(
                account,
                format!("Sie haben den Platz von {other} übernommen und dürfen ab sofort für {company} bestellen und bezahlen:\n{page}"),
                format!("You have taken the place of {other} and may order and pay for {company} from now on:\n{page}"),
            )],
        ),
        OfferNews::Declined => (
            say(account, format!("Übergabe des Kontos {company} abgelehnt"), format!("The hand-over of the account {company} was declined")),
            vec![say(
                account,
                format!("{other} möchte Ihren Platz als Abrechnungskontakt von {company} nicht übernehmen. Für Sie ändert sich nichts."),
                format!("{other} does not want to take your place as a billing contact of {company}. Nothing changes for you."),
            )],
        ),
        OfferNews::DeclinedByYou => (
            say(account, format!("Übergabe des Kontos {company} abgelehnt"), format!("The hand-over of the account {company} was declined")),
            vec![say(
                account,
                format!("Sie haben den Platz von {other} als Abrechnungskontakt von {company} nicht übernommen. Für Sie ändert sich nichts."),
                format!("You have not taken the place of {other} as a billing contact of {company}. Nothing changes for you."),
            )],
        ),
    };
    letter(account, contact, backend, subject, &paragraphs)
}

fn giver_words(account: &Account, after: GiverAfter) -> String {
    match after {
        GiverAfter::Read => say(account, "Sie können weiterhin alles einsehen.".to_owned(), "You can still see everything.".to_owned()),
        GiverAfter::Leave => say(account, "Ihr Zugang zum Konto ist damit beendet.".to_owned(), "Your access to the account has ended with it.".to_owned()),
    }
}
