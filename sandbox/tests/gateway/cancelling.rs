//! How a cancel settles a key before, after and during a charge.

use std::sync::Arc;

use reqwest::StatusCode;
use serde_json::json;
use tokio::task::JoinSet;

use crate::support::{Gateway, charge_body, new_store, read};

#[tokio::test]
async fn a_key_cancelled_before_its_charge_is_never_charged() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let (status, cancelled) = gateway.cancel("key-1").await;
    assert_eq!(status, StatusCode::OK);
    let id = &cancelled["id"];
    let expected = json!({
        "key": "key-1", "id": id, "status": "cancelled", "decline_code": null, "failure_code": null,
        "amount_minor": null, "captured_minor": 0, "refunded_minor": 0, "currency": null, "reference": null,
        "action_url": null, "settles_on": null, "method": null,
    });
    assert_eq!(cancelled, expected);
    assert_eq!(gateway.charge("key-1", &charge_body("tok_visa_4242")).await, (StatusCode::OK, cancelled.clone()));
    assert_eq!(gateway.charge("key-1", &charge_body("tok_declined_0002")).await, (StatusCode::OK, cancelled.clone()));
    assert_eq!(gateway.cancel("key-1").await, (StatusCode::OK, cancelled.clone()));
    assert_eq!(gateway.find("key-1").await, (StatusCode::OK, cancelled.clone()));
    assert_eq!(gateway.charges().await, [cancelled]);
}

#[tokio::test]
async fn a_cancel_after_the_charge_leaves_it_as_it_is() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    for token in ["tok_visa_4242", "tok_declined_0002"] {
        let settled = gateway.charge(token, &charge_body(token)).await;
        assert_eq!(gateway.cancel(token).await, settled);
        assert_eq!(gateway.find(token).await, settled);
    }
}

#[tokio::test]
async fn a_cancel_during_a_slow_charge_wins() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.set_fault(&json!({"fault": "slow", "delay_ms": 2000, "times": 1})).await;
    let charging = tokio::spawn(read(gateway.charge_request("key-1", &charge_body("tok_visa_4242"))));
    gateway.fault_is_used_up().await;
    let (_, cancelled) = gateway.cancel("key-1").await;
    assert_eq!(cancelled["status"], "cancelled");
    assert_eq!(charging.await.unwrap(), (StatusCode::OK, cancelled.clone()));
    assert_eq!(gateway.charges().await, [cancelled]);
}

#[tokio::test]
async fn a_race_of_charges_and_cancels_ends_in_one_record_that_all_see() {
    let (_folder, store) = new_store();
    let gateway = Arc::new(Gateway::start(&store).await);
    for round in 0..8 {
        let mut calls = JoinSet::new();
        for call in 0..16 {
            let gateway = Arc::clone(&gateway);
            calls.spawn(async move {
                let key = format!("key-{round}");
                if call % 2 == 0 { gateway.charge(&key, &charge_body("tok_visa_4242")).await } else { gateway.cancel(&key).await }
            });
        }
        let answers = calls.join_all().await;
        assert!(answers.iter().all(|answer| *answer == answers[0]));
    }
    assert_eq!(gateway.charges().await.len(), 8);
}
