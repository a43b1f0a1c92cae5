//! The worked examples of the rules of price, from JSON to JSON, every number of the answer exact.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed unwrap is the test's message, in helpers too")]

use billing::catalogue_file::parse_catalogue;
use billing::document::{Answer, answer, read_request};
use billing::price::DocumentPart;
use billing::{Catalogue, price_order};
use serde_json::{Value, json};
use std::sync::LazyLock;

static DEMO: LazyLock<Catalogue> = LazyLock::new(|| parse_catalogue(include_str!("../../catalogue.toml")).unwrap());

/// Prices one item for a German customer without account credit.
fn price_item(item: Value) -> Value {
    let request = json!({
        "today": "2026-11-21",
        "currency": "EUR",
        "customer": {"country": "DE", "vat_id": "none", "credit_minor": 0},
        "items": [item],
    });
    price(&request)
}

fn price(request: &Value) -> Value {
    match answer(&DEMO, request.to_string().as_bytes()) {
        Answer::Price(text) => serde_json::from_str(&text).unwrap(),
        Answer::Error(text) => panic!("{request}\nhas no price: {text}"),
    }
}

/// Meeting Professional, 10 seats, monthly at 1400.
fn professional(period_start: &str, period_end: &str) -> Value {
    json!({
        "product": "goto-meeting", "plan": "professional", "seats": 10, "interval": "monthly",
        "unit_minor": 1400, "period_start": period_start, "period_end": period_end,
    })
}

#[test]
fn a_higher_plan_is_charged_for_a_whole_period_less_the_unused_days() {
    let item = json!({"kind": "change", "plan": "business", "seats": 10, "interval": "monthly", "subscription": professional("2026-11-01", "2026-12-01")});
    let expected = json!({
        "lines": [
            {"item": 0, "kind": "credit", "seats": 10, "unit_minor": 1400, "days": 10, "of_days": 30, "net_minor": -4667},
            {"item": 0, "kind": "charge", "seats": 10, "unit_minor": 1900, "days": 30, "of_days": 30, "net_minor": 19000},
        ],
        "net_minor": 14333,
        "tax": [{"category": "S", "rate": "19", "base_minor": 14333, "tax_minor": 2723}],
        "total_minor": 17056,
        "credit_used_minor": 0,
        "due_now_minor": 17056,
        "credit_after_minor": 0,
        "periods": [{"item": 0, "start": "2026-11-21", "end": "2026-12-21"}],
        "renewals": [{"item": 0, "on": "2026-12-21", "net_minor": 19000}],
        "asks_for_payment": true,
    });
    assert_eq!(price_item(item), expected);
}

#[test]
fn fewer_seats_leave_a_credit_and_nothing_due() {
    let item = json!({"kind": "change", "plan": "professional", "seats": 6, "interval": "monthly", "subscription": professional("2026-11-20", "2026-12-20")});
    let expected = json!({
        "lines": [
            {"item": 0, "kind": "credit", "seats": 10, "unit_minor": 1400, "days": 29, "of_days": 30, "net_minor": -13533},
            {"item": 0, "kind": "charge", "seats": 6, "unit_minor": 1400, "days": 30, "of_days": 30, "net_minor": 8400},
        ],
        "net_minor": -5133,
        "tax": [{"category": "S", "rate": "19", "base_minor": -5133, "tax_minor": -975}],
        "total_minor": -6108,
        "credit_used_minor": 0,
        "due_now_minor": 0,
        "credit_after_minor": 6108,
        "periods": [{"item": 0, "start": "2026-11-21", "end": "2026-12-21"}],
        "renewals": [{"item": 0, "on": "2026-12-21", "net_minor": 8400}],
        "asks_for_payment": false,
    });
    assert_eq!(price_item(item), expected);
}

#[test]
fn from_monthly_to_annual_a_whole_year_begins_today() {
    let item = json!({"kind": "change", "plan": "professional", "seats": 10, "interval": "annual", "subscription": professional("2026-11-01", "2026-12-01")});
    let expected = json!({
        "lines": [
            {"item": 0, "kind": "credit", "seats": 10, "unit_minor": 1400, "days": 10, "of_days": 30, "net_minor": -4667},
            {"item": 0, "kind": "charge", "seats": 10, "unit_minor": 14400, "days": 365, "of_days": 365, "net_minor": 144_000},
        ],
        "net_minor": 139_333,
        "tax": [{"category": "S", "rate": "19", "base_minor": 139_333, "tax_minor": 26473}],
        "total_minor": 165_806,
        "credit_used_minor": 0,
        "due_now_minor": 165_806,
        "credit_after_minor": 0,
        "periods": [{"item": 0, "start": "2026-11-21", "end": "2027-11-21"}],
        "renewals": [{"item": 0, "on": "2027-11-21", "net_minor": 144_000}],
        "asks_for_payment": true,
    });
    assert_eq!(price_item(item), expected);
}

