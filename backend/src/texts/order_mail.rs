//! The mail that confirms an order.

use super::invoice::{line_explanation, line_text};
use super::letter::greeting;
use crate::Settings;
use crate::actor::{Account, Contact};
use billing::invoice::Settlement;
use billing::order::{IssuedDocument, MethodOnFile, Order};
use billing::{Language, Money, format};
use std::fmt::Write;

/// Subject and body of a mail, plain text.
pub struct MailText {
    /// Subject line.
    pub subject: String,
    /// Body.
    pub body: String,
}

/// Confirms what was bought, what it cost and what comes next. With the order comes what its credits took off earlier
/// invoices.
pub fn order_confirmation(completed: (&Order, &[Settlement]), account: &Account, contact: &Contact, settings: &Settings) -> MailText {
    let seller_name = &settings.seller.party.name;
    let (order, reduced) = completed;
    let language = account.language;
    let words = Words::of(language);
    let money = |minor| format::money(Money::new(minor, account.currency), language);
    let mut body = format!("{},\n\n{}\n\n", greeting(language, contact), words.opening.replace("{account}", &account.party.name));
    for line in &order.price.lines {
        let Some(item) = usize::try_from(line.item).ok().and_then(|place| order.items.get(place)) else { continue };
        let explanation = line_explanation(line, account.currency, None, language);
        // Writing to a String cannot fail.
        let _ = writeln!(body, "  {}: {}\n    {}", line_text(line, item, language), money(line.net_minor), explanation);
    }
    let price = &order.price;
    let _ = writeln!(body);
    for sum in &price.tax {
        let _ = writeln!(body, "  {} {}: {}", words.vat, format::rate(sum.rate, language), money(sum.tax_minor));
    }
    if price.credit_used_minor > 0 {
        let _ = writeln!(body, "  {}: {}", words.credit_used, money(-price.credit_used_minor));
    }
    let due = if matches!(order.method, Some(MethodOnFile::SepaDebit(_))) { words.debited } else { words.due };
    let _ = writeln!(body, "  {due}: {}", money(price.due_now_minor));
    let mut credit_after_minor = price.credit_after_minor;
    for taken in reduced {
        if let Settlement::ToInvoice { number, amount_minor } = taken {
            credit_after_minor = credit_after_minor.saturating_sub(*amount_minor);
            let _ = writeln!(body, "  {}: {}", words.reduced.replace("{number}", number), money(*amount_minor));
        }
    }
    if price.total_minor < 0 {
        let _ = writeln!(body, "  {}: {}", words.credit_after, money(credit_after_minor));
    }
    let _ = writeln!(body);
    for renewal in &price.renewals {
        let _ = writeln!(body, "{}", words.renewal.replace("{on}", &format::date(renewal.on, language)).replace("{net}", &money(renewal.net_minor)));
    }
    if let Some(numbers) = document_numbers(&order.documents) {
        let _ = writeln!(body, "{}: {numbers}", words.documents);
    }
    if seats_added(order) {
        let _ = writeln!(body, "\n{}\n{}/billing/licences", words.assign, settings.origin);
    }
    let _ = writeln!(body, "\n{}\n{seller_name}", words.closing);
    MailText { subject: words.subject.replace("{products}", &product_names(order)), body }
}

/// Whether some subscription has more seats than before.
pub fn seats_added(order: &Order) -> bool {
    order.items.iter().any(|item| item.added_seats().is_some())
}

fn document_numbers(documents: &[IssuedDocument]) -> Option<String> {
    (!documents.is_empty()).then(|| documents.iter().map(|document| document.number.as_str()).collect::<Vec<_>>().join(", "))
}

fn product_names(order: &Order) -> String {
    order.items.iter().map(|item| format!("{} {}", item.product_name, item.plan_name)).collect::<Vec<_>>().join(", ")
}

struct Words {
    subject: &'static str,
    opening: &'static str,
    vat: &'static str,
    credit_used: &'static str,
    due: &'static str,
    debited: &'static str,
    reduced: &'static str,
    credit_after: &'static str,
    renewal: &'static str,
    documents: &'static str,
    assign: &'static str,
    closing: &'static str,
}

impl Words {
    const fn of(language: Language) -> Self {
        match language {
            Language::De => Self {
                subject: "Ihre Bestellung: {products}",
                opening: "vielen Dank für Ihre Bestellung für {account}. Die Änderung gilt ab sofort, der neue Abrechnungszeitraum beginnt heute.",
                vat: "USt.",
                credit_used: "Verrechnetes Guthaben",
                due: "Bezahlt",
                debited: "Wird von Ihrem Bankkonto abgebucht",
                reduced: "Angerechnet auf Rechnung {number}",
                credit_after: "Guthaben danach",
                renewal: "Nächste Verlängerung am {on}: {net} zuzüglich USt.",
                documents: "Ihre Belege finden Sie im Portal unter Rechnungen",
                assign: "Sie haben Benutzerlizenzen hinzugefügt. Weisen Sie diese den Personen zu, die damit arbeiten sollen:",
                closing: "Freundliche Grüße",
            },
            Language::En => Self {
                subject: "Your order: {products}",
                opening: "thank you for your order for {account}. The change is in force at once, and the new billing period starts today.",
                vat: "VAT",
                credit_used: "Account credit used",
                due: "Paid",
                debited: "Will be debited from your bank account",
                reduced: "Set against invoice {number}",
                credit_after: "Account credit afterwards",
                renewal: "Next renewal on {on}: {net} plus VAT.",
                documents: "You find your documents in the portal under Invoices",
                assign: "You have added user licences. Assign them to the people who will work with them:",
                closing: "Kind regards",
            },
        }
    }
}
