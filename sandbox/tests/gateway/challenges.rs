//! 3-D Secure: a charge that waits for its person.

use std::sync::Arc;

use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::payer::{Payer, card};
use crate::support::{Gateway, charge_body, later_body, new_store, session_body};

/// Where the page leads back to.
const BACK: &str = "http://portal.test/orders/7?from=bank";

fn asking_body() -> Value {
    let mut body = charge_body("tok_3ds_3220");
    body["return_url"] = json!(BACK);
    body
}

async fn ask(gateway: &Gateway, key: &str, body: &Value) -> (Value, String) {
    let (status, charge) = gateway.charge(key, body).await;
    assert_eq!((status, &charge["status"]), (StatusCode::OK, &json!("action_required")));
    let url = charge["action_url"].as_str().unwrap().to_owned();
    (charge, url)
}

#[tokio::test]
async fn a_charge_that_asks_names_the_page_to_lead_to_and_has_taken_nothing() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let (charge, url) = ask(&gateway, "key-1", &asking_body()).await;
    assert_eq!(url, format!("http://gateway.test/3ds/{}", charge["id"].as_str().unwrap()));
    assert_eq!((&charge["captured_minor"], &charge["method"]["last4"]), (&json!(0), &json!("3220")));
    assert_eq!(gateway.charge("key-1", &asking_body()).await.1, charge);
    assert_eq!(gateway.find("key-1").await.1, charge);
}

#[tokio::test]
async fn the_page_shows_amount_reference_and_card_in_both_languages() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let payer = Payer::new(&gateway);
    let (_, url) = ask(&gateway, "key-1", &asking_body()).await;
    for (address, heading, amount) in [(url.clone(), "Zahlung bestätigen", "170,56\u{a0}€"), (format!("{url}?lang=en"), "Confirm the payment", "€170.56")]
    {
        let page = payer.open(&address).await;
        assert_eq!(page.status, StatusCode::OK);
        for text in [&format!("<h1>{heading}</h1>"), amount, "order-1", "3220", "href=\"http://portal.test/orders/7?from=bank\""] {
            assert!(page.html.contains(text), "{text}");
        }
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.ends_with("form-action 'self' http://portal.test"), "{policy}");
    }
    assert!(payer.open_in(&url, "en").await.html.contains("Confirm the payment"));
}

#[tokio::test]
async fn the_page_keeps_the_language_in_which_the_card_was_left() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let payer = Payer::new(&gateway);
    let mut body = session_body();
    body["language"] = json!("en");
    let (_, session) = gateway.open_session("key-1", &body).await;
    payer.send(session["url"].as_str().unwrap(), &card("4000000000003220")).await;
    let (_, session) = gateway.find_session(session["id"].as_str().unwrap()).await;
    let (_, url) = ask(&gateway, "key-1", &charge_body(session["method"]["token"].as_str().unwrap())).await;
    let page = payer.open_in(&url, "de").await;
    assert!(page.html.contains("Confirm the payment") && page.html.contains("Nordwerk Software GmbH"));
}

#[tokio::test]
async fn confirming_takes_the_money_and_leads_back_to_just_that_address() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let payer = Payer::new(&gateway);
    let (_, url) = ask(&gateway, "key-1", &asking_body()).await;
    let page = payer.send(&url, &[("answer", "confirm")]).await;
    assert_eq!((page.status, page.location.as_deref()), (StatusCode::SEE_OTHER, Some(BACK)));
    let (_, charge) = gateway.find("key-1").await;
    assert_eq!((&charge["status"], &charge["captured_minor"], &charge["action_url"]), (&json!("succeeded"), &json!(17056), &json!(null)));
    assert_eq!(gateway.charge("key-1", &asking_body()).await.1, charge);
    // The first answer stands.
    assert_eq!(payer.send(&url, &[("answer", "reject")]).await.location.as_deref(), Some(BACK));
    assert_eq!(payer.open(&url).await.location.as_deref(), Some(BACK));
    assert_eq!(gateway.find("key-1").await.1, charge);
}

