//! The background worker as a whole: it ends what is open, sends what waits, and stops when it is told to.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::gateway::until;
use crate::common::{Fault, World};
use backend::{args, worker};
use billing::order::OrderState;
use std::time::Duration;
use tokio::sync::watch;

on_both_engines!(in_impatient_world: two_workers_end_an_open_order_and_its_mail_once, a_worker_outlives_a_gateway_that_is_down);

on_both_engines!(in_world: a_worker_stops_when_it_is_told_to_or_forgotten);

async fn two_workers_end_an_open_order_and_its_mail_once(world: World) {
    world.gateway.set_fault(Fault { name: "silent_after_charge", delay_ms: 2_000, times: 1 }).await;
    let anna = world.anna().await;
    let id = anna.upgrade().await.id;
    until("the gateway has charged", async || world.gateway.charged().await == [17_056]).await;
    world.expire_leases().await;
    let (stop, stopped) = watch::channel(false);
    let workers = [tokio::spawn(worker::run(world.backend.clone(), stopped.clone())), tokio::spawn(worker::run(world.patient().await.backend, stopped))];
    let left = "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM outbox WHERE state = 'kept'";
    // With the reminder of Carla's trial, which is due that day.
    until("everything has left", async || world.number(left, args![]).await == 3).await;
    stop.send(true).unwrap();
    for worker in workers {
        worker.await.unwrap();
    }
    assert_eq!(anna.order(&id).await.state, OrderState::Completed);
    assert_eq!(world.order_documents().await, ["RE-2026-00013"]);
    assert_eq!(world.numbers("SELECT tries AS value FROM outbox", args![]).await, [1, 1, 1]);
}

async fn a_worker_outlives_a_gateway_that_is_down(world: World) {
    let anna = world.anna().await;
    world.gateway.stop().await;
    let id = anna.upgrade().await.id;
    world.expire_leases().await;
    let (_stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(worker::run(world.backend.clone(), stopped));
    let asked = "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM payment_attempts WHERE lease_until > 0";
    until("it has been asked in vain", async || world.number(asked, args![]).await == 1).await;
    world.gateway.start_again().await;
    until("the order has ended", async || {
        world.expire_leases().await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        anna.order(&id).await.state == OrderState::Cancelled
    })
    .await;
    worker.abort();
}

async fn a_worker_stops_when_it_is_told_to_or_forgotten(world: World) {
    for told in [true, false] {
        let (stop, stopped) = watch::channel(false);
        let worker = tokio::spawn(worker::run(world.backend.clone(), stopped));
        tokio::time::sleep(Duration::from_millis(100)).await;
        if told {
            stop.send(true).unwrap();
        }
        drop(stop);
        tokio::time::timeout(Duration::from_secs(60), worker).await.unwrap().unwrap();
    }
}
