//! What a use case tells the world, through the outbox and in the transaction of its cause: mails to the people of an
//! account, and events for the vendor's product.

use crate::db::outbox::{self, NewMessage, OutboxKind};
use crate::db::{DbError, Tx, billing_details, people, staff};
use crate::texts::order_mail::MailText;
use crate::{Account, Contact};
use billing::ids::{AccountId, PersonId, SubscriptionId};
use billing::subscription::Subscription;
use serde_json::Value;

/// Writes a mail to a person, in the account's language.
pub(crate) async fn write_mail(tx: &mut Tx<'_>, account: &Account, contact: &Contact, mail: &MailText, now: i64) -> Result<(), DbError> {
    let message = NewMessage {
        account: &account.id,
        kind: OutboxKind::Mail,
        recipient: &contact.email,
        language: account.language,
        subject: &mail.subject,
        content: &mail.body,
    };
    outbox::add_message(tx, &message, now).await
}

/// Writes a mail about invoices to a person and, once each, to all who get the account's invoices.
pub(crate) async fn write_invoice_mail(
    tx: &mut Tx<'_>,
    account: &Account,
    contact: &Contact,
    text: impl Fn(&Contact) -> MailText + Send,
    now: i64,
) -> Result<(), DbError> {
    let mail = text(contact);
    write_mail(tx, account, contact, &mail, now).await?;
    for email in billing_details::list_recipients(tx, &account.id).await? {
        if people::fold_login(&email) != people::fold_login(&contact.email) {
            let recipient = Contact { name: String::new(), email };
            let mail = text(&recipient);
            write_mail(tx, account, &recipient, &mail, now).await?;
        }
    }
    Ok(())
}

/// Who is told of an order: who placed it or, should they have left the account since, its billing contact.
pub(crate) async fn find_orderer(tx: &mut Tx<'_>, account: &AccountId, placed_by: &PersonId) -> Result<Option<Contact>, DbError> {
    match people::find_actor(tx, placed_by, account).await? {
        Some(actor) => Ok(Some(Contact { name: actor.person_name, email: actor.email })),
        None => people::find_billing_contact(tx, account).await,
    }
}

/// Writes a mail to who of the staff looks after an account, each in their own language: `text` is given the account as if it spoke that.
pub(crate) async fn tell_staff(tx: &mut Tx<'_>, account: &Account, text: impl Fn(&Account, &Contact) -> MailText + Send, now: i64) -> Result<(), DbError> {
    for reader in staff::list_looking_after(tx, &account.id).await? {
        let spoken = Account { language: reader.own_language.unwrap_or(account.language), ..account.clone() };
        let mail = text(&spoken, &reader.contact);
        write_mail(tx, &spoken, &reader.contact, &mail, now).await?;
    }
    Ok(())
}

/// Tells the vendor's product what may be used from now on: "access at once".
pub(crate) async fn grant(tx: &mut Tx<'_>, account: &Account, subscription: &SubscriptionId, event: &Value, now: i64) -> Result<(), DbError> {
    let message = NewMessage {
        account: &account.id,
        kind: OutboxKind::Entitlement,
        recipient: "entitlement.changed",
        language: account.language,
        subject: subscription.as_str(),
        content: &event.to_string(),
    };
    outbox::add_message(tx, &message, now).await
}

/// Tells the vendor's product what a subscription may use.
pub(crate) async fn grant_subscription(tx: &mut Tx<'_>, account: &Account, subscription: &Subscription, now: i64) -> Result<(), DbError> {
    let running = &subscription.running;
    let event = serde_json::json!({
        "account": account.number, "subscription": subscription.id, "product": running.product, "plan": running.plan, "seats": running.seats,
    });
    grant(tx, account, &subscription.id, &event, now).await
}

/// Tells the vendor's product that a subscription may be used no longer, and why.
pub(crate) async fn revoke(tx: &mut Tx<'_>, account: &Account, subscription: &Subscription, reason: &str, now: i64) -> Result<(), DbError> {
    let event = serde_json::json!({
        "account": account.number, "subscription": subscription.id, "product": subscription.running.product, "seats": 0, "reason": reason,
    });
    grant(tx, account, &subscription.id, &event, now).await
}
