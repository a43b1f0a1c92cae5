//! What the calls refuse to read.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Gateway, charge_body, new_store, read};

fn with(field: &str, value: Value) -> Value {
    let mut body = charge_body("tok_visa_4242");
    body[field] = value;
    body
}

fn without(field: &str) -> Value {
    let mut body = charge_body("tok_visa_4242");
    body.as_object_mut().unwrap().remove(field);
    body
}

#[tokio::test]
async fn a_charge_body_that_breaks_any_rule_is_refused_and_leaves_the_key_free() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let mut bodies = vec![
        with("note", json!("unknown field")),
        with("amount_minor", json!(0)),
        with("amount_minor", json!(-1)),
        with("amount_minor", json!(1.5)),
        with("amount_minor", json!("17056")),
        with("amount_minor", json!(u64::MAX)),
        with("currency", json!("eur")),
        with("currency", json!("EURO")),
        with("currency", json!("E1R")),
        with("currency", json!("€")),
        with("currency", json!(null)),
        with("reference", json!("")),
        with("reference", json!("two\nlines")),
        with("reference", json!("x".repeat(201))),
        with("payment_token", json!(4242)),
        with("capture", json!("yes")),
        with("capture", json!(null)),
        with("return_url", json!("javascript:alert(1)")),
        with("return_url", json!("http://portal.test/two words")),
        json!([17056, "EUR", "tok_visa_4242", "order-1"]),
        json!("text"),
        json!({}),
    ];
    bodies.extend(["amount_minor", "currency", "payment_token", "reference"].map(without));
    for body in bodies {
        let (status, answer) = gateway.charge("key-1", &body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert_eq!(answer["error"]["code"], "invalid_request", "{body}");
        assert!(answer["error"]["message"].is_string());
    }
    let broken = ["", "{", "{\"amount_minor\":1,\"amount_minor\":2}", "null"];
    for text in broken {
        let request = gateway.request(Method::POST, "/v1/charges").header("Idempotency-Key", "key-1").body(text);
        assert_eq!(read(request).await.0, StatusCode::UNPROCESSABLE_ENTITY, "{text}");
    }
    let repeated = charge_body("tok_visa_4242").to_string().replacen('{', "{\"currency\":\"USD\",", 1);
    let request = gateway.request(Method::POST, "/v1/charges").header("Idempotency-Key", "key-1").body(repeated);
    assert_eq!(read(request).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(gateway.charges().await.is_empty());
    assert_eq!(gateway.charge("key-1", &charge_body("tok_visa_4242")).await.0, StatusCode::OK);
}

#[tokio::test]
async fn an_unknown_token_is_named_as_such_and_not_repeated() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let (status, answer) = gateway.charge("key-1", &charge_body("tok_nobody_0000")).await;
    assert_eq!((status, &answer["error"]["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("unknown_token")));
    assert!(!answer.to_string().contains("tok_nobody_0000"));
    assert!(gateway.charges().await.is_empty());
}

#[tokio::test]
async fn a_charge_needs_exactly_one_key_of_visible_ascii() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let body = charge_body("tok_visa_4242");
    let request = gateway.request(Method::POST, "/v1/charges").json(&body);
    assert_eq!(read(request).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    for key in ["", "two words", "k\u{e9}y", &"k".repeat(129)] {
        assert_eq!(gateway.charge(key, &body).await.0, StatusCode::UNPROCESSABLE_ENTITY, "{key}");
    }
    let request = gateway.charge_request("key-1", &body).header("Idempotency-Key", "key-2");
    assert_eq!(read(request).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(gateway.charges().await.is_empty());
    assert_eq!(gateway.charge(&"k".repeat(128), &body).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_key_in_an_address_follows_the_same_rules() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    for key in ["two%20words", "%FF", "%C3%A9", &"k".repeat(129)] {
        assert_eq!(gateway.find(key).await.0, StatusCode::UNPROCESSABLE_ENTITY, "{key}");
        assert_eq!(gateway.cancel(key).await.0, StatusCode::UNPROCESSABLE_ENTITY, "{key}");
    }
    assert!(gateway.charges().await.is_empty());
}

#[tokio::test]
async fn a_body_above_64_kib_is_refused() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let (status, answer) = gateway.charge("key-1", &with("reference", json!("x".repeat(64 * 1024)))).await;
    assert_eq!((status, &answer["error"]["code"]), (StatusCode::PAYLOAD_TOO_LARGE, &json!("too_large")));
}

#[tokio::test]
async fn a_fault_that_breaks_any_rule_is_refused_and_changes_nothing() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    for plan in [
        json!({}),
        json!({"fault": "earthquake"}),
        json!({"fault": "slow", "delay_ms": -1}),
        json!({"fault": "slow", "delay_ms": 600_001}),
        json!({"fault": "slow", "times": 0}),
        json!({"fault": "slow", "times": 1.5}),
        json!({"fault": "slow", "after": 1}),
        json!({"fault": "slow", "on": "webhook"}),
        json!({"fault": "slow", "on": "moon"}),
        json!({"fault": "decline", "on": "capture"}),
        json!({"fault": "register_down", "on": "charge"}),
        json!({"fault": "webhook_late", "on": "register"}),
        json!(["slow", 1, 1]),
    ] {
        assert_eq!(gateway.set_fault(&plan).await.0, StatusCode::UNPROCESSABLE_ENTITY, "{plan}");
    }
    assert_eq!(gateway.fault().await["fault"], "none");
}
