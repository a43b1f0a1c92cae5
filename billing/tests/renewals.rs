//! What subscriptions cost when their period ends: periods from every anchor, and which unit price they have then.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed unwrap is the test's message, in helpers too")]

use billing::catalogue_file::parse_catalogue;
use billing::country::Country;
use billing::editor::PlanChoice;
use billing::ids::{PlanId, ProductId};
use billing::price::{Customer, Explanation, PriceErrorCode, UnitNote};
use billing::renewal::{Announcement, PriceOrigin, RenewalRequest, Renewed, renew, rise_ahead};
use billing::subscription::LineTax;
use billing::{BillingInterval, BillingPeriod, Catalogue, Currency, RunningSubscription, TaxCategory, TaxRate, VatIdState};
use chrono::{Datelike, NaiveDate};
use std::sync::LazyLock;

/// Two price lists: from 2024, with a step, and from 2027, dearer; and a plan below whose price falls.
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let text = r#"
        [[products]]
        id = "meeting"
        name = "Meeting"
        [[products.plans]]
        id = "small"
        name = "Small"
        seats_max = 40
        prices = [
            { currency = "EUR", interval = "monthly", from = "2024-01-01", unit_minor = 1000 },
            { currency = "EUR", interval = "monthly", from = "2027-01-01", unit_minor = 900, steps = [{ seats = 20, unit_minor = 850 }] },
            { currency = "EUR", interval = "annual", from = "2024-01-01", unit_minor = 10000 },
        ]
        [[products.plans]]
        id = "large"
        name = "Large"
        prices = [
            { currency = "EUR", interval = "monthly", from = "2024-01-01", unit_minor = 1400, steps = [{ seats = 50, unit_minor = 1200 }] },
            { currency = "EUR", interval = "monthly", from = "2027-01-01", unit_minor = 1500, steps = [{ seats = 50, unit_minor = 1300 }] },
            { currency = "EUR", interval = "annual", from = "2024-01-01", unit_minor = 14000 },
        ]
    "#;
    parse_catalogue(text).unwrap()
});

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn customer(country: &str, vat_id: VatIdState) -> Customer {
    Customer { country: Country::parse(country).unwrap(), vat_id, credit_minor: 0 }
}

/// Large, monthly, at 1400, bought in 2026, renewing on 15 January 2027.
fn request(seats: i64) -> RenewalRequest {
    let subscription = RunningSubscription {
        product: ProductId("meeting".to_owned()),
        plan: PlanId("large".to_owned()),
        seats,
        interval: BillingInterval::Monthly,
        unit_minor: 1400,
        period_start: day("2026-12-15"),
        period_end: day("2027-01-15"),
        tax: None,
    };
    RenewalRequest {
        subscription,
        currency: Currency::EUR,
        anchor_day: 15,
        origin: PriceOrigin::Catalogue,
        priced_on: day("2026-05-15"),
        announcement: None,
        scheduled: None,
        customer: customer("DE", VatIdState::None),
    }
}

fn told(announced_on: &str, unit_minor: i64) -> Option<Announcement> {
    Some(Announcement { announced_on: day(announced_on), unit_minor })
}

fn choice(plan: &str, seats: i64, interval: BillingInterval) -> Option<PlanChoice> {
    Some(PlanChoice { plan: PlanId(plan.to_owned()), seats, interval })
}

fn renewed(request: &RenewalRequest) -> Renewed {
    renew(&CATALOGUE, request).unwrap()
}

fn unit(request: &RenewalRequest) -> i64 {
    renewed(request).subscription.unit_minor
}

/// The request of the renewal that follows.
fn following(request: &RenewalRequest, renewed: &Renewed) -> RenewalRequest {
    let Renewed { subscription, anchor_day, origin, priced_on, .. } = renewed.clone();
    RenewalRequest { subscription, anchor_day, origin, priced_on, scheduled: None, ..request.clone() }
}

