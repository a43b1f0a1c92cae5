//! The account's quotes, open ones first.

use crate::api::quotes::LoadQuotes;
use crate::pages::loaded::Loaded;
use crate::texts::{Locale, td_string, use_language, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::empty::Empty;
use crate::ui::money::money_text;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::table::{Column, Row, Table, TableShape, TableSkeleton};
use crate::wire::page_resource;
use billing::format;
use billing::quote::{QuoteState, QuoteSummary};
use leptos::prelude::*;

/// The page.
#[component]
pub fn QuotesPage() -> impl IntoView {
    let quotes = page_resource(|| LoadQuotes {});
    view! {
        <Page title=td_string!(use_locale(), quotes.title)>
            <Loaded resource=quotes skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let locale = use_locale();
    view! { <PageHead title=td_string!(locale, quotes.title) lead=td_string!(locale, quotes.lead)/> }
}

fn columns() -> Vec<Column> {
    let locale = use_locale();
    vec![
        Column::text(td_string!(locale, quotes.number)),
        Column::text(td_string!(locale, quotes.products)),
        Column::text(td_string!(locale, quotes.made_on)),
        Column::text(td_string!(locale, quotes.valid_until)),
        Column::state(td_string!(locale, quotes.state)),
        Column::figure(td_string!(locale, quotes.total)),
    ]
}

fn show(quotes: Vec<QuoteSummary>) -> AnyView {
    let locale = use_locale();
    if quotes.is_empty() {
        let text = td_string!(locale, quotes.empty_text);
        return view! { <Head/><Empty icon="invoice" title=td_string!(locale, quotes.empty_title) text/> }.into_any();
    }
    let rows: Vec<Row> = quotes.into_iter().map(|quote| Row::new(cells(quote, "/corporate/quotes"))).collect();
    view! {
        <Head/>
        <Table caption=td_string!(locale, quotes.caption) columns=columns() rows shape=TableShape::Leading/>
    }
    .into_any()
}

/// The cells of a quote, whose number leads to its page below `base`.
pub fn cells(quote: QuoteSummary, base: &str) -> Vec<AnyView> {
    let (locale, language) = (use_locale(), use_language());
    let (tone, state) = state_badge(locale, quote.state);
    let href = format!("{base}/{}", quote.number);
    vec![
        view! { <a class="whole" href=href>{quote.number}</a> }.into_any(),
        quote.products.into_any(),
        view! { <span class="whole">{format::date(quote.made_on, language)}</span> }.into_any(),
        view! { <span class="whole">{format::date(quote.valid_until, language)}</span> }.into_any(),
        view! { <Badge tone text=state/> }.into_any(),
        view! { <span class="amount">{money_text(quote.total_minor, quote.currency)}</span> }.into_any(),
    ]
}

/// Where a quote is, in a word.
pub fn state_badge(locale: Locale, state: QuoteState) -> (BadgeTone, &'static str) {
    match state {
        QuoteState::Draft => (BadgeTone::Plain, td_string!(locale, quotes.draft)),
        QuoteState::Open => (BadgeTone::Notice, td_string!(locale, quotes.open)),
        QuoteState::Accepted => (BadgeTone::Success, td_string!(locale, quotes.accepted)),
        QuoteState::Declined => (BadgeTone::Plain, td_string!(locale, quotes.declined)),
        QuoteState::Expired => (BadgeTone::Plain, td_string!(locale, quotes.expired)),
        QuoteState::Discarded => (BadgeTone::Plain, td_string!(locale, quotes.discarded)),
        QuoteState::Withdrawn => (BadgeTone::Plain, td_string!(locale, quotes.withdrawn)),
        QuoteState::Superseded => (BadgeTone::Plain, td_string!(locale, quotes.superseded)),
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! { <Head/><TableSkeleton columns=columns() rows=4/> }
}
