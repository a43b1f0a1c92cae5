//! The queue of service orders: what waits, by the time it is due.

use crate::api::quotes::ServiceOrderRow;
use crate::api::staff::service_orders::LoadServiceOrderQueue;
use crate::pages::corporate::service_orders::state_badge;
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::empty::Empty;
use crate::ui::money::money_text;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::table::{Column, Row, Table, TableShape, TableSkeleton};
use crate::wire::page_resource;
use leptos::prelude::*;

/// The page.
#[component]
pub fn ServiceOrdersPage() -> impl IntoView {
    let queue = page_resource(|| LoadServiceOrderQueue {});
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

fn show(queue: Vec<ServiceOrderRow>) -> AnyView {
    let locale = use_locale();
    if queue.is_empty() {
        let text = td_string!(locale, staff.service_orders.empty_text);
        return view! { <Head/><Empty icon="invoice" title=td_string!(locale, staff.service_orders.empty) text/> }.into_any();
    }
    let rows: Vec<Row> = queue.into_iter().map(|order| Row::new(cells(order))).collect();
    view! {
        <Head/>
        <Table caption=td_string!(locale, staff.service_orders.lead) columns=columns() rows shape=TableShape::Leading/>
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
