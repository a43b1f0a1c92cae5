//! Customer care: the form for what is not self-service, and what was asked before. Accounts that work with a representative ask
//! Corporate Account Services on the same page, about one of their documents.

pub mod conversation;

use crate::api::ApiError;
use crate::api::requests::{CarePage as PageData, CareRow, CareSubscription, CareWish, LoadCare, OpenRequest};
use crate::doors::customer::{CustomerDoor, DoorField, use_customer_door};
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

/// The address of the page behind a door; a request's own lies below it.
pub(super) fn address(door: CustomerDoor) -> &'static str {
    match door {
        CustomerDoor::BillingCenter => "/billing/customer-care",
        CustomerDoor::Corporate => "/corporate/help",
    }
}

/// What the page is called behind a door.
pub(super) fn title(locale: Locale, door: CustomerDoor) -> &'static str {
    match door {
        CustomerDoor::BillingCenter => td_string!(locale, care.title),
        CustomerDoor::Corporate => td_string!(locale, care.corporate.title),
    }
}

/// The form's fields that can be at fault.
const FIELDS: [&str; 4] = ["subject", "subscription", "about", "message"];

/// What the form needs of the page.
#[derive(Clone, Copy)]
struct Attempt {
    action: FormAction,
    error: Signal<Option<ApiError>>,
    posted: StoredValue<Option<Posted>>,
}

/// The page. `?subject=&subscription=&plan=&seats=&interval=&about=` fill in the form.
#[component]
pub fn CustomerCarePage() -> impl IntoView {
    let query = use_query_map();
    let asked = move |name: &str| query.read().get(name).unwrap_or_default();
    let door = use_customer_door();
    let care = page_resource(move || LoadCare {
        door: door.code().to_owned(),
        about: asked("about"),
        subscription: asked("subscription"),
        plan: asked("plan"),
        seats: asked("seats"),
        interval: asked("interval"),
    });
    let action = FormAction::new::<OpenRequest>();
    let posted = use_posted::<OpenRequest>();
    provide_context(Attempt { action, error: form_error(action, posted.as_ref()), posted: StoredValue::new(posted) });
    view! {
        <Page title=title(use_locale(), door) kind=PageKind::Narrow>
            <Loaded resource=care skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let locale = use_locale();
    let door = use_customer_door();
    let lead = match door {
        CustomerDoor::BillingCenter => td_string!(locale, care.lead),
        CustomerDoor::Corporate => td_string!(locale, care.corporate.lead),
    };
    view! { <PageHead title=title(locale, door) lead/> }
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
    let door = use_customer_door();
    let subjects = subjects(locale, door);
    let subject = match (door, first.value("subject")) {
        (CustomerDoor::Corporate, subject) if subject.is_empty() => subject_of(&first.value("about")).to_owned(),
        (_, subject) => subject,
    };
    let (field, label, context) = match door {
        CustomerDoor::BillingCenter => ("subscription", td_string!(locale, care.subscription), td_string!(locale, care.context)),
        CustomerDoor::Corporate => ("about", td_string!(locale, care.corporate.about), td_string!(locale, care.corporate.context)),
    };
    let concerned = concerned(locale, door, page.subscriptions, page.matters);
    let above = general_error(error, &FIELDS);
    let hidden = ["plan", "seats", "interval"].map(|name| view! { <input type="hidden" name=name value=first.value(name)/> });
    view! {
        <section class="card" aria-labelledby="ask-title">
            <div class="card-head"><h2 id="ask-title">{td_string!(locale, care.ask)}</h2></div>
            <div class="card-body">
                {move || above.get().map(|error| view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &error)}</p></Banner> })}
                <PostForm action page=address(door)>
                    <DoorField/>
                    {hidden.collect_view()}
                    <SelectField
                        name="subject"
                        label=td_string!(locale, care.subject)
                        options=subjects
                        value=subject
                        error=field_error(error, "subject")
                    />
                    <SelectField
                        name=field
                        label
                        options=concerned
                        value=first.value(field)
                        error=concerned_error(error, field)
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
                    <p class="field-hint">{context}</p>
                    <div class="actions"><SubmitButton pending=action.pending()>{td_string!(locale, care.send)}</SubmitButton></div>
                </PostForm>
            </div>
        </section>
    }
    .into_any()
}

/// What a request may be about. Smaller plans are the Billing Center's: contracts are changed by quotes.
fn subjects(locale: Locale, door: CustomerDoor) -> Vec<Choice> {
    let offered = RequestSubject::ALL.into_iter().filter(|subject| door == CustomerDoor::BillingCenter || *subject != RequestSubject::Downgrade);
    let name = |subject| match (door, subject) {
        (CustomerDoor::Corporate, RequestSubject::Subscription) => td_string!(locale, care.corporate.subject),
        _ => subject_text(locale, subject),
    };
    offered.map(|subject| Choice::new(subject.code(), name(subject))).collect()
}

/// The subject that goes with a document.
fn subject_of(about: &str) -> &'static str {
    match about.split_once(':') {
        Some(("invoice", _)) => RequestSubject::Invoice.code(),
        Some(_) => RequestSubject::Subscription.code(),
        None => "",
    }
}

/// What exactly: nothing, a subscription, or one of the account's documents.
fn concerned(locale: Locale, door: CustomerDoor, subscriptions: Vec<CareSubscription>, matters: Vec<CareSubscription>) -> Vec<Choice> {
    let (none, contract) = match door {
        CustomerDoor::BillingCenter => (td_string!(locale, care.no_subscription), ""),
        CustomerDoor::Corporate => (td_string!(locale, care.corporate.nothing), "contract:"),
    };
    let subscriptions = subscriptions.into_iter().map(|one| Choice::new(format!("{contract}{}", one.id), one.name));
    let word = |code: &str| match code.split_once(':') {
        Some(("quote", _)) => td_string!(locale, quotes.quote),
        Some(("service_order", _)) => td_string!(locale, service_orders.one),
        _ => td_string!(locale, care.subjects.invoice),
    };
    let matters = matters.into_iter().map(|one| Choice::new(one.id.clone(), format!("{} {}", word(&one.id), one.name)));
    std::iter::once(Choice::new("", none)).chain(subscriptions).chain(matters).collect()
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
    let address = address(use_customer_door());
    let row = |row: CareRow| {
        let (tone, state) = state_badge(locale, row.state);
        let on = td_string!(locale, care.asked_on, date = date_text(row.asked_on)).to_string();
        let note = row.about.map_or_else(|| on.clone(), |about| format!("{about} · {on}"));
        view! {
            <li>
                <p class="account-name"><a href=format!("{address}/{}", row.id)>{subject_text(locale, row.subject)}</a>" "<Badge tone text=state/></p>
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
fn concerned_error(error: Signal<Option<ApiError>>, name: &'static str) -> Signal<Option<String>> {
    let (locale, other) = (use_locale(), field_error(error, name));
    Signal::derive(move || match error.read().as_ref() {
        Some(ApiError::Input { field, fault: InputFault::Missing }) if field == "subscription" => Some(td_string!(locale, care.choose_subscription).to_owned()),
        _ => other.get(),
    })
}
