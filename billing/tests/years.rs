//! A million years of subscriptions: whatever the anchor, the interval, announced rises and scheduled changes, each period
//! is renewed once, the next begins where it ends, and all invoices together are price times periods. Random, but the same
//! at every run.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed unwrap is the test's message, in helpers too")]

use billing::catalogue_file::parse_catalogue;
use billing::country::Country;
use billing::editor::PlanChoice;
use billing::ids::{PlanId, ProductId};
use billing::price::{Customer, LineKind};
use billing::renewal::{Announcement, NOTICE_DAYS, PriceOrigin, RenewalRequest, Renewed, renew, rise_ahead};
use billing::{BillingInterval, BillingPeriod, Catalogue, Currency, RunningSubscription, VatIdState};
use chrono::{Datelike, Days, NaiveDate};

/// So many years have to pass in all.
const YEARS: i64 = 1_000_000;
/// No life is longer, so that many begin: the calendar has rises until 2060.
const YEARS_OF_A_LIFE: i64 = 40;

/// A price that rises every few years, with a step for many seats; a cheaper plan to go down to.
fn catalogue() -> Catalogue {
    let mut prices = Vec::new();
    for (place, year) in (2020..2064).step_by(4).enumerate() {
        let rise = i64::try_from(place).unwrap();
        prices.push(format!(
            r#"{{ currency = "EUR", interval = "monthly", from = "{year}-01-01", unit_minor = {}, steps = [{{ seats = 50, unit_minor = {} }}] }}"#,
            1_400 + 100 * rise,
            1_200 + 100 * rise
        ));
        prices.push(format!(r#"{{ currency = "EUR", interval = "annual", from = "{year}-01-01", unit_minor = {} }}"#, 14_400 + 1_000 * rise));
    }
    let prices = prices.join(",\n");
    let text = format!(
        r#"
        [[products]]
        id = "meeting"
        name = "Meeting"
        [[products.plans]]
        id = "small"
        name = "Small"
        prices = [
            {{ currency = "EUR", interval = "monthly", from = "2020-01-01", unit_minor = 1000 }},
            {{ currency = "EUR", interval = "annual", from = "2020-01-01", unit_minor = 10000 }},
        ]
        [[products.plans]]
        id = "large"
        name = "Large"
        prices = [{prices}]
        "#
    );
    parse_catalogue(&text).unwrap()
}

/// Numbers that nobody can foresee, and everybody can repeat (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (value ^ (value >> 31)) % limit
    }

    fn interval(&mut self) -> BillingInterval {
        if self.below(2) == 0 { BillingInterval::Monthly } else { BillingInterval::Annual }
    }

    fn seats(&mut self) -> i64 {
        i64::try_from(1 + self.below(99)).unwrap()
    }
}

/// A subscription that was just bought: on any day of four years, so that every anchor and a leap day are met.
fn buy(catalogue: &Catalogue, chance: &mut Chance) -> RenewalRequest {
    let start = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap().checked_add_days(Days::new(chance.below(1_461))).unwrap();
    let (seats, interval) = (chance.seats(), chance.interval());
    let period = BillingPeriod::starting(start, interval).unwrap();
    let (_, plan) = catalogue.product(&ProductId("meeting".to_owned())).unwrap().plan(&PlanId("large".to_owned())).unwrap();
    let subscription = RunningSubscription {
        product: ProductId("meeting".to_owned()),
        plan: PlanId("large".to_owned()),
        seats,
        interval,
        unit_minor: plan.unit_minor(Currency::EUR, interval, seats, start).unwrap(),
        period_start: period.start,
        period_end: period.end,
        tax: None,
    };
    RenewalRequest {
        subscription,
        currency: Currency::EUR,
        anchor_day: start.day(),
        origin: PriceOrigin::Catalogue,
        priced_on: start,
        announcement: None,
        scheduled: None,
        customer: Customer { country: Country::parse("DE").unwrap(), vat_id: VatIdState::None, credit_minor: 0 },
    }
}

/// Now and then a rise is told, in time or too late, and staff schedules another plan, other seats, another interval.
fn prepare(catalogue: &Catalogue, request: &mut RenewalRequest, chance: &mut Chance) {
    let on = request.subscription.period_end;
    if let Some(unit_minor) = rise_ahead(catalogue, request).filter(|_| chance.below(3) > 0) {
        let before = chance.below(60);
        request.announcement = Some(Announcement { announced_on: on.checked_sub_days(Days::new(before)).unwrap(), unit_minor });
    }
    if chance.below(40) == 0 {
        let plan = PlanId(if chance.below(2) == 0 { "small" } else { "large" }.to_owned());
        request.scheduled = Some(PlanChoice { plan, seats: chance.seats(), interval: chance.interval() });
    }
}

/// The anchor's day of the month, or the last day of a month that lacks it: counted here without the crate.
fn is_stepped_by(period: BillingPeriod, interval: BillingInterval, anchor_day: u32) -> bool {
    let months = |day: NaiveDate| day.year() * 12 + i32::try_from(day.month0()).unwrap();
    let wanted = if interval == BillingInterval::Monthly { 1 } else { 12 };
    let is_last = period.end.checked_add_days(Days::new(1)).unwrap().month() != period.end.month();
    months(period.end) - months(period.start) == wanted && (period.end.day() == anchor_day || (is_last && period.end.day() < anchor_day))
}