#[test]
fn a_renewal_is_one_charge_of_the_next_period_with_the_tax_of_its_day() {
    let before = request(10);
    let Renewed { subscription, anchor_day, origin, priced_on, price } = renewed(&before);
    assert_eq!((anchor_day, origin, priced_on), (15, PriceOrigin::Catalogue, before.priced_on));
    let tax = LineTax { category: TaxCategory::S, rate: TaxRate::parse("19").unwrap() };
    let (period_start, period_end) = (day("2027-01-15"), day("2027-02-15"));
    assert_eq!(subscription, RunningSubscription { period_start, period_end, tax: Some(tax), ..before.subscription });
    let [line] = price.lines.as_slice() else { panic!("{price:?}") };
    assert_eq!((line.days, line.of_days, line.net_minor, line.tax, line.period), (31, 31, 14_000, tax, subscription.period()));
    assert_eq!((price.today, price.net_minor, price.total_minor, price.due_now_minor), (period_start, 14_000, 16_660, 16_660));
    assert_eq!((price.periods[0].period, price.renewals[0].on, price.renewals[0].net_minor), (subscription.period(), period_end, 14_000));
    assert!(!price.asks_for_payment);
    assert_eq!(price.documents().unwrap().invoice.map(|invoice| invoice.total_minor), Some(16_660));
}

#[test]
fn account_credit_pays_a_renewal_first() {
    for (credit_minor, used, due, left) in [(0, 0, 16_660, 0), (660, 660, 16_000, 0), (16_660, 16_660, 0, 0), (20_000, 16_660, 0, 3_340)] {
        let mut request = request(10);
        request.customer.credit_minor = credit_minor;
        let price = renewed(&request).price;
        assert_eq!((price.credit_used_minor, price.due_now_minor, price.credit_after_minor), (used, due, left));
    }
}

#[test]
fn the_customer_of_the_day_decides_the_tax() {
    let mut request = request(10);
    // What the last period was taxed with does not matter.
    request.subscription.tax = Some(LineTax { category: TaxCategory::AE, rate: TaxRate::ZERO });
    for (country, vat_id, category, tax_minor) in [
        ("DE", VatIdState::Valid, TaxCategory::S, 2_660),
        ("AT", VatIdState::None, TaxCategory::S, 2_800),
        ("AT", VatIdState::Unverified, TaxCategory::S, 2_800),
        ("AT", VatIdState::Valid, TaxCategory::AE, 0),
        ("MC", VatIdState::None, TaxCategory::S, 2_800),
        ("CH", VatIdState::None, TaxCategory::O, 0),
    ] {
        request.customer = customer(country, vat_id);
        let renewed = renewed(&request);
        assert_eq!((renewed.price.tax[0].category, renewed.price.tax[0].tax_minor), (category, tax_minor), "{country} {vat_id:?}");
        assert_eq!(renewed.subscription.tax, Some(renewed.price.tax_today));
    }
    // The rate of the renewal's day, not of the day on which it is worked off or was bought.
    request.customer = customer("FI", VatIdState::None);
    for (start, end, rate) in [("2024-07-31", "2024-08-31", "24"), ("2024-08-01", "2024-09-01", "25.5")] {
        (request.subscription.period_start, request.subscription.period_end) = (day(start), day(end));
        assert_eq!(renewed(&request).price.tax[0].rate, TaxRate::parse(rate).unwrap(), "{end}");
    }
}

