//! A quote: what an account is offered, at which unit prices and until when, and where the offer stands. Days are counted
//! when it is placed; what is pinned is the price of a seat.

use crate::ids::{PlanId, ProductId, SubscriptionId};
use crate::price::{AgreedPrice, Customer, Renewal, price_agreed};
use crate::service_order::AdminContact;
use crate::{BillingInterval, Catalogue, Currency, Item, OrderPrice, PriceError, PriceErrorCode, PriceRequest, RunningSubscription};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// How long a quote from Add seats can be accepted, in days after the one on which it was made.
pub const SELF_SERVICE_DAYS: u64 = 14;

/// Where a quote is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuoteState {
    /// Being written; the customer does not see it.
    Draft,
    /// May be accepted or declined.
    Open,
    /// Became a service order.
    Accepted,
    /// The customer said no.
    Declined,
    /// Its last day has passed.
    Expired,
    /// A newer quote has taken its place.
    Superseded,
    /// A draft that was given up; the customer never saw it.
    Discarded,
    /// The seller has taken it back.
    Withdrawn,
}

/// Why a quote does not move on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuoteError {
    /// Only a draft is opened or discarded.
    #[error("it is no draft but {0:?}")]
    NotDraft(QuoteState),
    /// Only an open quote is accepted, declined, replaced, withdrawn or expires.
    #[error("it is not open but {0:?}")]
    NotOpen(QuoteState),
    /// Its last day has passed.
    #[error("it was valid until {valid_until}")]
    NoLongerValid {
        /// The last day.
        valid_until: NaiveDate,
    },
    /// Its last day is not over.
    #[error("it is valid until {valid_until}")]
    StillValid {
        /// The last day.
        valid_until: NaiveDate,
    },
}

impl QuoteState {
    /// All states.
    pub const ALL: [Self; 8] = [Self::Draft, Self::Open, Self::Accepted, Self::Declined, Self::Expired, Self::Superseded, Self::Discarded, Self::Withdrawn];

    /// The word of the state in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Superseded => "superseded",
            Self::Discarded => "discarded",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// A draft goes to the customer, with a last day that is not over.
    ///
    /// # Errors
    /// [`QuoteError::NotDraft`], [`QuoteError::NoLongerValid`].
    pub fn open(self, validity: Validity) -> Result<Self, QuoteError> {
        match self {
            Self::Draft if validity.is_over() => Err(validity.over()),
            Self::Draft => Ok(Self::Open),
            other => Err(QuoteError::NotDraft(other)),
        }
    }

    /// The customer accepts, on the last day at the latest.
    ///
    /// # Errors
    /// [`QuoteError::NotOpen`], [`QuoteError::NoLongerValid`].
    pub fn accept(self, validity: Validity) -> Result<Self, QuoteError> {
        self.must_be_open()?;
        if validity.is_over() { Err(validity.over()) } else { Ok(Self::Accepted) }
    }

    /// The customer declines; that is possible as long as nobody has noticed that the last day is over.
    ///
    /// # Errors
    /// [`QuoteError::NotOpen`].
    pub fn decline(self) -> Result<Self, QuoteError> {
        self.must_be_open().map(|()| Self::Declined)
    }

    /// The last day is over.
    ///
    /// # Errors
    /// [`QuoteError::NotOpen`], [`QuoteError::StillValid`].
    pub fn expire(self, validity: Validity) -> Result<Self, QuoteError> {
        self.must_be_open()?;
        if validity.is_over() { Ok(Self::Expired) } else { Err(QuoteError::StillValid { valid_until: validity.valid_until }) }
    }

    /// A newer quote takes its place.
    ///
    /// # Errors
    /// [`QuoteError::NotOpen`].
    pub fn supersede(self) -> Result<Self, QuoteError> {
        self.must_be_open().map(|()| Self::Superseded)
    }

    /// The seller gives a draft up.
    ///
    /// # Errors
    /// [`QuoteError::NotDraft`].
    pub fn discard(self) -> Result<Self, QuoteError> {
        if self == Self::Draft { Ok(Self::Discarded) } else { Err(QuoteError::NotDraft(self)) }
    }

