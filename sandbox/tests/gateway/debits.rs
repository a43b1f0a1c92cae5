//! SEPA debits, which end by date, and the clock that moves it.

use reqwest::StatusCode;
use sandbox::FaultControl;
use serde_json::json;

use crate::support::{Gateway, charge_body, new_store, options};

#[tokio::test]
async fn a_debit_is_pending_and_says_when_the_bank_will_answer() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.set_clock("2026-11-22").await;
    let (_, debit) = gateway.charge("key-1", &charge_body("tok_sepa_3000")).await;
    assert_eq!((&debit["status"], &debit["settles_on"], &debit["captured_minor"]), (&json!("pending"), &json!("2026-11-24"), &json!(0)));
    assert_eq!(debit["method"], json!({"kind": "sepa_debit", "brand": "sepa", "last4": "3000"}));
    // It is on its way: a cancel cannot stop it.
    assert_eq!(gateway.cancel("key-1").await.1, debit);
}

#[tokio::test]
async fn debits_settle_or_come_back_on_their_day_and_not_before() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.set_clock("2026-12-30").await;
    for token in ["tok_sepa_3000", "tok_sepa_3001", "tok_sepa_3002"] {
        gateway.charge(token, &charge_body(token)).await;
    }
    gateway.set_clock("2026-12-31").await;
    gateway.charge("later", &charge_body("tok_sepa_3000")).await;
    assert_eq!(gateway.find("tok_sepa_3000").await.1["status"], "pending");
    assert_eq!(gateway.set_clock("2027-01-01").await, (StatusCode::OK, json!({"today": "2027-01-01"})));
    for (key, status, failure_code, captured_minor) in [
        ("tok_sepa_3000", "succeeded", json!(null), 17056),
        ("tok_sepa_3001", "failed", json!("insufficient_funds"), 0),
        ("tok_sepa_3002", "failed", json!("account_closed"), 0),
        ("later", "pending", json!(null), 0),
    ] {
        let (_, debit) = gateway.find(key).await;
        assert_eq!((&debit["status"], &debit["failure_code"], &debit["captured_minor"]), (&json!(status), &failure_code, &json!(captured_minor)), "{key}");
        assert_eq!(debit["settles_on"], if status == "pending" { json!("2027-01-02") } else { json!(null) });
        assert_eq!(gateway.charge(key, &charge_body(if key == "later" { "tok_sepa_3000" } else { key })).await.1, debit);
    }
    gateway.set_clock("2030-01-01").await;
    assert_eq!(gateway.find("later").await.1["status"], "succeeded");
}

#[tokio::test]
async fn the_clock_never_goes_back_and_stands_where_it_was_set_after_a_restart_too() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let unset = gateway.clock().await;
    assert!(unset["today"].as_str().unwrap().starts_with("20"));
    gateway.set_clock("2026-11-25").await;
    let (status, answer) = gateway.set_clock("2026-11-24").await;
    assert_eq!((status, &answer["error"]["code"]), (StatusCode::CONFLICT, &json!("clock_backwards")));
    assert_eq!(gateway.set_clock("2026-11-25").await.0, StatusCode::OK);
    assert_eq!(gateway.clock().await, json!({"today": "2026-11-25"}));
    gateway.stop().await;
    let gateway = Gateway::start(&store).await;
    assert_eq!(gateway.clock().await, json!({"today": "2026-11-25"}));
    for wrong in ["25.11.2026", "2026-11-31", "2026-1-1", "", "tomorrow"] {
        assert_eq!(gateway.set_clock(wrong).await.0, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
}

#[tokio::test]
async fn a_debit_takes_euros_only_and_a_refusal_leaves_the_key_free() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let mut body = charge_body("tok_sepa_3000");
    body["currency"] = json!("USD");
    let (status, answer) = gateway.charge("key-1", &body).await;
    assert_eq!((status, &answer["error"]["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("unsupported_currency")));
    assert_eq!(gateway.charge("key-1", &charge_body("tok_sepa_3000")).await.1["status"], "pending");
}

#[tokio::test]
async fn the_clock_is_refused_where_faults_are() {
    let (_folder, store) = new_store();
    let mut options = options(&store);
    options.faults_allowed = FaultControl::Refused;
    let gateway = Gateway::start_with(options).await;
    assert_eq!(gateway.set_clock("2026-11-25").await.1["error"]["code"], "faults_not_allowed");
    assert_eq!(gateway.clock().await["error"]["code"], "faults_not_allowed");
}
