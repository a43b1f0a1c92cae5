//! Sessions as the portal sees them.

use std::collections::HashSet;
use std::sync::Arc;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::payer::{Payer, card, debit};
use crate::support::{Gateway, charge_body, new_store, read, session_body};

fn with(field: &str, value: Value) -> Value {
    let mut body = session_body();
    body[field] = value;
    body
}

#[tokio::test]
async fn a_session_answers_its_whole_record_and_the_address_of_its_page() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let (status, session) = gateway.open_session("key-1", &session_body()).await;
    assert_eq!(status, StatusCode::OK);
    let id = session["id"].as_str().unwrap().to_owned();
    assert!(id.starts_with("ps_"));
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let left = session["expires_at"].as_u64().unwrap() - now;
    assert!((3500..=3600).contains(&left), "{left}");
    let expected = json!({
        "id": id, "url": format!("http://gateway.test/pay/{id}"), "status": "open", "expires_at": session["expires_at"], "reference": "order-1",
        "method": null,
    });
    assert_eq!(session, expected);
    assert_eq!(gateway.find_session(&id).await, (StatusCode::OK, expected));
    assert_eq!(gateway.find_session("ps_unknown").await.1["error"]["code"], "not_found");
}

#[tokio::test]
async fn one_key_opens_one_session_however_often_it_is_asked() {
    let (_folder, store) = new_store();
    let gateway = Arc::new(Gateway::start(&store).await);
    let mut posts = JoinSet::new();
    for _ in 0..16 {
        let gateway = Arc::clone(&gateway);
        posts.spawn(async move { gateway.open_session("key-1", &session_body()).await });
    }
    let answers = posts.join_all().await;
    assert!(answers.iter().all(|(status, _)| *status == StatusCode::OK));
    let ids: HashSet<String> = answers.iter().map(|(_, session)| session["id"].to_string()).collect();
    assert_eq!(ids.len(), 1);
    let (status, answer) = gateway.open_session("key-1", &with("reference", json!("order-2"))).await;
    assert_eq!((status, &answer["error"]["code"]), (StatusCode::CONFLICT, &json!("idempotency_conflict")));
    // A charge's key is another matter.
    assert_eq!(gateway.charge("key-1", &charge_body("tok_visa_4242")).await.1["status"], "succeeded");
}

#[tokio::test]
async fn a_card_left_on_the_page_becomes_a_token_that_can_be_charged_again_and_again() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let payer = Payer::new(&gateway);
    let (_, session) = gateway.open_session("key-1", &session_body()).await;
    let id = session["id"].as_str().unwrap();
    payer.send(session["url"].as_str().unwrap(), &card("5555 5555 5555 4444")).await;
    let (_, session) = gateway.find_session(id).await;
    assert_eq!(session["status"], "completed");
    let token = session["method"]["token"].as_str().unwrap();
    assert!(token.starts_with("pm_"));
    let expected = json!({
        "token": token, "kind": "card", "brand": "mastercard", "last4": "4444", "expires": "2040-04", "country": null, "holder": "Anna Nord",
        "mandate_reference": null, "mandate_signed_on": null,
    });
    assert_eq!(session["method"], expected);
    for key in ["charge-1", "charge-2"] {
        let (_, charge) = gateway.charge(key, &charge_body(token)).await;
        assert_eq!((&charge["status"], &charge["method"]["last4"]), (&json!("succeeded"), &json!("4444")));
    }
    // The key stands for the session as it is now.
    assert_eq!(gateway.open_session("key-1", &session_body()).await.1, session);
}

#[tokio::test]
async fn an_account_left_on_the_page_carries_its_mandate_signed_on_the_gateways_date() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.set_clock("2026-11-22").await;
    let payer = Payer::new(&gateway);
    let (_, session) = gateway.open_session("key-1", &session_body()).await;
    payer.send(session["url"].as_str().unwrap(), &debit("at61 1904 3002 3457 3201")).await;
    let (_, session) = gateway.find_session(session["id"].as_str().unwrap()).await;
    let expected = json!({
        "token": session["method"]["token"], "kind": "sepa_debit", "brand": "sepa", "last4": "3201", "expires": null, "country": "AT",
        "holder": "Nordlicht GmbH", "mandate_reference": "M-2026-0001", "mandate_signed_on": "2026-11-22",
    });
    assert_eq!(session["method"], expected);
}