    /// The seller takes an open quote back.
    ///
    /// # Errors
    /// [`QuoteError::NotOpen`].
    pub fn withdraw(self) -> Result<Self, QuoteError> {
        self.must_be_open().map(|()| Self::Withdrawn)
    }

    fn must_be_open(self) -> Result<(), QuoteError> {
        if self == Self::Open { Ok(()) } else { Err(QuoteError::NotOpen(self)) }
    }
}

/// Today, and the last day of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The seller's date.
    pub today: NaiveDate,
    /// The last day on which it can be accepted.
    pub valid_until: NaiveDate,
}

impl Validity {
    fn is_over(self) -> bool {
        self.today > self.valid_until
    }

    const fn over(self) -> QuoteError {
        QuoteError::NoLongerValid { valid_until: self.valid_until }
    }
}

/// The last day of a quote from Add seats.
pub fn last_day_of_self_service(made_on: NaiveDate) -> NaiveDate {
    made_on.checked_add_days(Days::new(SELF_SERVICE_DAYS)).unwrap_or(made_on)
}

/// Who made a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuoteOrigin {
    /// The customer, by Add seats.
    SelfService,
    /// The seller's representative.
    Representative,
}

impl QuoteOrigin {
    /// All origins.
    pub const ALL: [Self; 2] = [Self::SelfService, Self::Representative];

    /// The word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SelfService => "self_service",
            Self::Representative => "representative",
        }
    }

    /// The origin of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|origin| origin.code() == code)
    }
}

/// What one line of a quote offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Offer {
    /// A subscription that begins on the day of placing.
    New {
        /// Its plan.
        plan: PlanId,
        /// Number of seats.
        seats: i64,
        /// Billing frequency.
        interval: BillingInterval,
    },
    /// Seats that join a contract for the rest of its period.
    AddSeats {
        /// The contract.
        subscription: SubscriptionId,
        /// Number of seats that are added.
        seats: i64,
    },
}

/// One line of a quote, with the names of the day on which it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteItem {
    /// The product.
    pub product: ProductId,
    /// What is offered of it.
    pub offer: Offer,
    /// The unit price that is pinned; none where the contract's own applies.
    pub unit: Option<AgreedPrice>,
    /// Why the price is not the catalogue's or the contract's; empty where it is.
    pub reason: String,
    /// Name of the product.
    pub product_name: String,
    /// Name of the plan.
    pub plan_name: String,
}

/// The place of the first line whose product stands on an earlier one: an account has each product once, so that two lines of one
/// could never both come into force.
pub fn find_second_of_product(items: &[QuoteItem]) -> Option<usize> {
    let is_named_before = |(place, item): &(usize, &QuoteItem)| items.iter().take(*place).any(|before| before.product == item.product);
    items.iter().enumerate().find(is_named_before).map(|(place, _)| place)
}

impl QuoteItem {
    /// The contract to which seats are added.
    pub const fn subscription(&self) -> Option<&SubscriptionId> {
        match &self.offer {
            Offer::New { .. } => None,
            Offer::AddSeats { subscription, .. } => Some(subscription),
        }
    }

    /// How many seats the line offers.
    pub const fn seats(&self) -> i64 {
        match &self.offer {
            Offer::New { seats, .. } | Offer::AddSeats { seats, .. } => *seats,
        }
    }
}

/// What is priced: the lines, and the contracts that they add to, in the order of the lines.
pub struct Offered<'a> {
    /// The lines.
    pub items: &'a [QuoteItem],
    /// Of each line that adds seats, the contract as it runs today.
    pub running: &'a [Option<RunningSubscription>],
}

