//! Invoices of a corporate account: what is open, with what is overdue marked and several to be paid at once, and all that was issued.

use super::frame::use_corporate_frame;
use crate::api::corporate::CorporateFrame;
use crate::api::corporate_payments::{CorporateInvoices, LoadCorporateInvoices};
use crate::api::invoices::InvoicesPage;
use crate::pages::billing_center::invoices::show_found;
use crate::pages::billing_center::open_invoices::try_text;
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::empty::Empty;
use crate::ui::money::money_text;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::selection::Selection;
use crate::ui::table::{Column, Row, Table, TableSkeleton};
use crate::wire::page_resource;
use billing::corporate::ContactRight;
use billing::format;
use billing::standing::InvoiceStanding;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page. Its query says what is searched for of all that was issued, as that of the Billing Center does.
#[component]
pub fn CorporateInvoicesPage() -> impl IntoView {
    let query = use_query_map();
    let asked = move |key: &str| query.read().get(key).unwrap_or_default();
    let data = page_resource(move || LoadCorporateInvoices {
        before: asked("before"),
        search: asked("search"),
        year: asked("year"),
        product: asked("product"),
        state: asked("state"),
    });
    view! {
        <Page title=td_string!(use_locale(), invoices.title)>
            <Loaded resource=(data, use_corporate_frame()) skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show((page, frame): (CorporateInvoices, CorporateFrame)) -> AnyView {
    let locale = use_locale();
    let news = news(&page.open);
    let may_pay = frame.right >= ContactRight::Pay;
    view! {
        <PageHead title=td_string!(locale, invoices.title) lead=td_string!(locale, corporate.invoices.lead)/>
        {news}
        <div class="stack">
            <Open invoices=page.open may_pay/>
            <All found=page.found/>
        </div>
    }
    .into_any()
}

/// What became of several that were paid at once.
fn news(open: &[InvoiceStanding]) -> Option<AnyView> {
    let locale = use_locale();
    let (done, unpaid) = use_query_map().with_untracked(|query| (query.get("done"), query.get("unpaid").unwrap_or_default()));
    let unpaid: Vec<&str> = unpaid.split(',').collect();
    // One that is open no more was paid meanwhile.
    let unpaid: Vec<&InvoiceStanding> = open.iter().filter(|invoice| unpaid.contains(&invoice.number.as_str())).collect();
    match done.as_deref() {
        Some("partly") if !unpaid.is_empty() => {
            let line = |invoice: &InvoiceStanding| {
                let href = format!("/corporate/invoices/{}", invoice.number);
                view! { <li><a class="whole" href=href>{invoice.number.clone()}</a>": "{why_unpaid(invoice)}</li> }
            };
            let lines = unpaid.into_iter().map(line).collect_view();
            let title = td_string!(locale, corporate.invoices.not_all_paid);
            let banner = view! {
                <Banner tone=BannerTone::Error title>
                    <p>{td_string!(locale, corporate.invoices.not_all_paid_text)}</p>
                    <ul>{lines}</ul>
                </Banner>
            };
            Some(banner.into_any())
        }
        Some("paid" | "partly") => {
            Some(view! { <Banner tone=BannerTone::Success><p>{td_string!(locale, corporate.invoices.all_paid)}</p></Banner> }.into_any())
        }
        _ => None,
    }
}

/// Why an invoice that was just paid is open.
fn why_unpaid(invoice: &InvoiceStanding) -> String {
    let locale = use_locale();
    let waits = invoice.under_way.as_ref().map(|under_way| under_way.action_url.is_some());
    match (waits, invoice.declined.first()) {
        (Some(true), _) => td_string!(locale, corporate.invoices.to_confirm).to_owned(),
        (None, Some(declined)) => try_text(locale, declined, invoice.currency),
        (Some(false), _) | (None, None) => td_string!(locale, corporate.invoices.not_known).to_owned(),
    }
}

#[component]
fn Open(invoices: Vec<InvoiceStanding>, may_pay: bool) -> impl IntoView {
    let locale = use_locale();
    if invoices.is_empty() {
        let (title, text) = (td_string!(locale, corporate.invoices.none_open), td_string!(locale, corporate.invoices.none_open_text));
        return view! { <Empty icon="check" title text><span></span></Empty> }.into_any();
    }
    let caption = td_string!(locale, corporate.invoices.open_caption);
    let rows: Vec<Row> = invoices.into_iter().map(|invoice| open_row(invoice, may_pay)).collect();
    if !may_pay {
        return view! { <section aria-labelledby="open"><h2 id="open">{td_string!(locale, invoices.open)}</h2><Table caption columns=open_columns() rows/></section> }
            .into_any();
    }
    let selection = Selection::new("invoice");
    view! {
        <section aria-labelledby="open">
            <h2 id="open">{td_string!(locale, invoices.open)}</h2>
            <form method="get" action="/corporate/invoices/pay">
                <Table caption columns=open_columns() rows selection/>
                <p class="actions"><button class="button primary" type="submit">{td_string!(locale, corporate.invoices.pay_chosen)}</button></p>
            </form>
        </section>
    }
    .into_any()
}

fn open_columns() -> Vec<Column> {
    let locale = use_locale();
    vec![
        Column::text(td_string!(locale, invoices.number)),
        Column::text(td_string!(locale, invoices.products)),
        Column::text(td_string!(locale, corporate.invoices.due)),
        Column::state(td_string!(locale, invoices.state)),
        Column::number(td_string!(locale, invoices.amount)),
        Column::figure(td_string!(locale, invoices.open)),
    ]
}

fn open_row(invoice: InvoiceStanding, may_pay: bool) -> Row {
    let (locale, language) = (use_locale(), use_language());
    let (tone, state) = state_badge(&invoice);
    let due = invoice.due_on.map(|day| format::date(day, language)).unwrap_or_else(|| "–".to_owned());
    let pays = may_pay.then(|| {
        view! { " "<a class="whole" href=format!("/corporate/invoices/pay?invoice={}", invoice.number)>{td_string!(locale, open_invoices.pay)}</a> }
    });
    let cells = vec![
        view! { <a class="whole" href=format!("/corporate/invoices/{}", invoice.number)>{invoice.number.clone()}</a> }.into_any(),
        invoice.products.clone().into_any(),
        due.into_any(),
        view! { <Badge tone text=state/>{pays} }.into_any(),
        money_text(invoice.total_minor, invoice.currency).into_any(),
        money_text(invoice.open_minor, invoice.currency).into_any(),
    ];
    Row { id: invoice.number, cells }
}

/// What an invoice's badge says.
pub fn state_badge(invoice: &InvoiceStanding) -> (BadgeTone, &'static str) {
    let locale = use_locale();
    if invoice.under_way.is_some() {
        (BadgeTone::Accent, td_string!(locale, open_invoices.state.under_way))
    } else if invoice.open_minor == 0 {
        (BadgeTone::Success, td_string!(locale, invoices.paid))
    } else if invoice.overdue_since.is_some() {
        (BadgeTone::Error, td_string!(locale, open_invoices.state.overdue))
    } else if invoice.open_minor < invoice.total_minor {
        (BadgeTone::Notice, td_string!(locale, corporate.invoices.partly))
    } else {
        (BadgeTone::Notice, td_string!(locale, invoices.open))
    }
}

/// All that was issued, credit notes among it: searched, filtered, a page at a time.
#[component]
fn All(found: InvoicesPage) -> impl IntoView {
    if found.years.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="stack" aria-labelledby="all">
            <h2 id="all">{td_string!(use_locale(), corporate.invoices.all)}</h2>
            {show_found(found)}
        </section>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <PageHead title=td_string!(use_locale(), invoices.title)/>
        <TableSkeleton columns=open_columns() rows=3/>
    }
    .into_any()
}
