//! A change of a subscription put into words: what runs today, what was chosen, what it costs and from when to when.

use super::money::money_text;
use crate::api::cart::CartRow;
use crate::texts::{Locale, td_string, use_language, use_locale};
use billing::cart::CartItem;
use billing::editor::PlanChoice;
use billing::order::OrderItem;
use billing::price::{Line, LineKind};
use billing::{BillingInterval, BillingPeriod, Currency, OrderPrice, RunningSubscription, format};
use leptos::prelude::*;

/// A change with its names, and its part of a price where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Name of the product.
    pub product_name: String,
    plan_name_before: String,
    plan_name: String,
    before: Option<RunningSubscription>,
    after: PlanChoice,
    priced: Option<PricedChange>,
}

/// The lines and the period of one item of a price.
#[derive(Clone, Debug, PartialEq, Eq)]
struct PricedChange {
    currency: Currency,
    charge: Option<Line>,
    credit: Option<Line>,
    period: Option<BillingPeriod>,
}

impl PricedChange {
    fn of(price: &OrderPrice, place: u32) -> Self {
        let line = |kind| price.lines.iter().find(|line| line.item == place && line.kind == kind).cloned();
        let period = price.periods.iter().find(|period| period.item == place).map(|period| period.period);
        Self { currency: price.currency, charge: line(LineKind::Charge), credit: line(LineKind::Credit), period }
    }
}

impl Change {
    /// The changes of a cart.
    pub fn all_in_cart(rows: &[CartRow], price: Option<&OrderPrice>) -> Vec<Self> {
        let change = |(place, row): (u32, &CartRow)| Self {
            product_name: row.product_name.clone(),
            plan_name_before: row.plan_name_before.clone(),
            plan_name: row.plan_name.clone(),
            before: row.item.before.as_ref().map(|before| before.running.clone()),
            after: row.item.choice.clone(),
            priced: price.map(|price| PricedChange::of(price, place)),
        };
        (0..).zip(rows).map(change).collect()
    }

    /// The changes of an order.
    pub fn all_in_order(items: &[OrderItem], price: &OrderPrice) -> Vec<Self> {
        let change = |(place, item): (u32, &OrderItem)| Self {
            product_name: item.product_name.clone(),
            plan_name_before: item.plan_name_before.clone(),
            plan_name: item.plan_name.clone(),
            before: item.before.clone(),
            after: item.after.clone(),
            priced: Some(PricedChange::of(price, place)),
        };
        (0..).zip(items).map(change).collect()
    }

    /// Seats that were not there before; none when they stay or become fewer.
    pub fn added_seats(&self) -> Option<i64> {
        let before = self.before.as_ref().map_or(0, |before| before.seats);
        Some(self.after.seats.saturating_sub(before)).filter(|added| *added > 0)
    }

    /// The net sum of its lines, if it has a price.
    pub fn net_text(&self) -> Option<String> {
        let priced = self.priced.as_ref()?;
        let net = |line: &Option<Line>| line.as_ref().map_or(0, |line| line.net_minor);
        Some(money_text(net(&priced.charge).saturating_add(net(&priced.credit)), priced.currency))
    }

    /// "190,00 € abzüglich Gutschrift 46,67 €", where something is given back.
    pub fn lines_text(&self) -> Option<String> {
        let priced = self.priced.as_ref()?;
        let (charge, credit) = (priced.charge.as_ref()?, priced.credit.as_ref()?);
        let charge = money_text(charge.net_minor, priced.currency);
        let credit = money_text(credit.net_minor.saturating_neg(), priced.currency);
        Some(td_string!(use_locale(), cart.charge_less_credit, charge = charge, credit = credit).to_string())
    }
}

