//! Journals written by hand: of the first form, of long ago, and of things that cannot have happened.

use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use reqwest::StatusCode;
use sandbox::{Sandbox, SandboxError};
use serde_json::{Value, json};

use crate::payer::{Payer, card, debit};
use crate::receiver::Receiver;
use crate::support::{Gateway, charge_body, later_body, new_store, options, session_body};

/// Seconds since 1970, so many from now.
fn from_now(seconds: i64) -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap() + seconds
}

fn write(store: &Path, events: &[Value]) {
    fs::create_dir_all(store.parent().unwrap()).unwrap();
    fs::write(store, events.iter().map(|event| format!("{event}\n")).collect::<String>()).unwrap();
}

fn opened(id: &str, expires_at: i64) -> Value {
    json!({"event": "session_opened", "key": id, "id": id, "request": session_body(), "expires_at": expires_at})
}

fn made(key: &str, state: &Value) -> Value {
    let mut request = charge_body("tok_visa_4242");
    request["capture"] = json!("later");
    let face = json!({"kind": "card", "brand": "visa", "last4": "4242"});
    json!({"event": "charge_made", "key": key, "id": format!("ch_{key}"), "request": request, "method": face, "state": state})
}

fn changed(key: &str, change: &Value) -> Value {
    json!({"event": "charge_changed", "key": key, "change": change, "notice": null})
}

#[tokio::test]
async fn a_journal_of_the_first_form_is_read_and_goes_on_in_the_present_one() {
    let (_folder, store) = new_store();
    let request = charge_body("tok_mastercard_4444");
    let declined = charge_body("tok_expired_0069");
    write(
        &store,
        &[
            json!({"key": "key-1", "id": "ch_1", "settlement": {"status": "succeeded", "request": request}}),
            json!({"key": "key-2", "id": "ch_2", "settlement": {"status": "declined", "request": declined, "decline_code": "expired_card"}}),
            json!({"key": "key-3", "id": "ch_3", "settlement": {"status": "cancelled"}}),
        ],
    );
    let before = fs::read(&store).unwrap();
    let gateway = Gateway::start(&store).await;
    let (_, charge) = gateway.charge("key-1", &request).await;
    assert_eq!((&charge["id"], &charge["status"], &charge["captured_minor"]), (&json!("ch_1"), &json!("succeeded"), &json!(17056)));
    assert_eq!(charge["method"], json!({"kind": "card", "brand": "mastercard", "last4": "4444"}));
    assert_eq!(gateway.find("key-2").await.1["decline_code"], "expired_card");
    assert_eq!(gateway.charge("key-3", &request).await.1["status"], "cancelled");
    assert_eq!(gateway.refund("refund-1", "key-1", 17056).await.0, StatusCode::OK);
    let charges = gateway.charges().await;
    gateway.stop().await;
    assert!(fs::read(&store).unwrap().starts_with(&before));
    assert_eq!(Gateway::start(&store).await.charges().await, charges);
}

