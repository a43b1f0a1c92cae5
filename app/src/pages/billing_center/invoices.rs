//! The list of invoices and credit notes, newest first, a page at a time.

use crate::api::invoices::{InvoicesPage as PageData, LoadInvoices};
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::empty::Empty;
use crate::ui::money::money_text;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::pager::Pager;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::wire::page_resource;
use billing::format;
use billing::invoice::{DocumentKind, InvoiceState, InvoiceSummary};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const ADDRESS: &str = "/billing/invoices";

/// The page. `?before=NUMBER` shows what was issued before that one.
#[component]
pub fn InvoicesPage() -> impl IntoView {
    let query = use_query_map();
    let invoices = page_resource(move || LoadInvoices { before: query.read().get("before").unwrap_or_default() });
    view! {
        <Page title=td_string!(use_locale(), invoices.title)>
            <Loaded resource=invoices skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let locale = use_locale();
    view! { <PageHead title=td_string!(locale, invoices.title) lead=td_string!(locale, invoices.lead)/> }
}

fn show(page: PageData) -> AnyView {
    // The list is made anew with every page, so what it was asked for is read once.
    let is_first = use_query_map().with_untracked(|query| query.get("before")).is_none_or(|before| before.is_empty());
    let matter = match (page.rows.is_empty(), is_first) {
        (true, true) => view! { <NothingYet/> }.into_any(),
        (true, false) => view! { <NothingOlder/> }.into_any(),
        (false, _) => view! { <InvoiceList rows=page.rows/> }.into_any(),
    };
    let first = (!is_first).then(|| ADDRESS.to_owned());
    let older = page.older.map(|number| format!("{ADDRESS}?before={number}"));
    view! {
        <Head/>
        {matter}
        <Pager newer=first newer_text=td_string!(use_locale(), invoices.newest) older/>
    }
    .into_any()
}

#[component]
fn InvoiceList(rows: Vec<InvoiceSummary>) -> impl IntoView {
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
    let address = format!("{ADDRESS}/{}", row.number);
    let issued_on = format::date(row.issued_on, use_language());
    let amount_class = if row.total_minor < 0 { "amount credit" } else { "amount" };
    let total = money_text(row.total_minor, row.currency);
    let mark = (row.kind == DocumentKind::CreditNote).then(|| format!("{}: ", td_string!(locale, invoices.credit_note)));
    view! {
        <tr role="row">
            <th role="rowheader" scope="row"><a href=address>{row.number.clone()}</a></th>
            <td role="cell" data-label=td_string!(locale, invoices.date)><span class="whole">{issued_on}</span></td>
            <td role="cell" data-label=td_string!(locale, invoices.products)>{mark}{row.products.clone()}</td>
            <td role="cell" data-label=td_string!(locale, invoices.state)><State row/></td>
            <td role="cell" class="number" data-label=td_string!(locale, invoices.amount)><span class=amount_class>{total}</span></td>
        </tr>
    }
    .into_any()
}

/// Open, with what is left of it; paid; or credited.
#[component]
fn State(row: InvoiceSummary) -> impl IntoView {
    let locale = use_locale();
    let (tone, text) = match (row.kind, row.state()) {
        (DocumentKind::CreditNote, _) => (BadgeTone::Accent, td_string!(locale, invoices.credited)),
        (DocumentKind::Invoice, InvoiceState::Open) => (BadgeTone::Notice, td_string!(locale, invoices.open)),
        (DocumentKind::Invoice, InvoiceState::Paid) => (BadgeTone::Success, td_string!(locale, invoices.paid)),
    };
    let is_in_part = row.state() == InvoiceState::Open && row.open_minor != row.total_minor;
    let rest = is_in_part.then(|| td_string!(locale, invoices.open_rest, amount = money_text(row.open_minor, row.currency)).to_string());
    view! {
        <Badge tone text/>
        {rest.map(|rest| view! { " "<small class="whole">{rest}</small> })}
    }
}

#[component]
fn NothingYet() -> impl IntoView {
    let locale = use_locale();
    view! {
        <Empty icon="invoice" title=td_string!(locale, invoices.empty.title) text=td_string!(locale, invoices.empty.text)>
            <a class="button" href="/billing">{td_string!(locale, invoices.empty.subscriptions)}</a>
        </Empty>
    }
}

#[component]
fn NothingOlder() -> impl IntoView {
    let locale = use_locale();
    view! { <Empty icon="invoice" title=td_string!(locale, invoices.no_older.title) text=td_string!(locale, invoices.no_older.text)/> }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <Head/>
        <Placeholder kind=PlaceholderKind::Paper/>
    }
}
