//! Inviting somebody into the account, and the invitations that wait.

use super::{NAME, Refused, offered_rights, right_name};
use crate::api::contacts::{GuestRow, InviteContact, SettleInvitation};
use crate::doors::customer::{DoorField, use_customer_door};
use crate::forms::{FunctionField, field_error, posted_value};
use crate::texts::{Locale, td_string, use_language, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::field::{FieldGroup, TextField};
use billing::corporate::ContactRight;
use billing::format;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The form that invites.
#[component]
pub fn InviteCard() -> impl IntoView {
    let locale = use_locale();
    let refused: Refused = expect_context();
    let posted = refused.of(InviteContact::PATH);
    let value = |name: &str| posted_value(posted.as_ref(), name);
    let (name, email, right) = (value("name"), value("email"), value("right"));
    let error = Signal::stored(posted.map(|posted| posted.error));
    let chosen = ContactRight::parse(&right).unwrap_or(ContactRight::Read);
    let option = |right: ContactRight| view! { <RadioLine name="right" value=right.code() label=right_name(locale, right) hint=right_hint(locale, right) checked=right == chosen/> };
    let options = offered_rights(use_customer_door()).into_iter().map(option).collect_view();
    view! {
        <section class="card" aria-labelledby="invite-title">
            <div class="card-head"><h2 id="invite-title">{td_string!(locale, contacts.invite)}</h2></div>
            <div class="card-body">
                <p>{td_string!(locale, contacts.invite_text)}</p>
                <form class="form" method="post" action=use_customer_door().page(NAME) novalidate>
                    <FunctionField function=InviteContact::PATH/>
                    <DoorField/>
                    <TextField name="name" label=td_string!(locale, contacts.name) autocomplete="off" value=name error=field_error(error, "name")/>
                    <TextField name="email" label=td_string!(locale, people.email) kind="email" autocomplete="off" value=email error=field_error(error, "email")/>
                    <FieldGroup name="right" legend=td_string!(locale, contacts.right) hint=None error=field_error(error, "right")>
                        <div class="check-list">{options}</div>
                    </FieldGroup>
                    <div class="actions"><button class="button primary" type="submit">{td_string!(locale, contacts.send_invitation)}</button></div>
                </form>
            </div>
        </section>
    }
    .into_any()
}

/// A radio button with its sentence; the whole line can be pressed.
#[component]
pub fn RadioLine(name: &'static str, value: &'static str, label: &'static str, hint: &'static str, checked: bool) -> impl IntoView {
    view! {
        <label class="check">
            <input type="radio" name=name value=value checked=checked/>
            <span class="check-text"><span>{label}</span><small>{hint}</small></span>
        </label>
    }
}

/// What a right means.
fn right_hint(locale: Locale, right: ContactRight) -> &'static str {
    match right {
        ContactRight::Order => td_string!(locale, contacts.rights.order_hint),
        ContactRight::Pay => td_string!(locale, contacts.rights.pay_hint),
        ContactRight::Read => td_string!(locale, contacts.rights.read_hint),
    }
}

/// The invitations that wait.
#[component]
pub fn GuestsCard(guests: Vec<GuestRow>) -> impl IntoView {
    let locale = use_locale();
    let rows = guests.into_iter().map(|guest| view! { <Guest guest/> }).collect_view();
    view! {
        <section class="card" aria-labelledby="guests-title">
            <div class="card-head"><h2 id="guests-title">{td_string!(locale, staff.account.invitations)}</h2></div>
            <div class="card-body"><ul class="sign-ins">{rows}</ul></div>
        </section>
    }
    .into_any()
}

#[component]
fn Guest(guest: GuestRow) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let (sent, until) = (format::date(guest.sent_on, language), format::date(guest.valid_until, language));
    let note = td_string!(locale, staff.account.invited, inviter = guest.invited_by, sent = sent, until = until).to_string();
    let over = guest.is_over.then(|| view! { " "<Badge tone=BadgeTone::Notice text=td_string!(locale, staff.account.over)/> });
    let button = |act: &'static str, class: &'static str, text: &'static str| {
        view! { <button class=class type="submit" name="act" value=act>{text}<span class="hidden-text">{format!(": {}", guest.name)}</span></button> }
    };
    let buttons = view! {
        {button("again", "button", td_string!(locale, staff.account.send_again))}
        {button("back", "button quiet", td_string!(locale, staff.account.withdraw))}
    };
    view! {
        <li>
            <p class="account-name">{guest.name.clone()}" "<Badge text=right_name(locale, guest.right)/>{over}</p>
            <p class="account-note">{guest.email}</p>
            <p class="account-note">{note}</p>
            <form method="post" action=use_customer_door().page(NAME)>
                <FunctionField function=SettleInvitation::PATH/>
                <DoorField/>
                <input type="hidden" name="invitation" value=guest.id/>
                <div class="actions">{buttons}</div>
            </form>
        </li>
    }
    .into_any()
}
