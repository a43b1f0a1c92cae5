//! The second step: the product's plans side by side, and how many licences.

use super::Journey;
use super::query_form::{Hidden, QueryForm};
use super::state::{Way, find_offer};
use crate::api::ApiError;
use crate::api::new_subscription::NewSubscriptionPage;
use crate::forms::field_error;
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::field::{FieldError, FieldGroup};
use crate::ui::money::money_text;
use crate::ui::page_head::PageHead;
use crate::ui::stepper::Stepper;
use billing::editor::{PlanInput, PlanInputError};
use billing::ids::ProductId;
use billing::{BillingInterval, Plan, Product, format};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlFormElement};

/// What the fields hold while they are filled in.
#[derive(Clone, Copy)]
struct Typed {
    journey: Journey,
    input: RwSignal<PlanInput>,
    fields: NodeRef<html::Div>,
}

impl Typed {
    /// Reads the fields, which keep what is typed by themselves.
    fn read(self) {
        let form = self.fields.get_untracked().and_then(|fields| fields.closest("form").ok().flatten());
        let Some(form) = form.and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) else { return };
        let Ok(data) = FormData::new_with_form(&form) else { return };
        self.input.update(|input| {
            input.plan = data.get("plan").as_string().unwrap_or_default();
            input.seats = data.get("seats").as_string().unwrap_or_default();
        });
    }

    fn seats(self) -> Option<i64> {
        self.input.with(|input| input.seats.trim().parse().ok().filter(|seats| *seats > 0))
    }
}

/// The step.
#[component]
pub fn PlanStep(journey: Journey, product: ProductId, way: Way, input: PlanInput, fault: Option<PlanInputError>) -> impl IntoView {
    let locale = use_locale();
    let product = journey.page.with_value(|page| page.catalogue.product(&product).cloned());
    let Some(product) = product else { return ().into_any() };
    let typed = Typed { journey, input: RwSignal::new(input), fields: NodeRef::new() };
    let error = Signal::stored(fault.map(ApiError::PlanInput));
    let (title, lead) = match way {
        Way::Buy => (td_string!(locale, new_subscription.buy_title, product = &product.name).to_string(), td_string!(locale, new_subscription.plan_lead)),
        Way::Try => (td_string!(locale, new_subscription.try_title, product = &product.name).to_string(), td_string!(locale, new_subscription.plan_lead_trial)),
    };
    view! {
        <PageHead title lead=lead.to_owned()/>
        <QueryForm class="card new-plan" on_input=Callback::new(move |()| typed.read())>
            <Hidden name="product" value=Some(product.id.to_string())/>
            <Hidden name="offer" value=Some(way.code().to_owned())/>
            <div class="editor-fields" node_ref=typed.fields>
                <PlanCards typed product=product.clone() error/>
                <SeatsField typed product error/>
            </div>
            // Chosen at the last step, and kept on the way back.
            {move || view! { <Hidden name="interval" value=journey.wanted.get().interval/> }}
            <div class="actions"><button class="button primary" type="submit">{td_string!(locale, new_subscription.next)}</button></div>
        </QueryForm>
    }
    .into_any()
}

/// The plans. Their prices follow the number of licences, which may reach a step of the price.
#[component]
fn PlanCards(typed: Typed, product: Product, error: Signal<Option<ApiError>>) -> impl IntoView {
    let chosen = typed.input.with_untracked(|input| input.plan.clone());
    let card = |plan: Plan| {
        let is_chosen = plan.id.as_str() == chosen;
        view! { <PlanCard typed plan is_chosen/> }
    };
    let cards: Vec<_> = product.plans.into_iter().map(card).collect();
    view! {
        <FieldGroup name="plan" legend=td_string!(use_locale(), editor.plan) hint=None error=field_error(error, "plan")>
            <div class="plan-cards">{cards}</div>
        </FieldGroup>
    }
}

/// One plan: what it includes, and its two prices.
#[component]
fn PlanCard(typed: Typed, plan: Plan, is_chosen: bool) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    // A comma between, for those who hear the card read as its name.
    let include = |line: &String| view! { <span class="plan-include">{line.clone()}<span class="hidden-text">", "</span></span> };
    let includes: Vec<_> = plan.includes.in_language(language).iter().map(include).collect();
    let (value, name) = (plan.id.to_string(), plan.name.clone());
    let plan = StoredValue::new(plan);
    let price = move |interval| {
        let seats = typed.seats().unwrap_or(1);
        let minor = |page: &NewSubscriptionPage| {
            let minor = plan.with_value(|plan| plan.unit_minor(page.currency, interval, seats, page.today));
            minor.map_or_else(|| "–".to_owned(), |minor| money_text(minor, page.currency))
        };
        typed.journey.page.with_value(minor)
    };
    view! {
        <label class="plan-card">
            <input type="radio" name="plan" value=value checked=is_chosen/>
            <span class="plan-name">{name}</span>
            " "
            <span class="plan-note">{includes}</span>
            " "
            <span class="plan-price">
                <span class="amount">{move || price(BillingInterval::Monthly)}</span> " " <small>{td_string!(locale, editor.per_seat_month)}</small>
                " "
                <small class="plan-year">
                    <span class="amount">{move || price(BillingInterval::Annual)}</span> " " {td_string!(locale, editor.per_seat_year)}
                </small>
            </span>
        </label>
    }
    .into_any()
}

/// The number of licences.
#[component]
fn SeatsField(typed: Typed, product: Product, error: Signal<Option<ApiError>>) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let error = field_error(error, "seats");
    let is_faulty = Signal::derive(move || error.read().is_some());
    let product = product.id;
    let range = Memo::new(move |_| {
        let of_plan = |product: &Product| product.plans.iter().find(|plan| typed.input.with(|input| plan.id.as_str() == input.plan)).map(Plan::seats_range);
        let found = typed.journey.page.with_value(|page| find_offer(page, product.as_str()).and_then(|(_, product)| of_plan(product)));
        found.unwrap_or(billing::seats::DEFAULT_RANGE)
    });
    let hint = move || {
        let (least, most) = range.get();
        td_string!(locale, new_subscription.seats_hint, least = format::count(least, language), most = format::count(most, language)).to_string()
    };
    let labels = (td_string!(locale, editor.fewer), td_string!(locale, editor.more));
    view! {
        <div class="field">
            <label for="seats">{td_string!(locale, editor.seats)}</label>
            <div class="field-row">
                <Stepper
                    name="seats"
                    value=typed.input.with_untracked(|input| input.seats.clone())
                    range
                    labels
                    is_faulty
                    on_step=Callback::new(move |()| typed.read())
                />
                <p class="field-hint" id="seats-hint">{hint}</p>
            </div>
            <FieldError id="seats-error" error/>
        </div>
    }
    .into_any()
}
