//! Several programs start on one empty database at the same moment, and stop when they are told.

use crate::run;
use crate::support::database::Engine::{self, Postgres, Sqlite};
use crate::support::ground::Ground;
use crate::support::program::kontor;
use std::time::{Duration, Instant};

async fn start_together(engine: Engine) {
    let ground = Ground::new(engine).await;
    let (one, other, third) = tokio::join!(ground.portal().start(), ground.portal().start(), ground.portal().start());
    for portal in [&one, &other, &third] {
        portal.anna().await;
    }
    let books = ground.checked_books().await;
    assert_eq!(ground.database.look("SELECT name FROM accounts", |row| row.text("name")).await.len(), 6);
    assert_eq!(books.subscriptions.len(), 8);
}

#[tokio::test]
async fn three_servers_on_one_empty_database_fill_it_once_on_sqlite() {
    start_together(Sqlite).await;
}

#[tokio::test]
async fn three_servers_on_one_empty_database_fill_it_once_on_postgres() {
    start_together(Postgres).await;
}

#[tokio::test]
async fn a_server_that_is_told_to_stop_finishes_what_it_has_begun() {
    let ground = Ground::new(Sqlite).await;
    let mut portal = ground.portal().with("KONTOR_GATEWAY_TIMEOUT_SECONDS", "5").start().await;
    let anna = portal.anna().await;
    let checkout = crate::support::orders::want_business_ten(&anna).await;
    ground.gateway.set_fault("slow", 1500, Some(1)).await;
    let placing = tokio::spawn({
        let anna = anna.clone();
        async move { crate::support::orders::place(&anna, &checkout).await }
    });
    ground.gateway.fault_was_met().await;
    let told = Instant::now();
    assert!(portal.program.stop().await.success());
    assert!(told.elapsed() < Duration::from_secs(15));
    placing.await.unwrap();
    let _portal = ground.portal().start().await;
    let books = ground.checked_books().await;
    assert_eq!((books.orders_in("completed").len(), books.payments.len()), (1, 1));
}

#[test]
fn a_second_gateway_on_one_journal_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("journal");
    let sandbox = || {
        let mut command = kontor();
        command.args(["sandbox", "--listen", "127.0.0.1:0", "--secret", "s", "--store"]).arg(&store);
        command
    };
    let first = crate::support::program::Program::start(sandbox());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut first = first;
    runtime.block_on(first.line("The sandbox gateway is at "));
    let ended = run(sandbox(), b"");
    assert!(ended.code == Some(1) && ended.complaint.contains("another sandbox uses the journal"), "{ended:?}");
}
