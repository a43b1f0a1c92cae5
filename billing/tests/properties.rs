//! What holds for every order: sums, credits, documents, fingerprints, periods; and no input that panics.
//! Random, but the same at every run.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed unwrap is the test's message, in helpers too")]

#[path = "properties/cases.rs"]
mod cases;
#[path = "properties/fractions.rs"]
#[allow(dead_code, reason = "each test file takes of it what it needs")]
mod fractions;
#[path = "properties/reference.rs"]
mod reference;

use billing::catalogue::{Includes, Price, VolumeStep};
use billing::catalogue_file::parse_catalogue;
use billing::country::Country;
use billing::document::{Answer, answer};
use billing::editor::PlanInput;
use billing::fingerprint::fingerprint;
use billing::ids::{PlanId, ProductId};
use billing::money::{divide_rounded, prorate};
use billing::period::parse_iso_date;
use billing::price::{Customer, DocumentPart, LineKind};
use billing::subscription::LineTax;
use billing::{
    BillingInterval, BillingPeriod, Catalogue, Currency, Item, Language, Money, OrderPrice, Plan, PriceError, PriceErrorCode, PriceRequest, Product,
    RunningSubscription, TaxCategory, TaxRate, VatIdState, price_order,
};
use cases::{Case, Dice};
use chrono::{Datelike, Days, NaiveDate};
use fractions::{Day, Fraction, month_length};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use std::collections::BTreeMap;

fn fixed(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_121), ..ProptestConfig::default() }
}

fn code(error: PriceErrorCode) -> String {
    serde_json::to_value(error).unwrap().as_str().unwrap().to_owned()
}

fn show(case: &Case, answer: &Result<OrderPrice, PriceError>, expected: &Result<reference::Reference, reference::Refusal>) -> String {
    format!("{case:#?}\nanswered: {answer:#?}\nexpected: {expected:#?}")
}

#[test]
fn two_hundred_thousand_orders_equal_their_exact_fractions() {
    let mut dice = Dice(1);
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for _ in 0..200_000 {
        let case = Case::roll(&mut dice);
        let answer = price_order(&case.catalogue(), &case.request());
        let expected = reference::price(&case);
        match (&answer, &expected) {
            (Ok(price), Ok(reference)) => assert!(reference.equals(price), "{}", show(&case, &answer, &expected)),
            (Err(error), Err(refusal)) => {
                let item = error.item.map(|item| usize::try_from(item).unwrap());
                assert!(refusal.codes.contains(&code(error.code).as_str()) && item == refusal.item, "{}", show(&case, &answer, &expected));
            }
            _ => panic!("{}", show(&case, &answer, &expected)),
        }
        let outcome = answer.map_or_else(|error| code(error.code), |price| if price.total_minor < 0 { "credit" } else { "price" }.to_owned());
        for item in &case.items {
            *seen.entry(format!("{} {outcome}", item.kind())).or_default() += 1;
        }
    }
    // The dice reach all that they should, often.
    for outcome in ["new price", "change price", "change credit", "add_seats price", "trial price"] {
        assert!(seen.get(outcome).is_some_and(|count| *count > 5_000), "{outcome}: {seen:#?}");
    }
    for outcome in ["nothing_changed", "downgrade_not_self_service", "amount_overflow", "seats_out_of_range", "no_price", "period_not_running", "invalid_input"]
    {
        assert!(seen.get(&format!("change {outcome}")).is_some_and(|count| *count > 50), "{outcome}: {seen:#?}");
    }
}

#[test]
fn the_browsers_excerpt_of_the_catalogue_prices_like_the_whole() {
    let mut dice = Dice(2);
    for _ in 0..5_000 {
        let case = Case::roll(&mut dice);
        let (catalogue, request) = (case.catalogue(), case.request());
        let excerpt = catalogue.excerpt(&catalogue.products[0].id, request.currency, request.today);
        assert_eq!(price_order(&excerpt, &request), price_order(&catalogue, &request), "{case:#?}");
    }
}

