//! The lines and sums of a price put into words. It states what `billing` computed, and computes no price of its own.

use super::ReceiptItem;
use crate::texts::{Locale, locale_of, td_string};
use billing::price::{Line, LineKind, TaxSum};
use billing::{BillingInterval, Language, Money, OrderPrice, TaxCategory, format, money};

/// A line of the receipt as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineWords {
    /// What it is for.
    pub label: String,
    /// The amount with its currency.
    pub amount: String,
    /// Class of the amount: money that comes back looks different.
    pub amount_class: &'static str,
    /// How it came about, in a few words; may be empty.
    pub note: String,
    /// The same in a sentence.
    pub sentence: String,
    /// The same as a calculation, the last row being the result; may be empty.
    pub steps: Vec<(String, String)>,
}

/// A price with all that is needed to speak about it.
pub struct PriceWords<'a> {
    /// The price.
    pub price: &'a OrderPrice,
    /// Names, by the items' places.
    pub items: &'a [ReceiptItem],
    /// The reader's language.
    pub language: Language,
}

impl PriceWords<'_> {
    fn locale(&self) -> Locale {
        locale_of(self.language)
    }

    fn money(&self, minor: i64) -> String {
        format::money(Money::new(minor, self.price.currency), self.language)
    }

    fn item(&self, place: u32) -> Option<&ReceiptItem> {
        self.items.get(usize::try_from(place).ok()?)
    }

    /// All lines, item by item, what is bought before what is given back.
    pub fn lines(&self) -> Vec<LineWords> {
        let mut lines: Vec<&Line> = self.price.lines.iter().collect();
        lines.sort_by_key(|line| (line.item, line.kind == LineKind::Credit));
        lines.into_iter().map(|line| self.line(line)).collect()
    }

    fn line(&self, line: &Line) -> LineWords {
        let plan = self.item(line.item).map(|item| self.plan_name(item, line.kind)).unwrap_or_default();
        match line.kind {
            LineKind::Charge => self.charge(line, &plan),
            LineKind::Credit => self.credit(line, &plan),
        }
    }

    /// With several items the plan alone would not tell which product is meant.
    fn plan_name(&self, item: &ReceiptItem, kind: LineKind) -> String {
        let plan = match kind {
            LineKind::Charge => &item.plan_name,
            LineKind::Credit => &item.plan_name_before,
        };
        if self.items.len() > 1 { format!("{} {plan}", item.product_name) } else { plan.clone() }
    }

    fn charge(&self, line: &Line, plan: &str) -> LineWords {
        let locale = self.locale();
        let (start, end) = self.dates(line);
        let (seats, unit) = (format::count(line.seats, self.language), self.money(line.unit_minor));
        let sentence = if line.days == line.of_days {
            td_string!(locale, receipt.charge_sentence, start = start.as_str(), end = end.as_str()).to_string()
        } else {
            td_string!(locale, receipt.part_sentence, start = start.as_str(), end = end.as_str()).to_string()
        };
        LineWords {
            label: td_string!(locale, receipt.charge, plan = plan, seats = seats.as_str()).to_string(),
            amount: self.money(line.net_minor),
            amount_class: "amount",
            note: td_string!(locale, receipt.charge_note, start = start, end = end, seats = seats, unit = unit).to_string(),
            sentence,
            steps: self.steps(line),
        }
    }

    fn credit(&self, line: &Line, plan: &str) -> LineWords {
        let locale = self.locale();
        let (start, end) = self.dates(line);
        let seats = format::count(line.seats, self.language);
        let whole = self.money(whole_minor(line));
        LineWords {
            label: td_string!(locale, receipt.credit, plan = plan, seats = seats).to_string(),
            amount: self.money(line.net_minor),
            amount_class: "amount credit",
            note: td_string!(locale, receipt.credit_note, days = line.days, of_days = line.of_days, whole = whole).to_string(),
            sentence: td_string!(locale, receipt.credit_sentence, start = start, end = end).to_string(),
            steps: self.steps(line),
        }
    }

    fn dates(&self, line: &Line) -> (String, String) {
        (format::date(line.period.start, self.language), format::date(line.period.last_day(), self.language))
    }

    /// Seats times unit price, then the share of the days.
    fn steps(&self, line: &Line) -> Vec<(String, String)> {
        let locale = self.locale();
        let (seats, unit) = (format::count(line.seats, self.language), self.money(line.unit_minor));
        let whole = whole_minor(line);
        let seats_step = td_string!(locale, receipt.step_seats, count = line.seats, seats = seats, unit = unit).to_string();
        let (days, of_days) = (line.days, line.of_days);
        let share = if days == of_days {
            self.whole_period(line.item).to_owned()
        } else if whole.checked_mul(days).is_some_and(|product| product % of_days.max(1) == 0) {
            td_string!(locale, receipt.step_days, days = days, of_days = of_days).to_string()
        } else {
            td_string!(locale, receipt.step_days_rounded, days = days, of_days = of_days).to_string()
        };
        vec![(seats_step, self.money(whole)), (share, self.money(line.net_minor.saturating_abs()))]
    }

    fn whole_period(&self, item: u32) -> &'static str {
        match self.item(item).map(|item| item.interval) {
            Some(BillingInterval::Annual) => td_string!(self.locale(), receipt.step_whole_year),
            Some(BillingInterval::Monthly) | None => td_string!(self.locale(), receipt.step_whole_month),
        }
    }

    /// The tax, a line for each category and rate.
    pub fn tax(&self) -> Vec<LineWords> {
        self.price.tax.iter().map(|sum| self.tax_line(sum)).collect()
    }

    fn tax_line(&self, sum: &TaxSum) -> LineWords {
        let locale = self.locale();
        let (rate, base) = (format::rate(sum.rate, self.language), self.money(sum.base_minor));
        let is_todays = (sum.category, sum.rate) == (self.price.tax_today.category, self.price.tax_today.rate);
        let (label, sentence) = match sum.category {
            TaxCategory::S if is_todays => (td_string!(locale, receipt.vat, rate = rate.as_str()).to_string(), td_string!(locale, receipt.vat_sentence)),
            TaxCategory::S => (td_string!(locale, receipt.vat, rate = rate.as_str()).to_string(), td_string!(locale, receipt.vat_sentence_corrected)),
            TaxCategory::AE => (td_string!(locale, receipt.vat_reverse, rate = rate.as_str()).to_string(), td_string!(locale, receipt.vat_sentence_reverse)),
            TaxCategory::O => (td_string!(locale, receipt.vat_outside, rate = rate.as_str()).to_string(), td_string!(locale, receipt.vat_sentence_outside)),
        };
        // With one kind of tax the base is the subtotal, which stands above it.
        let note = if self.price.tax.len() > 1 { td_string!(locale, receipt.vat_base, base = base.as_str()).to_string() } else { String::new() };
        let amount = self.money(sum.tax_minor);
        let step = td_string!(locale, receipt.vat_step, base = base, rate = rate).to_string();
        let steps = if sum.category == TaxCategory::S { vec![(step, amount.clone())] } else { Vec::new() };
        LineWords { label, amount, amount_class: "amount", note, sentence: sentence.to_owned(), steps }
    }

    /// The sum of all lines, net.
    pub fn subtotal(&self) -> (String, String) {
        (td_string!(self.locale(), receipt.subtotal).to_owned(), self.money(self.price.net_minor))
    }

    /// The sum with tax, where it is not what is due.
    pub fn total(&self) -> Option<(String, String)> {
        let differs = self.price.total_minor != self.price.due_now_minor;
        differs.then(|| (td_string!(self.locale(), receipt.total).to_owned(), self.money(self.price.total_minor)))
    }

    /// Account credit that the order uses, with what is left of it.
    pub fn credit_used(&self) -> Option<LineWords> {
        let (locale, used) = (self.locale(), self.price.credit_used_minor);
        let left = self.money(self.price.credit_after_minor);
        (used > 0).then(|| LineWords {
            label: td_string!(locale, receipt.credit_used).to_owned(),
            amount: self.money(used.saturating_neg()),
            amount_class: "amount credit",
            note: td_string!(locale, receipt.credit_used_note, amount = left).to_string(),
            sentence: String::new(),
            steps: Vec::new(),
        })
    }
}

