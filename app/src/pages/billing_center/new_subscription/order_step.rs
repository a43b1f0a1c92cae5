//! The last step of buying: monthly or annually, with the price beside it, and the way to checkout.

use super::query_form::focus_fault;
use super::refusal::RefusalBanner;
use super::state::{ADDRESS, Wanted, Way, find_offer, price_new};
use super::{Attempts, Journey};
use crate::api::ApiError;
use crate::forms::{FUNCTION_FIELD, Posted, current_address, field_error, leave_for_sign_in};
use crate::pages::billing_center::frame::use_frame;
use crate::pages::billing_center::order_side::{OrderSide, PricedForm};
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::choice::Choice;
use crate::ui::facts::{Fact, Facts};
use crate::ui::field::FieldGroup;
use crate::ui::page_head::PageHead;
use crate::ui::receipt::ReceiptItem;
use crate::ui::segments::Segments;
use billing::cart::CartStep;
use billing::editor::PlanChoice;
use billing::ids::ProductId;
use billing::{BillingInterval, Money, OrderPrice, format};
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use web_sys::FormData;

/// What all parts of the step share.
#[derive(Clone, Copy)]
struct Ordering {
    journey: Journey,
    /// Names of product and plan.
    names: StoredValue<(String, String)>,
    product: StoredValue<ProductId>,
    choice: StoredValue<PlanChoice>,
    /// The frequency as the form holds it.
    interval: RwSignal<String>,
    price: Memo<Result<OrderPrice, ApiError>>,
    /// Where the button leads.
    step: CartStep,
}

impl Ordering {
    fn new(journey: Journey, product: ProductId, choice: PlanChoice, posted: Option<&Posted>) -> Option<Self> {
        let found = journey.page.with_value(|page| {
            let (offer, found) = find_offer(page, product.as_str())?;
            let (_, plan) = found.plan(&choice.plan)?;
            Some((offer.first.interval.clone(), offer.step, (found.name.clone(), plan.name.clone())))
        });
        let (first, step, names) = found?;
        let asked = posted.and_then(|posted| posted.value("interval").map(str::to_owned)).or_else(|| journey.wanted.get_untracked().interval);
        let interval = RwSignal::new(asked.unwrap_or(first));
        let (product, choice) = (StoredValue::new(product), StoredValue::new(choice));
        let price = move |_: Option<&_>| {
            let choice = choice.get_value();
            journey.page.with_value(|page| product.with_value(|product| interval.with(|interval| price_new(page, product, &choice, interval))))
        };
        Some(Self { journey, names: StoredValue::new(names), product, choice, interval, price: Memo::new(price), step })
    }

    /// What the address says about the order, with the frequency that the form holds.
    fn wanted(self) -> Wanted {
        let choice = self.choice.get_value();
        Wanted {
            product: Some(self.product.get_value().0),
            offer: Some(Way::Buy.code().to_owned()),
            plan: Some(choice.plan.0),
            seats: Some(choice.seats.to_string()),
            interval: Some(self.interval.get()),
            step: None,
        }
    }

    /// The names that the receipt needs.
    fn receipt_items(self) -> Vec<ReceiptItem> {
        let (product_name, plan_name) = self.names.get_value();
        let interval = BillingInterval::parse(&self.interval.get()).unwrap_or(BillingInterval::Monthly);
        vec![ReceiptItem { product_name, plan_name_before: String::new(), plan_name, interval }]
    }

    /// What the form holds, for the side.
    fn priced(self) -> PricedForm {
        let (today, currency) = self.journey.page.with_value(|page| (page.today, page.currency));
        PricedForm { price: self.price, items: Callback::new(move |()| self.receipt_items()), today, currency, step: self.step }
    }

    /// What a year costs less when billed annually, minor units.
    fn annual_saving_minor(self) -> Option<i64> {
        let choice = self.choice.get_value();
        let net = |interval: BillingInterval| {
            let price = self.journey.page.with_value(|page| self.product.with_value(|product| price_new(page, product, &choice, interval.code())));
            price.ok().map(|price| price.net_minor)
        };
        let saving = net(BillingInterval::Monthly)?.checked_mul(12)?.checked_sub(net(BillingInterval::Annual)?)?;
        Some(saving).filter(|saving| *saving > 0)
    }
}

