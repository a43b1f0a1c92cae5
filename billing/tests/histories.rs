//! What holds over the life of an account: orders, renewals, credit and tax, one after the other. Random, but the same
//! at every run. What was used is counted here in exact fractions, day by day and without the crate.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed unwrap is the test's message, in helpers too")]

#[path = "histories/acts.rs"]
mod acts;
#[path = "properties/fractions.rs"]
#[allow(dead_code, reason = "each test file takes of it what it needs")]
mod fractions;
#[path = "histories/life.rs"]
mod life;
#[path = "histories/world.rs"]
mod world;

use acts::{Door, Life};
use billing::money::prorate;
use billing::price::{Line, LineKind};
use billing::{BillingInterval, Item, TaxCategory, VatIdState};
use fractions::Fraction;
use life::Account;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use world::{catalogue, day, plan, product};

fn fixed(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_121), ..ProptestConfig::default() }
}

/// Lines whose amount may differ from its fraction, by half a cent at most: those for a part of a period.
fn rounded_lines(lines: &[Line]) -> i128 {
    i128::try_from(lines.iter().filter(|line| line.days != line.of_days).count()).unwrap()
}

fn count<T>(items: &[T]) -> i128 {
    i128::try_from(items.len()).unwrap()
}

/// (b) and (c) of one life, whatever happened in it.
fn assert_accounts_balance(life: &Life) -> Result<(), TestCaseError> {
    let account = &life.account;
    // What was paid is what was used and what is left of the running periods.
    let net: i128 = account.lines.iter().map(|line| i128::from(line.net_minor)).sum();
    let worth = account.worth();
    prop_assert!(worth.is_within_halves(net, rounded_lines(&account.lines)), "{worth:?} against {net}: {life:#?}");
    // The same for each kind of tax, and the tax is that share of it.
    for (category, rate, worth) in account.worth_by_tax() {
        let of_kind: Vec<Line> = account.lines.iter().filter(|line| (line.tax.category, line.tax.rate) == (category, rate)).cloned().collect();
        let net: i128 = of_kind.iter().map(|line| i128::from(line.net_minor)).sum();
        prop_assert!(worth.is_within_halves(net, rounded_lines(&of_kind)), "{category:?} {rate}: {worth:?} against {net}: {life:#?}");
        let sums: Vec<_> = account.tax.iter().filter(|sum| (sum.category, sum.rate) == (category, rate)).copied().collect();
        let tax: i128 = sums.iter().map(|sum| i128::from(sum.tax_minor)).sum();
        let share = Fraction::whole(net).times(rate.percent().mantissa(), 100 * 10_i128.pow(rate.percent().scale()));
        prop_assert!(share.is_within_halves(tax, count(&sums)), "{share:?} against {tax}: {life:#?}");
    }
    // Money: all that the documents ask for was paid or came out of credit, and what is left of it is there.
    let tax: i128 = account.tax.iter().map(|sum| i128::from(sum.tax_minor)).sum();
    prop_assert_eq!(account.due_minor, net + tax + i128::from(account.credit_minor));
    prop_assert!(account.credit_minor >= 0 && account.due_minor >= 0);
    Ok(())
}