/// "Professional × 10 → Business × 10, monatlich": the arrow is read out as a word.
#[component]
pub fn ChangeLine(change: Change) -> impl IntoView {
    let locale = use_locale();
    let plan_and_seats = |plan: &str, seats: i64| {
        let seats = format::count(seats, use_language());
        td_string!(locale, cart.plan_and_seats, plan = plan, seats = seats).to_string()
    };
    let before = change.before.as_ref().map(|before| plan_and_seats(&change.plan_name_before, before.seats));
    let after = plan_and_seats(&change.plan_name, change.after.seats);
    let interval = |interval| match interval {
        BillingInterval::Monthly => td_string!(locale, cart.monthly),
        BillingInterval::Annual => td_string!(locale, cart.annual),
    };
    let (interval_before, interval_after) = (change.before.map(|before| interval(before.interval)), interval(change.after.interval));
    let (before, interval_before) = (before.filter(|before| *before != after), interval_before.filter(|before| *before != interval_after));
    view! {
        <p>
            {before.map(|before| view! { <span class="whole">{before}</span> <Arrow/> })}
            <strong class="whole">{after}</strong>
        </p>
        <p>
            {interval_before.map(|before| view! { {before} <Arrow/> })}
            {interval_after}
        </p>
    }
}

#[component]
fn Arrow() -> impl IntoView {
    view! {
        <span aria-hidden="true">" → "</span>
        <span class="hidden-text">" "{td_string!(use_locale(), cart.becomes)}" "</span>
    }
}

/// The change as a list of facts: plan, licences, frequency, price and period, each with what it was before.
#[component]
pub fn ChangeFacts(change: Change) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let seats = |seats| format::count(seats, language);
    let (before, after) = (change.before.as_ref(), &change.after);
    let plan_before = before.map(|_| change.plan_name_before.clone());
    view! {
        <dl class="facts">
            <Fact label=td_string!(locale, checkout.plan) value=change.plan_name before=plan_before/>
            <Fact label=td_string!(locale, checkout.seats) value=seats(after.seats) before=before.map(|before| seats(before.seats))/>
            <Fact
                label=td_string!(locale, checkout.interval)
                value=interval_name(locale, after.interval).to_owned()
                before=before.map(|before| interval_name(locale, before.interval).to_owned())
            />
            {change.priced.map(|priced| view! { <PricedFacts priced interval=after.interval/> })}
        </dl>
    }
    .into_any()
}

/// A value, and what it was before where that differs.
#[component]
fn Fact(label: &'static str, value: String, before: Option<String>) -> impl IntoView {
    let was = before.filter(|before| *before != value).map(|before| td_string!(use_locale(), checkout.before, value = before).to_string());
    view! {
        <div>
            <dt>{label}</dt>
            <dd>{value}{was.map(|was| view! { " "<small>{was}</small> })}</dd>
        </div>
    }
}

#[component]
fn PricedFacts(priced: PricedChange, interval: BillingInterval) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let rhythm = match interval {
        BillingInterval::Monthly => td_string!(locale, checkout.per_month),
        BillingInterval::Annual => td_string!(locale, checkout.per_year),
    };
    let plan_price = priced.charge.map(|line| {
        let unit = money_text(line.unit_minor, priced.currency);
        let unit = td_string!(locale, checkout.unit_words, seats = format::count(line.seats, language), unit = unit).to_string();
        view! {
            <div>
                <dt>{td_string!(locale, checkout.plan_price)}</dt>
                <dd><span class="amount">{money_text(line.net_minor, priced.currency)}</span>" "{rhythm}" "<small>{unit}</small></dd>
            </div>
        }
    });
    let period = priced.period.map(|period| {
        let (start, end) = (period.start, period.last_day());
        let (start, end) = (format::date(start, language), format::date(end, language));
        view! {
            <div>
                <dt>{td_string!(locale, checkout.period)}</dt>
                <dd><span class="whole">{start}</span>" "{td_string!(locale, checkout.until)}" "<span class="whole">{end}</span></dd>
            </div>
        }
    });
    view! {
        {plan_price}
        {period}
    }
}

fn interval_name(locale: Locale, interval: BillingInterval) -> &'static str {
    match interval {
        BillingInterval::Monthly => td_string!(locale, checkout.monthly),
        BillingInterval::Annual => td_string!(locale, checkout.annual),
    }
}

/// The page where the choice that waits in the cart was made, with that choice: the plan editor, or the last step of
/// buying something new.
pub fn editor_address(item: &CartItem) -> String {
    let PlanChoice { plan, seats, interval } = &item.choice;
    let choice = format!("plan={plan}&seats={seats}&interval={}", interval.code());
    match &item.before {
        Some(before) => format!("/billing/subscriptions/{}/edit?{choice}", before.subscription),
        None => format!("/billing/subscriptions/new?product={}&offer=buy&{choice}", item.product),
    }
}
