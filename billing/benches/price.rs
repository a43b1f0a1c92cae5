//! Ten million random lines against exact fractions, ending in failure at the first difference; and what a price costs, as
//! ratios within one run: the engine's line against `i128` by hand and against decimal arithmetic.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints its table and stops at the first surprise")]

#[path = "price/fractions.rs"]
mod fractions;

use billing::catalogue_file::parse_catalogue;
use billing::country::Country;
use billing::ids::{PlanId, ProductId};
use billing::money::prorate;
use billing::price::{Customer, Item, PriceRequest};
use billing::{BillingInterval, Currency, RunningSubscription, TaxRate, VatIdState, price_order};
use fractions::{Dice, Wide, differs};
use rust_decimal::{Decimal, RoundingStrategy};
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

const ROUNDS: u32 = 2_000_000;
const RANDOM_LINES: u32 = 10_000_000;

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

/// The first random line whose amount is not that of its exact fraction, told in words.
fn first_difference() -> Option<String> {
    let mut dice = Dice::new(20_261_121);
    for _ in 0..RANDOM_LINES {
        let (unit, seats, of_days) = (dice.amount(), dice.amount() % 1_000_000, dice.between(1, 800));
        let days = dice.between(1, of_days);
        let amount = prorate(unit, seats, days, of_days).ok();
        if differs(amount, &[unit, seats, days], of_days) {
            return Some(format!("{unit} × {seats} × {days} / {of_days} is not {amount:?}"));
        }
        // A rate of up to four decimals, as millionths of the base.
        let (millionths, sign) = (dice.between(0, 1_000_000), dice.between(0, 1) * 2 - 1);
        let base = dice.amount() * sign;
        let tax = TaxRate::from_percent(Decimal::new(millionths, 4)).unwrap().of(base).ok();
        if differs(tax, &[base, millionths], 1_000_000) {
            return Some(format!("{base} × {millionths} / 1000000 is not {tax:?}"));
        }
    }
    None
}

fn main() -> ExitCode {
    // The check has to be able to fail: a cent beside the truth is seen.
    assert!(Wide::product(&[3, 5]) == Wide::product(&[15]) && differs(Some(4_666), &[1_400, 10, 10], 30) && !differs(Some(4_667), &[1_400, 10, 10], 30));
    if let Some(difference) = first_difference() {
        println!("{difference}");
        return ExitCode::FAILURE;
    }
    println!("{RANDOM_LINES} random lines and as many taxes equal their exact fractions");
    print_ratios();
    ExitCode::SUCCESS
}

fn print_ratios() {
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
