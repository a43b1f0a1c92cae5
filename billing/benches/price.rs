//! What a price costs, as ratios within one run: the engine's line against `i128` by hand and against decimal arithmetic.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints its table and stops at the first surprise")]

use billing::catalogue_file::parse_catalogue;
use billing::country::Country;
use billing::ids::{PlanId, ProductId};
use billing::money::prorate;
use billing::price::{Customer, Item, PriceRequest};
use billing::{BillingInterval, Currency, RunningSubscription, VatIdState, price_order};
use rust_decimal::{Decimal, RoundingStrategy};
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: u32 = 2_000_000;

/// Nanoseconds of one call.
fn measure(mut work: impl FnMut(i64)) -> f64 {
    for round in 0..ROUNDS / 10 {
        work(i64::from(round));
    }
    let start = Instant::now();
    for round in 0..ROUNDS {
        work(i64::from(round));
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(ROUNDS)
}

fn by_decimal(unit_minor: i64, seats: i64, days: i64, of_days: i64) -> Decimal {
    let product = Decimal::from(unit_minor) * Decimal::from(seats) * Decimal::from(days);
    (product / Decimal::from(of_days)).round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
}

/// Without any check of range: the floor.
fn by_hand(unit_minor: i64, seats: i64, days: i64, of_days: i64) -> i128 {
    let numerator = i128::from(unit_minor) * i128::from(seats) * i128::from(days);
    (numerator * 2 + i128::from(of_days)) / (i128::from(of_days) * 2)
}

fn change_of_plan() -> PriceRequest {
    let running = RunningSubscription {
        product: ProductId("goto-meeting".to_owned()),
        plan: PlanId("professional".to_owned()),
        seats: 10,
        interval: BillingInterval::Monthly,
        unit_minor: 1400,
        period_start: "2026-11-01".parse().unwrap(),
        period_end: "2026-12-01".parse().unwrap(),
        tax: None,
    };
    let change = Item::Change { plan: PlanId("business".to_owned()), seats: 10, interval: BillingInterval::Monthly, subscription: running };
    let customer = Customer { country: Country::DE, vat_id: VatIdState::None, credit_minor: 0 };
    PriceRequest { today: "2026-11-21".parse().unwrap(), currency: Currency::EUR, customer, items: vec![change] }
}

fn main() {
    let catalogue = parse_catalogue(include_str!("../../catalogue.toml")).unwrap();
    let request = change_of_plan();
    assert_eq!(price_order(&catalogue, &request).unwrap().due_now_minor, 17_056);
    let hand = measure(|round| {
        let _ = black_box(by_hand(black_box(1400), black_box(1 + round % 10_000), 10, 30));
    });
    let engine = measure(|round| {
        let _ = black_box(prorate(black_box(1400), black_box(1 + round % 10_000), 10, 30));
    });
    let decimal = measure(|round| {
        let _ = black_box(by_decimal(black_box(1400), black_box(1 + round % 10_000), 10, 30));
    });
    let order = measure(|_| drop(black_box(price_order(black_box(&catalogue), black_box(&request)))));
    println!("price of one line          ns     × by hand");
    println!("  i128 by hand, unchecked  {hand:6.1}  1.0");
    println!("  the engine (prorate)     {engine:6.1}  {:.1}   aim: at most 30 ns", engine / hand);
    println!("  rust_decimal             {decimal:6.1}  {:.1}", decimal / hand);
    println!("a whole change of plan     {order:6.0}  {:.0}   credit, charge, tax, periods, renewal", order / hand);
}
