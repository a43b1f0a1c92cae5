//! Charges that only hold the money, and what becomes of the hold.

use std::sync::Arc;

use reqwest::StatusCode;
use serde_json::json;
use tokio::task::JoinSet;

use crate::support::{Gateway, charge_body, later_body, new_store};

#[tokio::test]
async fn an_authorised_charge_has_taken_nothing_until_it_is_captured() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let (_, held) = gateway.charge("key-1", &later_body("tok_visa_4242")).await;
    assert_eq!((&held["status"], &held["amount_minor"], &held["captured_minor"]), (&json!("authorised"), &json!(17056), &json!(0)));
    let (status, taken) = gateway.capture("key-1", 17056).await;
    assert_eq!((status, &taken["status"], &taken["captured_minor"]), (StatusCode::OK, &json!("succeeded"), &json!(17056)));
    assert_eq!(gateway.find("key-1").await.1, taken);
    assert_eq!(gateway.charge("key-1", &later_body("tok_visa_4242")).await.1, taken);
}

#[tokio::test]
async fn a_part_can_be_captured_once_and_the_same_call_answers_the_same() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.charge("key-1", &later_body("tok_visa_4242")).await;
    for amount_minor in [17057, i64::MAX] {
        let (status, answer) = gateway.capture("key-1", amount_minor).await;
        assert_eq!((status, &answer["error"]["code"]), (StatusCode::CONFLICT, &json!("not_capturable")));
    }
    for amount_minor in [0, -1] {
        assert_eq!(gateway.capture("key-1", amount_minor).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let taken = gateway.capture("key-1", 5000).await;
    assert_eq!((&taken.1["amount_minor"], &taken.1["captured_minor"]), (&json!(17056), &json!(5000)));
    assert_eq!(gateway.capture("key-1", 5000).await, taken);
    assert_eq!(gateway.capture("key-1", 5001).await.1["error"]["code"], "not_capturable");
    assert_eq!(gateway.void("key-1").await.1["error"]["code"], "not_voidable");
    assert_eq!(gateway.find("key-1").await, taken);
}

#[tokio::test]
async fn a_void_gives_the_hold_up_and_can_be_repeated() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.charge("key-1", &later_body("tok_visa_4242")).await;
    let voided = gateway.void("key-1").await;
    assert_eq!((voided.0, &voided.1["status"], &voided.1["captured_minor"]), (StatusCode::OK, &json!("voided"), &json!(0)));
    assert_eq!(gateway.void("key-1").await, voided);
    assert_eq!(gateway.cancel("key-1").await, voided);
    assert_eq!(gateway.capture("key-1", 17056).await.1["error"]["code"], "not_capturable");
}

#[tokio::test]
async fn a_cancel_leaves_the_hold_as_it_is() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let held = gateway.charge("key-1", &later_body("tok_visa_4242")).await;
    assert_eq!(gateway.cancel("key-1").await, held);
    assert_eq!(gateway.capture("key-1", 1).await.1["captured_minor"], 1);
}

#[tokio::test]
async fn nothing_but_an_authorised_charge_is_captured_or_voided() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    for token in ["tok_visa_4242", "tok_declined_0002", "tok_3ds_3220", "tok_sepa_3000"] {
        let charge = gateway.charge(token, &charge_body(token)).await;
        for (status, answer) in [gateway.capture(token, 17056).await, gateway.void(token).await] {
            assert_eq!(status, StatusCode::CONFLICT, "{token} {answer}");
        }
        assert_eq!(gateway.find(token).await, charge);
    }
    gateway.cancel("cancelled").await;
    assert_eq!(gateway.capture("cancelled", 1).await.1["error"]["code"], "not_capturable");
    assert_eq!(gateway.void("cancelled").await.1["error"]["code"], "not_voidable");
    assert_eq!(gateway.capture("never-seen", 1).await.1["error"]["code"], "not_found");
    assert_eq!(gateway.void("never-seen").await.1["error"]["code"], "not_found");
    assert_eq!(gateway.charge("debit", &later_body("tok_sepa_3000")).await.1["error"]["code"], "invalid_request");
    // A declined hold is a decline.
    assert_eq!(gateway.charge("declined", &later_body("tok_declined_0002")).await.1["status"], "declined");
}

#[tokio::test]
async fn a_race_of_captures_and_voids_ends_in_one_of_them() {
    let (_folder, store) = new_store();
    let gateway = Arc::new(Gateway::start(&store).await);
    for round in 0..8 {
        let key = format!("key-{round}");
        gateway.charge(&key, &later_body("tok_visa_4242")).await;
        let mut calls = JoinSet::new();
        for call in 0..12_i64 {
            let (gateway, key) = (Arc::clone(&gateway), key.clone());
            calls.spawn(async move { if call % 3 == 0 { gateway.void(&key).await } else { gateway.capture(&key, call).await } });
        }
        let good: Vec<_> = calls.join_all().await.into_iter().filter(|(status, _)| *status == StatusCode::OK).collect();
        let end = gateway.find(&key).await;
        assert!(!good.is_empty() && good.iter().all(|answer| *answer == end), "{good:?}");
    }
}