#[test]
fn rounding_equals_exact_fractions_at_every_half() {
    for denominator in 1..=60_i128 {
        for numerator in -400..=400_i128 {
            let expected = i64::try_from(Fraction::whole(numerator).times(1, denominator).rounded()).unwrap();
            assert_eq!(divide_rounded(numerator, denominator), Ok(expected), "{numerator}/{denominator}");
        }
    }
    // Around the ends of 64 bits: one half less still rounds into them, the half itself does not.
    let (most, least) = (i128::from(i64::MAX), i128::from(i64::MIN));
    assert_eq!(divide_rounded(most * 3 + 1, 3), Ok(i64::MAX));
    assert!(divide_rounded(most * 2 + 1, 2).is_err() && divide_rounded(least * 2 - 1, 2).is_err());
    assert_eq!(divide_rounded(least * 3 - 1, 3), Ok(i64::MIN));
    for denominator in [i128::MAX, i128::MAX - 1, 1 << 126] {
        for numerator in [i128::MAX, i128::MIN, i128::MIN + 1, 0, 1, -1, 1 << 125, -(1 << 125), (1 << 125) - 1] {
            assert!(divide_rounded(numerator, denominator).unwrap().abs() <= 2);
        }
    }
    assert_eq!((divide_rounded(1 << 125, 1 << 126), divide_rounded((1 << 125) - 1, 1 << 126)), (Ok(1), Ok(0)));
}

// Orders as they are placed, for the invariants.

const PLANS: [&str; 3] = ["low", "middle", "high"];
const TAXES: [(&str, &str); 6] = [("S", "19"), ("S", "16"), ("S", "25.5"), ("S", "20"), ("AE", "0"), ("O", "0")];

fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![1 => 0..=2_i64, 8 => 0..=400_000_i64, 2 => 0..=1_000_000_000_000_i64]
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (0..4_000_u64).prop_map(|days| parse_iso_date("2024-01-01").unwrap() + Days::new(days))
}

fn interval() -> impl Strategy<Value = BillingInterval> {
    select(&BillingInterval::ALL[..])
}

fn plan_id() -> impl Strategy<Value = PlanId> {
    select(&PLANS[..]).prop_map(|plan| PlanId(plan.to_owned()))
}

fn product_id() -> ProductId {
    ProductId("product".to_owned())
}

fn line_tax() -> impl Strategy<Value = LineTax> {
    select(&TAXES[..]).prop_map(|(category, rate)| LineTax { category: TaxCategory::parse(category).unwrap(), rate: TaxRate::parse(rate).unwrap() })
}

fn plan_of(name: &str, prices: Vec<Price>) -> Plan {
    Plan { id: PlanId(name.to_owned()), name: name.to_owned(), includes: Includes::default(), seats_min: None, seats_max: None, prices }
}

fn catalogue() -> impl Strategy<Value = Catalogue> {
    prop::collection::vec(amount(), 6).prop_map(|units| {
        let from = parse_iso_date("2000-01-01").unwrap();
        let price = |interval, unit_minor| Price { currency: Currency::EUR, interval, from, unit_minor, steps: Vec::new() };
        let plans = PLANS.iter().zip(units.chunks(2));
        let plans = plans.map(|(name, units)| plan_of(name, vec![price(BillingInterval::Monthly, units[0]), price(BillingInterval::Annual, units[1])]));
        Catalogue { products: vec![Product { id: product_id(), name: "Product".to_owned(), trial_days: Some(14), seat_add_on: true, plans: plans.collect() }] }
    })
}

/// A subscription of the lowest plan that runs on `today`.
fn running(today: NaiveDate) -> impl Strategy<Value = RunningSubscription> {
    let length = prop_oneof![28..=31_u64, 365..=366_u64, 1..=3_u64];
    (length, any::<prop::sample::Index>(), 1..=200_i64, interval(), amount(), prop::option::of(line_tax())).prop_map(
        move |(length, past, seats, interval, unit_minor, tax)| {
            let period_start = today - Days::new(u64::try_from(past.index(usize::try_from(length).unwrap())).unwrap());
            let plan = PlanId(PLANS[0].to_owned());
            RunningSubscription { product: product_id(), plan, seats, interval, unit_minor, period_start, period_end: period_start + Days::new(length), tax }
        },
    )
}

fn item(today: NaiveDate) -> impl Strategy<Value = Item> {
    let seats = 1..=200_i64;
    prop_oneof![
        (plan_id(), seats.clone(), interval()).prop_map(|(plan, seats, interval)| Item::New { product: product_id(), plan, seats, interval }),
        (plan_id(), seats.clone(), interval(), running(today)).prop_map(|(plan, seats, interval, subscription)| Item::Change {
            plan,
            seats,
            interval,
            subscription
        }),
        (seats.clone(), running(today)).prop_map(|(seats, subscription)| Item::AddSeats { seats, subscription }),
        (plan_id(), seats).prop_map(|(plan, seats)| Item::Trial { product: product_id(), plan, seats }),
    ]
}

