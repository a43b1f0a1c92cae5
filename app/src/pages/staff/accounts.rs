//! All accounts by name, a page at a time, searched by name, number, User ID, mail address or the number of a document. What means
//! one account leads to it.

use super::frame::use_staff_frame;
use crate::api::staff::{AccountKind, AccountRow, AccountsPage as PageData, After, LoadStaffAccounts, StaffFrame};
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::address::country_name;
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::empty::Empty;
use crate::ui::icon::Icon;
use crate::ui::page::Page;
use crate::ui::pager::Pager;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::search::SearchForm;
use crate::wire::page_resource;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

const ADDRESS: &str = "/staff/accounts";

/// The page. `?search=` searches, `?after_name=&after_number=` shows what comes after that account.
#[component]
pub fn AccountsPage() -> impl IntoView {
    let query = use_query_map();
    let asked = move |name: &str| query.read().get(name).unwrap_or_default();
    let accounts = page_resource(move || LoadStaffAccounts {
        search: asked("search"),
        list: asked("list"),
        after_name: asked("after_name"),
        after_number: asked("after_number"),
    });
    view! {
        <Page title=td_string!(use_locale(), staff.accounts.title)>
            <Loaded resource=(accounts, use_staff_frame()) skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

/// The list of what a search finds, even where it means one account.
pub fn list_address(search: &str) -> String {
    let query: ParamsMap = [("search", search.to_owned()), ("list", "yes".to_owned())].into_iter().collect();
    format!("{ADDRESS}{}", query.to_query_string())
}

fn show((page, frame): (PageData, StaffFrame)) -> AnyView {
    if let Some(number) = page.only {
        let search = use_query_map().with_untracked(|query| query.get("search")).unwrap_or_default();
        let found: ParamsMap = [("found", search)].into_iter().collect();
        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
        return view! { <Redirect path=format!("{ADDRESS}/{number}{}", found.to_query_string()) options/> }.into_any();
    }
    // The list is made anew with every page, so what it was asked for is read once.
    let (search, is_first) = use_query_map().with_untracked(|query| {
        let after = query.get("after_number").unwrap_or_default();
        (query.get("search").unwrap_or_default().trim().to_owned(), after.is_empty())
    });
    let matter = match (page.rows.is_empty(), search.is_empty()) {
        (true, true) => view! { <NoneYet/> }.into_any(),
        (true, false) => view! { <NothingFound search=search.clone()/> }.into_any(),
        (false, _) => view! { <AccountList rows=page.rows/> }.into_any(),
    };
    let locale = use_locale();
    let list = use_query_map().with_untracked(|query| query.get("list")).unwrap_or_default();
    let first = (!is_first).then(|| address_of(&[("search", &search), ("list", &list)]));
    let next = page.next.map(|After { name, number }| address_of(&[("search", &search), ("list", &list), ("after_name", &name), ("after_number", &number)]));
    view! {
        <Head may_create=frame.role.may_invite()/>
        <SearchForm name="search" label=td_string!(locale, staff.accounts.search) hint=td_string!(locale, staff.accounts.search_hint) page=ADDRESS value=search/>
        {matter}
        <Pager newer=first newer_text=td_string!(locale, staff.accounts.first) older=next older_text=td_string!(locale, staff.accounts.more)/>
    }
    .into_any()
}

#[component]
fn Head(may_create: bool) -> impl IntoView {
    let locale = use_locale();
    let create = may_create.then(|| {
        view! { <div class="actions"><a class="button primary" href="/staff/accounts/new"><Icon name="plus"/><span>{td_string!(locale, staff.accounts.new)}</span></a></div> }
    });
    view! {
        <div class="page-head">
            <div><h1>{td_string!(locale, staff.accounts.title)}</h1></div>
            {create}
        </div>
    }
}

#[component]
fn AccountList(rows: Vec<AccountRow>) -> impl IntoView {
    let locale = use_locale();
    let rows: Vec<_> = rows.into_iter().map(|row| view! { <Row row/> }).collect();
    view! {
        <div class="sheet">
            // The roles keep it a table where a phone shows its rows as cards.
            <table class="ledger folding leading account-list" role="table">
                <caption class="hidden-text">{td_string!(locale, staff.accounts.caption)}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{td_string!(locale, staff.accounts.name)}</th>
                        <th role="columnheader" scope="col">{td_string!(locale, staff.accounts.number)}</th>
                        <th role="columnheader" scope="col">{td_string!(locale, staff.accounts.place)}</th>
                        <th role="columnheader" scope="col">{td_string!(locale, staff.accounts.contact)}</th>
                        <th role="columnheader" scope="col" class="number">{td_string!(locale, staff.accounts.subscriptions)}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Row(row: AccountRow) -> impl IntoView {
    let locale = use_locale();
    let address = format!("{ADDRESS}/{}", row.number);
    let place = format!("{}, {}", row.city, country_name(&row.country, use_language()));
    let contact = row.contact.unwrap_or_else(|| td_string!(locale, staff.accounts.nobody).to_owned());
    let kind = (row.kind == AccountKind::Corporate).then(|| view! { " "<Badge tone=BadgeTone::Accent text=td_string!(locale, staff.account.kind_corporate)/> });
    view! {
        <tr role="row">
            <th role="rowheader" scope="row"><a href=address>{row.name}</a>{kind}</th>
            <td role="cell" data-label=td_string!(locale, staff.accounts.number)><span class="whole">{row.number}</span></td>
            <td role="cell" data-label=td_string!(locale, staff.accounts.place)>{place}</td>
            <td role="cell" data-label=td_string!(locale, staff.accounts.contact)>{contact}</td>
            <td role="cell" class="number" data-label=td_string!(locale, staff.accounts.subscriptions)>{row.subscriptions}</td>
        </tr>
    }
    .into_any()
}

/// The list's address with what is asked of it; what is empty is left out.
fn address_of(asked: &[(&'static str, &String)]) -> String {
    let query: ParamsMap = asked.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (*name, (*value).clone())).collect();
    format!("{ADDRESS}{}", query.to_query_string())
}

#[component]
fn NothingFound(search: String) -> impl IntoView {
    let locale = use_locale();
    let text = td_string!(locale, staff.accounts.nothing_text, search = search).to_string();
    view! {
        <Empty icon="search" title=td_string!(locale, staff.accounts.nothing_title) text>
            <a class="button" href=ADDRESS>{td_string!(locale, staff.accounts.all)}</a>
        </Empty>
    }
}

#[component]
fn NoneYet() -> impl IntoView {
    let locale = use_locale();
    view! { <Empty icon="company" title=td_string!(locale, staff.accounts.empty_title) text=td_string!(locale, staff.accounts.empty_text)/> }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <Head may_create=false/>
        <Placeholder kind=PlaceholderKind::Paper/>
    }
}
