//! Every mail to customers, the newest first, a page at a time.

use crate::api::staff::outbox::{LoadMails, MailRow, MailStanding, MailsPage as PageData};
use crate::pages::loaded::Loaded;
use crate::pages::staff::calendar_kind::account_link;
use crate::texts::{Locale, td_string, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::date_field::date_text;
use crate::ui::empty::Empty;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::pager::Pager;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::table::{Column, Row, Table};
use crate::wire::page_resource;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The address of the list.
pub const ADDRESS: &str = "/staff/outbox";

/// The page. `?before=` shows what is older than that mail.
#[component]
pub fn OutboxPage() -> impl IntoView {
    let query = use_query_map();
    let mails = page_resource(move || LoadMails { before: query.read().get("before").unwrap_or_default() });
    view! {
        <Page title=td_string!(use_locale(), staff.outbox.title)>
            <Loaded resource=mails skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let locale = use_locale();
    view! { <PageHead title=td_string!(locale, staff.outbox.title) lead=td_string!(locale, staff.outbox.lead)/> }
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let is_first = use_query_map().with_untracked(|query| query.get("before").is_none());
    let newest = (!is_first).then(|| ADDRESS.to_owned());
    let older = page.next.map(|id| format!("{ADDRESS}?before={id}"));
    let kept = page.is_kept.then(|| view! { <p class="calendar-note">{td_string!(locale, staff.outbox.kept_note)}</p> });
    let matter = if page.rows.is_empty() {
        view! { <Empty icon="mail" title=td_string!(locale, staff.outbox.empty_title) text=td_string!(locale, staff.outbox.empty_text)/> }.into_any()
    } else {
        view! { <MailTable rows=page.rows/> }.into_any()
    };
    view! {
        <Head/>
        {kept}
        {matter}
        <Pager newer=newest older=older/>
    }
    .into_any()
}

#[component]
fn MailTable(rows: Vec<MailRow>) -> impl IntoView {
    let locale = use_locale();
    let columns = vec![
        Column::text(td_string!(locale, staff.outbox.subject)),
        Column::text(td_string!(locale, staff.outbox.recipient)),
        Column::text(td_string!(locale, staff.outbox.account)),
        Column::text(td_string!(locale, staff.outbox.at)),
        Column::state(td_string!(locale, staff.outbox.state)),
    ];
    let row = |mail: MailRow| {
        let (tone, state) = standing_badge(locale, mail.standing);
        let cells = vec![
            view! { <a href=format!("{ADDRESS}/{}", mail.id) lang=mail.language.code()>{mail.subject}</a> }.into_any(),
            mail.recipient.into_any(),
            mail.account.map_or_else(|| "–".into_any(), account_link),
            view! { <span class="whole">{format!("{}, {}", date_text(mail.written_on), mail.written_at)}</span> }.into_any(),
            view! { <Badge tone text=state/> }.into_any(),
        ];
        Row::new(cells)
    };
    let rows: Vec<Row> = rows.into_iter().map(row).collect();
    view! { <Table caption=td_string!(locale, staff.outbox.caption) columns rows/> }
}

/// What has become of a mail, and how it is meant.
pub fn standing_badge(locale: Locale, standing: MailStanding) -> (BadgeTone, &'static str) {
    match standing {
        MailStanding::Waiting => (BadgeTone::Plain, td_string!(locale, staff.outbox.waiting)),
        MailStanding::Retrying => (BadgeTone::Notice, td_string!(locale, staff.outbox.retrying)),
        MailStanding::Sent => (BadgeTone::Success, td_string!(locale, staff.outbox.sent)),
        MailStanding::Kept => (BadgeTone::Plain, td_string!(locale, staff.outbox.kept)),
        MailStanding::Failed => (BadgeTone::Error, td_string!(locale, staff.outbox.failed)),
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <Head/>
        <Placeholder kind=PlaceholderKind::Paper/>
    }
}
