//! The account's service orders, newest first.

use crate::api::quotes::{LoadServiceOrders, ServiceOrderRow};
use crate::pages::loaded::Loaded;
use crate::texts::{Locale, td_string, use_language, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::empty::Empty;
use crate::ui::money::money_text;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::table::{Column, Row, Table, TableShape, TableSkeleton};
use crate::wire::page_resource;
use billing::format;
use billing::service_order::ServiceOrderState;
use leptos::prelude::*;

/// The page.
#[component]
pub fn ServiceOrdersPage() -> impl IntoView {
    let orders = page_resource(|| LoadServiceOrders {});
    view! {
        <Page title=td_string!(use_locale(), service_orders.title)>
            <Loaded resource=orders skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let locale = use_locale();
    view! { <PageHead title=td_string!(locale, service_orders.title) lead=td_string!(locale, service_orders.lead)/> }
}

fn columns() -> Vec<Column> {
    let locale = use_locale();
    vec![
        Column::text(td_string!(locale, service_orders.number)),
        Column::text(td_string!(locale, quotes.products)),
        Column::text(td_string!(locale, service_orders.placed_on)),
        Column::state(td_string!(locale, quotes.state)),
        Column::figure(td_string!(locale, quotes.total)),
    ]
}

fn show(orders: Vec<ServiceOrderRow>) -> AnyView {
    let locale = use_locale();
    if orders.is_empty() {
        let text = td_string!(locale, service_orders.empty_text);
        return view! { <Head/><Empty icon="invoice" title=td_string!(locale, service_orders.empty_title) text/> }.into_any();
    }
    let rows: Vec<Row> = orders.into_iter().map(|order| Row::new(cells(order))).collect();
    view! {
        <Head/>
        <Table caption=td_string!(locale, service_orders.caption) columns=columns() rows shape=TableShape::Leading/>
    }
    .into_any()
}

fn cells(order: ServiceOrderRow) -> Vec<AnyView> {
    let (locale, language) = (use_locale(), use_language());
    let (tone, state) = state_badge(locale, order.state);
    let href = format!("/corporate/service-orders/{}", order.number);
    vec![
        view! { <a class="whole" href=href>{order.number}</a> }.into_any(),
        order.products.into_any(),
        view! { <span class="whole">{format::date(order.placed_on, language)}</span> }.into_any(),
        view! { <Badge tone text=state/> }.into_any(),
        view! { <span class="amount">{money_text(order.total_minor, order.currency)}</span> }.into_any(),
    ]
}

/// Where a service order is, in a word or two.
pub fn state_badge(locale: Locale, state: ServiceOrderState) -> (BadgeTone, &'static str) {
    match state {
        ServiceOrderState::Placed => (BadgeTone::Notice, td_string!(locale, service_orders.placed)),
        ServiceOrderState::InProcess => (BadgeTone::Accent, td_string!(locale, service_orders.in_process)),
        ServiceOrderState::Done => (BadgeTone::Success, td_string!(locale, service_orders.done)),
        ServiceOrderState::Refused => (BadgeTone::Error, td_string!(locale, service_orders.refused)),
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! { <Head/><TableSkeleton columns=columns() rows=4/> }
}
