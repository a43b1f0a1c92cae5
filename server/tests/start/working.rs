//! The commands that look after what happens by itself: `worker`, `jobs`, `renew`.

use crate::support::database::Engine::{self, Postgres, Sqlite};
use crate::support::ground::Ground;
use crate::support::program::kontor;
use crate::support::{RITA, wait_for};
use crate::{Ended, run};
use backend::args;
use std::process::{Command, Stdio};

/// A command on the ground's database, as the portal has it.
fn command(ground: &Ground, arguments: &[&str], today: &str) -> Command {
    let mut command = kontor();
    command.args(arguments).arg("--config").arg(ground.folder().join("Leptos.toml"));
    command.env("KONTOR_DATABASE_URL", &ground.database.url).env("KONTOR_DEMO", "true").env("KONTOR_TODAY", today);
    command.env("KONTOR_GATEWAY_URL", &ground.gateway.url).env("KONTOR_GATEWAY_SECRET", crate::support::gateway::SECRET);
    command
}

/// Demo data, and no server that works any more.
async fn seeded(engine: Engine) -> Ground {
    let ground = Ground::new(engine).await;
    ground.portal().start().await;
    ground
}

async fn renewals_of(ground: &Ground) -> Vec<String> {
    ground.database.look("SELECT number FROM invoices WHERE issued_on = '2026-12-01' ORDER BY number", |row| row.text("number")).await
}

async fn renew_by_hand(engine: Engine) {
    let ground = seeded(engine).await;
    let too_far = run(command(&ground, &["renew", "--until", "2026-12-02"], "2026-12-01"), b"");
    assert!(too_far.code == Some(1) && too_far.complaint.contains("2026-12-02 is after today, 2026-12-01"), "{too_far:?}");
    let early = run(command(&ground, &["renew", "--until", "2026-11-30"], "2026-12-01"), b"");
    assert!(early.code == Some(0) && !early.output.contains("renewal"), "{early:?}");
    assert_eq!(renewals_of(&ground).await.len(), 0);
    let due = run(command(&ground, &["jobs"], "2026-12-01"), b"");
    assert!(due.output.contains("STATE") && due.output.contains("renewal") && due.output.contains("GoTo Meeting Professional"), "{due:?}");
    let Ended { code, output, complaint } = run(command(&ground, &["renew"], "2026-12-01"), b"");
    assert!(code == Some(0) && output.contains("0 failed.") && output.contains("  renewal         1 done"), "{output}{complaint}");
    assert!(output.contains("  collection") && output.contains("  receipts"), "what a renewal leads to is worked off too: {output}");
    assert_eq!(renewals_of(&ground).await, ["RE-2026-00013"]);
    let again = run(command(&ground, &["renew"], "2026-12-01"), b"");
    assert!(again.code == Some(0) && again.output.contains("Due by 2026-12-01: 0 done"), "{again:?}");
}

#[tokio::test]
async fn what_is_due_is_renewed_by_hand_and_once_on_sqlite() {
    renew_by_hand(Sqlite).await;
}

#[tokio::test]
async fn what_is_due_is_renewed_by_hand_and_once_on_postgres() {
    renew_by_hand(Postgres).await;
}

#[tokio::test]
async fn jobs_that_fail_end_the_command_with_one_and_are_listed_and_tried_again() {
    let ground = seeded(Sqlite).await;
    // Nobody can be charged in it.
    ground.database.change("UPDATE subscriptions SET currency = 'XXX' WHERE product = 'goto-meeting'", args![]).await;
    let failed = run(command(&ground, &["renew"], "2026-12-01"), b"");
    assert!(failed.code == Some(1) && failed.output.contains(", 1 failed."), "{failed:?}");
    ground.database.change("UPDATE jobs SET state = 'dead' WHERE tries > 0", args![]).await;
    let Ended { code, output, complaint } = run(command(&ground, &["jobs", "--json"], "2026-12-01"), b"");
    let jobs: Vec<serde_json::Value> = serde_json::from_str(&output).unwrap();
    assert!(code == Some(0) && complaint.is_empty(), "{complaint}");
    assert_eq!((jobs[0]["state"].as_str(), jobs[0]["kind"].as_str(), jobs[0]["tries"].as_i64()), (Some("given up"), Some("renewal"), Some(1)));
    assert!(jobs[0]["last_error"].as_str().is_some_and(|error| !error.is_empty()), "{jobs:?}");
    let none = run(command(&ground, &["jobs", "--run-again", "trial_end"], "2026-12-01"), b"");
    assert_eq!(none.output, "0 jobs are tried again.\n");
    let one = run(command(&ground, &["jobs", "--run-again"], "2026-12-01"), b"");
    assert_eq!(one.output, "1 job is tried again.\n");
    let unknown = run(command(&ground, &["jobs", "--run-again", "nonsense"], "2026-12-01"), b"");
    assert!(unknown.code == Some(2) && unknown.complaint.contains("expected one of cancellation"), "{unknown:?}");
}