#[tokio::test]
async fn a_restart_keeps_every_state_and_every_way_on() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let payer = Payer::new(&gateway);
    gateway.set_clock("2026-11-22").await;
    for token in ["tok_visa_4242", "tok_declined_0002", "tok_sepa_3000", "tok_sepa_3001", "tok_3ds_3220"] {
        gateway.charge(token, &charge_body(token)).await;
    }
    for key in ["held", "captured", "voided", "rejected", "refunded"] {
        gateway.charge(key, &later_body(if key == "rejected" { "tok_3ds_3220" } else { "tok_visa_4242" })).await;
    }
    gateway.capture("captured", 100).await;
    gateway.capture("refunded", 100).await;
    let refund = gateway.refund("refund-1", "refunded", 40).await;
    gateway.void("voided").await;
    gateway.cancel("cancelled").await;
    let (_, rejected) = gateway.find("rejected").await;
    payer.send(rejected["action_url"].as_str().unwrap(), &[("answer", "reject")]).await;
    let mut sessions = Vec::new();
    for (key, form) in [("open", vec![]), ("card", card("4242424242424242")), ("debit", debit("DE89370400440532013000")), ("back", vec![("action", "cancel")])]
    {
        let (_, session) = gateway.open_session(key, &session_body()).await;
        if !form.is_empty() {
            payer.send(session["url"].as_str().unwrap(), &form).await;
        }
        sessions.push(gateway.find_session(session["id"].as_str().unwrap()).await);
    }
    let charges = gateway.charges().await;
    gateway.stop().await;

    let gateway = Gateway::start(&store).await;
    let payer = Payer::new(&gateway);
    assert_eq!(gateway.charges().await, charges);
    for session in &sessions {
        assert_eq!(gateway.find_session(session.1["id"].as_str().unwrap()).await, *session);
    }
    let states: Vec<_> = sessions.iter().map(|(_, session)| session["status"].as_str().unwrap()).collect();
    assert_eq!(states, ["open", "completed", "completed", "cancelled"]);
    let token = sessions[1].1["method"]["token"].as_str().unwrap();
    assert_eq!(gateway.charge("new", &charge_body(token)).await.1["status"], "succeeded");
    assert_eq!(gateway.refund("refund-1", "refunded", 40).await, refund);
    assert_eq!(gateway.refund("refund-2", "refunded", 61).await.1["error"]["code"], "exceeds_charge");
    assert_eq!(gateway.capture("held", 17056).await.1["status"], "succeeded");
    let (_, asking) = gateway.find("tok_3ds_3220").await;
    payer.send(asking["action_url"].as_str().unwrap(), &[("answer", "confirm")]).await;
    assert_eq!(gateway.find("tok_3ds_3220").await.1["status"], "succeeded");
    assert_eq!(payer.send(sessions[0].1["url"].as_str().unwrap(), &card("4242424242424242")).await.status, StatusCode::SEE_OTHER);
    gateway.set_clock("2026-11-24").await;
    assert_eq!(gateway.find("tok_sepa_3000").await.1["status"], "succeeded");
    assert_eq!(gateway.find("tok_sepa_3001").await.1["failure_code"], "insufficient_funds");
}

#[tokio::test]
async fn a_session_expires_after_its_hour_and_its_page_leads_back() {
    let (_folder, store) = new_store();
    write(&store, &[opened("ps_old", from_now(-1)), opened("ps_new", from_now(2))]);
    let receiver = Receiver::start().await;
    let gateway = Gateway::start_with(receiver.told_by(options(&store))).await;
    let payer = Payer::new(&gateway);
    assert_eq!(gateway.find_session("ps_old").await.1["status"], "expired");
    for page in [payer.open("/pay/ps_old").await, payer.send("/pay/ps_old", &card("4242424242424242")).await] {
        assert_eq!(page.status, StatusCode::GONE);
        assert!(page.html.contains("Diese Seite ist abgelaufen") && page.html.contains("href=\"http://portal.test/cancel\""));
    }
    assert!(payer.open("/pay/ps_old?lang=en").await.html.contains("This page has expired"));
    // Nobody asks about the other: it expires by itself, and that is told.
    let sessions: Vec<_> = receiver.wait_for(2).await.iter().map(|delivery| delivery.event()["session"].clone()).collect();
    assert_eq!(sessions, ["ps_old", "ps_new"]);
    assert_eq!(gateway.find_session("ps_new").await.1["status"], "expired");
}

#[tokio::test]
async fn a_person_who_never_answers_the_bank_declines_after_half_an_hour() {
    let (_folder, store) = new_store();
    let asking = |seconds| json!({"status": "action_required", "expires_at": from_now(seconds)});
    write(&store, &[made("old", &asking(-1)), made("new", &asking(1800))]);
    let gateway = Gateway::start(&store).await;
    let (_, charge) = gateway.find("old").await;
    assert_eq!((&charge["status"], &charge["decline_code"]), (&json!("declined"), &json!("authentication_failed")));
    assert_eq!(gateway.find("new").await.1["status"], "action_required");
    Payer::new(&gateway).send("/3ds/ch_old", &[("answer", "confirm")]).await;
    assert_eq!(gateway.find("old").await.1, charge);
}

