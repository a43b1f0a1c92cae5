//! An account that lives: it buys, changes, adds seats, renews and moves, and keeps books of what it used.

use crate::fractions::Fraction;
use crate::world::{Dice, PLANS, catalogue};
use billing::catalogue::{Price, VolumeStep};
use billing::country::Country;
use billing::editor::PlanChoice;
use billing::ids::{PlanId, ProductId};
use billing::price::{Customer, DocumentPart, Line, LineKind, TaxSum, UnitNote};
use billing::renewal::{Announcement, PriceOrigin, RenewalRequest, renew};
use billing::subscription::LineTax;
use billing::{
    BillingInterval, BillingPeriod, Catalogue, Currency, Item, OrderPrice, PriceError, PriceRequest, RunningSubscription, TaxCategory, TaxRate, VatIdState,
    price_order, tax,
};
use chrono::{Datelike, Days, NaiveDate};
use std::collections::BTreeMap;

/// A subscription of the account, with what its days were worth.
#[derive(Clone, Debug)]
pub struct Holding {
    pub running: RunningSubscription,
    anchor_day: u32,
    origin: PriceOrigin,
    priced_on: NaiveDate,
    pub announcement: Option<Announcement>,
    pub scheduled: Option<PlanChoice>,
    /// Days before this one have been counted.
    counted_until: NaiveDate,
    /// All its periods, as they began.
    pub periods: Vec<BillingPeriod>,
    /// Days on which a change began a period.
    pub changed_on: Vec<NaiveDate>,
}

#[derive(Clone, Debug)]
pub struct Account {
    pub today: NaiveDate,
    pub catalogue: Catalogue,
    pub country: &'static str,
    pub vat_id: VatIdState,
    pub credit_minor: i64,
    /// All that was paid with money.
    pub due_minor: i128,
    pub lines: Vec<Line>,
    pub tax: Vec<TaxSum>,
    pub holdings: Vec<Holding>,
    pub events: BTreeMap<&'static str, u32>,
    used: Vec<(LineTax, Fraction)>,
}

impl Account {
    pub fn new(today: NaiveDate) -> Self {
        Self {
            today,
            catalogue: Catalogue::default(),
            country: "DE",
            vat_id: VatIdState::None,
            credit_minor: 0,
            due_minor: 0,
            lines: Vec::new(),
            tax: Vec::new(),
            holdings: Vec::new(),
            events: BTreeMap::new(),
            used: Vec::new(),
        }
    }

    /// Prices with volume steps, and a second list that is in force two years later.
    pub fn roll_catalogue(&mut self, seed: u64) {
        let mut dice = Dice(seed ^ 0x5EED);
        let units = [(); PLANS].map(|()| [dice.between(0, 5_000), dice.between(0, 50_000)]);
        self.catalogue = catalogue(&units);
        let later = self.today + Days::new(700);
        for plan in self.catalogue.products.iter_mut().flat_map(|product| &mut product.plans) {
            for price in &mut plan.prices {
                price.steps = vec![VolumeStep { seats: 25, unit_minor: price.unit_minor * 9 / 10 }];
            }
            let dearer = |price: &Price| Price { from: later, unit_minor: price.unit_minor + 77, ..price.clone() };
            let risen: Vec<Price> = plan.prices.iter().map(dearer).collect();
            plan.prices.extend(risen);
        }
    }

    pub fn note(&mut self, event: &'static str) {
        *self.events.entry(event).or_default() += 1;
    }

    pub fn customer(&self) -> Customer {
        Customer { country: Country::parse(self.country).unwrap(), vat_id: self.vat_id, credit_minor: self.credit_minor }
    }

    pub fn tax_today(&self) -> LineTax {
        let (category, rate) = tax::tax_for(Country::parse(self.country).unwrap(), self.vat_id, self.today);
        LineTax { category, rate }
    }

    /// Enters a document that changes no subscription.
    pub fn book(&mut self, part: &DocumentPart) {
        self.lines.extend(part.lines.iter().cloned());
        self.tax.extend(&part.tax);
        self.due_minor += i128::from(part.total_minor);
    }

    /// Enters a price: its lines, its tax, what is paid, and the credit that it uses or leaves.
    fn enter(&mut self, price: &OrderPrice) {
        assert!(price.due_now_minor >= 0 && price.credit_used_minor <= self.credit_minor);
        if price.credit_after_minor > self.credit_minor {
            self.note("credit grew");
        }
        if price.credit_used_minor > 0 {
            self.note("credit used");
        }
        if price.documents().unwrap().credit_note.is_some() {
            self.note("credit note");
        }
        self.lines.extend(price.lines.iter().cloned());
        self.tax.extend(&price.tax);
        self.due_minor += i128::from(price.due_now_minor);
        self.credit_minor = price.credit_after_minor;
    }

    /// Places an order of today and puts it into force; answers its price.
    pub fn order(&mut self, items: Vec<Item>) -> Result<OrderPrice, PriceError> {
        let request = PriceRequest { today: self.today, currency: Currency::EUR, customer: self.customer(), items };
        let price = price_order(&self.catalogue, &request)?;
        for (item, priced) in request.items.iter().zip(&price.periods) {
            let place = i64::from(priced.item);
            let charge = price.lines.iter().find(|line| i64::from(line.item) == place && line.kind == LineKind::Charge);
            self.put_into_force(item, priced.period, charge);
        }
        self.enter(&price);
        Ok(price)
    }

