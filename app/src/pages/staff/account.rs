//! One account as the staff sees it: who it is, who belongs to it, who is invited.

mod invitations;
pub mod parts;
mod representative;
mod subscriptions;
pub mod terms;

use crate::api::ApiError;
use crate::api::staff::{
    AccountKind, AccountPage as PageData, AssignRepresentative, ChangeTerms, LoadStaffAccount, PersonRow, SendInvitationAgain, WithdrawInvitation,
};
use crate::forms::{FormAction, form_error, general_error, use_posted};
use crate::pages::loaded::{Loaded, load_after_answer};
use crate::texts::{Locale, error_text, td_string, use_language, use_locale};
use crate::ui::address::Address;
use crate::ui::badge::Badge;
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::method_text::method_name;
use crate::ui::page::Page;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::wire::page_resource;
use billing::corporate::{ContactRight, PaymentProfile};
use billing::{Language, Money, format};
use invitations::Invitations;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use parts::AccountHead;
use representative::RepresentativeCard;
use subscriptions::Subscriptions;
use terms::{TermsAttempt, TermsCard, days_text, self_service_text};

/// What can be done to an invitation, for its row.
#[derive(Clone, Copy)]
struct Actions {
    send_again: FormAction,
    withdraw: FormAction,
    assign: FormAction,
    terms: FormAction,
}

/// The page. `?done=` says what was just done.
#[component]
pub fn AccountPage() -> impl IntoView {
    let locale = use_locale();
    let parameters = use_params_map();
    let account = page_resource(move || LoadStaffAccount { number: parameters.read().get("number").unwrap_or_default() });
    let actions = Actions {
        send_again: FormAction::new::<SendInvitationAgain>(),
        withdraw: FormAction::new::<WithdrawInvitation>(),
        assign: FormAction::new::<AssignRepresentative>(),
        terms: FormAction::new::<ChangeTerms>(),
    };
    load_after_answer(actions.send_again, account);
    load_after_answer(actions.withdraw, account);
    load_after_answer(actions.assign, account);
    load_after_answer(actions.terms, account);
    provide_context(actions);
    let sent = form_error(actions.send_again, use_posted::<SendInvitationAgain>().as_ref());
    let withdrawn = form_error(actions.withdraw, use_posted::<WithdrawInvitation>().as_ref());
    let assigned = form_error(actions.assign, use_posted::<AssignRepresentative>().as_ref());
    let posted = use_posted::<ChangeTerms>();
    let terms_error = form_error(actions.terms, posted.as_ref());
    provide_context(TermsAttempt { error: terms_error, posted });
    let terms_above = general_error(terms_error, terms::FIELDS);
    let error = move || sent.get().or_else(|| withdrawn.get()).or_else(|| assigned.get()).or_else(|| terms_above.get());
    let query = use_query_map();
    let done = move || if error().is_some() || terms_error.get().is_some() { None } else { query.read().get("done").and_then(|done| done_text(locale, &done)) };
    view! {
        <Page title=td_string!(locale, staff.accounts.title)>
            {move || done().map(|text| view! { <Banner tone=BannerTone::Success><p>{text}</p></Banner> })}
            {move || error().map(|error| view! { <Failed error/> })}
            <Loaded resource=account skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn done_text(locale: Locale, done: &str) -> Option<&'static str> {
    match done {
        "created" => Some(td_string!(locale, staff.account.done_created)),
        "assigned" => Some(td_string!(locale, staff.account.done_assigned)),
        "terms" => Some(td_string!(locale, terms.done)),
        "sent" => Some(td_string!(locale, staff.account.done_sent)),
        "scheduled" => Some(td_string!(locale, staff.changes.done_scheduled)),
        "unscheduled" => Some(td_string!(locale, staff.changes.done_withdrawn)),
        "withdrawn" => Some(td_string!(locale, staff.account.done_withdrawn)),
        _ => None,
    }
}

#[component]
fn Failed(error: ApiError) -> impl IntoView {
    let locale = use_locale();
    view! { <Banner tone=BannerTone::Error title=td_string!(locale, staff.account.failed)><p>{error_text(locale, &error)}</p></Banner> }
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let name = page.party.name.clone();
    let kind = kind_text(locale, page.kind);
    let PageData { people, invitations, number, may_invite, running, currency, .. } = page.clone();
    let representative = view! { <RepresentativeCard page=page.clone()/> };
    let agreed = page.terms.filter(|_| may_invite).map(|terms| view! { <TermsCard page=page.clone() terms/> });
    view! {
        <AccountHead number=number.clone() name badge=view! { <Badge text=kind/> }.into_any()/>
        <div class="staff-account">
            <Facts page/>
            {representative}
            {agreed}
            <Subscriptions number=number.clone() rows=running currency/>
            <People people/>
            <Invitations number invitations may_invite/>
        </div>
    }
    .into_any()
}

fn kind_text(locale: Locale, kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Online => td_string!(locale, staff.account.kind_online),
        AccountKind::Corporate => td_string!(locale, staff.account.kind_corporate),
    }
}