fn customer() -> impl Strategy<Value = Customer> {
    let credit = prop_oneof![Just(0_i64), amount()];
    (select(&["DE", "AT", "FI", "CH"][..]), select(&["none", "valid", "unverified"][..]), credit).prop_map(|(country, vat_id, credit_minor)| Customer {
        country: Country::parse(country).unwrap(),
        vat_id: VatIdState::parse(vat_id).unwrap(),
        credit_minor,
    })
}

fn request() -> impl Strategy<Value = PriceRequest> {
    day().prop_flat_map(|today| {
        let items = prop::collection::vec(item(today), 0..=4);
        (customer(), items).prop_map(move |(customer, items)| PriceRequest { today, currency: Currency::EUR, customer, items })
    })
}

fn part_sums(part: Option<&DocumentPart>) -> (i128, i128, i128) {
    part.map_or((0, 0, 0), |part| {
        let tax: i128 = part.tax.iter().map(|sum| i128::from(sum.tax_minor)).sum();
        let net: i128 = part.lines.iter().map(|line| i128::from(line.net_minor)).sum();
        assert_eq!((i128::from(part.net_minor), i128::from(part.total_minor)), (net, net + tax));
        assert_eq!(part.tax.iter().map(|sum| i128::from(sum.base_minor)).sum::<i128>(), net);
        (net, tax, net + tax)
    })
}

/// Of a price, what a reader sees: all but whether checkout asks for payment details.
fn shown(price: &OrderPrice) -> OrderPrice {
    let tax_today = LineTax { category: TaxCategory::O, rate: TaxRate::ZERO };
    OrderPrice { asks_for_payment: false, tax_today, ..price.clone() }
}

