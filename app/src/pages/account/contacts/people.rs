//! The account's people, what each may do, and who gets invoices besides.

use super::{NAME, Refused, offered_rights, right_name};
use crate::api::contacts::{ChangeContact, ContactRow, ContactsPage as PageData, RemoveContact, SaveRecipients};
use crate::doors::customer::{CustomerDoor, DoorField, use_customer_door};
use crate::forms::{FunctionField, field_error};
use crate::texts::{error_text, td_string, use_language, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::disclosure::Disclosure;
use crate::ui::field::{Field, Presence, Ties};
use crate::ui::icon::Icon;
use crate::ui::text_area::TextArea;
use billing::corporate::ContactRight;
use billing::format;
use billing::input::LONGEST_NOTE;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// All of them.
#[component]
pub fn PeopleCard(page: PageData) -> impl IntoView {
    let locale = use_locale();
    let decides = page.right == ContactRight::Order;
    let own = page.own;
    let row = |contact: ContactRow| {
        let is_own = contact.person == own;
        view! { <Person contact is_own decides/> }
    };
    view! {
        <section class="card" aria-labelledby="people-title">
            <div class="card-head"><h2 id="people-title">{td_string!(locale, contacts.people)}</h2></div>
            <div class="card-body"><ul class="sign-ins">{page.contacts.into_iter().map(row).collect_view()}</ul></div>
        </section>
    }
    .into_any()
}

#[component]
fn Person(contact: ContactRow, is_own: bool, decides: bool) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let tone = if contact.right == ContactRight::Order { BadgeTone::Accent } else { BadgeTone::Plain };
    let login = match &contact.user_id {
        Some(user_id) if use_customer_door() == CustomerDoor::Corporate => Some(td_string!(locale, contacts.user_id, user_id = user_id.as_str()).to_string()),
        Some(_) => None,
        None => Some(td_string!(locale, contacts.no_login).to_owned()),
    };
    let last = match (contact.last_sign_in, &contact.user_id) {
        (Some(day), _) => Some(td_string!(locale, contacts.last_sign_in, date = format::date(day, language)).to_string()),
        (None, Some(_)) => Some(td_string!(locale, contacts.never_signed_in).to_owned()),
        (None, None) => None,
    };
    let note = login.into_iter().chain(last).collect::<Vec<_>>().join(" · ");
    view! {
        <li>
            <p class="account-name">
                {contact.name.clone()}{is_own.then(|| format!(" ({})", td_string!(locale, contacts.you)))}" "
                <Badge tone text=right_name(locale, contact.right)/>
            </p>
            <p class="account-note">{contact.email.clone()}</p>
            {(!note.is_empty()).then(|| view! { <p class="account-note">{note}</p> })}
            {decides.then(|| view! { <Changing contact is_own/> })}
        </li>
    }
    .into_any()
}

/// The forms of one person. They open by themselves where one was refused.
#[component]
fn Changing(contact: ContactRow, is_own: bool) -> impl IntoView {
    let locale = use_locale();
    let refused: Refused = expect_context();
    let posted = refused.of(ChangeContact::PATH).or_else(|| refused.of(RemoveContact::PATH));
    let posted = posted.filter(|posted| posted.value("person") == Some(contact.person.as_str()));
    let error = posted.as_ref().filter(|posted| posted.error.field() == Some("right")).map(|posted| error_text(locale, &posted.error));
    let (page, person, name) = (use_customer_door().page(NAME), contact.person.clone(), contact.name.clone());
    let warning = if is_own { td_string!(locale, contacts.leave_text) } else { td_string!(locale, contacts.remove_text) };
    let button = if is_own { td_string!(locale, contacts.leave).to_owned() } else { td_string!(locale, contacts.remove, name = name.as_str()).to_string() };
    let summary = td_string!(locale, contacts.change, name = name.as_str()).to_string();
    let forms = view! {
        <form class="form" method="post" action=page.clone() novalidate>
            <FunctionField function=ChangeContact::PATH/>
            <DoorField/>
            <input type="hidden" name="person" value=person.clone()/>
            <RightSelect id=format!("right-{person}") value=contact.right error=error.clone()/>
            <div class="actions"><button class="button" type="submit">{td_string!(locale, contacts.save)}<span class="hidden-text">{format!(": {name}")}</span></button></div>
        </form>
        <p>{warning}</p>
        <form method="post" action=page>
            <FunctionField function=RemoveContact::PATH/>
            <DoorField/>
            <input type="hidden" name="person" value=person/>
            <div class="actions"><button class="button danger" type="submit">{button}</button></div>
        </form>
    };
    if error.is_some() {
        view! { <div class="disclosure-body">{forms}</div> }.into_any()
    } else {
        view! { <Disclosure summary>{forms}</Disclosure> }.into_any()
    }
}

/// The drop-down list of rights; several stand on the page, so each has an id of its own.
#[component]
fn RightSelect(id: String, value: ContactRight, error: Option<String>) -> impl IntoView {
    let locale = use_locale();
    let opens_here = error.is_some();
    let error = Signal::stored(error);
    let ties = Ties::new(&id, None, error);
    let option = |right: ContactRight| view! { <option value=right.code() selected=right == value>{right_name(locale, right)}</option> };
    let options = offered_rights(use_customer_door()).into_iter().map(option).collect_view();
    view! {
        <Field name=id.clone() label=td_string!(locale, contacts.right) hint=None error>
            <span class="select">
                <select id=id name="right" autofocus=opens_here aria-invalid=move || ties.invalid() aria-describedby=move || ties.description()>{options}</select>
                <Icon name="chevron"/>
            </span>
        </Field>
    }
}

/// Who gets invoices besides the billing contact.
#[component]
pub fn RecipientsCard(page: PageData) -> impl IntoView {
    let locale = use_locale();
    let refused: Refused = expect_context();
    let title = view! { <div class="card-head"><h2 id="recipients-title">{td_string!(locale, details.recipients)}</h2></div> };
    if page.right != ContactRight::Order {
        let none = td_string!(locale, contacts.no_recipients).to_owned();
        let list = if page.recipients.is_empty() { none } else { page.recipients.join(", ") };
        return view! { <section class="card" aria-labelledby="recipients-title">{title}<div class="card-body"><p>{list}</p></div></section> }.into_any();
    }
    let posted = refused.of(SaveRecipients::PATH);
    let value = posted.as_ref().and_then(|posted| posted.value("recipients").map(ToOwned::to_owned)).unwrap_or_else(|| page.recipients.join("\n"));
    let error = Signal::stored(posted.map(|posted| posted.error));
    view! {
        <section class="card" aria-labelledby="recipients-title">
            {title}
            <div class="card-body">
                <form class="form" method="post" action=use_customer_door().page(NAME) novalidate>
                    <FunctionField function=SaveRecipients::PATH/>
                    <DoorField/>
                    <input type="hidden" name="version" value=page.version/>
                    <TextArea
                        name="recipients"
                        label=td_string!(locale, details.recipients_label)
                        hint=td_string!(locale, details.recipients_hint)
                        presence=Presence::Optional
                        limit=LONGEST_NOTE
                        value
                        error=field_error(error, "recipients")
                    />
                    <div class="actions"><button class="button" type="submit">{td_string!(locale, contacts.save_recipients)}</button></div>
                </form>
            </div>
        </section>
    }
    .into_any()
}
