//! What the server function of the catalogue does: session, words.

use super::{CataloguePage, PriceRow, ProductCard};
use crate::api::ApiError;
use crate::api::request::{StaffSignedIn, reply, staff_signed_in};
use crate::texts::{Locale, chosen_language, locale_of, td_string};
use backend::usecases::subscriptions::watch_catalogue::{fingerprint, in_force_since};
use billing::catalogue::{Plan, Price, Product};
use billing::{BillingInterval, Language, Money, format};
use chrono::NaiveDate;

pub async fn load_catalogue() -> Result<CataloguePage, ApiError> {
    reply(catalogue_page().await)
}

async fn catalogue_page() -> Result<CataloguePage, ApiError> {
    let StaffSignedIn { backend, .. } = staff_signed_in().await?;
    let (language, today) = (chosen_language(), backend.today());
    let since = in_force_since(&backend).await?.map(|micros| {
        let at = backend.clock.local_time(micros);
        format!("{}, {}", format::date(at.date(), language), at.format("%H:%M"))
    });
    let products = backend.catalogue.products.iter().map(|product| card_of(product, language, today)).collect();
    Ok(CataloguePage { since, fingerprint: fingerprint(&backend), products })
}

fn card_of(product: &Product, language: Language, today: NaiveDate) -> ProductCard {
    let locale = locale_of(language);
    let trial = match product.trial_days {
        Some(days) => td_string!(locale, staff.catalogue.trial, count = days).to_string(),
        None => td_string!(locale, staff.catalogue.no_trial).to_owned(),
    };
    let add_on = product.seat_add_on.then(|| td_string!(locale, staff.catalogue.add_on).to_owned());
    let seats = product.plans.iter().filter(|plan| plan.seats_min.is_some() || plan.seats_max.is_some()).map(|plan| {
        let (least, most) = plan.seats_range();
        let (least, most) = (format::count(least, language), format::count(most, language));
        td_string!(locale, staff.catalogue.seats, plan = plan.name.as_str(), least = least, most = most).to_string()
    });
    ProductCard {
        id: product.id.0.clone(),
        name: product.name.clone(),
        facts: [trial].into_iter().chain(add_on).chain(seats).collect(),
        prices: product.plans.iter().flat_map(|plan| prices_of(plan, language, today)).collect(),
    }
}

fn prices_of(plan: &Plan, language: Language, today: NaiveDate) -> Vec<PriceRow> {
    let mut prices: Vec<&Price> = plan.prices.iter().collect();
    prices.sort_by_key(|price| (price.currency.code(), price.interval == BillingInterval::Annual, price.from));
    prices.iter().map(|price| price_row(plan, price, language, today)).collect()
}

fn price_row(plan: &Plan, price: &Price, language: Language, today: NaiveDate) -> PriceRow {
    let locale = locale_of(language);
    let money = |minor: i64| format::money(Money::new(minor, price.currency), language);
    let step = |seats: i64, minor: i64| {
        let seats = format::count(seats, language);
        td_string!(locale, staff.catalogue.step, seats = seats, amount = money(minor)).to_string()
    };
    let is_same = |other: &&Price| other.currency == price.currency && other.interval == price.interval;
    // The next price of its kind ends it.
    let next = plan.prices.iter().filter(is_same).map(|other| other.from).filter(|from| *from > price.from).min();
    let last = next.and_then(|next| next.pred_opt());
    let current = plan.price_on(price.currency, price.interval, today);
    PriceRow {
        plan: plan.name.clone(),
        currency: price.currency.code().to_owned(),
        interval: interval_text(locale, price.interval).to_owned(),
        unit: money(price.unit_minor),
        steps: price.steps.iter().map(|found| step(found.seats, found.unit_minor)).collect(),
        span: span_text(locale, (price.from, last), language),
        is_current: current == Some(price),
    }
}

fn interval_text(locale: Locale, interval: BillingInterval) -> &'static str {
    match interval {
        BillingInterval::Monthly => td_string!(locale, staff.catalogue.monthly),
        BillingInterval::Annual => td_string!(locale, staff.catalogue.annual),
    }
}

fn span_text(locale: Locale, (from, last): (NaiveDate, Option<NaiveDate>), language: Language) -> String {
    let from = format::date(from, language);
    match last {
        Some(last) => td_string!(locale, staff.catalogue.span, from = from, until = format::date(last, language)).to_string(),
        None => td_string!(locale, staff.catalogue.from, from = from).to_string(),
    }
}