#[test]
fn added_corporate_seats_pay_the_days_that_are_left_and_the_end_stays() {
    let contract = json!({
        "product": "goto-training", "plan": "pro", "seats": 25, "interval": "annual",
        "unit_minor": 48000, "period_start": "2026-03-01", "period_end": "2027-03-01",
    });
    let expected = json!({
        "lines": [{"item": 0, "kind": "charge", "seats": 5, "unit_minor": 48000, "days": 100, "of_days": 365, "net_minor": 65753}],
        "net_minor": 65753,
        "tax": [{"category": "S", "rate": "19", "base_minor": 65753, "tax_minor": 12493}],
        "total_minor": 78246,
        "credit_used_minor": 0,
        "due_now_minor": 78246,
        "credit_after_minor": 0,
        "periods": [{"item": 0, "start": "2026-03-01", "end": "2027-03-01"}],
        "renewals": [{"item": 0, "on": "2027-03-01", "net_minor": 1_440_000}],
        "asks_for_payment": true,
    });
    assert_eq!(price_item(json!({"kind": "add_seats", "seats": 5, "subscription": contract})), expected);
}

#[test]
fn account_credit_is_used_before_anything_is_due() {
    for (credit, used, due, left) in [(0, 0, 17056, 0), (56, 56, 17000, 0), (17056, 17056, 0, 0), (20000, 17056, 0, 2944)] {
        let item = json!({"kind": "change", "plan": "business", "seats": 10, "interval": "monthly", "subscription": professional("2026-11-01", "2026-12-01")});
        let customer = json!({"country": "DE", "vat_id": "none", "credit_minor": credit});
        let price = price(&json!({"today": "2026-11-21", "currency": "EUR", "customer": customer, "items": [item]}));
        assert_eq!(
            (&price["total_minor"], &price["credit_used_minor"], &price["due_now_minor"], &price["credit_after_minor"]),
            (&json!(17056), &json!(used), &json!(due), &json!(left)),
        );
    }
}

#[test]
fn a_trial_has_a_period_and_no_line() {
    let expected = json!({
        "lines": [], "net_minor": 0, "tax": [], "total_minor": 0, "credit_used_minor": 0, "due_now_minor": 0, "credit_after_minor": 0,
        "periods": [{"item": 0, "start": "2026-11-21", "end": "2026-11-28"}], "renewals": [], "asks_for_payment": false,
    });
    assert_eq!(price_item(json!({"kind": "trial", "product": "goto-webinar", "plan": "standard", "seats": 3})), expected);
}

#[test]
fn a_credit_keeps_the_tax_of_the_line_it_corrects() {
    let mut running = professional("2026-11-01", "2026-12-01");
    running["tax"] = json!({"category": "S", "rate": "16"});
    let price = price_item(json!({"kind": "change", "plan": "business", "seats": 10, "interval": "monthly", "subscription": running}));
    let expected = json!([
        {"category": "S", "rate": "16", "base_minor": -4667, "tax_minor": -747},
        {"category": "S", "rate": "19", "base_minor": 19000, "tax_minor": 3610},
    ]);
    assert_eq!((&price["tax"], &price["total_minor"]), (&expected, &json!(17196)));
}

#[test]
fn on_its_last_day_a_period_is_worth_one_day() {
    let item = json!({"kind": "change", "plan": "business", "seats": 10, "interval": "monthly", "subscription": professional("2026-10-22", "2026-11-22")});
    let line = &price_item(item)["lines"][0];
    // 14000 × 1 / 31 = 451.6
    assert_eq!((&line["days"], &line["of_days"], &line["net_minor"]), (&json!(1), &json!(31), &json!(-452)));
}

#[test]
fn a_total_below_zero_is_an_invoice_and_a_credit_note() {
    let item = json!({"kind": "change", "plan": "professional", "seats": 6, "interval": "monthly", "subscription": professional("2026-11-20", "2026-12-20")});
    let customer = json!({"country": "DE", "vat_id": "none", "credit_minor": 0});
    let request = json!({"today": "2026-11-21", "currency": "EUR", "customer": customer, "items": [item]}).to_string();
    let documents = price_order(&DEMO, &read_request(request.as_bytes()).unwrap()).unwrap().documents().unwrap();
    let sums = |part: DocumentPart| (part.net_minor, part.tax.first().map(|sum| sum.tax_minor), part.total_minor);
    assert_eq!(documents.invoice.map(sums), Some((8400, Some(1596), 9996)));
    assert_eq!(documents.credit_note.map(sums), Some((-13533, Some(-2571), -16104)));
}

#[test]
fn a_total_of_nothing_is_one_invoice_with_its_credit() {
    let mut running = professional("2026-11-21", "2026-12-21");
    running["unit_minor"] = json!(1900);
    let item = json!({"kind": "change", "plan": "business", "seats": 10, "interval": "monthly", "subscription": running});
    let customer = json!({"country": "DE", "vat_id": "none", "credit_minor": 0});
    let request = json!({"today": "2026-11-21", "currency": "EUR", "customer": customer, "items": [item]}).to_string();
    let documents = price_order(&DEMO, &read_request(request.as_bytes()).unwrap()).unwrap().documents().unwrap();
    let invoice = documents.invoice.unwrap();
    assert_eq!((invoice.lines.len(), invoice.net_minor, invoice.total_minor, documents.credit_note), (2, 0, 0, None));
}

