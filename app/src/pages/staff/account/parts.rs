//! The pages of an account beside its first one, and the tabs between all of them.

use crate::api::staff::account_parts::{
    AccountHistory, LoadAccountBusiness, LoadAccountDocuments, LoadAccountHistory, PartList, PartPage, PartRow, PartTone, ViewRow,
};
use crate::pages::account::history::entry;
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::date_field::date_text;
use crate::ui::page::Page;
use crate::ui::pager::Pager;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::table::{Column, Row, Table};
use crate::ui::tabs::{TabLink, TabLinks};
use crate::ui::timeline::Timeline;
use crate::ui::way_back::BackLink;
use crate::wire::page_resource;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map, use_query_map};

/// Name, number and the tabs of an account.
#[component]
pub fn AccountHead(number: String, name: String, #[prop(optional)] badge: Option<AnyView>) -> impl IntoView {
    let locale = use_locale();
    // Whoever was led here by a search finds back to its list.
    let found = use_query_map().with_untracked(|query| query.get("found")).filter(|search| !search.is_empty());
    let back = match found {
        Some(search) => {
            let text = td_string!(locale, staff.account.back_to_search, search = search.as_str()).to_string();
            view! { <BackLink href=super::super::accounts::list_address(&search) text/> }.into_any()
        }
        None => view! { <BackLink href="/staff/accounts" text=td_string!(locale, staff.account.back)/> }.into_any(),
    };
    let at = format!("/staff/accounts/{number}");
    let tab = |part: &str, name: &'static str| TabLink { address: format!("{at}{part}"), name: name.to_owned(), count: None };
    let links = vec![
        tab("", td_string!(locale, staff.account.part_overview)),
        tab("/documents", td_string!(locale, staff.account.part_documents)),
        tab("/business", td_string!(locale, staff.account.part_business)),
        tab("/history", td_string!(locale, staff.account.part_history)),
    ];
    let pathname = use_location().pathname;
    view! {
        {back}
        <div class="page-head">
            <div>
                <h1>{name}</h1>
                <p class="lead">{number}{badge.map(|badge| view! { " "{badge} })}</p>
            </div>
        </div>
        <TabLinks label=td_string!(locale, staff.account.parts) links current=Signal::derive(move || pathname.get())/>
    }
    .into_any()
}

fn number_in_address() -> impl Fn() -> String + Copy + Send + Sync + 'static {
    let parameters = use_params_map();
    move || parameters.read().get("number").unwrap_or_default()
}

fn before_in_address() -> impl Fn() -> String + Copy + Send + Sync + 'static {
    let query = use_query_map();
    move || query.read().get("before").unwrap_or_default()
}

/// Invoices and payments. `?before=` shows what is older than that invoice.
#[component]
pub fn AccountDocumentsPage() -> impl IntoView {
    let (number, before) = (number_in_address(), before_in_address());
    let page = page_resource(move || LoadAccountDocuments { number: number(), before: before() });
    view! {
        <Page title=td_string!(use_locale(), staff.account.part_documents)><Loaded resource=page skeleton=Skeleton view=show/></Page>
    }
    .into_any()
}

/// Quotes, service orders and requests.
#[component]
pub fn AccountBusinessPage() -> impl IntoView {
    let number = number_in_address();
    let page = page_resource(move || LoadAccountBusiness { number: number() });
    view! {
        <Page title=td_string!(use_locale(), staff.account.part_business)><Loaded resource=page skeleton=Skeleton view=show/></Page>
    }
    .into_any()
}

/// What happened. `?before=` shows what happened before that entry.
#[component]
pub fn AccountHistoryPage() -> impl IntoView {
    let (number, before) = (number_in_address(), before_in_address());
    let page = page_resource(move || LoadAccountHistory { number: number(), before: before() });
    view! {
        <Page title=td_string!(use_locale(), staff.account.part_history)><Loaded resource=page skeleton=Skeleton view=show_history/></Page>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="page-head"><div><h1>{td_string!(use_locale(), staff.accounts.title)}</h1></div></div>
        <Placeholder kind=PlaceholderKind::Paper/>
    }
}

fn show(page: PartPage) -> AnyView {
    let PartPage { number, name, lists } = page;
    let lists: Vec<_> = (0_u32..).zip(lists).map(|(place, list)| view! { <List place list/> }).collect();
    view! {
        <AccountHead number name/>
        <div class="account-parts">{lists}</div>
    }
    .into_any()
}

