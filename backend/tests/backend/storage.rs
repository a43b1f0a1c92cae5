//! The storage facade on both engines: what is committed, what leaves no trace, and who waits for whom.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::{Engine, TestDatabase};
use backend::db::{Arg, Db, DbError, Tx, accounts};
use backend::{args, work};
use billing::ids::AccountId;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::task::Poll;
use std::time::Duration;

on_both_engines!(on_database:
    what_answers_ok_is_committed,
    what_answers_an_error_leaves_no_trace,
    a_transaction_with_a_failed_statement_is_never_committed,
    a_transaction_that_missed_a_row_is_never_committed,
    a_cancelled_transaction_leaves_nothing_and_no_connection_is_lost,
    a_transaction_given_up_for_another_is_run_again,
    two_hundred_writers_through_the_accounts_lock_lose_nothing,
    two_servers_through_the_accounts_lock_lose_nothing,
    reads_see_one_moment_and_block_no_write,
    a_reading_transaction_writes_nothing,
    a_database_that_is_gone_is_unavailable,
);

const INSERT: &str = "INSERT INTO number_series (series, year, last_number) VALUES ($1, $2, $3)";

async fn count(db: &Db) -> i64 {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM number_series";
    db.read(work!(tx => tx.one(sql, args![], |row| row.int("value")).await)).await.unwrap_or_else(|error: DbError| panic!("{error}"))
}

async fn write(db: &Db, sql: &'static str, args: Vec<Arg>) -> Result<u64, DbError> {
    db.write(work!(tx, &args => tx.exec(sql, args.clone()).await)).await
}

/// An account with nothing but what its columns want.
async fn insert_account(db: &Db, id: &str) -> AccountId {
    let sql = "INSERT INTO accounts (id, number, kind, name, name_folded, street, postal_code, city, country, currency, language, vat_id_state, credit_minor, \
               version, created_at) VALUES ($1, $1, 'online', '', '', '', '', '', 'DE', 'EUR', 'de', 'none', 0, 0, 0)";
    assert_eq!(write(db, sql, args![id]).await.unwrap(), 1);
    AccountId(id.to_owned())
}

/// Reads the account's credit in one statement and writes one more in another: what a lost lock would spoil.
async fn add_one(tx: &mut Tx<'_>, account: &AccountId) -> Result<(), DbError> {
    assert!(accounts::lock_account(tx, account).await?);
    let credit = accounts::find_account(tx, account).await?.unwrap().customer.credit_minor;
    tx.exec("UPDATE accounts SET credit_minor = $2 WHERE id = $1", args![account.as_str(), credit + 1]).await?;
    Ok(())
}

async fn credit(db: &Db, account: &AccountId) -> i64 {
    let found = db.read(work!(tx => accounts::find_account(tx, account).await)).await;
    found.unwrap().unwrap().customer.credit_minor
}

async fn what_answers_ok_is_committed(database: Arc<TestDatabase>) {
    let db = database.open_migrated().await;
    let done: Result<i64, DbError> = db
        .write(work!(tx => {
            tx.exec(INSERT, args!["A", 1_i64, 1_i64]).await?;
            tx.exec(INSERT, args!["A", 2_i64, 1_i64]).await?;
            Ok(7)
        }))
        .await;
    assert_eq!(done.unwrap(), 7);
    db.close().await;
    assert_eq!(count(&database.open().await).await, 2);
}

async fn what_answers_an_error_leaves_no_trace(database: Arc<TestDatabase>) {
    #[derive(Debug)]
    enum Failure {
        Wanted,
        Unwanted,
    }
    impl From<DbError> for Failure {
        fn from(_: DbError) -> Self {
            Self::Unwanted
        }
    }
    let db = database.open_migrated().await;
    let done: Result<(), Failure> = db
        .write(work!(tx => {
            tx.exec(INSERT, args!["A", 1_i64, 1_i64]).await?;
            Err(Failure::Wanted)
        }))
        .await;
    assert!(matches!(done, Err(Failure::Wanted)));
    assert_eq!(count(&db).await, 0);
    write(&db, INSERT, args!["A", 1_i64, 1_i64]).await.unwrap();
}

