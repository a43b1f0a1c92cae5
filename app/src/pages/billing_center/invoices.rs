//! The list of invoices and credit notes, newest first: searched, filtered, summed up, a page at a time, to take along. Corporate accounts
//! have it below what is open.

mod filter;
mod list;

use crate::api::invoices::{InvoicesPage as PageData, LoadInvoices};
use crate::pages::loaded::Loaded;
use crate::pages::not_found::use_home;
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::empty::{Empty, NothingMatches};
use crate::ui::icon::Icon;
use crate::ui::list_query::ListQuery;
use crate::ui::money::money_text;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::pager::Pager;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::stats::{Stat, Stats};
use crate::wire::page_resource;
use billing::format;
use billing::invoice::InvoiceSums;
use filter::FilterForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use list::InvoiceList;

/// The address of the list, at either door of customers.
fn address() -> String {
    format!("{}/invoices", use_home().address)
}

/// The page. Its query says what is searched for; `?before=NUMBER` shows what was issued before that one.
#[component]
pub fn InvoicesPage() -> impl IntoView {
    let query = use_query_map();
    let asked = move |key: &str| query.read().get(key).unwrap_or_default();
    let invoices = page_resource(move || LoadInvoices {
        before: asked("before"),
        search: asked("search"),
        year: asked("year"),
        product: asked("product"),
        state: asked("state"),
    });
    view! {
        <Page title=td_string!(use_locale(), invoices.title)>
            <Loaded resource=invoices skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let locale = use_locale();
    view! { <PageHead title=td_string!(locale, invoices.title) lead=td_string!(locale, invoices.lead)/> }
}

fn show(page: PageData) -> AnyView {
    if page.years.is_empty() {
        return view! { <Head/><NothingYet/> }.into_any();
    }
    view! { <Head/>{show_found(page)} }.into_any()
}

/// What is found, with all that narrows it down, leads on and takes it along.
pub fn show_found(page: PageData) -> AnyView {
    let list = ListQuery::here();
    let is_first = list.value("before").is_none();
    let newest = (!is_first).then(|| list.address_with("before", None));
    let older = page.older.as_ref().map(|number| list.address_with("before", Some(number)));
    let matter = match (page.rows.is_empty(), is_first) {
        (true, true) => view! { <NothingMatches all=address()/> }.into_any(),
        (true, false) => view! { <NothingOlder/> }.into_any(),
        (false, _) => view! { <InvoiceList rows=page.rows.clone()/> }.into_any(),
    };
    view! {
        <FilterForm page=page.clone()/>
        {page.sums.iter().map(sums).collect_view()}
        <Files page/>
        {matter}
        <Pager newer=newest newer_text=td_string!(use_locale(), invoices.newest) older/>
    }
    .into_any()
}

/// Of everything that is found in one currency, not of the page alone.
fn sums(sums: &InvoiceSums) -> AnyView {
    let locale = use_locale();
    let amount = |minor| money_text(minor, sums.currency);
    let stats = vec![
        Stat::new(td_string!(locale, invoices.sums.documents), format::count(sums.documents, use_language())),
        Stat::new(td_string!(locale, invoices.sums.total), amount(sums.total_minor)),
        Stat::new(td_string!(locale, invoices.sums.open), amount(sums.open_minor)),
    ];
    view! { <Stats stats/> }.into_any()
}

/// What is found, to take along: the list for a spreadsheet, the papers to print.
#[component]
fn Files(page: PageData) -> impl IntoView {
    let (locale, list) = (use_locale(), ListQuery::here());
    if page.sums.is_empty() {
        return ().into_any();
    }
    // A full load: these are files, and none of the router's pages.
    let file = |href: String, icon, text| view! { <a class="button" href=href rel="external" download=""><Icon name=icon/><span>{text}</span></a> };
    let table = file(list.address_at(&format!("{}.csv", address())), "download", td_string!(locale, invoices.download));
    let papers = if page.fits_one_file {
        file(list.address_at(&format!("{}.html", address())), "print", td_string!(locale, invoices.papers)).into_any()
    } else {
        view! { <p class="field-hint">{td_string!(locale, invoices.too_many_papers)}</p> }.into_any()
    };
    view! { <div class="actions invoice-files">{table}{papers}</div> }.into_any()
}

#[component]
fn NothingYet() -> impl IntoView {
    let locale = use_locale();
    view! {
        <Empty icon="invoice" title=td_string!(locale, invoices.empty.title) text=td_string!(locale, invoices.empty.text)>
            <a class="button" href="/billing">{td_string!(locale, invoices.empty.subscriptions)}</a>
        </Empty>
    }
}

#[component]
fn NothingOlder() -> impl IntoView {
    let locale = use_locale();
    view! { <Empty icon="invoice" title=td_string!(locale, invoices.no_older.title) text=td_string!(locale, invoices.no_older.text)/> }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <Head/>
        <Placeholder kind=PlaceholderKind::Paper/>
    }
}
