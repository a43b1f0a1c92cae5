//! Who holds a licence: several are chosen at once, and freed, or marked to go first when there are fewer.

use super::{ADDRESS, Attempts};
use crate::api::licences::{LicencesOf, LicencesPage};
use crate::api::session::Role;
use crate::forms::PostForm;
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::alert::InlineAlert;
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::banner::BannerTone;
use crate::ui::pager::Pager;
use crate::ui::selection::{Selection, SelectionBar};
use crate::ui::table::{Column, Row, Table};
use billing::licences::Holder;
use leptos::prelude::*;

/// The list, with what can be done with those who are chosen.
#[component]
pub fn Holders(page: LicencesPage, chosen: LicencesOf, role: Role) -> impl IntoView {
    let locale = use_locale();
    if page.holders.is_empty() && !page.is_continued {
        return view! { <p>{td_string!(locale, licences.nobody)}</p> }.into_any();
    }
    let base = format!("{ADDRESS}?subscription={}", chosen.subscription);
    let older = page.older.as_ref().map(|after| format!("{base}&after={after}"));
    let newer = page.is_continued.then_some(base);
    let list = if role == Role::BillingContact { view! { <Choosable page chosen/> }.into_any() } else { view! { <List holders=page.holders/> }.into_any() };
    view! {
        {list}
        <Pager newer older newer_text=td_string!(locale, licences.first) older_text=td_string!(locale, licences.more)/>
    }
    .into_any()
}

#[component]
fn Choosable(page: LicencesPage, chosen: LicencesOf) -> impl IntoView {
    let locale = use_locale();
    let Attempts { change, change_error, .. } = expect_context();
    let selection = Selection::new("holder[]");
    let any_marked = page.holders.iter().any(|holder| holder.is_marked);
    let marks =
        chosen.shrinks.is_some().then(|| view! { <button class="button" type="submit" name="act" value="mark">{td_string!(locale, licences.mark)}</button> });
    let unmarks =
        any_marked.then(|| view! { <button class="button quiet" type="submit" name="act" value="unmark">{td_string!(locale, licences.unmark)}</button> });
    let refusal = move || {
        change_error.get().map(|error| {
            let text = if error.field() == Some("holder") { td_string!(locale, licences.choose_holders).to_owned() } else { error_text(locale, &error) };
            view! { <InlineAlert tone=BannerTone::Error><p>{text}</p></InlineAlert> }
        })
    };
    view! {
        <PostForm action=change page=format!("{ADDRESS}?subscription={}", chosen.subscription) class="form">
            <input type="hidden" name="subscription" value=chosen.subscription.clone()/>
            {refusal}
            <SelectionBar selection>
                <button class="button" type="submit" name="act" value="release">{td_string!(locale, licences.release)}</button>
                {marks}
                {unmarks}
            </SelectionBar>
            <List holders=page.holders selection/>
        </PostForm>
    }
    .into_any()
}

#[component]
fn List(holders: Vec<Holder>, #[prop(optional)] selection: Option<Selection>) -> impl IntoView {
    let locale = use_locale();
    let columns = vec![Column::text(td_string!(locale, licences.person)), Column::text(td_string!(locale, licences.email))];
    let row = |holder: Holder| {
        let Holder { person, is_marked } = holder;
        let name = if person.name.is_empty() { person.email.clone() } else { person.name };
        let mark = is_marked.then(|| view! { " "<Badge tone=BadgeTone::Notice text=td_string!(locale, licences.marked)/> });
        Row { id: person.email.clone(), cells: vec![view! { {name}{mark} }.into_any(), person.email.into_any()] }
    };
    let rows = holders.into_iter().map(row).collect();
    let caption = td_string!(locale, licences.holders);
    match selection {
        Some(selection) => view! { <Table caption columns rows selection/> }.into_any(),
        None => view! { <Table caption columns rows/> }.into_any(),
    }
}
