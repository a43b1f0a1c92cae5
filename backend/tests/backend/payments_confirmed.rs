//! Payments that the holder of the card must confirm (3-D Secure): confirmed, rejected, given up, left alone.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::gateway::Gateway;
use crate::common::{Buyer, Fault, World};
use backend::recovery::recover_orders;
use backend::usecases::gateway_events::handle::{handle_event, handle_overdue};
use backend::usecases::gateway_events::receive::{Received, receive_event};
use backend::usecases::orders::give_up::give_up_order;
use backend::usecases::orders::refresh::refresh_order;
use backend::{Refusal, args};
use billing::ids::OrderId;
use billing::order::OrderState;
use std::time::{Duration, Instant};

on_both_engines!(in_world:
    a_confirmed_payment_completes_the_order,
    a_rejected_payment_declines_it_and_it_can_be_placed_again,
    looking_without_deciding_changes_nothing,
    an_order_that_is_given_up_is_cancelled_and_can_be_placed_again,
    giving_up_too_late_completes_the_order,
    a_confirmation_that_never_comes_ends_with_its_time,
    a_second_submit_meets_the_first_at_once,
    news_complete_the_order_although_nobody_comes_back,
    news_that_were_lost_are_made_up_for_by_recovery,
    news_that_could_not_be_handled_are_handled_later,
    everybody_at_once_completes_it_once,
    what_is_another_accounts_or_a_colleagues_is_refused,
);

on_both_engines!(in_impatient_world: a_page_to_confirm_on_that_was_not_heard_of_is_given_up);

const ASKS: &str = "4000 0000 0000 3220";

/// Anna orders with a card that asks for confirmation; the address of its page comes with the order.
async fn place_unconfirmed(world: &World) -> (Buyer, OrderId, String) {
    let anna = world.anna().await;
    anna.use_card(world, ASKS).await;
    anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
    let order = anna.order_cart().await;
    assert_eq!(order.state, OrderState::Placed);
    (anna, order.id, order.action_url.unwrap())
}

async fn must_be_charged_once(world: &World, anna: &Buyer, id: &OrderId) {
    let order = anna.order(id).await;
    assert_eq!((order.state, order.action_url), (OrderState::Completed, None));
    assert_eq!((world.gateway.charged().await, world.order_documents().await), (vec![17_056], vec!["RE-2026-00013".to_owned()]));
    assert_eq!(anna.subscription("goto-meeting").await.running.plan.as_str(), "business");
    assert!(anna.cart().await.items.is_empty());
}

async fn must_be_placeable_again(world: &World, anna: &Buyer, id: &OrderId) {
    assert_eq!(anna.subscription("goto-meeting").await.running.plan.as_str(), "professional");
    assert_eq!((world.gateway.charged().await, world.order_documents().await), (vec![], vec![]));
    anna.use_card(world, "4242424242424242").await;
    let again = anna.order_cart().await;
    assert_ne!(again.id, *id);
    must_be_charged_once(world, anna, &again.id).await;
}

async fn a_confirmed_payment_completes_the_order(world: World) {
    let (anna, id, action_url) = place_unconfirmed(&world).await;
    assert!(action_url.starts_with(&world.gateway.url()), "{action_url}");
    let lease = world.number("SELECT lease_until AS value FROM payment_attempts", args![]).await - world.backend.now();
    assert!((1_700_000_000..=1_800_000_000).contains(&lease), "about half an hour: {lease}");
    let back = world.gateway.fill_in(&action_url, &[("answer", "confirm")]).await;
    assert_eq!(back, format!("https://portal.test/billing/orders/{id}/return"));
    refresh_order(&anna.backend, &anna.actor, &id).await.unwrap();
    must_be_charged_once(&world, &anna, &id).await;
    let before = world.picture().await;
    refresh_order(&anna.backend, &anna.actor, &id).await.unwrap();
    give_up_order(&anna.backend, &anna.actor, &id).await.unwrap();
    assert_eq!(world.picture().await, before, "an order that has ended is left as it is");
}

async fn a_rejected_payment_declines_it_and_it_can_be_placed_again(world: World) {
    let (anna, id, action_url) = place_unconfirmed(&world).await;
    world.gateway.fill_in(&action_url, &[("answer", "reject")]).await;
    refresh_order(&anna.backend, &anna.actor, &id).await.unwrap();
    let order = anna.order(&id).await;
    assert_eq!((order.state, order.decline_code.as_deref()), (OrderState::Declined, Some("authentication_failed")));
    must_be_placeable_again(&world, &anna, &id).await;
}