async fn workers_share(engine: Engine) {
    let ground = seeded(engine).await;
    let start = || command(&ground, &["worker"], "2026-12-01").stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null()).spawn().unwrap();
    let mut workers = [start(), start()];
    wait_for("the renewal's mail", async || {
        let sent = ground.database.look("SELECT subject FROM outbox WHERE state = 'kept' AND subject LIKE '%RE-2026-00013%'", |row| row.text("subject")).await;
        (!sent.is_empty()).then_some(())
    })
    .await;
    for worker in &mut workers {
        let told = Command::new("kill").args(["-TERM", &worker.id().to_string()]).status().unwrap();
        assert!(told.success() && worker.wait().unwrap().success(), "a worker ends well when it is told to");
    }
    assert_eq!(renewals_of(&ground).await, ["RE-2026-00013"], "once, however many work");
}

#[tokio::test]
async fn two_workers_without_a_server_do_all_work_once_on_sqlite() {
    workers_share(Sqlite).await;
}

#[tokio::test]
async fn two_workers_without_a_server_do_all_work_once_on_postgres() {
    workers_share(Postgres).await;
}

#[tokio::test]
async fn the_calendar_is_moved_without_script_and_tells_what_happened() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let rita = portal.browser();
    rita.sign_in_as_staff(RITA).await;
    let page = rita.get("/staff/clock").await;
    assert!(page.words().contains("21.11.2026"), "{}", page.words());
    let form = page.form("/api/move_clock").with("step", "date").with("day", "2027-12-31");
    let refused = rita.submit(&form, "/api/move_clock").await;
    assert!(refused.status == 422 && refused.words().contains("höchstens 400 Tage voraus"), "{}", refused.words());
    let moved = rita.submit(&form.clone().with("day", "2026-12-01"), "/api/move_clock").await;
    assert_eq!((moved.status.as_u16(), moved.location()), (303, "/staff/clock?moved=yes"));
    // Sent twice, it happens once: the calendar no longer stands where the form saw it.
    assert_eq!(rita.submit(&form.with("day", "2026-12-24"), "/api/move_clock").await.status.as_u16(), 303);
    let page = rita.get("/staff/clock").await.words();
    assert!(page.contains("01.12.2026") && page.contains("Verlängerung") && page.contains("Nordlicht GmbH"), "{page}");
    assert_eq!(renewals_of(&ground).await, ["RE-2026-00013"]);
    assert!(portal.anna().await.get("/billing").await.words().contains("Vorführung: Heute ist der 01.12.2026."));
}

#[tokio::test]
async fn outside_the_demonstration_there_is_no_calendar() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().with("KONTOR_DEMO", "false").with("KONTOR_TODAY", "").with("KONTOR_STAFF_SECOND_FACTOR", "optional").start().await;
    let mut add = command(&ground, &["staff", "add", "--name", "Rita Rehm", "--email", RITA, "--role", "representative"], "");
    add.env("KONTOR_DEMO", "false").env("KONTOR_STAFF_PASSWORD", "Pferd Batterie Klammer");
    assert_eq!(run(add, b"").code, Some(0));
    let rita = portal.browser();
    let form = rita.get("/staff/sign-in").await.form("/api/staff_sign_in").with("email", RITA).with("password", "Pferd Batterie Klammer");
    assert_eq!(rita.submit(&form, "/api/staff_sign_in").await.location(), "/staff/accounts");
    let page = rita.get("/staff/clock").await;
    assert_eq!(page.status.as_u16(), 404);
    let jobs = rita.get("/staff/jobs").await;
    assert!(jobs.status.is_success() && !jobs.text.contains("/staff/clock") && !jobs.words().contains("Vorführung"), "{}", jobs.words());
}
