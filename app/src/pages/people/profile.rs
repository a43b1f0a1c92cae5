//! A person's own page: their password, and where they are signed in.

use super::new_password::{NewPasswordField, PasswordCheck};
use crate::api::ApiError;
use crate::api::people::{ChangePassword, LoadProfile, ProfilePage as PageData, SaveProfile, SignInRow, SignOutElsewhere};
use crate::doors::customer::{DoorField, use_customer_door};
use crate::forms::{FormAction, FunctionField, PostForm, Posted, field_error, form_error, general_error, use_posted};
use crate::pages::loaded::{Loaded, load_after_success};
use crate::texts::{error_text, td_string, use_language, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::choice::Choice;
use crate::ui::field::{FieldGroup, TextField};
use crate::ui::page::{Page, PageKind};
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::segments::Segments;
use crate::wire::page_resource;
use billing::{Language, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

/// The name of the page behind its door.
const NAME: &str = "profile";

/// What the form needs of the page.
#[derive(Clone, Copy)]
struct Attempt {
    action: FormAction,
    error: Signal<Option<ApiError>>,
    /// The refused form of name and language.
    saving: StoredValue<Option<Posted>>,
}

/// The page. `?done=` says what was just done.
#[component]
pub fn ProfilePage() -> impl IntoView {
    let locale = use_locale();
    let door = use_customer_door();
    let page = page_resource(move || LoadProfile { door: door.code().to_owned() });
    let saving = use_posted::<SaveProfile>();
    let action = FormAction::new::<ChangePassword>();
    let posted = use_posted::<ChangePassword>();
    // Other sign-ins end with the old password, and the fields are empty again.
    load_after_success(action, page);
    provide_context(Attempt { action, error: form_error(action, posted.as_ref()), saving: StoredValue::new(saving) });
    let query = use_query_map();
    let done = move || match query.read().get("done").as_deref() {
        Some("saved") => Some(td_string!(locale, people.profile.saved)),
        Some("password") => Some(td_string!(locale, people.profile.password_done)),
        Some("elsewhere") => Some(td_string!(locale, people.profile.elsewhere_done)),
        _ => None,
    };
    view! {
        <Page title=td_string!(locale, people.profile.title) kind=PageKind::Narrow>
            {move || done().map(|text| view! { <Banner tone=BannerTone::Success><p>{text}</p></Banner> })}
            <Loaded resource=page skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="page-head"><div><h1>{td_string!(use_locale(), people.profile.title)}</h1></div></div>
        <Placeholder kind=PlaceholderKind::Card/>
        <Placeholder kind=PlaceholderKind::Card/>
    }
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    view! {
        <div class="page-head">
            <div>
                <h1>{page.name.clone()}</h1>
                <p class="lead">{td_string!(locale, people.profile.lead, email = &page.login).to_string()}</p>
            </div>
        </div>
        <PersonCard name=page.name.clone()/>
        <PasswordCard email=page.email/>
        <SignInsCard sign_ins=page.sign_ins/>
    }
    .into_any()
}

/// Name and language. Left to the browser: what follows may be in the other language.
#[component]
fn PersonCard(name: String) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let Attempt { saving, .. } = expect_context();
    let saving = saving.get_value();
    let name = saving.as_ref().and_then(|saving| saving.value("name").map(ToOwned::to_owned)).unwrap_or(name);
    let error = Signal::stored(saving.map(|saving| saving.error));
    let languages = vec![Choice::new(Language::De.code(), "Deutsch"), Choice::new(Language::En.code(), "English")];
    view! {
        <section class="card" aria-labelledby="person-title">
            <div class="card-head"><h2 id="person-title">{td_string!(locale, people.profile.person_title)}</h2></div>
            <div class="card-body">
                <form class="form" method="post" action=use_customer_door().page(NAME) novalidate>
                    <FunctionField function=SaveProfile::PATH/>
                    <DoorField/>
                    <TextField name="name" label=td_string!(locale, people.name) autocomplete="name" value=name error=field_error(error, "name")/>
                    <FieldGroup name="language" legend=td_string!(locale, people.profile.language) hint=None error=field_error(error, "language")>
                        <Segments name="language" options=languages value=language.code()/>
                    </FieldGroup>
                    <div class="actions"><button class="button" type="submit">{td_string!(locale, people.profile.save)}</button></div>
                </form>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn PasswordCard(email: String) -> impl IntoView {
    let locale = use_locale();
    let Attempt { action, error, .. } = expect_context();
    let check = PasswordCheck::new(&email);
    let above = general_error(error, &["old_password", "password"]);
    view! {
        <section class="card" aria-labelledby="password-title">
            <div class="card-head"><h2 id="password-title">{td_string!(locale, people.profile.password_title)}</h2></div>
            <div class="card-body">
                <p>{td_string!(locale, people.profile.password_lead)}</p>
                {move || above.get().map(|error| view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &error)}</p></Banner> })}
                <PostForm action page=use_customer_door().page(NAME)>
                    <DoorField/>
                    <TextField
                        name="old_password"
                        label=td_string!(locale, people.old_password)
                        kind="password"
                        autocomplete="current-password"
                        error=field_error(error, "old_password")
                    />
                    <NewPasswordField label=td_string!(locale, people.new_password) check error=field_error(error, "password")/>
                    <SubmitButton pending=action.pending()>{td_string!(locale, people.profile.password_submit)}</SubmitButton>
                </PostForm>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn SignInsCard(sign_ins: Vec<SignInRow>) -> impl IntoView {
    let locale = use_locale();
    let way = if sign_ins.len() > 1 {
        view! {
            <form method="post" action=use_customer_door().page(NAME)>
                <FunctionField function=SignOutElsewhere::PATH/>
                <DoorField/>
                <button class="button" type="submit">{td_string!(locale, people.profile.elsewhere)}</button>
            </form>
        }
        .into_any()
    } else {
        view! { <p>{td_string!(locale, people.profile.only_here)}</p> }.into_any()
    };
    let rows: Vec<_> = sign_ins.into_iter().map(|sign_in| view! { <Row sign_in/> }).collect();
    view! {
        <section class="card" aria-labelledby="sign-ins-title">
            <div class="card-head"><h2 id="sign-ins-title">{td_string!(locale, people.profile.sign_ins_title)}</h2></div>
            <div class="card-body">
                <ul class="sign-ins">{rows}</ul>
                {way}
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Row(sign_in: SignInRow) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let SignInRow { device, since, last_used, is_current } = sign_in;
    let device = if device.is_empty() { td_string!(locale, people.profile.unknown_device).to_owned() } else { device };
    let (since, last) = (format::date(since, language), format::date(last_used, language));
    view! {
        <li>
            <p class="account-name">
                {device}
                {is_current.then(|| view! { " "<Badge tone=BadgeTone::Accent text=td_string!(locale, people.profile.this_device)/> })}
            </p>
            <p class="account-note">{td_string!(locale, people.profile.since, since = since, last = last).to_string()}</p>
        </li>
    }
}