#[test]
fn a_rise_applies_from_the_first_renewal_that_was_announced_thirty_days_before() {
    for (announcement, expected) in [
        (None, 1400),
        // 15 January less 30 days is 16 December.
        (told("2026-12-16", 1500), 1500),
        (told("2026-12-17", 1500), 1400),
        (told("2026-01-01", 1500), 1500),
        (told("2027-01-15", 1500), 1400),
        (told("2027-03-01", 1500), 1400),
        // Never more than was told, and never more than the catalogue asks for.
        (told("2026-12-01", 1450), 1450),
        (told("2026-12-01", 9999), 1500),
        // An announcement of less is no rise: the price stays.
        (told("2026-12-01", 1400), 1400),
        (told("2026-12-01", 1), 1400),
    ] {
        let request = RenewalRequest { announcement, ..request(10) };
        assert_eq!(unit(&request), expected, "{announcement:?}");
    }
    // Announced too late for January, it applies in February, and then stays without being told again.
    let january = RenewalRequest { announcement: told("2026-12-17", 1500), ..request(10) };
    let february = following(&january, &renewed(&january));
    let after = renewed(&february);
    assert_eq!((after.subscription.unit_minor, after.priced_on), (1500, day("2027-02-15")));
    let march = RenewalRequest { announcement: None, ..following(&february, &after) };
    assert_eq!(unit(&march), 1500);
}

#[test]
fn a_rise_that_is_not_in_force_yet_waits() {
    let mut request = RenewalRequest { announcement: told("2026-10-01", 1500), ..request(10) };
    for (start, end, expected) in [("2026-11-15", "2026-12-15", 1400), ("2026-12-01", "2027-01-01", 1500)] {
        (request.subscription.period_start, request.subscription.period_end) = (day(start), day(end));
        request.anchor_day = request.subscription.period_end.day();
        assert_eq!(unit(&request), expected, "{end}");
    }
}

#[test]
fn a_price_that_fell_in_the_catalogue_stays_what_it_was() {
    let mut request = request(10);
    (request.subscription.plan, request.subscription.unit_minor) = (PlanId("small".to_owned()), 1000);
    assert_eq!(unit(&request), 1000);
    assert_eq!(rise_ahead(&CATALOGUE, &request), None);
    request.announcement = told("2026-06-01", 900);
    assert_eq!(unit(&request), 1000);
}

#[test]
fn the_volume_step_is_looked_at_again_for_the_seats_of_the_day() {
    // Bought at the price of few seats; seats were added since, at that price.
    for (seats, expected, from_seats) in [(10, 1400, None), (49, 1400, None), (50, 1200, Some(50)), (500, 1200, Some(50))] {
        let renewed = renewed(&request(seats));
        assert_eq!(renewed.subscription.unit_minor, expected, "{seats} seats");
        assert_eq!(renewed.price.lines[0].unit_note, from_seats.map(|from_seats| UnitNote::Step { from_seats }));
        assert_eq!(renewed.price.net_minor, expected * seats);
    }
    // The other way round, after seats were given up.
    let mut fewer = request(10);
    fewer.subscription.unit_minor = 1200;
    assert_eq!(unit(&fewer), 1400);
    // With a rise that was told: the step of the list that is in force.
    let risen = RenewalRequest { announcement: told("2026-12-01", 1500), ..request(60) };
    assert_eq!(unit(&risen), 1300);
    // The step belongs to the list that the price was bought from, not to the newest one.
    let mut newer = request(60);
    (newer.priced_on, newer.subscription.unit_minor) = (day("2027-01-02"), 1500);
    assert_eq!(unit(&newer), 1300);
}

#[test]
fn a_price_that_its_list_does_not_have_stays() {
    let mut odd = request(60);
    odd.subscription.unit_minor = 1234;
    assert_eq!(unit(&odd), 1234);
    odd.priced_on = day("2020-01-01");
    odd.subscription.unit_minor = 1400;
    assert_eq!(unit(&odd), 1400);
    // What is no longer sold goes on at its price, and a rise that was told applies.
    let mut gone = RenewalRequest { announcement: told("2026-12-01", 1500), ..request(10) };
    gone.subscription.plan = PlanId("gone".to_owned());
    assert_eq!(unit(&gone), 1500);
    gone.announcement = None;
    assert_eq!(unit(&gone), 1400);
    assert_eq!(renew(&Catalogue::default(), &gone).unwrap().price.net_minor, 14_000);
}

