//! The lines of one item: one small function for each kind.

use super::explanation::UnitNote;
use super::result::{Line, LineKind, OrderPrice, PricedPeriod, Renewal};
use super::{AgreedPrice, Item, PriceErrorCode, PriceRequest};
use crate::catalogue::{Plan, Product};
use crate::ids::{PlanId, ProductId};
use crate::money::prorate;
use crate::renewal::PriceOrigin;
use crate::subscription::LineTax;
use crate::{BillingInterval, BillingPeriod, Catalogue, RunningSubscription, Seats, TaxCategory, TaxRate};

/// What the lines of an item are made from, besides the item itself.
pub(super) struct ItemContext<'a> {
    pub catalogue: &'a Catalogue,
    pub request: &'a PriceRequest,
    pub index: u32,
    pub agreed: Option<AgreedPrice>,
}

type Outcome<T> = Result<T, PriceErrorCode>;

/// Adds the lines, the period and the renewal of one item to a price.
pub(super) fn add_item(context: &ItemContext<'_>, item: &Item, price: &mut OrderPrice) -> Outcome<()> {
    match item {
        Item::New { product, plan, seats, interval } => add_new(context, price, (product, plan), *seats, *interval),
        Item::Change { plan, seats, interval, subscription } => add_change(context, price, subscription, plan, *seats, *interval),
        Item::AddSeats { seats, subscription } => add_seats(context, price, subscription, *seats),
        Item::Trial { product, plan, seats } => add_trial(context, price, (product, plan), *seats),
    }
}

fn add_new(context: &ItemContext<'_>, price: &mut OrderPrice, what: (&ProductId, &PlanId), seats: i64, interval: BillingInterval) -> Outcome<()> {
    let product = context.product(what.0)?;
    let (_, plan) = find_plan(product, what.1)?;
    let seats = seats_within(plan, seats)?;
    let charge = context.whole_period(price, plan, seats, interval)?;
    price.asks_for_payment = true;
    context.push_renewing(price, charge);
    Ok(())
}

fn add_change(
    context: &ItemContext<'_>,
    price: &mut OrderPrice,
    running: &RunningSubscription,
    plan: &PlanId,
    seats: i64,
    interval: BillingInterval,
) -> Outcome<()> {
    check_running(running)?;
    let product = context.product(&running.product)?;
    let (rank_today, _) = find_plan(product, &running.plan)?;
    let (rank, wanted) = find_plan(product, plan)?;
    let seats = seats_within(wanted, seats)?;
    let days_left = context.days_left(running)?;
    if rank < rank_today {
        return Err(PriceErrorCode::DowngradeNotSelfService);
    }
    if (plan, seats.count(), interval) == (&running.plan, running.seats, running.interval) {
        return Err(PriceErrorCode::NothingChanged);
    }
    let charge = context.whole_period(price, wanted, seats, interval)?;
    // In i128, since the running price is compared only: it is no amount of the answer, and may leave i64.
    let dearer = i128::from(charge.net_minor) > i128::from(running.unit_minor) * i128::from(running.seats);
    let credit = Line {
        item: context.index,
        kind: LineKind::Credit,
        seats: running.seats,
        unit_minor: running.unit_minor,
        days: days_left,
        of_days: running.period().days(),
        // At least -i64::MAX, since `check_running` refuses what is below zero.
        net_minor: -prorate(running.unit_minor, running.seats, days_left, running.period().days())?,
        period: BillingPeriod { start: context.request.today, end: running.period_end },
        tax: running.tax.unwrap_or(price.tax_today),
        unit_note: None,
    };
    price.lines.push(credit);
    price.asks_for_payment |= dearer;
    context.push_renewing(price, charge);
    Ok(())
}

/// Co-termed: the added seats pay the days that are left, at the contract's price; the end stays.
fn add_seats(context: &ItemContext<'_>, price: &mut OrderPrice, running: &RunningSubscription, added: i64) -> Outcome<()> {
    check_running(running)?;
    let product = context.product(&running.product)?;
    let (_, plan) = find_plan(product, &running.plan)?;
    if !product.seat_add_on {
        return Err(PriceErrorCode::ProductNotEligible);
    }
    if added < 1 {
        return Err(PriceErrorCode::SeatsOutOfRange);
    }
    let together = running.seats.checked_add(added).ok_or(PriceErrorCode::SeatsOutOfRange)?;
    let together = seats_within(plan, together)?;
    let days_left = context.days_left(running)?;
    let period = running.period();
    let (unit_minor, unit_note) = context.agreed_unit()?.unwrap_or((running.unit_minor, None));
    price.lines.push(Line {
        item: context.index,
        kind: LineKind::Charge,
        seats: added,
        unit_minor,
        days: days_left,
        of_days: period.days(),
        net_minor: prorate(unit_minor, added, days_left, period.days())?,
        period: BillingPeriod { start: context.request.today, end: period.end },
        tax: price.tax_today,
        unit_note,
    });
    price.periods.push(PricedPeriod { item: context.index, period });
    let net_minor = prorate(running.unit_minor, together.count(), 1, 1)?;
    price.renewals.push(Renewal { item: context.index, on: period.end, net_minor });
    price.asks_for_payment = true;
    Ok(())
}

