//! The lines of an invoice, each with its days and how it was computed, and the sums below.

use crate::texts::{Locale, locale_of, td_string};
use billing::format;
use billing::invoice::{DocumentKind, InvoiceDocument, InvoiceLine};
use billing::price::TaxSum;
use leptos::prelude::*;

/// The table of lines.
#[component]
pub fn Lines(document: InvoiceDocument) -> impl IntoView {
    let locale = locale_of(document.language);
    let row = |(position, line): (i64, &InvoiceLine)| line_row(&document, locale, position, line.clone());
    let rows: Vec<_> = (1..).zip(&document.lines).map(row).collect();
    view! {
        <table class="ledger folding invoice-lines" role="table">
            <caption class="hidden-text">{td_string!(locale, invoice.lines)}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col" class="number line-position">{td_string!(locale, invoice.position)}</th>
                    <th role="columnheader" scope="col">{td_string!(locale, invoice.text)}</th>
                    <th role="columnheader" scope="col" class="number">{td_string!(locale, invoice.seats)}</th>
                    <th role="columnheader" scope="col" class="number">{td_string!(locale, invoice.unit)}</th>
                    <th role="columnheader" scope="col" class="number">{td_string!(locale, invoice.net)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}

fn line_row(document: &InvoiceDocument, locale: Locale, position: i64, line: InvoiceLine) -> AnyView {
    let (start, end) = (line.period.start, line.period.last_day());
    let (start, end) = (format::date(start, document.language), format::date(end, document.language));
    let period = td_string!(locale, invoice.period, start = start, end = end).to_string();
    let explanation = (!line.explanation.is_empty()).then(|| view! { <small>{line.explanation}</small> });
    view! {
        <tr role="row">
            <td role="cell" class="number line-position" data-label=td_string!(locale, invoice.position)>{position}</td>
            <th role="rowheader" scope="row">{line.text}" "<small>{period}</small>" "{explanation}</th>
            <td role="cell" class="number" data-label=td_string!(locale, invoice.seats)>{format::count(line.seats, document.language)}</td>
            <td role="cell" class="number" data-label=td_string!(locale, invoice.unit)><span class="amount">{document.money(line.unit_minor)}</span></td>
            <td role="cell" class="number" data-label=td_string!(locale, invoice.net)><span class="amount">{document.money(line.net_minor)}</span></td>
        </tr>
    }
    .into_any()
}

/// Net, VAT by category and rate, total.
#[component]
pub fn Sums(
    document: InvoiceDocument,
    /// What the last sum is called, where it is neither that of an invoice nor that of a credit note.
    #[prop(optional)]
    label: Option<String>,
) -> impl IntoView {
    let locale = locale_of(document.language);
    let tax_row = |sum: &TaxSum| {
        let (rate, base) = (format::rate(sum.rate, document.language), document.money(sum.base_minor));
        let label = td_string!(locale, invoice.vat, rate = rate, base = base).to_string();
        view! { <div><dt>{label}</dt><dd><span class="amount">{document.money(sum.tax_minor)}</span></dd></div> }
    };
    let tax: Vec<_> = document.tax.iter().map(tax_row).collect();
    let total = label.unwrap_or_else(|| {
        let total = match document.kind {
            DocumentKind::Invoice => td_string!(locale, invoice.total),
            DocumentKind::CreditNote => td_string!(locale, invoice.total_credit_note),
        };
        total.to_owned()
    });
    view! {
        <dl class="invoice-sums">
            <div><dt>{td_string!(locale, invoice.net_sum)}</dt><dd><span class="amount">{document.money(document.net_minor)}</span></dd></div>
            {tax}
            <div class="total"><dt>{total}</dt><dd><span class="amount">{document.money(document.total_minor)}</span></dd></div>
        </dl>
    }
}
