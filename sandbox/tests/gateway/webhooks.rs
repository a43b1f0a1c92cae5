//! What the receiver is told, how it can check that, and how often it is told.

use std::time::Duration;

use hmac::{Hmac, Mac};
use reqwest::StatusCode;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::payer::{Payer, card};
use crate::receiver::{Delivery, Receiver, WEBHOOK_SECRET};
use crate::support::{Gateway, charge_body, later_body, new_store, options, session_body};

/// How long a test watches an event not come.
const PATIENCE: Duration = Duration::from_millis(400);

async fn start() -> (tempfile::TempDir, Receiver, Gateway) {
    let (folder, store) = new_store();
    let receiver = Receiver::start().await;
    let gateway = Gateway::start_with(receiver.told_by(options(&store))).await;
    (folder, receiver, gateway)
}

/// What each event is about, without its name and time.
fn subjects(deliveries: &[Delivery]) -> Vec<Value> {
    let subject = |delivery: &Delivery| {
        let event = delivery.event();
        json!([event["type"], if event["key"].is_null() { &event["session"] } else { &event["key"] }])
    };
    deliveries.iter().map(subject).collect()
}

/// Makes a change that is told.
async fn capture(gateway: &Gateway, key: &str) {
    gateway.charge(key, &later_body("tok_visa_4242")).await;
    assert_eq!(gateway.capture(key, 1).await.0, StatusCode::OK);
}

#[tokio::test]
async fn every_change_after_the_first_answer_is_told_and_nothing_else() {
    let (_folder, receiver, gateway) = start().await;
    let payer = Payer::new(&gateway);
    gateway.set_clock("2026-11-22").await;
    gateway.charge("at-once", &charge_body("tok_visa_4242")).await;
    gateway.cancel("never-charged").await;
    let mut expected = Vec::new();
    let mut told = 0;
    let mut tell = |kind: &str, subject: &str| {
        expected.push(json!([kind, subject]));
        told += 1;
        (told, expected.clone())
    };
    let (_, confirmed) = gateway.charge("confirmed", &charge_body("tok_3ds_3220")).await;
    payer.send(confirmed["action_url"].as_str().unwrap(), &[("answer", "confirm")]).await;
    let (count, so_far) = tell("charge.changed", "confirmed");
    assert_eq!(subjects(&receiver.wait_for(count).await), so_far);
    gateway.charge("given-up", &charge_body("tok_3ds_3220")).await;
    gateway.cancel("given-up").await;
    tell("charge.changed", "given-up");
    capture(&gateway, "held").await;
    tell("charge.changed", "held");
    gateway.refund("refund-1", "held", 1).await;
    tell("charge.changed", "held");
    gateway.charge("dropped", &later_body("tok_visa_4242")).await;
    gateway.void("dropped").await;
    tell("charge.changed", "dropped");
    gateway.charge("debit", &charge_body("tok_sepa_3001")).await;
    gateway.set_clock("2026-11-24").await;
    let (count, so_far) = tell("charge.changed", "debit");
    assert_eq!(subjects(&receiver.wait_for(count).await), so_far);
    let (_, session) = gateway.open_session("key-1", &session_body()).await;
    payer.send(session["url"].as_str().unwrap(), &card("4242424242424242")).await;
    tell("session.changed", session["id"].as_str().unwrap());
    let (_, session) = gateway.open_session("key-2", &session_body()).await;
    payer.send(session["url"].as_str().unwrap(), &[("action", "cancel")]).await;
    let (count, so_far) = tell("session.changed", session["id"].as_str().unwrap());
    assert_eq!(subjects(&receiver.wait_for(count).await), so_far);
    tokio::time::sleep(PATIENCE).await;
    assert_eq!(receiver.deliveries().len(), count);
}

#[tokio::test]
async fn an_event_is_thin_and_its_signature_proves_time_and_body() {
    let (_folder, receiver, gateway) = start().await;
    capture(&gateway, "key-1").await;
    let delivery = receiver.wait_for(1).await.remove(0);
    let event = delivery.event();
    let expected = json!({"id": event["id"], "type": "charge.changed", "created": event["created"], "key": "key-1", "session": null});
    assert_eq!(event, expected);
    assert!(delivery.id().starts_with("ev_") && event["created"].is_i64() && delivery.content_type == "application/json");
    let (time, signature) = delivery.signature.strip_prefix("t=").unwrap().split_once(",v1=").unwrap();
    let sign = |secret: &str, body: &str| {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("{time}.{body}").as_bytes());
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    assert_eq!(signature, sign(WEBHOOK_SECRET, &delivery.body));
    assert_ne!(signature, sign("another-secret", &delivery.body));
    assert_ne!(signature, sign(WEBHOOK_SECRET, &delivery.body.replace("key-1", "key-2")));
    let age = time.parse::<i64>().unwrap() - event["created"].as_i64().unwrap();
    assert!((0..60).contains(&age));
}