fn check(request: &RenewalRequest, renewed: &Renewed) -> i64 {
    let (before, after) = (&request.subscription, &renewed.subscription);
    assert_eq!(after.period_start, before.period_end, "no gap and no overlap: {request:?}");
    assert!(is_stepped_by(after.period(), after.interval, renewed.anchor_day), "{request:?} {renewed:?}");
    assert_eq!(renewed.anchor_day, request.anchor_day, "an anchor never drifts: {request:?} {renewed:?}");
    let [line] = renewed.price.lines.as_slice() else { panic!("one line: {renewed:?}") };
    assert_eq!((line.kind, line.period, line.days, line.of_days), (LineKind::Charge, after.period(), after.period().days(), after.period().days()));
    assert_eq!((line.seats, line.unit_minor, line.net_minor), (after.seats, after.unit_minor, after.unit_minor * after.seats));
    assert_eq!((renewed.price.net_minor, renewed.price.today), (line.net_minor, before.period_end));
    assert_eq!(after.unit_minor, expected_minor(request), "{request:?} {renewed:?}");
    line.net_minor
}

/// What the renewal has to cost a seat, by the words of the rules and without the crate: a scheduled change the list's
/// price of the day; anything else what it cost, unless a rise was told thirty days before, which is not above the list.
fn expected_minor(request: &RenewalRequest) -> i64 {
    let (running, on) = (&request.subscription, request.subscription.period_end);
    if let Some(wanted) = &request.scheduled
        && (&wanted.plan, wanted.seats, wanted.interval) != (&running.plan, running.seats, running.interval)
    {
        return listed_minor(&wanted.plan, wanted.interval, wanted.seats, on);
    }
    let told = request.announcement.filter(|told| on.signed_duration_since(told.announced_on).num_days() >= NOTICE_DAYS);
    let risen = told.map(|told| told.unit_minor.min(listed_minor(&running.plan, running.interval, running.seats, on)));
    risen.unwrap_or(0).max(running.unit_minor)
}

fn listed_minor(plan: &PlanId, interval: BillingInterval, seats: i64, on: NaiveDate) -> i64 {
    let rises = i64::from((on.year() - 2020) / 4);
    match (plan.as_str(), interval) {
        ("small", BillingInterval::Monthly) => 1_000,
        ("small", BillingInterval::Annual) => 10_000,
        (_, BillingInterval::Monthly) if seats >= 50 => 1_200 + 100 * rises,
        (_, BillingInterval::Monthly) => 1_400 + 100 * rises,
        (_, BillingInterval::Annual) => 14_400 + 1_000 * rises,
    }
}

/// One life; answers how many days it had, and how many renewals.
fn live(catalogue: &Catalogue, chance: &mut Chance) -> (i64, i64) {
    let mut request = buy(catalogue, chance);
    let bought_on = request.subscription.period_start;
    let until = bought_on.checked_add_days(Days::new(u64::try_from(YEARS_OF_A_LIFE * 365).unwrap())).unwrap();
    let (mut invoiced_minor, mut price_times_periods, mut renewals) = (0_i128, 0_i128, 0);
    while request.subscription.period_end < until {
        prepare(catalogue, &mut request, chance);
        let renewed = renew(catalogue, &request).unwrap();
        invoiced_minor += i128::from(check(&request, &renewed));
        let after = &renewed.subscription;
        let seats = request.scheduled.as_ref().map_or(request.subscription.seats, |wanted| wanted.seats);
        price_times_periods += i128::from(expected_minor(&request)) * i128::from(seats);
        renewals += 1;
        let told = request.announcement.filter(|announcement| announcement.unit_minor != after.unit_minor);
        let Renewed { subscription, anchor_day, origin, priced_on, .. } = renewed;
        request = RenewalRequest { subscription, anchor_day, origin, priced_on, announcement: told, scheduled: None, ..request };
    }
    assert_eq!(invoiced_minor, price_times_periods);
    (request.subscription.period_end.signed_duration_since(bought_on).num_days(), renewals)
}

#[test]
fn in_a_million_years_every_period_is_renewed_once_at_its_price() {
    let catalogue = catalogue();
    let lanes: u64 = 4;
    let wanted_days = YEARS * 365 / i64::try_from(lanes).unwrap() + 1;
    let total: (i64, i64) = std::thread::scope(|scope| {
        let lives: Vec<_> = (0..lanes)
            .map(|lane| {
                let catalogue = &catalogue;
                scope.spawn(move || {
                    let mut chance = Chance(20_261_121 + lane);
                    let (mut days, mut renewals) = (0, 0);
                    while days < wanted_days {
                        let (lived, renewed) = live(catalogue, &mut chance);
                        (days, renewals) = (days + lived, renewals + renewed);
                    }
                    (days, renewals)
                })
            })
            .collect();
        lives.into_iter().map(|life| life.join().unwrap()).fold((0, 0), |sum, lived| (sum.0 + lived.0, sum.1 + lived.1))
    });
    assert!(total.0 >= YEARS * 365 && total.1 > YEARS * 2, "{total:?}");
}