/// Prices a quote as if it were placed on a day: new subscriptions for a whole period from that day, added seats for the days
/// that are left of their contract's period.
///
/// # Errors
/// [`PriceError`]; `PeriodNotRunning` for a line whose contract is gone.
pub fn price_quote(catalogue: &Catalogue, today: NaiveDate, buyer: (Currency, &Customer), offered: &Offered<'_>) -> Result<OrderPrice, PriceError> {
    let (currency, customer) = buyer;
    let mut items = Vec::with_capacity(offered.items.len());
    for (place, item) in (0_u32..).zip(offered.items) {
        let running = usize::try_from(place).ok().and_then(|place| offered.running.get(place)).and_then(Option::as_ref);
        items.push(match (&item.offer, running) {
            (Offer::New { plan, seats, interval }, _) => Item::New { product: item.product.clone(), plan: plan.clone(), seats: *seats, interval: *interval },
            (Offer::AddSeats { seats, .. }, Some(running)) => Item::AddSeats { seats: *seats, subscription: running.clone() },
            (Offer::AddSeats { .. }, None) => return Err(PriceError { code: PriceErrorCode::PeriodNotRunning, item: Some(place) }),
        });
    }
    let agreed: Vec<Option<AgreedPrice>> = offered.items.iter().map(|item| item.unit).collect();
    price_agreed(catalogue, &PriceRequest { today, currency, customer: customer.clone(), items }, &agreed)
}

/// What a quote's line changes, side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayAndAfter {
    /// Seats that run today; none for a product that is new.
    pub seats_before: i64,
    /// Seats afterwards.
    pub seats_after: i64,
    /// What the contract's whole period costs without the quote, net, minor units.
    pub before_minor: i64,
    /// The next whole period with it: when, and its net price.
    pub after: Renewal,
}

/// Of each line, what there is today and what there will be; a line whose sums leave `i64` is left out, which a price that was
/// computed does not have.
pub fn today_and_after(price: &OrderPrice, offered: &Offered<'_>) -> Vec<TodayAndAfter> {
    let row = |(place, item): (usize, &QuoteItem)| {
        let after = *price.renewals.iter().find(|renewal| usize::try_from(renewal.item) == Ok(place))?;
        let running = offered.running.get(place).and_then(Option::as_ref);
        let seats_before = running.map_or(0, |running| running.seats);
        let before_minor = running.map_or(Some(0), |running| running.unit_minor.checked_mul(running.seats))?;
        Some(TodayAndAfter { seats_before, seats_after: seats_before.checked_add(item.seats())?, before_minor, after })
    };
    offered.items.iter().enumerate().filter_map(row).collect()
}

/// A quote in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteSummary {
    /// Its number, `AN-2026-00001`.
    pub number: String,
    /// Where it is.
    pub state: QuoteState,
    /// Who made it.
    pub origin: QuoteOrigin,
    /// The day on which it was made.
    pub made_on: NaiveDate,
    /// The last day on which it can be accepted.
    pub valid_until: NaiveDate,
    /// Names of its products.
    pub products: String,
    /// What it came to on the day on which it was made, gross, minor units.
    pub total_minor: i64,
    /// Currency of that.
    pub currency: Currency,
}

/// A quote as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Its number.
    pub number: String,
    /// Where it is.
    pub state: QuoteState,
    /// Who made it.
    pub origin: QuoteOrigin,
    /// Name of who made it.
    pub made_by: String,
    /// The day on which it was made.
    pub made_on: NaiveDate,
    /// The last day on which it can be accepted.
    pub valid_until: NaiveDate,
    /// What the representative says about it.
    pub message: String,
    /// Its lines.
    pub items: Vec<QuoteItem>,
    /// Its price: for today while it is open, for the last day on which it was otherwise. None when it cannot be placed any
    /// more, for instance because a contract has ended.
    pub price: Option<OrderPrice>,
    /// What each line changes.
    pub changes: Vec<TodayAndAfter>,
    /// Why it was declined or withdrawn.
    pub reason: Option<String>,
    /// The number of the quote that took its place.
    pub replaced_by: Option<String>,
    /// The number of the service order that it became.
    pub service_order: Option<String>,
    /// The purchase order that was entered for it.
    pub purchase_order: Option<String>,
    /// The admin contact that was entered for it.
    pub admin: Option<AdminContact>,
    /// Grows with every change.
    pub version: i64,
}