#[test]
fn a_negotiated_price_renews_until_a_quote_replaces_it() {
    let mut request = RenewalRequest { origin: PriceOrigin::Negotiated, announcement: told("2026-01-01", 1500), ..request(60) };
    for unit_minor in [1100, 1400, 2000] {
        request.subscription.unit_minor = unit_minor;
        let renewed = renewed(&request);
        assert_eq!((renewed.subscription.unit_minor, renewed.origin), (unit_minor, PriceOrigin::Negotiated));
        assert_eq!(renewed.price.lines[0].explain()[1], Explanation::Negotiated { unit_minor });
        assert_eq!(rise_ahead(&CATALOGUE, &request), None);
    }
    // Other seats of the same plan keep it; another plan or interval never had it.
    request.subscription.unit_minor = 1100;
    for (scheduled, expected, origin) in [
        (choice("large", 30, BillingInterval::Monthly), 1100, PriceOrigin::Negotiated),
        (choice("small", 30, BillingInterval::Monthly), 850, PriceOrigin::Catalogue),
        (choice("large", 60, BillingInterval::Annual), 14_000, PriceOrigin::Catalogue),
    ] {
        request.scheduled = scheduled.clone();
        let renewed = renewed(&request);
        assert_eq!((renewed.subscription.unit_minor, renewed.origin), (expected, origin), "{scheduled:?}");
    }
}

#[test]
fn a_scheduled_change_takes_the_catalogues_price_of_the_day() {
    for (scheduled, unit_minor, end) in [
        (choice("small", 10, BillingInterval::Monthly), 900, "2027-02-15"),
        (choice("small", 20, BillingInterval::Monthly), 850, "2027-02-15"),
        (choice("small", 10, BillingInterval::Annual), 10_000, "2028-01-15"),
        // Fewer seats of the same plan: the price of the day, told or not.
        (choice("large", 5, BillingInterval::Monthly), 1500, "2027-02-15"),
        (choice("large", 10, BillingInterval::Annual), 14_000, "2028-01-15"),
    ] {
        let request = RenewalRequest { scheduled: scheduled.clone(), ..request(10) };
        let renewed = renewed(&request);
        let after = &renewed.subscription;
        let wanted = scheduled.unwrap();
        assert_eq!((&after.plan, after.seats, after.interval), (&wanted.plan, wanted.seats, wanted.interval));
        assert_eq!((after.unit_minor, after.period_end, renewed.priced_on), (unit_minor, day(end), day("2027-01-15")), "{wanted:?}");
        assert_eq!(renewed.price.lines.len(), 1, "a change at the renewal gives nothing back");
        assert_eq!(rise_ahead(&CATALOGUE, &request), None);
    }
    // What runs anyway is no change: it keeps its price.
    let same = RenewalRequest { scheduled: choice("large", 10, BillingInterval::Monthly), ..request(10) };
    assert_eq!((unit(&same), rise_ahead(&CATALOGUE, &same)), (1400, Some(1500)));
}

#[test]
fn the_rise_to_announce_is_that_of_the_coming_renewal() {
    assert_eq!(rise_ahead(&CATALOGUE, &request(10)), Some(1500));
    assert_eq!(rise_ahead(&CATALOGUE, &request(60)), Some(1300));
    let mut before = request(10);
    (before.subscription.period_start, before.subscription.period_end) = (day("2026-11-15"), day("2026-12-15"));
    assert_eq!(rise_ahead(&CATALOGUE, &before), None);
    // What is announced is what is charged.
    let asked = rise_ahead(&CATALOGUE, &request(10)).unwrap();
    assert_eq!(unit(&RenewalRequest { announcement: told("2026-12-16", asked), ..request(10) }), asked);
}

