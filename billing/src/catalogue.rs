//! Products, their plans in rank order and their dated prices.

use crate::ids::{PlanId, ProductId};
use crate::period::parse_iso_date;
use crate::{BillingInterval, Currency, Language};
use chrono::NaiveDate;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// All that is sold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// Products in the order in which they are offered.
    pub products: Vec<Product>,
}

/// A product with its plans.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// Identifier, for example `goto-meeting`.
    pub id: ProductId,
    /// Name on screens and invoices.
    pub name: String,
    /// Length of the free trial in days; none when the product cannot be tried.
    #[serde(default)]
    pub trial_days: Option<u32>,
    /// Whether a corporate account may add seats to a contract by itself.
    #[serde(default)]
    pub seat_add_on: bool,
    /// Plans by rank, lowest first.
    pub plans: Vec<Plan>,
}

/// A plan; its rank is its place in the product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Identifier within the product.
    pub id: PlanId,
    /// Name on screens and invoices.
    pub name: String,
    /// What it includes, a short phrase each.
    #[serde(default)]
    pub includes: Includes,
    /// Fewest seats, 1 when absent.
    #[serde(default)]
    pub seats_min: Option<i64>,
    /// Most seats, 10000 when absent.
    #[serde(default)]
    pub seats_max: Option<i64>,
    /// Prices of one seat for one period.
    pub prices: Vec<Price>,
}

/// What a plan includes, in each language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Includes {
    /// German phrases.
    #[serde(default)]
    pub de: Vec<String>,
    /// English phrases.
    #[serde(default)]
    pub en: Vec<String>,
}

impl Includes {
    /// The phrases of a language.
    pub fn in_language(&self, language: Language) -> &[String] {
        match language {
            Language::De => &self.de,
            Language::En => &self.en,
        }
    }
}

/// The net price of one seat for one whole period, from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// Currency of the amounts.
    pub currency: Currency,
    /// The period that it pays.
    pub interval: BillingInterval,
    /// First day on which it is in force.
    #[serde(deserialize_with = "read_date")]
    pub from: NaiveDate,
    /// Minor units.
    pub unit_minor: i64,
    /// Cheaper (or dearer) from a number of seats on; all seats take the step reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<VolumeStep>,
}

/// The price of a seat once a number of seats is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VolumeStep {
    /// From that many seats on.
    pub seats: i64,
    /// Minor units for each of them.
    pub unit_minor: i64,
}

/// Of a wrong date chrono says no more than that it is out of range.
fn read_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_iso_date(&text).ok_or_else(|| D::Error::custom("expected a date such as \"2027-01-01\""))
}

impl Catalogue {
    /// The product of an identifier.
    pub fn product(&self, id: &ProductId) -> Option<&Product> {
        self.products.iter().find(|product| product.id == *id)
    }

    /// The name of a product; its identifier, should it have left the catalogue.
    pub fn product_name(&self, id: &ProductId) -> String {
        self.product(id).map_or_else(|| id.to_string(), |product| product.name.clone())
    }

    /// The name of a product's plan; its identifier, should it have left the catalogue.
    pub fn plan_name(&self, product: &ProductId, id: &PlanId) -> String {
        let plan = self.product(product).and_then(|product| product.plan(id));
        plan.map_or_else(|| id.to_string(), |(_, plan)| plan.name.clone())
    }

    /// A catalogue of one product, with nothing but what is in force on a day in a currency: all that a
    /// plan editor needs in the browser.
    pub fn excerpt(&self, id: &ProductId, currency: Currency, on: NaiveDate) -> Self {
        let mut products: Vec<Product> = self.product(id).cloned().into_iter().collect();
        for plan in products.iter_mut().flat_map(|product| &mut product.plans) {
            let in_force = BillingInterval::ALL.into_iter().filter_map(|interval| plan.price_on(currency, interval, on).cloned());
            plan.prices = in_force.collect();
        }
        Self { products }
    }
}

impl Product {
    /// A plan and its rank (0 is the lowest).
    pub fn plan(&self, id: &PlanId) -> Option<(usize, &Plan)> {
        self.plans.iter().enumerate().find(|(_, plan)| plan.id == *id)
    }
}

impl Price {
    /// The volume step that so many seats reach, if any.
    pub fn step_for(&self, seats: i64) -> Option<&VolumeStep> {
        self.steps.iter().filter(|step| step.seats <= seats).max_by_key(|step| step.seats)
    }

    /// The price of each of so many seats, minor units.
    pub fn unit_minor_for(&self, seats: i64) -> i64 {
        self.step_for(seats).map_or(self.unit_minor, |step| step.unit_minor)
    }

    /// Whether some number of seats pays this much for each.
    pub fn has_unit_minor(&self, unit_minor: i64) -> bool {
        self.unit_minor == unit_minor || self.steps.iter().any(|step| step.unit_minor == unit_minor)
    }
}

impl Plan {
    /// The least and the greatest number of seats.
    pub fn seats_range(&self) -> (i64, i64) {
        let (least, most) = crate::seats::DEFAULT_RANGE;
        (self.seats_min.unwrap_or(least), self.seats_max.unwrap_or(most))
    }

    /// The price in force on a day.
    pub fn price_on(&self, currency: Currency, interval: BillingInterval, on: NaiveDate) -> Option<&Price> {
        let candidates = self.prices.iter().filter(|price| price.currency == currency && price.interval == interval && price.from <= on);
        candidates.max_by_key(|price| price.from)
    }

    /// The net price of one seat for one whole period, minor units, for that many seats.
    pub fn unit_minor(&self, currency: Currency, interval: BillingInterval, seats: i64, on: NaiveDate) -> Option<i64> {
        self.price_on(currency, interval, on).map(|price| price.unit_minor_for(seats))
    }
}
