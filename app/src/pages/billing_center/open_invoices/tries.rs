//! Why an invoice could not be charged, in words: the latest try, and all of them.

use crate::texts::{Locale, td_string, use_language, use_locale};
use crate::ui::method_text::method_name;
use crate::ui::money::money_text;
use billing::standing::{DeclinedTry, InvoiceStanding};
use billing::{Currency, format};
use leptos::prelude::*;

/// The latest try, if it was declined and nothing else has begun since.
#[component]
pub fn LastDecline(invoice: InvoiceStanding) -> impl IntoView {
    let declined = invoice.declined.first().filter(|_| invoice.under_way.is_none()).cloned();
    declined.map(|declined| view! { <p>{try_text(use_locale(), &declined, invoice.currency)}</p> })
}

/// All tries, the newest first, each with its day where that is known; nothing without any.
#[component]
pub fn Tries(invoice: InvoiceStanding) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    if invoice.declined.is_empty() {
        return ().into_any();
    }
    let line = |declined: &DeclinedTry| {
        let day = declined.on.map(|on| view! { <time datetime=on.to_string()>{format::date(on, language)}</time>" " });
        view! { <li>{day}<span>{try_text(locale, declined, invoice.currency)}</span></li> }
    };
    view! {
        <div class="plan-ahead">
            <p>{td_string!(locale, open_invoices.tries)}</p>
            <ol>{invoice.declined.iter().map(line).collect_view()}</ol>
        </div>
    }
    .into_any()
}

/// "166,60 € mit Visa •••• 4242 wurden abgelehnt: Das Konto ist nicht gedeckt."
pub fn try_text(locale: Locale, declined: &DeclinedTry, currency: Currency) -> String {
    let (amount, reason) = (money_text(declined.amount_minor, currency), decline_text(locale, declined.code.as_deref()));
    match &declined.method {
        Some(method) => td_string!(locale, open_invoices.declined_with, amount = amount, method = method_name(locale, method), reason = reason).to_string(),
        None => td_string!(locale, open_invoices.declined, amount = amount, reason = reason).to_string(),
    }
}

/// Why the gateway declined, as far as its code tells.
pub fn decline_text(locale: Locale, code: Option<&str>) -> &'static str {
    match code {
        Some("insufficient_funds") => td_string!(locale, open_invoices.reason.insufficient_funds),
        Some("expired_card") => td_string!(locale, open_invoices.reason.expired_card),
        Some("authentication_required") => td_string!(locale, open_invoices.reason.authentication_required),
        Some("authentication_failed") => td_string!(locale, open_invoices.reason.authentication_failed),
        Some("account_closed") => td_string!(locale, open_invoices.reason.account_closed),
        _ => td_string!(locale, open_invoices.reason.other),
    }
}