#[tokio::test]
async fn an_event_is_sent_again_with_growing_pauses_until_it_is_taken() {
    let (_folder, receiver, gateway) = start().await;
    receiver.answer_first(&[StatusCode::INTERNAL_SERVER_ERROR, StatusCode::FOUND]);
    capture(&gateway, "key-1").await;
    let deliveries = receiver.wait_for(3).await;
    assert!(deliveries.iter().all(|delivery| delivery.body == deliveries[0].body));
    assert!(deliveries[1].at - deliveries[0].at >= Duration::from_secs(1));
    assert!(deliveries[2].at - deliveries[1].at >= Duration::from_secs(2));
    assert_ne!(deliveries[0].signature, deliveries[2].signature);
    tokio::time::sleep(PATIENCE).await;
    assert_eq!(receiver.deliveries().len(), 3);
}

#[tokio::test]
async fn an_event_that_is_not_taken_does_not_hold_up_the_next() {
    let (_folder, receiver, gateway) = start().await;
    receiver.answer_first(&[StatusCode::INTERNAL_SERVER_ERROR]);
    capture(&gateway, "key-1").await;
    receiver.wait_for(1).await;
    capture(&gateway, "key-2").await;
    let keys: Vec<_> = receiver.wait_for(3).await.iter().map(|delivery| delivery.event()["key"].clone()).collect();
    assert_eq!(keys, ["key-1", "key-2", "key-1"]);
}

#[tokio::test]
async fn a_restart_goes_on_with_what_was_not_taken_and_repeats_nothing_else() {
    let (_folder, store) = new_store();
    let receiver = Receiver::start().await;
    let gateway = Gateway::start_with(receiver.told_by(options(&store))).await;
    capture(&gateway, "taken").await;
    let taken = receiver.wait_for(1).await;
    // The journal has the end of the first event before the next is sent.
    receiver.answer_first(&[StatusCode::SERVICE_UNAVAILABLE; 2]);
    capture(&gateway, "waiting").await;
    let refused = receiver.wait_for(2).await.remove(1);
    gateway.stop().await;

    receiver.answer_first(&[]);
    let gateway = Gateway::start_with(receiver.told_by(options(&store))).await;
    let deliveries = receiver.wait_for(4).await;
    assert_eq!((deliveries[2].id(), deliveries[3].id()), (refused.id(), refused.id()));
    assert_ne!(refused.id(), taken[0].id());
    gateway.stop().await;
    let gateway = Gateway::start_with(receiver.told_by(options(&store))).await;
    capture(&gateway, "after").await;
    assert_eq!(receiver.wait_for(5).await[4].event()["key"], "after");
}

#[tokio::test]
async fn events_come_twice_late_or_never_as_the_fault_says() {
    let (_folder, receiver, gateway) = start().await;
    gateway.set_fault(&json!({"fault": "webhook_twice", "times": 1})).await;
    capture(&gateway, "twice").await;
    let deliveries = receiver.wait_for(2).await;
    assert_eq!(deliveries[0].body, deliveries[1].body);

    gateway.set_fault(&json!({"fault": "webhook_lost", "times": 1})).await;
    capture(&gateway, "lost").await;
    gateway.fault_is_used_up().await;

    gateway.set_fault(&json!({"fault": "webhook_late", "delay_ms": 1000, "times": 1})).await;
    let changed = std::time::Instant::now();
    capture(&gateway, "late").await;
    gateway.fault_is_used_up().await;
    capture(&gateway, "in-time").await;
    let deliveries = receiver.wait_for(4).await;
    let keys: Vec<_> = deliveries.iter().map(|delivery| delivery.event()["key"].clone()).collect();
    assert_eq!(keys, ["twice", "twice", "in-time", "late"]);
    assert!(deliveries[3].at - changed >= Duration::from_secs(1));
    assert_eq!(gateway.find("lost").await.1["captured_minor"], 1);
}

#[tokio::test]
async fn two_events_come_in_the_wrong_order_when_the_fault_says_so() {
    let (_folder, receiver, gateway) = start().await;
    gateway.set_fault(&json!({"fault": "webhook_reversed", "times": 1})).await;
    capture(&gateway, "first").await;
    tokio::time::sleep(PATIENCE).await;
    assert!(receiver.deliveries().is_empty());
    capture(&gateway, "second").await;
    capture(&gateway, "third").await;
    let keys: Vec<_> = receiver.wait_for(3).await.iter().map(|delivery| delivery.event()["key"].clone()).collect();
    assert_eq!(keys[..2], ["second", "first"]);
    assert_eq!(keys[2], "third");
    // An event that no second follows is not held for ever.
    gateway.set_fault(&json!({"fault": "webhook_reversed", "delay_ms": 300})).await;
    capture(&gateway, "alone").await;
    assert_eq!(receiver.wait_for(4).await[3].event()["key"], "alone");
}

#[tokio::test]
async fn a_charge_fault_leaves_events_alone_and_a_webhook_fault_leaves_charges_alone() {
    let (_folder, receiver, gateway) = start().await;
    gateway.set_fault(&json!({"fault": "error_before_charge"})).await;
    gateway.set_clock("2026-11-22").await;
    assert_eq!(gateway.charge("key-1", &charge_body("tok_visa_4242")).await.0, StatusCode::INTERNAL_SERVER_ERROR);
    gateway.set_fault(&json!({"fault": "webhook_lost"})).await;
    assert_eq!(gateway.charge("key-1", &charge_body("tok_visa_4242")).await.0, StatusCode::OK);
    gateway.set_fault(&json!({"fault": "none"})).await;
    capture(&gateway, "key-2").await;
    assert_eq!(receiver.wait_for(1).await[0].event()["key"], "key-2");
}
