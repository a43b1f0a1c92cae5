//! What a subscription costs when its period ends: which unit price it has then, its next period, line and tax.
//!
//! The day of a renewal is the running period's end. It is priced for that day however late it is worked off.

use crate::catalogue::Price;
use crate::editor::PlanChoice;
use crate::price::{self, Customer, Line, LineKind, OrderPrice, PriceError, PriceErrorCode, PricedPeriod, UnitNote};
use crate::subscription::LineTax;
use crate::{BillingInterval, BillingPeriod, Catalogue, Currency, Plan, RunningSubscription, Seats, money, tax};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// So many days before a renewal a rise has to be announced to apply to it.
pub const NOTICE_DAYS: i64 = 30;

/// Where a subscription's unit price comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceOrigin {
    /// The catalogue; its rises apply once they were announced.
    Catalogue,
    /// A quote; the catalogue does not touch it.
    Negotiated,
}

impl PriceOrigin {
    /// The word of the origin in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Catalogue => "catalogue",
            Self::Negotiated => "negotiated",
        }
    }

    /// The origin of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Catalogue, Self::Negotiated].into_iter().find(|origin| origin.code() == code)
    }
}

/// A rise that the customer was told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// The day on which the customer was told.
    pub announced_on: NaiveDate,
    /// The unit price that was told, minor units.
    pub unit_minor: i64,
}

/// All that a renewal depends on, besides the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewalRequest {
    /// What runs until the renewal.
    pub subscription: RunningSubscription,
    /// Currency of its unit price.
    pub currency: Currency,
    /// Day of the month from which its periods are stepped.
    pub anchor_day: u32,
    /// Where its unit price comes from.
    pub origin: PriceOrigin,
    /// The day whose catalogue it was priced with: of its purchase, its last change or its last rise.
    pub priced_on: NaiveDate,
    /// The latest rise that was announced, if any.
    pub announcement: Option<Announcement>,
    /// What it becomes at this renewal, if staff scheduled that.
    pub scheduled: Option<PlanChoice>,
    /// The buyer as known on the day of the renewal.
    pub customer: Customer,
}

impl RenewalRequest {
    /// The same for the renewal after this one, for a buyer who stays as they are.
    #[must_use]
    pub fn after(self, renewed: &Renewed) -> Self {
        Self {
            subscription: renewed.subscription.clone(),
            anchor_day: renewed.anchor_day,
            origin: renewed.origin,
            priced_on: renewed.priced_on,
            scheduled: None,
            ..self
        }
    }
}

/// A subscription after its renewal, and what that costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewed {
    /// What runs from then on, with the tax that its line has.
    pub subscription: RunningSubscription,
    /// Day of the month from which the next periods are stepped.
    pub anchor_day: u32,
    /// Where the unit price comes from.
    pub origin: PriceOrigin,
    /// The day whose catalogue the unit price is of.
    pub priced_on: NaiveDate,
    /// One charge of a whole period, its tax, and the account credit that it uses. It asks for no payment details.
    pub price: OrderPrice,
}

/// A unit price and how it came about.
struct UnitPrice {
    unit_minor: i64,
    origin: PriceOrigin,
    priced_on: NaiveDate,
    note: Option<UnitNote>,
}

/// Renews a subscription for one period. Without a scheduled change it needs nothing of the catalogue: a subscription
/// to what is no longer sold goes on at its price.
///
/// # Errors
/// A [`PriceError`] without an item: `invalid_input` for a subscription that cannot be, for an announced price or a credit
/// below zero; `unknown_product`, `unknown_plan`, `no_price` and `seats_out_of_range` for what is scheduled; `amount_overflow`.
pub fn renew(catalogue: &Catalogue, request: &RenewalRequest) -> Result<Renewed, PriceError> {
    renew_one(catalogue, request).map_err(|code| PriceError { code, item: None })
}