proptest! {
    #![proptest_config(fixed(3_000))]

    #[test]
    fn sums_and_account_credit_are_exact(catalogue in catalogue(), request in request()) {
        if let Ok(price) = price_order(&catalogue, &request) {
            let lines: i64 = price.lines.iter().map(|line| line.net_minor).sum();
            let tax: i64 = price.tax.iter().map(|sum| sum.tax_minor).sum();
            prop_assert_eq!(price.net_minor, lines);
            prop_assert_eq!(price.total_minor, lines + tax);
            prop_assert_eq!(price.tax_minor(), tax);
            for sum in &price.tax {
                let base: i64 = price.lines.iter().filter(|line| (line.tax.category, line.tax.rate) == (sum.category, sum.rate)).map(|line| line.net_minor).sum();
                prop_assert_eq!(sum.base_minor, base);
                prop_assert_eq!(sum.rate.of(base), Ok(sum.tax_minor));
            }
            let before = request.customer.credit_minor;
            let growth = price.credit_after_minor - (before - price.credit_used_minor);
            prop_assert!(price.due_now_minor >= 0 && price.credit_used_minor >= 0 && price.credit_after_minor >= 0 && growth >= 0);
            prop_assert!(price.credit_used_minor <= before);
            prop_assert_eq!(price.total_minor, price.due_now_minor + price.credit_used_minor - growth);
            // Nothing is due while credit is left, and credit does not grow where it is used.
            prop_assert!(price.due_now_minor == 0 || price.credit_after_minor == 0);
            prop_assert!(growth == 0 || (price.due_now_minor == 0 && price.credit_used_minor == 0));
        }
    }

    #[test]
    fn a_credit_is_never_more_than_the_running_period_cost(catalogue in catalogue(), request in request()) {
        if let Ok(price) = price_order(&catalogue, &request) {
            for line in &price.lines {
                let whole = i128::from(line.unit_minor) * i128::from(line.seats);
                prop_assert!(0 < line.days && line.days <= line.of_days);
                prop_assert!(i128::from(line.net_minor).abs() <= whole);
                prop_assert!(line.days < line.of_days || i128::from(line.net_minor).abs() == whole);
                prop_assert!(line.net_minor == 0 || (line.net_minor < 0) == (line.kind == LineKind::Credit));
                prop_assert_eq!((line.period.start, line.period.days()), (request.today, line.days));
            }
        }
    }

    #[test]
    fn what_is_bought_and_changed_on_one_day_is_given_back_whole(catalogue in catalogue(), today in day(), seats in 1..=200_i64, interval in interval()) {
        let customer = Customer { country: Country::DE, vat_id: VatIdState::None, credit_minor: 0 };
        let plan = PlanId(PLANS[0].to_owned());
        let buy = Item::New { product: product_id(), plan: plan.clone(), seats, interval };
        let bought = price_order(&catalogue, &PriceRequest { today, currency: Currency::EUR, customer: customer.clone(), items: vec![buy] }).unwrap();
        let (line, period) = (&bought.lines[0], bought.periods[0].period);
        let (period_start, period_end) = (period.start, period.end);
        let subscription = RunningSubscription { product: product_id(), plan, seats, interval, unit_minor: line.unit_minor, period_start, period_end, tax: Some(line.tax) };
        let change = Item::Change { plan: PlanId(PLANS[1].to_owned()), seats, interval, subscription };
        let changed = price_order(&catalogue, &PriceRequest { today, currency: Currency::EUR, customer, items: vec![change] }).unwrap();
        prop_assert_eq!(changed.lines[0].net_minor, -line.net_minor);
        prop_assert_eq!(changed.periods[0].period, period);
    }

    #[test]
    fn seats_added_in_two_steps_cost_the_same_to_the_cent(unit in amount(), first in 1..=200_i64, second in 1..=200_i64, days in 1..=366_i64) {
        let parts = prorate(unit, first, days, 366).unwrap() + prorate(unit, second, days, 366).unwrap();
        prop_assert!((parts - prorate(unit, first + second, days, 366).unwrap()).abs() <= 1);
        // Charged from a day on and credited for the same days: nothing is left over.
        prop_assert_eq!(prorate(-unit, first, days, 366).unwrap(), -prorate(unit, first, days, 366).unwrap());
    }

    #[test]
    fn documents_add_up_to_the_order(catalogue in catalogue(), request in request()) {
        if let Ok(price) = price_order(&catalogue, &request) {
            let documents = price.documents().unwrap();
            let (invoice, credit_note) = (part_sums(documents.invoice.as_ref()), part_sums(documents.credit_note.as_ref()));
            prop_assert_eq!(invoice.0 + credit_note.0, i128::from(price.net_minor));
            prop_assert_eq!(invoice.1 + credit_note.1, i128::from(price.tax_minor()));
            prop_assert_eq!(invoice.2 + credit_note.2, i128::from(price.total_minor));
            prop_assert!(invoice.2 >= 0 && credit_note.2 <= 0 && credit_note.1 <= 0);
            let lines = [&documents.invoice, &documents.credit_note].into_iter().flatten().flat_map(|part| &part.lines);
            let mut found: Vec<String> = lines.map(|line| format!("{line:?}")).collect();
            let mut expected: Vec<String> = price.lines.iter().map(|line| format!("{line:?}")).collect();
            found.sort();
            expected.sort();
            prop_assert_eq!(found, expected);
            prop_assert_eq!(documents.invoice.is_none(), price.lines.is_empty());
            if let Some(invoice) = &documents.invoice {
                prop_assert!(invoice.lines.iter().all(|line| line.tax == price.tax_today));
            }
            if let Some(note) = &documents.credit_note {
                prop_assert!(note.lines.iter().all(|line| line.kind == LineKind::Credit));
                // The order's tax was rounded once, so the note's may differ from its own rounding by one cent.
                prop_assert!(note.tax.iter().all(|sum| sum.rate.of(sum.base_minor).unwrap().abs_diff(sum.tax_minor) <= 1));
                prop_assert!(price.total_minor < 0 || note.lines.iter().any(|line| line.tax != price.tax_today));
            }
        }
    }

    #[test]
    fn the_document_says_what_the_crate_says(catalogue in catalogue(), request in request()) {
        let text = serde_json::to_string(&request).unwrap();
        let (first, second) = (answer(&catalogue, text.as_bytes()), answer(&catalogue.clone(), text.clone().as_bytes()));
        match (first, second, price_order(&catalogue, &request)) {
            (Answer::Price(first), Answer::Price(second), Ok(price)) => {
                prop_assert_eq!(&first, &second);
                let value: serde_json::Value = serde_json::from_str(&first).unwrap();
                for (name, amount) in [
                    ("net_minor", price.net_minor), ("total_minor", price.total_minor), ("credit_used_minor", price.credit_used_minor),
                    ("due_now_minor", price.due_now_minor), ("credit_after_minor", price.credit_after_minor),
                ] {
                    prop_assert_eq!(value[name].as_i64(), Some(amount));
                }
                prop_assert_eq!(&value["periods"], &serde_json::to_value(&price.periods).unwrap());
                prop_assert_eq!(&value["renewals"], &serde_json::to_value(&price.renewals).unwrap());
                prop_assert_eq!(&value["tax"], &serde_json::to_value(&price.tax).unwrap());
                prop_assert_eq!(value["lines"].as_array().unwrap().len(), price.lines.len());
            }
            (Answer::Error(first), Answer::Error(second), Err(error)) => {
                prop_assert_eq!(&first, &second);
                let value: serde_json::Value = serde_json::from_str(&first).unwrap();
                prop_assert_eq!(&value["error"], &serde_json::to_value(error).unwrap());
            }
            // An order of nothing is a price of nothing, but no document.
            (Answer::Error(first), _, Ok(_)) if request.items.is_empty() => prop_assert!(first.contains("invalid_input")),
            (.., direct) => prop_assert!(false, "{} against {:?}", text, direct),
        }
    }
}

