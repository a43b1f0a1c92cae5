//! The page of an invitation's link: who invites to what, and the one step that is left to accept.

use super::new_password::{NewPasswordField, PasswordCheck};
use crate::api::people::{AcceptAsSignedIn, AcceptInvitation, InvitationPage as PageData, InvitationStep, LinkEnd, LoadInvitation, OpenInvitation};
use crate::doors::customer::{CustomerDoor, DoorField, use_customer_door};
use crate::forms::{FunctionField, Posted, field_error, posted_value, sign_in_address, use_posted};
use crate::pages::loaded::Loaded;
use crate::pages::sign_in::Outside;
use crate::texts::{Locale, error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::field::TextField;
use crate::wire::page_resource;
use billing::corporate::ContactRight;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

/// The refused form of this visit, for the matter.
#[derive(Clone)]
struct Refused(Option<Posted>);

/// The page.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let locale = use_locale();
    let parameters = use_params_map();
    let door = use_customer_door();
    let page = page_resource(move || LoadInvitation { door: door.code().to_owned(), token: parameters.read().get("token").unwrap_or_default() });
    provide_context(Refused(use_posted::<AcceptInvitation>().or_else(use_posted::<AcceptAsSignedIn>)));
    view! {
        <Outside title=td_string!(locale, people.invitation.page) claim=td_string!(locale, sign_in.claim)>
            <Loaded resource=page skeleton=|| () view=show/>
        </Outside>
    }
    .into_any()
}

fn show(page: PageData) -> AnyView {
    match page {
        PageData::Open(invitation) => open(*invitation),
        PageData::Over(end) => over(end),
    }
}

/// One page for all links that lead no further; what to do depends on why, where that can be known.
fn over(end: LinkEnd) -> AnyView {
    let locale = use_locale();
    let text = match end {
        LinkEnd::Used => td_string!(locale, people.over.used),
        LinkEnd::Withdrawn => td_string!(locale, people.over.withdrawn),
        LinkEnd::Expired => td_string!(locale, people.over.expired),
        LinkEnd::Unknown => td_string!(locale, people.over.unknown),
    };
    view! {
        <h1>{td_string!(locale, people.over.title)}</h1>
        <p class="lead">{text}</p>
        <p class="actions"><a class="button" href=use_customer_door().sign_in() rel="external">{td_string!(locale, people.to_sign_in)}</a></p>
    }
    .into_any()
}

fn open(invitation: OpenInvitation) -> AnyView {
    let locale = use_locale();
    let Refused(posted) = expect_context();
    let OpenInvitation { invited_by, seller, account_name, account_number, .. } = &invitation;
    let lead = if invitation.by_colleague {
        let right = match invitation.right {
            ContactRight::Order => td_string!(locale, people.invitation.may_order),
            ContactRight::Pay => td_string!(locale, people.invitation.may_pay),
            ContactRight::Read => td_string!(locale, people.invitation.may_read),
        };
        let lead = td_string!(locale, people.invitation.lead_colleague, inviter = invited_by, account = account_name, number = account_number);
        format!("{lead} {right}")
    } else {
        td_string!(locale, people.invitation.lead, inviter = invited_by, seller = seller, account = account_name, number = account_number).to_string()
    };
    let title = td_string!(locale, people.invitation.title, account = account_name).to_string();
    let refusal = posted.as_ref().filter(|posted| posted.error.field().is_none()).map(|posted| error_text(locale, &posted.error));
    let refusal = refusal.map(|text| view! { <Banner tone=BannerTone::Error><p>{text}</p></Banner> });
    view! {
        <h1>{title}</h1>
        <p class="lead">{lead}</p>
        {refusal}
        {step(locale, invitation, posted)}
    }
    .into_any()
}

fn step(locale: Locale, invitation: OpenInvitation, posted: Option<Posted>) -> AnyView {
    let OpenInvitation { token, email, login, name, step, .. } = invitation;
    let door = use_customer_door();
    let (page, sign_out) = match door {
        CustomerDoor::BillingCenter => (format!("/invitation/{token}"), "/sign-out"),
        CustomerDoor::Corporate => (format!("/corporate/invitation/{token}"), "/corporate/sign-out"),
    };
    match step {
        InvitationStep::SetPassword => view! { <NewcomerForm page token logins=(email, login) name posted/> }.into_any(),
        InvitationStep::SignIn => view! {
            <p>{td_string!(locale, people.invitation.sign_in, email = email).to_string()}</p>
            <p class="actions"><a class="button primary" href=sign_in_address(&page) rel="external">{td_string!(locale, sign_in.submit)}</a></p>
        }
        .into_any(),
        InvitationStep::Accept => view! {
            <p>{td_string!(locale, people.invitation.signed_in, name = name).to_string()}</p>
            // Left to the browser: the page that follows is another account's.
            <form class="form" method="post" action=page>
                <FunctionField function=AcceptAsSignedIn::PATH/>
                <DoorField/>
                <input type="hidden" name="token" value=token/>
                <button class="button primary wide" type="submit">{td_string!(locale, people.invitation.accept)}</button>
            </form>
        }
        .into_any(),
        InvitationStep::Switch { signed_in } => view! {
            <p>{td_string!(locale, people.invitation.somebody_else, name = signed_in, email = email).to_string()}</p>
            <form class="form" method="post" action=sign_out>
                <input type="hidden" name="next" value=page/>
                <button class="button primary wide" type="submit">{td_string!(locale, people.invitation.switch)}</button>
            </form>
        }
        .into_any(),
    }
}

/// Name and password of somebody new. Left to the browser, which then offers to keep the password.
#[component]
fn NewcomerForm(
    page: String,
    token: String,
    /// Mail address, and what they will sign in with.
    logins: (String, String),
    name: String,
    posted: Option<Posted>,
) -> impl IntoView {
    let locale = use_locale();
    let (email, login) = logins;
    let check = PasswordCheck::new(&email);
    let login = match use_customer_door() {
        CustomerDoor::BillingCenter => td_string!(locale, people.invitation.login, email = login).to_string(),
        CustomerDoor::Corporate => td_string!(locale, people.invitation.user_id, email = login).to_string(),
    };
    let typed = posted_value(posted.as_ref(), "name");
    let name = if typed.is_empty() { name } else { typed };
    let error = Signal::stored(posted.map(|posted| posted.error));
    view! {
        <p>{login}</p>
        <form class="form" method="post" action=page novalidate on:submit=move |event| check.on_submit(&event)>
            <FunctionField function=AcceptInvitation::PATH/>
            <DoorField/>
            <input type="hidden" name="token" value=token/>
            <TextField name="name" label=td_string!(locale, people.name) autocomplete="name" value=name error=field_error(error, "name")/>
            <NewPasswordField label=td_string!(locale, people.password) check error=field_error(error, "password")/>
            <button class="button primary wide" type="submit">{td_string!(locale, people.invitation.accept)}</button>
        </form>
    }
}