async fn looking_without_deciding_changes_nothing(world: World) {
    let (anna, id, _) = place_unconfirmed(&world).await;
    let before = world.picture().await;
    for _ in 0..3 {
        refresh_order(&anna.backend, &anna.actor, &id).await.unwrap();
        assert_eq!(recover_orders(&world.backend).await.unwrap(), 0, "its person has time");
    }
    assert_eq!(world.picture().await, before);
    give_up_order(&anna.backend, &anna.actor, &id).await.unwrap();
}

async fn an_order_that_is_given_up_is_cancelled_and_can_be_placed_again(world: World) {
    world.give_credit(&world.anna().await, 1_000).await;
    let (anna, id, action_url) = place_unconfirmed(&world).await;
    assert_eq!(world.credit(&anna).await, 0);
    give_up_order(&anna.backend, &anna.actor, &id).await.unwrap();
    let order = anna.order(&id).await;
    assert_eq!((order.state, order.action_url, world.credit(&anna).await), (OrderState::Cancelled, None, 1_000));
    assert_eq!(anna.cart().await.items.len(), 1, "the cart is kept");
    // Confirming now is too late.
    world.gateway.fill_in(&action_url, &[("answer", "confirm")]).await;
    refresh_order(&anna.backend, &anna.actor, &id).await.unwrap();
    assert_eq!((anna.order(&id).await.state, world.gateway.charged().await), (OrderState::Cancelled, vec![]));
    world.change("UPDATE accounts SET credit_minor = 0 WHERE id = $1", args![anna.account()]).await;
    world.change("DELETE FROM credit_entries", args![]).await;
    world.change("UPDATE orders SET credit_used_minor = 0, due_minor = total_minor", args![]).await;
    must_be_placeable_again(&world, &anna, &id).await;
}

async fn giving_up_too_late_completes_the_order(world: World) {
    let (anna, id, action_url) = place_unconfirmed(&world).await;
    world.gateway.fill_in(&action_url, &[("answer", "confirm")]).await;
    give_up_order(&anna.backend, &anna.actor, &id).await.unwrap();
    must_be_charged_once(&world, &anna, &id).await;
}

async fn a_confirmation_that_never_comes_ends_with_its_time(world: World) {
    let (anna, id, _) = place_unconfirmed(&world).await;
    world.expire_leases().await;
    assert_eq!(recover_orders(&world.backend).await.unwrap(), 1);
    assert_eq!(anna.order(&id).await.state, OrderState::Cancelled);
    must_be_placeable_again(&world, &anna, &id).await;
}

async fn a_second_submit_meets_the_first_at_once(world: World) {
    let anna = world.anna().await;
    anna.use_card(&world, ASKS).await;
    anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
    let checkout = anna.checkout().await;
    let first = anna.place(&checkout).await.unwrap();
    let started = Instant::now();
    assert_eq!(anna.place(&checkout).await.unwrap(), first);
    assert!(started.elapsed() < Duration::from_secs(10), "it waits for nobody's confirmation");
    assert_eq!((world.count_orders().await, world.open_attempts().await), (1, 1));
    give_up_order(&anna.backend, &anna.actor, &first).await.unwrap();
}

async fn key(world: &World) -> String {
    world.text("SELECT idempotency_key AS value FROM payment_attempts WHERE state = 'open'", args![]).await
}

async fn news_complete_the_order_although_nobody_comes_back(world: World) {
    let (anna, id, action_url) = place_unconfirmed(&world).await;
    let key = key(&world).await;
    // News that come before anything has happened tell nothing.
    for (name, is_confirmed) in [("ev_1", false), ("ev_2", true), ("ev_3", true)] {
        if is_confirmed {
            world.gateway.fill_in(&action_url, &[("answer", "confirm")]).await;
        }
        let (header, body) = Gateway::news_of_charge(name, &key);
        let Received::New(event) = receive_event(&world.backend, &header, body.as_bytes()).await.unwrap() else { panic!("{name} is new") };
        handle_event(&world.backend, &event).await.unwrap();
    }
    must_be_charged_once(&world, &anna, &id).await;
}

