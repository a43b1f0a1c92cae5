//! `kontor price`: JSON in, JSON out, whatever comes in.

use crate::run;
use crate::support::program::kontor;
use serde_json::{Value, json};

/// Prices a document in a folder without configuration; answers exit code and JSON.
fn price(document: &[u8]) -> (Option<i32>, Value) {
    let folder = tempfile::tempdir().unwrap();
    let mut command = kontor();
    command.arg("price").current_dir(folder.path());
    let ended = run(command, document);
    assert_eq!(ended.complaint, "");
    (ended.code, serde_json::from_str(&ended.output).unwrap_or_else(|error| panic!("{error}: {:?}", ended.output)))
}

fn document() -> Value {
    json!({
        "today": "2026-11-21", "currency": "EUR", "customer": {"country": "DE", "vat_id": "none", "credit_minor": 0},
        "items": [{
            "kind": "change", "plan": "business", "seats": 10, "interval": "monthly",
            "subscription": {
                "product": "goto-meeting", "plan": "professional", "seats": 10, "interval": "monthly",
                "unit_minor": 1400, "period_start": "2026-11-01", "period_end": "2026-12-01"
            }
        }]
    })
}

#[test]
fn the_first_worked_example_has_its_price() {
    let (code, answer) = price(document().to_string().as_bytes());
    assert_eq!(code, Some(0));
    let expected = json!({
        "lines": [
            {"item": 0, "kind": "credit", "seats": 10, "unit_minor": 1400, "days": 10, "of_days": 30, "net_minor": -4667},
            {"item": 0, "kind": "charge", "seats": 10, "unit_minor": 1900, "days": 30, "of_days": 30, "net_minor": 19000},
        ],
        "net_minor": 14333,
        "tax": [{"category": "S", "rate": "19", "base_minor": 14333, "tax_minor": 2723}],
        "total_minor": 17056,
        "credit_used_minor": 0,
        "due_now_minor": 17056,
        "credit_after_minor": 0,
        "periods": [{"item": 0, "start": "2026-11-21", "end": "2026-12-21"}],
        "renewals": [{"item": 0, "on": "2026-12-21", "net_minor": 19000}],
        "asks_for_payment": true,
    });
    assert_eq!(answer, expected);
}

#[test]
fn what_cannot_be_priced_is_exit_code_two_and_json() {
    let mut downgrade = document();
    downgrade["items"][0]["subscription"]["plan"] = "enterprise".into();
    let (code, answer) = price(downgrade.to_string().as_bytes());
    assert_eq!((code, &answer["error"]["code"], &answer["error"]["item"]), (Some(2), &json!("downgrade_not_self_service"), &json!(0)));
    let five_megabytes = format!("{{\"today\":\"{}\"}}", "2".repeat(5_000_000));
    let good_and_long = format!("{}{}", document(), " ".repeat(5_000_000));
    let deep = "[".repeat(200_000);
    for broken in [
        b"".as_slice(),
        b"\xff\xfe\x00\x80",
        b"{\"today\":\"2026-11-21\xc3\x28\"}",
        b"null",
        b"{}",
        five_megabytes.as_bytes(),
        good_and_long.as_bytes(),
        deep.as_bytes(),
    ] {
        let (code, answer) = price(broken);
        assert_eq!((code, &answer["error"]["code"]), (Some(2), &json!("invalid_input")), "{} bytes", broken.len());
    }
}

#[test]
fn a_pipe_that_nobody_reads_is_no_panic() {
    let mut command = kontor();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    command.arg("price").stdin(std::process::Stdio::null()).stdout(full).stderr(std::process::Stdio::piped());
    let ended = command.spawn().unwrap().wait_with_output().unwrap();
    let complaint = String::from_utf8(ended.stderr).unwrap();
    assert!(ended.status.code() == Some(1) && complaint.contains("standard output cannot be written"), "{complaint}");
}
