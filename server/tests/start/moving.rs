//! A portal moves from one engine to the other, and back, with everything that it has.

use crate::support::ANNA;
use crate::support::database::Engine::{self, Postgres, Sqlite};
use crate::support::database::TestDatabase;
use crate::support::ground::Ground;
use crate::support::orders::{order_seat, place, want_business_ten};
use crate::support::program::kontor;
use crate::{Ended, run};
use std::path::Path;
use tempfile::TempDir;

fn copy_to(source: &str, target: &str, configuration: &Path) -> Ended {
    let mut command = kontor();
    command.args(["copy-to", target, "--config"]).arg(configuration.join("Leptos.toml")).env("KONTOR_DATABASE_URL", source);
    run(command, b"")
}

async fn move_on(from: Engine, to: Engine) {
    let mut ground = Ground::new(from).await;
    let mut portal = ground.portal().start().await;
    let anna = portal.anna().await;
    place(&anna, &want_business_ten(&anna).await).await;
    let before = ground.checked_books().await;
    portal.program.stop().await;

    let elsewhere = TempDir::new().unwrap();
    let target = TestDatabase::create(to, elsewhere.path()).await;
    let moved = copy_to(&ground.database.url, &target.url, ground.folder());
    assert!(moved.code == Some(0) && moved.output.contains("were copied and compared"), "{moved:?}");
    assert!(moved.complaint.contains("invoices: ") && moved.complaint.contains(" rows compared"), "{moved:?}");
    // Twice is once: the second finds customers there.
    let again = copy_to(&ground.database.url, &target.url, ground.folder());
    assert!(again.code == Some(1) && again.complaint.contains("the target is not empty: its table people has rows"), "{again:?}");

    let left = std::mem::replace(&mut ground.database, target);
    let portal = ground.portal().start().await;
    let mut anna = anna;
    // Even her session moves along.
    anna.move_to(&portal.origin);
    assert!(anna.get("/billing").await.text.contains("Nordlicht"));
    assert!(order_seat(&anna).await.unwrap().is_some());
    let after = ground.checked_books().await;
    assert_eq!((after.orders.len(), after.issued().len()), (before.orders.len() + 1, before.issued().len() + 1));
    drop((left, portal));
}

#[tokio::test]
async fn from_sqlite_to_postgres() {
    move_on(Sqlite, Postgres).await;
}

#[tokio::test]
async fn from_postgres_to_sqlite() {
    move_on(Postgres, Sqlite).await;
}

#[tokio::test]
async fn what_cannot_be_copied_is_named_without_its_password() {
    let ground = Ground::new(Sqlite).await;
    let missing = ground.database.url.clone();
    let target = format!("sqlite:{}", ground.folder().join("target.sqlite").display());
    for (source, target, expected) in [
        (missing.as_str(), target.as_str(), "there is no database"),
        (&missing, &missing, "source and target are the same"),
        (&missing, "mysql://there", "the target must be sqlite:FILE or postgres://"),
    ] {
        let ended = copy_to(source, target, ground.folder());
        assert!(ended.code == Some(1) && ended.complaint.contains(expected), "{ended:?}");
    }
    let mut portal = ground.portal().start().await;
    portal.program.stop().await;
    let ended = copy_to(&ground.database.url, "postgres://kontor:geheim@127.0.0.1:9/kontor", ground.folder());
    assert!(
        ended.code == Some(1) && ended.complaint.contains("postgres://127.0.0.1:9/kontor cannot be opened") && !ended.complaint.contains("geheim"),
        "{ended:?}"
    );
    assert!(!ended.complaint.contains(ANNA) && !ground.folder().join("target.sqlite").exists());
}
