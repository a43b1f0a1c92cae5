//! How the lines of an order explain themselves.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed unwrap is the test's message, in helpers too")]

use billing::catalogue_file::parse_catalogue;
use billing::document::read_request;
use billing::price::{Exactness, Explanation, Line, UnitNote};
use billing::{BillingPeriod, OrderPrice, price_order};

fn price(items: &str) -> OrderPrice {
    let catalogue = include_str!("../../catalogue.toml").replacen("unit_minor = 1900 }", "unit_minor = 1900, steps = [{ seats = 20, unit_minor = 1700 }] }", 1);
    let customer = r#"{"country":"DE","vat_id":"none","credit_minor":0}"#;
    let text = format!(r#"{{"today":"2026-11-21","currency":"EUR","customer":{customer},"items":[{items}]}}"#);
    price_order(&parse_catalogue(&catalogue).unwrap(), &read_request(text.as_bytes()).unwrap()).unwrap()
}

fn change(seats: i64, start: &str, end: &str) -> String {
    let running = r#""product":"goto-meeting","plan":"professional","seats":10,"interval":"monthly","unit_minor":1400"#;
    let subscription = format!(r#"{{{running},"period_start":"{start}","period_end":"{end}"}}"#);
    format!(r#"{{"kind":"change","plan":"business","seats":{seats},"interval":"monthly","subscription":{subscription}}}"#)
}

const CONTRACT: &str = r#"{"kind":"add_seats","seats":5,"subscription":{"product":"goto-training","plan":"pro","seats":25,"interval":"annual","unit_minor":48000,"period_start":"2026-03-01","period_end":"2027-03-01"}}"#;

fn period(start: &str, end: &str) -> BillingPeriod {
    BillingPeriod { start: start.parse().unwrap(), end: end.parse().unwrap() }
}

#[test]
fn a_change_explains_what_is_given_back_and_what_is_bought() {
    let lines = price(&change(10, "2026-11-01", "2026-12-01")).lines;
    assert_eq!(lines[0].explain(), [Explanation::UnusedDays { days: 10, of_days: 30, whole_minor: 14_000, exactness: Exactness::Rounded }]);
    assert_eq!(lines[1].explain(), [Explanation::WholePeriod { period: period("2026-11-21", "2026-12-21"), whole_minor: 19_000 }]);
    // A share that comes out even was not rounded.
    let even = price(&change(10, "2026-11-11", "2026-12-01")).lines;
    assert_eq!(even[0].explain(), [Explanation::UnusedDays { days: 10, of_days: 20, whole_minor: 14_000, exactness: Exactness::Exact }]);
}

#[test]
fn a_volume_step_is_told_where_it_is_reached() {
    for (seats, expected) in [(19, None), (20, Some(Explanation::StepReached { from_seats: 20, unit_minor: 1700 }))] {
        let line = &price(&change(seats, "2026-11-01", "2026-12-01")).lines[1];
        assert_eq!(line.explain().get(1).copied(), expected, "{seats} seats");
        // What is given back is at the price that was paid: there is nothing to tell of it.
        assert_eq!(price(&change(seats, "2026-11-01", "2026-12-01")).lines[0].explain().len(), 1);
    }
}

#[test]
fn added_seats_are_told_with_their_days_and_a_negotiated_price_as_such() {
    let mut price = price(&format!("{CONTRACT},{CONTRACT}"));
    let added = Explanation::AddedSeats { days: 100, of_days: 365, whole_minor: 240_000, exactness: Exactness::Rounded };
    assert_eq!(price.lines[0].explain(), [added]);
    price.note_negotiated(1);
    assert_eq!(price.lines[0].explain(), [added]);
    assert_eq!(price.lines[1].explain(), [added, Explanation::Negotiated { unit_minor: 48_000 }]);
}

#[test]
fn a_line_without_a_note_is_stored_as_it_always_was() {
    let mut line = price(CONTRACT).lines[0].clone();
    let before = serde_json::to_value(&line).unwrap();
    assert_eq!(before.get("unit_note"), None);
    assert_eq!(serde_json::from_value::<Line>(before).unwrap(), line);
    for note in [UnitNote::Step { from_seats: 20 }, UnitNote::Negotiated, UnitNote::Announced { announced_on: "2026-01-01".parse().unwrap(), before_minor: 1 }]
    {
        line.unit_note = Some(note);
        assert_eq!(serde_json::from_value::<Line>(serde_json::to_value(&line).unwrap()).unwrap(), line);
    }
}

#[test]
fn a_line_beyond_all_limits_still_explains_itself() {
    let mut line = price(CONTRACT).lines[0].clone();
    for (seats, unit_minor, days, of_days) in [(i64::MAX, i64::MAX, i64::MAX, 1), (i64::MIN, i64::MAX, i64::MIN, -1), (1, 1, 1, 0)] {
        (line.seats, line.unit_minor, line.days, line.of_days) = (seats, unit_minor, days, of_days);
        assert_eq!(line.explain().len(), 1);
    }
}
