//! The first step: all products, each to buy or to try, and what the account already has of them.

use super::Journey;
use super::query_form::{Hidden, QueryForm};
use super::refusal::FaultBanner;
use super::state::{ADDRESS, Fault, Wanted, Way, find_offer};
use crate::api::new_subscription::{NewSubscriptionPage, Offer, Standing, Trial};
use crate::texts::{Locale, td_string, use_locale};
use crate::ui::badge::{Badge, BadgeTone};
use crate::ui::money::money_text;
use crate::ui::page_head::PageHead;
use crate::ui::tile::Tile;
use billing::ids::ProductId;
use billing::{BillingInterval, Product, format};
use chrono::NaiveDate;
use leptos::prelude::*;

/// The step.
#[component]
pub fn ProductStep(
    journey: Journey,
    /// The one product that is shown, where the address names it.
    only: Option<ProductId>,
    fault: Option<Fault>,
) -> impl IntoView {
    let locale = use_locale();
    let wanted = journey.wanted.get_untracked();
    let tiles = journey.page.with_value(|page| {
        let is_shown = |offer: &&Offer| only.as_ref().is_none_or(|only| offer.product == *only);
        let tile = |offer: &Offer| Some(view! { <li><ProductTile offer=shown(page, offer)? wanted=wanted.clone()/></li> });
        page.offers.iter().filter(is_shown).filter_map(tile).collect::<Vec<_>>()
    });
    let all = only.is_some().then(|| view! { <p class="all-products"><a href=ADDRESS>{td_string!(locale, new_subscription.all_products)}</a></p> });
    view! {
        <PageHead title=td_string!(locale, new_subscription.title) lead=td_string!(locale, new_subscription.product_lead).to_owned()/>
        {fault.map(|fault| view! { <FaultBanner fault/> })}
        <ul class="tiles products">{tiles}</ul>
        {all}
    }
    .into_any()
}

/// A product with what its tile says.
struct Shown {
    offer: Offer,
    name: String,
    plans: String,
    price: Option<String>,
    rhythm: BillingInterval,
    today: NaiveDate,
}

fn shown(page: &NewSubscriptionPage, offer: &Offer) -> Option<Shown> {
    let (_, product) = find_offer(page, offer.product.as_str())?;
    let least = |interval| least_unit_minor(page, product, interval).map(|minor| (money_text(minor, page.currency), interval));
    let (price, rhythm) = least(BillingInterval::Monthly).or_else(|| least(BillingInterval::Annual)).unzip();
    Some(Shown {
        offer: offer.clone(),
        name: product.name.clone(),
        plans: product.plans.iter().map(|plan| plan.name.as_str()).collect::<Vec<_>>().join(", "),
        price,
        rhythm: rhythm.unwrap_or(BillingInterval::Monthly),
        today: page.today,
    })
}

/// The cheapest plan's price of a seat, minor units, for the fewest seats.
fn least_unit_minor(page: &NewSubscriptionPage, product: &Product, interval: BillingInterval) -> Option<i64> {
    product.plans.iter().filter_map(|plan| plan.unit_minor(page.currency, interval, plan.seats_range().0, page.today)).min()
}

#[component]
fn ProductTile(offer: Shown, wanted: Wanted) -> impl IntoView {
    let locale = use_locale();
    let Shown { offer, name, plans, price, rhythm, today } = offer;
    let id = format!("product-{}", offer.product);
    let rhythm = match rhythm {
        BillingInterval::Monthly => td_string!(locale, editor.per_seat_month),
        BillingInterval::Annual => td_string!(locale, editor.per_seat_year),
    };
    let price = price.unwrap_or_else(|| "–".to_owned());
    let badge = badge_of(locale, &offer, today).map(|(tone, text)| view! { <Badge tone text/> }.into_any());
    let text = standing_text(locale, &offer);
    let foot = foot(offer, id.clone(), wanted);
    view! {
        <Tile id title=name lead=plans menu=badge foot>
            <p class="tile-price">
                <span>{td_string!(locale, new_subscription.from)}</span> " " <span class="amount">{price}</span> " " <span>{rhythm}</span>
            </p>
            <p class="tile-text">{text}</p>
        </Tile>
    }
    .into_any()
}