// Fingerprints: orders from so few numbers that many are equal.

fn small_request() -> impl Strategy<Value = PriceRequest> {
    let today = parse_iso_date("2026-11-21").unwrap();
    let taxes = prop::option::of(
        select(&TAXES[..2]).prop_map(|(category, rate)| LineTax { category: TaxCategory::parse(category).unwrap(), rate: TaxRate::parse(rate).unwrap() }),
    );
    let running = (1..=2_i64, 0..=1_i64, 0..=1_u64, 9..=10_u64, taxes).prop_map(move |(seats, unit_minor, past, left, tax)| RunningSubscription {
        product: product_id(),
        plan: PlanId(PLANS[0].to_owned()),
        seats,
        interval: BillingInterval::Monthly,
        unit_minor,
        period_start: today - Days::new(past),
        period_end: today + Days::new(left),
        tax,
    });
    let item = prop_oneof![
        (1..=2_i64, interval()).prop_map(|(seats, interval)| Item::New { product: product_id(), plan: PlanId(PLANS[0].to_owned()), seats, interval }),
        (1..=2_i64, running.clone()).prop_map(|(seats, subscription)| Item::Change {
            plan: PlanId(PLANS[1].to_owned()),
            seats,
            interval: BillingInterval::Monthly,
            subscription
        }),
        (1..=2_i64, running).prop_map(|(seats, subscription)| Item::AddSeats { seats, subscription }),
        Just(Item::Trial { product: product_id(), plan: PlanId(PLANS[0].to_owned()), seats: 1 }),
    ];
    let customer = (0..=1_i64).prop_map(|credit_minor| Customer { country: Country::DE, vat_id: VatIdState::None, credit_minor });
    let items = prop_oneof![4 => prop::collection::vec(item.clone(), 1), 1 => prop::collection::vec(item, 2)];
    (customer, items).prop_map(move |(customer, items)| PriceRequest { today, currency: Currency::EUR, customer, items })
}

proptest! {
    #![proptest_config(fixed(6_000))]

    #[test]
    fn fingerprints_are_equal_exactly_when_the_numbers_are(units in prop::collection::vec(0..=1_i64, 4), first in small_request(), second in small_request()) {
        let from = parse_iso_date("2000-01-01").unwrap();
        let price = |interval, unit_minor| Price { currency: Currency::EUR, interval, from, unit_minor, steps: Vec::new() };
        let plans = PLANS.iter().zip(units.chunks(2));
        let plans = plans.map(|(name, units)| plan_of(name, vec![price(BillingInterval::Monthly, units[0]), price(BillingInterval::Annual, units[1])]));
        let product = Product { id: product_id(), name: String::new(), trial_days: Some(14), seat_add_on: true, plans: plans.collect() };
        let catalogue = Catalogue { products: vec![product] };
        let (first, second) = (price_order(&catalogue, &first).unwrap(), price_order(&catalogue, &second).unwrap());
        prop_assert_eq!(fingerprint(&first) == fingerprint(&second), shown(&first) == shown(&second), "{} {}", fingerprint(&first), fingerprint(&second));
        prop_assert_eq!(fingerprint(&first), fingerprint(&first.clone()));
    }
}

