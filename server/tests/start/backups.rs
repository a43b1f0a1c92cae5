//! Backups of a portal that serves, and going on from one.

use crate::support::database::Engine::{Postgres, Sqlite};
use crate::support::database::TestDatabase;
use crate::support::ground::{Ground, new_folder};
use crate::support::orders::{order_seat, place, want_business_ten};
use crate::support::program::kontor;
use crate::{Ended, run};
use std::fs;
use std::path::Path;

/// `kontor backup` of the configured database.
fn back_up(url: &str, configuration: &Path, arguments: &[&str]) -> Ended {
    let mut command = kontor();
    command.arg("backup").args(arguments).arg("--config").arg(configuration.join("Leptos.toml")).env("KONTOR_DATABASE_URL", url);
    run(command, b"")
}

#[tokio::test]
async fn a_backup_made_while_orders_are_placed_is_gone_on_from() {
    let ground = Ground::new(Sqlite).await;
    let mut portal = ground.portal().start().await;
    let anna = portal.anna().await;
    place(&anna, &want_business_ten(&anna).await).await;
    ground.checked_books().await;
    let ordering = {
        let anna = anna.clone();
        tokio::spawn(async move {
            let mut placed = 0;
            while placed < 4 {
                placed += usize::from(order_seat(&anna).await.unwrap().is_some());
            }
        })
    };
    let mut made = Vec::new();
    while !ordering.is_finished() || made.is_empty() {
        let file = ground.folder().join(format!("backup-{}", made.len()));
        let ended = back_up(&ground.database.url, ground.folder(), &[file.to_str().unwrap()]);
        assert!(ended.code == Some(0) && ended.output.contains("is whole, and the same as"), "{ended:?}");
        assert!(ended.output.contains("invoices ") && ended.output.contains("total_minor "), "{ended:?}");
        made.push(file);
        tokio::task::yield_now().await;
    }
    ordering.await.unwrap();
    let file = made.pop().unwrap();
    let again = back_up(&ground.database.url, ground.folder(), &[file.to_str().unwrap()]);
    assert!(again.code == Some(1) && again.complaint.contains("is there already, and a backup overwrites nothing"), "{again:?}");
    let checked = back_up("sqlite:nowhere", ground.folder(), &["--check", file.to_str().unwrap()]);
    assert!(checked.code == Some(0) && checked.output.contains("its books add up"), "{checked:?}");
    let in_use = ground.database.url.trim_start_matches("sqlite:").to_owned();
    let refused = back_up("sqlite:nowhere", ground.folder(), &["--check", &in_use]);
    assert!(refused.code == Some(1) && refused.complaint.contains("is a database in use"), "{refused:?}");

    // As docs/operations.md says: stop, put it in place, start.
    portal.program.stop().await;
    for beside in ["", "-wal", "-shm"] {
        let _gone = fs::remove_file(format!("{in_use}{beside}"));
    }
    fs::copy(&file, &in_use).unwrap();
    let portal = ground.portal().start().await;
    let anna = portal.anna().await;
    let before = ground.settled_books().await.orders_in("completed").len();
    assert!(order_seat(&anna).await.unwrap().is_some());
    let books = ground.settled_books().await;
    assert_eq!(books.orders_in("completed").len(), before + 1);
    let numbers: Vec<&str> = books.issued().iter().map(|document| document.number.as_str()).collect();
    assert_eq!(numbers.len(), books.orders_in("completed").len(), "{numbers:?}");
}

#[tokio::test]
async fn for_postgres_it_says_how_with_the_tool_that_is_there() {
    let folder = new_folder();
    let database = TestDatabase::create(Postgres, folder.path()).await;
    let ended = back_up("postgres://kontor:geheim@127.0.0.1:9/kontor?sslmode=disable", folder.path(), &["there.dump"]);
    assert!(ended.code == Some(2) && ended.output.is_empty(), "{ended:?}");
    let expected = "pg_dump --format=custom --no-owner --file=there.dump postgres://127.0.0.1:9/kontor";
    assert!(ended.complaint.contains(expected) && ended.complaint.contains("pg_restore") && !ended.complaint.contains("geheim"), "{ended:?}");
    assert_eq!(back_up(&database.url, folder.path(), &["there.dump"]).code, Some(2));
    assert!(!folder.path().join("there.dump").exists());
}

#[test]
fn what_cannot_be_backed_up_or_checked_is_named_and_nothing_is_made() {
    let folder = new_folder();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let missing = back_up(&format!("sqlite:{}", path("missing.sqlite")), folder.path(), &[&path("copy")]);
    assert!(missing.code == Some(1) && missing.complaint.contains("there is no database"), "{missing:?}");
    assert!(!folder.path().join("missing.sqlite").exists() && !folder.path().join("copy").exists());
    fs::write(folder.path().join("letter"), "A letter is no database, and it is long enough to have a header of a hundred bytes, had it one.".repeat(9))
        .unwrap();
    for (arguments, code, expected) in [
        (&["--check", &path("letter")][..], 1, "file is not a database"),
        (&["--check", &path("nothing")], 1, "cannot be read"),
        (&[], 2, "Usage: kontor"),
        (&["--check", "one", "two"], 2, "cannot be used with"),
    ] {
        let ended = back_up("sqlite:nowhere", folder.path(), arguments);
        assert!(ended.code == Some(code) && ended.complaint.contains(expected), "{arguments:?}: {ended:?}");
    }
}
