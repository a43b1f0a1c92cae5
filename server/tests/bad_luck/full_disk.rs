//! The disk is full. A limit of file sizes plays it: SQLite sees a write that fails, as on a full disk.

use crate::assert_unavailable;
use crate::support::database::Engine::Sqlite;
use crate::support::ground::{Ground, Launch, Portal};
use crate::support::orders::{BUSINESS_TEN_MINOR, PLACE_ORDER, PUT_IN_CART, editor_address, open_checkout, place, read_order, want_business_ten};
use crate::support::texts::german;
use reqwest::StatusCode;
use std::fs;
use std::process::Command;

/// Without the trap a write beyond the limit would end the process; a full disk does not.
const WITHOUT_SIGNAL: [&str; 3] = ["sh", "-c", "trap '' XFSZ; exec \"$0\" \"$@\""];
const PAGE: u64 = 4096;

/// A portal whose files can be limited.
fn limitable(ground: &Ground) -> Launch {
    ground.portal().through(&WITHOUT_SIGNAL)
}

/// Lets files grow to so many bytes.
fn limit_files(portal: &Portal, bytes: Option<u64>) {
    let size = bytes.map_or_else(|| "unlimited".to_owned(), |bytes| bytes.to_string());
    let limited = Command::new("prlimit").args(["--pid", &portal.program.id().to_string(), &format!("--fsize={size}:")]).status().expect("prlimit is there");
    assert!(limited.success());
}

/// The size of SQLite's log, to which every change is appended.
fn log_size(ground: &Ground) -> u64 {
    fs::metadata(ground.folder().join("data/kontor.sqlite-wal")).expect("the log").len()
}

#[tokio::test]
async fn a_full_disk_refuses_every_change_in_words_and_everything_can_still_be_read() {
    let ground = Ground::new(Sqlite).await;
    let portal = limitable(&ground).start().await;
    let anna = portal.anna().await;
    let checkout = want_business_ten(&anna).await;
    let editor = anna.get(&editor_address(&anna).await).await.form(PUT_IN_CART).with("seats", "12");
    // What the day brings by itself has left before the disk is full: its mails are waited for below.
    ground.checked_books().await;
    limit_files(&portal, Some(log_size(&ground) + PAGE));
    for _ in 0..3 {
        assert_unavailable(&anna.submit(&checkout, PLACE_ORDER).await);
        assert_unavailable(&anna.submit(&editor, PUT_IN_CART).await);
        let stranger = portal.browser();
        assert_unavailable(&stranger.sign_in_at("/sign-in", "anna@nordlicht.example", "wrong").await);
        for page in ["/billing", "/billing/cart", "/billing/checkout", "/billing/invoices"] {
            assert_eq!(anna.get(page).await.status, StatusCode::OK, "{page}");
        }
    }
    let books = ground.checked_books().await;
    assert_eq!((books.orders.len(), books.cart.as_slice()), (0, ["goto-meeting business 10".to_owned()].as_slice()));
    drop(portal);
    let portal = ground.portal().start().await;
    let mut anna = anna;
    anna.move_to(&portal.origin);
    let address = place(&anna, &checkout).await;
    assert!(read_order(&anna, &address).await.contains(&german("order.completed.title")));
    ground.checked_books().await;
}

#[tokio::test]
async fn an_order_that_was_charged_when_the_disk_is_full_is_completed_when_there_is_room() {
    let ground = Ground::new(Sqlite).await;
    let mut portal = limitable(&ground).start().await;
    let anna = portal.anna().await;
    let checkout = want_business_ten(&anna).await;
    let mut room = 0;
    // Page by page: the first time that the order fits, its completion does not.
    let address = loop {
        limit_files(&portal, Some(log_size(&ground) + room));
        let answer = anna.submit(&checkout, PLACE_ORDER).await;
        if answer.status == StatusCode::SEE_OTHER {
            break answer.location().to_owned();
        }
        assert_unavailable(&answer);
        assert!(room < 100 * PAGE, "the order never fits");
        room += PAGE;
    };
    let words = read_order(&anna, &address).await;
    assert!(words.contains(&german("order.placed.title")), "{words}");
    assert_eq!(ground.gateway.charges().await.iter().map(|charge| charge.amount_minor).collect::<Vec<_>>(), [BUSINESS_TEN_MINOR]);
    portal.program.line("recovery: this round has failed").await;
    assert_eq!(anna.get("/billing/cart").await.status, StatusCode::OK);
    limit_files(&portal, None);
    let books = ground.checked_books().await;
    assert_eq!((books.payments.len(), books.meeting().plan.as_str()), (1, "business"));
    assert!(read_order(&anna, &address).await.contains(&german("order.completed.title")));
}

#[tokio::test]
async fn a_session_that_cannot_be_prolonged_still_reads() {
    let ground = Ground::new(Sqlite).await;
    let portal = limitable(&ground).start().await;
    let anna = portal.anna().await;
    // As if she had been away for longer than sessions go without being touched.
    let data = ground.database.look("SELECT data FROM sessions", |row| row.text("data")).await.remove(0);
    let mut session: serde_json::Value = serde_json::from_str(&data).unwrap();
    session["signed_in"]["touched_micros"] = 1.into();
    assert_eq!(ground.database.change("UPDATE sessions SET data = $1", vec![session.to_string().into()]).await, 1);
    limit_files(&portal, Some(log_size(&ground)));
    let page = anna.get("/billing").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    assert_unavailable(&anna.send(anna.request(reqwest::Method::POST, "/sign-out").header("Sec-Fetch-Site", "same-origin")).await.unwrap());
    limit_files(&portal, None);
    assert_eq!(anna.get("/billing").await.status, StatusCode::OK);
    want_business_ten(&anna).await;
    open_checkout(&anna).await;
}
