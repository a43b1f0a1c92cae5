//! All changes that are scheduled for renewals, the next ones first; each leads to its page.

use super::calendar_kind::account_link;
use super::change::{change_address, words_text};
use super::paging::{address_of, asked};
use crate::api::staff::changes::{LoadScheduledChanges, ScheduledPage as PageData, ScheduledRow};
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_locale};
use crate::ui::date_field::date_text;
use crate::ui::empty::Empty;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::pager::Pager;
use crate::ui::table::{Column, Row, Table, TableShape, TableSkeleton};
use crate::wire::page_resource;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const ADDRESS: &str = "/staff/changes";

/// The page. `?after_…=` leads on.
#[component]
pub fn ChangesPage() -> impl IntoView {
    let query = use_query_map();
    let asked = move |name: &str| query.read().get(name).unwrap_or_default();
    let changes = page_resource(move || LoadScheduledChanges { after_day: asked("after_day"), after_id: asked("after_id") });
    view! {
        <Page title=td_string!(use_locale(), staff.changes.list_title)>
            <Loaded resource=changes skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let locale = use_locale();
    view! { <PageHead title=td_string!(locale, staff.changes.list_title) lead=td_string!(locale, staff.changes.list_lead)/> }
}

fn columns() -> Vec<Column> {
    let locale = use_locale();
    vec![
        Column::text(td_string!(locale, staff.changes.subscription)),
        Column::text(td_string!(locale, staff.outbox.account)),
        Column::text(td_string!(locale, staff.changes.from)),
        Column::text(td_string!(locale, staff.changes.to)),
        Column::text(td_string!(locale, staff.changes.on)),
        Column::text(td_string!(locale, staff.changes.by)),
    ]
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let is_first = asked("after_id").is_empty();
    let first = (!is_first).then(|| ADDRESS.to_owned());
    let next = page.next.map(|after| address_of(ADDRESS, &[], Some(after)));
    let row = |row: ScheduledRow| {
        let address = change_address(&row.account.number, &row.subscription);
        let cells = vec![
            view! { <a href=address>{row.product_name}</a> }.into_any(),
            account_link(row.account),
            words_text(locale, &row.from).into_any(),
            words_text(locale, &row.to).into_any(),
            date_text(row.on).into_any(),
            row.by.unwrap_or_else(|| td_string!(locale, staff.changes.by_nobody).to_owned()).into_any(),
        ];
        Row::new(cells)
    };
    let matter = if page.rows.is_empty() {
        let text = td_string!(locale, staff.changes.empty_text);
        view! { <Empty icon="calendar" title=td_string!(locale, staff.changes.empty) text/> }.into_any()
    } else {
        let rows: Vec<Row> = page.rows.into_iter().map(row).collect();
        view! { <Table caption=td_string!(locale, staff.changes.caption) columns=columns() rows shape=TableShape::Folding/> }.into_any()
    };
    view! {
        <Head/>
        {matter}
        <Pager newer=first newer_text=td_string!(locale, staff.jobs.first) older=next older_text=td_string!(locale, staff.changes.more)/>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! { <Head/><TableSkeleton columns=columns() rows=4/> }
}