#[component]
fn List(place: u32, list: PartList) -> impl IntoView {
    let locale = use_locale();
    let PartList { title, note, empty, rows, older, act } = list;
    let act = act.map(|act| view! { <p class="actions"><a class="button" href=act.address>{act.name}</a></p> });
    let (id, heading) = (format!("part-{place}"), format!("part-{place}"));
    let (is_first, path) = (use_query_map().with_untracked(|query| query.get("before").is_none()), use_location().pathname.get_untracked());
    let newest = (!is_first && place == 0).then(|| path.clone());
    let older = older.map(|before| format!("{path}?before={before}"));
    let matter = if rows.is_empty() {
        view! { <p>{empty}</p> }.into_any()
    } else {
        let columns = vec![
            Column::text(td_string!(locale, staff.account.what)),
            Column::text(td_string!(locale, staff.account.about)),
            Column::text(td_string!(locale, staff.account.day)),
            Column::state(td_string!(locale, staff.account.state)),
            Column::figure(td_string!(locale, staff.account.amount)),
        ];
        let rows = rows.into_iter().map(row).collect();
        view! { <Table caption=title.clone() columns rows/> }.into_any()
    };
    view! {
        <section aria-labelledby=id>
            <h2 id=heading>{title}</h2>
            {(!note.is_empty()).then(|| view! { <p class="account-note">{note}</p> })}
            {matter}
            {act}
            <Pager newer=newest newer_text=td_string!(locale, staff.account.newest) older older_text=td_string!(locale, staff.account.older)/>
        </section>
    }
    .into_any()
}

fn row(row: PartRow) -> Row {
    let PartRow { name, address, about, day, amount, state, tone } = row;
    let name = if address.is_empty() { view! { <span class="whole">{name}</span> }.into_any() } else { view! { <a href=address>{name}</a> }.into_any() };
    let about = if about.is_empty() { "–".to_owned() } else { about };
    let day = view! { <span class="whole">{date_text(day)}</span> }.into_any();
    Row::new(vec![name, about.into_any(), day, view! { <Badge tone=tone.into() text=state/> }.into_any(), amount.into_any()])
}

impl From<PartTone> for BadgeTone {
    fn from(tone: PartTone) -> Self {
        match tone {
            PartTone::Plain => Self::Plain,
            PartTone::Success => Self::Success,
            PartTone::Notice => Self::Notice,
            PartTone::Accent => Self::Accent,
            PartTone::Error => Self::Error,
        }
    }
}

fn show_history(page: AccountHistory) -> AnyView {
    let locale = use_locale();
    let AccountHistory { number, name, rows, older, views } = page;
    let (is_first, path) = (use_query_map().with_untracked(|query| query.get("before").is_none()), use_location().pathname.get_untracked());
    let newest = (!is_first).then(|| path.clone());
    let older = older.map(|before| format!("{path}?before={before}"));
    view! {
        <AccountHead number name/>
        <section class="card"><Timeline entries=rows.into_iter().map(entry).collect()/></section>
        <Pager newer=newest newer_text=td_string!(locale, staff.account.newest) older older_text=td_string!(locale, staff.account.older)/>
        {views.map(|views| view! { <Views views/> })}
    }
    .into_any()
}

/// Who of the staff looked: the operator's reading alone.
#[component]
fn Views(views: Vec<ViewRow>) -> impl IntoView {
    let locale = use_locale();
    let columns = vec![
        Column::text(td_string!(locale, staff.account.view_who)),
        Column::text(td_string!(locale, staff.account.view_when)),
        Column::text(td_string!(locale, staff.account.view_page)),
    ];
    let row = |ViewRow { who, when, page }: ViewRow| Row::new(vec![who.into_any(), view! { <span class="whole">{when}</span> }.into_any(), page.into_any()]);
    let rows = views.into_iter().map(row).collect();
    view! {
        <section class="account-parts" aria-labelledby="views-title">
            <div>
                <h2 id="views-title">{td_string!(locale, staff.account.views)}</h2>
                <p class="account-note">{td_string!(locale, staff.account.views_note)}</p>
                <Table caption=td_string!(locale, staff.account.views) columns rows/>
            </div>
        </section>
    }
    .into_any()
}