/// The unit price that the catalogue asks for at the coming renewal where that is a rise: what has to be announced,
/// at least [`NOTICE_DAYS`] before it. None for a negotiated price, and where the subscription changes its plan then.
pub fn rise_ahead(catalogue: &Catalogue, request: &RenewalRequest) -> Option<i64> {
    let running = &request.subscription;
    if request.origin == PriceOrigin::Negotiated || effective_schedule(request).is_some() {
        return None;
    }
    let (_, plan) = catalogue.product(&running.product)?.plan(&running.plan)?;
    let asked = plan.unit_minor(request.currency, running.interval, running.seats, running.period_end)?;
    (asked > kept_unit_minor(Some(plan), request)).then_some(asked)
}

fn renew_one(catalogue: &Catalogue, request: &RenewalRequest) -> Result<Renewed, PriceErrorCode> {
    check(request)?;
    let running = &request.subscription;
    let on = running.period_end;
    let (wanted, unit) = match effective_schedule(request) {
        Some(scheduled) => {
            let unit = scheduled_unit(catalogue, request, &scheduled)?;
            (scheduled, unit)
        }
        None => (PlanChoice::from(running), running_unit(catalogue, request)),
    };
    let (period, anchor_day) = next_period(running, wanted.interval, request.anchor_day).ok_or(PriceErrorCode::AmountOverflow)?;
    let (category, rate) = tax::tax_for(request.customer.country, request.customer.vat_id, on);
    let tax = LineTax { category, rate };
    let mut price = OrderPrice::empty(on, request.currency, category, rate);
    let days = period.days();
    let net_minor = money::prorate(unit.unit_minor, wanted.seats, 1, 1)?;
    let (seats, unit_minor) = (wanted.seats, unit.unit_minor);
    price.lines.push(Line { item: 0, kind: LineKind::Charge, seats, unit_minor, days, of_days: days, net_minor, period, tax, unit_note: unit.note });
    price.periods.push(PricedPeriod { item: 0, period });
    price.renewals.push(price::Renewal { item: 0, on: period.end, net_minor });
    price::settle(&mut price, request.customer.credit_minor)?;
    let (period_start, period_end) = (period.start, period.end);
    let product = running.product.clone();
    let PlanChoice { plan, interval, .. } = wanted;
    let subscription = RunningSubscription { product, plan, seats, interval, unit_minor, period_start, period_end, tax: Some(tax) };
    Ok(Renewed { subscription, anchor_day, origin: unit.origin, priced_on: unit.priced_on, price })
}

/// What no renewal can be asked.
fn check(request: &RenewalRequest) -> Result<(), PriceErrorCode> {
    let running = &request.subscription;
    let nonsense = running.seats < 1 || running.unit_minor < 0 || running.period_end <= running.period_start;
    let told_nonsense = request.announcement.is_some_and(|announcement| announcement.unit_minor < 0);
    if nonsense || told_nonsense || request.customer.credit_minor < 0 { Err(PriceErrorCode::InvalidInput) } else { Ok(()) }
}

/// What is scheduled, unless it is what runs anyway: the customer may have changed to it meanwhile.
fn effective_schedule(request: &RenewalRequest) -> Option<PlanChoice> {
    let running = &request.subscription;
    request.scheduled.clone().filter(|wanted| (&wanted.plan, wanted.seats, wanted.interval) != (&running.plan, running.seats, running.interval))
}

