//! The price of an order: its lines, tax, credit and what follows, computed from arguments alone.

mod documents;
mod explanation;
mod items;
mod result;

pub use documents::{DocumentPart, OrderDocuments};
pub use explanation::{Exactness, Explanation, UnitNote};
pub use result::{Line, LineKind, OrderPrice, PricedPeriod, Renewal, TaxSum};

use crate::country::Country;
use crate::ids::{PlanId, ProductId};
use crate::money::AmountOverflow;
use crate::renewal::PriceOrigin;
use crate::{BillingInterval, Catalogue, Currency, RunningSubscription, VatIdState, money, tax};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The buyer, as far as the price depends on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// Country of the billing address.
    pub country: Country,
    /// What is known of the VAT number.
    pub vat_id: VatIdState,
    /// Account credit, gross, minor units; not negative.
    pub credit_minor: i64,
}

/// One thing that is ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Item {
    /// A subscription to a product, beginning today.
    New {
        /// The product.
        product: ProductId,
        /// Its plan.
        plan: PlanId,
        /// Number of seats.
        seats: i64,
        /// Billing frequency.
        interval: BillingInterval,
    },
    /// Another plan, number of seats or interval; the running period ends and a whole one begins today.
    Change {
        /// The plan from today on, of the same product.
        plan: PlanId,
        /// Number of seats from today on.
        seats: i64,
        /// Billing frequency from today on.
        interval: BillingInterval,
        /// What runs today.
        subscription: RunningSubscription,
    },
    /// Seats added to a contract, paid for the rest of its period.
    AddSeats {
        /// Number of seats that are added.
        seats: i64,
        /// The contract.
        subscription: RunningSubscription,
    },
    /// A free trial.
    Trial {
        /// The product.
        product: ProductId,
        /// Its plan.
        plan: PlanId,
        /// Number of seats.
        seats: i64,
    },
}

/// All that a price depends on, besides the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceRequest {
    /// The seller's date.
    pub today: NaiveDate,
    /// The account's currency.
    pub currency: Currency,
    /// The buyer.
    pub customer: Customer,
    /// What is ordered, in order.
    pub items: Vec<Item>,
}

/// Why there is no price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceErrorCode {
    /// Something that the format does not allow.
    InvalidInput,
    /// The catalogue lacks the product.
    UnknownProduct,
    /// The product lacks the plan.
    UnknownPlan,
    /// No price in that currency for that interval today.
    NoPrice,
    /// Fewer or more seats than the plan allows.
    SeatsOutOfRange,
    /// A change that changes nothing.
    NothingChanged,
    /// A plan of lower rank; customer care does that.
    DowngradeNotSelfService,
    /// Today is not in the subscription's period.
    PeriodNotRunning,
    /// The product does not allow what is asked (adding seats, trying).
    ProductNotEligible,
    /// No such country.
    UnknownCountry,
    /// An amount beyond 64 bits, or a day after the year 9999.
    AmountOverflow,
}

/// Why there is no price, and for which item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{code:?} (item {item:?})")]
pub struct PriceError {
    /// The reason.
    pub code: PriceErrorCode,
    /// Place of the item in the request, from 0; absent where no single item is at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<u32>,
}

impl From<AmountOverflow> for PriceErrorCode {
    fn from(_: AmountOverflow) -> Self {
        Self::AmountOverflow
    }
}

impl From<AmountOverflow> for PriceError {
    fn from(_: AmountOverflow) -> Self {
        Self { code: PriceErrorCode::AmountOverflow, item: None }
    }
}

/// A unit price that a quote pins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedPrice {
    /// Net price of one seat for one whole period, minor units; not negative.
    pub unit_minor: i64,
    /// Where it comes from.
    pub origin: PriceOrigin,
}

/// Prices a request with a catalogue.
///
/// # Errors
/// The first [`PriceError`] in item order.
pub fn price_order(catalogue: &Catalogue, request: &PriceRequest) -> Result<OrderPrice, PriceError> {
    price_agreed(catalogue, request, &[])
}

/// Prices a request in which the unit prices of some items are pinned, by their places: of a new subscription that of every
/// period, of added seats that of the days that are left. A contract's own price is what it renews at.
///
/// # Errors
/// As [`price_order`]; `InvalidInput` for a price below zero.
pub fn price_agreed(catalogue: &Catalogue, request: &PriceRequest, agreed: &[Option<AgreedPrice>]) -> Result<OrderPrice, PriceError> {
    if request.customer.credit_minor < 0 {
        return Err(PriceError { code: PriceErrorCode::InvalidInput, item: None });
    }
    let (category, rate) = tax::tax_for(request.customer.country, request.customer.vat_id, request.today);
    let mut price = OrderPrice::empty(request.today, request.currency, category, rate);
    for (index, item) in (0_u32..).zip(&request.items) {
        let agreed = usize::try_from(index).ok().and_then(|place| agreed.get(place)).copied().flatten();
        let context = items::ItemContext { catalogue, request, index, agreed };
        items::add_item(&context, item, &mut price).map_err(|code| PriceError { code, item: Some(index) })?;
    }
    settle(&mut price, request.customer.credit_minor)?;
    Ok(price)
}

/// Sums, tax by category and rate, and the account's credit.
pub(crate) fn settle(price: &mut OrderPrice, credit_minor: i64) -> Result<(), AmountOverflow> {
    price.net_minor = money::sum(price.lines.iter().map(|line| line.net_minor))?;
    price.tax = result::tax_sums(&price.lines)?;
    price.total_minor = money::sum(price.tax.iter().map(|sum| sum.tax_minor).chain([price.net_minor]))?;
    price.credit_used_minor = price.total_minor.clamp(0, credit_minor);
    price.due_now_minor = price.total_minor.max(0) - price.credit_used_minor;
    // Below zero the rest joins the credit; `-total` overflows only for i64::MIN, which checked_sub sees.
    let kept = credit_minor - price.credit_used_minor;
    price.credit_after_minor = kept.checked_sub(price.total_minor.min(0)).ok_or(AmountOverflow)?;
    Ok(())
}
