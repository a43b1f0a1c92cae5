//! Orders whose gateway was silent, slow, broken or gone: they end in one charge and one invoice, or in none and an
//! order that can be placed again.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::gateway::until;
use crate::common::{Buyer, Fault, Others, World, day};
use backend::recovery::recover_orders;
use backend::{Refusal, args};
use billing::ids::OrderId;
use billing::order::OrderState;
use std::time::Duration;

on_both_engines!(in_impatient_world:
    silence_before_the_charge_ends_in_none,
    silence_after_the_charge_ends_in_one,
    a_slow_charge_that_recovery_overtakes_never_happens,
    errors_before_the_charge_end_in_none,
    errors_after_the_charge_end_in_one,
    dropped_connections_after_the_charge_end_in_one,
    a_gateway_that_was_down_cancels_when_it_is_back,
    an_attempt_with_a_lease_is_left_alone,
    what_was_placed_keeps_its_day_however_late_it_ends,
    an_open_order_blocks_its_subscription_until_it_ends,
    an_open_order_keeps_its_credit_until_it_ends,
    recovery_and_a_late_answer_complete_once,
    recovery_and_a_slow_charge_agree,
    many_recoveries_at_once_end_an_attempt_once,
    an_order_that_cannot_be_ended_keeps_no_other_waiting,
    a_paid_order_is_completed_although_its_buyer_has_left,
);

on_both_engines!(in_world: one_error_is_asked_again_at_once);

/// Longer than the gateway is waited for in these tests.
const SILENCE_MS: u64 = 2_500;

/// Places the worked example while the gateway has a fault; its end is unknown then.
async fn place_unknown(world: &World, fault: Fault) -> (Buyer, OrderId) {
    world.gateway.set_fault(fault).await;
    let anna = world.anna().await;
    anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
    let id = anna.place(&anna.checkout().await).await.unwrap();
    assert_eq!(anna.order(&id).await.state, OrderState::Placed);
    assert_eq!(world.open_attempts().await, 1);
    (anna, id)
}