proptest! {
    #![proptest_config(fixed(1_500))]

    #[test]
    fn over_an_online_life_what_was_paid_is_what_was_used(seed in any::<u64>(), steps in 1..=60_usize) {
        let life = Life::roll(seed, steps, Door::Online);
        assert_accounts_balance(&life)?;
    }

    #[test]
    fn over_a_corporate_life_what_was_paid_is_what_was_used(seed in any::<u64>(), steps in 1..=60_usize) {
        let life = Life::roll(seed, steps, Door::Corporate);
        assert_accounts_balance(&life)?;
    }

    #[test]
    fn renewed_periods_neither_gap_nor_overlap(seed in any::<u64>(), steps in 1..=60_usize) {
        let life = Life::roll(seed, steps, Door::Corporate);
        for holding in &life.account.holdings {
            for pair in holding.periods.windows(2) {
                // A change ends a period early, on its day; a renewal follows on its end.
                prop_assert!(pair[0].start <= pair[1].start && pair[1].start <= pair[0].end && pair[1].days() > 0, "{:?}", pair);
                prop_assert!(pair[1].start == pair[0].end || holding.changed_on.contains(&pair[1].start), "{:?}", pair);
            }
            for period in &holding.periods {
                prop_assert!([28, 29, 30, 31, 365, 366].contains(&period.days()), "{:?}", period);
            }
        }
    }

    #[test]
    fn changes_within_one_day_net_to_the_last_one(seed in any::<u64>(), changes in prop::collection::vec((0..=2_usize, 1..=60_i64, any::<bool>()), 1..=8)) {
        let mut start = Account::new(Life::first_day(seed));
        start.roll_catalogue(seed);
        start.order(vec![Item::New { product: product(0), plan: plan(0), seats: 7, interval: BillingInterval::Monthly }]).unwrap();
        start.wait_days(i64::try_from(seed % 27).unwrap());
        // Ranks only go up; what the portal refuses, changes nothing.
        let mut stepwise = start.clone();
        let mut last = None;
        for (rank, seats, annual) in changes {
            let interval = if annual { BillingInterval::Annual } else { BillingInterval::Monthly };
            if stepwise.change(0, plan(rank), seats, interval).is_ok() {
                last = Some((plan(rank), seats, interval));
            }
        }
        prop_assume!(last.is_some());
        let (wanted, seats, interval) = last.unwrap();
        let mut straight = start.clone();
        let straight_ok = straight.change(0, wanted.clone(), seats, interval).is_ok();
        let running = &stepwise.holdings[0].running;
        prop_assert_eq!((&running.plan, running.seats, running.interval), (&wanted, seats, interval));
        let sum = |account: &Account, from: usize| account.lines[from..].iter().map(|line| i128::from(line.net_minor)).sum::<i128>();
        if straight_ok {
            prop_assert_eq!(&straight.holdings[0].running, running);
            // What was bought and given back within the day is whole, so not even a cent is lost on the way.
            prop_assert_eq!(sum(&stepwise, start.lines.len()), sum(&straight, start.lines.len()));
        } else {
            // Back to what ran before: a whole period from today against what was left of the old one.
            let charge = prorate(running.unit_minor, running.seats, 1, 1).unwrap();
            let given_back = stepwise.lines.get(start.lines.len()).map(|line| line.net_minor).unwrap();
            prop_assert_eq!(sum(&stepwise, start.lines.len()), i128::from(charge) + i128::from(given_back));
        }
        // Tax is rounded once an order: half a cent for each.
        let taxed = |account: &Account| account.due_minor - i128::from(account.credit_minor);
        let orders = count(&stepwise.tax) + count(&straight.tax);
        prop_assert!(!straight_ok || 2 * (taxed(&stepwise) - taxed(&straight)).abs() <= orders);
    }

    #[test]
    fn a_number_that_proves_valid_gives_back_the_tax_and_nothing_else(seed in any::<u64>(), seats in 1..=60_i64, rank in 0..=2_usize) {
        let lives = [VatIdState::Unverified, VatIdState::Valid].map(|vat_id| {
            let mut account = Account::new(Life::first_day(seed));
            account.roll_catalogue(seed);
            (account.country, account.vat_id) = ("AT", vat_id);
            let price = account.order(vec![Item::New { product: product(0), plan: plan(0), seats, interval: BillingInterval::Monthly }]).unwrap();
            if vat_id == VatIdState::Unverified {
                let invoice = price.documents().unwrap().invoice.unwrap();
                account.vat_id = VatIdState::Valid;
                let proven = account.tax_today();
                let (credit_note, anew) = (invoice.cancelled().unwrap(), invoice.taxed_anew(proven).unwrap());
                // All but the tax cancels out.
                assert_eq!((credit_note.net_minor + anew.net_minor, credit_note.total_minor + invoice.total_minor), (0, 0));
                assert_eq!((anew.total_minor, anew.tax.iter().map(|sum| sum.tax_minor).sum::<i64>()), (invoice.net_minor, 0));
                assert!(anew.tax.iter().all(|sum| sum.category == TaxCategory::AE) && credit_note.lines.iter().all(|line| line.kind == LineKind::Credit));
                account.book(&credit_note);
                account.book(&anew);
                account.holdings[0].running.tax = Some(proven);
            }
            account.wait_days(i64::try_from(seed % 27).unwrap());
            let _ = account.change(0, plan(rank), seats + 1, BillingInterval::Annual);
            account
        });
        let [corrected, valid] = lives;
        let sums = |account: &Account| (account.lines.iter().map(|line| i128::from(line.net_minor)).sum::<i128>(), account.tax.iter().map(|sum| i128::from(sum.tax_minor)).sum::<i128>());
        prop_assert_eq!(sums(&corrected), sums(&valid));
        prop_assert_eq!(corrected.due_minor - i128::from(corrected.credit_minor), valid.due_minor - i128::from(valid.credit_minor));
        prop_assert_eq!(&corrected.holdings[0].running, &valid.holdings[0].running);
    }
}

#[test]
fn the_dice_reach_all_that_can_happen() {
    let mut seen = std::collections::BTreeMap::<&str, u32>::new();
    for seed in 0..300 {
        for door in [Door::Online, Door::Corporate] {
            for (event, times) in Life::roll(seed * 7_919, 60, door).account.events {
                *seen.entry(event).or_default() += times;
            }
        }
    }
    for event in ["new", "change", "add_seats", "trial", "renewal", "rise", "scheduled", "credit grew", "credit used", "tax changed", "refused", "credit note"]
    {
        assert!(seen.get(event).is_some_and(|times| *times > 50), "{event}: {seen:#?}");
    }
}

#[test]
fn the_worth_of_days_is_counted_as_on_paper() {
    // Ten seats at 14.00 for twenty of thirty days, then at 19.00 for a whole month: 93.33 and 190.00.
    let mut account = Account::new(day("2026-11-01"));
    account.catalogue = catalogue(&[[1400, 14_400], [1900, 19_200], [2600, 27_600]]);
    account.order(vec![Item::New { product: product(0), plan: plan(0), seats: 10, interval: BillingInterval::Monthly }]).unwrap();
    account.wait_days(20);
    account.change(0, plan(1), 10, BillingInterval::Monthly).unwrap();
    assert!(account.worth().is_within_halves(28_333, 1));
    assert_eq!(account.lines.iter().map(|line| line.net_minor).collect::<Vec<_>>(), [14_000, -4_667, 19_000]);
    assert_eq!(account.due_minor, 16_660 + 17_056);
}
