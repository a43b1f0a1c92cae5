//! The editor's three fields. They keep what is typed by themselves; the form reads them.

use super::state::{EditorState, is_lower};
use crate::api::ApiError;
use crate::forms::field_error;
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::choice::Choice;
use crate::ui::field::{FieldError, FieldGroup};
use crate::ui::radio_cards::{CardText, RadioCard, RadioCards};
use crate::ui::segments::Segments;
use crate::ui::stepper::Stepper;
use billing::{BillingInterval, Money, Plan, format};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

/// The product's plans side by side. Lower ones are shown, for comparison, with the way to them.
#[component]
pub fn PlanCards(state: EditorState) -> impl IntoView {
    let error = field_error(state.error.into(), "plan");
    let plans = state.with_product(|page, product| {
        let lower = |plan: &Plan| if is_lower(page, product, plan) { Standing::Lower } else { Standing::of(plan, page.subscription.running.plan.as_str()) };
        product.plans.iter().map(|plan| (plan.clone(), lower(plan))).collect::<Vec<_>>()
    });
    let plans = plans.unwrap_or_default();
    let lower: Vec<Plan> = plans.iter().filter(|(_, standing)| *standing == Standing::Lower).map(|(plan, _)| plan.clone()).collect();
    let cards: Vec<_> = plans.into_iter().map(|(plan, standing)| view! { <PlanCard state plan standing/> }).collect();
    view! {
        <FieldGroup name="plan" legend=td_string!(use_locale(), editor.plan) hint=None error>
            <RadioCards>{cards}</RadioCards>
            {(!lower.is_empty()).then(|| view! { <LowerPlansHint state lower/> })}
        </FieldGroup>
    }
}

/// The way to customer care, for each lower plan with what the form says of licences and frequency.
#[component]
fn LowerPlansHint(state: EditorState, lower: Vec<Plan>) -> impl IntoView {
    let locale = use_locale();
    let id = state.page.with_value(|page| page.subscription.id.to_string());
    let link = |plan: Plan| {
        let id = id.clone();
        let address = move || {
            let (seats, interval) = state.input.with(|input| (input.seats.clone(), input.interval.clone()));
            let values = [("subject", "downgrade"), ("subscription", &id), ("plan", plan.id.as_str()), ("seats", &seats), ("interval", &interval)];
            let query: ParamsMap = values.into_iter().collect();
            format!("/billing/customer-care{}", query.to_query_string())
        };
        view! { " "<a href=address>{td_string!(locale, editor.lower_plans_link, plan = plan.name).to_string()}</a> }
    };
    view! { <p class="field-hint">{td_string!(locale, editor.lower_plans)}{lower.into_iter().map(link).collect_view()}</p> }
}

/// Where a plan stands, seen from the running one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Customer care alone changes to it.
    Lower,
    /// It runs today.
    Today,
    /// It can be chosen.
    Other,
}

impl Standing {
    fn of(plan: &Plan, running: &str) -> Self {
        if plan.id.as_str() == running { Self::Today } else { Self::Other }
    }
}

/// One plan with the price of a seat.
#[component]
fn PlanCard(state: EditorState, plan: Plan, standing: Standing) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let checked = standing != Standing::Lower && state.input.with_untracked(|input| input.plan == plan.id.as_str());
    let text = CardText {
        value: plan.id.to_string(),
        title: plan.name.clone(),
        includes: plan.includes.in_language(language).to_vec(),
        mark: (standing == Standing::Today).then(|| td_string!(locale, editor.plan_today).to_owned()),
        blocked: (standing == Standing::Lower).then(|| td_string!(locale, editor.plan_lower).to_owned()),
    };
    let price = Signal::derive(move || unit_price(state, &plan).map_or_else(|| "–".to_owned(), |money| format::money(money, language)));
    let rhythm = Signal::derive(move || match state.interval() {
        BillingInterval::Monthly => td_string!(locale, editor.per_seat_month),
        BillingInterval::Annual => td_string!(locale, editor.per_seat_year),
    });
    view! { <RadioCard name="plan" text checked price rhythm/> }
}

/// The price of one seat for the interval and the number of seats that the form asks for.
fn unit_price(state: EditorState, plan: &Plan) -> Option<Money> {
    let (interval, seats) = (state.interval(), state.seats());
    state.page.with_value(|page| {
        let seats = seats.unwrap_or(page.subscription.running.seats);
        plan.unit_minor(page.currency, interval, seats, page.today).map(|minor| Money::new(minor, page.currency))
    })
}

/// The number of licences.
#[component]
pub fn SeatsField(state: EditorState, on_step: Callback<()>) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let error = field_error(state.error.into(), "seats");
    let is_faulty = Signal::derive(move || error.read().is_some());
    let before = state.page.with_value(|page| page.subscription.running.seats);
    let before = td_string!(locale, editor.seats_before, seats = format::count(before, language)).to_string();
    let range = Signal::derive(move || seats_range(state));
    // Whoever holds a licence loses it by name, not by number.
    let release = move || match state.error.get() {
        Some(ApiError::LicencesAssigned { subscription, .. }) => {
            let address = format!("/billing/licences?subscription={subscription}");
            Some(view! { <p><a href=address>{td_string!(locale, editor.release)}</a></p> })
        }
        _ => None,
    };
    let labels = (td_string!(locale, editor.fewer), td_string!(locale, editor.more));
    view! {
        <div class="field">
            <label for="seats">{td_string!(locale, editor.seats)}</label>
            <div class="field-row">
                <Stepper name="seats" value=state.input.with_untracked(|input| input.seats.clone()) range labels is_faulty on_step/>
                <p class="field-hint" id="seats-hint">{before}</p>
            </div>
            <FieldError id="seats-error" error/>
            {release}
        </div>
    }
    .into_any()
}

/// What the chosen plan allows.
fn seats_range(state: EditorState) -> (i64, i64) {
    let chosen =
        state.with_product(|_, product| state.input.with(|input| product.plans.iter().find(|plan| plan.id.as_str() == input.plan).map(Plan::seats_range)));
    chosen.flatten().unwrap_or(billing::seats::DEFAULT_RANGE)
}

/// Monthly or annual, with what the latter saves.
#[component]
pub fn IntervalField(state: EditorState) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let error = field_error(state.error.into(), "interval");
    let saving = move || {
        let currency = state.page.with_value(|page| page.currency);
        let amount = format::money(Money::new(state.annual_saving_minor()?, currency), language);
        Some(td_string!(locale, editor.annual_saves, amount = amount).to_string())
    };
    let options = BillingInterval::ALL.map(|interval| match interval {
        BillingInterval::Monthly => Choice::new(interval.code(), td_string!(locale, editor.monthly)),
        BillingInterval::Annual => Choice::new(interval.code(), td_string!(locale, editor.annual)),
    });
    view! {
        <FieldGroup name="interval" legend=td_string!(locale, editor.interval) hint=None error>
            <div class="field-row">
                <Segments name="interval" options=options.into() value=state.input.with_untracked(|input| input.interval.clone())/>
                <p class="field-hint">{saving}</p>
            </div>
        </FieldGroup>
    }
}
