//! A backup of a SQLite file while others write: whole, compared with its source, and never in the place of another.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::{Engine, World};
use backend::args;
use backend::usecases::operations::back_up::{BackUpError, back_up};
use backend::usecases::operations::check_backup::{CheckError, Finding, check_backup};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Runs a body in the demo's world on a SQLite file.
async fn on_sqlite<F: Future<Output = ()> + Send + 'static>(body: impl FnOnce(World, PathBuf) -> F + Send + 'static) {
    crate::common::in_world(Engine::Sqlite, move |world| async move {
        let folder = TempDir::new().unwrap();
        body(world, folder.path().to_owned()).await;
    })
    .await;
}

fn source(world: &World) -> PathBuf {
    world.backend.db.file().unwrap().to_owned()
}

fn names(folder: &Path) -> Vec<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_whole_and_for_its_owner_alone() {
    on_sqlite(|world, folder| async move {
        world.anna().await.upgrade().await;
        let target = folder.join("kontor.backup");
        let made = back_up(&source(&world), &target).await.unwrap();
        assert_eq!(made.tables, world.backend.db.fingerprints().await.unwrap());
        assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!((names(&folder), made.size), (vec!["kontor.backup".to_owned()], fs::metadata(&target).unwrap().len()));
        let checked = check_backup(&target).await.unwrap();
        assert_eq!((checked.findings, checked.tables), (vec![], made.tables));
        assert_eq!(checked.schema.found, checked.schema.expected);
        assert_eq!(names(&folder), ["kontor.backup"], "a check makes nothing beside it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_there_is_not_overwritten_and_what_is_not_there_is_not_made() {
    on_sqlite(|world, folder| async move {
        let target = folder.join("kontor.backup");
        fs::write(&target, "precious").unwrap();
        assert!(matches!(back_up(&source(&world), &target).await, Err(BackUpError::Exists(_))));
        assert_eq!(fs::read_to_string(&target).unwrap(), "precious");
        assert!(matches!(back_up(&folder.join("nothing"), &folder.join("other")).await, Err(BackUpError::NoSource(_))));
        assert!(matches!(back_up(&source(&world), &folder.join("nowhere/kontor.backup")).await, Err(BackUpError::File(..))));
        assert_eq!(names(&folder), ["kontor.backup"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn backups_while_orders_are_placed_are_each_of_one_moment() {
    on_sqlite(|world, folder| async move {
        let ordering = world.clone();
        let orders = tokio::spawn(async move {
            let anna = ordering.anna().await;
            for seats in ["11", "12", "13", "14", "15", "16"] {
                anna.buy("goto-meeting", "business", seats, "monthly").await;
            }
        });
        let mut orders_seen = Vec::new();
        while !orders.is_finished() {
            let target = folder.join(format!("backup-{}", orders_seen.len()));
            back_up(&source(&world), &target).await.unwrap();
            let checked = check_backup(&target).await.unwrap();
            assert_eq!(checked.findings, []);
            orders_seen.push(checked.tables.iter().find(|table| table.table == "orders").unwrap().rows);
        }
        orders.await.unwrap();
        assert!(orders_seen.is_sorted() && orders_seen.len() > 1, "{orders_seen:?}");
        assert_eq!(world.count_orders().await, 6);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_database_is_copied_without_keeping_writers_waiting() {
    on_sqlite(|world, folder| async move {
        // Some 60 MB, which no page cache holds: the copy is written while others go on.
        let fill = "INSERT INTO sessions (id, data, expires_at) \
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) SELECT 's' || i, hex(zeroblob(500)), i FROM n";
        world.change(fill, args![]).await;
        let (file, target) = (source(&world), folder.join("large"));
        let copying = tokio::spawn(async move { back_up(&file, &target).await });
        let mut written = 0_u32;
        while !copying.is_finished() {
            world.change("UPDATE sessions SET expires_at = expires_at + 1 WHERE id = 's1'", args![]).await;
            written += 1;
        }
        let made = copying.await.unwrap().unwrap();
        assert_eq!(made.tables.iter().find(|table| table.table == "sessions").unwrap().rows, 60_000);
        assert!(written > 1, "{written}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_finds_what_is_damaged_foreign_or_does_not_add_up() {
    on_sqlite(|world, folder| async move {
        let finding = async |file: &Path| check_backup(file).await.unwrap().findings.iter().map(ToString::to_string).collect::<Vec<_>>();
        let good = folder.join("good");
        back_up(&source(&world), &good).await.unwrap();

        let damaged = folder.join("damaged");
        let mut bytes = fs::read(&good).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle..middle + 8192].fill(0x5a);
        fs::write(&damaged, bytes).unwrap();
        match check_backup(&damaged).await {
            Ok(checked) => assert!(checked.findings.iter().any(|finding| matches!(finding, Finding::Integrity(_))), "{:?}", checked.findings),
            Err(error) => assert!(matches!(error, CheckError::Database(_)), "{error}"),
        }

        let empty = folder.join("empty");
        fs::write(&empty, "").unwrap();
        assert_eq!(finding(&empty).await, ["it is no database of Kontor"]);
        let letter = folder.join("letter");
        fs::write(&letter, "Dear Sir or Madam, this is a letter and no database, however long it may become in the end.".repeat(20)).unwrap();
        assert!(matches!(check_backup(&letter).await, Err(CheckError::Database(_))));
        assert!(matches!(check_backup(&folder.join("nowhere")).await, Err(CheckError::File(..))));
        // The world's own pools keep its log open.
        world.change("UPDATE accounts SET version = version + 1", args![]).await;
        assert!(matches!(check_backup(&source(&world)).await, Err(CheckError::InUse(..))));

        world.change("UPDATE accounts SET credit_minor = 7 WHERE number = 'KD-10571'", args![]).await;
        let wrong = folder.join("wrong");
        back_up(&source(&world), &wrong).await.unwrap();
        assert_eq!(finding(&wrong).await, ["the books do not add up: account KD-10571 has a credit of 7, and entries that come to 0"]);
        world.change("UPDATE accounts SET credit_minor = 0 WHERE number = 'KD-10571'", args![]).await;

        world.change("UPDATE _sqlx_migrations SET version = version + 1000 WHERE version = 1", args![]).await;
        let newer = folder.join("newer");
        back_up(&source(&world), &newer).await.unwrap();
        let found = finding(&newer).await;
        assert!(found.len() == 1 && found[0].contains("its schema has version 1001") && found[0].contains("use a newer one"), "{found:?}");
    })
    .await;
}