/// A scheduled change takes the catalogue's price of the day. A negotiated price stays with other seats of the same plan and
/// interval, since only a quote ends it; for another plan or interval nothing was negotiated.
fn scheduled_unit(catalogue: &Catalogue, request: &RenewalRequest, wanted: &PlanChoice) -> Result<UnitPrice, PriceErrorCode> {
    let running = &request.subscription;
    let product = catalogue.product(&running.product).ok_or(PriceErrorCode::UnknownProduct)?;
    let (_, plan) = product.plan(&wanted.plan).ok_or(PriceErrorCode::UnknownPlan)?;
    let seats = Seats::within(wanted.seats, plan.seats_range()).ok_or(PriceErrorCode::SeatsOutOfRange)?.count();
    if request.origin == PriceOrigin::Negotiated && (&wanted.plan, wanted.interval) == (&running.plan, running.interval) {
        return Ok(kept(request, running.unit_minor, None));
    }
    let in_force = plan.price_on(request.currency, wanted.interval, running.period_end).ok_or(PriceErrorCode::NoPrice)?;
    let note = in_force.step_for(seats).map(|step| UnitNote::Step { from_seats: step.seats });
    Ok(UnitPrice { unit_minor: in_force.unit_minor_for(seats), origin: PriceOrigin::Catalogue, priced_on: running.period_end, note })
}

/// The price of a subscription that goes on as it is: what it has, unless a rise was announced in time.
fn running_unit(catalogue: &Catalogue, request: &RenewalRequest) -> UnitPrice {
    let running = &request.subscription;
    let plan = catalogue.product(&running.product).and_then(|product| product.plan(&running.plan)).map(|(_, plan)| plan);
    let kept_minor = kept_unit_minor(plan, request);
    if request.origin == PriceOrigin::Catalogue
        && let Some(announcement) = request.announcement.filter(|announcement| is_in_time(announcement, running.period_end))
    {
        let in_force = plan.and_then(|plan| plan.unit_minor(request.currency, running.interval, running.seats, running.period_end));
        // Never above what was told, nor above what the catalogue asks for on the day.
        let risen_minor = announcement.unit_minor.min(in_force.unwrap_or(announcement.unit_minor));
        if risen_minor > kept_minor {
            let note = UnitNote::Announced { announced_on: announcement.announced_on, before_minor: running.unit_minor };
            return UnitPrice { unit_minor: risen_minor, origin: PriceOrigin::Catalogue, priced_on: running.period_end, note: Some(note) };
        }
    }
    kept(request, kept_minor, plan)
}

fn is_in_time(announcement: &Announcement, on: NaiveDate) -> bool {
    on.signed_duration_since(announcement.announced_on).num_days() >= NOTICE_DAYS
}

/// The price list that the subscription was priced with, as far as its price is still found there.
fn own_list<'a>(plan: &'a Plan, request: &RenewalRequest) -> Option<&'a Price> {
    let running = &request.subscription;
    plan.price_on(request.currency, running.interval, request.priced_on).filter(|price| price.has_unit_minor(running.unit_minor))
}

/// The unit price without any rise: a negotiated one as it is; one of the catalogue by the volume step that today's seats
/// reach, in the price list that it was bought from.
fn kept_unit_minor(plan: Option<&Plan>, request: &RenewalRequest) -> i64 {
    let running = &request.subscription;
    let list = plan.filter(|_| request.origin == PriceOrigin::Catalogue).and_then(|plan| own_list(plan, request));
    list.map_or(running.unit_minor, |list| list.unit_minor_for(running.seats))
}

fn kept(request: &RenewalRequest, unit_minor: i64, plan: Option<&Plan>) -> UnitPrice {
    let note = match request.origin {
        PriceOrigin::Negotiated => Some(UnitNote::Negotiated),
        PriceOrigin::Catalogue => {
            let step = plan.and_then(|plan| own_list(plan, request)).and_then(|list| list.step_for(request.subscription.seats));
            step.map(|step| UnitNote::Step { from_seats: step.seats })
        }
    };
    UnitPrice { unit_minor, origin: request.origin, priced_on: request.priced_on, note }
}

/// The next period and its anchor. An anchor that the running period does not end on gives way to the day on which it does
/// end: a whole period is charged, so a whole one has to follow.
fn next_period(running: &RunningSubscription, interval: BillingInterval, anchor_day: u32) -> Option<(BillingPeriod, u32)> {
    let period = running.period();
    let anchor_day = if period.ends_on(anchor_day) { anchor_day.min(31) } else { period.end.day() };
    Some((period.next(interval, anchor_day)?, anchor_day))
}
