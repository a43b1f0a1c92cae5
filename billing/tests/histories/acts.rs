//! What happens in a life: orders as people place them, moves, announcements, scheduled changes.

use crate::life::Account;
use crate::world::{Dice, PRODUCTS, day, plan, product};
use billing::editor::PlanChoice;
use billing::renewal::{Announcement, rise_ahead};
use billing::{Item, VatIdState};
use chrono::{Days, NaiveDate};

/// Where its actions come from. Online customers change plans and move to other countries; corporate ones add seats, and their
/// tax stays, since a period has one tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Online,
    Corporate,
}

#[derive(Clone, Debug)]
pub struct Life {
    pub account: Account,
}

impl Life {
    pub fn first_day(seed: u64) -> NaiveDate {
        day("2023-01-01") + Days::new(seed % 1_500)
    }

    pub fn roll(seed: u64, steps: usize, door: Door) -> Self {
        let mut dice = Dice(seed);
        let mut account = Account::new(Self::first_day(seed));
        account.roll_catalogue(seed);
        if door == Door::Corporate {
            account.country = ["DE", "HU", "CH"][dice.rank()];
        }
        for _ in 0..steps {
            let days = [0, 0, 1, 7, 25, 40, 90][usize::try_from(dice.between(0, 6)).unwrap()];
            account.wait_days(days);
            match door {
                Door::Online => act_online(&mut account, &mut dice),
                Door::Corporate => act_corporate(&mut account, &mut dice),
            }
        }
        Self { account }
    }
}

fn act_online(account: &mut Account, dice: &mut Dice) {
    match dice.between(0, 9) {
        0 => {
            (account.country, account.vat_id) = [("DE", VatIdState::None), ("FI", VatIdState::Unverified), ("AT", VatIdState::Valid)][dice.rank()];
            account.note("tax changed");
        }
        1 => tell_rises(account),
        2 => schedule(account, dice),
        _ => act(account, dice, &[Action::Change, Action::Change, Action::Trial]),
    }
}

fn act_corporate(account: &mut Account, dice: &mut Dice) {
    match dice.between(0, 9) {
        0 => tell_rises(account),
        1 => schedule(account, dice),
        _ => act(account, dice, &[Action::AddSeats, Action::AddSeats, Action::Change]),
    }
}

#[derive(Clone, Copy)]
enum Action {
    Change,
    AddSeats,
    Trial,
}

/// One order, of one item or of one for every product.
fn act(account: &mut Account, dice: &mut Dice, actions: &[Action]) {
    let mut items = Vec::new();
    let first = usize::try_from(dice.between(0, 1)).unwrap();
    for number in first..PRODUCTS {
        let (wanted, seats, interval) = (plan(dice.rank()), dice.between(1, 60), dice.interval());
        let running = account.holdings.iter().find(|holding| holding.running.product == product(number)).map(|holding| holding.running.clone());
        let action = actions[usize::try_from(dice.between(0, 2)).unwrap()];
        items.push(match (action, running) {
            (Action::Trial, _) => Item::Trial { product: product(number), plan: wanted, seats },
            (_, None) => Item::New { product: product(number), plan: wanted, seats, interval },
            (Action::Change, Some(subscription)) => Item::Change { plan: wanted, seats, interval, subscription },
            (Action::AddSeats, Some(subscription)) => Item::AddSeats { seats, subscription },
        });
    }
    if account.order(items).is_err() {
        account.note("refused");
    }
}

fn tell_rises(account: &mut Account) {
    for place in 0..account.holdings.len() {
        let request = account.holdings[place].renewal_request(account.customer());
        if let Some(unit_minor) = rise_ahead(&account.catalogue, &request) {
            account.holdings[place].announcement = Some(Announcement { announced_on: account.today, unit_minor });
        }
    }
}

fn schedule(account: &mut Account, dice: &mut Dice) {
    let wanted = PlanChoice { plan: plan(dice.rank()), seats: dice.between(1, 60), interval: dice.interval() };
    if let Some(holding) = account.holdings.first_mut() {
        holding.scheduled = Some(wanted);
    }
}
