//! All quotes, the newest first, by state, and the way to a new one.

use super::paging::{address_of, asked};
use crate::api::staff::quotes::{LoadStaffQuotes, StaffQuoteRow, StaffQuotesPage as PageData};
use crate::pages::corporate::quotes::cells;
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_locale};
use crate::ui::empty::{Empty, NothingMatches};
use crate::ui::filter_links::FilterLinks;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::pager::Pager;
use crate::ui::table::{Column, Row, Table, TableShape, TableSkeleton};
use crate::wire::page_resource;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const ADDRESS: &str = "/staff/quotes";

/// The page. `?state=` shows one state, `?after_…=` leads on.
#[component]
pub fn QuotesPage() -> impl IntoView {
    let query = use_query_map();
    let asked = move |name: &str| query.read().get(name).unwrap_or_default();
    let quotes = page_resource(move || LoadStaffQuotes { state: asked("state"), after_day: asked("after_day"), after_id: asked("after_id") });
    view! {
        <Page title=td_string!(use_locale(), staff.quotes.title)>
            <Loaded resource=quotes skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

/// The heading, and the account that a new quote is for.
#[component]
fn Head() -> impl IntoView {
    let locale = use_locale();
    view! {
        <PageHead title=td_string!(locale, staff.quotes.title) lead=td_string!(locale, staff.quotes.lead)/>
        <form class="new-quote" method="get" action="/staff/quotes/new">
            <label for="account">{td_string!(locale, staff.quotes.choose_account)}</label>
            <input id="account" name="account" type="text" required placeholder="KD-12345" autocomplete="off"/>
            <button class="button" type="submit">{td_string!(locale, staff.quotes.new)}</button>
        </form>
    }
}

fn columns() -> Vec<Column> {
    let locale = use_locale();
    vec![
        Column::text(td_string!(locale, quotes.number)),
        Column::text(td_string!(locale, staff.quotes.account)),
        Column::text(td_string!(locale, quotes.products)),
        Column::text(td_string!(locale, quotes.made_on)),
        Column::text(td_string!(locale, quotes.valid_until)),
        Column::state(td_string!(locale, quotes.state)),
        Column::figure(td_string!(locale, quotes.total)),
    ]
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let (state, is_first) = (asked("state"), asked("after_id").is_empty());
    let choices = vec![
        ("", td_string!(locale, staff.receipts.all)),
        ("draft", td_string!(locale, staff.quotes.drafts)),
        ("open", td_string!(locale, staff.quotes.open)),
        ("accepted", td_string!(locale, staff.quotes.accepted)),
        ("ended", td_string!(locale, staff.quotes.ended)),
    ];
    let first = (!is_first).then(|| address_of(ADDRESS, &[("state", &state)], None));
    let next = page.next.map(|after| address_of(ADDRESS, &[("state", &state)], Some(after)));
    let row = |row: StaffQuoteRow| {
        let mut cells = cells(row.quote, ADDRESS);
        cells.insert(1, row.account_name.into_any());
        Row::new(cells)
    };
    let matter = match (page.rows.is_empty(), state.is_empty() && is_first) {
        (true, true) => {
            view! { <Empty icon="invoice" title=td_string!(locale, staff.quotes.empty) text=td_string!(locale, staff.quotes.empty_text)/> }.into_any()
        }
        (true, false) => view! { <NothingMatches all=ADDRESS/> }.into_any(),
        (false, _) => {
            let rows: Vec<Row> = page.rows.into_iter().map(row).collect();
            view! { <Table caption=td_string!(locale, staff.quotes.lead) columns=columns() rows shape=TableShape::Leading/> }.into_any()
        }
    };
    view! {
        <Head/>
        <FilterLinks label=td_string!(locale, staff.quotes.filter) key="state" choices/>
        {matter}
        <Pager newer=first newer_text=td_string!(locale, staff.jobs.first) older=next older_text=td_string!(locale, staff.account.older)/>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! { <PageHead title=td_string!(use_locale(), staff.quotes.title)/><TableSkeleton columns=columns() rows=4/> }
}
