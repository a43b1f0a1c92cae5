//! The corporate door's home: the contracts with period, seats, price and state, and the way to more seats.

use super::ask_services::AskServices;
use super::frame::use_corporate_frame;
use crate::api::corporate::{Contract, ContractsPage, CorporateFrame, LoadContracts};
use crate::pages::loaded::Loaded;
use crate::pages::subscription_words::{state_badge, terms};
use crate::texts::{Locale, td_string, use_language, use_locale};
use crate::ui::badge::Badge;
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::empty::Empty;
use crate::ui::facts::{Fact, Facts};
use crate::ui::icon::Icon;
use crate::ui::page::Page;
use crate::ui::page_head::PageHead;
use crate::ui::period_bar::PeriodBar;
use crate::ui::tile::{Tile, TileSkeleton, TileTone};
use crate::wire::page_resource;
use billing::corporate::{ContactRight, SeatsBlocked};
use billing::subscription::{Subscription, SubscriptionState};
use billing::{BillingInterval, Language, Money, format};
use chrono::NaiveDate;
use leptos::prelude::*;

/// Where seats are added.
const SEATS: &str = "/corporate/seats";

/// The page.
#[component]
pub fn CorporateSubscriptionsPage() -> impl IntoView {
    let data = page_resource(|| LoadContracts {});
    view! {
        <Page title=td_string!(use_locale(), subscriptions.title)>
            <Loaded resource=(data, use_corporate_frame()) skeleton=Skeleton view=show/>
        </Page>
    }
}

/// Somebody offers the reader their place.
#[component]
fn Offered(giver: String) -> impl IntoView {
    let locale = use_locale();
    view! {
        <Banner tone=BannerTone::Notice title=td_string!(locale, contacts.offer.received, giver = giver).to_string()>
            <p>{td_string!(locale, contacts.offer.received_text)}</p>
            <p class="actions"><a class="button" href="/corporate/contacts">{td_string!(locale, contacts.offer.answer)}</a></p>
        </Banner>
    }
}

fn show((page, frame): (ContractsPage, CorporateFrame)) -> AnyView {
    let locale = use_locale();
    let offer = frame.offered_by.clone().map(|giver| view! { <Offered giver/> });
    if page.contracts.is_empty() {
        let text = td_string!(locale, corporate.contracts.empty_text);
        return view! {
            {offer}
            <PageHead title=td_string!(locale, subscriptions.title)/>
            <Empty icon="invoice" title=td_string!(locale, corporate.contracts.empty_title) text><AskServices about=String::new()/></Empty>
        }
        .into_any();
    }
    let running = page.contracts.iter().filter(|contract| is_running(&contract.subscription)).count();
    let lead = td_string!(locale, corporate.contracts.lead, count = running).to_string();
    let can_add = frame.right == ContactRight::Order && page.contracts.iter().any(|contract| contract.blocked.is_none());
    let today = page.today;
    let tile = |contract: Contract| view! { <li><ContractTile contract today right=frame.right/></li> };
    let tiles = page.contracts.into_iter().map(tile).collect_view();
    view! {
        {offer}
        <PageHead title=td_string!(locale, subscriptions.title) lead=lead>
            {can_add.then(|| view! { <a class="button primary" href=SEATS><Icon name="plus"/><span>{td_string!(locale, corporate.contracts.add_seats)}</span></a> })}
        </PageHead>
        <ul class="tiles">{tiles}</ul>
    }
    .into_any()
}

const fn is_running(subscription: &Subscription) -> bool {
    matches!(subscription.state, SubscriptionState::Active | SubscriptionState::PendingCancellation | SubscriptionState::TrialRunning)
}

/// One contract.
#[component]
fn ContractTile(contract: Contract, today: NaiveDate, right: ContactRight) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    let Contract { subscription, product_name, plan_name, scheduled_plan, period_minor, blocked } = contract;
    let running = &subscription.running;
    let is_over = !is_running(&subscription);
    let tone = if is_over { TileTone::Ended } else { TileTone::Plain };
    let seats = td_string!(locale, corporate.seats, count = running.seats, seats = format::count(running.seats, language));
    let lead = format!("{plan_name}, {seats}");
    let id = format!("contract-{}", subscription.id);
    let cells = match running.interval {
        BillingInterval::Annual => 12,
        BillingInterval::Monthly => running.period().days(),
    };
    let period = running.period();
    let mut facts = facts_of(locale, language, &subscription, period_minor);
    facts.extend(facts_ahead(locale, language, &subscription, scheduled_plan));
    let more = (!is_over).then(|| view! { <MoreSeats id=id.clone() subscription=subscription.id.to_string() blocked right/> });
    let (badge_tone, state) = state_badge(locale, &subscription);
    let end = format::date(running.period_end, language);
    let foot = view! {
        <Badge tone=badge_tone text=state/>
        {ends_label(locale, &subscription).map(|label| view! { <span>{label} " " <span class="whole">{end}</span></span> })}
    }
    .into_any();
    view! {
        <Tile id title=product_name lead tone foot>
            {(!is_over).then(|| view! { <PeriodBar period today cells/> })}
            <Facts facts/>
            {more}
        </Tile>
    }
    .into_any()
}

