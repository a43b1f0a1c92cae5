//! Purchase orders of all corporate accounts: what runs out stands first.

use super::calendar_kind::account_link;
use super::paging::{address_of, asked};
use crate::api::staff::AfterDay;
use crate::api::staff::clock::AccountLink;
use crate::api::staff::purchase_orders::{AfterOrder, LoadStaffPurchaseOrders, StaffPurchaseOrderRow, StaffPurchaseOrdersPage as PageData};
use crate::pages::corporate::purchase_orders::cells;
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_locale};
use crate::ui::empty::{Empty, NothingMatches};
use crate::ui::filter_links::FilterLinks;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::pager::Pager;
use crate::ui::search::SearchForm;
use crate::ui::table::{Column, Row, Table, TableSkeleton};
use crate::wire::page_resource;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The address of the list; a purchase order's own lies below it.
pub const ADDRESS: &str = "/staff/purchase-orders";

/// The page. `?search=` finds those of an account, `?state=` the open or closed ones, `?after_…=` leads on.
#[component]
pub fn PurchaseOrdersPage() -> impl IntoView {
    let query = use_query_map();
    let asked = move |name: &str| query.read().get(name).unwrap_or_default();
    let orders = page_resource(move || LoadStaffPurchaseOrders {
        search: asked("search"),
        state: asked("state"),
        after_urgency: asked("after_urgency"),
        after_day: asked("after_day"),
        after_id: asked("after_id"),
    });
    view! {
        <Page title=td_string!(use_locale(), purchase_orders.title)>
            <Loaded resource=orders skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let locale = use_locale();
    view! { <PageHead title=td_string!(locale, purchase_orders.title) lead=td_string!(locale, purchase_orders.staff_lead)/> }
}

fn columns() -> Vec<Column> {
    let locale = use_locale();
    vec![
        Column::text(td_string!(locale, purchase_orders.number)),
        Column::text(td_string!(locale, purchase_orders.account)),
        Column::text(td_string!(locale, purchase_orders.valid_until)),
        Column::number(td_string!(locale, purchase_orders.amount)),
        Column::number(td_string!(locale, purchase_orders.used)),
        Column::state(td_string!(locale, purchase_orders.state)),
        Column::figure(td_string!(locale, purchase_orders.left)),
    ]
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let (search, state, is_first) = (asked("search").trim().to_owned(), asked("state"), asked("after_id").is_empty());
    let questions = [("search", search.as_str()), ("state", state.as_str())];
    let first = (!is_first).then(|| address_of(ADDRESS, &questions, None));
    let next = page.next.map(|AfterOrder { urgency, day, id }| {
        let urgency = urgency.to_string();
        let asked: Vec<_> = questions.into_iter().chain([("after_urgency", urgency.as_str())]).collect();
        address_of(ADDRESS, &asked, Some(AfterDay { day, id }))
    });
    let choices = vec![
        ("", td_string!(locale, staff.receipts.all)),
        ("open", td_string!(locale, purchase_orders.filter_open)),
        ("closed", td_string!(locale, purchase_orders.filter_closed)),
    ];
    let today = page.today;
    let row = |row: StaffPurchaseOrderRow| {
        let number = view! { <a class="whole" href=format!("{ADDRESS}/{}", row.order.id)>{row.order.number.clone()}</a> }.into_any();
        let account = account_link(AccountLink { number: row.account_number, name: row.account_name });
        Row::new([number, account].into_iter().chain(cells(&row.order, today)).collect())
    };
    let matter = match (page.rows.is_empty(), search.is_empty() && state.is_empty() && is_first) {
        (true, true) => {
            view! { <Empty icon="invoice" title=td_string!(locale, purchase_orders.empty_title) text=td_string!(locale, purchase_orders.staff_empty)/> }
                .into_any()
        }
        (true, false) => view! { <NothingMatches all=ADDRESS/> }.into_any(),
        (false, _) => {
            let rows: Vec<Row> = page.rows.into_iter().map(row).collect();
            view! { <Table caption=td_string!(locale, purchase_orders.staff_lead) columns=columns() rows/> }.into_any()
        }
    };
    view! {
        <Head/>
        <SearchForm name="search" label=td_string!(locale, purchase_orders.staff_search) page=ADDRESS value=search/>
        <FilterLinks label=td_string!(locale, purchase_orders.filter) key="state" choices/>
        {matter}
        <Pager newer=first newer_text=td_string!(locale, staff.jobs.first) older=next older_text=td_string!(locale, purchase_orders.more)/>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! { <Head/><TableSkeleton columns=columns() rows=4/> }
}
