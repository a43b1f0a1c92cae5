//! Purchase orders of all corporate accounts: what runs out stands first.

use super::calendar_kind::account_link;
use crate::api::staff::clock::AccountLink;
use crate::api::staff::purchase_orders::{LoadStaffPurchaseOrders, StaffPurchaseOrderRow, StaffPurchaseOrdersPage as PageData};
use crate::pages::corporate::purchase_orders::cells;
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_locale};
use crate::ui::empty::{Empty, NothingMatches};
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::search::SearchForm;
use crate::ui::table::{Column, Row, Table, TableSkeleton};
use crate::wire::page_resource;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The address of the list; a purchase order's own lies below it.
pub const ADDRESS: &str = "/staff/purchase-orders";

/// The page. `?search=` finds those of an account.
#[component]
pub fn PurchaseOrdersPage() -> impl IntoView {
    let query = use_query_map();
    let orders = page_resource(move || LoadStaffPurchaseOrders { search: query.read().get("search").unwrap_or_default() });
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
    let search = use_query_map().with_untracked(|query| query.get("search").unwrap_or_default().trim().to_owned());
    let today = page.today;
    let row = |row: StaffPurchaseOrderRow| {
        let number = view! { <a class="whole" href=format!("{ADDRESS}/{}", row.order.id)>{row.order.number.clone()}</a> }.into_any();
        let account = account_link(AccountLink { number: row.account_number, name: row.account_name });
        Row::new([number, account].into_iter().chain(cells(&row.order, today)).collect())
    };
    let matter = match (page.rows.is_empty(), search.is_empty()) {
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
        {matter}
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! { <Head/><TableSkeleton columns=columns() rows=4/> }
}