#[tokio::test]
async fn a_confirmed_charge_that_is_to_be_captured_later_is_authorised() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let payer = Payer::new(&gateway);
    let (_, url) = ask(&gateway, "key-1", &later_body("tok_3ds_3220")).await;
    let page = payer.send(&url, &[("answer", "confirm")]).await;
    // Without a way back there is a page that says so.
    assert!(page.status == StatusCode::OK && page.html.contains("Das ist erledigt"));
    assert_eq!(gateway.find("key-1").await.1["status"], "authorised");
    assert_eq!(gateway.capture("key-1", 17056).await.1["status"], "succeeded");
}

#[tokio::test]
async fn rejecting_declines_the_charge() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let payer = Payer::new(&gateway);
    let (_, url) = ask(&gateway, "key-1", &asking_body()).await;
    assert_eq!(payer.send(&url, &[("answer", "reject")]).await.location.as_deref(), Some(BACK));
    let (_, charge) = gateway.find("key-1").await;
    assert_eq!((&charge["status"], &charge["decline_code"]), (&json!("declined"), &json!("authentication_failed")));
}

#[tokio::test]
async fn a_charge_that_was_given_up_waits_until_its_key_is_cancelled() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let payer = Payer::new(&gateway);
    let (charge, url) = ask(&gateway, "key-1", &asking_body()).await;
    payer.open(&url).await;
    assert_eq!(payer.send(&url, &[("answer", "perhaps")]).await.status, StatusCode::OK);
    assert_eq!(gateway.find("key-1").await.1, charge);
    let (_, cancelled) = gateway.cancel("key-1").await;
    assert_eq!((&cancelled["status"], &cancelled["id"], &cancelled["amount_minor"]), (&json!("cancelled"), &charge["id"], &json!(17056)));
    assert_eq!(payer.send(&url, &[("answer", "confirm")]).await.location.as_deref(), Some(BACK));
    assert_eq!(gateway.find("key-1").await.1, cancelled);
    let mut other = asking_body();
    other["amount_minor"] = json!(1);
    assert_eq!(gateway.charge("key-1", &other).await, (StatusCode::OK, cancelled));
}

#[tokio::test]
async fn a_race_of_confirming_rejecting_and_cancelling_ends_in_one_state_that_stands() {
    let (_folder, store) = new_store();
    let gateway = Arc::new(Gateway::start(&store).await);
    let payer = Arc::new(Payer::new(&gateway));
    for round in 0..8 {
        let key = format!("key-{round}");
        let (_, url) = ask(&gateway, &key, &asking_body()).await;
        let mut calls = JoinSet::new();
        for call in 0..12 {
            let (gateway, payer, key, url) = (Arc::clone(&gateway), Arc::clone(&payer), key.clone(), url.clone());
            calls.spawn(async move {
                match call % 3 {
                    0 => drop(payer.send(&url, &[("answer", "confirm")]).await),
                    1 => drop(payer.send(&url, &[("answer", "reject")]).await),
                    _ => drop(gateway.cancel(&key).await),
                }
                gateway.find(&key).await.1["status"].clone()
            });
        }
        let states = calls.join_all().await;
        assert!(states.iter().all(|state| *state == states[0]) && states[0] != "action_required", "{states:?}");
    }
}

#[tokio::test]
async fn a_page_of_no_charge_or_of_a_cancelled_key_is_not_there() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let payer = Payer::new(&gateway);
    let (_, cancelled) = gateway.cancel("key-1").await;
    for id in ["ch_unknown", cancelled["id"].as_str().unwrap()] {
        assert_eq!(payer.open(&format!("/3ds/{id}")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(payer.send(&format!("/3ds/{id}"), &[("answer", "confirm")]).await.status, StatusCode::NOT_FOUND);
    }
}
