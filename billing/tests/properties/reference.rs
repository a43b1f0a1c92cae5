//! The rules of price once more, written from the rules and not from the crate, in exact fractions.

use crate::cases::{COUNTRIES, Case, PlainItem, PlainPlan, PlainRunning, PlainTax, naive, percent};
use crate::fractions::{Day, Fraction};
use billing::price::LineKind;
use billing::{OrderPrice, TaxRate};

/// A line without its dates.
#[derive(Clone, Debug, PartialEq, Eq)]
struct PlainLine {
    item: usize,
    credit: bool,
    seats: i64,
    unit_minor: i64,
    days: i64,
    of_days: i64,
    net_minor: i128,
    tax: PlainTax,
}

#[derive(Clone, Debug, Default)]
pub struct Reference {
    lines: Vec<PlainLine>,
    net_minor: i128,
    /// Tax kind, base, tax.
    tax: Vec<(PlainTax, i128, i128)>,
    total_minor: i128,
    credit_used_minor: i128,
    due_now_minor: i128,
    credit_after_minor: i128,
    periods: Vec<(usize, Day, Day)>,
    renewals: Vec<(usize, Day, i128)>,
    asks_for_payment: bool,
}

/// What may be answered instead of a price: any of these codes, at this item.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub codes: Vec<&'static str>,
    pub item: Option<usize>,
}

fn fits(amount: i128) -> bool {
    i64::try_from(amount).is_ok()
}

fn when(condition: bool, code: &'static str) -> Option<&'static str> {
    condition.then_some(code)
}

impl PlainPlan {
    /// The price of one seat today: the latest that is in force, and of its steps the highest that is reached.
    fn unit_minor(&self, annual: bool, seats: i64, today: Day) -> Option<i64> {
        let mut in_force = None;
        for price in self.prices.iter().filter(|price| price.annual == annual && price.from.number() <= today.number()) {
            if in_force.is_none_or(|(from, _)| price.from > from) {
                in_force = Some((price.from, price));
            }
        }
        let (_, price) = in_force?;
        let mut unit_minor = price.unit_minor;
        for (from_seats, step_minor) in &price.steps {
            if *from_seats <= seats {
                unit_minor = *step_minor;
            }
        }
        Some(unit_minor)
    }

    fn allows(&self, seats: i64) -> bool {
        seats >= self.seats_range.0 && seats <= self.seats_range.1
    }
}

impl PlainRunning {
    fn is_nonsense(&self) -> bool {
        self.seats < 1 || self.unit_minor < 0 || self.tax.is_some_and(|(category, rate)| category != "S" && rate > 0)
    }

    fn runs_on(&self, today: Day) -> bool {
        (self.start.number()..self.end.number()).contains(&today.number())
    }

    /// `unit × seats × days left / all days`, rounded once; with the days.
    fn unused(&self, seats: i64, today: Day) -> (i64, i64, i128) {
        let (days, of_days) = (self.end.number() - today.number(), self.end.number() - self.start.number());
        let exact = Fraction::whole(i128::from(self.unit_minor)).times(i128::from(seats), 1).times(i128::from(days), i128::from(of_days));
        (days, of_days, exact.rounded())
    }
}

pub fn price(case: &Case) -> Result<Reference, Refusal> {
    let mut answer = Reference::default();
    for (index, item) in case.items.iter().enumerate() {
        add_item(case, index, item, &mut answer).map_err(|codes| Refusal { codes, item: Some(index) })?;
    }
    add_sums(&mut answer, i128::from(case.credit_minor));
    let sums = answer.tax.iter().flat_map(|(_, base, tax)| [*base, *tax]);
    if sums.chain([answer.net_minor, answer.total_minor, answer.credit_after_minor]).all(fits) {
        Ok(answer)
    } else {
        Err(Refusal { codes: vec!["amount_overflow"], item: None })
    }
}

fn tax_today(case: &Case) -> PlainTax {
    let (_, rate) = COUNTRIES.iter().find(|(country, _)| *country == case.country).unwrap();
    match rate {
        None => ("O", 0),
        Some(_) if case.country != "DE" && case.vat_id == "valid" => ("AE", 0),
        Some(rate) => ("S", *rate),
    }
}

fn refuse(codes: impl IntoIterator<Item = Option<&'static str>>) -> Result<(), Vec<&'static str>> {
    let codes: Vec<&'static str> = codes.into_iter().flatten().collect();
    if codes.is_empty() { Ok(()) } else { Err(codes) }
}

fn add_item(case: &Case, index: usize, item: &PlainItem, answer: &mut Reference) -> Result<(), Vec<&'static str>> {
    match item {
        PlainItem::New { plan, seats, annual } => {
            add_whole_period(case, index, (*plan, *seats, *annual), answer)?;
            answer.asks_for_payment = true;
        }
        PlainItem::Change { plan, seats, annual, running } => {
            refuse([
                when(running.is_nonsense(), "invalid_input"),
                when(!running.runs_on(case.today), "period_not_running"),
                when(*plan < running.plan, "downgrade_not_self_service"),
                when((*plan, *seats, *annual) == (running.plan, running.seats, running.annual), "nothing_changed"),
                when(!case.plans[*plan].allows(*seats), "seats_out_of_range"),
            ])?;
            let (days, of_days, given_back) = running.unused(running.seats, case.today);
            let (seats_before, unit_minor, tax) = (running.seats, running.unit_minor, running.tax.unwrap_or_else(|| tax_today(case)));
            answer.lines.push(PlainLine { item: index, credit: true, seats: seats_before, unit_minor, days, of_days, net_minor: -given_back, tax });
            let charged = add_whole_period(case, index, (*plan, *seats, *annual), answer)?;
            refuse([when(!fits(given_back), "amount_overflow")])?;
            answer.asks_for_payment |= charged > i128::from(unit_minor) * i128::from(seats_before);
        }
        PlainItem::AddSeats { seats, running } => {
            let together = running.seats + seats;
            refuse([
                when(running.is_nonsense(), "invalid_input"),
                when(!running.runs_on(case.today), "period_not_running"),
                when(*seats < 1 || !case.plans[running.plan].allows(together), "seats_out_of_range"),
            ])?;
            let (days, of_days, net_minor) = running.unused(*seats, case.today);
            let renewal = i128::from(running.unit_minor) * i128::from(together);
            refuse([when(!fits(net_minor) || !fits(renewal), "amount_overflow")])?;
            let unit_minor = running.unit_minor;
            answer.lines.push(PlainLine { item: index, credit: false, seats: *seats, unit_minor, days, of_days, net_minor, tax: tax_today(case) });
            answer.periods.push((index, running.start, running.end));
            answer.renewals.push((index, running.end, renewal));
            answer.asks_for_payment = true;
        }
        PlainItem::Trial { plan, seats } => {
            refuse([when(!case.plans[*plan].allows(*seats), "seats_out_of_range")])?;
            answer.periods.push((index, case.today, case.today.plus_days(case.trial_days)));
        }
    }
    Ok(())
}

/// One whole period from today, of (plan, seats, annual); its price.
fn add_whole_period(case: &Case, item: usize, (plan, seats, annual): (usize, i64, bool), answer: &mut Reference) -> Result<i128, Vec<&'static str>> {
    let plan = &case.plans[plan];
    let unit_minor = plan.unit_minor(annual, seats, case.today);
    refuse([when(!plan.allows(seats), "seats_out_of_range"), when(unit_minor.is_none(), "no_price")])?;
    let unit_minor = unit_minor.unwrap_or_default();
    let net_minor = i128::from(unit_minor) * i128::from(seats);
    refuse([when(!fits(net_minor), "amount_overflow")])?;
    let end = case.today.plus_months(if annual { 12 } else { 1 });
    let days = end.number() - case.today.number();
    answer.lines.push(PlainLine { item, credit: false, seats, unit_minor, days, of_days: days, net_minor, tax: tax_today(case) });
    answer.periods.push((item, case.today, end));
    answer.renewals.push((item, end, net_minor));
    Ok(net_minor)
}