#[test]
fn every_number_shown_is_in_the_fingerprint() {
    let catalogue = parse_catalogue(include_str!("../../catalogue.toml")).unwrap();
    let text = r#"{"today":"2026-11-21","currency":"EUR","customer":{"country":"DE","vat_id":"none","credit_minor":100},"items":[
        {"kind":"change","plan":"business","seats":10,"interval":"monthly","subscription":{"product":"goto-meeting","plan":"professional","seats":10,
         "interval":"monthly","unit_minor":1400,"period_start":"2026-11-01","period_end":"2026-12-01","tax":{"category":"S","rate":"16"}}}]}"#;
    let request = billing::document::read_request(text.as_bytes()).unwrap();
    let price = price_order(&catalogue, &request).unwrap();
    let later = parse_iso_date("2026-11-22").unwrap();
    let changes: [fn(&mut OrderPrice, NaiveDate); 26] = [
        |price, later| price.today = later,
        |price, _| price.currency = Currency::parse("USD").unwrap(),
        |price, _| price.net_minor += 1,
        |price, _| price.total_minor += 1,
        |price, _| price.credit_used_minor += 1,
        |price, _| price.due_now_minor += 1,
        |price, _| price.credit_after_minor += 1,
        |price, _| price.lines[0].item += 1,
        |price, _| price.lines[0].kind = LineKind::Charge,
        |price, _| price.lines[0].seats += 1,
        |price, _| price.lines[0].unit_minor += 1,
        |price, _| price.lines[0].days += 1,
        |price, _| price.lines[0].of_days += 1,
        |price, _| price.lines[0].net_minor += 1,
        |price, later| price.lines[0].period.end = later,
        |price, _| price.lines[0].tax.rate = TaxRate::ZERO,
        |price, _| price.lines[0].tax.category = TaxCategory::AE,
        |price, _| price.lines.swap(0, 1),
        |price, _| price.tax[0].base_minor += 1,
        |price, _| price.tax[0].tax_minor += 1,
        |price, _| price.tax[0].rate = TaxRate::ZERO,
        |price, _| price.tax[0].category = TaxCategory::AE,
        |price, later| price.periods[0].period.start = later,
        |price, later| price.periods[0].period.end = later,
        |price, later| price.renewals[0].on = later,
        |price, _| price.renewals[0].net_minor += 1,
    ];
    for (place, change) in changes.iter().enumerate() {
        let mut changed = price.clone();
        change(&mut changed, later);
        assert_ne!(fingerprint(&changed), fingerprint(&price), "change {place}");
    }
    assert_eq!(fingerprint(&OrderPrice { asks_for_payment: !price.asks_for_payment, ..price.clone() }), fingerprint(&price));
}

// Anything at all.

fn any_number() -> impl Strategy<Value = i64> {
    prop_oneof![
        any::<i64>(),
        select(vec![i64::MIN, i64::MIN + 1, -1, 0, 1, 2, 3, 9_999, 10_000, 10_001, i64::MAX - 1, i64::MAX, i64::MAX / 2, i64::MAX / 10_000]),
        -5..=20_000_i64
    ]
}

/// Mostly what sells, so that prices come about as well.
fn some_seats() -> impl Strategy<Value = i64> {
    prop_oneof![1 => any_number(), 8 => 1..=50_i64]
}

fn some_amount() -> impl Strategy<Value = i64> {
    prop_oneof![1 => any_number(), 3 => 0..=i64::MAX, 8 => (0..=55_u32).prop_map(|bits| (1_i64 << bits) + 3)]
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![
        1 => any::<i32>().prop_map(|days| NaiveDate::from_num_days_from_ce_opt(days).unwrap_or(NaiveDate::MAX)),
        1 => select(vec![NaiveDate::MIN, NaiveDate::MAX, NaiveDate::MIN.succ_opt().unwrap(), NaiveDate::MAX.pred_opt().unwrap()]),
        1 => select(vec!["0000-01-01", "0000-02-29", "9999-12-31", "9999-11-30", "2024-02-29", "2026-11-21"]).prop_map(|text| parse_iso_date(text).unwrap()),
        6 => day(),
    ]
}

