//! The Billing Center's sign-in page.

use crate::api::ApiError;
use crate::api::session::{DemoSignIn, LoadSignIn, SignIn, SignInPage as PageData};
use crate::forms::{FunctionField, Posted, field_error, posted_value, use_posted};
use crate::pages::loaded::Loaded;
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::cells::CellLine;
use crate::ui::field::TextField;
use crate::ui::icon::Icon;
use crate::ui::language_switch::LanguageSwitch;
use crate::ui::page::{Page, PageKind, SkipLink};
use crate::wire::page_resource;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

/// E-mail and password; in a demonstration also who can sign in.
#[component]
pub fn SignInPage() -> impl IntoView {
    let locale = use_locale();
    let page = page_resource(|| LoadSignIn {});
    let posted = use_posted::<SignIn>();
    let title = td_string!(locale, sign_in.title);
    view! {
        <SkipLink/>
        <Page title kind=PageKind::SignIn>
            <Claim/>
            <div class="sign-in-body">
                <LanguageSwitch/>
                <div class="sign-in-form">
                    <h1>{title}</h1>
                    {posted.as_ref().map(|posted| view! { <Refusal error=posted.error.clone()/> })}
                    <SignInForm posted/>
                    <Loaded resource=page skeleton=|| () view=demo_sign_ins/>
                </div>
            </div>
        </Page>
    }
    .into_any()
}

/// The brand, and what it is for.
#[component]
fn Claim() -> impl IntoView {
    let locale = use_locale();
    view! {
        <div class="sign-in-panel">
            <p class="brand"><Icon name="brand"/><span>"Kontor"</span></p>
            <div class="sign-in-claim">
                <p>{td_string!(locale, sign_in.claim)}</p>
                <svg class="period-bar" aria-hidden="true" height="20">
                    <CellLine class="rest" end="100%" cells="30"/>
                    <CellLine class="past" end="66.667%" cells="20"/>
                    <line class="today" x1="66.667%" x2="66.667%" y1="1" y2="19"></line>
                </svg>
            </div>
        </div>
    }
}

/// Why the last try failed, unless the form says it at a field.
#[component]
fn Refusal(error: ApiError) -> impl IntoView {
    let locale = use_locale();
    if error.field().is_some() {
        return None;
    }
    let (tone, title) = match error {
        ApiError::TooManyTries { .. } => (BannerTone::Notice, td_string!(locale, sign_in.wait_title)),
        _ => (BannerTone::Error, td_string!(locale, sign_in.failed_title)),
    };
    Some(view! { <Banner tone title><p>{error_text(locale, &error)}</p></Banner> })
}

/// The form. It is left to the browser even where script runs, see [`sign_in`](crate::api::session::sign_in).
#[component]
fn SignInForm(posted: Option<Posted>) -> impl IntoView {
    let locale = use_locale();
    let email = posted_value(posted.as_ref(), "email");
    let asked = use_query_map().with_untracked(|query| query.get("next")).unwrap_or_default();
    let next = posted.as_ref().and_then(|posted| posted.value("next")).map_or(asked, ToOwned::to_owned);
    let error = Signal::stored(posted.map(|posted| posted.error));
    view! {
        <form class="form" method="post" action="/sign-in" novalidate>
            <FunctionField function=SignIn::PATH/>
            <input type="hidden" name="next" value=next/>
            <TextField name="email" label=td_string!(locale, sign_in.email) kind="email" autocomplete="username" value=email error=field_error(error, "email")/>
            <TextField name="password" label=td_string!(locale, sign_in.password) kind="password" autocomplete="current-password" error=field_error(error, "password")/>
            <button class="button primary wide" type="submit">{td_string!(locale, sign_in.submit)}</button>
        </form>
    }
}

/// Who can sign in to the demonstration; nothing elsewhere.
fn demo_sign_ins(page: PageData) -> AnyView {
    let locale = use_locale();
    let Some(password) = page.demo.first().map(|sign_in| sign_in.password.clone()) else { return ().into_any() };
    let row = |sign_in: DemoSignIn| view! { <div><dt><code>{sign_in.login}</code></dt><dd>{sign_in.who}</dd></div> };
    view! {
        <aside class="demo" aria-labelledby="demo-title">
            <h2 id="demo-title">{td_string!(locale, sign_in.demo.title)}</h2>
            <p>{td_string!(locale, sign_in.demo.password)}" "<code>{password}</code></p>
            <dl>{page.demo.into_iter().map(row).collect_view()}</dl>
        </aside>
    }
    .into_any()
}