fn badge_of(locale: Locale, offer: &Offer, today: NaiveDate) -> Option<(BadgeTone, String)> {
    let plain = |tone, text: &str| Some((tone, text.to_owned()));
    match &offer.standing {
        Standing::Active { .. } => plain(BadgeTone::Success, td_string!(locale, subscriptions.state_active)),
        Standing::Suspended { .. } => plain(BadgeTone::Error, td_string!(locale, subscriptions.state_suspended)),
        Standing::Ending { .. } => plain(BadgeTone::Notice, td_string!(locale, subscriptions.state_pending_cancellation)),
        Standing::OrderOpen { .. } => plain(BadgeTone::Notice, td_string!(locale, subscriptions.state_order_open)),
        _ if offer.in_cart => plain(BadgeTone::Accent, td_string!(locale, new_subscription.in_cart)),
        Standing::Trial { ends, .. } => {
            let left = ends.signed_duration_since(today).num_days().max(0);
            Some((BadgeTone::Accent, td_string!(locale, trial.days_left, count = left).to_string()))
        }
        Standing::Free => None,
    }
}

/// What the account has of the product, or how long it can be tried.
fn standing_text(locale: Locale, offer: &Offer) -> String {
    let date = |day: NaiveDate| format::date(day, locale.language());
    match (&offer.standing, offer.trial) {
        (Standing::Active { .. } | Standing::Suspended { .. }, _) => td_string!(locale, new_subscription.has_it).to_owned(),
        (Standing::Ending { ends }, _) => td_string!(locale, new_subscription.ending, date = date(*ends)).to_string(),
        (Standing::OrderOpen { .. }, _) => td_string!(locale, subscriptions.order_open).to_owned(),
        (Standing::Trial { ends, .. }, _) => td_string!(locale, new_subscription.trial_runs, date = date(*ends)).to_string(),
        (Standing::Free, Trial::Offered(period)) => td_string!(locale, new_subscription.trial_offered, count = period.days()).to_string(),
        (Standing::Free, Trial::Used) => td_string!(locale, new_subscription.trial_used).to_owned(),
        (Standing::Free, Trial::Missing) => td_string!(locale, new_subscription.trial_missing).to_owned(),
    }
}

/// What can be done: buy, try, or change what runs.
fn foot(offer: Offer, heading: String, wanted: Wanted) -> AnyView {
    let locale = use_locale();
    let link = |address: String, text: &'static str| view! { <a class="button" href=address aria-describedby=heading.clone()>{text}</a> }.into_any();
    match &offer.standing {
        Standing::Active { subscription } | Standing::Suspended { subscription } => {
            link(format!("/billing/subscriptions/{subscription}/edit"), td_string!(locale, subscriptions.edit))
        }
        Standing::Ending { .. } => link("/billing".to_owned(), td_string!(locale, editor.to_subscriptions)),
        Standing::OrderOpen { order } => link(format!("/billing/orders/{order}"), td_string!(locale, subscriptions.order_link)),
        Standing::Trial { .. } | Standing::Free => view! { <Ways offer heading wanted/> }.into_any(),
    }
}

/// Buy and try. What was chosen before for this product goes along.
#[component]
fn Ways(offer: Offer, heading: String, wanted: Wanted) -> impl IntoView {
    let locale = use_locale();
    let known = Some(wanted).filter(|wanted| wanted.product.as_deref() == Some(offer.product.as_str())).unwrap_or_default();
    // Seen again before it goes on.
    let step = (known.plan.is_some() || known.seats.is_some()).then(|| "plan".to_owned());
    let described_by = heading.clone();
    let can_try = matches!((&offer.standing, offer.trial), (Standing::Free, Trial::Offered(_)));
    let try_it = can_try.then(|| {
        view! { <button class="button" type="submit" name="offer" value=Way::Try.code() aria-describedby=heading>{td_string!(locale, new_subscription.try_it)}</button> }
    });
    view! {
        <QueryForm class="ways">
            <Hidden name="product" value=Some(offer.product.0)/>
            <Hidden name="plan" value=known.plan/>
            <Hidden name="seats" value=known.seats/>
            <Hidden name="interval" value=known.interval/>
            <Hidden name="step" value=step/>
            <button class="button primary" type="submit" name="offer" value=Way::Buy.code() aria-describedby=described_by>
                {td_string!(locale, new_subscription.buy)}
            </button>
            {try_it}
        </QueryForm>
    }
}
