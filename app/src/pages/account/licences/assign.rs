//! Giving licences: to people of the account by a tick, to others by their mail addresses, all at once.

use super::{ADDRESS, Attempts};
use crate::api::ApiError;
use crate::api::licences::{LicencesOf, LicencesPage};
use crate::forms::{PostForm, field_error, posted_value};
use crate::texts::{Locale, error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::check_list::CheckList;
use crate::ui::choice::Choice;
use crate::ui::field::{FieldGroup, Presence};
use crate::ui::text_area::TextArea;
use billing::licences::{LONGEST_LIST, Person};
use leptos::prelude::*;

/// The form, or where more licences come from.
#[component]
pub fn AssignForm(page: LicencesPage, chosen: LicencesOf) -> impl IntoView {
    let locale = use_locale();
    let is_full = chosen.held >= chosen.seats;
    let matter = if is_full { view! { <NoneFree chosen/> }.into_any() } else { view! { <Form candidates=page.candidates chosen/> }.into_any() };
    view! {
        <section class="card" aria-labelledby="assign">
            <div class="card-head"><h2 id="assign">{td_string!(locale, licences.assign)}</h2></div>
            {matter}
        </section>
    }
    .into_any()
}

#[component]
fn NoneFree(chosen: LicencesOf) -> impl IntoView {
    let locale = use_locale();
    let more = chosen.can_change.then(|| view! { <p class="actions"><More locale subscription=chosen.subscription seats=chosen.seats.saturating_add(1)/></p> });
    view! {
        <p>{td_string!(locale, licences.none_free)}</p>
        {more}
    }
}

/// The way to the plan editor, with so many licences filled in.
#[component]
fn More(locale: Locale, subscription: String, seats: i64) -> impl IntoView {
    view! { <a class="button" href=format!("/billing/subscriptions/{subscription}/edit?seats={seats}")>{td_string!(locale, licences.add)}</a> }
}

#[component]
fn Form(candidates: Vec<Person>, chosen: LicencesOf) -> impl IntoView {
    let locale = use_locale();
    let Attempts { assign, assign_error, typed, .. } = expect_context();
    let ticked: Vec<String> = typed.with_value(|posted| {
        let values = posted.iter().flat_map(|posted| &posted.values);
        values.filter(|(name, _)| name == "person[]").map(|(_, value)| value.clone()).collect()
    });
    let value = typed.with_value(|posted| posted_value(posted.as_ref(), "people"));
    let options: Vec<Choice> = candidates.into_iter().map(choice_of).collect();
    let forget = (!options.is_empty())
        .then(|| view! { <button class="button quiet" type="submit" name="act" value="forget">{td_string!(locale, licences.forget)}</button> });
    let people = (!options.is_empty()).then(|| {
        view! {
            <FieldGroup name="person" legend=td_string!(locale, licences.people) hint=None error=field_error(assign_error, "person")>
                <CheckList name="person[]" options values=ticked/>
            </FieldGroup>
        }
    });
    view! {
        <Refusal error=assign_error chosen=chosen.clone()/>
        <PostForm action=assign page=format!("{ADDRESS}?subscription={}", chosen.subscription) class="form">
            <input type="hidden" name="subscription" value=chosen.subscription.clone()/>
            {people}
            <TextArea
                name="people"
                label=td_string!(locale, licences.by_mail)
                hint=td_string!(locale, licences.by_mail_hint)
                presence=Presence::Optional
                limit=LONGEST_LIST
                value
                error=field_error(assign_error, "people")
            />
            <div class="actions">
                <SubmitButton pending=assign.pending()>{td_string!(locale, licences.assign)}</SubmitButton>
                {forget}
            </div>
        </PostForm>
    }
    .into_any()
}

fn choice_of(person: Person) -> Choice {
    if person.name.is_empty() {
        Choice::new(person.email.clone(), person.email)
    } else {
        Choice::new(person.email.clone(), person.name).with_hint(person.email)
    }
}

/// Why nobody was given a licence, unless it stands at its field. Where there are too few, the way to more.
#[component]
fn Refusal(error: Signal<Option<ApiError>>, chosen: LicencesOf) -> impl IntoView {
    let locale = use_locale();
    move || {
        let error = error.get().filter(|error| !matches!(error.field(), Some("people" | "person")))?;
        let more = match &error {
            ApiError::LicencesExhausted { free, wanted } if chosen.can_change => {
                let seats = chosen.seats.saturating_add(*wanted).saturating_sub(*free);
                Some(view! { <p class="actions"><More locale subscription=chosen.subscription.clone() seats/></p> })
            }
            _ => None,
        };
        Some(view! {
            <Banner tone=BannerTone::Error title=td_string!(locale, licences.not_assigned)>
                <p>{error_text(locale, &error)}</p>
                {more}
            </Banner>
        })
    }
}
