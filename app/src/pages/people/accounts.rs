//! The choice between the accounts that a person belongs to.

use crate::api::people::{AccountChoice, AccountsPage as PageData, LoadAccounts, SwitchAccount};
use crate::api::session::Role;
use crate::forms::{FunctionField, use_posted};
use crate::pages::loaded::Loaded;
use crate::texts::{Locale, error_text, td_string, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::page::{Page, PageKind};
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::wire::page_resource;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The page's address, which its forms are posted to.
pub const ADDRESS: &str = "/billing/accounts";

/// The page.
#[component]
pub fn AccountsPage() -> impl IntoView {
    let locale = use_locale();
    let page = page_resource(|| LoadAccounts {});
    let refusal = use_posted::<SwitchAccount>().map(|posted| {
        view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &posted.error)}</p></Banner> }
    });
    view! {
        <Page title=td_string!(locale, people.accounts.title) kind=PageKind::Narrow>
            {refusal}
            <Loaded resource=page skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="page-head"><div><h1>{td_string!(use_locale(), people.accounts.title)}</h1></div></div>
        <Placeholder kind=PlaceholderKind::Card/>
    }
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let lead = if page.accounts.len() > 1 { td_string!(locale, people.accounts.lead) } else { td_string!(locale, people.accounts.single) };
    let choices: Vec<_> = page.accounts.into_iter().map(|choice| view! { <Choice choice/> }).collect();
    view! {
        <div class="page-head">
            <div>
                <h1>{td_string!(locale, people.accounts.title)}</h1>
                <p class="lead">{lead}</p>
            </div>
        </div>
        <ul class="account-choices">{choices}</ul>
    }
    .into_any()
}

#[component]
fn Choice(choice: AccountChoice) -> impl IntoView {
    let locale = use_locale();
    let AccountChoice { account, name, number, role, is_current } = choice;
    let way = if is_current {
        view! { <Badge tone=BadgeTone::Accent text=td_string!(locale, people.accounts.current)/> }.into_any()
    } else {
        view! {
            // Left to the browser, see `switch_account`.
            <form method="post" action=ADDRESS>
                <FunctionField function=SwitchAccount::PATH/>
                <input type="hidden" name="account" value=account/>
                <button class="button" type="submit">
                    {td_string!(locale, people.accounts.choose)}<span class="hidden-text">{format!(": {name}")}</span>
                </button>
            </form>
        }
        .into_any()
    };
    view! {
        <li>
            <div>
                <p class="account-name">{name.clone()}</p>
                <p class="account-note">{td_string!(locale, people.accounts.number, number = number).to_string()}" · "{role_text(locale, role)}</p>
            </div>
            {way}
        </li>
    }
}

/// A role in words.
pub fn role_text(locale: Locale, role: Role) -> &'static str {
    match role {
        Role::BillingContact => td_string!(locale, people.role_billing_contact),
        Role::Member => td_string!(locale, people.role_member),
    }
}
