//! A subscription as a tile: what it is, what it costs, how much of its period is left, and what can be done with it.

use crate::api::session::Role;
use crate::api::subscriptions::Tile;
use crate::pages::billing_center::new_subscription::subscribe_address;
use crate::pages::billing_center::reactivation::ReactivateButton;
use crate::pages::error::PROPOSE;
use crate::pages::subscription_words::{state_badge, terms};
use crate::texts::{Locale, locale_of, td_string, use_language, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::icon::Icon;
use crate::ui::menu::Menu;
use crate::ui::period_bar::PeriodBar;
use crate::ui::tile::{Tile as TileShell, TileTone};
use billing::ids::{OrderId, SubscriptionId};
use billing::subscription::{Subscription, SubscriptionState};
use billing::{BillingInterval, Language, Money, RunningSubscription, format, money};
use chrono::NaiveDate;
use leptos::prelude::*;

/// One subscription.
#[component]
pub fn SubscriptionTile(
    tile: Tile,
    today: NaiveDate,
    role: Role,
    /// The number of the invoice that is open for it.
    owed: Option<String>,
) -> impl IntoView {
    let id = tile.subscription.id.clone();
    let is_over = matches!(tile.subscription.state, SubscriptionState::TrialEnded | SubscriptionState::Ended);
    let tone = if is_over { TileTone::Ended } else { TileTone::Plain };
    let is_contact = role == Role::BillingContact;
    let has_options = is_contact && (tile.subscription.can_change() || tile.subscription.can_cancel());
    let may_reactivate = is_contact && tile.subscription.can_reactivate(today);
    let matter = if is_over {
        view! { <p class="tile-text">{over_text(use_locale(), &tile.subscription, use_language())}</p> }.into_any()
    } else {
        view! { <Running tile=tile.clone() today owed/> }.into_any()
    };
    let (title, lead) = (tile.product_name.clone(), description(&tile, use_language()));
    let menu = has_options.then(|| view! { <Options subscription=tile.subscription.clone()/> }.into_any());
    let subscribe = (is_contact && can_subscribe(&tile.subscription)).then(|| view! { <SubscribeNow tile=tile.clone()/> });
    let propose = (!is_contact && tile.subscription.can_change()).then(|| view! { <ProposeChange id=id.clone()/> });
    let reactivate = may_reactivate.then(|| view! { <Reactivate id=id.clone()/> });
    let foot = view! { <TileFoot tile/> }.into_any();
    view! { <TileShell id=format!("tile-{id}") title lead tone menu foot>{matter}{subscribe}{propose}{reactivate}</TileShell> }
}

/// The menu at the tile's corner.
#[component]
fn Options(subscription: Subscription) -> impl IntoView {
    let locale = use_locale();
    let (can_change, can_cancel, id) = (subscription.can_change(), subscription.can_cancel(), subscription.id);
    let menu = format!("options-{id}");
    let edit = can_change.then(|| {
        let address = format!("/billing/subscriptions/{id}/edit");
        view! { <li><a href=address><Icon name="edit"/><span>{td_string!(locale, subscriptions.edit)}</span></a></li> }
    });
    let cancel = can_cancel.then(|| {
        let address = format!("/billing/subscriptions/{id}/cancel");
        view! { <li><a href=address><Icon name="close"/><span>{td_string!(locale, cancellation.title)}</span></a></li> }
    });
    view! {
        <Menu id=menu label=td_string!(locale, subscriptions.options) described_by=format!("tile-{id}")>
            {edit}
            {cancel}
        </Menu>
    }
}

/// Whether it can be bought: a trial at any time, and what is over once more.
fn can_subscribe(subscription: &Subscription) -> bool {
    use SubscriptionState::{Ended, TrialEnded, TrialRunning};
    subscription.open_order.is_none() && matches!(subscription.state, TrialRunning | TrialEnded | Ended)
}

/// Leads to the plans, with the one that runs or ran and its licences chosen.
#[component]
fn SubscribeNow(tile: Tile) -> impl IntoView {
    let running = tile.subscription.running;
    let address = subscribe_address(running.product.as_str(), running.plan.as_str(), running.seats);
    let described_by = format!("tile-{}", tile.subscription.id);
    view! {
        <p class="tile-actions"><a class="button" href=address aria-describedby=described_by>{td_string!(use_locale(), trial.subscribe_now)}</a></p>
    }
}

/// Who may not order can wish.
#[component]
fn ProposeChange(id: SubscriptionId) -> impl IntoView {
    let (address, described_by) = (format!("{PROPOSE}?subscription={id}"), format!("tile-{id}"));
    view! { <p class="tile-actions"><a class="button" href=address aria-describedby=described_by>{td_string!(use_locale(), proposals.change)}</a></p> }
}

/// Takes the cancellation back.
#[component]
fn Reactivate(id: SubscriptionId) -> impl IntoView {
    let described_by = format!("tile-{id}");
    view! { <div class="tile-actions"><ReactivateButton id page=String::from("/billing") class="button" described_by/></div> }
}

/// Price and period, or the order that is being processed.
#[component]
fn Running(tile: Tile, today: NaiveDate, owed: Option<String>) -> impl IntoView {
    let running = &tile.subscription.running;
    let cells = match running.interval {
        BillingInterval::Annual => 12,
        BillingInterval::Monthly => running.period().days(),
    };
    let period = running.period();
    view! {
        {price_line(&tile.subscription, use_language())}
        {match tile.subscription.open_order.clone() {
            Some(order) => view! { <OrderOpen order/> }.into_any(),
            None if tile.subscription.suspended_on.is_some() => view! { <Suspended subscription=tile.subscription.clone() owed/> }.into_any(),
            None => view! { <PeriodBar period today cells/> }.into_any(),
        }}
        {ahead_text(&tile, use_language()).map(|text| view! { <p class="tile-text">{text}</p> })}
    }
}

#[component]
fn OrderOpen(order: OrderId) -> impl IntoView {
    let locale = use_locale();
    view! {
        <div class="tile-work">
            <div class="progress"></div>
            <p class="tile-text">
                {td_string!(locale, subscriptions.order_open)} " "
                <a href=format!("/billing/orders/{order}")>{td_string!(locale, subscriptions.order_link)}</a>
            </p>
        </div>
    }
}

/// Why it rests, and the invoice that brings it back.
#[component]
fn Suspended(subscription: Subscription, owed: Option<String>) -> impl IntoView {
    let locale = use_locale();
    let since = subscription.suspended_on.map(|day| format::date(day, use_language())).unwrap_or_default();
    let way = owed.map(|number| view! { " "<a href=format!("/billing/invoices/{number}")>{td_string!(locale, open_invoices.to_invoice)}</a> });
    view! { <p class="tile-text">{td_string!(locale, open_invoices.suspended, date = since).to_string()}{way}</p> }
}

/// State, and what comes at the period's end.
#[component]
fn TileFoot(tile: Tile) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let subscription = &tile.subscription;
    let (tone, state) = state_badge(locale, subscription);
    let end = format::date(subscription.running.period_end, language);
    let ends = match subscription.state {
        SubscriptionState::Active if subscription.open_order.is_none() && subscription.suspended_on.is_none() => {
            Some(td_string!(locale, subscriptions.next_billing))
        }
        SubscriptionState::TrialRunning | SubscriptionState::PendingCancellation => Some(td_string!(locale, subscriptions.ends_on)),
        _ => None,
    };
    let amount = tile.next.as_ref().filter(|_| subscription.open_order.is_none()).map(|next| {
        let total = format::money(Money::new(next.total_minor, subscription.currency), language);
        view! { ", "<span class="amount">{total}</span>" " {td_string!(locale, subscriptions.with_vat)} }
    });
    let in_cart = tile.in_cart.then(|| view! { " "<Badge tone=BadgeTone::Accent text=td_string!(locale, subscriptions.in_cart)/> });
    view! {
        <span class="tile-badges"><Badge tone text=state/>{in_cart}</span>
        {ends.map(|label| view! { <span>{label} " " <span class="whole">{end}</span>{amount}</span> })}
    }
}

