//! What a credit note for some lines of an invoice comes to. Pure: issues nothing.

use crate::TaxRate;
use crate::money::AmountOverflow;
use crate::price::TaxSum;

/// A line of an invoice, and what of it was given back before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreditableLine {
    /// Net amount, minor units; negative for what the invoice itself credits.
    pub net_minor: i64,
    /// What was given back of it, minor units, with the line's sign.
    pub credited_minor: i64,
}

impl CreditableLine {
    /// What can still be given back, minor units, with the line's sign.
    pub const fn left_minor(&self) -> i64 {
        let left = self.net_minor.saturating_sub(self.credited_minor);
        if (self.net_minor >= 0) == (left >= 0) { left } else { 0 }
    }
}

/// What credit notes for an invoice are computed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditBase {
    /// The invoice's lines, in their order.
    pub lines: Vec<CreditableLine>,
    /// Its net amount, minor units.
    pub net_minor: i64,
    /// Its tax by category and rate.
    pub tax: Vec<TaxSum>,
    /// Net amount of all credit notes that were issued for it by hand, minor units, above zero.
    pub noted_minor: i64,
    /// Net amount that changes of plans have given back, minor units, above zero.
    pub changed_minor: i64,
}

/// What a credit note gives back: all above zero, save lines that the invoice itself had credited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditAmounts {
    /// For each line of the invoice, net, minor units; zero for what it leaves alone.
    pub lines: Vec<i64>,
    /// Their sum.
    pub net_minor: i64,
    /// Tax of that sum, by the invoice's category and rate.
    pub tax: TaxSum,
    /// Net and tax.
    pub total_minor: i64,
}

/// Why there is no such credit note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditFault {
    /// It would give nothing, or take something.
    Nothing,
    /// More than is left of a line, or of the invoice.
    MoreThanLeft,
    /// The invoice has more than one rate of tax, and its lines do not say which is theirs.
    SeveralRates,
    /// An amount beyond 64 bits.
    Overflow,
}

impl From<AmountOverflow> for CreditFault {
    fn from(_: AmountOverflow) -> Self {
        Self::Overflow
    }
}

impl CreditBase {
    /// What can still be given back of each line.
    pub fn left(&self) -> Vec<i64> {
        self.lines.iter().map(CreditableLine::left_minor).collect()
    }

    /// What can still be given back in all, net, minor units.
    pub const fn left_minor(&self) -> i64 {
        let left = self.net_minor.saturating_sub(self.noted_minor).saturating_sub(self.changed_minor);
        if left > 0 { left } else { 0 }
    }

    /// A credit note of these net amounts, one for each line. Tax is what the rate takes of all that was credited by now, less
    /// what it took of what was credited before: so that several credit notes together give back the tax of their sum, and
    /// one for everything that of the invoice, to the cent.
    ///
    /// # Errors
    /// [`CreditFault`].
    ///
    /// ```
    /// use billing::credit_note::{CreditBase, CreditableLine};
    /// use billing::price::TaxSum;
    /// use billing::{TaxCategory, TaxRate};
    /// let rate = TaxRate::from_percent(19.into()).unwrap();
    /// let tax = vec![TaxSum { category: TaxCategory::S, rate, base_minor: 10_000, tax_minor: 1_900 }];
    /// let base = CreditBase { lines: vec![CreditableLine { net_minor: 10_000, credited_minor: 0 }], net_minor: 10_000, tax, noted_minor: 0, changed_minor: 0 };
    /// assert_eq!(base.credit(&[2_500]).unwrap().total_minor, 2_975);
    /// ```
    pub fn credit(&self, amounts: &[i64]) -> Result<CreditAmounts, CreditFault> {
        let [tax] = self.tax.as_slice() else { return Err(CreditFault::SeveralRates) };
        if amounts.len() != self.lines.len() {
            return Err(CreditFault::MoreThanLeft);
        }
        for (line, amount) in self.lines.iter().zip(amounts) {
            let left = line.left_minor();
            if !(left.min(0)..=left.max(0)).contains(amount) {
                return Err(CreditFault::MoreThanLeft);
            }
        }
        let net_minor = amounts.iter().try_fold(0_i64, |sum, amount| sum.checked_add(*amount)).ok_or(CreditFault::Overflow)?;
        if net_minor <= 0 {
            return Err(CreditFault::Nothing);
        }
        if net_minor > self.left_minor() {
            return Err(CreditFault::MoreThanLeft);
        }
        let by_now = self.noted_minor.checked_add(net_minor).ok_or(CreditFault::Overflow)?;
        let tax_minor = tax_between(tax.rate, self.noted_minor, by_now)?;
        let total_minor = net_minor.checked_add(tax_minor).ok_or(CreditFault::Overflow)?;
        Ok(CreditAmounts { lines: amounts.to_vec(), net_minor, tax: TaxSum { base_minor: net_minor, tax_minor, ..*tax }, total_minor })
    }
}

