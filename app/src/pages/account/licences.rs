//! Licences: who works with what. One subscription at a time, with its holders, and the people who could be given one. Colleagues
//! see it and are told whose word a change needs.

mod assign;
mod holders;

use crate::api::ApiError;
use crate::api::licences::{AssignLicences, ChangeLicences, LicencesOf, LicencesPage as PageData, LoadLicences};
use crate::api::session::{Frame, Role};
use crate::forms::{FormAction, Posted, empty_after_success, form_error, use_posted};
use crate::pages::billing_center::frame::use_frame;
use crate::pages::billing_center::subscriptions::WhoMayOrder;
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_language, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::empty::Empty;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::progress::ProgressBar;
use crate::wire::page_resource;
use assign::AssignForm;
use billing::format;
use holders::Holders;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The address of the page, which its forms are posted to.
const ADDRESS: &str = "/billing/licences";

/// The last tries to give and to take licences.
#[derive(Clone, Copy)]
struct Attempts {
    assign: FormAction,
    assign_error: Signal<Option<ApiError>>,
    /// What was typed, where it came back without script.
    typed: StoredValue<Option<Posted>>,
    change: FormAction,
    change_error: Signal<Option<ApiError>>,
}

/// The page. `?subscription=` chooses one, `?after=` a page of its holders, `?done=` says what was just done.
#[component]
pub fn LicencesPage() -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map();
    let value = move |key: &str| query.read().get(key).unwrap_or_default();
    let wanted = Memo::new(move |_| (value("subscription"), value("after")));
    let page = page_resource(move || {
        let (subscription, after) = wanted.get();
        LoadLicences { subscription, after }
    });
    let (assign, change) = (FormAction::new::<AssignLicences>(), FormAction::new::<ChangeLicences>());
    let (posted, chosen) = (use_posted::<AssignLicences>(), use_posted::<ChangeLicences>());
    let (assign_error, change_error) = (form_error(assign, posted.as_ref()), form_error(change, chosen.as_ref()));
    let typed = StoredValue::new(posted);
    // What was done is what the page shows from now on.
    Effect::new(move |before: Option<()>| {
        assign.version().track();
        change.version().track();
        let is_done = |action: FormAction| matches!(action.value().get_untracked(), Some(Ok(())));
        if before.is_some() && (is_done(assign) || is_done(change)) {
            typed.set_value(None);
            page.refetch();
        }
    });
    empty_after_success(assign, "people");
    provide_context(Attempts { assign, assign_error, typed, change, change_error });
    let done = move || match value("done").as_str() {
        _ if assign_error.read().is_some() || change_error.read().is_some() => None,
        "assigned" => Some(td_string!(locale, licences.done_assigned)),
        "forgotten" => Some(td_string!(locale, licences.done_forgotten)),
        "release" => Some(td_string!(locale, licences.done_released)),
        "mark" | "unmark" => Some(td_string!(locale, licences.done_marked)),
        _ => None,
    };
    view! {
        <Page title=td_string!(locale, licences.title)>
            <PageHead title=td_string!(locale, licences.title) lead=td_string!(locale, licences.lead)/>
            {move || done().map(|text| view! { <Banner tone=BannerTone::Success><p>{text}</p></Banner> })}
            <Loaded resource=(page, use_frame()) skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

fn show((page, frame): (PageData, Frame)) -> AnyView {
    let locale = use_locale();
    let who = (frame.role == Role::Member).then(|| view! { <WhoMayOrder contact=frame.billing_contact/> });
    let Some(chosen) = page.chosen.clone() else {
        return view! {
            {who}
            <Empty icon="invoice" title=td_string!(locale, licences.empty_title) text=td_string!(locale, licences.empty_text)>
                <a class="button primary" href="/billing">{td_string!(locale, licences.to_subscriptions)}</a>
            </Empty>
        }
        .into_any();
    };
    let choice = (page.subscriptions.len() > 1).then(|| view! { <Subscriptions all=page.subscriptions.clone() chosen=chosen.subscription.clone()/> });
    let assign = (frame.role == Role::BillingContact).then(|| view! { <AssignForm page=page.clone() chosen=chosen.clone()/> });
    view! {
        {who}
        {choice}
        <div class="licences">
            <section class="card" aria-labelledby="held">
                <Head chosen=chosen.clone() role=frame.role/>
                <Holders page chosen role=frame.role/>
            </section>
            {assign}
        </div>
    }
    .into_any()
}

/// The ways to the other subscriptions, each with how many of its licences are held.
#[component]
fn Subscriptions(all: Vec<LicencesOf>, chosen: String) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let link = |found: LicencesOf| {
        let is_chosen = found.subscription == chosen;
        let (held, seats) = (format::count(found.held, language), format::count(found.seats, language));
        let count = td_string!(locale, licences.count, held = held, seats = seats).to_string();
        let href = format!("{ADDRESS}?subscription={}", found.subscription);
        view! { <li><a href=href data-noscroll="" aria-current=is_chosen.then_some("true")>{found.product_name}" "<small>{count}</small></a></li> }
    };
    view! {
        <nav class="filter-links" aria-label=td_string!(locale, licences.subscriptions)>
            <ul>{all.into_iter().map(link).collect_view()}</ul>
        </nav>
    }
}

/// What the subscription is, how many of its licences are held, and the way to more of them.
#[component]
fn Head(chosen: LicencesOf, role: Role) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let LicencesOf { subscription, product_name, plan_name, seats, held, can_change, shrinks } = chosen;
    let free = seats.saturating_sub(held).max(0);
    let label = td_string!(locale, licences.held, held = format::count(held, language), seats = format::count(seats, language)).to_string();
    let free = td_string!(locale, licences.free, count = free, free = format::count(free, language)).to_string();
    let per_cent = held.saturating_mul(100).checked_div(seats).and_then(|share| u8::try_from(share.clamp(0, 100)).ok());
    let more = (can_change && role == Role::BillingContact).then(|| {
        let address = format!("/billing/subscriptions/{subscription}/edit");
        view! { <a class="edit-link" href=address>{td_string!(locale, licences.add)}</a> }
    });
    let shrinks = shrinks.map(|shrinks| {
        let (date, left) = (format::date(shrinks.on, language), format::count(shrinks.seats, language));
        let text = td_string!(locale, licences.shrinks, date = date, seats = left).to_string();
        view! { <Banner tone=BannerTone::Notice title=td_string!(locale, licences.shrinks_title)><p>{text}</p></Banner> }
    });
    view! {
        <div class="card-head"><h2 id="held">{format!("{product_name} {plan_name}")}</h2>{more}</div>
        <ProgressBar label per_cent/>
        <p class="field-hint">{free}</p>
        {shrinks}
    }
    .into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="stack" aria-hidden="true"><Placeholder kind=PlaceholderKind::Card/><Placeholder kind=PlaceholderKind::Card/></div>
    }
}