async fn a_transaction_with_a_failed_statement_is_never_committed(database: Arc<TestDatabase>) {
    let db = database.open_migrated().await;
    let done: Result<(), DbError> = db
        .write(work!(tx => {
            tx.exec(INSERT, args!["A", 1_i64, 1_i64]).await?;
            let twice = tx.exec(INSERT, args!["A", 1_i64, 1_i64]).await;
            assert!(matches!(twice, Err(DbError::NotUnique(_))), "{twice:?}");
            // Whoever swallows the error can do nothing more, and does not get away with it.
            let after = tx.exec(INSERT, args!["A", 2_i64, 1_i64]).await;
            assert!(matches!(after, Err(DbError::Poisoned)), "{after:?}");
            Ok(())
        }))
        .await;
    assert!(matches!(done, Err(DbError::Poisoned)), "{done:?}");
    assert_eq!(count(&db).await, 0);
    write(&db, INSERT, args!["A", 1_i64, 1_i64]).await.unwrap();
}

async fn a_transaction_that_missed_a_row_is_never_committed(database: Arc<TestDatabase>) {
    let db = database.open_migrated().await;
    let done: Result<(), DbError> = db
        .write(work!(tx => {
            tx.exec(INSERT, args!["A", 1_i64, 1_i64]).await?;
            let missed = tx.one("SELECT year FROM number_series WHERE series = 'B'", args![], |row| row.int("year")).await;
            assert!(missed.is_err());
            Ok(())
        }))
        .await;
    assert!(matches!(done, Err(DbError::Poisoned)), "{done:?}");
    assert_eq!(count(&db).await, 0);
}

