//! What colleagues wish: the billing contact orders or declines it, a colleague sees what became of it.

pub mod new;

use crate::api::ApiError;
use crate::api::proposals::{DeclineProposal, LoadProposals, ProposalRow, ProposalsPage as PageData, WithdrawProposal};
use crate::api::session::Role;
use crate::forms::{FormAction, PostForm, field_error, form_error, general_error, posted_value, use_posted};
use crate::pages::loaded::{Loaded, load_after_success};
use crate::texts::{Locale, error_text, td_string, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::date_field::date_text;
use crate::ui::empty::Empty;
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::text_area::TextArea;
use crate::ui::way_back::BackLink;
use crate::wire::page_resource;
use billing::input::LONGEST_NOTE;
use billing::request::ProposalState;
use billing::{BillingInterval, format};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The address of the list; the form of a new one lies below it.
pub const ADDRESS: &str = "/billing/proposals";

/// What the forms need of the page.
#[derive(Clone, Copy)]
struct Attempt {
    decline: FormAction,
    withdraw: FormAction,
    error: Signal<Option<ApiError>>,
    /// The reason that was typed, if the page comes back with an error.
    reason: StoredValue<String>,
}

/// The page. `?decline=` opens the form that declines a wish, `?done=` says what was just done.
#[component]
pub fn ProposalsPage() -> impl IntoView {
    let locale = use_locale();
    let proposals = page_resource(|| LoadProposals {});
    let (decline, withdraw) = (FormAction::new::<DeclineProposal>(), FormAction::new::<WithdrawProposal>());
    let posted = use_posted::<DeclineProposal>();
    let (declined, withdrawn) = (form_error(decline, posted.as_ref()), form_error(withdraw, use_posted::<WithdrawProposal>().as_ref()));
    let error = Signal::derive(move || declined.get().or_else(|| withdrawn.get()));
    load_after_success(decline, proposals);
    load_after_success(withdraw, proposals);
    provide_context(Attempt { decline, withdraw, error, reason: StoredValue::new(posted_value(posted.as_ref(), "reason")) });
    let query = use_query_map();
    let done = move || match query.read().get("done").as_deref() {
        _ if error.read().is_some() => None,
        Some("sent") => Some(td_string!(locale, proposals.done_sent)),
        Some("declined") => Some(td_string!(locale, proposals.done_declined)),
        Some("withdrawn") => Some(td_string!(locale, proposals.done_withdrawn)),
        _ => None,
    };
    view! {
        <Page title=td_string!(locale, proposals.title) kind=PageKind::Narrow>
            <BackLink href="/billing" text=td_string!(locale, editor.back)/>
            {move || done().map(|text| view! { <Banner tone=BannerTone::Success><p>{text}</p></Banner> })}
            <Loaded resource=proposals skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let Attempt { error, .. } = expect_context();
    let above = general_error(error, &["reason"]);
    let lead = match page.role {
        Role::BillingContact => td_string!(locale, proposals.lead_contact).to_owned(),
        Role::Member => td_string!(locale, proposals.lead_member, name = page.contact.name.as_str()).to_string(),
    };
    let role = page.role;
    let add = (role == Role::Member).then(|| view! { <a class="button" href=new::ADDRESS>{td_string!(locale, proposals.new)}</a> });
    let rows: Vec<_> = page.rows.into_iter().map(|row| view! { <Wish row role/> }).collect();
    let matter = if rows.is_empty() {
        view! { <Empty icon="check" title=td_string!(locale, proposals.empty_title) text=td_string!(locale, proposals.empty_text)/> }.into_any()
    } else {
        view! { <div class="stack">{rows}</div> }.into_any()
    };
    view! {
        <PageHead title=td_string!(locale, proposals.title) lead>{add}</PageHead>
        {move || above.get().map(|error| view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &error)}</p></Banner> })}
        {matter}
    }
    .into_any()
}

/// "GoTo Meeting Business, 12 Benutzerlizenzen, monatlich"
pub fn wish_text(locale: Locale, row: &ProposalRow) -> String {
    let seats = td_string!(locale, subscriptions.seats, count = row.seats, seats = format::count(row.seats, locale.language()));
    let rhythm = match row.interval {
        BillingInterval::Monthly => td_string!(locale, subscriptions.monthly),
        BillingInterval::Annual => td_string!(locale, subscriptions.annual),
    };
    format!("{}, {seats}, {rhythm}", row.name)
}