/// The step.
#[component]
pub fn OrderStep(journey: Journey, product: ProductId, choice: PlanChoice) -> impl IntoView {
    let locale = use_locale();
    let attempts: Attempts = expect_context();
    let posted = attempts.posted.try_update_value(Option::take).flatten();
    let Some(ordering) = Ordering::new(journey, product, choice, posted.as_ref()) else { return ().into_any() };
    let form = NodeRef::<html::Form>::new();
    let submit = submitter(ordering, attempts);
    let read = reader(ordering, form);
    follow_answers(attempts);
    let wanted = untrack(move || ordering.wanted());
    let refusal = move || attempts.order_refusal.get().map(|error| view! { <RefusalBanner error/> });
    view! {
        <PageHead
            title=td_string!(locale, new_subscription.buy_title, product = ordering.names.get_value().0).to_string()
            lead=td_string!(locale, new_subscription.billing_lead).to_owned()
        />
        {refusal}
        <form class="editor" method="get" action=ADDRESS novalidate node_ref=form on:input=move |_| read.run(()) on:submit=submit>
            <input type="hidden" name="product" value=wanted.product/>
            <input type="hidden" name="offer" value=wanted.offer/>
            <input type="hidden" name="plan" value=wanted.plan/>
            <input type="hidden" name="seats" value=wanted.seats/>
            <div class="card editor-fields">
                <Chosen ordering/>
                <IntervalField ordering/>
            </div>
            // With its query, so that the page comes back as it was should the server refuse.
            <OrderSide form=ordering.priced() pending=attempts.order.pending() post_to=Signal::derive(move || ordering.wanted().address())/>
        </form>
    }
    .into_any()
}

/// What was chosen so far, and the way back to it.
#[component]
fn Chosen(ordering: Ordering) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let (_, plan_name) = ordering.names.get_value();
    let facts = vec![
        Fact::text(td_string!(locale, editor.plan), plan_name),
        Fact::text(td_string!(locale, editor.seats), format::count(ordering.choice.get_value().seats, language)),
    ];
    let address = move || ordering.wanted().at_step(Some("plan")).address();
    view! {
        <div class="chosen">
            <Facts facts/>
            <a href=address>{td_string!(locale, new_subscription.change_plan)}</a>
        </div>
    }
}

/// Monthly or annual, with what the latter saves.
#[component]
fn IntervalField(ordering: Ordering) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let error = Signal::derive(move || ordering.price.get().err());
    let currency = ordering.journey.page.with_value(|page| page.currency);
    let saving = ordering.annual_saving_minor().map(|minor| {
        let amount = format::money(Money::new(minor, currency), language);
        td_string!(locale, editor.annual_saves, amount = amount).to_string()
    });
    let options = BillingInterval::ALL.map(|interval| match interval {
        BillingInterval::Monthly => Choice::new(interval.code(), td_string!(locale, editor.monthly)),
        BillingInterval::Annual => Choice::new(interval.code(), td_string!(locale, editor.annual)),
    });
    view! {
        <FieldGroup name="interval" legend=td_string!(locale, editor.interval) hint=None error=field_error(error, "interval")>
            <div class="field-row">
                <Segments name="interval" options=options.into() value=ordering.interval.get_untracked()/>
                <p class="field-hint">{saving}</p>
            </div>
        </FieldGroup>
    }
}

/// Takes over what the form holds, and keeps it in the address.
fn reader(ordering: Ordering, form: NodeRef<html::Form>) -> Callback<()> {
    let navigate = use_navigate();
    let read = Callback::new(move |()| {
        let Some(data) = form.get_untracked().and_then(|form| FormData::new_with_form(&form).ok()) else { return };
        let typed = data.get("interval").as_string().unwrap_or_default();
        if typed == ordering.interval.get_untracked() || typed.is_empty() {
            return;
        }
        ordering.interval.set(typed);
        let options = NavigateOptions { resolve: false, replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&untrack(|| ordering.wanted().address()), options);
    });
    // What was chosen before the script ran, the browser has kept and the signal does not know.
    Effect::new(move |_| {
        if form.get().is_some() {
            read.run(());
        }
    });
    read
}

/// Sends the form to the cart, unless the page knows already that it would come back.
fn submitter(ordering: Ordering, attempts: Attempts) -> impl Fn(SubmitEvent) {
    move |event: SubmitEvent| {
        event.prevent_default();
        let button = event.submitter().and_then(|button| button.get_attribute("name"));
        if button.as_deref() != Some(FUNCTION_FIELD) {
            return;
        }
        if ordering.price.with_untracked(Result::is_err) {
            focus_fault();
        } else {
            attempts.order.submit(&event);
        }
    }
}

/// The header counts what is in the cart; what was refused is read out where it stands.
fn follow_answers(attempts: Attempts) {
    let (frame, answer, location) = (use_frame(), attempts.order.value(), use_location());
    Effect::new(move |_| match answer.read().as_ref() {
        Some(Ok(())) => frame.refetch(),
        Some(Err(ApiError::SignedOut)) => leave_for_sign_in(&current_address(&location)),
        Some(Err(_)) => {
            request_animation_frame(focus_fault);
        }
        None => {}
    });
}
