//! What happened while the calendar was moved, day by day.

use crate::api::staff::clock::{LastMove, PassedDay, PassedKind};
use crate::pages::staff::calendar_kind::{account_link, kind_text};
use crate::texts::{td_string, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::card::Card;
use crate::ui::date_field::date_text;
use leptos::prelude::*;

/// The card.
#[component]
pub fn Passed(told: LastMove) -> impl IntoView {
    let locale = use_locale();
    let LastMove { from, to, moved_by, days } = told;
    let (from, to) = (date_text(from), date_text(to));
    let span = match moved_by {
        Some(name) => td_string!(locale, staff.clock.passed_by, from = from, to = to, name = name).to_string(),
        None => td_string!(locale, staff.clock.passed_span, from = from, to = to).to_string(),
    };
    let matter = if days.is_empty() {
        view! { <p>{td_string!(locale, staff.clock.passed_nothing)}</p> }.into_any()
    } else {
        let days: Vec<_> = days.into_iter().map(|day| view! { <Day day/> }).collect();
        view! { <ol class="days-passed">{days}</ol> }.into_any()
    };
    view! {
        <Card title=td_string!(locale, staff.clock.passed)>
            <div class="card-body">
                <p class="calendar-note">{span}</p>
                {matter}
                <p><a href="/staff/outbox">{td_string!(locale, staff.clock.mails)}</a></p>
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn Day(day: PassedDay) -> impl IntoView {
    let happened: Vec<_> = day.happened.into_iter().map(|happened| view! { <Happened happened/> }).collect();
    view! {
        <li>
            <p class="day-passed"><time datetime=day.day.to_string()>{date_text(day.day)}</time></p>
            <ul>{happened}</ul>
        </li>
    }
    .into_any()
}

/// "3× Verlängerung: Nordlicht GmbH, Solo"
#[component]
fn Happened(happened: PassedKind) -> impl IntoView {
    let locale = use_locale();
    let PassedKind { kind, done, failed, accounts, has_more } = happened;
    let what = kind_text(locale, kind);
    let times = (done != 1 || failed > 0).then(|| td_string!(locale, staff.clock.times, count = done).to_string());
    let failed = (failed > 0).then(|| {
        let text = td_string!(locale, staff.clock.failed_times, count = failed).to_string();
        view! { " "<Badge tone=BadgeTone::Error text/> }
    });
    let account = |(place, account)| view! { {if place > 0 { ", " } else { "" }}{account_link(account)} };
    let accounts: Vec<_> = accounts.into_iter().enumerate().map(account).collect();
    let more = has_more.then(|| format!(" {}", td_string!(locale, staff.clock.others)));
    view! {
        <li>
            <span class="happened">{times.map(|times| format!("{times} "))}{what}</span>
            {failed}
            <span class="happened-to">{accounts}{more}</span>
        </li>
    }
    .into_any()
}
