//! What is due, late and given up, kind by kind, as metrics show it.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::World;
use backend::args;
use backend::clock::seconds;
use backend::usecases::jobs::run::run_until_quiet;
use backend::usecases::operations::backlog::{Backlog, load_backlog};
use backend::usecases::outbox::send_due;
use std::collections::BTreeSet;

on_both_engines!(in_world:
    nothing_waits_at_first,
    mail_is_due_then_late_then_failed,
    an_attempt_whose_server_died_is_due_and_one_that_is_contradicted_has_failed,
    debits_are_due_from_their_day_on,
    what_others_ask_for_waits_too,
);

async fn backlog(world: &World, kind: &str) -> Backlog {
    let all = load_backlog(&world.backend).await.unwrap();
    all.into_iter().find(|found| found.kind == kind).unwrap()
}

/// Due, late, failed.
async fn counts(world: &World, kind: &str) -> (i64, i64, i64) {
    let Backlog { due, late, failed, oldest_due_at, .. } = backlog(world, kind).await;
    assert_eq!(oldest_due_at.is_some(), due > 0);
    (due, late, failed)
}

async fn nothing_waits_at_first(world: World) {
    // Carla's trial ends in five days: the reminder of seven is late, and the first thing that happens.
    assert_eq!(counts(&world, "trial_reminder").await, (1, 1, 0));
    run_until_quiet(&world.backend).await.unwrap();
    send_due(&world.backend).await.unwrap();
    let all = load_backlog(&world.backend).await.unwrap();
    assert!(all.iter().all(|found| (found.due, found.late, found.failed, found.oldest_due_at) == (0, 0, 0, None)), "{all:?}");
    let kinds: BTreeSet<&str> = all.iter().map(|found| found.kind).collect();
    assert_eq!(kinds.len(), all.len(), "each kind has one name");
}

async fn mail_is_due_then_late_then_failed(world: World) {
    world.anna().await.upgrade().await;
    assert_eq!(counts(&world, "outbox").await, (2, 0, 0));
    let then = world.backend.now() - seconds(90);
    world.change("UPDATE outbox SET due_at = $1 WHERE kind = 'mail'", args![then]).await;
    assert_eq!(counts(&world, "outbox").await, (2, 1, 0));
    assert_eq!(backlog(&world, "outbox").await.oldest_due_at, Some(then));
    world.change("UPDATE outbox SET state = 'failed' WHERE kind = 'mail'", args![]).await;
    assert_eq!(counts(&world, "outbox").await, (1, 0, 1));
    world.change("UPDATE outbox SET due_at = $1 WHERE kind = 'entitlement'", args![world.backend.now() + seconds(60)]).await;
    assert_eq!(counts(&world, "outbox").await, (0, 0, 1));
}

async fn an_attempt_whose_server_died_is_due_and_one_that_is_contradicted_has_failed(world: World) {
    world.anna().await.upgrade().await;
    assert_eq!(counts(&world, "payment_attempts").await, (0, 0, 0));
    // As a server would leave it that died while it waited for the gateway.
    world.change("UPDATE orders SET state = 'placed'", args![]).await;
    world.change("UPDATE payment_attempts SET state = 'open', lease_until = $1", args![world.backend.now() - seconds(5)]).await;
    assert_eq!(counts(&world, "payment_attempts").await, (1, 0, 0));
    world.change("UPDATE payment_attempts SET lease_until = $1", args![world.backend.now() - seconds(61)]).await;
    assert_eq!(counts(&world, "payment_attempts").await, (1, 1, 0));
    world.change("UPDATE payment_attempts SET state = 'contradicted'", args![]).await;
    assert_eq!(counts(&world, "payment_attempts").await, (0, 0, 1));
    world.change("UPDATE payment_attempts SET state = 'succeeded'", args![]).await;
    world.change("UPDATE orders SET state = 'completed'", args![]).await;
}

async fn debits_are_due_from_their_day_on(world: World) {
    world.anna().await.upgrade().await;
    let now = world.backend.now();
    for (settles_on, asked_at, expected) in [
        ("2026-11-22", 0, (0, 0, 0)),
        ("2026-11-20", 0, (1, 1, 0)),
        ("2026-11-21", now - seconds(45), (1, 0, 0)),
        ("2026-11-21", now - seconds(10), (0, 0, 0)),
        ("9999-12-31", 0, (0, 0, 1)),
    ] {
        world.change("UPDATE payments SET state = 'pending', settles_on = $1, asked_at = $2", args![settles_on, asked_at]).await;
        // The demo's day has begun long ago, unless these tests run on that very day.
        assert_eq!(counts(&world, "debits").await, expected, "{settles_on} {asked_at}");
    }
    world.change("UPDATE payments SET state = 'settled', settles_on = NULL", args![]).await;
}

async fn what_others_ask_for_waits_too(world: World) {
    let now = world.backend.now();
    let event = "INSERT INTO gateway_events (id, kind, received_at, lease_until) VALUES ('e', 'charge.changed', $1, $1)";
    world.change(event, args![now - seconds(120)]).await;
    let request = "INSERT INTO password_requests (id, door, login_folded, requested_at) VALUES ('r', 'staff', 'omar@kontor.example', $1)";
    world.change(request, args![now - seconds(30)]).await;
    let number = "UPDATE accounts SET vat_id = 'DE123456788', vat_id_state = 'unverified', vat_checked_at = $1 WHERE number = 'KD-10571'";
    world.change(number, args![now - seconds(3600 + 30)]).await;
    assert_eq!(counts(&world, "gateway_events").await, (1, 1, 0));
    assert_eq!(counts(&world, "password_requests").await, (1, 0, 0));
    assert_eq!(counts(&world, "vat_ids").await, (1, 0, 0));
    world.change("UPDATE gateway_events SET handled_at = 1", args![]).await;
    assert_eq!(counts(&world, "gateway_events").await, (0, 0, 0));
}
