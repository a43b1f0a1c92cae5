//! The server was down: what was due meanwhile is done once, in order, with the dates that it should have had, and its
//! account gets one mail about the pile.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::World;
use backend::args;
use backend::usecases::collections::pay::{Payment, pay_invoice};

on_both_engines!(in_world:
    after_three_days_what_was_due_is_done_once,
    after_a_hundred_days_every_period_has_its_invoice_and_the_account_one_mail,
    our_own_delay_takes_no_time_away_from_who_pays_by_transfer,
    two_servers_that_come_back_together_do_it_once,
    after_a_pause_invoices_are_numbered_by_their_dates,
);

async fn after_three_days_what_was_due_is_done_once(world: World) {
    let (anna, carla) = (world.anna().await, world.buyer("carla@solo.example").await);
    let back = world.come_back_on("2026-12-02").await;
    back.catch_up().await;
    assert_eq!(world.documents_since(anna.account(), "2026-11-22").await, ["RE-2026-00013 2026-12-01 GoTo Meeting 16660 0"]);
    assert_eq!(world.text("SELECT received_on AS value FROM payments", args![]).await, "2026-12-02", "it was charged when it was");
    assert_eq!(world.standing(carla.account()).await, ["goto-training trial_ended 2026-10-27 2026-11-26"]);
    // The reminders before the end would come too late to be of use.
    assert_eq!(world.subjects_to("carla@solo.example").await, ["Ihre Testversion ist beendet: GoTo Training Pro"]);
    let before = world.picture().await;
    back.catch_up().await;
    assert_eq!(world.picture().await, before, "nothing is left to do");
}

async fn after_a_hundred_days_every_period_has_its_invoice_and_the_account_one_mail(world: World) {
    let anna = world.anna().await;
    let back = world.come_back_on("2027-03-01").await;
    back.catch_up().await;
    let meetings: Vec<_> = world.documents_since(anna.account(), "2026-11-22").await.into_iter().filter(|line| line.contains("Meeting")).collect();
    assert_eq!(
        meetings,
        [
            "RE-2026-00013 2026-12-01 GoTo Meeting 16660 0",
            "RE-2027-00001 2027-01-01 GoTo Meeting 16660 0",
            "RE-2027-00002 2027-02-01 GoTo Meeting 16660 0",
            "RE-2027-00003 2027-03-01 GoTo Meeting 16660 0"
        ]
    );
    assert!(world.standing(anna.account()).await.contains(&"goto-meeting active 2027-03-01 2027-04-01".to_owned()));
    assert_eq!(world.gateway.charged().await, [16_660; 4]);
    let subjects = world.subjects_to("anna@nordlicht.example").await;
    assert_eq!(subjects.len(), 1, "{subjects:?}");
    let mail = world.newest_mail_to("anna@nordlicht.example").await;
    assert!(["RE-2026-00013", "RE-2027-00001", "RE-2027-00002", "RE-2027-00003"].iter().all(|number| mail.contains(number)), "{mail}");
}

/// Invoices that should have been issued weeks ago are payable from the day on which they are.
async fn our_own_delay_takes_no_time_away_from_who_pays_by_transfer(world: World) {
    let anna = world.anna().await;
    world.change("UPDATE payment_methods SET state = 'replaced' WHERE account_id = $1", args![anna.account()]).await;
    let back = world.come_back_on("2027-01-20").await;
    back.catch_up().await;
    let due = "SELECT number || ' ' || due_on || ' ' || COALESCE(overdue_since, '-') AS value FROM invoices WHERE open_minor > 0 ORDER BY number";
    assert_eq!(world.texts(due, args![]).await, ["RE-2026-00013 2027-02-03 -", "RE-2027-00001 2027-02-03 -"]);
    let mail = world.newest_mail_to("anna@nordlicht.example").await;
    assert!(mail.contains("zahlbar bis 03.02.2027") && !mail.contains("nicht abgebucht"), "{mail}");
    anna.at(&back).use_card(&world, "4242424242424242").await;
    assert_eq!(pay_invoice(&back.backend, &anna.actor, "RE-2026-00013", 16_660).await.unwrap(), Payment::Paid);
}

async fn two_servers_that_come_back_together_do_it_once(world: World) {
    let anna = world.anna().await;
    let servers = [world.come_back_on("2027-03-01").await, world.come_back_on("2027-03-01").await, world.come_back_on("2027-03-01").await];
    let runs: Vec<_> = servers.into_iter().map(|server| tokio::spawn(async move { server.catch_up().await })).collect();
    for run in runs {
        run.await.unwrap();
    }
    // Whoever had nothing to do is done before the others are.
    world.come_back_on("2027-03-01").await.catch_up().await;
    let meetings = world.periods(anna.account(), "goto-meeting").await;
    assert_eq!(meetings.iter().filter(|period| period.as_str() >= "2026-12-01").count(), 4, "{meetings:?}");
    assert_eq!(world.gateway.charged().await, [16_660; 4]);
}

/// A year that ends in January beside months: the first days come first, not everybody's first renewal.
async fn after_a_pause_invoices_are_numbered_by_their_dates(world: World) {
    world
        .change("UPDATE subscriptions SET period_start = '2026-01-21', period_end = '2027-01-21', anchor_day = 21 WHERE product = 'goto-webinar'", args![])
        .await;
    let paid = "UPDATE invoice_periods SET period_start = '2026-01-21', period_end = '2027-01-21' WHERE subscription_id IN (SELECT id FROM subscriptions WHERE product = 'goto-webinar')";
    world.change(paid, args![]).await;
    world.rewrite_calendar().await;
    world.come_back_on("2027-03-01").await.catch_up().await;
    let days = world.texts("SELECT issued_on AS value FROM invoices WHERE issued_on > '2026-11-21' ORDER BY year, sequence", args![]).await;
    assert_eq!(days, ["2026-12-01", "2027-01-01", "2027-01-21", "2027-02-01", "2027-03-01"]);
}
