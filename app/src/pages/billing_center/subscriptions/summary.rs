//! The figures above the tiles: the next bill, the account's credit, the newest invoice.

use crate::api::subscriptions::{NextBill, SubscriptionsPage};
use crate::texts::{td_string, use_language, use_locale};
use billing::invoice::InvoiceState;
use billing::{Currency, Money, format};
use leptos::prelude::*;

/// The strip of figures.
#[component]
pub fn SummaryStrip(page: SubscriptionsPage) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let credit = format::money(Money::new(page.credit_minor, page.currency), language);
    let has_credit = page.credit_minor > 0;
    view! {
        <dl class="summary-strip">
            <div>
                <dt>{td_string!(locale, subscriptions.next_bill)}</dt>
                {next_bill(page.next_bill, page.currency)}
            </div>
            <div>
                <dt>{td_string!(locale, subscriptions.credit)}</dt>
                <dd>
                    <span class="amount">{credit}</span>
                    {has_credit.then(|| view! { " "<small>{td_string!(locale, subscriptions.credit_use)}</small> })}
                </dd>
            </div>
            {page.newest_invoice.map(|(number, state)| newest_invoice(number, state))}
        </dl>
    }
}

fn next_bill(bill: Option<NextBill>, currency: Currency) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let amount = bill.as_ref().map_or_else(|| "–".to_owned(), |bill| format::money(Money::new(bill.total_minor, currency), language));
    let when = match bill {
        Some(bill) => td_string!(locale, subscriptions.next_bill_on, date = format::date(bill.on, language)).to_string(),
        None => td_string!(locale, subscriptions.next_bill_none).to_owned(),
    };
    view! { <dd><span class="amount">{amount}</span>" "<small>{when}</small></dd> }
}

fn newest_invoice(number: String, state: InvoiceState) -> impl IntoView {
    let locale = use_locale();
    let address = format!("/billing/invoices/{number}");
    let state = match state {
        InvoiceState::Open => td_string!(locale, subscriptions.invoice_open),
        InvoiceState::Overdue => td_string!(locale, open_invoices.state.overdue),
        InvoiceState::Paid => td_string!(locale, subscriptions.invoice_paid),
    };
    view! {
        <div>
            <dt>{td_string!(locale, subscriptions.newest_invoice)}</dt>
            <dd>{state}" "<small><a class="whole" href=address>{number}</a></small></dd>
        </div>
    }
}