/// What the line would cost for the whole period. Pricing has already seen that it fits.
fn whole_minor(line: &Line) -> i64 {
    money::prorate(line.unit_minor, line.seats, 1, 1).unwrap_or(line.net_minor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use billing::catalogue_file::parse_catalogue;
    use billing::country::Country;
    use billing::ids::{PlanId, ProductId};
    use billing::price::Customer;
    use billing::subscription::LineTax;
    use billing::{Currency, Item, PriceRequest, RunningSubscription, TaxRate, VatIdState, price_order};

    /// Professional × 10, ten of thirty days left, changed to something else.
    fn price(plan: &str, seats: i64, credit_minor: i64, tax: Option<LineTax>) -> OrderPrice {
        let running = RunningSubscription {
            product: ProductId("goto-meeting".to_owned()),
            plan: PlanId("professional".to_owned()),
            seats: 10,
            interval: BillingInterval::Monthly,
            unit_minor: 1400,
            period_start: "2026-11-01".parse().unwrap(),
            period_end: "2026-12-01".parse().unwrap(),
            tax,
        };
        let item = Item::Change { plan: PlanId(plan.to_owned()), seats, interval: BillingInterval::Monthly, subscription: running };
        let customer = Customer { country: Country::DE, vat_id: VatIdState::None, credit_minor };
        let request = PriceRequest { today: "2026-11-21".parse().unwrap(), currency: Currency::EUR, customer, items: vec![item] };
        price_order(&parse_catalogue(include_str!("../../../../catalogue.toml")).unwrap(), &request).unwrap()
    }

    fn items() -> Vec<ReceiptItem> {
        vec![ReceiptItem {
            product_name: "GoTo Meeting".to_owned(),
            plan_name_before: "Professional".to_owned(),
            plan_name: "Business".to_owned(),
            interval: BillingInterval::Monthly,
        }]
    }

    fn plain(text: &str) -> String {
        text.replace('\u{a0}', " ")
    }

    #[test]
    fn the_charge_comes_first_and_both_lines_tell_how_they_came_about() {
        let price = price("business", 10, 0, None);
        let words = PriceWords { price: &price, items: &items(), language: Language::De };
        let lines: Vec<_> = words.lines().into_iter().map(|line| (line.label, plain(&line.amount), plain(&line.note))).collect();
        let expected = [
            ("Business × 10", "190,00 €", "21.11.2026 bis 20.12.2026, 10 × 19,00 €"),
            ("Gutschrift Professional × 10", "−46,67 €", "10 von 30 Tagen nicht genutzt: 140,00 € × 10/30"),
        ];
        assert_eq!(lines, expected.map(|(label, amount, note)| (label.to_owned(), amount.to_owned(), note.to_owned())));
        assert_eq!(plain(&words.subtotal().1), "143,33 €");
        assert_eq!(words.tax().iter().map(|line| plain(&format!("{} {}", line.label, line.amount))).collect::<Vec<_>>(), ["USt. 19 % 27,23 €"]);
        assert_eq!((words.total(), words.credit_used()), (None, None));
    }

    #[test]
    fn steps_end_with_the_lines_amount_and_say_when_it_was_rounded() {
        let price = price("business", 10, 0, None);
        let words = PriceWords { price: &price, items: &items(), language: Language::En };
        let steps: Vec<_> = words.lines().into_iter().map(|line| line.steps).collect();
        let expected = [
            [("10 licences × €19.00", "€190.00"), ("one whole month", "€190.00")],
            [("10 licences × €14.00", "€140.00"), ("of it 10 of 30 days, rounded", "€46.67")],
        ];
        assert_eq!(steps, expected.map(|line| line.map(|(step, amount)| (step.to_owned(), amount.to_owned())).to_vec()));
    }

    #[test]
    fn account_credit_stands_between_total_and_what_is_due() {
        let price = price("business", 10, 5_000, None);
        let words = PriceWords { price: &price, items: &items(), language: Language::De };
        assert_eq!(words.total().map(|(_, amount)| plain(&amount)).as_deref(), Some("170,56 €"));
        let used = words.credit_used().unwrap();
        assert_eq!((plain(&used.amount), plain(&used.note)), ("−50,00 €".to_owned(), "Guthaben danach 0,00 €".to_owned()));
    }

    #[test]
    fn a_credit_that_carries_other_tax_gets_a_tax_line_of_its_own() {
        let austrian = LineTax { category: TaxCategory::S, rate: TaxRate::parse("20").unwrap() };
        let price = price("business", 10, 0, Some(austrian));
        let words = PriceWords { price: &price, items: &items(), language: Language::De };
        let tax: Vec<_> = words.tax().iter().map(|line| plain(&format!("{} {}: {}", line.label, line.note, line.amount))).collect();
        assert_eq!(tax, ["USt. 20 % auf −46,67 €: −9,33 €", "USt. 19 % auf 190,00 €: 36,10 €"]);
    }
}