fn any_catalogue() -> impl Strategy<Value = Catalogue> {
    let steps = prop::collection::vec((some_seats(), some_amount()).prop_map(|(seats, unit_minor)| VolumeStep { seats, unit_minor }), 0..3);
    let from = prop_oneof![1 => any_day(), 4 => Just(NaiveDate::MIN)];
    let price = (interval(), from, some_amount(), steps).prop_map(|(interval, from, unit_minor, steps)| Price {
        currency: Currency::EUR,
        interval,
        from,
        unit_minor,
        steps,
    });
    let range = (prop::option::weighted(0.1, any_number()), prop::option::weighted(0.1, any_number()));
    let plan = (range, prop::collection::vec(price, 1..5));
    let plans = prop::collection::vec(plan, 3).prop_map(|plans| {
        let named = PLANS.iter().zip(plans);
        named.map(|(name, ((seats_min, seats_max), prices))| Plan { seats_min, seats_max, ..plan_of(name, prices) }).collect::<Vec<_>>()
    });
    (plans, prop::option::weighted(0.8, any::<u32>()), prop::bool::weighted(0.8)).prop_map(|(plans, trial_days, seat_add_on)| Catalogue {
        products: vec![Product { id: product_id(), name: String::new(), trial_days, seat_add_on, plans }],
    })
}

/// A subscription of any length, most often one that runs on `today`.
fn any_running(today: NaiveDate) -> impl Strategy<Value = RunningSubscription> {
    let start = prop_oneof![1 => any_day(), 3 => any_day().prop_map(move |day| day.min(today)), 2 => Just(today)];
    let end = prop_oneof![1 => any_day(), 3 => any_day().prop_map(move |day| day.max(today.succ_opt().unwrap_or(today))), 2 => Just(NaiveDate::MAX)];
    (plan_id(), some_seats(), interval(), some_amount(), start, end, prop::option::weighted(0.3, line_tax())).prop_map(
        |(plan, seats, interval, unit_minor, period_start, period_end, tax)| RunningSubscription {
            product: product_id(),
            plan,
            seats,
            interval,
            unit_minor,
            period_start,
            period_end,
            tax,
        },
    )
}

fn any_item(today: NaiveDate) -> impl Strategy<Value = Item> {
    prop_oneof![
        (plan_id(), some_seats(), interval()).prop_map(|(plan, seats, interval)| Item::New { product: product_id(), plan, seats, interval }),
        (plan_id(), some_seats(), interval(), any_running(today)).prop_map(|(plan, seats, interval, subscription)| Item::Change {
            plan,
            seats,
            interval,
            subscription
        }),
        (some_seats(), any_running(today)).prop_map(|(seats, subscription)| Item::AddSeats { seats, subscription }),
        (plan_id(), some_seats()).prop_map(|(plan, seats)| Item::Trial { product: product_id(), plan, seats }),
    ]
}

fn any_request() -> impl Strategy<Value = PriceRequest> {
    let credit = prop_oneof![1 => any_number(), 4 => 0..=i64::MAX, 4 => Just(0)];
    let customer = (select(&["DE", "AT", "CH"][..]), credit).prop_map(|(country, credit_minor)| Customer {
        country: Country::parse(country).unwrap(),
        vat_id: VatIdState::None,
        credit_minor,
    });
    (any_day(), customer).prop_flat_map(|(today, customer)| {
        let items = prop_oneof![3 => prop::collection::vec(any_item(today), 0..=1), 1 => prop::collection::vec(any_item(today), 2..4)];
        items.prop_map(move |items| PriceRequest { today, currency: Currency::EUR, customer: customer.clone(), items })
    })
}

/// Tries all that an order's price can be asked; a panic fails the test.
fn use_price(catalogue: &Catalogue, request: &PriceRequest) {
    if let Ok(price) = price_order(catalogue, request) {
        let _ = (price.documents(), fingerprint(&price), price.tax_minor());
        assert!(price.due_now_minor >= 0 && price.credit_after_minor >= 0);
        for language in Language::ALL {
            let _ = billing::format::money(Money::new(price.total_minor, price.currency), language);
            let _ = billing::format::count(price.net_minor, language);
            let _ = price.periods.iter().map(|priced| billing::format::date(priced.period.end, language)).collect::<String>();
        }
    }
    let text = serde_json::to_string(request).unwrap();
    let _ = answer(catalogue, text.as_bytes());
}

