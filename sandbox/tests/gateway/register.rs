//! The stand-in of the VAT register.

use std::time::{Duration, Instant};

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{Gateway, new_store, read};

async fn look_up(gateway: &Gateway, path: &str) -> (StatusCode, Value) {
    read(gateway.client.get(format!("http://{}/vat-register/ms/{path}", gateway.address))).await
}

#[tokio::test]
async fn the_last_digits_of_a_number_decide_what_the_register_says() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    for (path, is_valid, user_error) in [
        ("DE/vat/123456788", true, "VALID"),
        ("AT/vat/U12345675", true, "VALID"),
        ("EL/vat/094259216", true, "VALID"),
        ("FR/vat/12345678000", false, "INVALID"),
        ("IT/vat/12345678999", false, "MS_UNAVAILABLE"),
        ("US/vat/123456788", false, "INVALID_INPUT"),
        ("GB/vat/123456788", false, "INVALID_INPUT"),
        ("de/vat/123456788", false, "INVALID_INPUT"),
        ("DE/vat/1", false, "INVALID_INPUT"),
        ("DE/vat/1234567890123", false, "INVALID_INPUT"),
        ("DE/vat/12%C3%A9", false, "INVALID_INPUT"),
        ("DE/vat/%E2%82%AC000", false, "INVALID_INPUT"),
    ] {
        let (status, entry) = look_up(&gateway, path).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!((&entry["isValid"], &entry["userError"]), (&json!(is_valid), &json!(user_error)), "{path}");
    }
}

#[tokio::test]
async fn an_entry_has_the_form_of_the_real_register() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let (_, entry) = look_up(&gateway, "AT/vat/U12345675").await;
    let fields: Vec<_> = entry.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(fields, ["address", "isValid", "name", "requestDate", "userError", "vatNumber"]);
    assert!(entry["requestDate"].as_str().unwrap().ends_with('Z') && entry["name"].as_str().unwrap().contains("Test Company"));
    assert_eq!(entry["vatNumber"], "U12345675");
    let (_, discreet) = look_up(&gateway, "DE/vat/123456788").await;
    assert_eq!((&discreet["name"], &discreet["address"]), (&json!("---"), &json!("---")));
}

#[tokio::test]
async fn the_register_can_be_silent_or_down_while_the_gateway_works() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.set_fault(&json!({"fault": "register_down", "times": 1})).await;
    assert_eq!(look_up(&gateway, "DE/vat/123456788").await.0, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(look_up(&gateway, "DE/vat/123456788").await.0, StatusCode::OK);
    gateway.set_fault(&json!({"fault": "register_silent", "delay_ms": 300, "times": 1})).await;
    let asked = Instant::now();
    assert_eq!(gateway.find("key-1").await.0, StatusCode::NOT_FOUND);
    assert_eq!(look_up(&gateway, "DE/vat/123456788").await.1["userError"], "VALID");
    assert!(asked.elapsed() >= Duration::from_millis(300));
}