/// What the worker does once leases are over, until nothing is open.
async fn recover(world: &World) {
    for _ in 0..40 {
        world.expire_leases().await;
        recover_orders(&world.backend).await.unwrap();
        if world.open_attempts().await == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("an attempt stays open");
}

async fn ends_in_one_charge(world: World, fault: Fault) {
    let (anna, id) = place_unknown(&world, fault).await;
    until("the gateway has charged", async || world.gateway.charged().await == [17_056]).await;
    recover(&world).await;
    assert_eq!(anna.order(&id).await.state, OrderState::Completed);
    is_charged_once(&world, &anna).await;
}

async fn is_charged_once(world: &World, anna: &Buyer) {
    assert_eq!((world.gateway.charged().await, world.order_documents().await), (vec![17_056], vec!["RE-2026-00013".to_owned()]));
    assert_eq!(anna.subscription("goto-meeting").await.running.plan.as_str(), "business");
    assert!(anna.cart().await.items.is_empty());
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM outbox", args![]).await, 2, "one mail, one event");
}

async fn ends_in_none(world: World, fault: Fault) {
    let (anna, id) = place_unknown(&world, fault).await;
    recover(&world).await;
    is_cancelled_and_can_be_placed_again(&world, &anna, &id).await;
}

async fn is_cancelled_and_can_be_placed_again(world: &World, anna: &Buyer, id: &OrderId) {
    assert_eq!(anna.order(id).await.state, OrderState::Cancelled);
    assert_eq!((world.gateway.charged().await, world.order_documents().await), (vec![], vec![]));
    assert_eq!(anna.subscription("goto-meeting").await.running.plan.as_str(), "professional");
    world.gateway.heal().await;
    let again = anna.at(&world.patient().await).place(&anna.checkout().await).await.unwrap();
    assert_ne!(&again, id);
    assert_eq!(anna.order(&again).await.state, OrderState::Completed);
    is_charged_once(world, anna).await;
}

async fn silence_before_the_charge_ends_in_none(world: World) {
    ends_in_none(world, Fault { name: "silent_before_charge", delay_ms: SILENCE_MS, times: 1 }).await;
}

async fn silence_after_the_charge_ends_in_one(world: World) {
    ends_in_one_charge(world, Fault { name: "silent_after_charge", delay_ms: SILENCE_MS, times: 1 }).await;
}

async fn a_slow_charge_that_recovery_overtakes_never_happens(world: World) {
    let (anna, id) = place_unknown(&world, Fault { name: "slow", delay_ms: SILENCE_MS, times: 1 }).await;
    recover(&world).await;
    assert_eq!(anna.order(&id).await.state, OrderState::Cancelled);
    // The charge is still on its way, and must find its key cancelled.
    tokio::time::sleep(Duration::from_millis(SILENCE_MS)).await;
    is_cancelled_and_can_be_placed_again(&world, &anna, &id).await;
}

async fn errors_before_the_charge_end_in_none(world: World) {
    ends_in_none(world, Fault { name: "error_before_charge", delay_ms: 0, times: 3 }).await;
}

async fn errors_after_the_charge_end_in_one(world: World) {
    ends_in_one_charge(world, Fault { name: "error_after_charge", delay_ms: 0, times: 3 }).await;
}

async fn dropped_connections_after_the_charge_end_in_one(world: World) {
    ends_in_one_charge(world, Fault { name: "drop_after_charge", delay_ms: 0, times: 3 }).await;
}

async fn one_error_is_asked_again_at_once(world: World) {
    let anna = world.anna().await;
    for (fault, plan) in [("error_before_charge", "business"), ("error_after_charge", "enterprise")] {
        world.gateway.set_fault(Fault { name: fault, delay_ms: 0, times: 1 }).await;
        let order = anna.buy("goto-meeting", plan, "10", "monthly").await;
        assert_eq!(order.state, OrderState::Completed, "{fault}");
    }
    world.gateway.set_fault(Fault { name: "drop_after_charge", delay_ms: 0, times: 1 }).await;
    let order = anna.buy("goto-webinar", "pro", "2", "annual").await;
    assert_eq!(order.state, OrderState::Completed);
    assert_eq!(world.gateway.charged().await.len(), 3);
}

async fn a_gateway_that_was_down_cancels_when_it_is_back(world: World) {
    let anna = world.anna().await;
    anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
    let checkout = anna.checkout().await;
    world.gateway.stop().await;
    let id = anna.place(&checkout).await.unwrap();
    world.expire_leases().await;
    assert_eq!(recover_orders(&world.backend).await.unwrap(), 0);
    assert_eq!((anna.order(&id).await.state, world.open_attempts().await), (OrderState::Placed, 1));
    // Asked in vain it is not asked again in every round.
    assert_eq!(recover_orders(&world.backend).await.unwrap(), 0);
    world.gateway.start_again().await;
    recover(&world).await;
    is_cancelled_and_can_be_placed_again(&world, &anna, &id).await;
}

async fn an_attempt_with_a_lease_is_left_alone(world: World) {
    let (anna, id) = place_unknown(&world, Fault { name: "silent_after_charge", delay_ms: SILENCE_MS, times: 1 }).await;
    let far = world.backend.now() + 60_000_000;
    world.change("UPDATE payment_attempts SET lease_until = $1", args![far]).await;
    assert_eq!(recover_orders(&world.backend).await.unwrap(), 0);
    assert_eq!(anna.order(&id).await.state, OrderState::Placed);
    recover(&world).await;
    assert_eq!(anna.order(&id).await.state, OrderState::Completed);
}

async fn what_was_placed_keeps_its_day_however_late_it_ends(world: World) {
    let (anna, id) = place_unknown(&world, Fault { name: "silent_after_charge", delay_ms: SILENCE_MS, times: 1 }).await;
    until("the gateway has charged", async || world.gateway.charged().await == [17_056]).await;
    // The running period has ended by then, and the catalogue has other prices.
    let mut catalogue = crate::common::world::demo_catalogue();
    catalogue.products.iter_mut().flat_map(|product| &mut product.plans).for_each(|plan| plan.prices.clear());
    let later = world.another_server(Others { catalogue, today: day("2027-01-02"), ..Others::default() }).await;
    recover(&later).await;
    assert_eq!(anna.order(&id).await.state, OrderState::Completed);
    let running = anna.subscription("goto-meeting").await.running;
    assert_eq!((running.period_start, running.period_end, running.unit_minor), (day("2026-11-21"), day("2026-12-21"), 1_900));
    is_charged_once(&world, &anna).await;
}

async fn an_open_order_blocks_its_subscription_until_it_ends(world: World) {
    let (anna, id) = place_unknown(&world, Fault { name: "silent_after_charge", delay_ms: SILENCE_MS, times: 1 }).await;
    let before = world.picture().await;
    let put = anna.put("goto-meeting", "enterprise", "10", "monthly").await;
    assert!(matches!(put, Err(Refusal::OrderOpen(ref order)) if *order == id), "{put:?}");
    let cart = anna.cart().await;
    assert_eq!(cart.open_order.as_ref(), Some(&id), "the cart tells what it waits for");
    assert_eq!(world.picture().await, before);
    // Another subscription can be put beside it, but the cart cannot be ordered before the first order has ended.
    anna.put("goto-webinar", "pro", "2", "annual").await.unwrap();
    let key = anna.cart().await.checkout_key;
    let placed = backend::usecases::orders::place::place_order(&anna.backend, &anna.actor, &key, "").await;
    assert!(matches!(placed, Err(Refusal::OrderOpen(ref order)) if *order == id), "{placed:?}");
    recover(&world).await;
    assert_eq!(anna.order(&id).await.state, OrderState::Completed);
    // What was put in meanwhile is still there, and can be ordered now.
    assert_eq!(anna.cart().await.items.len(), 1);
    let next = anna.at(&world.patient().await).place(&anna.checkout().await).await.unwrap();
    assert_eq!(anna.order(&next).await.state, OrderState::Completed);
    assert_eq!(world.count_orders().await, 2);
}

async fn an_open_order_keeps_its_credit_until_it_ends(world: World) {
    world.give_credit(&world.anna().await, 1_000).await;
    let (anna, id) = place_unknown(&world, Fault { name: "silent_before_charge", delay_ms: SILENCE_MS, times: 1 }).await;
    assert_eq!(world.credit(&anna).await, 0);
    recover(&world).await;
    assert_eq!((anna.order(&id).await.state, world.credit(&anna).await), (OrderState::Cancelled, 1_000));
    let entries = world.texts("SELECT reason || ' ' || amount_minor AS value FROM credit_entries ORDER BY created_at, id", args![]).await;
    assert_eq!(entries, ["opening 1000", "reserved -1000", "released 1000"]);
    let again = anna.at(&world.patient().await).place(&anna.checkout().await).await.unwrap();
    assert_eq!((anna.order(&again).await.state, world.credit(&anna).await), (OrderState::Completed, 0));
    assert_eq!(world.gateway.charged().await, [16_056]);
}

/// Places with a fault that is over before the gateway is given up, while recovery takes every lease away.
async fn race(world: &World, fault: &'static str, delay_ms: u64) -> OrderState {
    world.gateway.set_fault(Fault { name: fault, delay_ms, times: 1 }).await;
    let anna = world.anna().await;
    anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
    let checkout = anna.checkout().await;
    let placing = tokio::spawn({
        let anna = anna.clone();
        async move { anna.place(&checkout).await }
    });
    until("the order is written", async || world.open_attempts().await == 1 || placing.is_finished()).await;
    while !placing.is_finished() {
        world.expire_leases().await;
        recover_orders(&world.backend).await.unwrap();
    }
    let id = placing.await.unwrap().unwrap();
    recover(world).await;
    anna.order(&id).await.state
}

async fn recovery_and_a_late_answer_complete_once(world: World) {
    let state = race(&world, "silent_after_charge", 150).await;
    let charged = world.gateway.charged().await;
    // Recovery may have come before the charge itself; then there is none.
    assert_eq!(charged.len(), if state == OrderState::Completed { 1 } else { 0 }, "{state:?}");
    assert_eq!(world.order_documents().await.len(), charged.len());
}

async fn recovery_and_a_slow_charge_agree(world: World) {
    let state = race(&world, "slow", 150).await;
    let charged = world.gateway.charged().await;
    assert_eq!(charged.len(), if state == OrderState::Completed { 1 } else { 0 }, "{state:?}");
    assert_eq!(world.order_documents().await.len(), charged.len());
}

async fn many_recoveries_at_once_end_an_attempt_once(world: World) {
    let (anna, id) = place_unknown(&world, Fault { name: "silent_after_charge", delay_ms: SILENCE_MS, times: 1 }).await;
    let other = world.another_server(Others::default()).await;
    world.expire_leases().await;
    let recoveries: Vec<_> = (0..8)
        .map(|place| {
            let backend = if place % 2 == 0 { world.backend.clone() } else { other.backend.clone() };
            tokio::spawn(async move { recover_orders(&backend).await })
        })
        .collect();
    let mut ended = 0;
    for recovery in recoveries {
        ended += recovery.await.unwrap().unwrap();
    }
    assert!(ended <= 1, "one attempt ended {ended} times");
    recover(&world).await;
    assert_eq!(anna.order(&id).await.state, OrderState::Completed);
    is_charged_once(&world, &anna).await;
}

/// What cannot be read or stored is somebody's work; until then everybody else's order must not wait for it.
async fn an_order_that_cannot_be_ended_keeps_no_other_waiting(world: World) {
    let (anna, first) = place_unknown(&world, Fault { name: "silent_before_charge", delay_ms: SILENCE_MS, times: 2 }).await;
    let dora = world.buyer("dora@leer.example").await;
    world.change("UPDATE subscriptions SET account_id = $1 WHERE product = 'goto-webinar'", args![dora.account()]).await;
    world.change("UPDATE payment_methods SET account_id = $1", args![dora.account()]).await;
    let second = dora.buy("goto-webinar", "pro", "2", "annual").await;
    assert_eq!((second.state, world.open_attempts().await), (OrderState::Placed, 2));
    let content = world.text("SELECT content AS value FROM orders WHERE id = $1", args![first.as_str()]).await;
    world.change("UPDATE orders SET content = '{}' WHERE id = $1", args![first.as_str()]).await;
    world.expire_leases().await;
    // Whether it complains is its own matter; the second order must have ended.
    let _ = recover_orders(&world.backend).await;
    assert_eq!(dora.order(&second.id).await.state, OrderState::Cancelled);
    world.change("UPDATE orders SET content = $2 WHERE id = $1", args![first.as_str(), content]).await;
    recover(&world).await;
    assert_eq!(anna.order(&first).await.state, OrderState::Cancelled);
}

async fn a_paid_order_is_completed_although_its_buyer_has_left(world: World) {
    let (anna, id) = place_unknown(&world, Fault { name: "silent_after_charge", delay_ms: SILENCE_MS, times: 1 }).await;
    let ben = world.buyer("ben@nordlicht.example").await;
    world.change("DELETE FROM memberships WHERE person_id = $1", args![anna.actor.person.as_str()]).await;
    world.change("UPDATE memberships SET role = 'billing_contact' WHERE person_id = $1", args![ben.actor.person.as_str()]).await;
    recover(&world).await;
    assert_eq!(ben.order(&id).await.state, OrderState::Completed);
    let mail = world.text("SELECT recipient AS value FROM outbox WHERE kind = 'mail'", args![]).await;
    assert_eq!(mail, "ben@nordlicht.example", "who orders for the account now");
}