#[tokio::test]
async fn every_test_number_on_the_page_behaves_as_its_token() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let payer = Payer::new(&gateway);
    for (number, status, code) in [
        ("4242424242424242", "succeeded", json!(null)),
        ("4000-0000-0000-0002", "declined", json!("card_declined")),
        ("4000000000009995", "declined", json!("insufficient_funds")),
        ("4000000000000069", "declined", json!("expired_card")),
        ("4000000000003220", "action_required", json!(null)),
        ("DE89370400440532013000", "pending", json!(null)),
        ("DE62370400440532013001", "pending", json!(null)),
        ("DE35370400440532013002", "pending", json!(null)),
    ] {
        let (_, session) = gateway.open_session(number, &session_body()).await;
        let form = if number.starts_with("DE") { debit(number) } else { card(number) };
        payer.send(session["url"].as_str().unwrap(), &form).await;
        let (_, session) = gateway.find_session(session["id"].as_str().unwrap()).await;
        let (_, charge) = gateway.charge(number, &charge_body(session["method"]["token"].as_str().unwrap())).await;
        assert_eq!((&charge["status"], &charge["decline_code"]), (&json!(status), &code), "{number}");
    }
}

#[tokio::test]
async fn a_card_whose_month_is_over_is_declined() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let payer = Payer::new(&gateway);
    let (_, session) = gateway.open_session("key-1", &session_body()).await;
    payer.send(session["url"].as_str().unwrap(), &card("4242424242424242")).await;
    let (_, session) = gateway.find_session(session["id"].as_str().unwrap()).await;
    let body = charge_body(session["method"]["token"].as_str().unwrap());
    gateway.set_clock("2040-04-30").await;
    assert_eq!(gateway.charge("charge-1", &body).await.1["status"], "succeeded");
    gateway.set_clock("2040-05-01").await;
    assert_eq!(gateway.charge("charge-2", &body).await.1["decline_code"], "expired_card");
    assert_eq!(gateway.charge("charge-1", &body).await.1["status"], "succeeded");
}

#[tokio::test]
async fn a_session_body_that_breaks_any_rule_is_refused_and_leaves_the_key_free() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    for body in [
        with("kinds", json!([])),
        with("kinds", json!(["card", "card"])),
        with("kinds", json!(["cash"])),
        with("kinds", json!("card")),
        with("language", json!("fr")),
        with("return_url", json!("javascript:alert(1)")),
        with("return_url", json!("/back")),
        with("return_url", json!("http://portal.test/a b")),
        with("return_url", json!("http://portal.test/\r\nSet-Cookie: a=b")),
        with("return_url", json!("http://portal.test/#here")),
        with("return_url", json!("http://user:password@portal.test/")),
        with("return_url", json!(format!("http://portal.test/{}", "x".repeat(2000)))),
        with("cancel_url", json!("ftp://portal.test/")),
        with("cancel_url", json!(null)),
        with("reference", json!("")),
        with("reference", json!("x".repeat(201))),
        with("payer_name", json!("two\nlines")),
        with("payer_name", json!("")),
        with("payer_country", json!("Germany")),
        with("payer_country", json!("de")),
        with("creditor_name", json!(null)),
        with("mandate_reference", json!(null)),
        with("mandate_reference", json!("x".repeat(36))),
        with("mandate_reference", json!("two words")),
        with("amount_minor", json!(1)),
        json!([]),
    ] {
        let (status, answer) = gateway.open_session("key-1", &body).await;
        assert_eq!((status, &answer["error"]["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("invalid_request")), "{body}");
    }
    let request = gateway.request(Method::POST, "/v1/sessions").json(&session_body());
    assert_eq!(read(request).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let mut card_only = with("kinds", json!(["card"]));
    for field in ["payer_name", "payer_country", "creditor_name", "mandate_reference"] {
        card_only.as_object_mut().unwrap().remove(field);
    }
    assert_eq!(gateway.open_session("key-1", &card_only).await.0, StatusCode::OK);
}