/// What the renewal changes: "Ab 21.12.2026: Professional, 8 Benutzerlizenzen, monatlich", or the price that rises.
fn ahead_text(tile: &Tile, language: Language) -> Option<String> {
    let locale = locale_of(language);
    let next = tile.next.as_ref()?;
    let date = format::date(next.on, language);
    if let Some(scheduled) = &next.scheduled {
        let what = described(&scheduled.plan_name, scheduled.seats, interval_name(locale, scheduled.interval), language);
        return Some(td_string!(locale, subscriptions.changes_on, date = date, what = what).to_string());
    }
    let running = &tile.subscription.running;
    let money = |minor: i64| format::money(Money::new(minor, tile.subscription.currency), language);
    (next.unit_minor > running.unit_minor).then(|| {
        let (before, after) = (money(running.unit_minor), money(next.unit_minor));
        match running.interval {
            BillingInterval::Monthly => td_string!(locale, subscriptions.rises_monthly, date = date, after = after, before = before).to_string(),
            BillingInterval::Annual => td_string!(locale, subscriptions.rises_annually, date = date, after = after, before = before).to_string(),
        }
    })
}

fn interval_name(locale: Locale, interval: BillingInterval) -> &'static str {
    match interval {
        BillingInterval::Monthly => td_string!(locale, subscriptions.monthly),
        BillingInterval::Annual => td_string!(locale, subscriptions.annual),
    }
}

