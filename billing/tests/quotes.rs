//! Where a quote may go, and what it costs on which day.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed unwrap is the test's message, in helpers too")]

use billing::catalogue_file::parse_catalogue;
use billing::country::Country;
use billing::ids::{PlanId, ProductId, SubscriptionId};
use billing::price::{AgreedPrice, Customer, UnitNote};
use billing::quote::QuoteError::{NoLongerValid, NotDraft, NotOpen, StillValid};
use billing::quote::QuoteState::{Accepted, Declined, Discarded, Draft, Expired, Open, Superseded, Withdrawn};
use billing::quote::{Offer, Offered, QuoteItem, QuoteOrigin, QuoteState, Validity, last_day_of_self_service, price_quote, today_and_after};
use billing::renewal::PriceOrigin;
use billing::{BillingInterval, Catalogue, Currency, OrderPrice, PriceErrorCode, RunningSubscription, VatIdState};
use chrono::NaiveDate;
use std::sync::LazyLock;

static DEMO: LazyLock<Catalogue> = LazyLock::new(|| parse_catalogue(include_str!("../../catalogue.toml")).unwrap());

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const fn valid_until(today: NaiveDate, valid_until: NaiveDate) -> Validity {
    Validity { today, valid_until }
}

#[test]
fn every_state_and_every_act_are_in_this_table() {
    let (today, yesterday) = (day("2026-11-21"), day("2026-11-20"));
    let (valid, over) = (valid_until(today, today), valid_until(today, yesterday));
    let (late, early) = (NoLongerValid { valid_until: yesterday }, StillValid { valid_until: today });
    // State; opened in time and late; accepted in time and late; declined; expired in time and early; superseded; discarded; withdrawn.
    let table = [
        (
            Draft,
            [
                Ok(Open),
                Err(late),
                Err(NotOpen(Draft)),
                Err(NotOpen(Draft)),
                Err(NotOpen(Draft)),
                Err(NotOpen(Draft)),
                Err(NotOpen(Draft)),
                Err(NotOpen(Draft)),
                Ok(Discarded),
                Err(NotOpen(Draft)),
            ],
        ),
        (
            Open,
            [
                Err(NotDraft(Open)),
                Err(NotDraft(Open)),
                Ok(Accepted),
                Err(late),
                Ok(Declined),
                Ok(Expired),
                Err(early),
                Ok(Superseded),
                Err(NotDraft(Open)),
                Ok(Withdrawn),
            ],
        ),
        (Accepted, nowhere(Accepted)),
        (Declined, nowhere(Declined)),
        (Expired, nowhere(Expired)),
        (Superseded, nowhere(Superseded)),
        (Discarded, nowhere(Discarded)),
        (Withdrawn, nowhere(Withdrawn)),
    ];
    assert_eq!(table.map(|(state, _)| state), QuoteState::ALL);
    for (state, expected) in table {
        let acts = [
            state.open(valid),
            state.open(over),
            state.accept(valid),
            state.accept(over),
            state.decline(),
            state.expire(over),
            state.expire(valid),
            state.supersede(),
            state.discard(),
            state.withdraw(),
        ];
        assert_eq!(acts, expected, "{state:?}");
    }
}

type Outcomes = [Result<QuoteState, billing::quote::QuoteError>; 10];

fn nowhere(state: QuoteState) -> Outcomes {
    let (not_draft, not_open) = (Err(NotDraft(state)), Err(NotOpen(state)));
    [not_draft, not_draft, not_open, not_open, not_open, not_open, not_open, not_open, not_draft, not_open]
}

#[test]
fn words_name_one_state_and_one_origin() {
    for state in QuoteState::ALL {
        assert_eq!(QuoteState::parse(state.code()), Some(state));
    }
    for origin in QuoteOrigin::ALL {
        assert_eq!(QuoteOrigin::parse(origin.code()), Some(origin));
    }
    assert_eq!((QuoteState::parse("lost"), QuoteOrigin::parse("found")), (None, None));
}

#[test]
fn a_quote_from_add_seats_is_good_for_a_fortnight() {
    assert_eq!(last_day_of_self_service(day("2026-11-21")), day("2026-12-05"));
    assert_eq!(last_day_of_self_service(NaiveDate::MAX), NaiveDate::MAX);
}

/// A contract at 48,000 a seat and year.
fn contract(product: &str, plan: &str, seats: i64, unit_minor: i64, (period_start, period_end): (&str, &str)) -> RunningSubscription {
    RunningSubscription {
        product: ProductId(product.to_owned()),
        plan: PlanId(plan.to_owned()),
        seats,
        interval: BillingInterval::Annual,
        unit_minor,
        period_start: day(period_start),
        period_end: day(period_end),
        tax: None,
    }
}

fn added(product: &str, seats: i64, unit: Option<AgreedPrice>) -> QuoteItem {
    let offer = Offer::AddSeats { subscription: SubscriptionId(format!("contract of {product}")), seats };
    QuoteItem { product: ProductId(product.to_owned()), offer, unit, reason: String::new(), product_name: product.to_owned(), plan_name: "Pro".to_owned() }
}

fn new(seats: i64, unit: Option<AgreedPrice>) -> QuoteItem {
    let offer = Offer::New { plan: PlanId("pro".to_owned()), seats, interval: BillingInterval::Annual };
    QuoteItem { offer, ..added("goto-webinar", seats, unit) }
}

const fn agreed(unit_minor: i64, origin: PriceOrigin) -> Option<AgreedPrice> {
    Some(AgreedPrice { unit_minor, origin })
}

