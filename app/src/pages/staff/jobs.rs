//! What happens by itself: counts by kind, and lists of what is due, what fails and what was given up.

mod kinds;

use super::calendar_kind::{account_link, kind_text};
use crate::api::staff::jobs::{JobAfter, JobRow, JobStanding, JobsPage as PageData, LoadJobs, RunJobsAgain};
use crate::forms::{FormAction, PostForm, form_error, use_posted};
use crate::pages::loaded::{Loaded, load_after_answer};
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::date_field::date_text;
use crate::ui::disclosure::Disclosure;
use crate::ui::empty::Empty;
use crate::ui::filter_links::FilterLinks;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::pager::Pager;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::table::{Column, Row, Table};
use crate::wire::page_resource;
use kinds::Kinds;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

/// The address of the page, which its forms are posted to.
const ADDRESS: &str = "/staff/jobs";

/// Trying again what was given up, for the rows.
#[derive(Clone, Copy)]
struct RunAgain(FormAction);

/// The page. `?state=failing` and `?state=dead` choose another list than what is due, `?after_…=` leads on in it, `?done=` says what was done.
#[component]
pub fn JobsPage() -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map();
    let asked = move |name: &str| query.read().get(name).unwrap_or_default();
    let jobs = page_resource(move || LoadJobs {
        list: asked("state"),
        after_day: asked("after_day"),
        after_kind: asked("after_kind"),
        after_subject: asked("after_subject"),
    });
    let action = FormAction::new::<RunJobsAgain>();
    let error = form_error(action, use_posted::<RunJobsAgain>().as_ref());
    load_after_answer(action, jobs);
    provide_context(RunAgain(action));
    let failed = move || {
        error.get().map(|error| {
            view! { <Banner tone=BannerTone::Error title=td_string!(locale, staff.jobs.failed)><p>{error_text(locale, &error)}</p></Banner> }
        })
    };
    let done = move || {
        (error.read().is_none() && query.read().get("done").is_some())
            .then(|| view! { <Banner tone=BannerTone::Success><p>{td_string!(locale, staff.jobs.done)}</p></Banner> })
    };
    view! {
        <Page title=td_string!(locale, staff.jobs.title)>
            <PageHead title=td_string!(locale, staff.jobs.title) lead=td_string!(locale, staff.jobs.lead)/>
            {failed}
            {done}
            <Loaded resource=jobs skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let PageData { kinds, rows, next, may_run_again } = page;
    // The list is made anew with every page, so what it was asked for is read once.
    let (list, is_first) = use_query_map().with_untracked(|query| (query.get("state").unwrap_or_default(), query.get("after_day").is_none()));
    let choices = vec![
        ("", td_string!(locale, staff.jobs.state_due)),
        ("failing", td_string!(locale, staff.jobs.state_failing)),
        ("dead", td_string!(locale, staff.jobs.state_dead)),
    ];
    let first = (!is_first).then(|| address_of(&list, None));
    let older = next.map(|after| address_of(&list, Some(after)));
    let matter = if rows.is_empty() { none_of(&list) } else { view! { <JobTable rows may_run_again/> }.into_any() };
    let explained = (!may_run_again).then(|| view! { <p class="calendar-note">{td_string!(locale, staff.jobs.operators)}</p> });
    view! {
        <Kinds kinds may_run_again/>
        <section class="job-list" aria-labelledby="jobs-title">
            <h2 id="jobs-title">{td_string!(locale, staff.jobs.list)}</h2>
            <FilterLinks label=td_string!(locale, staff.jobs.filter) key="state" choices/>
            {matter}
            {explained}
            <Pager newer=first newer_text=td_string!(locale, staff.jobs.first) older=older older_text=td_string!(locale, staff.jobs.more)/>
        </section>
    }
    .into_any()
}

fn address_of(list: &str, after: Option<JobAfter>) -> String {
    let mut query = ParamsMap::new();
    if !list.is_empty() {
        query.insert("state", list.to_owned());
    }
    if let Some(JobAfter { day, kind, subject }) = after {
        query.insert("after_day", day.to_string());
        query.insert("after_kind", kind);
        query.insert("after_subject", subject);
    }
    format!("{ADDRESS}{}", query.to_query_string())
}