fn profile_text(locale: Locale, profile: PaymentProfile) -> &'static str {
    match profile {
        PaymentProfile::Card => td_string!(locale, staff.account.profile_card),
        PaymentProfile::SepaDebit => td_string!(locale, staff.account.profile_debit),
        PaymentProfile::BankTransfer => td_string!(locale, staff.account.profile_transfer),
        PaymentProfile::Check => td_string!(locale, staff.account.profile_check),
    }
}

#[component]
fn Facts(page: PageData) -> impl IntoView {
    let locale = use_locale();
    let fact = |term: &'static str, value: String| view! { <div><dt>{term}</dt><dd>{value}</dd></div> };
    let language = match page.language {
        Language::De => td_string!(locale, staff.account.language_de),
        Language::En => td_string!(locale, staff.account.language_en),
    };
    let credit = format::money(Money::new(page.credit_minor, page.currency), use_language());
    let method = page.method.as_ref().map_or_else(|| td_string!(locale, staff.account.method_none).to_owned(), |method| method_name(locale, method));
    let recipients = if page.recipients.is_empty() { td_string!(locale, staff.account.recipients_none).to_owned() } else { page.recipients.join(", ") };
    let user_id = page.user_id.clone().map(|user_id| fact(td_string!(locale, staff.account.user_id), user_id));
    let profile = page.profile.map(|profile| fact(td_string!(locale, staff.account.profile), profile_text(locale, profile).to_owned()));
    let terms = page.terms.map(|terms| {
        let seats = self_service_text(locale, terms.self_service).to_owned();
        view! {
            {fact(td_string!(locale, terms.days), days_text(locale, terms.days))}
            {fact(td_string!(locale, terms.self_service), seats)}
        }
    });
    let vat_id = page.party.vat_id.clone().unwrap_or_else(|| td_string!(locale, staff.account.vat_id_none).to_owned());
    view! {
        <section class="card" aria-labelledby="facts-title">
            <div class="card-head"><h2 id="facts-title">{td_string!(locale, staff.account.facts)}</h2></div>
            <div class="card-body">
                <dl class="facts">
                    <div><dt>{td_string!(locale, staff.account.address)}</dt><dd><Address party=page.party language=use_language()/></dd></div>
                    {fact(td_string!(locale, staff.account.vat_id), vat_id)}
                    {fact(td_string!(locale, staff.account.currency), page.currency.code().to_owned())}
                    {fact(td_string!(locale, staff.account.language), language.to_owned())}
                    {fact(td_string!(locale, staff.account.subscriptions), page.subscriptions.to_string())}
                    {user_id}
                    {profile}
                    {terms}
                    {fact(td_string!(locale, staff.account.method), method)}
                    {fact(td_string!(locale, staff.account.credit), credit)}
                    {fact(td_string!(locale, staff.account.recipients), recipients)}
                </dl>
            </div>
        </section>
    }
    .into_any()
}

fn right_text(locale: Locale, right: ContactRight) -> &'static str {
    match right {
        ContactRight::Order => td_string!(locale, people.role_billing_contact),
        ContactRight::Pay => td_string!(locale, contacts.rights.pay),
        ContactRight::Read => td_string!(locale, contacts.rights.read),
    }
}

#[component]
fn People(people: Vec<PersonRow>) -> impl IntoView {
    let locale = use_locale();
    let is_empty = people.is_empty();
    let row = |person: PersonRow| {
        let address = format!("mailto:{}", person.contact.email);
        view! {
            <li>
                <p class="account-name">{person.contact.name}" "<Badge text=right_text(locale, person.right)/></p>
                <p class="account-note"><a href=address>{person.contact.email}</a></p>
            </li>
        }
    };
    let rows: Vec<_> = people.into_iter().map(row).collect();
    view! {
        <section class="card" aria-labelledby="people-title">
            <div class="card-head"><h2 id="people-title">{td_string!(locale, staff.account.people)}</h2></div>
            <div class="card-body">
                {if is_empty {
                    view! { <p>{td_string!(locale, staff.account.people_none)}</p> }.into_any()
                } else {
                    view! { <ul class="sign-ins">{rows}</ul> }.into_any()
                }}
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="page-head"><div><h1>{td_string!(use_locale(), staff.accounts.title)}</h1></div></div>
        <Placeholder kind=PlaceholderKind::Card/>
        <Placeholder kind=PlaceholderKind::Card/>
    }
}