fn price(on: &str, items: &[QuoteItem], running: &[Option<RunningSubscription>]) -> Result<OrderPrice, PriceErrorCode> {
    let customer = Customer { country: Country::parse("DE").unwrap(), vat_id: VatIdState::None, credit_minor: 0 };
    price_quote(&DEMO, day(on), (Currency::EUR, &customer), &Offered { items, running }).map_err(|error| error.code)
}

#[test]
fn added_seats_cost_what_the_worked_example_says() {
    let running = [Some(contract("goto-training", "pro", 25, 48_000, ("2026-03-01", "2027-03-01")))];
    let quote = price("2026-11-21", &[added("goto-training", 5, None)], &running).unwrap();
    assert_eq!((quote.net_minor, quote.tax_minor(), quote.total_minor, quote.due_now_minor), (65_753, 12_493, 78_246, 78_246));
    // On the first day of the year it is all of it.
    let quote = price("2026-03-01", &[added("goto-training", 5, None)], &running).unwrap();
    assert_eq!((quote.net_minor, quote.total_minor), (240_000, 285_600));
}

#[test]
fn days_are_counted_when_it_is_placed_and_the_end_stays() {
    let running = [Some(contract("goto-training", "pro", 25, 36_500, ("2026-03-01", "2027-03-01")))];
    for (on, days) in [("2026-11-21", 100), ("2026-11-22", 99), ("2027-02-28", 1)] {
        let quote = price(on, &[added("goto-training", 2, None)], &running).unwrap();
        // 365.00 a year is 1.00 a day and seat.
        assert_eq!((quote.lines[0].days, quote.net_minor), (days, days * 200), "{on}");
        assert_eq!(quote.periods[0].period, running[0].as_ref().unwrap().period());
    }
    assert_eq!(price("2027-03-01", &[added("goto-training", 2, None)], &running), Err(PriceErrorCode::PeriodNotRunning));
}

#[test]
fn several_contracts_are_each_charged_to_their_own_end() {
    let running = [
        Some(contract("goto-training", "pro", 25, 36_500, ("2026-03-01", "2027-03-01"))),
        Some(contract("goto-webinar", "pro", 5, 73_000, ("2026-09-01", "2027-09-01"))),
    ];
    let items = [added("goto-training", 2, None), added("goto-webinar", 1, None)];
    let quote = price("2026-11-21", &items, &running).unwrap();
    let lines: Vec<(i64, i64, NaiveDate)> = quote.lines.iter().map(|line| (line.days, line.net_minor, line.period.end)).collect();
    assert_eq!(lines, [(100, 20_000, day("2027-03-01")), (284, 56_800, day("2027-09-01"))]);
    let changes = today_and_after(&quote, &Offered { items: &items, running: &running });
    let rows: Vec<_> = changes.iter().map(|row| (row.seats_before, row.seats_after, row.before_minor, row.after.on, row.after.net_minor)).collect();
    assert_eq!(rows, [(25, 27, 912_500, day("2027-03-01"), 985_500), (5, 6, 365_000, day("2027-09-01"), 438_000)]);
}

#[test]
fn an_agreed_price_holds_for_new_seats_and_a_contract_renews_at_its_own() {
    let running = [Some(contract("goto-training", "pro", 25, 36_500, ("2026-03-01", "2027-03-01"))), None];
    let items = [added("goto-training", 10, agreed(18_250, PriceOrigin::Negotiated)), new(3, agreed(100_000, PriceOrigin::Negotiated))];
    let quote = price("2026-11-21", &items, &running).unwrap();
    assert_eq!(quote.lines.iter().map(|line| line.net_minor).collect::<Vec<_>>(), [50_000, 300_000]);
    assert!(quote.lines.iter().all(|line| line.unit_note == Some(UnitNote::Negotiated)));
    assert_eq!(quote.renewals.iter().map(|renewal| renewal.net_minor).collect::<Vec<_>>(), [35 * 36_500, 300_000]);
}

#[test]
fn a_catalogue_price_that_was_pinned_stays_when_the_catalogue_moves() {
    let pinned = price("2026-11-21", &[new(3, agreed(190_000, PriceOrigin::Catalogue))], &[None]).unwrap();
    let today = price("2026-11-21", &[new(3, None)], &[None]).unwrap();
    assert_eq!((pinned.net_minor, today.net_minor), (570_000, 3 * 190_800));
    assert_eq!(pinned.lines[0].unit_note, None, "a price of the catalogue is nothing to remark");
}

#[test]
fn what_cannot_be_placed_has_no_price() {
    let running = [Some(contract("goto-training", "pro", 25, 36_500, ("2026-03-01", "2027-03-01")))];
    for (item, running, expected) in [
        (added("goto-training", 5, None), &[None][..], PriceErrorCode::PeriodNotRunning),
        (added("goto-training", 5, None), &[][..], PriceErrorCode::PeriodNotRunning),
        (added("goto-training", 0, None), &running[..], PriceErrorCode::SeatsOutOfRange),
        (added("goto-training", 9_976, None), &running[..], PriceErrorCode::SeatsOutOfRange),
        (added("goto-training", i64::MAX, None), &running[..], PriceErrorCode::SeatsOutOfRange),
        (added("goto-training", 5, agreed(-1, PriceOrigin::Negotiated)), &running[..], PriceErrorCode::InvalidInput),
        (new(3, agreed(i64::MAX, PriceOrigin::Negotiated)), &[None][..], PriceErrorCode::AmountOverflow),
    ] {
        assert_eq!(price("2026-11-21", std::slice::from_ref(&item), running), Err(expected), "{item:?}");
    }
}
