//! The mail about a purchase order that runs out, is used up, exceeded, or over.

use super::letter::{letter, money, say};
use super::order_mail::MailText;
use crate::Backend;
use crate::actor::{Account, Contact};
use billing::format;
use billing::purchase_order::{PurchaseOrder, PurchaseOrderLevel};
use chrono::NaiveDate;

/// How it stands, what follows for invoices, and where to do something about it.
pub fn level_reached(order: &PurchaseOrder, today: NaiveDate, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (subject, news) = news(order, today, account);
    let figures = figures(order, account);
    let place = format!("{}/corporate/purchase-orders/{}", backend.settings.origin, order.id.as_str());
    let way = say(
        account,
        format!("Was er bezahlt hat, sehen Sie hier; dort ändern Sie auch Betrag und Gültigkeit oder geben einen neuen ein:\n{place}"),
        format!("See here what it has paid for, change its amount and validity, or enter a new one:\n{place}"),
    );
    letter(account, contact, backend, subject, &[news, figures, way])
}

fn news(order: &PurchaseOrder, today: NaiveDate, account: &Account) -> (String, String) {
    let (number, until) = (&order.number, format::date(order.valid_until, account.language));
    let over = money(order.remaining_minor().saturating_neg(), account);
    match order.level(today) {
        PurchaseOrderLevel::Exceeded => (
            say(account, format!("Kaufauftrag {number} überschritten"), format!("Purchase order {number} exceeded")),
            say(
                account,
                format!(
                    "Ihre Rechnungen haben den Kaufauftrag {number} um {over} überschritten. Weitere Rechnungen nennen ihn, bis er geschlossen oder abgelaufen ist."
                ),
                format!("your invoices have exceeded purchase order {number} by {over}. Further invoices name it until it is closed or expires."),
            ),
        ),
        PurchaseOrderLevel::UsedUp => (
            say(account, format!("Kaufauftrag {number} aufgebraucht"), format!("Purchase order {number} used up")),
            say(
                account,
                format!("Ihr Kaufauftrag {number} ist aufgebraucht. Die nächste Rechnung, die ihn nennt, überschreitet ihn."),
                format!("your purchase order {number} is used up. The next invoice that names it exceeds it."),
            ),
        ),
        PurchaseOrderLevel::Expired => (
            say(account, format!("Kaufauftrag {number} abgelaufen"), format!("Purchase order {number} expired")),
            say(
                account,
                format!("Ihr Kaufauftrag {number} war bis {until} gültig. Rechnungen über Verlängerungen nennen ihn nicht mehr."),
                format!("your purchase order {number} was valid until {until}. Invoices of renewals name it no longer."),
            ),
        ),
        _ if order.is_scarce() => (
            say(account, format!("Kaufauftrag {number} bald aufgebraucht"), format!("Purchase order {number} runs out soon")),
            say(
                account,
                format!("von Ihrem Kaufauftrag {number} ist weniger als ein Fünftel übrig."),
                format!("less than a fifth is left of your purchase order {number}."),
            ),
        ),
        _ => (
            say(account, format!("Kaufauftrag {number} läuft am {until} ab"), format!("Purchase order {number} expires on {until}")),
            say(
                account,
                format!("Ihr Kaufauftrag {number} gilt nur noch bis {until}. Danach nennen ihn Rechnungen über Verlängerungen nicht mehr."),
                format!("your purchase order {number} is valid only until {until}. After that, invoices of renewals name it no longer."),
            ),
        ),
    }
}

fn figures(order: &PurchaseOrder, account: &Account) -> String {
    let [amount, used, rest] = [order.amount_minor, order.used_minor, order.remaining_minor()].map(|minor| money(minor, account));
    let until = format::date(order.valid_until, account.language);
    say(
        account,
        format!("  Betrag (netto): {amount}\n  Verbraucht: {used}\n  Übrig: {rest}\n  Gültig bis: {until}"),
        format!("  Amount (net): {amount}\n  Used: {used}\n  Left: {rest}\n  Valid until: {until}"),
    )
}
