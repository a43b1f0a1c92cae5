//! Today, and the three ways to let time pass: each a form of its own, all of them one after the other.

use super::{ADDRESS, Attempt};
use crate::api::staff::clock::ClockPage as PageData;
use crate::forms::{PostForm, field_error, posted_value};
use crate::texts::{td_string, use_locale};
use crate::ui::button::SubmitButton;
use crate::ui::card::Card;
use crate::ui::date_field::{DateField, date_text};
use leptos::prelude::*;

/// The card.
#[component]
pub fn Moves(page: PageData) -> impl IntoView {
    let locale = use_locale();
    let Attempt { action, .. } = expect_context();
    let PageData { today, next, reach, most_days, .. } = page;
    let seen = today.to_string();
    let state = if page.is_moved { td_string!(locale, staff.clock.forward_only) } else { td_string!(locale, staff.clock.unmoved) };
    let passing = move || action.pending().get().then(|| td_string!(locale, staff.clock.passing));
    let to_next = next.map(|day| td_string!(locale, staff.clock.next_event, day = date_text(day)).to_string());
    view! {
        <Card title=td_string!(locale, staff.clock.today)>
            <div class="card-body calendar-moves">
                <p class="calendar-today"><time datetime=seen.clone()>{date_text(today)}</time></p>
                <p class="calendar-note">{state}</p>
                <div class="actions">
                    <Step step="day" seen=seen.clone() text=td_string!(locale, staff.clock.one_day)/>
                    {to_next.map(|text| view! { <Step step="event" seen=seen.clone() text/> })}
                </div>
                <ToDay seen reach most_days/>
                // Read out, and seen: a year takes some seconds.
                <p class="calendar-note" role="status">{passing}</p>
            </div>
        </Card>
    }
    .into_any()
}

/// A way that needs no more than a press.
#[component]
fn Step(step: &'static str, seen: String, #[prop(into)] text: String) -> impl IntoView {
    let Attempt { action, .. } = expect_context();
    view! {
        <PostForm action page=ADDRESS class="inline-form">
            <input type="hidden" name="step" value=step/>
            <input type="hidden" name="seen" value=seen/>
            <SubmitButton class="button" pending=action.pending()>{text}</SubmitButton>
        </PostForm>
    }
    .into_any()
}

/// The way to a day.
#[component]
fn ToDay(seen: String, reach: (chrono::NaiveDate, chrono::NaiveDate), most_days: u32) -> impl IntoView {
    let locale = use_locale();
    let Attempt { action, error, posted } = expect_context();
    let (first, last) = reach;
    let hint = td_string!(locale, staff.clock.to_date_hint, count = most_days).to_string();
    view! {
        <PostForm action page=ADDRESS class="form">
            <input type="hidden" name="step" value="date"/>
            <input type="hidden" name="seen" value=seen/>
            <DateField
                name="day"
                label=td_string!(locale, staff.clock.to_date)
                value=posted_value(posted.as_ref(), "day")
                range=(Some(first), Some(last))
                hint=hint
                error=field_error(error, "day")
            />
            <div class="actions"><SubmitButton pending=action.pending()>{td_string!(locale, staff.clock.go)}</SubmitButton></div>
        </PostForm>
    }
    .into_any()
}
