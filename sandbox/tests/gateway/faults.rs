//! Each fault as a caller meets it, and what it leaves behind.

use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};
use sandbox::FaultControl;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Gateway, SECRET, charge_body, later_body, new_store, options, read, session_body};

/// Longer than any test takes: a caller's patience ends first.
const FOREVER_MS: u64 = 600_000;
/// How long a test watches an answer not come.
const PATIENCE: Duration = Duration::from_millis(200);

#[tokio::test]
async fn a_silent_gateway_before_the_charge_records_nothing() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.set_fault(&json!({"fault": "silent_before_charge", "delay_ms": FOREVER_MS, "times": 1})).await;
    let body = charge_body("tok_visa_4242");
    let charging = tokio::spawn(gateway.charge_request("key-1", &body).send());
    gateway.fault_is_used_up().await;
    tokio::time::sleep(PATIENCE).await;
    assert!(!charging.is_finished());
    assert_eq!(gateway.find("key-1").await.0, StatusCode::NOT_FOUND);
    assert_eq!(gateway.charge("key-1", &body).await.1["status"], "succeeded");
}

#[tokio::test]
async fn a_silent_gateway_before_the_charge_answers_a_timeout_at_last() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.set_fault(&json!({"fault": "silent_before_charge", "delay_ms": 200, "times": 1})).await;
    let sent = Instant::now();
    let (status, answer) = gateway.charge("key-1", &charge_body("tok_visa_4242")).await;
    assert!(sent.elapsed() >= Duration::from_millis(200));
    assert_eq!((status, &answer["error"]["code"]), (StatusCode::GATEWAY_TIMEOUT, &json!("timeout")));
    assert!(gateway.charges().await.is_empty());
}

#[tokio::test]
async fn a_silent_gateway_after_the_charge_has_recorded_it() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.set_fault(&json!({"fault": "silent_after_charge", "delay_ms": FOREVER_MS, "times": 1})).await;
    let body = charge_body("tok_visa_4242");
    let charging = tokio::spawn(gateway.charge_request("key-1", &body).send());
    let record = gateway.find_once_settled("key-1").await;
    tokio::time::sleep(PATIENCE).await;
    assert!(!charging.is_finished());
    assert_eq!(record["status"], "succeeded");
    assert_eq!(gateway.cancel("key-1").await.1, record);
    assert_eq!(gateway.charge("key-1", &body).await.1, record);
}

#[tokio::test]
async fn a_silent_gateway_after_the_charge_answers_the_record_at_last() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.set_fault(&json!({"fault": "silent_after_charge", "delay_ms": 300, "times": 1})).await;
    let sent = Instant::now();
    let (status, record) = gateway.charge("key-1", &charge_body("tok_visa_4242")).await;
    assert!(sent.elapsed() >= Duration::from_millis(300));
    assert_eq!((status, record), gateway.find("key-1").await);
}

#[tokio::test]
async fn a_slow_gateway_charges_after_the_delay_and_answers() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.set_fault(&json!({"fault": "slow", "delay_ms": 2000, "times": 1})).await;
    let sent = Instant::now();
    let charging = tokio::spawn(read(gateway.charge_request("key-1", &charge_body("tok_visa_4242"))));
    gateway.fault_is_used_up().await;
    assert_eq!(gateway.find("key-1").await.0, StatusCode::NOT_FOUND);
    let (status, record) = charging.await.unwrap();
    assert!(sent.elapsed() >= Duration::from_millis(2000));
    assert_eq!((status, &record["status"]), (StatusCode::OK, &json!("succeeded")));
}

#[tokio::test]
async fn a_caller_that_hangs_up_on_a_slow_gateway_is_charged_all_the_same() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.set_fault(&json!({"fault": "slow", "delay_ms": 1000, "times": 1})).await;
    let charging = tokio::spawn(gateway.charge_request("key-1", &charge_body("tok_visa_4242")).send());
    gateway.fault_is_used_up().await;
    charging.abort();
    assert!(charging.await.unwrap_err().is_cancelled());
    assert_eq!(gateway.find_once_settled("key-1").await["status"], "succeeded");
}

#[tokio::test]
async fn an_error_before_the_charge_records_nothing() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.set_fault(&json!({"fault": "error_before_charge", "times": 1})).await;
    let (status, answer) = gateway.charge("key-1", &charge_body("tok_visa_4242")).await;
    assert_eq!((status, &answer["error"]["code"]), (StatusCode::INTERNAL_SERVER_ERROR, &json!("internal_error")));
    assert_eq!(gateway.find("key-1").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_error_after_the_charge_has_recorded_it() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.set_fault(&json!({"fault": "error_after_charge", "times": 1})).await;
    let (status, answer) = gateway.charge("key-1", &charge_body("tok_visa_4242")).await;
    assert_eq!((status, &answer["error"]["code"]), (StatusCode::INTERNAL_SERVER_ERROR, &json!("internal_error")));
    assert_eq!(gateway.find("key-1").await.1["status"], "succeeded");
}

#[tokio::test]
async fn a_dropped_connection_after_the_charge_carries_no_byte_and_has_recorded_it() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.set_fault(&json!({"fault": "drop_after_charge", "times": 2})).await;
    let body = charge_body("tok_visa_4242");
    let error = gateway.charge_request("key-1", &body).send().await.unwrap_err();
    assert!(!error.is_timeout());
    assert_eq!(gateway.find("key-1").await.1["status"], "succeeded");

    let body = body.to_string();
    let head = format!(
        "POST /v1/charges HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {SECRET}\r\nIdempotency-Key: key-2\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let mut connection = TcpStream::connect(gateway.address).await.unwrap();
    connection.write_all((head + &body).as_bytes()).await.unwrap();
    let mut answered = Vec::new();
    connection.read_to_end(&mut answered).await.unwrap();
    assert_eq!(String::from_utf8_lossy(&answered), "");
    assert_eq!(gateway.find("key-2").await.1["status"], "succeeded");
}

