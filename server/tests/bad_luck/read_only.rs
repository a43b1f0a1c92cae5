//! The database file can be read and not written.

use crate::assert_unavailable;
use crate::support::database::Engine::Sqlite;
use crate::support::ground::{Ground, Launch};
use crate::support::orders::{PLACE_ORDER, place, read_order, want_business_ten};
use crate::support::program::Program;
use crate::support::texts::german;
use reqwest::StatusCode;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::time::Duration;

/// Modes of files do not bind root, unless it gives its powers away.
fn bound_by_modes(launch: Launch) -> Launch {
    let is_root = fs::metadata("/proc/self").expect("Linux").uid() == 0;
    if is_root { launch.through(&["setpriv", "--bounding-set=-all", "--inh-caps=-all"]) } else { launch }
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("our own file");
}

#[tokio::test]
async fn a_file_that_cannot_be_written_refuses_changes_in_words() {
    let ground = Ground::new(Sqlite).await;
    let mut portal = ground.portal().start().await;
    let mut anna = portal.anna().await;
    let checkout = want_business_ten(&anna).await;
    portal.program.stop().await;
    let file = ground.folder().join("data/kontor.sqlite");
    set_mode(&file, 0o444);
    let mut portal = bound_by_modes(ground.portal()).start().await;
    anna.move_to(&portal.origin);
    assert_eq!(anna.get("/billing/cart").await.status, StatusCode::OK);
    assert_unavailable(&anna.submit(&checkout, PLACE_ORDER).await);
    assert_unavailable(&portal.browser().sign_in_at("/sign-in", "ben@nordlicht.example", "wrong").await);
    // The worker goes on trying.
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert!(portal.program.is_running());
    assert_eq!(ground.gateway.charges().await, []);
    drop(portal);
    // SQLite gave its log the same mode.
    for file in fs::read_dir(ground.folder().join("data")).unwrap() {
        set_mode(&file.unwrap().path(), 0o644);
    }
    let portal = bound_by_modes(ground.portal()).start().await;
    anna.move_to(&portal.origin);
    let address = place(&anna, &checkout).await;
    assert!(read_order(&anna, &address).await.contains(&german("order.completed.title")));
    ground.checked_books().await;
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_stops_the_start_in_words() {
    let ground = Ground::new(Sqlite).await;
    let mut portal = ground.portal().start().await;
    portal.program.stop().await;
    let folder = ground.folder().join("data");
    set_mode(&folder, 0o555);
    let mut program = Program::start(bound_by_modes(ground.portal()).command());
    let message = program.line("kontor: ").await;
    set_mode(&folder, 0o755);
    assert!(message.contains("database") && message.contains("data/kontor.sqlite"), "{message}");
    crate::support::wait_for("its end", async || (!program.is_running()).then_some(())).await;
}
