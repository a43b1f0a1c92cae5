//! The queue of requests to customer care: those that wait, the longest first; answered and closed ones, the latest first.

use super::calendar_kind::account_link;
use crate::api::staff::requests::{LoadQueue, QueueAfter, QueuePage as PageData, QueueRow};
use crate::pages::loaded::Loaded;
use crate::pages::request_words::subject_text;
use crate::texts::{td_string, use_locale};
use crate::ui::date_field::date_text;
use crate::ui::empty::Empty;
use crate::ui::filter_links::FilterLinks;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::pager::Pager;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::table::{Column, Row, Table};
use crate::wire::page_resource;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

/// The address of the queue; a request's own lies below it.
pub const ADDRESS: &str = "/staff/requests";

/// The page. `?state=answered` and `?state=closed` choose another list, `?after_…=` leads on in it.
#[component]
pub fn RequestsPage() -> impl IntoView {
    let query = use_query_map();
    let asked = move |name: &str| query.read().get(name).unwrap_or_default();
    let queue = page_resource(move || LoadQueue { state: asked("state"), after_since: asked("after_since"), after_id: asked("after_id") });
    view! {
        <Page title=td_string!(use_locale(), staff.requests.title)>
            <Loaded resource=queue skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let locale = use_locale();
    view! { <PageHead title=td_string!(locale, staff.requests.title) lead=td_string!(locale, staff.requests.lead)/> }
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    // The list is made anew with every page, so what it was asked for is read once.
    let (state, is_first) = use_query_map().with_untracked(|query| (query.get("state").unwrap_or_default(), query.get("after_id").is_none()));
    let choices = vec![
        ("", td_string!(locale, staff.requests.open)),
        ("answered", td_string!(locale, staff.requests.answered)),
        ("closed", td_string!(locale, staff.requests.closed)),
    ];
    let first = (!is_first).then(|| address_of(&state, None));
    let next = page.next.map(|after| address_of(&state, Some(after)));
    let matter = if page.rows.is_empty() {
        view! { <Empty icon="mail" title=td_string!(locale, staff.requests.empty_title) text=td_string!(locale, staff.requests.empty_text)/> }.into_any()
    } else {
        view! { <QueueTable rows=page.rows is_open=state.is_empty()/> }.into_any()
    };
    view! {
        <Head/>
        <FilterLinks label=td_string!(locale, staff.requests.filter) key="state" choices/>
        {matter}
        <Pager newer=first newer_text=td_string!(locale, staff.jobs.first) older=next older_text=td_string!(locale, staff.jobs.more)/>
    }
    .into_any()
}

fn address_of(state: &str, after: Option<QueueAfter>) -> String {
    let mut query = ParamsMap::new();
    if !state.is_empty() {
        query.insert("state", state.to_owned());
    }
    if let Some(QueueAfter { since, id }) = after {
        query.insert("after_since", since.to_string());
        query.insert("after_id", id);
    }
    format!("{ADDRESS}{}", query.to_query_string())
}

#[component]
fn QueueTable(rows: Vec<QueueRow>, is_open: bool) -> impl IntoView {
    let locale = use_locale();
    let since = if is_open { td_string!(locale, staff.requests.waits_since) } else { td_string!(locale, staff.requests.since) };
    let columns = vec![Column::text(td_string!(locale, care.subject)), Column::text(td_string!(locale, staff.outbox.account)), Column::text(since)];
    let row = |row: QueueRow| {
        let cells = vec![
            view! { <a href=format!("{ADDRESS}/{}", row.id)>{subject_text(locale, row.subject)}</a> }.into_any(),
            account_link(row.account),
            view! { <span class="whole">{format!("{}, {}", date_text(row.since_on), row.since_at)}</span> }.into_any(),
        ];
        Row::new(cells)
    };
    let rows: Vec<Row> = rows.into_iter().map(row).collect();
    view! { <Table caption=td_string!(locale, staff.requests.caption) columns rows/> }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <Head/>
        <Placeholder kind=PlaceholderKind::Paper/>
    }
}
