//! What those see who watch over a server: whether it lives and can work, its metrics, and its log.

use crate::support::browser::{Browser, new_client};
use crate::support::database::Engine::{self, Postgres, Sqlite};
use crate::support::ground::{Ground, Portal};
use crate::support::orders::{editor_address, place, want_business_ten};
use crate::support::program::kontor;
use crate::support::{ANNA, PASSWORD, wait_for};
use crate::{Ended, run};
use reqwest::StatusCode;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Parts of mailed links: whoever has them is somebody else.
const SECRETS: [&str; 3] = ["iNv1tAt10n-t0ken", "pAssw0rd-t0ken", "searched-for-this"];

async fn look_around(browser: &Browser) {
    let _pages = [
        browser.get(&format!("/invitation/{}", SECRETS[0])).await,
        browser.get(&format!("/set-password/{}?again={}", SECRETS[1], SECRETS[1])).await,
        browser.get(&format!("/sign-in?next=/billing/{}", SECRETS[2])).await,
        browser.get(&format!("/{}/", SECRETS[2])).await,
        browser.get(&format!("/pkg/{}.js", SECRETS[2])).await,
        browser.call("/api/set_password", &[("token", SECRETS[1]), ("password", "does-not-matter-here")]).await,
    ];
}

fn ask_to_stop(portal: &Portal) {
    assert!(Command::new("sh").args(["-c", "kill -TERM \"$0\"", &portal.program.id().to_string()]).status().unwrap().success());
}

#[tokio::test]
async fn health_wants_no_session_is_not_limited_and_never_cached() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let watcher = portal.browser();
    for (path, expected) in [("/healthz", "ok\n"), ("/readyz", "ready\n")] {
        for _ in 0..60 {
            let answer = watcher.get(path).await;
            assert_eq!((answer.status, answer.text.as_str(), answer.header("cache-control")), (StatusCode::OK, expected, "no-store"));
            assert_eq!(answer.header("set-cookie"), "");
        }
    }
    let sessions = ground.database.look("SELECT CAST(COUNT(*) AS BIGINT) AS n FROM sessions", |row| row.int("n")).await;
    assert_eq!(sessions, [0]);
}

