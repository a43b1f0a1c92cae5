//! A whole database copied into one of the other engine: everything arrives or nothing, and the portal goes on there.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::books::must_balance;
use crate::common::{Engine, TestDatabase, World};
use backend::db::Db;
use backend::db::copy::{CopyError, Progress, Stage};
use backend::usecases::operations::copy_to::{copy_to, open_source};
use backend::{args, work};
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex};

on_both_engines!(in_world:
    everything_arrives_and_the_portal_goes_on_there,
    a_database_in_use_is_not_copied_into,
    what_cannot_arrive_leaves_the_target_as_it_was,
    books_that_do_not_add_up_are_not_carried_on,
    a_copy_sees_one_moment_while_others_write,
    a_source_of_another_version_is_refused,
);

const SILENT: &(dyn Fn(Progress<'_>) + Send + Sync) = &|_| {};

/// Runs a body with an empty database of the other engine, which is gone afterwards in any case.
async fn with_target<F: Future<Output = ()> + Send + 'static>(world: &World, body: impl FnOnce(World, Arc<TestDatabase>) -> F) {
    let engine = if world.database.engine == Engine::Sqlite { Engine::Postgres } else { Engine::Sqlite };
    let target = Arc::new(TestDatabase::create(engine).await);
    let outcome = tokio::spawn(body(world.clone(), target.clone())).await;
    target.remove().await;
    if let Err(error) = outcome {
        resume_unwind(error.into_panic());
    }
}

async fn rows_of_accounts(db: &Db) -> i64 {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS found FROM accounts";
    let found: Result<i64, backend::DbError> = db.read(work!(tx => tx.one(sql, args![], |row| row.int("found")).await)).await;
    found.unwrap()
}

async fn everything_arrives_and_the_portal_goes_on_there(world: World) {
    with_target(&world, move |world, target| async move {
        let anna = world.anna().await;
        let last = anna.upgrade().await.documents[0].number.clone();
        world.give_credit(&anna, 1_000_000).await;
        let (source, empty) = (open_source(&world.database.url).await.unwrap(), target.open().await);
        let told = Mutex::new(Vec::new());
        let tell = |progress: Progress<'_>| {
            if progress.stage == Stage::Compared {
                told.lock().unwrap().push((progress.table.to_owned(), progress.copied));
            }
        };
        let copied = copy_to(&source, &empty, &tell).await.unwrap();
        assert_eq!(copied.iter().map(|table| (table.table.clone(), table.rows)).collect::<Vec<_>>(), *told.lock().unwrap());
        assert!(copied.iter().any(|table| table.table == "orders" && table.rows == 1));
        let credit = copied.iter().find(|table| table.table == "accounts").unwrap().sums.clone();
        assert_eq!(credit, [("credit_minor".to_owned(), 1_000_000)]);
        let mut fingerprints = [source.fingerprints().await.unwrap(), empty.fingerprints().await.unwrap()];
        for tables in &mut fingerprints {
            // Columns may stand in another order there, and their checksum is taken in it.
            tables.iter_mut().for_each(|table| table.checksum = 0);
            tables.iter_mut().for_each(|table| table.sums.sort());
            tables.sort_by(|one, other| one.table.cmp(&other.table));
        }
        assert_eq!(fingerprints[0], fingerprints[1]);
        source.close().await;
        empty.close().await;
        let there = world.moved_to(target).await;
        must_balance(&there).await;
        assert_eq!(there.picture().await, world.picture().await);
        // The next order is paid by the credit that came along, and takes the next number. The gateway is still the source's.
        let order = there.anna().await.buy("goto-webinar", "pro", "2", "annual").await;
        let sequence = |number: &str| number.rsplit('-').next().unwrap().parse::<i64>().unwrap();
        assert_eq!(sequence(&order.documents[0].number), sequence(&last) + 1);
        must_balance(&there).await;
        there.backend.db.close().await;
    })
    .await;
}

async fn a_database_in_use_is_not_copied_into(world: World) {
    with_target(&world, move |world, target| async move {
        let used = target.open_migrated().await;
        let add = "INSERT INTO people (id, name, email, created_at) VALUES ('p', 'Somebody', 'somebody@kontor.example', 0)";
        let added: Result<u64, backend::DbError> = used.write(work!(tx => tx.exec(add, args![]).await)).await;
        assert_eq!(added.unwrap(), 1);
        let refused = copy_to(&world.backend.db, &used, SILENT).await.unwrap_err();
        assert!(matches!(&refused, CopyError::InUse(table) if table == "people"), "{refused}");
        assert_eq!(rows_of_accounts(&used).await, 0);
        used.close().await;
    })
    .await;
}

