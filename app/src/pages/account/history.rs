//! The account's history: who changed what and when, from which price to which, newest first.

use crate::api::history::{HistoryChange, HistoryPage as PageData, HistoryRow, HistoryTone, LoadHistory};
use crate::doors::customer::use_customer_door;
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_locale};
use crate::ui::choice::Choice;
use crate::ui::empty::NothingMatches;
use crate::ui::field::{Presence, TextField};
use crate::ui::icon::Icon;
use crate::ui::list_query::ListQuery;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::pager::Pager;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::select::SelectField;
use crate::ui::timeline::{Change, Entry, EntryTone, Timeline};
use crate::wire::page_resource;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page. Its query says what is looked for; `?before=ENTRY` shows what happened before that one.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let query = use_query_map();
    let asked = move |key: &str| query.read().get(key).unwrap_or_default();
    let door = use_customer_door().code();
    let history =
        page_resource(move || LoadHistory { door: door.to_owned(), before: asked("before"), kind: asked("kind"), from: asked("from"), until: asked("until") });
    view! {
        <Page title=td_string!(use_locale(), history.title)>
            <Head/>
            <Loaded resource=history skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let locale = use_locale();
    view! { <PageHead title=td_string!(locale, history.title) lead=td_string!(locale, history.lead)/> }
}

fn show(page: PageData) -> AnyView {
    let (locale, list) = (use_locale(), ListQuery::here());
    let is_filtered = ["kind", "from", "until"].into_iter().any(|key| list.value(key).is_some());
    let newest = list.value("before").map(|_| list.address_with("before", None));
    let older = page.older.as_ref().map(|entry| list.address_with("before", Some(entry)));
    let file = (!page.rows.is_empty()).then(|| {
        let href = list.address_at(&use_customer_door().page("history.csv"));
        // A full load: it is a file, and none of the router's pages.
        view! {
            <div class="actions invoice-files">
                <a class="button" href=href rel="external" download=""><Icon name="download"/><span>{td_string!(locale, invoices.download)}</span></a>
            </div>
        }
    });
    let matter = if page.rows.is_empty() && is_filtered {
        view! { <NothingMatches all=use_customer_door().page("history")/> }.into_any()
    } else {
        view! { <section class="card"><Timeline entries=page.rows.into_iter().map(entry).collect()/></section> }.into_any()
    };
    view! {
        <FilterForm/>
        {file}
        {matter}
        <Pager newer=newest newer_text=td_string!(locale, invoices.newest) older/>
    }
    .into_any()
}

/// An entry as the timeline shows it.
pub fn entry(row: HistoryRow) -> Entry {
    let HistoryRow { moment, when, who, what, changes, tone } = row;
    let change = |HistoryChange { name, from, to }: HistoryChange| Change { name, from, to };
    let tone = match tone {
        HistoryTone::Plain => EntryTone::Plain,
        HistoryTone::Success => EntryTone::Success,
        HistoryTone::Notice => EntryTone::Notice,
        HistoryTone::Error => EntryTone::Error,
    };
    Entry { moment, when, who, what, changes: changes.into_iter().map(change).collect(), tone }
}

/// Kind, first and last day, and the button that asks.
#[component]
fn FilterForm() -> impl IntoView {
    let (locale, list) = (use_locale(), ListQuery::here());
    let value = |key| list.value(key).unwrap_or_default();
    let no_error = Signal::derive(|| None::<String>);
    let kinds = vec![
        Choice::new("", td_string!(locale, invoices.filter.all)),
        Choice::new("subscriptions", td_string!(locale, frame.subscriptions)),
        Choice::new("payment", td_string!(locale, history.kind_payment)),
        Choice::new("invoices", td_string!(locale, frame.invoices)),
        Choice::new("people", td_string!(locale, history.kind_people)),
    ];
    let day = |name: &'static str, label: &'static str| {
        view! { <TextField name label kind="date" value=value(name) presence=Presence::Unmarked error=no_error/> }.into_any()
    };
    view! {
        <form class="filter-form" role="search" method="get" action=use_customer_door().page("history") aria-label=td_string!(locale, history.filter)>
            <SelectField name="kind" label=td_string!(locale, history.kind) options=kinds value=value("kind") presence=Presence::Unmarked error=no_error/>
            {day("from", td_string!(locale, history.from))}
            {day("until", td_string!(locale, history.until))}
            <button class="button" type="submit">{td_string!(locale, invoices.filter.show)}</button>
        </form>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! { <Placeholder kind=PlaceholderKind::Paper/> }
}
