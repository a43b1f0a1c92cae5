//! Random orders in plain numbers, made from a seed, and the same orders in the crate's words.

use crate::fractions::{Day, month_length};
use billing::catalogue::{Includes, Price, VolumeStep};
use billing::country::Country;
use billing::ids::{PlanId, ProductId};
use billing::price::Customer;
use billing::subscription::LineTax;
use billing::{BillingInterval, Catalogue, Currency, Item, Plan, PriceRequest, Product, RunningSubscription, TaxCategory, TaxRate, VatIdState};
use chrono::NaiveDate;

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014): same seed, same numbers.
pub struct Dice(pub u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `least` to `most`, both included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let span = i128::from(most) - i128::from(least) + 1;
        i64::try_from(i128::from(least) + i128::from(self.roll()) % span).unwrap()
    }

    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[usize::try_from(self.between(0, i64::try_from(choices.len()).unwrap() - 1)).unwrap()]
    }

    fn one_in(&mut self, chances: i64) -> bool {
        self.between(1, chances) == 1
    }

    /// An amount of any size: mostly prices as they are, sometimes none, sometimes near the end of 64 bits.
    fn amount(&mut self) -> i64 {
        match self.between(0, 19) {
            0 => 0,
            1 => self.between(1, 9),
            2..=14 => self.between(10, 400_000),
            15..=17 => self.between(0, 1_000_000_000_000),
            18 => self.between(0, i64::MAX),
            _ => i64::MAX - self.between(0, 3),
        }
    }

    fn day(&mut self) -> Day {
        let (year, month) = (self.between(2025, 2040), self.between(1, 12));
        let day = if self.one_in(4) { month_length(year, month) } else { self.between(1, month_length(year, month)) };
        // The rates of `COUNTRIES` hold from then on.
        Day::new(year, month, day).max(Day::new(2025, 8, 1))
    }
}

