//! All quotes, drafts and open ones first, and the way to a new one.

use crate::api::staff::quotes::{LoadStaffQuotes, StaffQuoteRow};
use crate::pages::corporate::quotes::cells;
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_locale};
use crate::ui::empty::Empty;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::table::{Column, Row, Table, TableShape, TableSkeleton};
use crate::wire::page_resource;
use leptos::prelude::*;

/// The page.
#[component]
pub fn QuotesPage() -> impl IntoView {
    let quotes = page_resource(|| LoadStaffQuotes {});
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
            <input id="account" name="account" type="text" required placeholder="KD-20417" autocomplete="off"/>
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

fn show(quotes: Vec<StaffQuoteRow>) -> AnyView {
    let locale = use_locale();
    if quotes.is_empty() {
        let text = td_string!(locale, staff.quotes.empty_text);
        return view! { <Head/><Empty icon="invoice" title=td_string!(locale, staff.quotes.empty) text/> }.into_any();
    }
    let row = |row: StaffQuoteRow| {
        let mut cells = cells(row.quote, "/staff/quotes");
        cells.insert(1, row.account_name.into_any());
        Row::new(cells)
    };
    let rows: Vec<Row> = quotes.into_iter().map(row).collect();
    view! {
        <Head/>
        <Table caption=td_string!(locale, staff.quotes.lead) columns=columns() rows shape=TableShape::Leading/>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! { <PageHead title=td_string!(use_locale(), staff.quotes.title)/><TableSkeleton columns=columns() rows=4/> }
}
