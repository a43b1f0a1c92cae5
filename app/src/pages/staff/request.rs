//! One request to customer care as the staff reads it: its account then, what was written, and the answer.

use super::requests::ADDRESS;
use crate::api::ApiError;
use crate::api::staff::requests::{AnswerRequest, CloseRequest, LoadStaffRequest, RequestPage as PageData};
use crate::forms::{FormAction, PostForm, empty_after_success, field_error, form_error, general_error, posted_value, use_posted};
use crate::pages::loaded::{Loaded, load_after_success};
use crate::pages::request_words::{conversation_of, state_badge, subject_text};
use crate::texts::{error_text, td_string, use_language, use_locale};
use crate::ui::badge::Badge;
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::conversation::Conversation;
use crate::ui::date_field::date_text;
use crate::ui::facts::{Fact, Facts};
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::text_area::TextArea;
use crate::ui::way_back::BackLink;
use crate::wire::page_resource;
use billing::request::{ContextSubscription, LONGEST_MESSAGE, RequestContext, RequestState, Side};
use billing::{BillingInterval, Money, format};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// What the forms need of the page.
#[derive(Clone, Copy)]
struct Attempt {
    answer: FormAction,
    close: FormAction,
    error: Signal<Option<ApiError>>,
    /// What was typed, if the page comes back with an error.
    message: StoredValue<String>,
}

/// The page. `?done=` says what was just done.
#[component]
pub fn RequestPage() -> impl IntoView {
    let locale = use_locale();
    let parameters = use_params_map();
    let request = page_resource(move || LoadStaffRequest { request: parameters.read().get("id").unwrap_or_default() });
    let (answer, close) = (FormAction::new::<AnswerRequest>(), FormAction::new::<CloseRequest>());
    let posted = use_posted::<AnswerRequest>();
    let (answered, closed) = (form_error(answer, posted.as_ref()), form_error(close, use_posted::<CloseRequest>().as_ref()));
    let error = Signal::derive(move || answered.get().or_else(|| closed.get()));
    load_after_success(answer, request);
    empty_after_success(answer, "message");
    load_after_success(close, request);
    provide_context(Attempt { answer, close, error, message: StoredValue::new(posted_value(posted.as_ref(), "message")) });
    let query = use_query_map();
    let done = move || match query.read().get("done").as_deref() {
        _ if error.read().is_some() => None,
        Some("answered") => Some(td_string!(locale, staff.requests.done_answered)),
        Some("closed") => Some(td_string!(locale, staff.requests.done_closed)),
        _ => None,
    };
    view! {
        <Page title=td_string!(locale, care.request) kind=PageKind::Narrow>
            <BackLink href=ADDRESS text=td_string!(locale, staff.requests.title)/>
            {move || done().map(|text| view! { <Banner tone=BannerTone::Success><p>{text}</p></Banner> })}
            <Loaded resource=request skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let (tone, state) = state_badge(locale, page.state);
    let heading =
        page.about.as_ref().map_or_else(|| subject_text(locale, page.subject).to_owned(), |about| format!("{}: {about}", subject_text(locale, page.subject)));
    let account = format!("/staff/accounts/{}", page.account.number);
    let writer = format!("mailto:{}", page.opened_by.email);
    let change = page.change_address.clone().map(|href| view! { <a class="button" href=href>{td_string!(locale, staff.changes.title)}</a> });
    view! {
        <div class="page-head">
            <div>
                <h1>{heading}</h1>
                <p class="lead">
                    <a href=account>{page.account.name.clone()}</a>", "<a href=writer>{page.opened_by.name.clone()}</a>" "<Badge tone text=state/>
                </p>
            </div>
            {change.map(|change| view! { <div class="actions">{change}</div> })}
        </div>
        <div class="stack">
            <Then context=page.context/>
            <Conversation label=td_string!(locale, care.messages) messages=conversation_of(td_string!(locale, care.title), Side::Seller, page.messages)/>
            <AnswerForm id=page.id state=page.state/>
        </div>
    }
    .into_any()
}

/// The account as it was when it asked.
#[component]
fn Then(context: RequestContext) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let money = |minor: i64| format::money(Money::new(minor, context.currency), language);
    let subscription = |one: &ContextSubscription| {
        let seats = td_string!(locale, subscriptions.seats, count = one.seats, seats = format::count(one.seats, language));
        let rhythm = match one.interval {
            BillingInterval::Monthly => td_string!(locale, subscriptions.monthly),
            BillingInterval::Annual => td_string!(locale, subscriptions.annual),
        };
        let note = td_string!(locale, staff.requests.runs_until, amount = money(one.unit_minor), date = date_text(one.period_end)).to_string();
        Fact::text(format!("{} {}", one.product_name, one.plan_name), format!("{seats}, {rhythm}")).with_note(note)
    };
    let mut facts: Vec<Fact> = context.subscriptions.iter().map(subscription).collect();
    facts.push(Fact::text(td_string!(locale, subscriptions.credit), money(context.credit_minor)));
    facts.push(Fact::text(td_string!(locale, staff.requests.open_invoices), money(context.open_minor)));
    let title = td_string!(locale, staff.requests.then, date = date_text(context.today)).to_string();
    view! {
        <section class="card" aria-labelledby="then-title">
            <div class="card-head"><h2 id="then-title">{title}</h2></div>
            <div class="card-body"><Facts facts/></div>
        </section>
    }
    .into_any()
}

#[component]
fn AnswerForm(id: String, state: RequestState) -> impl IntoView {
    let locale = use_locale();
    let Attempt { answer, close, error, message } = expect_context();
    let above = general_error(error, &["message"]);
    let page = format!("{ADDRESS}/{id}");
    let closing = (state != RequestState::Closed).then(|| {
        let (id, page) = (id.clone(), page.clone());
        view! {
            <PostForm action=close page class="inline-form">
                <input type="hidden" name="request" value=id/>
                <SubmitButton class="button" pending=close.pending()>{td_string!(locale, staff.requests.close)}</SubmitButton>
            </PostForm>
        }
    });
    view! {
        <div class="card">
            <div class="card-body">
                {move || above.get().map(|error| view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &error)}</p></Banner> })}
                <PostForm action=answer page>
                    <input type="hidden" name="request" value=id/>
                    <TextArea
                        name="message"
                        label=td_string!(locale, staff.requests.answer)
                        value=message.get_value()
                        limit=LONGEST_MESSAGE
                        hint=td_string!(locale, staff.requests.answer_hint)
                        error=field_error(error, "message")
                    />
                    <div class="actions"><SubmitButton pending=answer.pending()>{td_string!(locale, staff.requests.send)}</SubmitButton></div>
                </PostForm>
                {closing}
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <PageHead title=td_string!(use_locale(), care.request)/>
        <Placeholder kind=PlaceholderKind::Card/>
    }
}
