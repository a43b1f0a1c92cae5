//! What a restart keeps, and what it makes of a journal that a crash or a hand has changed.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use reqwest::StatusCode;
use sandbox::{Sandbox, SandboxError, Webhook};
use serde_json::json;

use crate::support::{Gateway, charge_body, new_store, options};

fn append(store: &Path, bytes: &[u8]) {
    OpenOptions::new().append(true).open(store).unwrap().write_all(bytes).unwrap();
}

#[tokio::test]
async fn a_restart_keeps_every_record_and_every_key() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let charged = gateway.charge("key-1", &charge_body("tok_visa_4242")).await;
    gateway.charge("key-2", &charge_body("tok_expired_0069")).await;
    let cancelled = gateway.cancel("key-3").await;
    let before = gateway.charges().await;
    gateway.stop().await;

    let gateway = Gateway::start(&store).await;
    assert_eq!(gateway.charges().await, before);
    assert_eq!(gateway.charge("key-1", &charge_body("tok_visa_4242")).await, charged);
    assert_eq!(gateway.charge("key-1", &charge_body("tok_mastercard_4444")).await.0, StatusCode::CONFLICT);
    assert_eq!(gateway.charge("key-3", &charge_body("tok_visa_4242")).await, cancelled);
    assert_eq!(gateway.charges().await, before);
}

#[tokio::test]
async fn a_torn_last_line_is_cut_off_and_the_journal_goes_on() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.charge("key-1", &charge_body("tok_visa_4242")).await;
    let before = gateway.charges().await;
    gateway.stop().await;
    let whole = fs::read(&store).unwrap();
    for torn in [&whole[..1], &whole[..whole.len() / 2], &whole[..whole.len() - 1], b"\0\0\0\0"] {
        append(&store, torn);
        let gateway = Gateway::start(&store).await;
        assert_eq!(gateway.charges().await, before);
        gateway.stop().await;
        assert_eq!(fs::read(&store).unwrap(), whole);
    }

    append(&store, b"{\"key\":\"key-2\",");
    let gateway = Gateway::start(&store).await;
    gateway.charge("key-2", &charge_body("tok_visa_4242")).await;
    let after = gateway.charges().await;
    assert_eq!(after.len(), 2);
    gateway.stop().await;
    assert_eq!(Gateway::start(&store).await.charges().await, after);
}

#[tokio::test]
async fn a_journal_with_nothing_but_a_torn_line_is_empty() {
    let (_folder, store) = new_store();
    fs::create_dir_all(store.parent().unwrap()).unwrap();
    fs::write(&store, b"{\"key\":").unwrap();
    let gateway = Gateway::start(&store).await;
    assert!(gateway.charges().await.is_empty());
    assert!(fs::read(&store).unwrap().is_empty());
}

#[tokio::test]
async fn a_damaged_or_repeated_complete_line_stops_the_start_and_changes_nothing() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.charge("key-1", &charge_body("tok_visa_4242")).await;
    gateway.stop().await;
    let whole = fs::read(&store).unwrap();
    for line in [b"{\"key\":\"key-2\"}\n".as_slice(), b"\n", whole.as_slice()] {
        let damaged = [whole.as_slice(), line].concat();
        fs::write(&store, &damaged).unwrap();
        let refused = Sandbox::open(&options(&store)).err().unwrap();
        assert!(matches!(refused, SandboxError::StoreDamaged { line: 2, .. }), "{refused}");
        assert_eq!(fs::read(&store).unwrap(), damaged);
    }
}

#[tokio::test]
async fn a_second_sandbox_on_the_same_journal_is_refused_until_the_first_has_closed() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let refused = Sandbox::open(&options(&store)).err().unwrap();
    assert!(matches!(refused, SandboxError::StoreLocked { .. }), "{refused}");
    gateway.stop().await;
    Sandbox::open(&options(&store)).unwrap().close().await;
    Sandbox::open(&options(&store)).unwrap().close().await;
}

#[tokio::test]
async fn an_empty_secret_is_refused() {
    let (_folder, store) = new_store();
    let mut options = options(&store);
    options.secret.clear();
    assert!(matches!(Sandbox::open(&options), Err(SandboxError::EmptySecret)));
    options.secret = "good".to_owned();
    options.webhook = Some(Webhook { url: "http://portal.test/".to_owned(), secret: String::new() });
    assert!(matches!(Sandbox::open(&options), Err(SandboxError::EmptySecret)));
}

#[tokio::test]
async fn an_address_that_is_none_is_refused() {
    let (_folder, store) = new_store();
    let mut options = options(&store);
    options.webhook = Some(Webhook { url: "portal.test".to_owned(), secret: "good".to_owned() });
    assert!(matches!(Sandbox::open(&options), Err(SandboxError::Address { .. })));
    options.webhook = None;
    options.public_url = "/pages".to_owned();
    assert!(matches!(Sandbox::open(&options), Err(SandboxError::Address { .. })));
}

#[tokio::test]
async fn a_stop_ends_a_delayed_charge_without_recording_it() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.set_fault(&json!({"fault": "slow", "delay_ms": 600_000, "times": 1})).await;
    let charging = tokio::spawn(gateway.charge_request("key-1", &charge_body("tok_visa_4242")).send());
    gateway.fault_is_used_up().await;
    let stopping = Instant::now();
    gateway.stop().await;
    assert!(stopping.elapsed() < Duration::from_secs(60));
    assert!(charging.await.unwrap().is_err());
    assert!(Gateway::start(&store).await.charges().await.is_empty());
}
