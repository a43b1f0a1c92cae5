//! The commands that do one thing and end.

use crate::support::database::Engine::{self, Postgres, Sqlite};
use crate::support::database::TestDatabase;
use crate::support::ground::new_folder;
use crate::support::program::kontor;
use crate::{Ended, run};
use std::path::Path;
use std::process::Command;

/// A command with the configuration in a folder, on a database.
fn command(arguments: &[&str], folder: &Path, database: &TestDatabase) -> Command {
    let mut command = kontor();
    command.args(arguments).arg("--config").arg(folder.join("Leptos.toml")).env("KONTOR_DATABASE_URL", &database.url);
    command
}

#[test]
fn every_command_explains_itself() {
    for arguments in [
        &[][..],
        &["serve"],
        &["migrate"],
        &["backup"],
        &["copy-to"],
        &["healthcheck"],
        &["worker"],
        &["jobs"],
        &["renew"],
        &["price"],
        &["sandbox"],
        &["staff"],
        &["staff", "add"],
    ] {
        let mut command = kontor();
        command.args(arguments).arg("--help");
        let Ended { code, output, complaint } = run(command, b"");
        assert!(code == Some(0) && output.contains("Usage: kontor") && complaint.is_empty(), "{arguments:?}: {output}{complaint}");
    }
    for arguments in [&[][..], &["nonsense"], &["serve", "--nonsense"], &["staff", "add"], &["sandbox"], &["backup"], &["copy-to"]] {
        let mut command = kontor();
        command.args(arguments);
        let Ended { code, complaint, .. } = run(command, b"");
        assert!(code == Some(2) && complaint.contains("Usage: kontor"), "{arguments:?}: {complaint}");
    }
}

#[test]
fn a_role_that_there_is_not_is_told_which_there_are() {
    let mut command = kontor();
    command.args(["staff", "add", "--name", "Rita", "--email", "rita@kontor.example", "--role", "boss"]);
    let Ended { code, complaint, .. } = run(command, b"");
    assert!(code == Some(2) && complaint.contains("expected representative, finance or operator"), "{complaint}");
}

async fn migrate_twice(engine: Engine) {
    let folder = new_folder();
    let database = TestDatabase::create(engine, folder.path()).await;
    for _ in 0..2 {
        let Ended { code, output, complaint } = run(command(&["migrate"], folder.path(), &database), b"");
        assert!(code == Some(0) && output.contains("database is up to date") && complaint.is_empty(), "{output}{complaint}");
    }
    assert_eq!(database.look("SELECT CAST(COUNT(*) AS BIGINT) AS n FROM accounts", |row| row.int("n")).await, [0]);
}

#[tokio::test]
async fn migrating_twice_is_migrating_once_on_sqlite() {
    migrate_twice(Sqlite).await;
}

#[tokio::test]
async fn migrating_twice_is_migrating_once_on_postgres() {
    migrate_twice(Postgres).await;
}

async fn add_staff(engine: Engine) {
    let folder = new_folder();
    let database = TestDatabase::create(engine, folder.path()).await;
    let add = |email: &str, name: &str, password: &str| {
        let arguments = ["staff", "add", "--name", name, "--email", email, "--role", "operator"];
        run(command(&arguments, folder.path(), &database), password.as_bytes())
    };
    let refused = |ended: Ended, expected: &str| {
        assert!(ended.code == Some(1) && ended.complaint.contains(expected), "{ended:?}");
        assert!(!ended.complaint.contains("a-good-password"), "{ended:?}");
    };
    let added = add("omar@kontor.example", "Omar", "a-good-password\r\n");
    assert!(added.code == Some(0) && added.output.contains("Omar can sign in") && !added.output.contains("a-good-password"), "{added:?}");
    refused(add("Omar@Kontor.example ", "Omar", "a-good-password\n"), "is one of the staff already");
    refused(add("rita@kontor.example", "Rita", "short\n"), "at least 12 characters");
    refused(add("rita@kontor.example", "Rita", ""), "at least 12 characters");
    refused(add("rita", "Rita", "a-good-password\n"), "is not a mail address");
    refused(add("rita@kontor.example", " ", "a-good-password\n"), "the name is empty");
    // Umlauts count as one character each.
    assert_eq!(add("rita@kontor.example", "Rita", "äöüäöüäöüäöü\n").code, Some(0));
    let mut by_variable = command(&["staff", "add", "--name", "Fina", "--email", "fina@kontor.example", "--role", "finance"], folder.path(), &database);
    by_variable.env("KONTOR_STAFF_PASSWORD", "a-good-password");
    assert_eq!(run(by_variable, b"").code, Some(0));
    let staff = database
        .look("SELECT p.email, s.role FROM staff s JOIN people p ON p.id = s.person_id ORDER BY p.email", |row| Ok((row.text("email")?, row.text("role")?)));
    let expected = [("fina@kontor.example", "finance"), ("omar@kontor.example", "operator"), ("rita@kontor.example", "operator")];
    assert_eq!(staff.await, expected.map(|(email, role)| (email.to_owned(), role.to_owned())));
    let hashes = database.look("SELECT password_hash FROM logins WHERE door = 'staff'", |row| row.text("password_hash")).await;
    assert!(hashes.len() == 3 && hashes.iter().all(|hash| hash.starts_with("$argon2id$")), "{hashes:?}");
}

#[tokio::test]
async fn staff_is_added_once_and_with_a_good_password_on_sqlite() {
    add_staff(Sqlite).await;
}

#[tokio::test]
async fn staff_is_added_once_and_with_a_good_password_on_postgres() {
    add_staff(Postgres).await;
}