#[test]
fn a_line_of_a_renewal_explains_itself() {
    let period = BillingPeriod { start: day("2027-01-15"), end: day("2027-02-15") };
    let whole = |whole_minor| Explanation::WholePeriod { period, whole_minor };
    let explain = |request: &RenewalRequest| renewed(request).price.lines[0].explain();
    assert_eq!(explain(&request(10)), [whole(14_000)]);
    assert_eq!(explain(&request(50)), [whole(60_000), Explanation::StepReached { from_seats: 50, unit_minor: 1200 }]);
    let announced = RenewalRequest { announcement: told("2026-12-16", 1500), ..request(10) };
    let rise = Explanation::Announced { announced_on: day("2026-12-16"), before_minor: 1400, unit_minor: 1500 };
    assert_eq!(explain(&announced), [whole(15_000), rise]);
}

#[test]
fn what_cannot_be_renewed_has_its_code() {
    let with = |change: fn(&mut RenewalRequest)| {
        let mut request = request(10);
        change(&mut request);
        renew(&CATALOGUE, &request).map(|renewed| renewed.price.net_minor).map_err(|error| error.code)
    };
    let scheduled = |plan: &str, seats| {
        let request = RenewalRequest { scheduled: choice(plan, seats, BillingInterval::Monthly), ..request(10) };
        renew(&CATALOGUE, &request).map(|renewed| renewed.price.net_minor).map_err(|error| error.code)
    };
    assert_eq!(with(|request| request.subscription.seats = 0), Err(PriceErrorCode::InvalidInput));
    assert_eq!(with(|request| request.subscription.unit_minor = -1), Err(PriceErrorCode::InvalidInput));
    assert_eq!(with(|request| request.subscription.period_end = request.subscription.period_start), Err(PriceErrorCode::InvalidInput));
    assert_eq!(with(|request| request.customer.credit_minor = -1), Err(PriceErrorCode::InvalidInput));
    assert_eq!(with(|request| request.announcement = told("2026-01-01", -1)), Err(PriceErrorCode::InvalidInput));
    assert_eq!(with(|request| request.subscription.unit_minor = i64::MAX), Err(PriceErrorCode::AmountOverflow));
    assert_eq!(with(|request| request.subscription.period_end = day("9999-12-31")), Err(PriceErrorCode::AmountOverflow));
    assert_eq!(scheduled("gold", 10), Err(PriceErrorCode::UnknownPlan));
    assert_eq!((scheduled("small", 41), scheduled("small", 0)), (Err(PriceErrorCode::SeatsOutOfRange), Err(PriceErrorCode::SeatsOutOfRange)));
    assert_eq!((scheduled("small", 40), scheduled("small", 1)), (Ok(34_000), Ok(900)));
    let mut unsold = RenewalRequest { scheduled: choice("small", 5, BillingInterval::Monthly), ..request(10) };
    unsold.currency = Currency::parse("CHF").unwrap();
    assert_eq!(renew(&CATALOGUE, &unsold).unwrap_err().code, PriceErrorCode::NoPrice);
    unsold.subscription.product = ProductId("nothing".to_owned());
    assert_eq!(renew(&CATALOGUE, &unsold).unwrap_err().code, PriceErrorCode::UnknownProduct);
}

/// The ends of the first periods from a day on, renewed one after the other.
fn ends(start: &str, interval: BillingInterval, count: usize) -> Vec<String> {
    let mut request = request(10);
    let first = BillingPeriod::starting(day(start), interval).unwrap();
    (request.subscription.period_start, request.subscription.period_end) = (first.start, first.end);
    (request.subscription.interval, request.anchor_day) = (interval, first.start.day());
    let mut ends = vec![first.end.to_string()];
    while ends.len() < count {
        let next = renewed(&request);
        ends.push(next.subscription.period_end.to_string());
        request = following(&request, &next);
    }
    ends
}