fn none_of(list: &str) -> AnyView {
    let locale = use_locale();
    let (title, text) = match list {
        "dead" => (td_string!(locale, staff.jobs.empty_dead), td_string!(locale, staff.jobs.empty_dead_text)),
        "failing" => (td_string!(locale, staff.jobs.empty_failing), td_string!(locale, staff.jobs.empty_failing_text)),
        _ => (td_string!(locale, staff.jobs.empty_due), td_string!(locale, staff.jobs.empty_due_text)),
    };
    view! { <Empty icon="check" title text/> }.into_any()
}

#[component]
fn JobTable(rows: Vec<JobRow>, may_run_again: bool) -> impl IntoView {
    let locale = use_locale();
    let columns = vec![
        Column::text(td_string!(locale, staff.jobs.kind)),
        Column::text(td_string!(locale, staff.jobs.account)),
        Column::text(td_string!(locale, staff.jobs.about)),
        Column::text(td_string!(locale, staff.jobs.due_on)),
        Column::state(td_string!(locale, staff.jobs.state)),
    ];
    let rows: Vec<Row> = rows.into_iter().map(|row| Row::new(cells(row, may_run_again))).collect();
    view! { <Table caption=td_string!(locale, staff.jobs.list_caption) columns rows/> }
}

fn cells(row: JobRow, may_run_again: bool) -> Vec<AnyView> {
    let locale = use_locale();
    let kind = kind_text(locale, row.kind);
    let about = row.about.clone().unwrap_or_else(|| "–".to_owned());
    vec![
        kind.into_any(),
        account_link(row.account.clone()),
        about.into_any(),
        view! { <span class="whole">{date_text(row.due_on)}</span> }.into_any(),
        view! { <Standing row may_run_again/> }.into_any(),
    ]
}

/// How a job stands: for what failed how often, its reference, and for operators why.
#[component]
fn Standing(row: JobRow, may_run_again: bool) -> impl IntoView {
    let locale = use_locale();
    let (tone, text) = match row.standing {
        JobStanding::Due => (BadgeTone::Plain, td_string!(locale, staff.jobs.state_due)),
        JobStanding::Failing => (BadgeTone::Notice, td_string!(locale, staff.jobs.state_failing)),
        JobStanding::Dead => (BadgeTone::Error, td_string!(locale, staff.jobs.state_dead)),
    };
    let note = (row.standing != JobStanding::Due).then(|| {
        let tries = td_string!(locale, staff.jobs.tries, count = row.tries).to_string();
        let again = row.again_at.map(|time| format!(", {}", td_string!(locale, staff.jobs.again_at, time = time)));
        let reference = td_string!(locale, staff.jobs.reference, reference = row.subject.clone()).to_string();
        view! { <p class="job-note">{tries}{again}<br/><span class="job-reference">{reference}</span></p> }
    });
    let why = row.why.map(|why| view! { <Disclosure summary=td_string!(locale, staff.jobs.why)><p class="job-note">{why}</p></Disclosure> });
    let what = format!("{}, {}", kind_text(locale, row.kind), row.account.name);
    let again = (may_run_again && row.standing == JobStanding::Dead)
        .then(|| view! { <RunAgainForm code=row.code subject=row.subject text=td_string!(locale, staff.jobs.run_again) of=what/> });
    view! { <Badge tone text/>{note}{why}{again} }.into_any()
}

/// The button that tries again what was given up.
#[component]
fn RunAgainForm(
    code: String,
    /// Empty for all of the kind.
    #[prop(into)]
    subject: String,
    text: &'static str,
    /// What, for those who do not see the row.
    #[prop(into)]
    of: String,
) -> impl IntoView {
    let RunAgain(action) = expect_context();
    view! {
        <PostForm action page=ADDRESS class="inline-form">
            <input type="hidden" name="kind" value=code/>
            <input type="hidden" name="subject" value=subject/>
            <SubmitButton class="button" pending=action.pending()>{text}<span class="hidden-text">{format!(": {of}")}</span></SubmitButton>
        </PostForm>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <Placeholder kind=PlaceholderKind::Card/>
        <Placeholder kind=PlaceholderKind::Paper/>
    }
}