async fn news_that_were_lost_are_made_up_for_by_recovery(world: World) {
    let (anna, id, action_url) = place_unconfirmed(&world).await;
    world.gateway.fill_in(&action_url, &[("answer", "confirm")]).await;
    world.expire_leases().await;
    assert_eq!(recover_orders(&world.backend).await.unwrap(), 1);
    must_be_charged_once(&world, &anna, &id).await;
}

async fn news_that_could_not_be_handled_are_handled_later(world: World) {
    let (anna, id, action_url) = place_unconfirmed(&world).await;
    world.gateway.fill_in(&action_url, &[("answer", "confirm")]).await;
    let (header, body) = Gateway::news_of_charge("ev_1", &key(&world).await);
    let Received::New(event) = receive_event(&world.backend, &header, body.as_bytes()).await.unwrap() else { panic!("it is new") };
    world.gateway.stop().await;
    let handled = handle_event(&world.backend, &event).await;
    assert!(matches!(handled, Err(Refusal::GatewaySilent)), "{handled:?}");
    assert_eq!(handle_overdue(&world.backend).await.unwrap(), 0, "whoever took it is trusted with it for a while");
    world.change("UPDATE gateway_events SET lease_until = 0", args![]).await;
    world.gateway.start_again().await;
    assert_eq!(handle_overdue(&world.backend).await.unwrap(), 1);
    assert_eq!(handle_overdue(&world.backend).await.unwrap(), 0);
    must_be_charged_once(&world, &anna, &id).await;
}

async fn everybody_at_once_completes_it_once(world: World) {
    let (anna, id, action_url) = place_unconfirmed(&world).await;
    let key = key(&world).await;
    world.gateway.fill_in(&action_url, &[("answer", "confirm")]).await;
    world.expire_leases().await;
    let mut all = Vec::new();
    for place in 0..12 {
        let (anna, id, key, backend) = (anna.clone(), id.clone(), key.clone(), world.backend.clone());
        all.push(tokio::spawn(async move {
            match place % 4 {
                0 => refresh_order(&anna.backend, &anna.actor, &id).await,
                1 => give_up_order(&anna.backend, &anna.actor, &id).await,
                2 => recover_orders(&backend).await.map(|_| ()),
                _ => {
                    let (header, body) = Gateway::news_of_charge(&format!("ev_{place}"), &key);
                    let Received::New(event) = receive_event(&backend, &header, body.as_bytes()).await.unwrap() else { panic!("it is new") };
                    handle_event(&backend, &event).await
                }
            }
        }));
    }
    for one in all {
        one.await.unwrap().unwrap();
    }
    must_be_charged_once(&world, &anna, &id).await;
}

async fn what_is_another_accounts_or_a_colleagues_is_refused(world: World) {
    let (anna, id, _) = place_unconfirmed(&world).await;
    let (ben, dora) = (world.buyer("ben@nordlicht.example").await, world.buyer("dora@leer.example").await);
    assert!(matches!(refresh_order(&dora.backend, &dora.actor, &id).await, Err(Refusal::NotFound)));
    assert!(matches!(give_up_order(&dora.backend, &dora.actor, &id).await, Err(Refusal::NotFound)));
    assert!(matches!(give_up_order(&ben.backend, &ben.actor, &id).await, Err(Refusal::NotBillingContact(_))));
    refresh_order(&ben.backend, &ben.actor, &id).await.unwrap();
    assert_eq!(anna.order(&id).await.state, OrderState::Placed);
    give_up_order(&anna.backend, &anna.actor, &id).await.unwrap();
}

/// The gateway waits for a confirmation, but its answer was lost: nobody was ever led to the page.
async fn a_page_to_confirm_on_that_was_not_heard_of_is_given_up(world: World) {
    let anna = world.anna().await;
    anna.at(&world.patient().await).use_card(&world, ASKS).await;
    world.gateway.set_fault(Fault { name: "silent_after_charge", delay_ms: 2_500, times: 1 }).await;
    anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
    let order = anna.order_cart().await;
    assert_eq!((order.state, order.action_url), (OrderState::Placed, None));
    // Whoever looks at the order learns of the page.
    let patient = world.patient().await;
    refresh_order(&patient.backend, &anna.actor, &order.id).await.unwrap();
    assert!(anna.order(&order.id).await.action_url.is_some());
    world.expire_leases().await;
    assert_eq!(recover_orders(&patient.backend).await.unwrap(), 1);
    assert_eq!(anna.order(&order.id).await.state, OrderState::Cancelled);
}