async fn tell_of_other_schemas(engine: Engine) {
    let ground = Ground::new(engine).await;
    let portal = ground.portal().start().await;
    let watcher = portal.browser();
    for (change, expected) in [
        ("UPDATE _sqlx_migrations SET version = version + 1000 WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)", "a newer server was here"),
        ("DELETE FROM _sqlx_migrations WHERE version > 2", "bring it up to date with kontor migrate"),
    ] {
        assert!(ground.database.change(change, vec![]).await > 0);
        let told = wait_for(expected, async || Some(watcher.get("/readyz").await).filter(|answer| answer.text.contains(expected))).await;
        assert_eq!((told.status, told.header("cache-control")), (StatusCode::SERVICE_UNAVAILABLE, "no-store"), "{}", told.text);
    }
    assert_eq!(watcher.get("/healthz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_schema_of_another_version_is_not_ready_on_sqlite() {
    tell_of_other_schemas(Sqlite).await;
}

#[tokio::test]
async fn a_schema_of_another_version_is_not_ready_on_postgres() {
    tell_of_other_schemas(Postgres).await;
}

#[tokio::test]
async fn a_server_that_was_told_to_stop_says_so_and_serves_until_its_delay_is_over() {
    let ground = Ground::new(Sqlite).await;
    let mut portal = ground.portal().with("KONTOR_STOP_DELAY_SECONDS", "3600").start().await;
    let watcher = portal.browser();
    ask_to_stop(&portal);
    let told = wait_for("the news", async || Some(watcher.get("/readyz").await).filter(|answer| answer.status != StatusCode::OK)).await;
    assert_eq!((told.status, told.text.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "the server is stopping\n"));
    assert_eq!(watcher.get("/sign-in").await.status, StatusCode::OK);
    assert_eq!(watcher.get("/healthz").await.status, StatusCode::OK);
    // The second time, it stops at once.
    assert!(portal.program.stop().await.success());
}

fn healthcheck(ground: &Ground, address: &str, what: &[&str]) -> Ended {
    let mut command = kontor();
    command.arg("healthcheck").args(what).arg("--config").arg(ground.folder().join("Leptos.toml")).env("LEPTOS_SITE_ADDR", address);
    run(command, b"")
}

#[tokio::test]
async fn the_binary_asks_for_a_containers_health() {
    let ground = Ground::new(Sqlite).await;
    let mut portal = ground.portal().start().await;
    let address = portal.origin.trim_start_matches("http://").to_owned();
    let port = address.rsplit(':').next().unwrap();
    for (address, what, expected) in [(address.as_str(), &[][..], "ok\n"), (&format!("0.0.0.0:{port}"), &["alive"], "ok\n"), (&address, &["ready"], "ready\n")]
    {
        let ended = healthcheck(&ground, address, what);
        assert_eq!((ended.code, ended.output.as_str()), (Some(0), expected), "{}", ended.complaint);
    }
    ground.database.change("DELETE FROM _sqlx_migrations WHERE version > 2", vec![]).await;
    let unready = wait_for("a server that is not ready", async || Some(healthcheck(&ground, &address, &["ready"])).filter(|ended| ended.code != Some(0))).await;
    assert!(unready.code == Some(1) && unready.complaint.contains("kontor migrate"), "{unready:?}");
    portal.program.stop().await;
    let gone = healthcheck(&ground, &address, &[]);
    assert!(gone.code == Some(1) && gone.complaint.contains("does not answer"), "{gone:?}");
}

/// The samples of a text in Prometheus' format, by name and labels.
fn read_metrics(text: &str) -> BTreeMap<String, f64> {
    let mut samples = BTreeMap::new();
    for line in text.lines() {
        if let Some(comment) = line.strip_prefix("# ") {
            assert!(comment.starts_with("HELP kontor_") || comment.starts_with("TYPE kontor_"), "{line}");
            continue;
        }
        let (name, value) = line.rsplit_once(' ').unwrap_or_else(|| panic!("{line:?}"));
        assert!(name.starts_with("kontor_"), "{line}");
        assert!(samples.insert(name.to_owned(), value.parse().unwrap()).is_none(), "{line} stands there twice");
    }
    samples
}

async fn scrape(url: &str) -> String {
    let answer = new_client().get(url).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/plain; version=0.0.4"));
    answer.text().await.unwrap()
}

async fn tell_metrics(engine: Engine) {
    let ground = Ground::new(engine).await;
    let mut portal = ground.portal().with("KONTOR_METRICS_LISTEN", "127.0.0.1:0").start().await;
    let line = portal.program.line("metrics are at http://").await;
    let url = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned();
    let anna = portal.anna().await;
    let order = place(&anna, &want_business_ten(&anna).await).await;
    anna.get(&order).await;
    look_around(&portal.browser()).await;
    ground.checked_books().await;
    let text = scrape(&url).await;
    let samples = read_metrics(&text);
    for (name, least) in [
        ("kontor_http_requests_total{method=\"GET\",route=\"/billing/orders/{id}\",status=\"2xx\"}", 1.0),
        ("kontor_http_request_duration_seconds_count{method=\"POST\",route=\"/billing/checkout\",status=\"3xx\"}", 1.0),
        ("kontor_http_requests_total{method=\"GET\",route=\"/pkg/{file}\",status=\"4xx\"}", 1.0),
        ("kontor_http_requests_total{method=\"GET\",route=\"otherwise\",status=\"3xx\"}", 1.0),
        ("kontor_database_up", 1.0),
        ("kontor_start_time_seconds", 1_700_000_000.0),
    ] {
        assert!(samples.get(name).is_some_and(|value| *value >= least), "{name}: {text}");
    }
    let engine_name = if engine == Sqlite { "SQLite" } else { "PostgreSQL" };
    assert!(samples.keys().any(|name| name.starts_with("kontor_build_info{") && name.contains(engine_name)), "{text}");
    let pools: &[&str] = if engine == Sqlite { &["writer", "readers"] } else { &["all"] };
    for pool in pools {
        let idle = samples[&format!("kontor_database_connections{{pool=\"{pool}\",state=\"idle\"}}")];
        let in_use = samples[&format!("kontor_database_connections{{pool=\"{pool}\",state=\"in_use\"}}")];
        assert!(idle + in_use >= 1.0, "{text}");
    }
    for kind in ["outbox", "payment_attempts", "gateway_events", "debits", "vat_ids", "password_requests"] {
        for name in ["kontor_work_due", "kontor_work_late", "kontor_work_failed", "kontor_work_oldest_due_age_seconds"] {
            assert!(samples.contains_key(&format!("{name}{{kind=\"{kind}\"}}")), "{name} {kind}: {text}");
        }
    }
    for secret in SECRETS.iter().chain(&[ANNA, order.rsplit('/').next().unwrap()]) {
        assert!(!text.contains(secret), "{secret} stands in {text}");
    }
    // What customers reach tells nothing.
    assert_eq!(portal.browser().get("/metrics").await.status, StatusCode::NOT_FOUND);
    // Everything that is told stands in the operators' list.
    let manual = include_str!("../../../docs/operations.md");
    let told: BTreeSet<&str> = text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next()).collect();
    for name in &told {
        assert!(manual.contains(&format!("`{name}`")), "{name} is missing from docs/operations.md");
    }
    assert!(told.len() >= 10, "{told:?}");
}

#[tokio::test]
async fn metrics_tell_requests_by_route_connections_and_what_waits_on_sqlite() {
    tell_metrics(Sqlite).await;
}

#[tokio::test]
async fn metrics_tell_requests_by_route_connections_and_what_waits_on_postgres() {
    tell_metrics(Postgres).await;
}

/// How many statements a page takes: the least of several loads, since the worker asks now and then as well.
async fn statements_of(browser: &Browser, metrics: &str, path: &str) -> f64 {
    let mut least = f64::MAX;
    for _ in 0..8 {
        let before = statements_so_far(metrics).await;
        assert_eq!(browser.get(path).await.status, StatusCode::OK, "{path}");
        least = least.min(statements_so_far(metrics).await - before);
    }
    least
}

async fn statements_so_far(metrics: &str) -> f64 {
    read_metrics(&scrape(metrics).await)["kontor_database_statements_total"]
}

#[tokio::test]
async fn a_page_asks_the_database_no_more_than_it_needs() {
    let ground = Ground::new(Sqlite).await;
    let mut portal = ground.portal().with("KONTOR_METRICS_LISTEN", "127.0.0.1:0").start().await;
    let line = portal.program.line("metrics are at http://").await;
    let metrics = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned();
    let anna = portal.anna().await;
    let editor = editor_address(&anna).await;
    // Session, person and account are two of them, what the frame says of cart and news is part of each.
    let most = [("/billing", 15.0), (editor.as_str(), 12.0), ("/billing/invoices", 9.0)];
    let mut found = Vec::new();
    for (path, _) in most {
        found.push(statements_of(&anna, &metrics, path).await);
    }
    let within = most.iter().zip(&found).all(|((_, most), found)| found <= most);
    assert!(within, "{found:?} for {most:?}");
}

#[tokio::test]
async fn work_that_nobody_does_is_told_to_be_late() {
    let ground = Ground::new(Sqlite).await;
    let mut portal = ground.portal().with("KONTOR_METRICS_LISTEN", "127.0.0.1:0").start().await;
    let line = portal.program.line("metrics are at http://").await;
    let url = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned();
    let failed = "INSERT INTO outbox (id, kind, recipient, language, subject, content, state, tries, due_at, lease_until, created_at) \
                  VALUES ('f', 'mail', 'somebody', 'de', '', '', 'failed', 8, 0, 0, 0), ('w', 'mail', 'somebody', 'de', '', '', 'waiting', 0, 1000000, 9000000000000000000, 0)";
    ground.database.change(failed, vec![]).await;
    let samples = wait_for("the next look", async || {
        Some(read_metrics(&scrape(&url).await)).filter(|samples| samples.get("kontor_work_failed{kind=\"outbox\"}") == Some(&1.0))
    });
    let samples = samples.await;
    // What else waits at this moment leaves within it.
    assert!(samples["kontor_work_due{kind=\"outbox\"}"] >= 1.0 && samples["kontor_work_late{kind=\"outbox\"}"] >= 1.0, "{samples:?}");
    assert!(samples["kontor_work_oldest_due_age_seconds{kind=\"outbox\"}"] > 1_700_000_000.0, "due since 1970");
}

#[tokio::test]
async fn the_log_has_a_line_for_each_request_and_no_secret() {
    let ground = Ground::new(Sqlite).await;
    let mut portal = ground.portal().with("KONTOR_LOG_FORMAT", "json").with("KONTOR_LOG", "debug").start().await;
    let anna = portal.anna().await;
    anna.get("/billing").await;
    look_around(&anna).await;
    look_around(&portal.browser()).await;
    let refused = portal.browser().sign_in_at("/sign-in", "nobody-at-all@nordlicht.example", "not-the-password").await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let last = anna.get("/billing/profile?from=the-query").await;
    let reference = last.header("x-request-id").to_owned();
    portal.program.line(&format!("\"{reference}\"")).await;
    let output = portal.program.output();
    let lines: Vec<Value> = output.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let answered: Vec<&Value> = lines.iter().filter(|line| line["message"] == "answered").collect();
    let line = answered.iter().find(|line| line["reference"] == reference.as_str()).unwrap_or_else(|| panic!("{output}"));
    assert_eq!(
        (&line["level"], &line["method"], &line["route"], &line["account"]),
        (&"INFO".into(), &"GET".into(), &"/billing/profile".into(), &"KD-10234".into())
    );
    assert!(line["status"] == 200 && line["milliseconds"].as_f64().is_some_and(|took| took > 0.0), "{line}");
    for route in ["/invitation/{token}", "/set-password/{token}", "/pkg/{file}", "otherwise", "/api/set_password"] {
        assert!(answered.iter().filter(|line| line["route"] == route).count() >= 2, "{route}: {output}");
    }
    // Nobody is signed in there.
    assert!(answered.iter().any(|line| line["route"] == "/sign-in" && line["account"].is_null()), "{output}");
    // What the demonstration tells everybody, it prints before it serves.
    let told = output.split_once("\"answered\"").map_or("", |(_, told)| told);
    for secret in SECRETS.iter().chain(&[ANNA, "nobody-at-all@", "not-the-password", PASSWORD, "the-query", "does-not-matter-here"]) {
        assert!(!told.contains(secret), "{secret} stands in {told}");
    }
    let session = anna.cookie("kontor_session").unwrap();
    assert!(!told.contains(&session), "a session stands in {told}");
}

#[tokio::test]
async fn the_command_line_decides_over_the_configuration_how_lines_look() {
    let ground = Ground::new(Sqlite).await;
    let mut command = ground.portal().with("KONTOR_LOG_FORMAT", "json").command();
    command.args(["--log-format", "text"]);
    let mut program = crate::support::program::Program::start(command);
    let line = program.line("Kontor is at http://").await;
    let browser = Browser::new(line.rsplit(' ').next().unwrap());
    browser.get("/sign-in").await;
    let line = program.line("route=/sign-in").await;
    assert!(line.contains("method=GET") && line.contains("status=200") && !line.contains('{'), "{line}");
}