    fn put_into_force(&mut self, item: &Item, period: BillingPeriod, charge: Option<&Line>) {
        match (item, charge) {
            (Item::New { product, plan, seats, interval }, Some(charge)) => {
                self.note("new");
                let running = running_of(product, plan, *seats, *interval, period, charge);
                self.holdings.push(Holding::new(running, self.today));
            }
            (Item::Change { plan, seats, interval, subscription }, Some(charge)) => {
                self.note("change");
                let place = self.holding_of(&subscription.product);
                self.count(place, self.today);
                let running = running_of(&subscription.product, plan, *seats, *interval, period, charge);
                let before = self.holdings[place].clone();
                let mut changed_on = before.changed_on;
                changed_on.push(self.today);
                let periods = before.periods.into_iter().chain([period]).collect();
                self.holdings[place] = Holding { periods, changed_on, ..Holding::new(running, self.today) };
            }
            (Item::AddSeats { seats, subscription }, Some(_)) => {
                self.note("add_seats");
                let place = self.holding_of(&subscription.product);
                self.count(place, self.today);
                self.holdings[place].running.seats += seats;
            }
            _ => self.note("trial"),
        }
    }

    fn holding_of(&self, product: &ProductId) -> usize {
        self.holdings.iter().position(|holding| holding.running.product == *product).unwrap()
    }

    pub fn change(&mut self, place: usize, plan: PlanId, seats: i64, interval: BillingInterval) -> Result<OrderPrice, PriceError> {
        let subscription = self.holdings[place].running.clone();
        self.order(vec![Item::Change { plan, seats, interval, subscription }])
    }

    /// Counts the days of a holding before `until`: each is worth its share of what the period costs.
    fn count(&mut self, place: usize, until: NaiveDate) {
        let holding = &mut self.holdings[place];
        let (worth, tax) = (holding.worth_of_days(until), holding.running.tax.unwrap());
        holding.counted_until = until;
        match self.used.iter_mut().find(|(kind, _)| *kind == tax) {
            Some((_, used)) => *used = used.plus(worth),
            None => self.used.push((tax, worth)),
        }
    }

    /// Lets days pass, with the renewals that fall into them.
    pub fn wait_days(&mut self, days: i64) {
        self.today = self.today + Days::new(u64::try_from(days).unwrap());
        for place in 0..self.holdings.len() {
            while self.holdings[place].running.period_end <= self.today {
                self.renew(place);
            }
        }
    }

    fn renew(&mut self, place: usize) {
        let end = self.holdings[place].running.period_end;
        self.count(place, end);
        let holding = self.holdings[place].clone();
        let request = holding.renewal_request(self.customer());
        let renewed = renew(&self.catalogue, &request).unwrap();
        self.enter(&renewed.price);
        self.note("renewal");
        if matches!(renewed.price.lines[0].unit_note, Some(UnitNote::Announced { .. })) {
            self.note("rise");
        }
        if holding.scheduled.is_some() {
            self.note("scheduled");
        }
        let periods = holding.periods.into_iter().chain([renewed.subscription.period()]).collect();
        self.holdings[place] = Holding {
            running: renewed.subscription,
            anchor_day: renewed.anchor_day,
            origin: renewed.origin,
            priced_on: renewed.priced_on,
            scheduled: None,
            periods,
            ..self.holdings[place].clone()
        };
    }

    /// What all subscriptions were worth so far, the rest of their running periods included, in exact minor units.
    pub fn worth(&self) -> Fraction {
        self.worth_by_tax().into_iter().fold(Fraction::whole(0), |sum, (.., worth)| sum.plus(worth))
    }

    /// The same for each kind of tax.
    pub fn worth_by_tax(&self) -> Vec<(TaxCategory, TaxRate, Fraction)> {
        let mut whole = self.clone();
        for place in 0..whole.holdings.len() {
            whole.count(place, whole.holdings[place].running.period_end);
        }
        whole.used.into_iter().map(|(tax, worth)| (tax.category, tax.rate, worth)).collect()
    }
}

fn running_of(product: &ProductId, plan: &PlanId, seats: i64, interval: BillingInterval, period: BillingPeriod, charge: &Line) -> RunningSubscription {
    RunningSubscription {
        product: product.clone(),
        plan: plan.clone(),
        seats,
        interval,
        unit_minor: charge.unit_minor,
        period_start: period.start,
        period_end: period.end,
        tax: Some(charge.tax),
    }
}

impl Holding {
    fn new(running: RunningSubscription, today: NaiveDate) -> Self {
        Self {
            anchor_day: today.day(),
            origin: PriceOrigin::Catalogue,
            priced_on: today,
            announcement: None,
            scheduled: None,
            counted_until: today,
            periods: vec![running.period()],
            changed_on: Vec::new(),
            running,
        }
    }

    fn worth_of_days(&self, until: NaiveDate) -> Fraction {
        let days = until.signed_duration_since(self.counted_until).num_days();
        let all = self.running.period_end.signed_duration_since(self.running.period_start).num_days();
        let whole = i128::from(self.running.unit_minor) * i128::from(self.running.seats);
        Fraction::whole(whole).times(i128::from(days), i128::from(all))
    }

    pub fn renewal_request(&self, customer: Customer) -> RenewalRequest {
        RenewalRequest {
            subscription: self.running.clone(),
            currency: Currency::EUR,
            anchor_day: self.anchor_day,
            origin: self.origin,
            priced_on: self.priced_on,
            announcement: self.announcement,
            scheduled: self.scheduled.clone(),
            customer,
        }
    }
}