fn add_trial(context: &ItemContext<'_>, price: &mut OrderPrice, what: (&ProductId, &PlanId), seats: i64) -> Outcome<()> {
    let product = context.product(what.0)?;
    let (_, plan) = find_plan(product, what.1)?;
    seats_within(plan, seats)?;
    let days = product.trial_days.ok_or(PriceErrorCode::ProductNotEligible)?;
    let start = context.request.today;
    let period = BillingPeriod::of_days(start, days).ok_or(PriceErrorCode::AmountOverflow)?;
    price.periods.push(PricedPeriod { item: context.index, period });
    Ok(())
}

/// What no subscription can be: without seats, below zero, or with a rate where no tax is charged.
fn check_running(running: &RunningSubscription) -> Outcome<()> {
    let taxed_in_vain = running.tax.is_some_and(|tax| tax.category != TaxCategory::S && tax.rate != TaxRate::ZERO);
    if running.seats < 1 || running.unit_minor < 0 || taxed_in_vain { Err(PriceErrorCode::InvalidInput) } else { Ok(()) }
}

fn find_plan<'a>(product: &'a Product, id: &PlanId) -> Outcome<(usize, &'a Plan)> {
    product.plan(id).ok_or(PriceErrorCode::UnknownPlan)
}

fn seats_within(plan: &Plan, count: i64) -> Outcome<Seats> {
    Seats::within(count, plan.seats_range()).ok_or(PriceErrorCode::SeatsOutOfRange)
}

impl ItemContext<'_> {
    fn product(&self, id: &ProductId) -> Outcome<&Product> {
        self.catalogue.product(id).ok_or(PriceErrorCode::UnknownProduct)
    }

    /// Days of the running period from today on; at least one, since today lies in it.
    fn days_left(&self, running: &RunningSubscription) -> Outcome<i64> {
        let today = self.request.today;
        if running.period().contains(today) { Ok(running.period().days_from(today)) } else { Err(PriceErrorCode::PeriodNotRunning) }
    }

    /// The unit price that a quote pins, and what is worth telling about it.
    fn agreed_unit(&self) -> Outcome<Option<(i64, Option<UnitNote>)>> {
        let Some(AgreedPrice { unit_minor, origin }) = self.agreed else { return Ok(None) };
        if unit_minor < 0 {
            return Err(PriceErrorCode::InvalidInput);
        }
        Ok(Some((unit_minor, (origin == PriceOrigin::Negotiated).then_some(UnitNote::Negotiated))))
    }

    /// The charge of one whole period from today, at today's catalogue price unless another is agreed.
    fn whole_period(&self, price: &OrderPrice, plan: &Plan, seats: Seats, interval: BillingInterval) -> Outcome<Line> {
        let today = self.request.today;
        let (unit_minor, unit_note) = match self.agreed_unit()? {
            Some(agreed) => agreed,
            None => {
                let in_force = plan.price_on(self.request.currency, interval, today).ok_or(PriceErrorCode::NoPrice)?;
                let step = in_force.step_for(seats.count()).map(|step| UnitNote::Step { from_seats: step.seats });
                (in_force.unit_minor_for(seats.count()), step)
            }
        };
        let period = BillingPeriod::starting(today, interval).ok_or(PriceErrorCode::AmountOverflow)?;
        let tax: LineTax = price.tax_today;
        let net_minor = prorate(unit_minor, seats.count(), 1, 1)?;
        let days = period.days();
        Ok(Line { item: self.index, kind: LineKind::Charge, seats: seats.count(), unit_minor, days, of_days: days, net_minor, period, tax, unit_note })
    }

    /// A whole period, and the same again when it ends: a subscription keeps its unit price.
    fn push_renewing(&self, price: &mut OrderPrice, charge: Line) {
        price.periods.push(PricedPeriod { item: self.index, period: charge.period });
        price.renewals.push(Renewal { item: self.index, on: charge.period.end, net_minor: charge.net_minor });
        price.lines.push(charge);
    }
}
