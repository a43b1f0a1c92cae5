//! The account's purchase orders: what is left of each, and how long.

pub mod choice;
pub mod document;
pub mod form;
pub mod new;
pub mod one;

use super::frame::use_corporate_frame;
use crate::api::corporate::CorporateFrame;
use crate::api::purchase_orders::{LoadPurchaseOrders, PurchaseOrdersPage as PageData};
use crate::pages::loaded::Loaded;
use crate::texts::{Locale, td_string, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::date_field::date_text;
use crate::ui::empty::Empty;
use crate::ui::money::money_text;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::table::{Column, Row, Table, TableShape, TableSkeleton};
use crate::wire::page_resource;
use billing::corporate::ContactRight;
use billing::purchase_order::{PurchaseOrder, PurchaseOrderLevel};
use chrono::NaiveDate;
use leptos::prelude::*;

/// The address of the list; a purchase order's own lies below it.
pub const ADDRESS: &str = "/corporate/purchase-orders";

/// The page.
#[component]
pub fn PurchaseOrdersPage() -> impl IntoView {
    let orders = page_resource(|| LoadPurchaseOrders {});
    view! {
        <Page title=td_string!(use_locale(), purchase_orders.title)>
            <Loaded resource=(orders, use_corporate_frame()) skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Head(#[prop(default = ContactRight::Read)] right: ContactRight) -> impl IntoView {
    let locale = use_locale();
    let add =
        (right == ContactRight::Order).then(|| view! { <a class="button primary" href=format!("{ADDRESS}/new")>{td_string!(locale, purchase_orders.add)}</a> });
    view! { <PageHead title=td_string!(locale, purchase_orders.title) lead=td_string!(locale, purchase_orders.lead)>{add}</PageHead> }
}

fn columns() -> Vec<Column> {
    let locale = use_locale();
    vec![
        Column::text(td_string!(locale, purchase_orders.number)),
        Column::text(td_string!(locale, purchase_orders.valid_until)),
        Column::number(td_string!(locale, purchase_orders.amount)),
        Column::number(td_string!(locale, purchase_orders.used)),
        Column::state(td_string!(locale, purchase_orders.state)),
        Column::figure(td_string!(locale, purchase_orders.left)),
    ]
}

fn show((page, frame): (PageData, CorporateFrame)) -> AnyView {
    let locale = use_locale();
    if page.orders.is_empty() {
        let text = td_string!(locale, purchase_orders.empty_text);
        return view! {
            <Head right=frame.right/>
            <Empty icon="invoice" title=td_string!(locale, purchase_orders.empty_title) text/>
        }
        .into_any();
    }
    let row = |order: PurchaseOrder| {
        let mut cells = cells(&order, page.today);
        cells.insert(0, view! { <a class="whole" href=format!("{ADDRESS}/{}", order.id)>{order.number}</a> }.into_any());
        Row::new(cells)
    };
    let rows: Vec<Row> = page.orders.into_iter().map(row).collect();
    view! {
        <Head right=frame.right/>
        <Table caption=td_string!(locale, purchase_orders.caption) columns=columns() rows shape=TableShape::Leading/>
    }
    .into_any()
}

/// Of a row all but what names it: last day, amount, what was used, how it stands, what is left.
pub fn cells(order: &PurchaseOrder, today: NaiveDate) -> Vec<AnyView> {
    let amount = |minor| view! { <span class="amount">{money_text(minor, order.currency)}</span> }.into_any();
    let days = days_text(use_locale(), order, today);
    vec![
        view! { <span><span class="whole">{date_text(order.valid_until)}</span>{days.map(|days| view! { " "<small class="whole">{days}</small> })}</span> }
            .into_any(),
        amount(order.amount_minor),
        amount(order.used_minor),
        view! { <LevelBadge level=order.level(today)/> }.into_any(),
        amount(order.remaining_minor()),
    ]
}

/// How it stands, in a word or two.
#[component]
pub fn LevelBadge(level: PurchaseOrderLevel) -> impl IntoView {
    let (tone, text) = level_badge(use_locale(), level);
    view! { <Badge tone text/> }
}

/// The tone and the words of how one stands.
pub fn level_badge(locale: Locale, level: PurchaseOrderLevel) -> (BadgeTone, &'static str) {
    match level {
        PurchaseOrderLevel::Upcoming => (BadgeTone::Plain, td_string!(locale, purchase_orders.level.upcoming)),
        PurchaseOrderLevel::Fine => (BadgeTone::Success, td_string!(locale, purchase_orders.level.fine)),
        PurchaseOrderLevel::RunsOutSoon => (BadgeTone::Notice, td_string!(locale, purchase_orders.level.runs_out_soon)),
        PurchaseOrderLevel::UsedUp => (BadgeTone::Notice, td_string!(locale, purchase_orders.level.used_up)),
        PurchaseOrderLevel::Exceeded => (BadgeTone::Error, td_string!(locale, purchase_orders.level.exceeded)),
        PurchaseOrderLevel::Expired => (BadgeTone::Plain, td_string!(locale, purchase_orders.level.expired)),
        PurchaseOrderLevel::Closed => (BadgeTone::Plain, td_string!(locale, purchase_orders.level.closed)),
    }
}

/// "noch 12 Tage", as long as it may be drawn on.
pub fn days_text(locale: Locale, order: &PurchaseOrder, today: NaiveDate) -> Option<String> {
    let days = order.days_left(today);
    match order.level(today) {
        PurchaseOrderLevel::Expired | PurchaseOrderLevel::Closed => None,
        _ if days == 0 => Some(td_string!(locale, purchase_orders.last_day).to_owned()),
        _ => Some(td_string!(locale, purchase_orders.days_left, count = days).to_string()),
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! { <Head/><TableSkeleton columns=columns() rows=3/> }
}
