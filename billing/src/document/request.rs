//! Reads the request strictly: one way to write each thing, and nothing beside it.
//!
//! Serde alone is wider than the format: it also reads a struct from an array of its values, and a word
//! from `{"word":null}`. [`Object`] and [`read_word`] close both.

use super::LONGEST_DOCUMENT;
use crate::country::Country;
use crate::ids::{PlanId, ProductId};
use crate::period::parse_iso_date;
use crate::price::{Customer, Item, PriceError, PriceErrorCode, PriceRequest};
use crate::subscription::LineTax;
use crate::{BillingInterval, Currency, RunningSubscription, TaxCategory, TaxRate, VatIdState};
use chrono::NaiveDate;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::marker::PhantomData;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestDocument {
    today: IsoDate,
    currency: Currency,
    customer: Object<CustomerDocument>,
    items: Vec<Object<ItemDocument>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CustomerDocument {
    country: String,
    #[serde(deserialize_with = "read_vat_id")]
    vat_id: VatIdState,
    credit_minor: i64,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum ItemDocument {
    New {
        product: ProductId,
        plan: PlanId,
        seats: i64,
        #[serde(deserialize_with = "read_interval")]
        interval: BillingInterval,
    },
    Change {
        plan: PlanId,
        seats: i64,
        #[serde(deserialize_with = "read_interval")]
        interval: BillingInterval,
        subscription: Object<SubscriptionDocument>,
    },
    AddSeats {
        seats: i64,
        subscription: Object<SubscriptionDocument>,
    },
    Trial {
        product: ProductId,
        plan: PlanId,
        seats: i64,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SubscriptionDocument {
    product: ProductId,
    plan: PlanId,
    seats: i64,
    #[serde(deserialize_with = "read_interval")]
    interval: BillingInterval,
    unit_minor: i64,
    period_start: IsoDate,
    period_end: IsoDate,
    #[serde(default, deserialize_with = "read_tax")]
    tax: Option<Object<LineTaxDocument>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LineTaxDocument {
    #[serde(deserialize_with = "read_category")]
    category: TaxCategory,
    rate: TaxRate,
}

/// What is read from a JSON object and from nothing else.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Object)
    }
}

/// A word of a list, as text and in no other form.
fn read_word<'de, D: Deserializer<'de>, T>(deserializer: D, parse: impl Fn(&str) -> Option<T>, expected: &str) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse(&text).ok_or_else(|| D::Error::custom(format_args!("expected {expected}")))
}

fn read_interval<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BillingInterval, D::Error> {
    read_word(deserializer, BillingInterval::parse, "\"monthly\" or \"annual\"")
}

fn read_vat_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<VatIdState, D::Error> {
    read_word(deserializer, VatIdState::parse, "\"none\", \"valid\" or \"unverified\"")
}

fn read_category<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TaxCategory, D::Error> {
    read_word(deserializer, TaxCategory::parse, "\"S\", \"AE\" or \"O\"")
}

/// The tax may be left out; `null` is no tax.
fn read_tax<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Object<LineTaxDocument>>, D::Error> {
    Object::deserialize(deserializer).map(Some)
}

/// A date written `2026-11-21` and in no other way.
struct IsoDate(NaiveDate);

impl<'de> Deserialize<'de> for IsoDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_word(deserializer, parse_iso_date, "a date such as \"2026-11-21\"").map(Self)
    }
}

impl From<SubscriptionDocument> for RunningSubscription {
    fn from(document: SubscriptionDocument) -> Self {
        Self {
            product: document.product,
            plan: document.plan,
            seats: document.seats,
            interval: document.interval,
            unit_minor: document.unit_minor,
            period_start: document.period_start.0,
            period_end: document.period_end.0,
            tax: document.tax.map(|Object(tax)| LineTax { category: tax.category, rate: tax.rate }),
        }
    }
}

impl From<ItemDocument> for Item {
    fn from(document: ItemDocument) -> Self {
        match document {
            ItemDocument::New { product, plan, seats, interval } => Self::New { product, plan, seats, interval },
            ItemDocument::Change { plan, seats, interval, subscription } => Self::Change { plan, seats, interval, subscription: subscription.0.into() },
            ItemDocument::AddSeats { seats, subscription } => Self::AddSeats { seats, subscription: subscription.0.into() },
            ItemDocument::Trial { product, plan, seats } => Self::Trial { product, plan, seats },
        }
    }
}

/// Reads a request strictly: unknown, repeated and missing fields, floats, numbers beyond 64 bits and a list
/// without items are errors.
///
/// # Errors
/// `invalid_input` or `unknown_country`, with a sentence for the operator.
pub fn read_request(input: &[u8]) -> Result<PriceRequest, (PriceError, Option<String>)> {
    let fault = |code, message: String| (PriceError { code, item: None }, Some(message));
    if input.len() > LONGEST_DOCUMENT {
        return Err(fault(PriceErrorCode::InvalidInput, format!("the document is longer than {LONGEST_DOCUMENT} bytes")));
    }
    let text = std::str::from_utf8(input).map_err(|error| fault(PriceErrorCode::InvalidInput, format!("not UTF-8: {error}")))?;
    let Object(document) = serde_json::from_str::<Object<RequestDocument>>(text).map_err(|error| fault(PriceErrorCode::InvalidInput, error.to_string()))?;
    if document.items.is_empty() {
        return Err(fault(PriceErrorCode::InvalidInput, "expected at least one item".to_owned()));
    }
    let CustomerDocument { country, vat_id, credit_minor } = document.customer.0;
    let country = Country::parse(&country);
    let country = country.ok_or_else(|| fault(PriceErrorCode::UnknownCountry, "expected an ISO 3166 country code such as \"DE\"".to_owned()))?;
    let items = document.items.into_iter().map(|Object(item)| item.into()).collect();
    Ok(PriceRequest { today: document.today.0, currency: document.currency, customer: Customer { country, vat_id, credit_minor }, items })
}
