//! The adapter against the real sandbox: what is authorised is captured or let go, what was charged is refunded, and
//! nothing happens twice.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::gateway::{Gateway, SECRET, WEBHOOK_SECRET};
use backend::gateways::payment::{Charge, ChargeOutcome, ChargeRequest, GatewayError, OutcomeUnknown, PaymentGateway, RefundRequest};
use backend::gateways::payment_http::HttpGateway;
use std::time::Duration;

struct Till {
    gateway: Gateway,
    adapter: HttpGateway,
}

impl Till {
    async fn open() -> Self {
        let gateway = Gateway::start().await;
        let settings = backend::GatewaySettings {
            url: format!("{}/", gateway.url()),
            secret: SECRET.to_owned().into(),
            public_url: gateway.url(),
            webhook_secret: WEBHOOK_SECRET.to_owned().into(),
            timeout: Duration::from_secs(30),
        };
        Self { adapter: HttpGateway::new(&settings).unwrap(), gateway }
    }
}

fn request(key: &str, token: &str) -> ChargeRequest {
    ChargeRequest {
        key: key.to_owned(),
        amount_minor: 1_000,
        currency: "EUR".to_owned(),
        payment_token: token.to_owned(),
        reference: "order".to_owned(),
        return_url: None,
    }
}

fn charged(outcome: &ChargeOutcome) -> Option<i64> {
    if let ChargeOutcome::Succeeded(Charge { amount_minor, .. }) = outcome { Some(*amount_minor) } else { None }
}

#[tokio::test]
async fn what_is_authorised_is_captured_once_in_full_or_in_part() {
    let Till { adapter, gateway } = Till::open().await;
    let outcome = adapter.authorise(&request("a", "tok_visa_4242")).await.unwrap();
    assert!(matches!(&outcome, ChargeOutcome::Authorised(charge) if charge.amount_minor == 1_000), "{outcome:?}");
    assert_eq!(adapter.settle("a").await.unwrap(), outcome, "what is authorised is not cancelled");
    for _ in 0..2 {
        assert_eq!(charged(&adapter.capture("a", 700).await.unwrap()), Some(700));
    }
    let other = adapter.capture("a", 600).await;
    assert!(matches!(&other, Err(GatewayError::Refused(code)) if code == "not_capturable"), "{other:?}");
    let void = adapter.void("a").await;
    assert!(matches!(&void, Err(GatewayError::Refused(code)) if code == "not_voidable"), "{void:?}");
    assert_eq!(gateway.charges().await.len(), 1);
}

#[tokio::test]
async fn what_is_authorised_is_let_go_once() {
    let Till { adapter, gateway: _running } = Till::open().await;
    adapter.authorise(&request("a", "tok_visa_4242")).await.unwrap();
    for _ in 0..2 {
        assert_eq!(adapter.void("a").await.unwrap(), ChargeOutcome::Voided);
    }
    assert_eq!(adapter.find("a").await.unwrap(), Some(ChargeOutcome::Voided));
    let nowhere = adapter.void("nowhere").await;
    assert!(matches!(&nowhere, Err(GatewayError::Refused(code)) if code == "not_found"), "{nowhere:?}");
}

#[tokio::test]
async fn what_was_charged_is_refunded_up_to_its_amount() {
    let Till { adapter, gateway: _running } = Till::open().await;
    assert_eq!(charged(&adapter.charge(&request("c", "tok_visa_4242")).await.unwrap()), Some(1_000));
    let refund = |key: &str, amount_minor| RefundRequest { key: key.to_owned(), charge_key: "c".to_owned(), amount_minor, reference: "back".to_owned() };
    let first = adapter.refund(&refund("r1", 600)).await.unwrap();
    assert_eq!(adapter.refund(&refund("r1", 600)).await.unwrap(), first);
    let beyond = adapter.refund(&refund("r2", 401)).await;
    assert!(matches!(&beyond, Err(GatewayError::Refused(code)) if code == "exceeds_charge"), "{beyond:?}");
    adapter.refund(&refund("r3", 400)).await.unwrap();
}

#[tokio::test]
async fn every_way_of_a_charge_is_understood() {
    let Till { adapter, gateway } = Till::open().await;
    gateway.set_day("2026-11-21").await;
    assert_eq!(adapter.find("nowhere").await.unwrap(), None);
    let declined = adapter.charge(&request("d", "tok_insufficient_9995")).await.unwrap();
    assert_eq!(declined, ChargeOutcome::Declined { code: "insufficient_funds".to_owned() });
    let refused = adapter.charge(&request("x", "tok_nobody_knows")).await.unwrap();
    assert_eq!(refused, ChargeOutcome::Declined { code: "refused".to_owned() });
    assert!(matches!(adapter.charge(&request("3", "tok_3ds_3220")).await.unwrap(), ChargeOutcome::ActionRequired { .. }));
    assert_eq!(adapter.settle("3").await.unwrap(), ChargeOutcome::Cancelled);
    let pending = adapter.charge(&request("s", "tok_sepa_3002")).await.unwrap();
    assert!(matches!(&pending, ChargeOutcome::Pending { settles_on, .. } if settles_on.to_string() == "2026-11-23"), "{pending:?}");
    gateway.set_day("2026-11-23").await;
    let failed = adapter.find("s").await.unwrap().unwrap();
    assert!(matches!(&failed, ChargeOutcome::Failed { code, .. } if code == "account_closed"), "{failed:?}");
    // The same key for another question is no answer to this one: it may have charged.
    let conflict = adapter.charge(&ChargeRequest { amount_minor: 1, ..request("s", "tok_sepa_3002") }).await;
    assert!(matches!(conflict, Err(OutcomeUnknown(_))), "{conflict:?}");
    // A name that came back from a browser stays a name.
    for odd in ["../charges", "a/b", "?x", "%2e%2e", "ps 1", "\u{0}"] {
        assert_eq!(adapter.find_session(odd).await.unwrap(), None, "{odd:?}");
    }
}