/// Category letters and rate in millionths of the base.
pub type PlainTax = (&'static str, i128);

#[derive(Clone, Debug)]
pub struct PlainPrice {
    pub annual: bool,
    pub from: Day,
    pub unit_minor: i64,
    pub steps: Vec<(i64, i64)>,
}

#[derive(Clone, Debug)]
pub struct PlainPlan {
    pub seats_range: (i64, i64),
    pub prices: Vec<PlainPrice>,
}

#[derive(Clone, Debug)]
pub struct PlainRunning {
    pub plan: usize,
    pub seats: i64,
    pub annual: bool,
    pub unit_minor: i64,
    pub start: Day,
    pub end: Day,
    pub tax: Option<PlainTax>,
}

#[derive(Clone, Debug)]
pub enum PlainItem {
    New { plan: usize, seats: i64, annual: bool },
    Change { plan: usize, seats: i64, annual: bool, running: PlainRunning },
    AddSeats { seats: i64, running: PlainRunning },
    Trial { plan: usize, seats: i64 },
}

#[derive(Clone, Debug)]
pub struct Case {
    pub today: Day,
    pub country: &'static str,
    pub vat_id: &'static str,
    pub credit_minor: i64,
    pub trial_days: i64,
    pub plans: Vec<PlainPlan>,
    pub items: Vec<PlainItem>,
}

/// Member states with their rate since August 2025, in millionths; others without.
pub const COUNTRIES: &[(&str, Option<i128>)] = &[
    ("DE", Some(190_000)),
    ("AT", Some(200_000)),
    ("FI", Some(255_000)),
    ("HU", Some(270_000)),
    ("EE", Some(240_000)),
    ("RO", Some(210_000)),
    ("SK", Some(230_000)),
    ("LU", Some(170_000)),
    ("CH", None),
    ("GB", None),
    ("US", None),
];

const LINE_TAXES: &[PlainTax] =
    &[("S", 190_000), ("S", 160_000), ("S", 200_000), ("S", 255_000), ("S", 77_000), ("S", 1), ("S", 999_999), ("S", 1_000_000), ("AE", 0), ("O", 0), ("S", 0)];

impl Case {
    pub fn roll(dice: &mut Dice) -> Self {
        let today = dice.day();
        let plans: Vec<PlainPlan> = (0..3).map(|_| roll_plan(dice, today)).collect();
        let count = dice.pick(&[1, 1, 1, 1, 2, 3]);
        let items = (0..count).map(|_| roll_item(dice, today, &plans)).collect();
        let credit_minor = if dice.one_in(2) { 0 } else { dice.amount() };
        let (country, _) = dice.pick(COUNTRIES);
        Self { today, country, vat_id: dice.pick(&["none", "valid", "unverified"]), credit_minor, trial_days: dice.between(1, 60), plans, items }
    }

    pub fn catalogue(&self) -> Catalogue {
        let plans = self.plans.iter().enumerate().map(|(rank, plan)| plan.to_plan(rank)).collect();
        let product = Product { id: product_id(), name: String::new(), trial_days: Some(u32::try_from(self.trial_days).unwrap()), seat_add_on: true, plans };
        Catalogue { products: vec![product] }
    }

    pub fn request(&self) -> PriceRequest {
        let vat_id = VatIdState::parse(self.vat_id).unwrap();
        let customer = Customer { country: Country::parse(self.country).unwrap(), vat_id, credit_minor: self.credit_minor };
        PriceRequest { today: naive(self.today), currency: Currency::EUR, customer, items: self.items.iter().map(PlainItem::to_item).collect() }
    }
}

fn roll_plan(dice: &mut Dice, today: Day) -> PlainPlan {
    let mut prices = Vec::new();
    for annual in [false, true] {
        for days in [-400, dice.between(-300, -1), dice.pick(&[0, 1, 30])] {
            if !dice.one_in(6) {
                let steps = if dice.one_in(3) { vec![(dice.between(2, 20), dice.amount()), (dice.between(21, 60), dice.amount())] } else { Vec::new() };
                prices.push(PlainPrice { annual, from: today.plus_days(days), unit_minor: dice.amount(), steps });
            }
        }
    }
    // The order in the file does not matter.
    if dice.one_in(2) {
        prices.reverse();
    }
    PlainPlan { seats_range: dice.pick(&[(1, 10_000), (1, 10_000), (1, 10_000), (5, 50)]), prices }
}

fn roll_seats(dice: &mut Dice) -> i64 {
    match dice.between(0, 29) {
        0 => dice.between(-2, 0),
        1 => dice.between(9_990, 10_010),
        2..=9 => dice.between(1, 10_000),
        _ => dice.between(1, 80),
    }
}

fn roll_item(dice: &mut Dice, today: Day, plans: &[PlainPlan]) -> PlainItem {
    let plan = dice.pick(&[0, 1, 2]);
    let seats = roll_seats(dice);
    let annual = dice.one_in(2);
    match dice.between(0, 9) {
        0..=1 => PlainItem::New { plan, seats, annual },
        2..=6 => {
            let running = roll_running(dice, today, plans);
            let plan = if dice.one_in(3) { plan } else { running.plan.max(plan) };
            let seats = if dice.one_in(3) { running.seats } else { seats };
            PlainItem::Change { plan, seats, annual, running }
        }
        7..=8 => PlainItem::AddSeats { seats, running: roll_running(dice, today, plans) },
        _ => PlainItem::Trial { plan, seats },
    }
}

fn roll_running(dice: &mut Dice, today: Day, plans: &[PlainPlan]) -> PlainRunning {
    let plan = dice.pick(&[0, 1, 2]);
    let annual = dice.one_in(2);
    let length = match dice.between(0, 5) {
        0 => dice.between(1, 800),
        1 => dice.between(1, 4),
        _ if annual => dice.between(365, 366),
        _ => dice.between(28, 31),
    };
    // From 0 to length - 1 today is a day of the period.
    let past = if dice.one_in(25) { dice.pick(&[-1, length, length + 1]) } else { dice.between(0, length - 1) };
    let start = today.plus_days(-past);
    let seats = match dice.between(0, 39) {
        0 => dice.between(-1, 0),
        1 => dice.between(1, 1_000_000),
        2..=9 => dice.between(1, 10_000),
        _ => dice.between(1, 80),
    };
    let of_catalogue = plans[plan].prices.first().map(|price| price.unit_minor);
    let unit_minor = if dice.one_in(60) { -1 } else { of_catalogue.filter(|_| dice.one_in(3)).unwrap_or_else(|| dice.amount()) };
    let tax = if dice.one_in(2) { Some(dice.pick(LINE_TAXES)) } else { None };
    PlainRunning { plan, seats, annual, unit_minor, start, end: start.plus_days(length), tax }
}

pub fn naive(day: Day) -> NaiveDate {
    NaiveDate::from_ymd_opt(i32::try_from(day.year).unwrap(), u32::try_from(day.month).unwrap(), u32::try_from(day.day).unwrap()).unwrap()
}

fn product_id() -> ProductId {
    ProductId("product".to_owned())
}

fn plan_id(rank: usize) -> PlanId {
    PlanId(format!("plan-{rank}"))
}

fn interval(annual: bool) -> BillingInterval {
    if annual { BillingInterval::Annual } else { BillingInterval::Monthly }
}

/// A rate in millionths of the base as text in per cent.
pub fn percent(millionths: i128) -> String {
    format!("{}.{:04}", millionths / 10_000, millionths % 10_000)
}

impl PlainPlan {
    fn to_plan(&self, rank: usize) -> Plan {
        let prices = self.prices.iter().map(|price| Price {
            currency: Currency::EUR,
            interval: interval(price.annual),
            from: naive(price.from),
            unit_minor: price.unit_minor,
            steps: price.steps.iter().map(|(seats, unit_minor)| VolumeStep { seats: *seats, unit_minor: *unit_minor }).collect(),
        });
        let (least, most) = self.seats_range;
        let (seats_min, seats_max) = if (least, most) == (1, 10_000) { (None, None) } else { (Some(least), Some(most)) };
        Plan { id: plan_id(rank), name: String::new(), includes: Includes::default(), seats_min, seats_max, prices: prices.collect() }
    }
}

impl PlainRunning {
    fn to_running(&self) -> RunningSubscription {
        RunningSubscription {
            product: product_id(),
            plan: plan_id(self.plan),
            seats: self.seats,
            interval: interval(self.annual),
            unit_minor: self.unit_minor,
            period_start: naive(self.start),
            period_end: naive(self.end),
            tax: self.tax.map(|(category, rate)| LineTax { category: TaxCategory::parse(category).unwrap(), rate: TaxRate::parse(&percent(rate)).unwrap() }),
        }
    }
}

impl PlainItem {
    pub fn kind(&self) -> &'static str {
        match self {
            Self::New { .. } => "new",
            Self::Change { .. } => "change",
            Self::AddSeats { .. } => "add_seats",
            Self::Trial { .. } => "trial",
        }
    }

    fn to_item(&self) -> Item {
        match self {
            Self::New { plan, seats, annual } => Item::New { product: product_id(), plan: plan_id(*plan), seats: *seats, interval: interval(*annual) },
            Self::Change { plan, seats, annual, running } => {
                Item::Change { plan: plan_id(*plan), seats: *seats, interval: interval(*annual), subscription: running.to_running() }
            }
            Self::AddSeats { seats, running } => Item::AddSeats { seats: *seats, subscription: running.to_running() },
            Self::Trial { plan, seats } => Item::Trial { product: product_id(), plan: plan_id(*plan), seats: *seats },
        }
    }
}
