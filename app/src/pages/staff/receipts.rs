//! All receipts, the newest first: those that wait to be allocated, searched by reference, account or invoice.

use crate::api::staff::receipts::{LoadReceipts, ReceiptAfter, ReceiptRow, ReceiptsPage as PageData};
use crate::pages::loaded::Loaded;
use crate::pages::staff::calendar_kind::account_link;
use crate::texts::{Locale, td_string, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::date_field::date_text;
use crate::ui::empty::Empty;
use crate::ui::filter_links::FilterLinks;
use crate::ui::icon::Icon;
use crate::ui::money::money_text;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::pager::Pager;
use crate::ui::search::SearchForm;
use crate::ui::table::{Column, Row, Table, TableShape, TableSkeleton};
use crate::wire::page_resource;
use billing::receipt::ReceiptKind;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

/// The address of the list; a receipt's own lies below it.
pub const ADDRESS: &str = "/staff/payments";

/// The page. `?state=unallocated` shows what waits, `?search=` searches, `?after_…=` leads on.
#[component]
pub fn ReceiptsPage() -> impl IntoView {
    let query = use_query_map();
    let asked = move |name: &str| query.read().get(name).unwrap_or_default();
    let receipts =
        page_resource(move || LoadReceipts { search: asked("search"), state: asked("state"), after_day: asked("after_day"), after_id: asked("after_id") });
    view! {
        <Page title=td_string!(use_locale(), staff.receipts.title)>
            <Loaded resource=receipts skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

/// The kind in words.
pub fn kind_text(locale: Locale, kind: ReceiptKind) -> &'static str {
    match kind {
        ReceiptKind::BankTransfer => td_string!(locale, staff.receipts.bank_transfer),
        ReceiptKind::Check => td_string!(locale, staff.receipts.check),
    }
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    // The list is made anew with every page, so what it was asked for is read once.
    let (search, state, is_first) = use_query_map().with_untracked(|query| {
        let asked = |name: &str| query.get(name).unwrap_or_default();
        (asked("search"), asked("state"), query.get("after_id").is_none())
    });
    let choices = vec![("", td_string!(locale, staff.receipts.all)), ("unallocated", td_string!(locale, staff.receipts.unallocated))];
    let first = (!is_first).then(|| address_of(&search, &state, None));
    let next = page.next.map(|after| address_of(&search, &state, Some(after)));
    let file = format!("{ADDRESS}.csv");
    let matter = if page.rows.is_empty() {
        let is_asked = !search.is_empty() || !state.is_empty();
        let text = if is_asked { td_string!(locale, staff.receipts.nothing_text) } else { td_string!(locale, staff.receipts.empty_text) };
        view! { <Empty icon="invoice" title=td_string!(locale, staff.receipts.empty_title) text/> }.into_any()
    } else {
        view! { <ReceiptTable rows=page.rows/> }.into_any()
    };
    view! {
        <Head may_record=page.may_record/>
        <SearchForm name="search" label=td_string!(locale, staff.receipts.search) page=ADDRESS value=search/>
        <FilterLinks label=td_string!(locale, staff.receipts.filter) key="state" choices/>
        {matter}
        <Pager newer=first newer_text=td_string!(locale, staff.jobs.first) older=next older_text=td_string!(locale, staff.jobs.more)/>
        <form class="new-quote" method="get" action=file>
            <label for="month">{td_string!(locale, staff.receipts.month)}</label>
            <input id="month" name="month" type="month" required value=page.today.format("%Y-%m").to_string()/>
            <button class="button" type="submit"><Icon name="download"/><span>{td_string!(locale, staff.receipts.download)}</span></button>
        </form>
    }
    .into_any()
}

#[component]
fn Head(may_record: bool) -> impl IntoView {
    let locale = use_locale();
    let record = may_record.then(|| {
        view! { <div class="actions"><a class="button primary" href="/staff/payments/new"><Icon name="plus"/><span>{td_string!(locale, staff.receipts.record)}</span></a></div> }
    });
    view! {
        <div class="page-head">
            <div>
                <h1>{td_string!(locale, staff.receipts.title)}</h1>
                <p class="lead">{td_string!(locale, staff.receipts.lead)}</p>
            </div>
            {record}
        </div>
    }
}

fn address_of(search: &str, state: &str, after: Option<ReceiptAfter>) -> String {
    let mut query = ParamsMap::new();
    for (name, value) in [("search", search), ("state", state)] {
        if !value.is_empty() {
            query.insert(name, value.to_owned());
        }
    }
    if let Some(ReceiptAfter { day, id }) = after {
        query.insert("after_day", day.to_string());
        query.insert("after_id", id);
    }
    format!("{ADDRESS}{}", query.to_query_string())
}

fn columns() -> Vec<Column> {
    let locale = use_locale();
    vec![
        Column::text(td_string!(locale, staff.receipts.received_on)),
        Column::text(td_string!(locale, staff.outbox.account)),
        Column::text(td_string!(locale, staff.receipts.reference)),
        Column::state(td_string!(locale, staff.receipts.state)),
        Column::figure(td_string!(locale, staff.receipts.amount)),
        Column::figure(td_string!(locale, staff.receipts.unallocated)),
    ]
}

#[component]
fn ReceiptTable(rows: Vec<ReceiptRow>) -> impl IntoView {
    let locale = use_locale();
    let row = |row: ReceiptRow| {
        let name = format!("{}, {}", kind_text(locale, row.kind), date_text(row.received_on));
        let (tone, state) = state_of(locale, &row);
        let cells = vec![
            view! { <a href=format!("{ADDRESS}/{}", row.id)>{name}</a> }.into_any(),
            account_link(row.account.clone()),
            reference_text(locale, &row.reference).into_any(),
            view! { <Badge tone text=state/> }.into_any(),
            money_text(row.amount_minor, row.currency).into_any(),
            money_text(row.unallocated_minor, row.currency).into_any(),
        ];
        Row::new(cells)
    };
    let rows: Vec<Row> = rows.into_iter().map(row).collect();
    view! { <Table caption=td_string!(locale, staff.receipts.caption) columns=columns() rows shape=TableShape::Folding/> }
}

/// What the payer wrote, or that they wrote nothing.
pub fn reference_text(locale: Locale, reference: &str) -> String {
    if reference.is_empty() { td_string!(locale, staff.receipts.no_reference).to_owned() } else { reference.to_owned() }
}

/// Where the receipt stands.
pub fn state_of(locale: Locale, row: &ReceiptRow) -> (BadgeTone, &'static str) {
    if row.is_reversed {
        (BadgeTone::Error, td_string!(locale, staff.receipts.reversed))
    } else if row.unallocated_minor == 0 {
        (BadgeTone::Success, td_string!(locale, staff.receipts.allocated))
    } else if row.unallocated_minor < row.amount_minor {
        (BadgeTone::Notice, td_string!(locale, staff.receipts.partly))
    } else {
        (BadgeTone::Notice, td_string!(locale, staff.receipts.unallocated))
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    let locale = use_locale();
    view! {
        <PageHead title=td_string!(locale, staff.receipts.title) lead=td_string!(locale, staff.receipts.lead)/>
        <TableSkeleton columns=columns() rows=4/>
    }
}
