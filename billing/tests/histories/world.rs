//! What is sold, and the dice.

use billing::catalogue::{Includes, Price};
use billing::ids::{PlanId, ProductId};
use billing::{BillingInterval, Catalogue, Currency, Plan, Product};
use chrono::NaiveDate;

pub const PRODUCTS: usize = 2;
pub const PLANS: usize = 3;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn product(number: usize) -> ProductId {
    ProductId(format!("product-{number}"))
}

pub fn plan(rank: usize) -> PlanId {
    PlanId(format!("plan-{rank}"))
}

/// Every product with these plans; a pair is the price of a month and of a year.
pub fn catalogue(units: &[[i64; 2]; PLANS]) -> Catalogue {
    let price = |interval, unit_minor| Price { currency: Currency::EUR, interval, from: day("2000-01-01"), unit_minor, steps: Vec::new() };
    let plan_of = |(rank, [monthly, annual]): (usize, &[i64; 2])| Plan {
        id: plan(rank),
        name: String::new(),
        includes: Includes::default(),
        seats_min: None,
        seats_max: None,
        prices: vec![price(BillingInterval::Monthly, *monthly), price(BillingInterval::Annual, *annual)],
    };
    let plans: Vec<Plan> = units.iter().enumerate().map(plan_of).collect();
    let product_of = |number| Product { id: product(number), name: String::new(), trial_days: Some(14), seat_add_on: true, plans: plans.clone() };
    Catalogue { products: (0..PRODUCTS).map(product_of).collect() }
}

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
#[derive(Clone, Debug)]
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
        let span = u64::try_from(most - least).unwrap() + 1;
        least + i64::try_from(self.roll() % span).unwrap()
    }

    pub fn rank(&mut self) -> usize {
        usize::try_from(self.between(0, 2)).unwrap()
    }

    pub fn interval(&mut self) -> BillingInterval {
        if self.between(0, 1) == 0 { BillingInterval::Monthly } else { BillingInterval::Annual }
    }
}
