//! Add seats: how many more of which contract, and which open quotes are given up for it.

use super::frame::use_corporate_frame;
use super::only_orderer::OnlyOrderer;
use super::order_steps::{OrderStep, OrderSteps};
use crate::api::ApiError;
use crate::api::corporate::CorporateFrame;
use crate::api::quotes::{LoadSeats, SaveSeats, SeatsPage as PageData, SeatsRow};
use crate::forms::{FormAction, PostForm, Posted, form_error, use_posted};
use crate::pages::loaded::{Loaded, load_after_answer};
use crate::texts::{error_text, td_string, use_language, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::check_list::CheckBox;
use crate::ui::choice::Choice;
use crate::ui::empty::Empty;
use crate::ui::money::money_text;
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::wire::page_resource;
use billing::corporate::ContactRight;
use billing::format;
use billing::quote::QuoteSummary;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const ADDRESS: &str = "/corporate/seats";

#[derive(Clone)]
struct Attempt {
    action: FormAction,
    error: Signal<Option<ApiError>>,
    posted: Option<Posted>,
}

/// The page. `?subscription=ID` begins with one seat more of that contract.
#[component]
pub fn SeatsPage() -> impl IntoView {
    let page = page_resource(|| LoadSeats {});
    let action = FormAction::new::<SaveSeats>();
    let posted = use_posted::<SaveSeats>();
    provide_context(Attempt { action, error: form_error(action, posted.as_ref()), posted });
    // A quote may have come in while the reader typed: the refusal names it, and the page offers to give it up.
    load_after_answer(action, page);
    view! {
        <Page title=td_string!(use_locale(), seats_page.title) kind=PageKind::Narrow>
            <Loaded resource=(page, use_corporate_frame()) skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let locale = use_locale();
    view! { <PageHead title=td_string!(locale, seats_page.title) lead=td_string!(locale, seats_page.lead)/> }
}

fn show((page, frame): (PageData, CorporateFrame)) -> AnyView {
    let locale = use_locale();
    if page.rows.is_empty() {
        let text = td_string!(locale, seats_page.none_text);
        return view! {
            <Head/>
            <Empty icon="invoice" title=td_string!(locale, seats_page.none_title) text>
                <a class="button" href="/corporate">{td_string!(locale, seats_page.back)}</a>
            </Empty>
        }
        .into_any();
    }
    if frame.right != ContactRight::Order {
        return view! {
            <Head/>
            <OnlyOrderer text=td_string!(locale, seats_page.only_orderer) contact=frame.billing_contact/>
            {page.rows.into_iter().map(|row| view! { <SeatsNow row/> }).collect_view()}
            <p class="actions"><a class="button" href="/corporate">{td_string!(locale, seats_page.back)}</a></p>
        }
        .into_any();
    }
    let Attempt { action, error, .. } = expect_context();
    let refusal = move || {
        error.get().map(|error| {
            view! { <Banner tone=BannerTone::Error title=td_string!(locale, seats_page.failed)><p>{error_text(locale, &error)}</p></Banner> }
        })
    };
    let card = (!page.has_card).then(|| {
        let href = format!("/corporate/payment-profile?kind=card&back={ADDRESS}");
        view! { <CardNeeded way=view! { <a class="button" href=href>{td_string!(locale, seats_page.to_profile)}</a> }.into_any()/> }
    });
    view! {
        <OrderSteps current=OrderStep::Seats number=String::new()/>
        <Head/>
        {refusal}
        {card}
        <PostForm action page=ADDRESS class="form seats-form">
            {page.rows.into_iter().map(|row| view! { <SeatsField row/> }).collect_view()}
            <OpenQuotes open=page.open/>
            <div class="actions">
                <SubmitButton pending=action.pending()>{td_string!(locale, seats_page.save)}</SubmitButton>
                <button class="button scriptless-only" type="submit" formmethod="get">{td_string!(locale, seats_page.recalculate)}</button>
                <a class="button quiet" href="/corporate">{td_string!(locale, seats_page.cancel)}</a>
            </div>
        </PostForm>
    }
    .into_any()
}

/// One contract for who may look: what it has, at which terms.
#[component]
fn SeatsNow(row: SeatsRow) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let running = &row.subscription.running;
    let seats = td_string!(locale, corporate.seats, count = running.seats, seats = format::count(running.seats, language));
    let name = format!("{} {}", row.product_name, row.plan_name);
    view! {
        <section class="card">
            <div class="card-head"><h2>{name}</h2></div>
            <div class="card-body"><p>{seats}</p><p class="field-hint">{terms_text(&row)}</p></div>
        </section>
    }
    .into_any()
}

/// What a seat costs, and until when.
fn terms_text(row: &SeatsRow) -> String {
    let running = &row.subscription.running;
    let (unit, until) = (money_text(running.unit_minor, row.subscription.currency), format::date(running.period_end, use_language()));
    td_string!(use_locale(), seats_page.terms, unit = unit, until = until).to_string()
}

/// One contract: what it has, what is added, what it will have.
#[component]
fn SeatsField(row: SeatsRow) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let Attempt { action, posted, .. } = expect_context();
    let running = row.subscription.running.clone();
    let id = row.subscription.id.to_string();
    // A name that begins with a digit would be read as a place in a list.
    let name = format!("seats[id-{id}]");
    // Reckoned anew without script, or come back to from a later step: then the address says what was typed.
    let (asked, typed) = use_query_map().with_untracked(|query| (query.get("subscription"), query.get(&name)));
    let first = if asked.as_deref() == Some(id.as_str()) { "1".to_owned() } else { String::new() };
    let first = typed.unwrap_or(first);
    // Shown again after a refusal, by script or without: what was sent stays.
    let sent = untrack(|| action.sent(&name)).or_else(|| posted.as_ref().and_then(|posted| posted.value(&name).map(ToOwned::to_owned)));
    let value = sent.unwrap_or(first);
    let typed = RwSignal::new(value.clone());
    let current = running.seats;
    let sum = move || {
        let added = typed.read().trim().parse::<i64>().ok().filter(|added| *added >= 0).unwrap_or(0);
        let after = current.saturating_add(added);
        let count = |count: i64| format::count(count, language);
        td_string!(locale, seats_page.sum, current = count(current), added = count(added), after = count(after)).to_string()
    };
    let terms = terms_text(&row);
    let (input, hint, total) = (format!("seats-{id}"), format!("hint-{id}"), format!("sum-{id}"));
    let described_by = format!("{hint} {total}");
    let label = format!("{} · {} {}", td_string!(locale, seats_page.quantity), row.product_name, row.plan_name);
    view! {
        <section class="card">
            <div class="card-body">
                <div class="field">
                    <label for=input.clone()>{label}</label>
                    <p class="field-hint" id=hint>{terms}</p>
                    <span class="seats-row">
                        <input
                            id=input
                            name=name
                            type="text"
                            inputmode="numeric"
                            autocomplete="off"
                            value=value
                            aria-describedby=described_by
                            on:input:target=move |event| typed.set(event.target().value())
                        />
                        <output class="whole" id=total>{sum}</output>
                    </span>
                </div>
            </div>
        </section>
    }
    .into_any()
}

