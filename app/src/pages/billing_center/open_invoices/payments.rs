//! Payments in words: which of them went to an invoice, and which came back.

use super::decline_text;
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::method_text::method_name;
use crate::ui::money::money_text;
use billing::standing::{InvoicePayment, InvoiceStanding, PaymentState};
use billing::{Currency, format};
use leptos::prelude::*;

/// Every payment of an invoice, a line each.
pub fn payment_lines(invoice: &InvoiceStanding) -> AnyView {
    let line = |payment: &InvoicePayment| view! { <p>{payment_text(payment, invoice.currency)}</p> };
    invoice.payments.iter().map(line).collect_view().into_any()
}

/// "166,60 € am 22.12.2026 mit Visa •••• 4242 bezahlt."
fn payment_text(payment: &InvoicePayment, currency: Currency) -> String {
    let (locale, language) = (use_locale(), use_language());
    let (amount, date) = (money_text(payment.amount_minor, currency), format::date(payment.on, language));
    let method = payment.method.as_ref().map(|method| method_name(locale, method));
    match (payment.state, method) {
        (PaymentState::Settled, Some(method)) => td_string!(locale, open_invoices.paid_with, amount = amount, date = date, method = method).to_string(),
        (PaymentState::Settled, None) => td_string!(locale, open_invoices.paid, amount = amount, date = date).to_string(),
        (PaymentState::Pending, _) => td_string!(locale, open_invoices.pending, amount = amount, date = date).to_string(),
        (PaymentState::Failed, _) => {
            let reason = decline_text(locale, payment.failure_code.as_deref());
            td_string!(locale, open_invoices.came_back, amount = amount, date = date, reason = reason).to_string()
        }
    }
}
