//! A member of staff's own sign-in: setting up a second factor, its recovery codes, turning it off. Its forms are left to the
//! browser even where script runs: what is shown once comes with a page.

use crate::api::ApiError;
use crate::api::staff::security::{
    Factor, LoadSecurity, Offer, OfferSecondFactor, RenewRecoveryCodes, SecurityPage as PageData, TurnOffSecondFactor, TurnOnSecondFactor,
};
use crate::forms::{FUNCTION_FIELD, FunctionField, Posted, field_error, use_posted};
use crate::pages::loaded::Loaded;
use crate::texts::{error_text, td_string, use_language, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::code::{Code, LongCode};
use crate::ui::field::TextField;
use crate::ui::page::{Page, PageKind};
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::wire::page_resource;
use billing::format;
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

const ADDRESS: &str = "/staff/security";

/// What was refused.
#[derive(Clone)]
struct Refused(StoredValue<Option<Posted>>);

impl Refused {
    /// Why, for the one form that is on the page.
    fn error() -> Signal<Option<ApiError>> {
        let Self(refused) = expect_context();
        Signal::stored(refused.with_value(|posted| posted.as_ref().map(|posted| posted.error.clone())))
    }
}

/// The page. `?done=` says what was just done.
#[component]
pub fn SecurityPage() -> impl IntoView {
    let locale = use_locale();
    let page = page_resource(|| LoadSecurity {});
    let posted = use_posted::<TurnOnSecondFactor>().or_else(use_posted::<RenewRecoveryCodes>).or_else(use_posted::<TurnOffSecondFactor>);
    let above = posted.as_ref().map(|posted| posted.error.clone()).filter(|error| error.field().is_none());
    let done = if posted.is_some() { None } else { use_query_map().with_untracked(|query| query.get("done")) };
    provide_context(Refused(StoredValue::new(posted)));
    let done = match done.as_deref() {
        Some("on") => Some(td_string!(locale, staff.security.done_on)),
        Some("codes") => Some(td_string!(locale, staff.security.done_codes)),
        Some("off") => Some(td_string!(locale, staff.security.done_off)),
        _ => None,
    };
    view! {
        <Page title=td_string!(locale, staff.security.title) kind=PageKind::Narrow>
            {done.map(|text| view! { <Banner tone=BannerTone::Success><p>{text}</p></Banner> })}
            {above.map(|error| view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &error)}</p></Banner> })}
            <Loaded resource=page skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <PageHead title=td_string!(use_locale(), staff.security.title)/>
        <Placeholder kind=PlaceholderKind::Card/>
    }
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let PageData { email, factor, is_required, fresh_codes } = page;
    let needs_one = is_required && !matches!(factor, Factor::On { .. });
    let codes = (!fresh_codes.is_empty()).then(|| view! { <FreshCodes codes=fresh_codes/> });
    let badge = match factor {
        Factor::On { .. } => view! { <Badge tone=BadgeTone::Accent text=td_string!(locale, staff.security.on)/> },
        Factor::Off | Factor::Offered(_) => view! { <Badge text=td_string!(locale, staff.security.off)/> },
    };
    view! {
        <PageHead title=td_string!(locale, staff.security.title) lead=td_string!(locale, staff.security.lead, email = email.as_str()).to_string()/>
        {needs_one.then(|| view! { <Banner tone=BannerTone::Notice><p>{td_string!(locale, staff.security.needed)}</p></Banner> })}
        {codes}
        <section class="card" aria-labelledby="factor-title">
            <div class="card-head"><h2 id="factor-title">{td_string!(locale, staff.security.factor)}</h2>{badge}</div>
            <div class="card-body">
                {match factor {
                    Factor::Off => off(),
                    Factor::Offered(offer) => offered(offer),
                    Factor::On { since, recovery_codes } => on(since, recovery_codes, is_required),
                }}
            </div>
        </section>
    }
    .into_any()
}

fn off() -> AnyView {
    let locale = use_locale();
    view! {
        <p>{td_string!(locale, staff.security.off_text)}</p>
        <form method="post" action=ADDRESS>
            <FunctionField function=OfferSecondFactor::PATH/>
            <button class="button primary" type="submit">{td_string!(locale, staff.security.set_up)}</button>
        </form>
    }
    .into_any()
}

/// Scan or type, then confirm.
fn offered(offer: Offer) -> AnyView {
    let locale = use_locale();
    let error = Refused::error();
    let picture = (offer.side > 0).then(|| {
        view! {
            <svg class="qr-code" role="img" aria-label=td_string!(locale, staff.security.picture) viewBox=format!("0 0 {0} {0}", offer.side) shape-rendering="crispEdges">
                <path d=offer.path></path>
            </svg>
        }
    });
    view! {
        <ol class="factor-steps">
            <li>
                <p>{td_string!(locale, staff.security.scan)}</p>
                {picture}
                <p>{td_string!(locale, staff.security.or_type)}</p>
                <p><LongCode text=offer.secret/></p>
            </li>
            <li>
                <form class="form" method="post" action=ADDRESS novalidate>
                    <FunctionField function=TurnOnSecondFactor::PATH/>
                    <TextField
                        name="code"
                        label=td_string!(locale, staff.security.first_code)
                        hint=td_string!(locale, staff.security.code_hint)
                        autocomplete="one-time-code"
                        error=field_error(error, "code")
                    />
                    <button class="button primary" type="submit">{td_string!(locale, staff.security.turn_on)}</button>
                </form>
            </li>
        </ol>
        <form method="post" action=ADDRESS>
            <FunctionField function=OfferSecondFactor::PATH/>
            <button class="button quiet" type="submit">{td_string!(locale, staff.security.another)}</button>
        </form>
    }
    .into_any()
}

/// On, and what can be done about it with one more code.
fn on(since: NaiveDate, recovery_codes: i64, is_required: bool) -> AnyView {
    let locale = use_locale();
    let error = Refused::error();
    let since = format::date(since, use_language());
    let note = if is_required { td_string!(locale, staff.security.turn_off_required) } else { td_string!(locale, staff.security.turn_off_text) };
    view! {
        <p>{td_string!(locale, staff.security.since, date = since).to_string()}</p>
        <p>{td_string!(locale, staff.security.codes_left, count = recovery_codes).to_string()}</p>
        // Two buttons, one code: the button says which function it is for.
        <form class="form" method="post" action=ADDRESS novalidate>
            <TextField
                name="code"
                label=td_string!(locale, staff.security.code)
                hint=td_string!(locale, staff.security.confirm_hint)
                autocomplete="one-time-code"
                error=field_error(error, "code")
            />
            <p class="account-note">{td_string!(locale, staff.security.renew_text)}" "{note}</p>
            <div class="actions">
                <button class="button" type="submit" name=FUNCTION_FIELD value=RenewRecoveryCodes::PATH>{td_string!(locale, staff.security.renew)}</button>
                <button class="button" type="submit" name=FUNCTION_FIELD value=TurnOffSecondFactor::PATH>{td_string!(locale, staff.security.turn_off)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// Shown once.
#[component]
fn FreshCodes(codes: Vec<String>) -> impl IntoView {
    let locale = use_locale();
    let rows: Vec<_> = codes.into_iter().map(|code| view! { <li><Code text=code/></li> }).collect();
    view! {
        <section class="card" aria-labelledby="codes-title">
            <div class="card-head"><h2 id="codes-title">{td_string!(locale, staff.security.codes)}</h2></div>
            <div class="card-body">
                <p>{td_string!(locale, staff.security.codes_text)}</p>
                <ul class="recovery-codes">{rows}</ul>
            </div>
        </section>
    }
    .into_any()
}