/// A service order will need a card: where to add one.
#[component]
pub fn CardNeeded(
    /// The way to the payment profile, and from there back.
    way: AnyView,
) -> impl IntoView {
    let locale = use_locale();
    view! {
        <Banner tone=BannerTone::Notice title=td_string!(locale, seats_page.card_title)>
            <p>{td_string!(locale, errors.card_needed)}</p>
            <p class="actions">{way}</p>
        </Banner>
    }
}

/// The quotes that would be replaced: to be accepted or declined first, or given up here and now.
#[component]
fn OpenQuotes(open: Vec<QuoteSummary>) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    if open.is_empty() {
        return ().into_any();
    }
    let Attempt { action, posted, .. } = expect_context();
    let numbers = open.iter().map(|quote| quote.number.clone()).collect::<Vec<_>>().join(",");
    // Said of exactly these: one that came in since is not given up with them.
    let said = [
        use_query_map().with_untracked(|query| query.get("replaced")),
        untrack(|| action.sent("replaced")),
        posted.as_ref().and_then(|posted| posted.value("replaced").map(ToOwned::to_owned)),
    ];
    let is_given_up = said.iter().flatten().any(|said| *said == numbers);
    // A closure is drawn anew each time: the box that was checked for others must not stay and say it of these.
    let consent = move || {
        let option = Choice::new(numbers.clone(), td_string!(locale, seats_page.replace));
        view! { <CheckBox name="replaced" option checked=is_given_up/> }
    };
    let row = move |quote: QuoteSummary| {
        let href = format!("/corporate/quotes/{}", quote.number);
        let until = format::date(quote.valid_until, language);
        let text = format!("{}, {}, ", quote.products, money_text(quote.total_minor, quote.currency));
        view! { <li><a href=href>{quote.number}</a>": "{text}{td_string!(locale, seats_page.valid_until, until = until).to_string()}</li> }
    };
    view! {
        <Banner tone=BannerTone::Notice title=td_string!(locale, seats_page.open_title)>
            <p>{td_string!(locale, seats_page.open_text)}</p>
            <ul>{open.into_iter().map(row).collect_view()}</ul>
            {consent}
        </Banner>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <OrderSteps current=OrderStep::Seats number=String::new()/>
        <Head/>
        <Placeholder kind=PlaceholderKind::Card/>
        <Placeholder kind=PlaceholderKind::Card/>
    }
}
