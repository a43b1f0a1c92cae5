//! Customer care: the form for what is not self-service, and what was asked before.

pub mod conversation;

use crate::api::ApiError;
use crate::api::requests::{CarePage as PageData, CareRow, CareWish, LoadCare, OpenRequest};
use crate::forms::{FormAction, PostForm, Posted, field_error, form_error, general_error, use_posted};
use crate::pages::loaded::Loaded;
use crate::pages::request_words::{state_badge, subject_text};
use crate::texts::{Locale, error_text, td_string, use_locale};
use crate::ui::badge::Badge;
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::choice::Choice;
use crate::ui::date_field::date_text;
use crate::ui::field::Presence;
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::select::SelectField;
use crate::ui::text_area::TextArea;
use crate::wire::page_resource;
use billing::input::InputFault;
use billing::request::{LONGEST_MESSAGE, RequestSubject};
use billing::{BillingInterval, format};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The address of the page; a request's own lies below it.
pub const ADDRESS: &str = "/billing/customer-care";

/// The form's fields that can be at fault.
const FIELDS: [&str; 3] = ["subject", "subscription", "message"];

/// What the form needs of the page.
#[derive(Clone, Copy)]
struct Attempt {
    action: FormAction,
    error: Signal<Option<ApiError>>,
    posted: StoredValue<Option<Posted>>,
}

/// The page. `?subject=&subscription=&plan=&seats=&interval=` fill in the form.
#[component]
pub fn CustomerCarePage() -> impl IntoView {
    let query = use_query_map();
    let asked = move |name: &str| query.read().get(name).unwrap_or_default();
    let care = page_resource(move || LoadCare { subscription: asked("subscription"), plan: asked("plan"), seats: asked("seats"), interval: asked("interval") });
    let action = FormAction::new::<OpenRequest>();
    let posted = use_posted::<OpenRequest>();
    provide_context(Attempt { action, error: form_error(action, posted.as_ref()), posted: StoredValue::new(posted) });
    view! {
        <Page title=td_string!(use_locale(), care.title) kind=PageKind::Narrow>
            <Loaded resource=care skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let locale = use_locale();
    view! { <PageHead title=td_string!(locale, care.title) lead=td_string!(locale, care.lead)/> }
}

fn show(page: PageData) -> AnyView {
    let requests = page.requests.clone();
    view! {
        <Head/>
        <div class="stack">
            <AskForm page/>
            <Requests requests/>
        </div>
    }
    .into_any()
}

/// What the form holds at first: what was posted, else what the address says, else the wish in words.
struct First {
    query: leptos_router::params::ParamsMap,
    posted: Option<Posted>,
}

impl First {
    fn value(&self, name: &str) -> String {
        match &self.posted {
            Some(posted) => posted.value(name).unwrap_or_default().to_owned(),
            None => self.query.get(name).unwrap_or_default(),
        }
    }
}

#[component]
fn AskForm(page: PageData) -> impl IntoView {
    let locale = use_locale();
    let Attempt { action, error, posted } = expect_context();
    let first = First { query: use_query_map().get_untracked(), posted: posted.get_value() };
    let message = match (&first.posted, &page.wish) {
        (None, Some(wish)) => wish_text(locale, wish),
        _ => first.value("message"),
    };
    let subjects = RequestSubject::ALL.map(|subject| Choice::new(subject.code(), subject_text(locale, subject)));
    let none = Choice::new("", td_string!(locale, care.no_subscription));
    let subscriptions = std::iter::once(none).chain(page.subscriptions.into_iter().map(|one| Choice::new(one.id, one.name))).collect();
    let above = general_error(error, &FIELDS);
    let hidden = ["plan", "seats", "interval"].map(|name| view! { <input type="hidden" name=name value=first.value(name)/> });
    view! {
        <section class="card" aria-labelledby="ask-title">
            <div class="card-head"><h2 id="ask-title">{td_string!(locale, care.ask)}</h2></div>
            <div class="card-body">
                {move || above.get().map(|error| view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &error)}</p></Banner> })}
                <PostForm action page=ADDRESS>
                    {hidden.collect_view()}
                    <SelectField
                        name="subject"
                        label=td_string!(locale, care.subject)
                        options=subjects.into()
                        value=first.value("subject")
                        error=field_error(error, "subject")
                    />
                    <SelectField
                        name="subscription"
                        label=td_string!(locale, care.subscription)
                        options=subscriptions
                        value=first.value("subscription")
                        error=subscription_error(error)
                    />
                    <TextArea
                        name="message"
                        label=td_string!(locale, care.message)
                        value=message
                        limit=LONGEST_MESSAGE
                        presence=Presence::Required
                        hint=td_string!(locale, care.message_hint)
                        error=field_error(error, "message")
                    />
                    <p class="field-hint">{td_string!(locale, care.context)}</p>
                    <div class="actions"><SubmitButton pending=action.pending()>{td_string!(locale, care.send)}</SubmitButton></div>
                </PostForm>
            </div>
        </section>
    }
    .into_any()
}

/// The wish as somebody would write it.
fn wish_text(locale: Locale, wish: &CareWish) -> String {
    let seats = td_string!(locale, subscriptions.seats, count = wish.seats, seats = format::count(wish.seats, locale.language()));
    let rhythm = match wish.interval {
        BillingInterval::Monthly => td_string!(locale, subscriptions.monthly),
        BillingInterval::Annual => td_string!(locale, subscriptions.annual),
    };
    let to = format!("{}, {seats}, {rhythm}", wish.plan_name);
    td_string!(locale, care.wish, from = wish.from.as_str(), to = to).to_string()
}

/// What was asked before; nothing where nothing was.
#[component]
fn Requests(requests: Vec<CareRow>) -> impl IntoView {
    let locale = use_locale();
    if requests.is_empty() {
        return None;
    }
    let row = |row: CareRow| {
        let (tone, state) = state_badge(locale, row.state);
        let on = td_string!(locale, care.asked_on, date = date_text(row.asked_on)).to_string();
        let note = row.about.map_or_else(|| on.clone(), |about| format!("{about} · {on}"));
        view! {
            <li>
                <p class="account-name"><a href=format!("{ADDRESS}/{}", row.id)>{subject_text(locale, row.subject)}</a>" "<Badge tone text=state/></p>
                <p class="account-note">{note}</p>
            </li>
        }
    };
    let rows: Vec<_> = requests.into_iter().map(row).collect();
    Some(view! {
        <section class="card" aria-labelledby="requests-title">
            <div class="card-head"><h2 id="requests-title">{td_string!(locale, care.requests)}</h2></div>
            <div class="card-body"><ul class="sign-ins">{rows}</ul></div>
        </section>
    })
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <Head/>
        <Placeholder kind=PlaceholderKind::Card/>
    }
}

/// To ask for a smaller plan, one has to say of what.
fn subscription_error(error: Signal<Option<ApiError>>) -> Signal<Option<String>> {
    let (locale, other) = (use_locale(), field_error(error, "subscription"));
    Signal::derive(move || match error.read().as_ref() {
        Some(ApiError::Input { field, fault: InputFault::Missing }) if field == "subscription" => Some(td_string!(locale, care.choose_subscription).to_owned()),
        _ => other.get(),
    })
}
