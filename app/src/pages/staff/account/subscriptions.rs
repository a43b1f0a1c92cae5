//! The live subscriptions of an account: what runs, what comes, and the way to another plan.

use crate::api::staff::changes::{Standing, SubscriptionRow};
use crate::pages::staff::change::{change_address, words_text};
use crate::texts::{Locale, td_string, use_language, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::date_field::date_text;
use billing::{BillingInterval, Currency, Money, format};
use leptos::prelude::*;

/// The list; nothing where nothing runs.
#[component]
pub fn Subscriptions(number: String, rows: Vec<SubscriptionRow>, currency: Currency) -> impl IntoView {
    if rows.is_empty() {
        return None;
    }
    let rows: Vec<_> = rows.into_iter().map(|row| view! { <One number=number.clone() row currency/> }).collect();
    Some(view! {
        <section class="card" aria-labelledby="subscriptions-title">
            <div class="card-head"><h2 id="subscriptions-title">{td_string!(use_locale(), staff.account.subscriptions)}</h2></div>
            <div class="card-body"><ul class="sign-ins">{rows}</ul></div>
        </section>
    })
}

#[component]
fn One(number: String, row: SubscriptionRow, currency: Currency) -> impl IntoView {
    let locale = use_locale();
    let (tone, state) = standing_badge(locale, row.standing);
    let amount = format::money(Money::new(row.net_minor, currency), use_language());
    let date = date_text(row.period_end);
    let price = match (row.standing, row.running.interval) {
        (Standing::Trial, _) => td_string!(locale, staff.changes.trial_until, date = date.as_str()).to_string(),
        (Standing::PendingCancellation, _) => td_string!(locale, staff.changes.ends_on, date = date.as_str()).to_string(),
        (_, BillingInterval::Monthly) => td_string!(locale, staff.changes.costs_monthly, amount = amount, date = date.as_str()).to_string(),
        (_, BillingInterval::Annual) => td_string!(locale, staff.changes.costs_annually, amount = amount, date = date.as_str()).to_string(),
    };
    let scheduled = row.scheduled.as_ref().map(|words| {
        let text = td_string!(locale, staff.changes.scheduled, date = date.as_str(), what = words_text(locale, words)).to_string();
        view! { <p class="account-note">{text}</p> }
    });
    let may_open = row.may_schedule || row.scheduled.is_some();
    let change = may_open.then(|| {
        let of = format!(": {}", row.product_name);
        view! {
            <div class="actions">
                <a class="button" href=change_address(&number, &row.id)>{td_string!(locale, staff.changes.title)}<span class="hidden-text">{of}</span></a>
            </div>
        }
    });
    view! {
        <li>
            <p class="account-name">{row.product_name}" "<Badge tone text=state/></p>
            <p class="account-note">{words_text(locale, &row.running)}</p>
            <p class="account-note">{price}</p>
            {scheduled}
            {change}
        </li>
    }
    .into_any()
}

fn standing_badge(locale: Locale, standing: Standing) -> (BadgeTone, &'static str) {
    match standing {
        Standing::Active => (BadgeTone::Success, td_string!(locale, subscriptions.state_active)),
        Standing::Trial => (BadgeTone::Accent, td_string!(locale, subscriptions.state_trial_running)),
        Standing::PendingCancellation => (BadgeTone::Notice, td_string!(locale, subscriptions.state_pending_cancellation)),
        Standing::Suspended => (BadgeTone::Error, td_string!(locale, subscriptions.state_suspended)),
        Standing::OrderOpen => (BadgeTone::Notice, td_string!(locale, subscriptions.state_order_open)),
    }
}
