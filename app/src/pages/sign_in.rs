//! The sign-in pages of all doors: they differ in where they lead and what they say.

use crate::api::ApiError;
use crate::api::session::{DemoSignIn, LoadSignIn, SignIn, SignInPage as PageData};
use crate::forms::{FunctionField, Posted, field_error, posted_value, use_posted};
use crate::pages::loaded::Loaded;
use crate::texts::{Locale, error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::cells::CellLine;
use crate::ui::field::TextField;
use crate::ui::icon::Icon;
use crate::ui::language_switch::LanguageSwitch;
use crate::ui::page::{Page, PageKind, SkipLink};
use crate::wire::{PageResource, page_resource};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

/// How the sign-in page of a door differs from the others.
#[derive(Clone, Copy)]
pub struct Door {
    /// Its address.
    pub page: &'static str,
    /// The server function of its form.
    pub function: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What the portal is for, in the eyes of who comes in here.
    pub claim: &'static str,
    /// What people sign in with.
    pub login: LoginField,
    /// Where a forgotten password leads; none where the operator helps.
    pub forgot: Option<&'static str>,
    /// The door that customers take this one for; none where there is none.
    pub other: Option<OtherDoor>,
}

/// What people sign in with at a door.
#[derive(Clone, Copy)]
pub struct LoginField {
    /// The field's name.
    pub name: &'static str,
    /// Its label.
    pub label: &'static str,
    /// The control's `type`.
    pub kind: &'static str,
    /// Where to find it, if that has to be said.
    pub hint: Option<&'static str>,
}

impl LoginField {
    /// A mail address.
    pub fn mail(locale: Locale) -> Self {
        Self { name: "email", label: td_string!(locale, sign_in.email), kind: "email", hint: None }
    }
}

/// The way to another door.
#[derive(Clone, Copy)]
pub struct OtherDoor {
    /// Its sign-in page.
    pub address: &'static str,
    /// Who belongs there.
    pub question: &'static str,
    /// What the link says.
    pub link: &'static str,
}

/// The Billing Center's: e-mail and password; in a demonstration also who can sign in.
#[component]
pub fn SignInPage() -> impl IntoView {
    let locale = use_locale();
    let page = page_resource(|| LoadSignIn {});
    let door = Door {
        page: "/sign-in",
        function: SignIn::PATH,
        title: td_string!(locale, sign_in.title),
        claim: td_string!(locale, sign_in.claim),
        login: LoginField::mail(locale),
        forgot: Some("/forgot-password"),
        other: Some(OtherDoor {
            address: "/corporate/sign-in",
            question: td_string!(locale, sign_in.corporate_question),
            link: td_string!(locale, sign_in.to_corporate),
        }),
    };
    let posted = use_posted::<SignIn>();
    view! { <DoorPage door page posted/> }
}

/// The sign-in page of a door.
#[component]
pub fn DoorPage(door: Door, page: PageResource<PageData>, posted: Option<Posted>) -> impl IntoView {
    let has_password_set = use_query_map().with_untracked(|query| query.get("notice").as_deref() == Some("password_set"));
    let notice = (posted.is_none() && has_password_set).then(|| {
        view! { <Banner tone=BannerTone::Success><p>{td_string!(use_locale(), sign_in.password_set)}</p></Banner> }
    });
    view! {
        <Outside title=door.title claim=door.claim>
            <h1>{door.title}</h1>
            {notice}
            {posted.as_ref().map(|posted| view! { <Refusal error=posted.error.clone()/> })}
            <SignInForm door posted/>
            {door.other.map(|other| view! { <WayToOther other/> })}
            <Loaded resource=page skeleton=|| () view=demo_sign_ins/>
        </Outside>
    }
    .into_any()
}

/// A page for who is not signed in: the brand and what it is for, and beside it the matter.
#[component]
pub fn Outside(#[prop(into)] title: String, claim: &'static str, children: Children) -> impl IntoView {
    view! {
        <SkipLink/>
        <Page title kind=PageKind::SignIn>
            <Claim claim/>
            <div class="sign-in-body">
                <LanguageSwitch/>
                <div class="sign-in-form">{children()}</div>
            </div>
        </Page>
    }
    .into_any()
}

/// The brand, and what it is for.
#[component]
fn Claim(claim: &'static str) -> impl IntoView {
    view! {
        <div class="sign-in-panel">
            <p class="brand"><Icon name="brand"/><span>"Kontor"</span></p>
            <div class="sign-in-claim">
                <p>{claim}</p>
                <svg class="period-bar" aria-hidden="true" height="20">
                    <CellLine class="rest" end="100%" cells="30"/>
                    <CellLine class="past" end="66.667%" cells="20"/>
                    <line class="today" x1="66.667%" x2="66.667%" y1="1" y2="19"></line>
                </svg>
            </div>
        </div>
    }
}

/// Who has come to the wrong door finds the right one.
#[component]
fn WayToOther(other: OtherDoor) -> impl IntoView {
    view! { <p class="sign-in-links">{other.question}" "<a href=other.address>{other.link}</a></p> }
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
        // The two sentences by which customers of this door know what is wrong.
        ApiError::UserIdUnknown => (BannerTone::Error, td_string!(locale, corporate.sign_in.unknown)),
        ApiError::UserIdOrPasswordWrong => (BannerTone::Error, td_string!(locale, corporate.sign_in.wrong)),
        ApiError::CorporateAccount => (BannerTone::Notice, td_string!(locale, sign_in.corporate_title)),
        _ => (BannerTone::Error, td_string!(locale, sign_in.failed_title)),
    };
    let way = (error == ApiError::CorporateAccount).then(|| {
        view! { <p class="actions"><a class="button" href="/corporate/sign-in">{td_string!(locale, sign_in.to_corporate)}</a></p> }
    });
    Some(view! { <Banner tone title><p>{error_text(locale, &error)}</p>{way}</Banner> })
}

/// The form. It is left to the browser even where script runs, see [`sign_in`](crate::api::session::sign_in).
#[component]
fn SignInForm(door: Door, posted: Option<Posted>) -> impl IntoView {
    let locale = use_locale();
    let LoginField { name, label, kind, hint } = door.login;
    let login = posted_value(posted.as_ref(), name);
    let asked = use_query_map().with_untracked(|query| query.get("next")).unwrap_or_default();
    let next = posted.as_ref().and_then(|posted| posted.value("next")).map_or(asked, ToOwned::to_owned);
    let error = Signal::stored(posted.map(|posted| posted.error));
    let login = match hint {
        Some(hint) => view! { <TextField name label kind hint autocomplete="username" value=login error=field_error(error, name)/> }.into_any(),
        None => view! { <TextField name label kind autocomplete="username" value=login error=field_error(error, name)/> }.into_any(),
    };
    let forgot = door.forgot.map(|address| view! { <p class="sign-in-links"><a href=address>{td_string!(locale, sign_in.forgot)}</a></p> });
    view! {
        <form class="form" method="post" action=door.page novalidate>
            <FunctionField function=door.function/>
            <input type="hidden" name="next" value=next/>
            {login}
            <TextField name="password" label=td_string!(locale, sign_in.password) kind="password" autocomplete="current-password" error=field_error(error, "password")/>
            <button class="button primary wide" type="submit">{td_string!(locale, sign_in.submit)}</button>
        </form>
        {forgot}
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