#[test]
fn months_are_stepped_from_the_anchor() {
    for (start, expected) in [
        ("2027-01-28", ["2027-02-28", "2027-03-28", "2027-04-28", "2027-05-28"]),
        ("2027-01-29", ["2027-02-28", "2027-03-29", "2027-04-29", "2027-05-29"]),
        ("2027-01-30", ["2027-02-28", "2027-03-30", "2027-04-30", "2027-05-30"]),
        ("2027-01-31", ["2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]),
        // Leap years.
        ("2028-01-28", ["2028-02-28", "2028-03-28", "2028-04-28", "2028-05-28"]),
        ("2028-01-29", ["2028-02-29", "2028-03-29", "2028-04-29", "2028-05-29"]),
        ("2028-01-30", ["2028-02-29", "2028-03-30", "2028-04-30", "2028-05-30"]),
        ("2028-01-31", ["2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31"]),
        ("2028-02-29", ["2028-03-29", "2028-04-29", "2028-05-29", "2028-06-29"]),
        // A century that is no leap year.
        ("2100-01-31", ["2100-02-28", "2100-03-31", "2100-04-30", "2100-05-31"]),
        ("2027-11-30", ["2027-12-30", "2028-01-30", "2028-02-29", "2028-03-30"]),
        ("2027-12-31", ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]),
    ] {
        assert_eq!(ends(start, BillingInterval::Monthly, 4), expected, "from {start}");
    }
}

#[test]
fn years_are_stepped_from_the_anchor() {
    for (start, expected) in [
        ("2027-02-28", ["2028-02-28", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-28"]),
        ("2028-02-28", ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-28", "2033-02-28"]),
        ("2028-02-29", ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29", "2033-02-28"]),
        ("2096-02-29", ["2097-02-28", "2098-02-28", "2099-02-28", "2100-02-28", "2101-02-28"]),
        ("2027-12-31", ["2028-12-31", "2029-12-31", "2030-12-31", "2031-12-31", "2032-12-31"]),
        ("2027-08-30", ["2028-08-30", "2029-08-30", "2030-08-30", "2031-08-30", "2032-08-30"]),
    ] {
        assert_eq!(ends(start, BillingInterval::Annual, 5), expected, "from {start}");
    }
}

#[test]
fn another_interval_begins_where_the_last_period_ended() {
    let mut request = request(10);
    (request.subscription.period_start, request.subscription.period_end) = (day("2028-01-31"), day("2028-02-29"));
    request.anchor_day = 31;
    request.scheduled = choice("large", 10, BillingInterval::Annual);
    let annual = renewed(&request);
    assert_eq!(annual.subscription.period(), BillingPeriod { start: day("2028-02-29"), end: day("2029-02-28") });
    let mut back = following(&request, &annual);
    back.scheduled = choice("large", 10, BillingInterval::Monthly);
    let monthly = renewed(&back);
    assert_eq!((monthly.subscription.period_end, monthly.anchor_day), (day("2029-03-31"), 31));
}

#[test]
fn an_anchor_that_the_period_does_not_end_on_gives_way() {
    for (anchor_day, end, expected, anchor_after) in
        [(1, "2027-01-15", "2027-02-15", 15), (0, "2027-01-15", "2027-02-15", 15), (31, "2027-01-15", "2027-02-15", 15), (99, "2027-01-31", "2027-02-28", 31)]
    {
        let mut request = request(10);
        (request.subscription.period_end, request.anchor_day) = (day(end), anchor_day);
        let renewed = renewed(&request);
        assert_eq!((renewed.subscription.period_end, renewed.anchor_day), (day(expected), anchor_after), "anchor {anchor_day}");
    }
}

#[test]
fn an_origin_has_one_word() {
    for origin in [PriceOrigin::Catalogue, PriceOrigin::Negotiated] {
        assert_eq!(PriceOrigin::parse(origin.code()), Some(origin));
        assert_eq!(serde_json::to_value(origin).unwrap(), origin.code());
    }
    assert_eq!(PriceOrigin::parse("Catalogue"), None);
}
