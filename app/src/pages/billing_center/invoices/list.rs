//! The table of invoices and credit notes, each with its state and a link to the paper.

use super::address;
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::money::money_text;
use billing::format;
use billing::invoice::{DocumentKind, InvoiceState, InvoiceSummary};
use leptos::prelude::*;

/// The table.
#[component]
pub fn InvoiceList(rows: Vec<InvoiceSummary>) -> impl IntoView {
    let locale = use_locale();
    let rows: Vec<_> = rows.into_iter().map(|row| view! { <InvoiceRow row/> }).collect();
    view! {
        <div class="sheet">
            // The roles keep it a table where a phone shows its rows as cards.
            <table class="ledger folding leading invoice-list" role="table">
                <caption class="hidden-text">{td_string!(locale, invoices.caption)}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{td_string!(locale, invoices.number)}</th>
                        <th role="columnheader" scope="col">{td_string!(locale, invoices.date)}</th>
                        <th role="columnheader" scope="col">{td_string!(locale, invoices.products)}</th>
                        <th role="columnheader" scope="col">{td_string!(locale, invoices.state)}</th>
                        <th role="columnheader" scope="col" class="number">{td_string!(locale, invoices.amount)}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn InvoiceRow(row: InvoiceSummary) -> impl IntoView {
    let locale = use_locale();
    let address = format!("{}/{}", address(), row.number);
    let issued_on = format::date(row.issued_on, use_language());
    let amount_class = if row.total_minor < 0 { "amount credit" } else { "amount" };
    let total = money_text(row.total_minor, row.currency);
    let mark = (row.kind == DocumentKind::CreditNote).then(|| format!("{}: ", td_string!(locale, invoices.credit_note)));
    let counterpart = [(td_string!(locale, invoices.corrects), &row.corrects), (td_string!(locale, invoices.corrected_by), &row.corrected_by)];
    let counterpart = counterpart.into_iter().filter_map(|(text, number)| Some(counterpart_link(text, number.as_ref()?))).collect_view();
    view! {
        <tr role="row">
            <th role="rowheader" scope="row"><a href=address>{row.number.clone()}</a></th>
            <td role="cell" data-label=td_string!(locale, invoices.date)><span class="whole">{issued_on}</span></td>
            <td role="cell" data-label=td_string!(locale, invoices.products)>{mark}{row.products.clone()}{counterpart}</td>
            <td role="cell" data-label=td_string!(locale, invoices.state)><State row/></td>
            <td role="cell" class="number" data-label=td_string!(locale, invoices.amount)><span class=amount_class>{total}</span></td>
        </tr>
    }
    .into_any()
}

/// "Korrigiert durch RK-2026-00001", which leads there.
fn counterpart_link(text: &'static str, number: &str) -> impl IntoView + use<> {
    let address = format!("{}/{number}", address());
    view! { <small class="counterpart">{text}" "<a class="whole" href=address>{number.to_owned()}</a></small> }
}

/// Open, with what is left of it; paid; or credited.
#[component]
fn State(row: InvoiceSummary) -> impl IntoView {
    let locale = use_locale();
    let (tone, text) = match (row.kind, row.state()) {
        (DocumentKind::CreditNote, _) => (BadgeTone::Accent, td_string!(locale, invoices.credited)),
        (DocumentKind::Invoice, InvoiceState::Open) => (BadgeTone::Notice, td_string!(locale, invoices.open)),
        (DocumentKind::Invoice, InvoiceState::Overdue) => (BadgeTone::Error, td_string!(locale, open_invoices.state.overdue)),
        (DocumentKind::Invoice, InvoiceState::Paid) => (BadgeTone::Success, td_string!(locale, invoices.paid)),
    };
    let is_in_part = row.open_minor > 0 && row.open_minor != row.total_minor;
    let rest = is_in_part.then(|| td_string!(locale, invoices.open_rest, amount = money_text(row.open_minor, row.currency)).to_string());
    view! {
        <Badge tone text/>
        {rest.map(|rest| view! { " "<small class="whole">{rest}</small> })}
    }
}