/// Drops a future at the point where it has waited that often: at each of them a client may hang up.
async fn end_after<F: Future>(most: usize, future: F) -> Option<F::Output> {
    let mut future = std::pin::pin!(future);
    let mut steps = 0;
    std::future::poll_fn(move |context| {
        if steps == most {
            return Poll::Ready(None);
        }
        steps += 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

async fn a_cancelled_transaction_leaves_nothing_and_no_connection_is_lost(database: Arc<TestDatabase>) {
    const ROWS: i64 = 12;
    let db = database.open_migrated().await;
    let mut cancelled = 0;
    for round in 0..120 {
        // How often the same work waits differs, so each number of steps is taken several times.
        let (series, most) = (format!("round {round}"), round % 40);
        let rows = db.write(work!(tx, &series => {
            for year in 0..ROWS {
                tx.exec(INSERT, args![series, year, 1_i64]).await?;
            }
            Ok::<_, DbError>(())
        }));
        let ended = end_after(most, rows).await;
        let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM number_series WHERE series = $1";
        let stored: Result<i64, DbError> = db.read(work!(tx, &series => tx.one(sql, args![series], |row| row.int("value")).await)).await;
        let stored = stored.unwrap();
        if let Some(outcome) = ended {
            outcome.unwrap();
            assert_eq!(stored, ROWS);
        } else {
            // The COMMIT itself may have been under way.
            assert!([0, ROWS].contains(&stored), "{stored} of {ROWS} rows were stored");
            cancelled += 1;
        }
    }
    assert!(cancelled >= 6, "only {cancelled} were cancelled");
    // More at once than the pool has connections, and none of them in somebody else's transaction.
    let writers: Vec<_> = (0..40_i64)
        .map(|year| {
            let db = db.clone();
            tokio::spawn(async move { write(&db, INSERT, args!["after", year, 1_i64]).await })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap().unwrap();
    }
}

async fn a_transaction_given_up_for_another_is_run_again(database: Arc<TestDatabase>) {
    let db = database.open_migrated().await;
    let (first, second) = (insert_account(&db, "first").await, insert_account(&db, "second").await);
    let runs = Arc::new(AtomicU32::new(0));
    let holds = Arc::new([AtomicBool::new(false), AtomicBool::new(false)]);
    let crossing = |own: usize, order: [AccountId; 2]| {
        let (db, runs, holds) = (db.clone(), runs.clone(), holds.clone());
        tokio::spawn(async move {
            let outcome: Result<(), DbError> = db
                .write(work!(tx, &order, &runs, &holds => {
                    let [one, other] = order;
                    runs.fetch_add(1, Ordering::SeqCst);
                    add_one(tx, one).await?;
                    // Until the other holds its first account, so that both want what the other has. On SQLite it never will.
                    holds.get(own).unwrap().store(true, Ordering::SeqCst);
                    for _ in 0..100 {
                        if holds.get(1 - own).unwrap().load(Ordering::SeqCst) {
                            break;
                        }
                        tokio::time::sleep(Duration::from_millis(5)).await;
                    }
                    add_one(tx, other).await
                }))
                .await;
            outcome
        })
    };
    let (here, there) = (crossing(0, [first.clone(), second.clone()]), crossing(1, [second.clone(), first.clone()]));
    here.await.unwrap().unwrap();
    there.await.unwrap().unwrap();
    assert_eq!((credit(&db, &first).await, credit(&db, &second).await), (2, 2));
    // On PostgreSQL one of the two is given up, and may meet the other again when it is run again at once.
    let runs = runs.load(Ordering::SeqCst);
    assert!(if database.engine == Engine::Postgres { runs >= 3 } else { runs == 2 }, "{runs} runs");
}

async fn write_at_once(servers: Vec<Db>, account: &AccountId) {
    let mut writers = Vec::new();
    for place in 0..200 {
        let (db, account) = (servers.get(place % servers.len()).unwrap().clone(), account.clone());
        writers.push(tokio::spawn(async move { db.write(work!(tx, &account => add_one(tx, account).await)).await }));
    }
    for writer in writers {
        writer.await.unwrap().unwrap();
    }
}

async fn two_hundred_writers_through_the_accounts_lock_lose_nothing(database: Arc<TestDatabase>) {
    let db = database.open_migrated().await;
    let account = insert_account(&db, "account").await;
    write_at_once(vec![db.clone()], &account).await;
    assert_eq!(credit(&db, &account).await, 200);
}

async fn two_servers_through_the_accounts_lock_lose_nothing(database: Arc<TestDatabase>) {
    let db = database.open_migrated().await;
    let account = insert_account(&db, "account").await;
    write_at_once(vec![db.clone(), database.open().await], &account).await;
    assert_eq!(credit(&db, &account).await, 200);
}

async fn reads_see_one_moment_and_block_no_write(database: Arc<TestDatabase>) {
    let db = database.open_migrated().await;
    let account = insert_account(&db, "account").await;
    let (writing_db, writing_account) = (db.clone(), account.clone());
    let outcome: Result<(), DbError> = db
        .read(work!(tx, &account, &writing_db, &writing_account => {
            let before = accounts::find_account(tx, account).await?.unwrap();
            // Awaiting something else in a transaction is what no use case does; here it shows that nobody waits.
            let write = writing_db.write(work!(tx => add_one(tx, writing_account).await));
            tokio::time::timeout(Duration::from_secs(5), write).await.unwrap()?;
            let after = accounts::find_account(tx, account).await?.unwrap();
            assert_eq!(before, after);
            Ok(())
        }))
        .await;
    outcome.unwrap();
    assert_eq!(credit(&db, &account).await, 1);
}

async fn a_reading_transaction_writes_nothing(database: Arc<TestDatabase>) {
    let db = database.open_migrated().await;
    let outcome: Result<u64, DbError> = db.read(work!(tx => tx.exec(INSERT, args!["A", 1_i64, 1_i64]).await)).await;
    assert!(outcome.is_err());
    assert_eq!(count(&db).await, 0);
}

async fn a_database_that_is_gone_is_unavailable(database: Arc<TestDatabase>) {
    let db = database.open_migrated().await;
    assert_eq!(db.engine_name(), if database.engine == Engine::Sqlite { "SQLite" } else { "PostgreSQL" });
    db.schema_state().await.unwrap();
    db.close().await;
    assert!(db.schema_state().await.unwrap_err().is_unavailable());
    assert!(write(&db, INSERT, args!["A", 1_i64, 1_i64]).await.unwrap_err().is_unavailable());
}