fn add_sums(answer: &mut Reference, credit_minor: i128) {
    answer.net_minor = answer.lines.iter().map(|line| line.net_minor).sum();
    for line in &answer.lines {
        match answer.tax.iter_mut().find(|(tax, ..)| *tax == line.tax) {
            Some((_, base, _)) => *base += line.net_minor,
            None => answer.tax.push((line.tax, line.net_minor, 0)),
        }
    }
    for ((_, rate), base, tax) in &mut answer.tax {
        *tax = Fraction::whole(*base).times(*rate, 1_000_000).rounded();
    }
    answer.total_minor = answer.net_minor + answer.tax.iter().map(|(.., tax)| tax).sum::<i128>();
    let total = answer.total_minor;
    if total < 0 {
        answer.credit_after_minor = credit_minor - total;
    } else {
        answer.credit_used_minor = total.min(credit_minor);
        answer.due_now_minor = total - answer.credit_used_minor;
        answer.credit_after_minor = credit_minor - answer.credit_used_minor;
    }
}

impl Reference {
    /// Whether a price says the same, every number and date of it.
    pub fn equals(&self, price: &OrderPrice) -> bool {
        let lines = self.lines.len() == price.lines.len()
            && self.lines.iter().zip(&price.lines).all(|(expected, line)| {
                let rate = TaxRate::parse(&percent(expected.tax.1)).unwrap();
                usize::try_from(line.item).unwrap() == expected.item
                    && (line.kind == LineKind::Credit) == expected.credit
                    && (line.seats, line.unit_minor, line.days, line.of_days) == (expected.seats, expected.unit_minor, expected.days, expected.of_days)
                    && i128::from(line.net_minor) == expected.net_minor
                    && (line.tax.category.code(), line.tax.rate) == (expected.tax.0, rate)
                    && line.period.days() == line.days
            });
        let tax = self.tax.len() == price.tax.len()
            && self.tax.iter().zip(&price.tax).all(|(((category, rate), base, tax), sum)| {
                (sum.category.code(), sum.rate) == (*category, TaxRate::parse(&percent(*rate)).unwrap())
                    && (i128::from(sum.base_minor), i128::from(sum.tax_minor)) == (*base, *tax)
            });
        let periods: Vec<_> = price.periods.iter().map(|priced| (usize::try_from(priced.item).unwrap(), priced.period.start, priced.period.end)).collect();
        let renewals: Vec<_> =
            price.renewals.iter().map(|renewal| (usize::try_from(renewal.item).unwrap(), renewal.on, i128::from(renewal.net_minor))).collect();
        lines
            && tax
            && [price.net_minor, price.total_minor, price.credit_used_minor, price.due_now_minor, price.credit_after_minor].map(i128::from)
                == [self.net_minor, self.total_minor, self.credit_used_minor, self.due_now_minor, self.credit_after_minor]
            && periods == self.periods.iter().map(|(item, start, end)| (*item, naive(*start), naive(*end))).collect::<Vec<_>>()
            && renewals == self.renewals.iter().map(|(item, on, net)| (*item, naive(*on), *net)).collect::<Vec<_>>()
            && price.asks_for_payment == self.asks_for_payment
    }
}