fn described(plan_name: &str, seats: i64, rhythm: &str, language: Language) -> String {
    let seats = td_string!(locale_of(language), subscriptions.seats, count = seats, seats = format::count(seats, language));
    format!("{plan_name}, {seats}, {rhythm}")
}

/// "Professional, 10 Benutzerlizenzen, monatlich"
fn description(tile: &Tile, language: Language) -> String {
    let locale = locale_of(language);
    let running = &tile.subscription.running;
    let rhythm = match tile.subscription.state {
        SubscriptionState::TrialRunning | SubscriptionState::TrialEnded => td_string!(locale, subscriptions.trial),
        _ => interval_name(locale, running.interval),
    };
    described(&tile.plan_name, running.seats, rhythm, language)
}

/// "140,00 € im Monat, zzgl. 19 % USt."; a trial costs nothing.
fn price_line(subscription: &Subscription, language: Language) -> impl IntoView + use<> {
    let locale = locale_of(language);
    let running = &subscription.running;
    let is_trial = subscription.state == SubscriptionState::TrialRunning;
    let net_minor = if is_trial { Some(0) } else { period_price(running) };
    let amount = net_minor.map_or_else(|| "–".to_owned(), |minor| format::money(Money::new(minor, subscription.currency), language));
    let terms = if is_trial { td_string!(locale, subscriptions.trial_free).to_owned() } else { terms(running, language) };
    view! { <p class="tile-price"><span class="amount">{amount}</span>" "<span>{terms}</span></p> }
}

/// Net price of one whole period, minor units.
fn period_price(running: &RunningSubscription) -> Option<i64> {
    money::prorate(running.unit_minor, running.seats, 1, 1).ok()
}

fn over_text(locale: Locale, subscription: &Subscription, language: Language) -> String {
    let date = format::date(subscription.running.period_end, language);
    match subscription.state {
        SubscriptionState::TrialEnded => td_string!(locale, subscriptions.trial_ended_on, date = date).to_string(),
        _ => td_string!(locale, subscriptions.ended_on, date = date).to_string(),
    }
}