fn facts_of(locale: Locale, language: Language, subscription: &Subscription, period_minor: Option<i64>) -> Vec<Fact> {
    let running = &subscription.running;
    let money = |minor: i64| format::money(Money::new(minor, subscription.currency), language);
    let period = format!("{} – {}", format::date(running.period_start, language), format::date(running.period().last_day(), language));
    let each = match running.interval {
        BillingInterval::Monthly => td_string!(locale, corporate.contracts.seat_monthly),
        BillingInterval::Annual => td_string!(locale, corporate.contracts.seat_annually),
    };
    let whole = period_minor.map_or_else(|| "–".to_owned(), |minor| format!("{} {}", money(minor), terms(running, language)));
    vec![
        Fact::text(td_string!(locale, corporate.contracts.period), period),
        Fact::text(td_string!(locale, corporate.contracts.price), whole).with_note(format!("{} {each}", money(running.unit_minor))),
    ]
}

/// What the renewal brings: another plan or number of seats, another price.
fn facts_ahead(locale: Locale, language: Language, subscription: &Subscription, plan: Option<String>) -> Vec<Fact> {
    let date = format::date(subscription.running.period_end, language);
    let mut facts = Vec::new();
    if let (Some(plan), Some(choice)) = (plan, &subscription.scheduled) {
        let seats = td_string!(locale, corporate.seats, count = choice.seats, seats = format::count(choice.seats, language));
        facts.push(Fact::text(td_string!(locale, corporate.contracts.scheduled, date = date.as_str()).to_string(), format!("{plan}, {seats}")));
    }
    if let Some(announced) = &subscription.announcement {
        let each = match subscription.running.interval {
            BillingInterval::Monthly => td_string!(locale, corporate.contracts.seat_monthly),
            BillingInterval::Annual => td_string!(locale, corporate.contracts.seat_annually),
        };
        let unit = format::money(Money::new(announced.unit_minor, subscription.currency), language);
        facts.push(Fact::text(td_string!(locale, corporate.contracts.announced, date = date).to_string(), format!("{unit} {each}")));
    }
    facts
}

/// The way to more seats; where there is none, the reason and the way to Corporate Account Services.
#[component]
fn MoreSeats(id: String, subscription: String, blocked: Option<SeatsBlocked>, right: ContactRight) -> impl IntoView {
    let locale = use_locale();
    match blocked {
        None if right == ContactRight::Order => {
            let address = format!("{SEATS}?subscription={subscription}");
            view! { <p class="tile-actions"><a class="button" href=address aria-describedby=id>{td_string!(locale, corporate.contracts.add_seats)}</a></p> }
                .into_any()
        }
        None => ().into_any(),
        Some(blocked) => view! {
            <p class="tile-text">{blocked_text(locale, blocked)}</p>
            <p class="tile-actions"><AskServices about=format!("contract:{subscription}")/></p>
        }
        .into_any(),
    }
}

/// Why seats cannot be added.
pub fn blocked_text(locale: Locale, blocked: SeatsBlocked) -> &'static str {
    match blocked {
        SeatsBlocked::Account => td_string!(locale, corporate.blocked.account),
        SeatsBlocked::Product => td_string!(locale, corporate.blocked.product),
        SeatsBlocked::NotRunning => td_string!(locale, corporate.blocked.not_running),
        SeatsBlocked::Busy => td_string!(locale, corporate.blocked.busy),
    }
}

fn ends_label(locale: Locale, subscription: &Subscription) -> Option<&'static str> {
    match subscription.state {
        SubscriptionState::Active if subscription.open_order.is_none() && subscription.suspended_on.is_none() => {
            Some(td_string!(locale, corporate.contracts.renews_on))
        }
        SubscriptionState::TrialRunning | SubscriptionState::PendingCancellation => Some(td_string!(locale, subscriptions.ends_on)),
        _ => None,
    }
}

/// The shape of the page while it loads.
#[component]
fn Skeleton() -> impl IntoView {
    let bone_tile = || view! { <li><TileSkeleton/></li> };
    view! {
        <PageHead title=td_string!(use_locale(), subscriptions.title)/>
        <ul class="tiles" aria-hidden="true">{bone_tile()}{bone_tile()}</ul>
    }
    .into_any()
}
