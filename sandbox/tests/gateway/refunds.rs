//! Money given back.

use std::sync::Arc;

use reqwest::StatusCode;
use serde_json::json;
use tokio::task::JoinSet;

use crate::support::{Gateway, charge_body, later_body, new_store};

#[tokio::test]
async fn refunds_add_up_to_what_was_captured_and_no_further() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.charge("key-1", &charge_body("tok_visa_4242")).await;
    let (status, refund) = gateway.refund("refund-1", "key-1", 7056).await;
    let id = refund["id"].as_str().unwrap();
    assert!(id.starts_with("re_"));
    let expected = json!({"id": id, "status": "succeeded", "charge_key": "key-1", "amount_minor": 7056, "reference": "refund-1"});
    assert_eq!((status, &refund), (StatusCode::OK, &expected));
    let (status, answer) = gateway.refund("refund-2", "key-1", 10_001).await;
    assert_eq!((status, &answer["error"]["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("exceeds_charge")));
    // The refusal has not used up the key.
    assert_eq!(gateway.refund("refund-2", "key-1", 10_000).await.0, StatusCode::OK);
    let (_, charge) = gateway.find("key-1").await;
    assert_eq!((&charge["status"], &charge["captured_minor"], &charge["refunded_minor"]), (&json!("succeeded"), &json!(17056), &json!(17056)));
    assert_eq!(gateway.refund("refund-3", "key-1", 1).await.1["error"]["code"], "exceeds_charge");
    assert_eq!(gateway.refund("refund-1", "key-1", 7056).await.1, refund);
}

#[tokio::test]
async fn a_key_gives_back_once_however_often_it_is_asked() {
    let (_folder, store) = new_store();
    let gateway = Arc::new(Gateway::start(&store).await);
    gateway.charge("key-1", &charge_body("tok_visa_4242")).await;
    let mut calls = JoinSet::new();
    for _ in 0..16 {
        let gateway = Arc::clone(&gateway);
        calls.spawn(async move { gateway.refund("refund-1", "key-1", 5000).await });
    }
    let answers = calls.join_all().await;
    assert!(answers.iter().all(|answer| *answer == answers[0] && answer.0 == StatusCode::OK));
    assert_eq!(gateway.find("key-1").await.1["refunded_minor"], 5000);
    let (status, answer) = gateway.refund("refund-1", "key-1", 5001).await;
    assert_eq!((status, &answer["error"]["code"]), (StatusCode::CONFLICT, &json!("idempotency_conflict")));
}

#[tokio::test]
async fn refunds_at_once_never_give_back_more_than_was_taken() {
    let (_folder, store) = new_store();
    let gateway = Arc::new(Gateway::start(&store).await);
    gateway.charge("key-1", &charge_body("tok_visa_4242")).await;
    let mut calls = JoinSet::new();
    for number in 0..20 {
        let gateway = Arc::clone(&gateway);
        calls.spawn(async move { gateway.refund(&format!("refund-{number}"), "key-1", 2000).await.0 });
    }
    let good = calls.join_all().await.into_iter().filter(|status| *status == StatusCode::OK).count();
    assert_eq!(good, 8);
    assert_eq!(gateway.find("key-1").await.1["refunded_minor"], 16_000);
}

#[tokio::test]
async fn what_took_nothing_gives_nothing_back() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    for token in ["tok_declined_0002", "tok_3ds_3220", "tok_sepa_3000"] {
        gateway.charge(token, &charge_body(token)).await;
        assert_eq!(gateway.refund(token, token, 1).await.1["error"]["code"], "exceeds_charge", "{token}");
    }
    gateway.cancel("cancelled").await;
    gateway.charge("held", &later_body("tok_visa_4242")).await;
    for key in ["cancelled", "held"] {
        assert_eq!(gateway.refund(key, key, 1).await.1["error"]["code"], "exceeds_charge", "{key}");
    }
    gateway.capture("held", 100).await;
    assert_eq!(gateway.refund("held", "held", 101).await.1["error"]["code"], "exceeds_charge");
    assert_eq!(gateway.refund("held", "held", 100).await.0, StatusCode::OK);
    assert_eq!(gateway.refund("nobody", "never-seen", 1).await.1["error"]["code"], "not_found");
    for amount_minor in [0, -1] {
        assert_eq!(gateway.refund("wrong", "held", amount_minor).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn a_settled_debit_can_be_given_back() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.set_clock("2026-11-22").await;
    gateway.charge("key-1", &charge_body("tok_sepa_3000")).await;
    gateway.set_clock("2026-11-24").await;
    assert_eq!(gateway.refund("refund-1", "key-1", 17056).await.0, StatusCode::OK);
}
