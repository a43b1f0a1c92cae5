//! Payments in words: which of them went to an invoice, which came back, and what was booked by hand.

use super::decline_text;
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::method_text::method_name;
use crate::ui::money::money_text;
use billing::standing::{Booking, BookingKind, InvoicePayment, InvoiceStanding, PaymentState, RefundState};
use billing::{Currency, format};
use leptos::prelude::*;

/// Every payment of an invoice, a line each.
pub fn payment_lines(invoice: &InvoiceStanding) -> AnyView {
    let line = |payment: &InvoicePayment| view! { <p>{payment_text(payment, invoice.currency)}</p> };
    let booking = |booking: &Booking| view! { <p>{booking_text(booking, invoice.currency)}</p> };
    view! { {invoice.payments.iter().map(line).collect_view()}{invoice.bookings.iter().map(booking).collect_view()} }.into_any()
}

/// "100,00 € am 20.11.2026 per Überweisung bezahlt.", and what became of it.
pub fn booking_text(booking: &Booking, currency: Currency) -> String {
    let (locale, language) = (use_locale(), use_language());
    let (amount, date) = (money_text(booking.amount_minor, currency), format::date(booking.on, language));
    let what = match &booking.kind {
        BookingKind::BankTransfer => td_string!(locale, open_invoices.by_transfer, amount = amount, date = date).to_string(),
        BookingKind::Check => td_string!(locale, open_invoices.by_check, amount = amount, date = date).to_string(),
        BookingKind::CreditNote { number } => td_string!(locale, open_invoices.credited, amount = amount, date = date, number = number.as_str()).to_string(),
        BookingKind::Refund(RefundState::Open) => td_string!(locale, open_invoices.refund_open, amount = amount, date = date).to_string(),
        BookingKind::Refund(RefundState::Done) => td_string!(locale, open_invoices.refund_done, amount = amount, date = date).to_string(),
        BookingKind::Refund(RefundState::PaidOut) => td_string!(locale, open_invoices.refund_paid_out, amount = amount, date = date).to_string(),
        BookingKind::Refund(RefundState::Refused) => td_string!(locale, open_invoices.refund_refused, amount = amount, date = date).to_string(),
    };
    let why = booking.reason.as_ref().map(|reason| td_string!(locale, open_invoices.why, reason = reason.as_str()).to_string());
    let gone = booking
        .reversal
        .as_ref()
        .map(|reversal| td_string!(locale, open_invoices.reversed, date = format::date(reversal.on, language), reason = reversal.reason.as_str()).to_string());
    [Some(what), why, gone].into_iter().flatten().collect::<Vec<_>>().join(" ")
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