/// One wish, with what its reader can do.
#[component]
fn Wish(row: ProposalRow, role: Role) -> impl IntoView {
    let locale = use_locale();
    let (tone, state) = state_badge(locale, row.state);
    let title_id = format!("wish-{}", row.id);
    let labelled_by = title_id.clone();
    let said = match role {
        Role::BillingContact => td_string!(locale, proposals.asked_by, who = row.who.as_str(), date = date_text(row.on)).to_string(),
        Role::Member => td_string!(locale, proposals.asked_on, date = date_text(row.on)).to_string(),
    };
    let reason = (!row.reason.is_empty()).then(|| td_string!(locale, proposals.declined_because, reason = row.reason.as_str()).to_string());
    let is_open = row.state == ProposalState::Open;
    let act = match role {
        Role::BillingContact if is_open => view! { <Decide id=row.id.clone() address=row.address.clone() title_id=title_id.clone()/> }.into_any(),
        Role::Member if is_open => view! { <Withdraw id=row.id.clone() title_id=title_id.clone()/> }.into_any(),
        _ => ().into_any(),
    };
    view! {
        <section class="card" aria-labelledby=labelled_by>
            <div class="card-head">
                <h2 id=title_id>{wish_text(locale, &row)}</h2>
                <Badge tone text=state/>
            </div>
            <div class="card-body">
                <p class="account-note">{said}</p>
                {(!row.note.is_empty()).then(|| view! { <p class="message-text">{row.note.clone()}</p> })}
                {reason.map(|reason| view! { <p class="message-text">{reason}</p> })}
                {act}
            </div>
        </section>
    }
    .into_any()
}

fn state_badge(locale: Locale, state: ProposalState) -> (BadgeTone, &'static str) {
    match state {
        ProposalState::Open => (BadgeTone::Notice, td_string!(locale, proposals.open)),
        ProposalState::Taken => (BadgeTone::Success, td_string!(locale, proposals.taken)),
        ProposalState::Declined => (BadgeTone::Plain, td_string!(locale, proposals.declined)),
        ProposalState::Withdrawn => (BadgeTone::Plain, td_string!(locale, proposals.withdrawn)),
    }
}

/// Ordering, where it is filled in; declining with a reason, whose form has an address of its own.
#[component]
fn Decide(id: String, address: String, title_id: String) -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map();
    let own = id.clone();
    let declines = Memo::new(move |_| query.read().get("decline").as_deref() == Some(own.as_str()));
    let (way, form) = (format!("{ADDRESS}?decline={id}"), id);
    view! {
        <div class="actions">
            <a class="button primary" href=address aria-describedby=title_id.clone()>{td_string!(locale, proposals.order)}</a>
            <a class="button" href=way aria-describedby=title_id>{td_string!(locale, proposals.decline)}</a>
        </div>
        {move || declines.get().then(|| view! { <DeclineForm id=form.clone()/> })}
    }
    .into_any()
}

#[component]
fn DeclineForm(id: String) -> impl IntoView {
    let locale = use_locale();
    let Attempt { decline, error, reason, .. } = expect_context();
    view! {
        <PostForm action=decline page=format!("{ADDRESS}?decline={id}")>
            <input type="hidden" name="proposal" value=id/>
            <TextArea
                name="reason"
                label=td_string!(locale, proposals.reason)
                value=reason.get_value()
                limit=LONGEST_NOTE
                hint=td_string!(locale, proposals.reason_hint)
                error=field_error(error, "reason")
            />
            <div class="actions"><SubmitButton class="button danger" pending=decline.pending()>{td_string!(locale, proposals.decline_now)}</SubmitButton></div>
        </PostForm>
    }
    .into_any()
}

#[component]
fn Withdraw(id: String, title_id: String) -> impl IntoView {
    let Attempt { withdraw, .. } = expect_context();
    view! {
        <PostForm action=withdraw page=ADDRESS class="inline-form">
            <input type="hidden" name="proposal" value=id/>
            <span aria-describedby=title_id>
                <SubmitButton class="button" pending=withdraw.pending()>{td_string!(use_locale(), proposals.withdraw)}</SubmitButton>
            </span>
        </PostForm>
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <PageHead title=td_string!(use_locale(), proposals.title)/>
        <Placeholder kind=PlaceholderKind::Card/>
    }
}