#[tokio::test]
async fn without_a_set_clock_debits_follow_the_calendar() {
    let (_folder, store) = new_store();
    let pending = |day: &str| json!({"status": "pending", "settles_on": day, "failure_code": null});
    write(&store, &[made("due", &pending("2020-01-02")), made("to-come", &pending("9999-01-01"))]);
    let receiver = Receiver::start().await;
    let gateway = Gateway::start_with(receiver.told_by(options(&store))).await;
    // Nobody has asked yet.
    assert_eq!(receiver.wait_for(1).await[0].event()["key"], "due");
    assert_eq!(gateway.find("due").await.1["status"], "succeeded");
    assert_eq!(gateway.find("to-come").await.1["status"], "pending");
}

#[tokio::test]
async fn an_event_that_nobody_took_in_three_days_is_given_up() {
    let (_folder, store) = new_store();
    let completed =
        |id: &str, created: i64| json!({"event": "session_ended", "id": id, "end": "cancelled", "notice": {"id": format!("ev_{id}"), "created": created}});
    let days = |days: i64| from_now(-days * 24 * 60 * 60);
    write(&store, &[opened("ps_1", from_now(60)), opened("ps_2", from_now(60)), completed("ps_1", days(4)), completed("ps_2", days(2))]);
    let receiver = Receiver::start().await;
    let gateway = Gateway::start_with(receiver.told_by(options(&store))).await;
    assert_eq!(receiver.wait_for(1).await[0].id(), "ev_ps_2");
    gateway.stop().await;
    assert_eq!(receiver.deliveries().len(), 1);
    assert!(fs::read_to_string(&store).unwrap().contains(r#"{"event":"notice_ended","id":"ev_ps_1","end":"given_up"}"#));
}

#[tokio::test]
async fn what_cannot_have_happened_stops_the_start_with_its_line() {
    let (_folder, store) = new_store();
    let held = || made("held", &json!({"status": "authorised"}));
    let taken = || made("taken", &json!({"status": "succeeded", "captured_minor": 100, "refunded_minor": 0}));
    let refund = |key: &str, amount: i64| {
        let request = json!({"charge_key": "taken", "amount_minor": amount, "reference": "r"});
        json!({"event": "refunded", "key": key, "id": key, "request": request, "notice": null})
    };
    for events in [
        vec![held(), held()],
        vec![held(), changed("held", &json!("challenge_passed"))],
        vec![held(), changed("held", &json!({"captured": {"amount_minor": 17057}}))],
        vec![held(), changed("held", &json!({"captured": {"amount_minor": 0}}))],
        vec![held(), changed("nobody", &json!("voided"))],
        vec![held(), changed("held", &json!("voided")), changed("held", &json!({"captured": {"amount_minor": 1}}))],
        vec![taken(), refund("r-1", 101)],
        vec![taken(), refund("r-1", 60), refund("r-2", 41)],
        vec![taken(), refund("r-1", 1), refund("r-1", 1)],
        vec![opened("ps_1", 1), opened("ps_1", 1)],
        vec![json!({"event": "session_ended", "id": "ps_1", "end": "expired", "notice": null})],
        vec![json!({"event": "clock_set", "today": "2026-11-22"}), json!({"event": "clock_set", "today": "2026-11-21"})],
        vec![json!({"event": "notice_ended", "id": "ev_1", "end": "delivered"})],
        vec![json!({"event": "earthquake"})],
        vec![json!({"event": "key_cancelled", "key": "k", "id": "ch_1", "why": "?"})],
        vec![json!({"key": "k", "id": "ch_1", "settlement": {"status": "succeeded", "request": charge_body("tok_nobody")}})],
    ] {
        write(&store, &events);
        let before = fs::read(&store).unwrap();
        let refused = Sandbox::open(&options(&store)).err().unwrap();
        assert!(matches!(refused, SandboxError::StoreDamaged { line, .. } if line == events.len()), "{refused}: {events:?}");
        assert_eq!(fs::read(&store).unwrap(), before);
    }
}