#[tokio::test]
async fn a_decline_fault_declines_a_good_token_and_the_key_keeps_it() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.set_fault(&json!({"fault": "decline", "times": 1})).await;
    let body = charge_body("tok_visa_4242");
    let (_, record) = gateway.charge("key-1", &body).await;
    assert_eq!((&record["status"], &record["decline_code"]), (&json!("declined"), &json!("card_declined")));
    assert_eq!(gateway.charge("key-1", &body).await.1, record);
    assert_eq!(gateway.charge("key-2", &body).await.1["status"], "succeeded");
}

#[tokio::test]
async fn a_fault_applies_as_often_as_asked_and_only_to_valid_charge_requests() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let (status, plan) = gateway.set_fault(&json!({"fault": "error_before_charge", "on": "charge", "delay_ms": 5, "times": 2})).await;
    assert_eq!((status, plan), (StatusCode::OK, json!({"fault": "error_before_charge", "on": "charge", "delay_ms": 5, "times": 2})));
    let body = charge_body("tok_visa_4242");
    assert_eq!(gateway.charge("key-1", &charge_body("tok_nobody")).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(gateway.find("key-1").await.0, StatusCode::NOT_FOUND);
    assert_eq!(gateway.cancel("key-0").await.0, StatusCode::OK);
    assert_eq!(gateway.charge("key-1", &body).await.0, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(gateway.fault().await["times"], 1);
    assert_eq!(gateway.charge("key-1", &body).await.0, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(gateway.charge("key-1", &body).await.0, StatusCode::OK);
    assert_eq!(gateway.fault().await, json!({"fault": "none", "on": "charge", "delay_ms": 0, "times": null}));
}

#[tokio::test]
async fn a_fault_without_times_stays_until_it_is_changed() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.set_fault(&json!({"fault": "error_before_charge"})).await;
    for _ in 0..5 {
        let (status, _) = gateway.charge("key-1", &charge_body("tok_visa_4242")).await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    }
    gateway.set_fault(&json!({"fault": "none"})).await;
    assert_eq!(gateway.charge("key-1", &charge_body("tok_visa_4242")).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_fault_meets_only_the_calls_for_which_it_was_set() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.charge("held", &later_body("tok_visa_4242")).await;
    gateway.charge("to-void", &later_body("tok_visa_4242")).await;
    gateway.charge("taken", &charge_body("tok_visa_4242")).await;
    for place in ["capture", "void", "refund", "session", "charge"] {
        let (status, plan) = gateway.set_fault(&json!({"fault": "error_after_charge", "on": place, "times": 1})).await;
        assert_eq!((status, &plan["on"]), (StatusCode::OK, &json!(place)));
        for (call, (status, _)) in [
            ("capture", gateway.capture("held", 100).await),
            ("void", gateway.void("to-void").await),
            ("refund", gateway.refund("refund-1", "taken", 100).await),
            ("session", gateway.open_session("session-1", &session_body()).await),
            ("charge", gateway.charge("key-1", &charge_body("tok_visa_4242")).await),
        ] {
            let expected = if call == place { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::OK };
            assert_eq!(status, expected, "{call}, fault on {place}");
        }
        assert_eq!(gateway.fault().await["fault"], "none");
    }
    assert_eq!(gateway.find("taken").await.1["refunded_minor"], 100);
}

#[tokio::test]
async fn a_call_that_fails_before_it_acts_did_nothing_and_after_it_did_all() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.charge("held", &later_body("tok_visa_4242")).await;
    gateway.set_fault(&json!({"fault": "silent_before_charge", "on": "capture", "delay_ms": 10, "times": 1})).await;
    assert_eq!(gateway.capture("held", 100).await.0, StatusCode::GATEWAY_TIMEOUT);
    assert_eq!(gateway.find("held").await.1["status"], "authorised");
    gateway.set_fault(&json!({"fault": "drop_after_charge", "on": "capture", "times": 1})).await;
    let path = "/v1/charges/by-key/held/capture";
    assert!(gateway.request(Method::POST, path).json(&json!({"amount_minor": 100})).send().await.is_err());
    assert_eq!(gateway.find("held").await.1["captured_minor"], 100);
    gateway.set_fault(&json!({"fault": "slow", "on": "refund", "delay_ms": 200, "times": 1})).await;
    let sent = Instant::now();
    assert_eq!(gateway.refund("refund-1", "held", 100).await.0, StatusCode::OK);
    assert!(sent.elapsed() >= Duration::from_millis(200));
}

#[tokio::test]
async fn faults_are_refused_where_they_are_not_allowed() {
    let (_folder, store) = new_store();
    let mut options = options(&store);
    options.faults_allowed = FaultControl::Refused;
    let gateway = Gateway::start_with(options).await;
    let (status, answer) = gateway.set_fault(&json!({"fault": "decline"})).await;
    assert_eq!((status, &answer["error"]["code"]), (StatusCode::FORBIDDEN, &json!("faults_not_allowed")));
    assert_eq!(gateway.fault().await["error"]["code"], "faults_not_allowed");
    assert_eq!(gateway.charge("key-1", &charge_body("tok_visa_4242")).await.1["status"], "succeeded");
}
