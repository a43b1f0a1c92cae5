//! A year of invoices behind the demo's subscriptions, issued by the same code as all others.

use super::accounts::DemoSubscription;
use crate::db::Tx;
use crate::db::orders::OrderContent;
use crate::usecases::orders::issue::{Issuing, issue_documents};
use crate::{Account, Backend, Refusal};
use billing::order::{CardOnFile, MethodOnFile, OrderItem};
use billing::price::PriceRequest;
use billing::renewal::{RenewalRequest, renew};
use billing::subscription::SubscriptionState;
use billing::{Item, RunningSubscription, price_order};
use chrono::{Datelike, Months, NaiveDate};

const MONTHS_BACK: u32 = 12;

/// Issues them by date, so that their numbers follow it.
pub(super) async fn write_history(tx: &mut Tx<'_>, backend: &Backend, account: &Account, subscriptions: &[DemoSubscription]) -> Result<(), Refusal> {
    let mut issued: Vec<(NaiveDate, &DemoSubscription)> = Vec::new();
    for subscription in subscriptions.iter().filter(|subscription| subscription.state == SubscriptionState::Active) {
        let step = subscription.running.interval.months();
        let starts = (0..MONTHS_BACK / step).filter_map(|back| subscription.running.period_start.checked_sub_months(Months::new(back * step)));
        issued.extend(starts.map(|start| (start, subscription)));
    }
    issued.sort_by_key(|(start, _)| *start);
    for (start, subscription) in issued {
        let content = content_on(backend, account, subscription, start)?;
        let issuing = Issuing { order: None, content: &content, reduced: &[], on: start, purchase_order: None };
        issue_documents(tx, backend, account, issuing, noon_micros(start)).await?;
    }
    Ok(())
}

fn content_on(backend: &Backend, account: &Account, subscription: &DemoSubscription, start: NaiveDate) -> Result<OrderContent, Refusal> {
    let running = &subscription.running;
    let item = Item::New { product: running.product.clone(), plan: running.plan.clone(), seats: running.seats, interval: running.interval };
    let request = PriceRequest { today: start, currency: account.currency, customer: account.customer.clone(), items: vec![item] };
    let order_item = OrderItem {
        subscription: subscription.id.clone(),
        product: running.product.clone(),
        before: Some(running.clone()),
        after: running.into(),
        product_name: subscription.product_name.to_owned(),
        plan_name_before: subscription.plan_name.to_owned(),
        plan_name: subscription.plan_name.to_owned(),
    };
    let card = CardOnFile { brand: "visa".to_owned(), last4: "4242".to_owned(), expires: String::new() };
    Ok(OrderContent { items: vec![order_item], price: price_order(&backend.catalogue, &request)?, method: Some(MethodOnFile::Card(card)) })
}

pub(super) fn noon_micros(day: NaiveDate) -> i64 {
    day.and_hms_opt(12, 0, 0).map(|noon| noon.and_utc().timestamp_micros()).unwrap_or_default()
}

/// The invoice of a contract's period, at the price that was negotiated.
pub(super) fn content_of_contract(backend: &Backend, account: &Account, contract: &DemoSubscription) -> Result<OrderContent, Refusal> {
    let running = &contract.running;
    // Renewed into its running period by the rules of all renewals: from the period before, without account credit.
    let before = running.period_start.checked_sub_months(Months::new(running.interval.months())).unwrap_or(running.period_start);
    let request = RenewalRequest {
        subscription: RunningSubscription { period_start: before, period_end: running.period_start, ..running.clone() },
        currency: account.currency,
        anchor_day: running.period_start.day(),
        origin: contract.origin,
        priced_on: running.period_start,
        announcement: None,
        scheduled: None,
        customer: account.customer.clone(),
    };
    let price = renew(&backend.catalogue, &request)?.price;
    // What was paid was paid by card, whatever the profile is by now.
    let method = Some(MethodOnFile::Card(demo_card()));
    Ok(OrderContent { items: vec![item_of(contract, None)], price, method })
}

/// The invoice of seats that were added on a day, for the days that are left.
pub(super) fn content_of_added(backend: &Backend, account: &Account, contract: &DemoSubscription, on: NaiveDate) -> Result<OrderContent, Refusal> {
    let before = RunningSubscription { seats: contract.running.seats - super::corporate::ADDED_SEATS, ..contract.running.clone() };
    let item = Item::AddSeats { subscription: before.clone(), seats: super::corporate::ADDED_SEATS };
    let request = PriceRequest { today: on, currency: account.currency, customer: account.customer.clone(), items: vec![item] };
    Ok(OrderContent { items: vec![item_of(contract, Some(before))], price: price_order(&backend.catalogue, &request)?, method: None })
}

fn item_of(contract: &DemoSubscription, before: Option<RunningSubscription>) -> OrderItem {
    let running = &contract.running;
    OrderItem {
        subscription: contract.id.clone(),
        product: running.product.clone(),
        before,
        after: running.into(),
        product_name: contract.product_name.to_owned(),
        plan_name_before: contract.plan_name.to_owned(),
        plan_name: contract.plan_name.to_owned(),
    }
}

fn demo_card() -> CardOnFile {
    CardOnFile { brand: "visa".to_owned(), last4: "4242".to_owned(), expires: String::new() }
}
