//! Where the money of cancelled documents goes: to what is issued in their place, and the rest to the account. Pure.

use super::corrected::NewPart;
use crate::db::invoices::StandingDocument;
use billing::invoice::{DocumentKind, Settlement};

/// What one group of cancelled documents leaves.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Balance {
    /// Still to be paid of the new invoice, minor units.
    pub open_minor: i64,
    /// What becomes account credit, minor units; below zero where too much tax was given back.
    pub credit_minor: i64,
    /// What was open and no longer is, minor units.
    reduced_minor: i64,
}

impl Balance {
    /// What was charged too much first reduces what is open; the rest, settled money, becomes credit.
    pub(super) fn of(old: &[&StandingDocument], issued: &[NewPart]) -> Self {
        let was_minor: i64 = old.iter().map(|document| document.content.total_minor).sum();
        let is_minor: i64 = issued.iter().map(|part| part.total_minor).sum();
        let was_open_minor: i64 = old.iter().map(|document| document.open_minor).sum();
        Self::between(was_minor - is_minor, was_open_minor)
    }

    fn between(too_much_minor: i64, was_open_minor: i64) -> Self {
        let reduced_minor = too_much_minor.clamp(0, was_open_minor.max(0));
        Self { open_minor: was_open_minor - reduced_minor, credit_minor: too_much_minor - reduced_minor, reduced_minor }
    }
}

/// Where all together would take credit away, what was open stays open instead.
pub(super) fn cover_shortfall(balances: &mut [Balance]) {
    let mut shortfall = -balances.iter().map(|balance| balance.credit_minor).sum::<i64>().min(0);
    for balance in balances {
        let back = balance.reduced_minor.min(shortfall);
        balance.open_minor += back;
        balance.credit_minor += back;
        balance.reduced_minor -= back;
        shortfall -= back;
    }
}

/// Who gives to whom within one group: credit notes give, invoices take.
pub(super) struct Flows<'a> {
    balance: &'a Balance,
    documents: Vec<Document>,
}

struct Document {
    number: String,
    kind: DocumentKind,
    /// Whether it cancels another, rather than standing in its place.
    is_mirror: bool,
    /// What it has left to give or to take, minor units.
    rest: i64,
    settlements: Vec<Settlement>,
}

impl<'a> Flows<'a> {
    pub(super) fn new(balance: &'a Balance) -> Self {
        Self { balance, documents: Vec::new() }
    }

    /// A document that cancels another; what was open of that comes first.
    pub(super) fn add_mirror(&mut self, part: &NewPart, number: String, cancelled: &StandingDocument) {
        let mut document = Document { number, kind: part.kind, is_mirror: true, rest: part.total_minor.abs(), settlements: Vec::new() };
        let open = cancelled.open_minor.min(document.rest);
        if part.kind == DocumentKind::CreditNote && open > 0 {
            document.settlements.push(Settlement::ToInvoice { number: cancelled.content.number.clone(), amount_minor: open });
            document.rest -= open;
        }
        self.documents.push(document);
    }

    /// A document that is issued instead.
    pub(super) fn add_issued(&mut self, part: &NewPart, number: String) {
        let open_minor = if part.kind == DocumentKind::Invoice { self.balance.open_minor } else { 0 };
        let rest = part.total_minor.abs() - open_minor;
        self.documents.push(Document { number, kind: part.kind, is_mirror: false, rest, settlements: Vec::new() });
    }

    /// What settles each document, in the order in which they were added: those that belong together first, then
    /// whatever is left, and in the end the account's credit.
    pub(super) fn settle(mut self) -> Vec<Vec<Settlement>> {
        for only_alike in [true, false] {
            for giver in 0..self.documents.len() {
                for taker in 0..self.documents.len() {
                    self.give(giver, taker, only_alike);
                }
            }
        }
        self.documents.into_iter().map(Document::settled).collect()
    }

    fn give(&mut self, giver: usize, taker: usize, only_alike: bool) {
        let Ok([giver, taker]) = self.documents.get_disjoint_mut([giver, taker]) else { return };
        let fits = giver.kind == DocumentKind::CreditNote && taker.kind == DocumentKind::Invoice && (!only_alike || giver.is_mirror == taker.is_mirror);
        let amount_minor = giver.rest.min(taker.rest);
        if fits && amount_minor > 0 {
            giver.settlements.push(Settlement::ToInvoice { number: taker.number.clone(), amount_minor });
            taker.settlements.push(Settlement::CreditNote { number: giver.number.clone(), amount_minor });
            giver.rest -= amount_minor;
            taker.rest -= amount_minor;
        }
    }
}

impl Document {
    fn settled(mut self) -> Vec<Settlement> {
        if self.rest > 0 {
            let amount_minor = self.rest;
            self.settlements.push(match self.kind {
                DocumentKind::CreditNote => Settlement::ToAccountCredit { amount_minor },
                DocumentKind::Invoice => Settlement::AccountCredit { amount_minor },
            });
        }
        self.settlements
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_too_much_reduces_what_is_open_before_it_becomes_credit() {
        for (too_much, was_open, open, credit) in
            [(2_800, 0, 0, 2_800), (2_800, 10_000, 7_200, 0), (2_800, 1_000, 0, 1_800), (-1_120, 0, 0, -1_120), (-1_120, 500, 500, -1_120)]
        {
            let balance = Balance::between(too_much, was_open);
            assert_eq!((balance.open_minor, balance.credit_minor), (open, credit), "{too_much} {was_open}");
        }
    }

    #[test]
    fn credit_is_never_taken_away_on_the_whole() {
        let mut balances = [Balance::between(2_800, 16_800), Balance::between(-1_120, 0)];
        cover_shortfall(&mut balances);
        assert_eq!(balances.iter().map(|balance| balance.credit_minor).sum::<i64>(), 0);
        assert_eq!(balances.iter().map(|balance| balance.open_minor).sum::<i64>(), 16_800 - 2_800 + 1_120);
    }
}
