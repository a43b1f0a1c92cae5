//! The queue of service orders: what waits, by the time it is due.

use super::paging::{address_of, asked};
use crate::api::quotes::ServiceOrderRow;
use crate::api::staff::service_orders::{AfterDue, LoadServiceOrderQueue, QueuePage as PageData};
use crate::pages::corporate::service_orders::state_badge;
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::empty::{Empty, NothingMatches};
use crate::ui::filter_links::FilterLinks;
use crate::ui::money::money_text;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::pager::Pager;
use crate::ui::table::{Column, Row, Table, TableShape, TableSkeleton};
use crate::wire::page_resource;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const ADDRESS: &str = "/staff/service-orders";

/// The page. `?state=` shows what waits or has ended, `?after_…=` leads on.
#[component]
pub fn ServiceOrdersPage() -> impl IntoView {
    let query = use_query_map();
    let asked = move |name: &str| query.read().get(name).unwrap_or_default();
    let queue = page_resource(move || LoadServiceOrderQueue {
        state: asked("state"),
        after_part: asked("after_part"),
        after_due: asked("after_due"),
        after_number: asked("after_number"),
    });
    view! {
        <Page title=td_string!(use_locale(), staff.service_orders.title)>
            <Loaded resource=queue skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let locale = use_locale();
    view! { <PageHead title=td_string!(locale, staff.service_orders.title) lead=td_string!(locale, staff.service_orders.lead)/> }
}

fn columns() -> Vec<Column> {
    let locale = use_locale();
    vec![
        Column::text(td_string!(locale, service_orders.number)),
        Column::text(td_string!(locale, staff.service_orders.account)),
        Column::text(td_string!(locale, quotes.products)),
        Column::text(td_string!(locale, staff.service_orders.due)),
        Column::text(td_string!(locale, staff.service_orders.worker)),
        Column::state(td_string!(locale, quotes.state)),
        Column::figure(td_string!(locale, quotes.total)),
    ]
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let (state, is_first) = (asked("state"), asked("after_number").is_empty());
    let choices = vec![
        ("", td_string!(locale, staff.receipts.all)),
        ("waiting", td_string!(locale, staff.service_orders.waiting)),
        ("ended", td_string!(locale, staff.service_orders.ended)),
    ];
    let first = (!is_first).then(|| address_of(ADDRESS, &[("state", &state)], None));
    let next = page.next.map(|AfterDue { part, due_at, number }| {
        let (part, due_at) = (part.to_string(), due_at.to_string());
        address_of(ADDRESS, &[("state", &state), ("after_part", &part), ("after_due", &due_at), ("after_number", &number)], None)
    });
    let matter = match (page.rows.is_empty(), state.is_empty() && is_first) {
        (true, true) => {
            let text = td_string!(locale, staff.service_orders.empty_text);
            view! { <Empty icon="invoice" title=td_string!(locale, staff.service_orders.empty) text/> }.into_any()
        }
        (true, false) => view! { <NothingMatches all=ADDRESS/> }.into_any(),
        (false, _) => {
            let rows: Vec<Row> = page.rows.into_iter().map(|order| Row::new(cells(order))).collect();
            view! { <Table caption=td_string!(locale, staff.service_orders.lead) columns=columns() rows shape=TableShape::Leading/> }.into_any()
        }
    };
    view! {
        <Head/>
        <FilterLinks label=td_string!(locale, staff.service_orders.filter) key="state" choices/>
        {matter}
        <Pager newer=first newer_text=td_string!(locale, staff.jobs.first) older=next older_text=td_string!(locale, staff.service_orders.more)/>
    }
    .into_any()
}

fn cells(order: ServiceOrderRow) -> Vec<AnyView> {
    let locale = use_locale();
    let (tone, state) = state_badge(locale, order.state);
    let href = format!("/staff/service-orders/{}", order.number);
    let late = order.is_late.then(|| view! { " "<Badge tone=BadgeTone::Error text=td_string!(locale, staff.service_orders.late)/> });
    vec![
        view! { <a class="whole" href=href>{order.number}</a> }.into_any(),
        order.account_name.into_any(),
        order.products.into_any(),
        view! { <span class="whole">{order.due}</span>{late} }.into_any(),
        order.taken_by.unwrap_or_else(|| "–".to_owned()).into_any(),
        view! { <Badge tone text=state/> }.into_any(),
        view! { <span class="amount">{money_text(order.total_minor, order.currency)}</span> }.into_any(),
    ]
}

#[component]
fn Skeleton() -> impl IntoView {
    view! { <Head/><TableSkeleton columns=columns() rows=4/> }
}