proptest! {
    #![proptest_config(fixed(8_000))]

    #[test]
    fn any_number_and_any_date_give_a_price_or_an_error(catalogue in any_catalogue(), request in any_request()) {
        use_price(&catalogue, &request);
    }

    #[test]
    fn any_factors_give_an_amount_or_an_error(numbers in prop::array::uniform4(any_number()), numerator in any::<i128>(), denominator in any::<i128>()) {
        let [unit, seats, days, of_days] = numbers;
        let _ = (prorate(unit, seats, days, of_days), divide_rounded(numerator, denominator), billing::money::sum(numbers));
        for rate in ["0", "0.0001", "19", "100"] {
            let _ = TaxRate::parse(rate).unwrap().of(unit);
        }
    }

    #[test]
    fn any_date_steps_to_a_period_or_to_none(day in any_day(), interval in interval(), anchor in any::<u32>(), days in any::<u32>()) {
        for period in [BillingPeriod::starting(day, interval), BillingPeriod::of_days(day, days)].into_iter().flatten() {
            let _ = (period.next(interval, anchor), period.next(interval, day.day()), period.contains(day), period.days_from(day));
            prop_assert!(period.start == day && (0..=9_999).contains(&period.end.year()));
        }
        let _ = (BillingPeriod { start: NaiveDate::MAX, end: NaiveDate::MIN }.days(), BillingPeriod { start: day, end: NaiveDate::MAX }.next(interval, anchor));
    }

    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..200), place in any::<prop::sample::Index>(), with in any::<u8>()) {
        let catalogue = Catalogue::default();
        prop_assert!(matches!(answer(&catalogue, &bytes), Answer::Error(_)));
        let mut document = br#"{"today":"2026-11-21","currency":"EUR","customer":{"country":"DE","vat_id":"none","credit_minor":0},"items":[{"kind":"trial","product":"a","plan":"b","seats":1}]}"#.to_vec();
        let place = place.index(document.len());
        document[place] = with;
        prop_assert!(matches!(answer(&catalogue, &document), Answer::Error(_)));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC*", seats in "[-−+ 0-9.,e]{0,24}") {
        let _ = (parse_iso_date(&text), TaxRate::parse(&text), Country::parse(&text), Currency::parse(&text), Language::from_accept_language(&text));
        let _ = (parse_catalogue(&text), parse_iso_date(&seats), TaxRate::parse(&seats));
        let product = Product { id: product_id(), name: String::new(), trial_days: None, seat_add_on: false, plans: vec![plan_of("low", Vec::new())] };
        for typed in [text, seats] {
            let input = PlanInput { plan: "low".to_owned(), seats: typed, interval: "annual".to_owned() };
            if let Ok(choice) = input.read(&product) {
                prop_assert!((1..=10_000).contains(&choice.seats));
            }
        }
    }
}

#[test]
fn periods_neither_gap_nor_overlap_from_any_anchor() {
    for interval in BillingInterval::ALL {
        let months = i64::from(interval.months());
        for year in 2023..=2028 {
            for month in 1..=12 {
                for anchor in 1..=month_length(year, month) {
                    let first = Day::new(year, month, anchor);
                    let mut period = BillingPeriod::starting(cases::naive(first), interval).unwrap();
                    for step in 1..=48 {
                        // Counted from the anchor each time, not from the last end.
                        let expected =
                            BillingPeriod { start: cases::naive(first.plus_months((step - 1) * months)), end: cases::naive(first.plus_months(step * months)) };
                        assert_eq!(period, expected, "{interval:?} from {first:?}, step {step}");
                        let next = period.next(interval, u32::try_from(anchor).unwrap()).unwrap();
                        assert!(next.start == period.end && period.days() > 0, "{interval:?} from {first:?}, step {step}");
                        period = next;
                    }
                }
            }
        }
    }
}

#[test]
fn the_calendar_of_the_tests_is_that_of_the_crate() {
    for number in 0..800_000 {
        let day = NaiveDate::from_num_days_from_ce_opt(number + 1).unwrap();
        let own = Day::new(i64::from(day.year()), i64::from(day.month()), i64::from(day.day()));
        assert_eq!(own.number(), i64::from(number), "{day}");
    }
}
