//! The forecast keeps its word: what it says will be billed is what the renewals then really invoice.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::{Buyer, World, day};
use backend::args;
use backend::usecases::subscriptions::cancel::cancel_subscription;
use backend::usecases::subscriptions::edit::load_editor;
use backend::usecases::subscriptions::list::load_overview;
use billing::forecast::{Bill, first_month, months_ahead};
use std::collections::BTreeMap;

on_both_engines!(in_world:
    months_and_years_are_billed_as_foreseen,
    credit_is_used_as_foreseen,
    a_change_and_a_scheduled_one_are_billed_as_foreseen,
    reverse_charge_is_billed_as_foreseen,
    what_is_cancelled_or_rests_is_foreseen_no_more,
    the_editor_foresees_what_the_home_page_foresees,
);

/// Day by day: the sum of the bills before a day.
fn by_day(bills: &[Bill], until: &str) -> BTreeMap<String, i64> {
    let mut days = BTreeMap::new();
    for bill in bills.iter().filter(|bill| bill.on < day(until)) {
        *days.entry(bill.on.to_string()).or_insert(0) += bill.total_minor;
    }
    days
}

async fn foreseen(buyer: &Buyer) -> Vec<Bill> {
    load_overview(&buyer.backend, &buyer.actor).await.unwrap().bills
}

/// Lets time pass to a day, and compares what was issued since with what was foreseen.
async fn must_come_true(world: &World, buyer: &Buyer, until: &str) -> usize {
    let promised = by_day(&foreseen(buyer).await, until);
    let today = world.backend.today().to_string();
    world.pass_to(day(until).pred_opt().unwrap().to_string().as_str()).await;
    let mut issued = BTreeMap::new();
    for line in world.documents_since(buyer.account(), &today).await {
        let words: Vec<&str> = line.split(' ').collect();
        let (on, total) = (words.get(1).unwrap(), words.get(words.len() - 2).unwrap());
        if *on > today.as_str() {
            *issued.entry((*on).to_owned()).or_insert(0) += total.parse::<i64>().unwrap();
        }
    }
    assert_eq!(issued, promised);
    promised.len()
}

async fn months_and_years_are_billed_as_foreseen(world: World) {
    let anna = world.anna().await;
    assert_eq!(must_come_true(&world, &anna, "2027-08-15").await, 10, "nine months of Meeting, and a year of Webinar");
}

async fn credit_is_used_as_foreseen(world: World) {
    let anna = world.anna().await;
    world.give_credit(&anna, 20_000).await;
    let bills = foreseen(&anna).await;
    let months = months_ahead(first_month(world.backend.today(), &bills), bills, 20_000);
    let dues: Vec<i64> = months.iter().take(2).map(|month| month.due_minor).collect();
    assert_eq!(dues, [0, 13_320]);
    assert_eq!(must_come_true(&world, &anna, "2027-01-02").await, 2);
    let charged = "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) AS value FROM payments WHERE account_id = $1 AND invoice_id IS NOT NULL";
    assert_eq!((world.number(charged, args![anna.account()]).await, world.credit(&anna).await), (13_320, 0));
}

async fn a_change_and_a_scheduled_one_are_billed_as_foreseen(world: World) {
    let anna = world.anna().await;
    anna.upgrade().await;
    let meeting = anna.subscription("goto-meeting").await.id;
    let schedule = "UPDATE subscriptions SET scheduled_plan = 'professional', scheduled_seats = 3, scheduled_interval = 'annual' WHERE id = $1";
    world.change(schedule, args![meeting.as_str()]).await;
    assert_eq!(must_come_true(&world, &anna, "2027-02-01").await, 1);
    assert_eq!(world.number("SELECT total_minor AS value FROM invoices WHERE issued_on = '2026-12-21'", args![]).await, 51_408);
}

async fn reverse_charge_is_billed_as_foreseen(world: World) {
    let anna = world.anna().await;
    world.change("UPDATE accounts SET country = 'AT', vat_id = 'ATU13585627', vat_id_state = 'valid' WHERE id = $1", args![anna.account()]).await;
    assert_eq!(must_come_true(&world, &anna, "2027-01-02").await, 2);
    assert_eq!(world.number("SELECT total_minor AS value FROM invoices WHERE issued_on = '2027-01-01'", args![]).await, 14_000);
}

async fn what_is_cancelled_or_rests_is_foreseen_no_more(world: World) {
    let anna = world.anna().await;
    let meeting = anna.subscription("goto-meeting").await.id;
    cancel_subscription(&anna.backend, &anna.actor, &meeting, "").await.unwrap();
    assert_eq!(must_come_true(&world, &anna, "2027-03-01").await, 0);
    let bills = foreseen(&anna).await;
    assert_eq!(by_day(&bills, "2028-01-01").into_iter().collect::<Vec<_>>(), [("2027-07-30".to_owned(), 225_624)]);
    world.change("UPDATE subscriptions SET suspended_on = '2026-11-20' WHERE account_id = $1", args![anna.account()]).await;
    assert_eq!(foreseen(&anna).await, []);
    world.change("UPDATE subscriptions SET suspended_on = NULL WHERE account_id = $1", args![anna.account()]).await;
}

async fn the_editor_foresees_what_the_home_page_foresees(world: World) {
    let anna = world.anna().await;
    let meeting = anna.subscription("goto-meeting").await.id;
    let editor = load_editor(&anna.backend, &anna.actor, &meeting).await.unwrap();
    let together: Vec<Bill> = editor.bills.iter().chain(&editor.other_bills).copied().collect();
    assert_eq!(by_day(&together, "2028-01-01"), by_day(&foreseen(&anna).await, "2028-01-01"));
    assert_eq!((editor.bills.len(), editor.other_bills.len()), (12, 1));
}
