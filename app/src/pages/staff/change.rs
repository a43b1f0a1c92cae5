//! What a subscription becomes at its renewal: chosen, previewed, scheduled, and taken back.

use crate::api::ApiError;
use crate::api::staff::changes::{ChangePage as PageData, FirstBill, LoadChange, PlanWords, ScheduleChange, WithdrawChange};
use crate::forms::{FormAction, PostForm, field_error, form_error, general_error, use_posted};
use crate::pages::loaded::Loaded;
use crate::texts::{Locale, error_text, obstacle_text, td_string, use_language, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::choice::Choice;
use crate::ui::date_field::date_text;
use crate::ui::facts::{Fact, Facts};
use crate::ui::field::{FieldGroup, TextField};
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::segments::Segments;
use crate::ui::way_back::BackLink;
use crate::wire::page_resource;
use billing::{BillingInterval, Money, format};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::params::ParamsMap;

/// The names of the form's fields, as they stand in the address.
const FIELDS: [&str; 3] = ["plan", "seats", "interval"];

/// What was sent, and what came of it.
#[derive(Clone, Copy)]
struct Attempt {
    schedule: FormAction,
    withdraw: FormAction,
    error: Signal<Option<ApiError>>,
}

/// Where a change of a subscription is scheduled.
pub fn change_address(number: &str, subscription: &str) -> String {
    format!("/staff/accounts/{number}/subscriptions/{subscription}/change")
}

/// The page. `?plan=&seats=&interval=` is what is asked for and previewed.
#[component]
pub fn ChangePage() -> impl IntoView {
    let (parameters, query) = (use_params_map(), use_query_map());
    let part = move |name: &str| parameters.read().get(name).unwrap_or_default();
    let asked = move |name: &str| query.read().get(name).unwrap_or_default();
    let page = page_resource(move || LoadChange {
        number: part("number"),
        subscription: part("id"),
        plan: asked("plan"),
        seats: asked("seats"),
        interval: asked("interval"),
    });
    let (schedule, withdraw) = (FormAction::new::<ScheduleChange>(), FormAction::new::<WithdrawChange>());
    let scheduled = form_error(schedule, use_posted::<ScheduleChange>().as_ref());
    let withdrawn = form_error(withdraw, use_posted::<WithdrawChange>().as_ref());
    let error = Signal::derive(move || scheduled.get().or_else(|| withdrawn.get()));
    provide_context(Attempt { schedule, withdraw, error });
    view! {
        <Page title=td_string!(use_locale(), staff.changes.title) kind=PageKind::Narrow>
            <Loaded resource=page skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let Attempt { error, .. } = expect_context();
    let back = page.account_name.clone();
    let lead = format!("{}, {}", page.product_name, words_text(locale, &page.running));
    let fault = page.fault.clone();
    // What is wrong with a field stands there, and what was refused above all.
    let said = general_error(Signal::derive(move || error.get().or_else(|| fault.clone())), &FIELDS);
    let matter = match page.obstacle {
        Some(obstacle) => view! { <Banner><p>{obstacle_text(locale, obstacle)}</p></Banner> }.into_any(),
        None => view! { <ChangeForm page=page.clone()/>{page.bill.clone().map(|bill| view! { <Preview page=page.clone() bill/> })} }.into_any(),
    };
    view! {
        <BackLink href=format!("/staff/accounts/{}", page.number) text=back/>
        <PageHead title=td_string!(locale, staff.changes.title) lead/>
        {move || said.get().map(|error| view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &error)}</p></Banner> })}
        <div class="stack">
            <Scheduled page=page.clone()/>
            {matter}
        </div>
    }
    .into_any()
}

/// "Professional, 8 Benutzerlizenzen, monatlich"
pub fn words_text(locale: Locale, words: &PlanWords) -> String {
    let seats = td_string!(locale, subscriptions.seats, count = words.seats, seats = format::count(words.seats, locale.language()));
    let rhythm = match words.interval {
        BillingInterval::Monthly => td_string!(locale, subscriptions.monthly),
        BillingInterval::Annual => td_string!(locale, subscriptions.annual),
    };
    format!("{}, {seats}, {rhythm}", words.plan_name)
}

/// What is scheduled now, with the button that takes it back.
#[component]
fn Scheduled(page: PageData) -> impl IntoView {
    let locale = use_locale();
    let Attempt { withdraw, .. } = expect_context();
    let what = words_text(locale, page.scheduled.as_ref()?);
    let text = td_string!(locale, staff.changes.scheduled, date = date_text(page.renews_on), what = what).to_string();
    Some(view! {
        <section class="card" aria-labelledby="scheduled-title">
            <div class="card-head"><h2 id="scheduled-title">{td_string!(locale, staff.changes.scheduled_title)}</h2></div>
            <div class="card-body">
                <p>{text}</p>
                <PostForm action=withdraw page=change_address(&page.number, &page.subscription)>
                    <Named page/>
                    <div class="actions"><SubmitButton class="button" pending=withdraw.pending()>{td_string!(locale, staff.changes.withdraw)}</SubmitButton></div>
                </PostForm>
            </div>
        </section>
    })
}