fn tax_between(rate: TaxRate, before_minor: i64, by_now_minor: i64) -> Result<i64, CreditFault> {
    Ok(rate.of(by_now_minor)?.checked_sub(rate.of(before_minor)?).ok_or(AmountOverflow)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TaxCategory;
    use proptest::prelude::*;

    fn base(nets: &[i64], percent: i64) -> CreditBase {
        let rate = TaxRate::from_percent(percent.into()).unwrap();
        let net_minor = nets.iter().sum();
        let tax = vec![TaxSum { category: TaxCategory::S, rate, base_minor: net_minor, tax_minor: rate.of(net_minor).unwrap() }];
        let lines = nets.iter().map(|net_minor| CreditableLine { net_minor: *net_minor, credited_minor: 0 }).collect();
        CreditBase { lines, net_minor, tax, noted_minor: 0, changed_minor: 0 }
    }

    /// The same after a credit note.
    fn after(mut base: CreditBase, credit: &CreditAmounts) -> CreditBase {
        base.noted_minor += credit.net_minor;
        for (line, amount) in base.lines.iter_mut().zip(&credit.lines) {
            line.credited_minor += amount;
        }
        base
    }

    #[test]
    fn nothing_more_than_is_left_is_given_back() {
        let base = base(&[19_000, -4_667], 19);
        assert_eq!((base.left(), base.left_minor()), (vec![19_000, -4_667], 14_333));
        for (amounts, fault) in [
            (vec![0, 0], CreditFault::Nothing),
            (vec![0, -1], CreditFault::Nothing),
            (vec![19_001, 0], CreditFault::MoreThanLeft),
            (vec![19_000, 0], CreditFault::MoreThanLeft),
            (vec![19_000, 1], CreditFault::MoreThanLeft),
            (vec![19_000, -4_668], CreditFault::MoreThanLeft),
            (vec![-1, 0], CreditFault::MoreThanLeft),
            (vec![1], CreditFault::MoreThanLeft),
        ] {
            assert_eq!(base.credit(&amounts), Err(fault), "{amounts:?}");
        }
        // The whole of the worked example's invoice: 143,33 € and 27,23 € of tax.
        let whole = base.credit(&[19_000, -4_667]).unwrap();
        assert_eq!((whole.net_minor, whole.tax.tax_minor, whole.total_minor), (14_333, 2_723, 17_056));
        assert_eq!(after(base, &whole).credit(&[1, 0]), Err(CreditFault::MoreThanLeft));
    }

    #[test]
    fn what_a_change_of_plan_gave_back_is_not_given_back_again() {
        let mut base = base(&[14_000], 19);
        base.changed_minor = 4_667;
        base.lines[0].credited_minor = 4_667;
        assert_eq!(base.credit(&[9_334]), Err(CreditFault::MoreThanLeft));
        assert_eq!(base.credit(&[9_333]).unwrap().net_minor, 9_333);
    }

    #[test]
    fn of_two_rates_nobody_knows_which_line_has_which() {
        let mut base = base(&[100], 19);
        base.tax.push(TaxSum { category: TaxCategory::O, rate: TaxRate::ZERO, base_minor: 0, tax_minor: 0 });
        assert_eq!(base.credit(&[1]), Err(CreditFault::SeveralRates));
    }

    proptest! {
        #[test]
        fn however_it_is_cut_the_parts_give_back_the_invoice(nets in prop::collection::vec(1_i64..50_000, 1..4), cuts in prop::collection::vec(0_u64..1_000, 1..8), percent in prop::sample::select(vec![0, 7, 19, 20])) {
            let whole = base(&nets, percent);
            let mut rest = whole.clone();
            let (mut net, mut tax) = (0, 0);
            for cut in cuts {
                let amounts: Vec<i64> = rest.left().iter().map(|left| left * i64::try_from(cut).unwrap() / 1_000).collect();
                if let Ok(credit) = rest.credit(&amounts) {
                    net += credit.net_minor;
                    tax += credit.tax.tax_minor;
                    rest = after(rest, &credit);
                }
            }
            if let Ok(credit) = rest.credit(&rest.left()) {
                net += credit.net_minor;
                tax += credit.tax.tax_minor;
            }
            prop_assert_eq!((net, tax), (whole.net_minor, whole.tax[0].tax_minor));
        }
    }
}