#[test]
fn the_four_kinds_are_priced_together_in_their_order() {
    let contract = json!({
        "product": "goto-training", "plan": "pro", "seats": 25, "interval": "annual",
        "unit_minor": 48000, "period_start": "2026-03-01", "period_end": "2027-03-01",
    });
    let request = json!({
        "today": "2026-11-21", "currency": "EUR",
        "customer": {"country": "FI", "vat_id": "unverified", "credit_minor": 1000},
        "items": [
            {"kind": "new", "product": "goto-meeting", "plan": "professional", "seats": 10, "interval": "monthly"},
            {"kind": "change", "plan": "business", "seats": 10, "interval": "monthly", "subscription": professional("2026-11-01", "2026-12-01")},
            {"kind": "add_seats", "seats": 5, "subscription": contract},
            {"kind": "trial", "product": "goto-webinar", "plan": "standard", "seats": 3},
        ],
    });
    let expected = json!({
        "lines": [
            {"item": 0, "kind": "charge", "seats": 10, "unit_minor": 1400, "days": 30, "of_days": 30, "net_minor": 14000},
            {"item": 1, "kind": "credit", "seats": 10, "unit_minor": 1400, "days": 10, "of_days": 30, "net_minor": -4667},
            {"item": 1, "kind": "charge", "seats": 10, "unit_minor": 1900, "days": 30, "of_days": 30, "net_minor": 19000},
            {"item": 2, "kind": "charge", "seats": 5, "unit_minor": 48000, "days": 100, "of_days": 365, "net_minor": 65753},
        ],
        "net_minor": 94086,
        // 94086 × 25.5 % = 23991.93
        "tax": [{"category": "S", "rate": "25.5", "base_minor": 94086, "tax_minor": 23992}],
        "total_minor": 118_078,
        "credit_used_minor": 1000,
        "due_now_minor": 117_078,
        "credit_after_minor": 0,
        "periods": [
            {"item": 0, "start": "2026-11-21", "end": "2026-12-21"},
            {"item": 1, "start": "2026-11-21", "end": "2026-12-21"},
            {"item": 2, "start": "2026-03-01", "end": "2027-03-01"},
            {"item": 3, "start": "2026-11-21", "end": "2026-11-28"},
        ],
        "renewals": [
            {"item": 0, "on": "2026-12-21", "net_minor": 14000},
            {"item": 1, "on": "2026-12-21", "net_minor": 19000},
            {"item": 2, "on": "2027-03-01", "net_minor": 1_440_000},
        ],
        "asks_for_payment": true,
    });
    assert_eq!(price(&request), expected);
}

#[test]
fn the_customer_decides_the_tax() {
    for (country, vat_id, category, rate, tax_minor) in [
        ("DE", "none", "S", "19", 2660),
        ("DE", "valid", "S", "19", 2660),
        ("DE", "unverified", "S", "19", 2660),
        ("AT", "none", "S", "20", 2800),
        ("AT", "unverified", "S", "20", 2800),
        ("AT", "valid", "AE", "0", 0),
        ("FI", "none", "S", "25.5", 3570),
        ("CH", "none", "O", "0", 0),
        ("CH", "valid", "O", "0", 0),
        ("GB", "unverified", "O", "0", 0),
    ] {
        let item = json!({"kind": "new", "product": "goto-meeting", "plan": "professional", "seats": 10, "interval": "monthly"});
        let customer = json!({"country": country, "vat_id": vat_id, "credit_minor": 0});
        let price = price(&json!({"today": "2026-11-21", "currency": "EUR", "customer": customer, "items": [item]}));
        let expected = json!([{"category": category, "rate": rate, "base_minor": 14000, "tax_minor": tax_minor}]);
        assert_eq!((&price["tax"], &price["total_minor"]), (&expected, &json!(14000 + tax_minor)), "{country} {vat_id}");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes_and_a_fixed_order_of_fields() {
    let item = json!({"kind": "new", "product": "goto-meeting", "plan": "professional", "seats": 1, "interval": "monthly"});
    let customer = json!({"country": "DE", "vat_id": "none", "credit_minor": 0});
    let request = json!({"today": "2026-11-21", "currency": "EUR", "customer": customer, "items": [item]}).to_string();
    let expected = concat!(
        r#"{"lines":[{"item":0,"kind":"charge","seats":1,"unit_minor":1400,"days":30,"of_days":30,"net_minor":1400}],"net_minor":1400,"#,
        r#""tax":[{"category":"S","rate":"19","base_minor":1400,"tax_minor":266}],"total_minor":1666,"credit_used_minor":0,"#,
        r#""due_now_minor":1666,"credit_after_minor":0,"periods":[{"item":0,"start":"2026-11-21","end":"2026-12-21"}],"#,
        r#""renewals":[{"item":0,"on":"2026-12-21","net_minor":1400}],"asks_for_payment":true}"#,
    );
    for _ in 0..3 {
        match answer(&DEMO, request.as_bytes()) {
            Answer::Price(text) => assert_eq!(text, expected),
            Answer::Error(text) => panic!("{text}"),
        }
    }
}
