//! Every mail to customers, the newest first, a page at a time.

use crate::api::staff::outbox::{LoadMails, MailRow, MailStanding, MailsPage as PageData, SendMailsAgain};
use crate::forms::{FormAction, PostForm, form_error, use_posted};
use crate::pages::loaded::{Loaded, load_after_answer};
use crate::pages::staff::calendar_kind::account_link;
use crate::texts::{Locale, error_text, td_string, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::date_field::date_text;
use crate::ui::empty::{Empty, NothingMatches};
use crate::ui::filter_links::FilterLinks;
use crate::ui::list_query::ListQuery;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::pager::Pager;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::search::SearchForm;
use crate::ui::table::{Column, Row, Table};
use crate::wire::page_resource;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The address of the list.
pub const ADDRESS: &str = "/staff/outbox";

/// What the parts need of the page.
#[derive(Clone, Copy)]
struct Attempt(FormAction);

/// The page. `?search=` and `?state=` look for some, `?before=` shows what is older than that mail.
#[component]
pub fn OutboxPage() -> impl IntoView {
    let query = use_query_map();
    let asked = move |name: &str| query.read().get(name).unwrap_or_default();
    let mails = page_resource(move || LoadMails { search: asked("search"), state: asked("state"), before: asked("before") });
    let locale = use_locale();
    let action = FormAction::new::<SendMailsAgain>();
    load_after_answer(action, mails);
    let error = form_error(action, use_posted::<SendMailsAgain>().as_ref());
    provide_context(Attempt(action));
    let done = move || (error.get().is_none() && query.read().get("done").as_deref() == Some("again")).then(|| td_string!(locale, staff.outbox.done_again));
    view! {
        <Page title=td_string!(use_locale(), staff.outbox.title)>
            {move || done().map(|text| view! { <Banner tone=BannerTone::Success><p>{text}</p></Banner> })}
            {move || error.get().map(|error| view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &error)}</p></Banner> })}
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
    let list = ListQuery::here();
    let is_filtered = ["search", "state"].into_iter().any(|key| list.value(key).is_some());
    let newest = list.value("before").map(|_| list.address_with("before", None));
    let older = page.next.as_ref().map(|id| list.address_with("before", Some(id)));
    let again = (page.may_send_again && page.failed > 0).then(|| view! { <AllAgain count=page.failed/> });
    let kept = page.is_kept.then(|| view! { <p class="calendar-note">{td_string!(locale, staff.outbox.kept_note)}</p> });
    let matter = if page.rows.is_empty() && is_filtered {
        view! { <NothingMatches all=ADDRESS/> }.into_any()
    } else if page.rows.is_empty() {
        view! { <Empty icon="mail" title=td_string!(locale, staff.outbox.empty_title) text=td_string!(locale, staff.outbox.empty_text)/> }.into_any()
    } else {
        view! { <MailTable rows=page.rows/> }.into_any()
    };
    view! {
        <Head/>
        {kept}
        {again}
        <SearchForm name="search" label=td_string!(locale, staff.outbox.search) page=ADDRESS value=list.value("search").unwrap_or_default()/>
        <FilterLinks
            label=td_string!(locale, staff.outbox.filter)
            key="state"
            choices=vec![
                ("", td_string!(locale, staff.outbox.all)),
                ("waiting", td_string!(locale, staff.outbox.waiting)),
                ("sent", td_string!(locale, staff.outbox.sent)),
                ("kept", td_string!(locale, staff.outbox.kept)),
                ("failed", td_string!(locale, staff.outbox.failed)),
            ]
        />
        {matter}
        <Pager newer=newest older=older/>
    }
    .into_any()
}

/// Everything that was given up, in one go.
#[component]
fn AllAgain(count: i64) -> impl IntoView {
    let locale = use_locale();
    let Attempt(action) = expect_context();
    view! {
        <PostForm action page=ADDRESS class="form">
            <Banner tone=BannerTone::Notice>
                <p>{td_string!(locale, staff.outbox.failed_count, count = count).to_string()}</p>
                <SubmitButton pending=action.pending()>{td_string!(locale, staff.outbox.again_all)}</SubmitButton>
            </Banner>
        </PostForm>
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
