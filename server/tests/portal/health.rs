//! Starting, stopping, and being watched over.

use crate::support::{browser, kontor, prepare, start};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[tokio::test]
async fn it_says_that_it_lives_and_stops_when_told() {
    let mut server = start();
    let watcher = browser();
    assert_eq!(server.get(&watcher, "/healthz").await.text().await.unwrap(), "ok\n");
    assert_eq!(server.get(&watcher, "/readyz").await.text().await.unwrap(), "ready\n");
    assert!(server.folder.path().join("data/kontor.sqlite").is_file());
    let told = Instant::now();
    assert!(Command::new("kill").arg(server.child.id().to_string()).status().unwrap().success());
    assert!(server.child.wait().unwrap().success());
    assert!(told.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_gateway_that_cannot_start_stops_the_server() {
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path());
    std::fs::create_dir_all(folder.path().join("data")).unwrap();
    std::fs::write(folder.path().join("data/gateway.journal"), "no journal\n").unwrap();
    // A variable that is empty counts as not set.
    let output = kontor(folder.path()).arg("serve").env("KONTOR_GATEWAY_URL", "").env("KONTOR_GATEWAY_LISTEN", "127.0.0.1:0").output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(1) && complaint.contains("line 1 of the journal"), "{complaint}");
}

#[test]
fn what_keeps_it_from_starting_is_named() {
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path());
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    std::fs::write(folder.path().join("no-database"), "a text, and no database at all, whatever its name may be").unwrap();
    std::fs::write(folder.path().join("bad.toml"), "[[products]]\nid = 1\n").unwrap();
    for (name, value, expected) in [
        ("LEPTOS_SITE_ADDR", taken.as_str(), "address already in use"),
        ("KONTOR_DATABASE_URL", "sqlite:no-database", "database"),
        ("KONTOR_DATABASE_URL", "mysql://nowhere", "KONTOR_DATABASE_URL (environment): expected sqlite:FILE"),
        ("KONTOR_CATALOGUE", "bad.toml", "bad.toml, line 2"),
        ("KONTOR_CATALOGUE", "missing.toml", "missing.toml cannot be read"),
        ("LEPTOS_SITE_ROOT", "nowhere", "build the site first"),
        ("KONTOR_SMTP_URL", "nonsense", "mail"),
    ] {
        let output = kontor(folder.path()).arg("serve").env(name, value).stdin(Stdio::null()).output().unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(1) && complaint.contains(expected), "{name}={value}: {complaint}");
    }
}
