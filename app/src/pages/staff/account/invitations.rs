//! The open invitations of an account: sent once more, or taken back.

use super::Actions;
use crate::api::staff::InvitationRow;
use crate::forms::{FormAction, PostForm};
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::button::SubmitButton;
use billing::format;
use leptos::prelude::*;

/// The list; nothing where nobody is invited.
#[component]
pub fn Invitations(number: String, invitations: Vec<InvitationRow>, may_invite: bool) -> impl IntoView {
    let locale = use_locale();
    if invitations.is_empty() {
        return None;
    }
    let rows: Vec<_> = invitations.into_iter().map(|invitation| view! { <Row number=number.clone() invitation may_invite/> }).collect();
    Some(view! {
        <section class="card" aria-labelledby="invitations-title">
            <div class="card-head"><h2 id="invitations-title">{td_string!(locale, staff.account.invitations)}</h2></div>
            <div class="card-body"><ul class="sign-ins">{rows}</ul></div>
        </section>
    })
}

#[component]
fn Row(number: String, invitation: InvitationRow, may_invite: bool) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let Actions { send_again, withdraw, .. } = expect_context();
    let (sent, until) = (format::date(invitation.sent_on, language), format::date(invitation.valid_until, language));
    let note = td_string!(locale, staff.account.invited, inviter = invitation.invited_by, sent = sent, until = until).to_string();
    let (tone, state) = if invitation.is_over {
        (BadgeTone::Notice, td_string!(locale, staff.account.over))
    } else {
        (BadgeTone::Plain, td_string!(locale, staff.account.open))
    };
    let name = invitation.contact.name.clone();
    let button = move |action: FormAction, class: &'static str, text: &'static str| {
        let (number, id, name) = (number.clone(), invitation.id.clone(), name.clone());
        view! {
            <PostForm action page=format!("/staff/accounts/{number}") class="inline-form">
                <input type="hidden" name="number" value=number.clone()/>
                <input type="hidden" name="invitation" value=id/>
                <SubmitButton class pending=action.pending()>{text}<span class="hidden-text">{format!(": {name}")}</span></SubmitButton>
            </PostForm>
        }
    };
    let buttons = may_invite.then(|| {
        view! {
            <div class="actions">
                {button(send_again, "button", td_string!(locale, staff.account.send_again))}
                {button(withdraw, "button quiet", td_string!(locale, staff.account.withdraw))}
            </div>
        }
    });
    view! {
        <li>
            <p class="account-name">{invitation.contact.name}" "<Badge tone text=state/></p>
            <p class="account-note">{invitation.contact.email}</p>
            <p class="account-note">{note}</p>
            {buttons}
        </li>
    }
    .into_any()
}
