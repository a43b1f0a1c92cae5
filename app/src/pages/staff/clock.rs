//! The demo's calendar: which day it is, what comes next, ways to let time pass, and what happened meanwhile.

mod moves;
mod passed;

use super::calendar_kind::{account_link, kind_text};
use super::frame::use_staff_frame;
use crate::api::ApiError;
use crate::api::staff::clock::{AheadRow, ClockPage as PageData, LoadClock, MoveClock};
use crate::forms::{FormAction, Posted, form_error, general_error, use_posted};
use crate::pages::loaded::Loaded;
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::card::Card;
use crate::ui::date_field::date_text;
use crate::ui::empty::Empty;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::table::{Column, Row, Table};
use crate::wire::page_resource;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use moves::Moves;
use passed::Passed;

/// The address of the page, which its forms are posted to.
const ADDRESS: &str = "/staff/clock";

/// Moving the calendar on, for the forms of the page.
#[derive(Clone)]
struct Attempt {
    action: FormAction,
    error: Signal<Option<ApiError>>,
    posted: Option<Posted>,
}

/// The page. `?moved=` says that the calendar was just moved.
#[component]
pub fn ClockPage() -> impl IntoView {
    let locale = use_locale();
    let clock = page_resource(|| LoadClock {});
    let frame = use_staff_frame();
    let action = FormAction::new::<MoveClock>();
    let posted = use_posted::<MoveClock>();
    let error = form_error(action, posted.as_ref());
    provide_context(Attempt { action, error, posted });
    let answers = action.version();
    Effect::new(move |before: Option<usize>| {
        let answers = answers.get();
        if before.is_some_and(|before| before != answers) {
            clock.refetch();
            frame.refetch();
        }
        answers
    });
    let above = general_error(error, &["day"]);
    let refusal = move || {
        above.get().map(|error| {
            view! { <Banner tone=BannerTone::Error title=td_string!(locale, staff.clock.failed)><p>{error_text(locale, &error)}</p></Banner> }
        })
    };
    view! {
        <Page title=td_string!(locale, staff.clock.title)>
            <Head/>
            {refusal}
            <Loaded resource=clock skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let locale = use_locale();
    view! { <PageHead title=td_string!(locale, staff.clock.title) lead=td_string!(locale, staff.clock.lead)/> }
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let Attempt { error, .. } = expect_context();
    let was_moved = use_query_map().with_untracked(|query| query.get("moved").is_some());
    let today = page.today;
    let moved = move || {
        (was_moved && error.get().is_none()).then(|| {
            let text = td_string!(locale, staff.clock.moved, day = date_text(today)).to_string();
            view! { <Banner tone=BannerTone::Success><p>{text}</p></Banner> }
        })
    };
    let PageData { ahead, passed, .. } = page.clone();
    let class = if passed.is_some() { "calendar moved" } else { "calendar" };
    view! {
        {moved}
        <div class=class>
            <Moves page/>
            {passed.map(|told| view! { <div class="calendar-passed"><Passed told/></div> })}
            <Coming ahead/>
        </div>
    }
    .into_any()
}

#[component]
fn Coming(ahead: Vec<AheadRow>) -> impl IntoView {
    let locale = use_locale();
    let columns = vec![
        Column::text(td_string!(locale, staff.clock.kind)),
        Column::text(td_string!(locale, staff.clock.account)),
        Column::text(td_string!(locale, staff.clock.about)),
        Column::figure(td_string!(locale, staff.clock.day)),
    ];
    let row = |event: AheadRow| {
        let cells = vec![
            kind_text(locale, event.kind).into_any(),
            account_link(event.account),
            event.about.unwrap_or_else(|| "–".to_owned()).into_any(),
            view! { <span class="whole">{date_text(event.day)}</span> }.into_any(),
        ];
        Row::new(cells)
    };
    let is_empty = ahead.is_empty();
    let rows: Vec<Row> = ahead.into_iter().map(row).collect();
    view! {
        <Card title=td_string!(locale, staff.clock.ahead)>
            {if is_empty {
                view! { <Empty icon="calendar" title=td_string!(locale, staff.clock.ahead_none) text=td_string!(locale, staff.clock.ahead_none_text)/> }.into_any()
            } else {
                view! { <div class="card-body"><Table caption=td_string!(locale, staff.clock.ahead_caption) columns rows/></div> }.into_any()
            }}
        </Card>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="calendar">
            <Placeholder kind=PlaceholderKind::Card/>
            <Placeholder kind=PlaceholderKind::Card/>
        </div>
    }
}
