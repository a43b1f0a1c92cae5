//! The next twelve months of bills: months, credit, and what a change makes of them.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is the test's message")]

use billing::catalogue_file::parse_catalogue;
use billing::country::Country;
use billing::editor::PlanChoice;
use billing::forecast::{Bill, bills_ahead, first_month, horizon, months_ahead, request_after_change};
use billing::ids::{PlanId, ProductId};
use billing::price::Customer;
use billing::renewal::{Announcement, PriceOrigin, RenewalRequest, renew};
use billing::{BillingInterval, Catalogue, Currency, Item, PriceRequest, RunningSubscription, VatIdState, price_order};
use chrono::NaiveDate;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn catalogue() -> Catalogue {
    parse_catalogue(include_str!("../../catalogue.toml")).unwrap()
}

fn customer() -> Customer {
    Customer { country: Country::parse("DE").unwrap(), vat_id: VatIdState::None, credit_minor: 0 }
}

/// Meeting Professional × 10, monthly, its anchor on the 31st.
fn meeting(end: &str) -> RenewalRequest {
    let subscription = RunningSubscription {
        product: ProductId("goto-meeting".to_owned()),
        plan: PlanId("professional".to_owned()),
        seats: 10,
        interval: BillingInterval::Monthly,
        unit_minor: 1_400,
        period_start: day("2026-10-31"),
        period_end: day(end),
        tax: None,
    };
    let origin = PriceOrigin::Catalogue;
    RenewalRequest {
        subscription,
        currency: Currency::EUR,
        anchor_day: 31,
        origin,
        priced_on: day("2026-01-31"),
        announcement: None,
        scheduled: None,
        customer: customer(),
    }
}

#[test]
fn a_monthly_subscription_has_twelve_bills_on_its_anchor() {
    let today = day("2026-11-21");
    let bills = bills_ahead(&catalogue(), meeting("2026-11-30"), horizon(today));
    let days: Vec<String> = bills.iter().take(4).map(|bill| bill.on.to_string()).collect();
    assert_eq!(days, ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]);
    let first = first_month(today, &bills);
    let months = months_ahead(first, bills, 0);
    assert_eq!((first, months.len()), (day("2026-11-01"), 12));
    assert!(months.iter().all(|month| month.due_minor == 16_660), "{months:?}");
}

#[test]
fn twelve_months_begin_with_the_next_one_where_this_one_has_no_bill() {
    let today = day("2026-11-21");
    let bills = [Bill { on: day("2027-07-30"), total_minor: 225_624 }];
    assert_eq!(first_month(today, &bills), day("2026-12-01"));
    assert_eq!(first_month(today, &[]), day("2026-12-01"));
    let months = months_ahead(day("2026-12-01"), bills.to_vec(), 0);
    assert_eq!(months.iter().filter(|month| month.due_minor > 0).map(|month| month.month).collect::<Vec<_>>(), [day("2027-07-01")]);
}

#[test]
fn credit_is_used_by_the_earliest_bills() {
    let bill = |on: &str| Bill { on: day(on), total_minor: 16_660 };
    // As they come from several subscriptions: in no order.
    let bills = vec![bill("2027-01-01"), bill("2026-12-01"), bill("2026-12-15")];
    let dues: Vec<i64> = months_ahead(day("2026-12-01"), bills, 20_000).iter().map(|month| month.due_minor).take(3).collect();
    assert_eq!(dues, [13_320, 16_660, 0]);
}

#[test]
fn announced_rises_and_scheduled_changes_are_in_it() {
    let mut scheduled = meeting("2026-11-30");
    scheduled.scheduled = Some(PlanChoice { plan: PlanId("business".to_owned()), seats: 4, interval: BillingInterval::Annual });
    let bills = bills_ahead(&catalogue(), scheduled.clone(), day("2028-01-01"));
    assert_eq!(bills, [Bill { on: day("2026-11-30"), total_minor: 91_392 }, Bill { on: day("2027-11-30"), total_minor: 91_392 }]);
    let mut risen = meeting("2026-11-30");
    risen.announcement = Some(Announcement { announced_on: day("2026-11-15"), unit_minor: 1_600 });
    let text = include_str!("../../catalogue.toml");
    let price = r#"{ currency = "EUR", interval = "monthly", from = "2024-01-01", unit_minor = 1400 },"#;
    let rise = r#"{ currency = "EUR", interval = "monthly", from = "2026-11-01", unit_minor = 1600 },"#;
    let dearer = parse_catalogue(&text.replacen(price, &format!("{price}\n    {rise}"), 1)).unwrap();
    let totals: Vec<i64> = bills_ahead(&dearer, risen, day("2027-02-01")).iter().map(|bill| bill.total_minor).collect();
    assert_eq!(totals, [16_660, 19_040, 19_040], "told 15 days before the first, 46 before the second");
}

#[test]
fn each_bill_is_what_renewing_one_by_one_gives() {
    let catalogue = catalogue();
    let mut request = meeting("2026-11-30");
    for bill in bills_ahead(&catalogue, request.clone(), horizon(day("2026-11-21"))) {
        let renewed = renew(&catalogue, &request).unwrap();
        assert_eq!((bill.on, bill.total_minor), (renewed.price.today, renewed.price.total_minor));
        request = request.after(&renewed);
    }
}

#[test]
fn what_has_no_price_ends_the_forecast() {
    let mut request = meeting("2026-11-30");
    request.scheduled = Some(PlanChoice { plan: PlanId("gone".to_owned()), seats: 1, interval: BillingInterval::Monthly });
    assert_eq!(bills_ahead(&catalogue(), request, day("2027-12-01")), []);
}

/// The first worked example: what is paid today, then what the new plan costs.
#[test]
fn a_change_is_billed_from_its_new_period_on() {
    let catalogue = catalogue();
    let running = RunningSubscription { period_start: day("2026-11-01"), period_end: day("2026-12-01"), ..meeting("2026-11-30").subscription };
    let (plan, interval) = (PlanId("business".to_owned()), BillingInterval::Monthly);
    let item = Item::Change { plan: plan.clone(), seats: 10, interval, subscription: running.clone() };
    let request = PriceRequest { today: day("2026-11-21"), currency: Currency::EUR, customer: customer(), items: vec![item] };
    let price = price_order(&catalogue, &request).unwrap();
    let after = request_after_change(&running, (plan, interval), &price, customer()).unwrap();
    let bills = bills_ahead(&catalogue, after, day("2027-02-01"));
    assert_eq!(bills, [Bill { on: day("2026-12-21"), total_minor: 22_610 }, Bill { on: day("2027-01-21"), total_minor: 22_610 }]);
}
