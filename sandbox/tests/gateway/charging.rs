//! Charges and their idempotency keys.

use std::collections::HashSet;
use std::sync::Arc;

use reqwest::StatusCode;
use serde_json::json;
use tokio::task::JoinSet;

use crate::support::{Gateway, charge_body, new_store};

#[tokio::test]
async fn a_charge_answers_its_whole_record() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let (status, record) = gateway.charge("key-1", &charge_body("tok_visa_4242")).await;
    assert_eq!(status, StatusCode::OK);
    let id = record["id"].as_str().unwrap().to_owned();
    assert!(id.starts_with("ch_"));
    let expected = json!({
        "key": "key-1", "id": id, "status": "succeeded", "decline_code": null, "failure_code": null,
        "amount_minor": 17056, "captured_minor": 17056, "refunded_minor": 0, "currency": "EUR", "reference": "order-1",
        "action_url": null, "settles_on": null, "method": {"kind": "card", "brand": "visa", "last4": "4242"},
    });
    assert_eq!(record, expected);
    assert_eq!(gateway.find("key-1").await, (StatusCode::OK, expected));
}

#[tokio::test]
async fn each_test_token_ends_as_its_name_says() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    for (token, status, decline_code, brand, last4) in [
        ("tok_visa_4242", "succeeded", json!(null), "visa", "4242"),
        ("tok_mastercard_4444", "succeeded", json!(null), "mastercard", "4444"),
        ("tok_declined_0002", "declined", json!("card_declined"), "visa", "0002"),
        ("tok_insufficient_9995", "declined", json!("insufficient_funds"), "visa", "9995"),
        ("tok_expired_0069", "declined", json!("expired_card"), "visa", "0069"),
    ] {
        let (code, record) = gateway.charge(token, &charge_body(token)).await;
        assert_eq!(code, StatusCode::OK);
        assert_eq!(record["status"], status);
        assert_eq!(record["decline_code"], decline_code);
        assert_eq!(record["method"], json!({"kind": "card", "brand": brand, "last4": last4}));
    }
}

#[tokio::test]
async fn the_same_key_and_body_answer_the_same_record_again() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    for token in ["tok_visa_4242", "tok_declined_0002"] {
        let first = gateway.charge(token, &charge_body(token)).await;
        assert_eq!(gateway.charge(token, &charge_body(token)).await, first);
    }
    assert_eq!(gateway.charges().await.len(), 2);
}

#[tokio::test]
async fn thirty_two_requests_with_one_key_at_once_make_one_charge() {
    let (_folder, store) = new_store();
    let gateway = Arc::new(Gateway::start(&store).await);
    let mut posts = JoinSet::new();
    for _ in 0..32 {
        let gateway = Arc::clone(&gateway);
        posts.spawn(async move { gateway.charge("key-1", &charge_body("tok_visa_4242")).await });
    }
    let answers = posts.join_all().await;
    assert!(answers.iter().all(|(status, _)| *status == StatusCode::OK));
    let ids: HashSet<String> = answers.iter().map(|(_, record)| record["id"].to_string()).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(gateway.charges().await.len(), 1);
}

#[tokio::test]
async fn different_keys_at_once_make_a_charge_each() {
    let (_folder, store) = new_store();
    let gateway = Arc::new(Gateway::start(&store).await);
    let mut posts = JoinSet::new();
    for number in 0..64 {
        let gateway = Arc::clone(&gateway);
        posts.spawn(async move { gateway.charge(&format!("key-{number}"), &charge_body("tok_visa_4242")).await });
    }
    assert_eq!(posts.join_all().await.len(), 64);
    let ids: HashSet<String> = gateway.charges().await.iter().map(|record| record["id"].to_string()).collect();
    assert_eq!(ids.len(), 64);
}

#[tokio::test]
async fn the_same_key_with_any_other_field_is_a_conflict() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let (_, record) = gateway.charge("key-1", &charge_body("tok_visa_4242")).await;
    for (field, value) in [
        ("amount_minor", json!(17057)),
        ("currency", json!("USD")),
        ("payment_token", json!("tok_mastercard_4444")),
        ("reference", json!("order-2")),
        ("capture", json!(false)),
        ("return_url", json!("http://portal.test/order")),
    ] {
        let mut body = charge_body("tok_visa_4242");
        body[field] = value;
        let (status, answer) = gateway.charge("key-1", &body).await;
        assert_eq!(status, StatusCode::CONFLICT);
        assert_eq!(answer["error"]["code"], "idempotency_conflict");
    }
    assert_eq!(gateway.charges().await, [record]);
}

#[tokio::test]
async fn the_list_keeps_the_order_in_which_keys_were_settled() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.charge("third-by-name", &charge_body("tok_declined_0002")).await;
    gateway.cancel("second-by-name").await;
    gateway.charge("a-first-by-name", &charge_body("tok_visa_4242")).await;
    let charges = gateway.charges().await;
    let keys: Vec<_> = charges.iter().map(|record| record["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["third-by-name", "second-by-name", "a-first-by-name"]);
}

#[tokio::test]
async fn an_unknown_key_is_not_found_and_an_unknown_address_is_told_apart() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let (status, answer) = gateway.find("never-seen").await;
    assert_eq!((status, &answer["error"]["code"]), (StatusCode::NOT_FOUND, &json!("not_found")));
    let (status, answer) = gateway.find("never-seen/charge").await;
    assert_eq!((status, &answer["error"]["code"]), (StatusCode::NOT_FOUND, &json!("unknown_route")));
}

#[tokio::test]
async fn a_key_of_any_visible_characters_is_found_by_its_encoded_address() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let (_, record) = gateway.charge("a/b?c%d#e", &charge_body("tok_visa_4242")).await;
    assert_eq!(record["key"], "a/b?c%d#e");
    assert_eq!(gateway.find("a%2Fb%3Fc%25d%23e").await, (StatusCode::OK, record));
}
