//! The schema on both engines: how it comes about, and that it refuses the same things.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::TestDatabase;
use backend::db::{Arg, Db, DbError};
use backend::{args, work};
use std::sync::Arc;

on_both_engines!(on_database:
    migrating_twice_changes_nothing,
    four_servers_may_migrate_at_once,
    a_database_of_a_later_version_is_left_alone,
    a_value_that_must_be_unique_is_recognised,
    a_number_beyond_64_bits_is_refused,
    what_is_not_the_columns_kind_is_refused,
    what_points_nowhere_or_breaks_a_check_is_refused,
    a_text_that_cannot_be_stored_is_no_outage,
);

const INSERT: &str = "INSERT INTO number_series (series, year, last_number) VALUES ($1, $2, $3)";
const NUMBER: &str = "SELECT last_number AS value FROM number_series WHERE series = $1";

async fn write(db: &Db, sql: &'static str, args: Vec<Arg>) -> Result<u64, DbError> {
    db.write(work!(tx, &args => tx.exec(sql, args.clone()).await)).await
}

async fn number(db: &Db, series: &str) -> i64 {
    let read: Result<i64, DbError> = db.read(work!(tx => tx.one(NUMBER, args![series], |row| row.int("value")).await)).await;
    read.unwrap()
}

async fn count(db: &Db) -> i64 {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM number_series";
    let read: Result<i64, DbError> = db.read(work!(tx => tx.one(sql, args![], |row| row.int("value")).await)).await;
    read.unwrap()
}

async fn migrating_twice_changes_nothing(database: Arc<TestDatabase>) {
    let db = database.open_migrated().await;
    write(&db, INSERT, args!["A", 1_i64, 7_i64]).await.unwrap();
    db.migrate().await.unwrap();
    database.open().await.migrate().await.unwrap();
    assert_eq!(number(&db, "A").await, 7);
}

async fn four_servers_may_migrate_at_once(database: Arc<TestDatabase>) {
    let mut servers = Vec::new();
    for _ in 0..4 {
        servers.push(database.open().await);
    }
    let migrations: Vec<_> = servers.iter().cloned().map(|db| tokio::spawn(async move { db.migrate().await })).collect();
    for migration in migrations {
        migration.await.unwrap().unwrap();
    }
    for (db, year) in servers.iter().zip(1_i64..) {
        write(db, INSERT, args!["A", year, 1_i64]).await.unwrap();
    }
    let applied = "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM _sqlx_migrations";
    let versions: Result<i64, DbError> = servers.first().unwrap().read(work!(tx => tx.one(applied, args![], |row| row.int("value")).await)).await;
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations")).unwrap().count();
    assert_eq!(usize::try_from(versions.unwrap()).unwrap(), files);
}

async fn a_database_of_a_later_version_is_left_alone(database: Arc<TestDatabase>) {
    let db = database.open_migrated().await;
    let later = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                 SELECT 99, description, success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1";
    write(&db, later, args![]).await.unwrap();
    let outcome = db.migrate().await;
    assert!(matches!(outcome, Err(DbError::Migration(_))), "{outcome:?}");
}

async fn a_value_that_must_be_unique_is_recognised(database: Arc<TestDatabase>) {
    let db = database.open_migrated().await;
    write(&db, INSERT, args!["A", 1_i64, 1_i64]).await.unwrap();
    let by_primary_key = write(&db, INSERT, args!["A", 1_i64, 2_i64]).await;
    assert!(matches!(by_primary_key, Err(DbError::NotUnique(_))), "{by_primary_key:?}");
    let account = "INSERT INTO accounts (id, number, kind, name, name_folded, street, postal_code, city, country, currency, language, vat_id_state, credit_minor, \
                   version, created_at) VALUES ($1, 'KD-1', 'online', '', '', '', '', '', 'DE', 'EUR', 'de', 'none', 0, 0, 0)";
    write(&db, account, args!["one"]).await.unwrap();
    let by_column = write(&db, account, args!["other"]).await;
    assert!(matches!(by_column, Err(DbError::NotUnique(_))), "{by_column:?}");
    assert_eq!(number(&db, "A").await, 1);
}

async fn a_number_beyond_64_bits_is_refused(database: Arc<TestDatabase>) {
    let db = database.open_migrated().await;
    for (series, edge, step) in [("most", i64::MAX, 1_i64), ("least", i64::MIN, -1)] {
        write(&db, INSERT, args![series, 1_i64, edge]).await.unwrap();
        let outcome = write(&db, "UPDATE number_series SET last_number = last_number + $2 WHERE series = $1", args![series, step]).await;
        assert!(outcome.is_err(), "{series}");
        assert!(!outcome.unwrap_err().is_unavailable());
        assert_eq!(number(&db, series).await, edge);
    }
    let sum: Result<i64, DbError> = db
        .read(work!(tx => tx.one("SELECT CAST(SUM(last_number) AS BIGINT) AS value FROM number_series WHERE last_number > 0 OR year > 0", args![], |row| row.int("value")).await))
        .await;
    assert_eq!(sum.unwrap(), -1, "both edges together");
    write(&db, INSERT, args!["more", 1_i64, i64::MAX]).await.unwrap();
    let beyond: Result<i64, DbError> = db
        .read(work!(tx => tx.one("SELECT CAST(SUM(last_number) AS BIGINT) AS value FROM number_series WHERE last_number > 0", args![], |row| row.int("value")).await))
        .await;
    assert!(beyond.is_err(), "a sum beyond 64 bits became {beyond:?}");
}

async fn what_is_not_the_columns_kind_is_refused(database: Arc<TestDatabase>) {
    let db = database.open_migrated().await;
    assert!(write(&db, INSERT, args!["A", 1_i64, "many"]).await.is_err());
    assert!(write(&db, INSERT, args![None::<i64>.map(|_| String::new()), 1_i64, 1_i64]).await.is_err(), "NULL in a column without");
    assert_eq!(count(&db).await, 0);
}

async fn what_points_nowhere_or_breaks_a_check_is_refused(database: Arc<TestDatabase>) {
    let db = database.open_migrated().await;
    let nowhere = write(&db, "INSERT INTO carts (account_id, checkout_key) VALUES ('nobody', 'key')", args![]).await;
    assert!(matches!(nowhere, Err(DbError::Other(_))), "{nowhere:?}");
    let account = "INSERT INTO accounts (id, number, kind, name, name_folded, street, postal_code, city, country, currency, language, vat_id_state, credit_minor, \
                   version, created_at) VALUES ('one', 'KD-1', 'online', '', '', '', '', '', 'DE', 'EUR', $1, 'none', $2, 0, 0)";
    for (language, credit) in [("fr", 0_i64), ("de", -1)] {
        let outcome = write(&db, account, args![language, credit]).await;
        assert!(matches!(outcome, Err(DbError::Other(_))), "{language} {credit}: {outcome:?}");
    }
    write(&db, account, args!["de", 0_i64]).await.unwrap();
    assert!(write(&db, "UPDATE accounts SET credit_minor = credit_minor - 1", args![]).await.is_err());
}

/// PostgreSQL refuses a zero byte with SQLSTATE 22021: the text is at fault, not the database.
async fn a_text_that_cannot_be_stored_is_no_outage(database: Arc<TestDatabase>) {
    let db = database.open_migrated().await;
    if let Err(error) = write(&db, INSERT, args!["a\0b", 1_i64, 1_i64]).await {
        assert!(!error.is_unavailable() && !error.is_given_up(), "{error:?}");
    }
}
