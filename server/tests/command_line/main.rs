//! The commands that need no server: prices, migrations, staff.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "in tests a failed unwrap is the message, in their helpers too")]

use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const DOCUMENT: &str = r#"{"today":"2026-11-21","currency":"EUR","customer":{"country":"DE","vat_id":"none","credit_minor":0},
    "items":[{"kind":"new","product":"goto-meeting","plan":"professional","seats":10,"interval":"monthly"}]}"#;

fn run(folder: &Path, arguments: &[&str], environment: &[(&str, &str)], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kontor"));
    command.args(arguments).current_dir(folder).env_clear().envs(environment.iter().copied());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that reads nothing may have closed its end.
    let _written = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn price(folder: &Path, arguments: &[&str], input: &str) -> (Option<i32>, Value, String) {
    let output = run(folder, &[&["price"], arguments].concat(), &[], input);
    let answer = serde_json::from_slice(&output.stdout).unwrap_or_default();
    (output.status.code(), answer, String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_document_is_priced_without_database_and_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let (code, answer, _) = price(folder.path(), &[], DOCUMENT);
    assert_eq!((code, answer["total_minor"].as_i64()), (Some(0), Some(16_660)));
    assert_eq!(folder.path().read_dir().unwrap().count(), 0);
}

#[test]
fn what_cannot_be_priced_is_answered_with_a_code() {
    let folder = tempfile::tempdir().unwrap();
    let (code, answer, _) = price(folder.path(), &[], &DOCUMENT.replace("goto-meeting", "goto-moon"));
    assert_eq!((code, answer["error"]["code"].as_str(), answer["error"]["item"].as_i64()), (Some(2), Some("unknown_product"), Some(0)));
    for input in ["", "{", "[]", &" ".repeat(2 * 1024 * 1024)] {
        let (code, answer, _) = price(folder.path(), &[], input);
        assert_eq!((code, answer["error"]["code"].as_str()), (Some(2), Some("invalid_input")));
    }
}

#[test]
fn the_catalogue_is_the_named_one_else_the_configured_one() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = include_str!("../../../catalogue.toml").replace("unit_minor = 1400", "unit_minor = 1000");
    std::fs::write(folder.path().join("mine.toml"), catalogue).unwrap();
    std::fs::write(folder.path().join("bad.toml"), "[[products]]\nid = \"x\"\nwhat = 1\n").unwrap();
    assert_eq!(price(folder.path(), &["--catalogue", "mine.toml"], DOCUMENT).1["net_minor"], 10_000);
    let (code, answer, complaint) = price(folder.path(), &["--catalogue", "bad.toml"], DOCUMENT);
    assert!(code == Some(1) && answer.is_null() && complaint.contains("bad.toml, line 3: unknown field"), "{complaint}");

    let configuration = include_str!("../../../Leptos.toml").replace("# catalogue = \"catalogue.toml\"", "catalogue = \"mine.toml\"");
    std::fs::write(folder.path().join("Leptos.toml"), configuration).unwrap();
    assert_eq!(price(folder.path(), &[], DOCUMENT).1["net_minor"], 10_000);
    let (code, _, complaint) = price(folder.path(), &["--config", "elsewhere.toml"], DOCUMENT);
    assert!(code == Some(1) && complaint.contains("elsewhere.toml cannot be read"), "{complaint}");
}

#[test]
fn a_database_is_migrated_and_staff_added() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("Leptos.toml"), include_str!("../../../Leptos.toml")).unwrap();
    let output = run(folder.path(), &["migrate"], &[], "");
    assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains("SQLite"), "{output:?}");
    let add =
        |password: &str| run(folder.path(), &["staff", "add", "--name", "Rita", "--email", "rita@kontor.example", "--role", "representative"], &[], password);
    assert!(String::from_utf8_lossy(&add("short\n").stderr).contains("12 characters"));
    assert!(add("long enough to be one\n").status.success());
    assert!(String::from_utf8_lossy(&add("long enough to be one\n").stderr).contains("already"));
}

#[test]
fn every_command_explains_itself() {
    let folder = tempfile::tempdir().unwrap();
    for (command, expected) in
        [("serve", "KONTOR_LOG"), ("migrate", "--config"), ("price", "exit code 2"), ("sandbox", "KONTOR_GATEWAY_SECRET"), ("staff", "add")]
    {
        let output = run(folder.path(), &[command, "--help"], &[], "");
        assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains(expected), "{command}");
    }
    assert_eq!(run(folder.path(), &["nonsense"], &[], "").status.code(), Some(2));
}