async fn what_cannot_arrive_leaves_the_target_as_it_was(world: World) {
    with_target(&world, move |world, target| async move {
        let db = target.open_migrated().await;
        let stricter = "CREATE TABLE only_here (id TEXT NOT NULL PRIMARY KEY)";
        let made: Result<u64, backend::DbError> = db.write(work!(tx => tx.exec(stricter, args![]).await)).await;
        made.unwrap();
        let refused = copy_to(&world.backend.db, &db, SILENT).await.unwrap_err();
        assert!(matches!(&refused, CopyError::OtherSchema(table) if table == "only_here"), "{refused}");
        // Whatever the reason: nothing of the first tables stays when a later one fails.
        let gone = "DROP TABLE only_here";
        let dropped: Result<u64, backend::DbError> = db.write(work!(tx => tx.exec(gone, args![]).await)).await;
        dropped.unwrap();
        let unique = "CREATE UNIQUE INDEX one_invoice ON invoices (currency)";
        let made: Result<u64, backend::DbError> = db.write(work!(tx => tx.exec(unique, args![]).await)).await;
        made.unwrap();
        let refused = copy_to(&world.backend.db, &db, SILENT).await.unwrap_err();
        assert!(matches!(refused, CopyError::Database(backend::DbError::NotUnique(_))), "{refused}");
        assert_eq!(rows_of_accounts(&db).await, 0);
        db.close().await;
    })
    .await;
}

async fn books_that_do_not_add_up_are_not_carried_on(world: World) {
    with_target(&world, move |world, target| async move {
        world.change("UPDATE accounts SET credit_minor = 5 WHERE number = 'KD-10571'", args![]).await;
        let db = target.open().await;
        let refused = copy_to(&world.backend.db, &db, SILENT).await.unwrap_err();
        assert!(matches!(&refused, CopyError::Books(fault) if fault.contains("KD-10571 has a credit of 5")), "{refused}");
        assert_eq!(rows_of_accounts(&db).await, 0);
        world.change("UPDATE accounts SET credit_minor = 0 WHERE number = 'KD-10571'", args![]).await;
        world.change("UPDATE number_series SET last_number = last_number + 1 WHERE series = 'RE'", args![]).await;
        let refused = copy_to(&world.backend.db, &db, SILENT).await.unwrap_err();
        assert!(matches!(&refused, CopyError::Books(fault) if fault.starts_with("series RE of 202")), "{refused}");
        world.change("UPDATE number_series SET last_number = last_number - 1 WHERE series = 'RE'", args![]).await;
        copy_to(&world.backend.db, &db, SILENT).await.unwrap();
        assert!(rows_of_accounts(&db).await > 0);
        db.close().await;
    })
    .await;
}

async fn a_copy_sees_one_moment_while_others_write(world: World) {
    with_target(&world, move |world, target| async move {
        let db = target.open().await;
        let writing = world.clone();
        let orders = tokio::spawn(async move { writing.anna().await.upgrade().await });
        copy_to(&world.backend.db, &db, SILENT).await.unwrap();
        orders.await.unwrap();
        db.close().await;
        // Whatever of the order had been written by then: the copy knows all of a transaction or nothing.
        let there = world.moved_to(target).await;
        there.expire_leases().await;
        backend::recovery::recover_orders(&there.backend).await.unwrap();
        let sql = "SELECT number AS value FROM accounts WHERE credit_minor <> COALESCE((SELECT CAST(SUM(e.amount_minor) AS BIGINT) FROM credit_entries e \
                   WHERE e.account_id = accounts.id), 0)";
        assert!(there.texts(sql, args![]).await.is_empty());
        there.backend.db.close().await;
    })
    .await;
}

async fn a_source_of_another_version_is_refused(world: World) {
    with_target(&world, move |world, target| async move {
        world.change("UPDATE _sqlx_migrations SET version = version + 1000 WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)", args![]).await;
        let db = target.open().await;
        let refused = copy_to(&world.backend.db, &db, SILENT).await.unwrap_err();
        assert!(matches!(&refused, CopyError::OtherSchema(reason) if reason.contains("the source has version 10")), "{refused}");
        assert_eq!(db.schema_state().await.unwrap().found, 0, "the target was not touched");
        db.close().await;
    })
    .await;
}