/// Which subscription a form is about, as it was on screen.
#[component]
fn Named(page: PageData) -> impl IntoView {
    view! {
        <input type="hidden" name="number" value=page.number/>
        <input type="hidden" name="subscription" value=page.subscription/>
        <input type="hidden" name="version" value=page.version.to_string()/>
    }
}

/// Plan, seats and frequency: a form whose state is the address, so that a preview can be sent to a colleague.
#[component]
fn ChangeForm(page: PageData) -> impl IntoView {
    let locale = use_locale();
    let error = Signal::stored(page.fault.clone());
    let plans = page.plans.iter().map(|plan| Choice::new(plan.id.clone(), plan.name.clone())).collect();
    let intervals = BillingInterval::ALL.map(|interval| match interval {
        BillingInterval::Monthly => Choice::new(interval.code(), td_string!(locale, editor.monthly)),
        BillingInterval::Annual => Choice::new(interval.code(), td_string!(locale, editor.annual)),
    });
    let lead = td_string!(locale, staff.changes.lead, date = date_text(page.renews_on)).to_string();
    view! {
        <section class="card" aria-labelledby="wish-title">
            <div class="card-head"><h2 id="wish-title">{td_string!(locale, staff.changes.wish)}</h2></div>
            <div class="card-body">
                <p>{lead}</p>
                <form class="form" method="get" action=change_address(&page.number, &page.subscription) novalidate>
                    <FieldGroup name="plan" legend=td_string!(locale, editor.plan) hint=None error=field_error(error, "plan")>
                        <Segments name="plan" options=plans value=page.input.plan/>
                    </FieldGroup>
                    <TextField name="seats" label=td_string!(locale, editor.seats) value=page.input.seats error=field_error(error, "seats")/>
                    <FieldGroup name="interval" legend=td_string!(locale, editor.interval) hint=None error=field_error(error, "interval")>
                        <Segments name="interval" options=intervals.into() value=page.input.interval/>
                    </FieldGroup>
                    <div class="actions"><button class="button" type="submit">{td_string!(locale, staff.changes.preview)}</button></div>
                </form>
            </div>
        </section>
    }
    .into_any()
}

/// The first bill of what is asked for, and the button that schedules it.
#[component]
fn Preview(page: PageData, bill: FirstBill) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let Attempt { schedule, .. } = expect_context();
    let currency = page.currency;
    let money = |minor: i64| format::money(Money::new(minor, currency), language);
    let unit = match bill.words.interval {
        BillingInterval::Monthly => td_string!(locale, staff.changes.per_month, amount = money(bill.unit_minor)).to_string(),
        BillingInterval::Annual => td_string!(locale, staff.changes.per_year, amount = money(bill.unit_minor)).to_string(),
    };
    let period = td_string!(locale, staff.changes.period, from = date_text(page.renews_on), last = date_text(bill.last_day)).to_string();
    let mut facts = vec![
        Fact::text(td_string!(locale, staff.changes.becomes), words_text(locale, &bill.words)).with_note(unit),
        Fact::text(td_string!(locale, staff.changes.bill_on), date_text(page.renews_on)).with_note(period),
        Fact::text(td_string!(locale, staff.changes.net), money(bill.net_minor)),
        Fact::text(td_string!(locale, staff.changes.total), money(bill.total_minor)),
    ];
    if bill.credit_used_minor > 0 {
        facts.push(Fact::text(td_string!(locale, staff.changes.credit), money(bill.credit_used_minor)));
        facts.push(Fact::text(td_string!(locale, staff.changes.due), money(bill.due_minor)));
    }
    let wanted = page.input.clone();
    let query: ParamsMap = FIELDS.into_iter().zip([&wanted.plan, &wanted.seats, &wanted.interval].map(String::clone)).collect();
    let address = format!("{}{}", change_address(&page.number, &page.subscription), query.to_query_string());
    view! {
        <section class="card" aria-labelledby="bill-title">
            <div class="card-head"><h2 id="bill-title">{td_string!(locale, staff.changes.first_bill)}</h2></div>
            <div class="card-body">
                <Facts facts/>
                <PostForm action=schedule page=address>
                    <Named page/>
                    <input type="hidden" name="plan" value=wanted.plan/>
                    <input type="hidden" name="seats" value=wanted.seats/>
                    <input type="hidden" name="interval" value=wanted.interval/>
                    <p class="field-hint">{td_string!(locale, staff.changes.told)}</p>
                    <div class="actions"><SubmitButton pending=schedule.pending()>{td_string!(locale, staff.changes.title)}</SubmitButton></div>
                </PostForm>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <PageHead title=td_string!(use_locale(), staff.changes.title)/>
        <Placeholder kind=PlaceholderKind::Card/>
    }
}
