//! The process is killed at every step of a service order's end, on both engines: afterwards there is one capture, one payment
//! and one invoice, or the amount is let go.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a failed unwrap is the test's message, in helpers too")]

mod support;

use backend::failpoint;
use support::browser::Browser;
use support::corporate::order_seats;
use support::database::Engine::{self, Postgres, Sqlite};
use support::ground::{Ground, Portal};
use support::{RITA, in_time, wait_for};

const NUMBER: &str = "SA-2026-00001";

/// Five seats of Alpenwerk's training for 100 of 365 days, and VAT.
const FIVE_SEATS_MINOR: i64 = 215_178;

async fn rita(portal: &Portal) -> Browser {
    let rita = portal.browser();
    rita.sign_in_as_staff(RITA).await;
    rita
}

/// Presses a button of the staff, and kills the process at the failpoint.
async fn press_until_killed(rita: &Browser, function: &'static str, portal: &mut Portal, failpoint: &str) {
    let rita = rita.clone();
    let fields = [("_fn", function), ("number", NUMBER), ("reason", "Vertrag läuft aus")];
    let fields: Vec<(String, String)> = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let press = tokio::spawn(async move { rita.try_post(&format!("/staff/service-orders/{NUMBER}"), &fields).await });
    portal.program.line(&format!("failpoint {failpoint} reached")).await;
    portal.program.kill();
    let _answered_or_not = in_time(support::LIMIT, "the broken connection", press).await.unwrap();
}

async fn crash_at(engine: Engine, function: &'static str, failpoint: &str, end: &str) {
    let ground = Ground::new(engine).await;
    {
        let portal = ground.portal().start().await;
        order_seats(&ground, &portal).await;
        rita(&portal).await.call("/api/take_service_order", &[("number", NUMBER)]).await;
    }
    let mut portal = ground.portal().with("KONTOR_FAILPOINT", failpoint).start().await;
    let staff = rita(&portal).await;
    press_until_killed(&staff, function, &mut portal, failpoint).await;
    let _portal = ground.portal().start().await;
    let states = "SELECT state FROM service_orders";
    wait_for(end, async || (ground.database.look(states, |row| row.text("state")).await == [end]).then_some(())).await;
    let is_done = end == "done";
    let sums = |expected: i64| if is_done { vec![expected] } else { vec![] };
    let paid = ground.database.look("SELECT amount_minor FROM payments WHERE order_id IS NOT NULL", |row| row.int("amount_minor")).await;
    assert_eq!(paid, sums(FIVE_SEATS_MINOR), "{failpoint}");
    let invoiced = ground.database.look("SELECT total_minor FROM invoices WHERE order_id IS NOT NULL", |row| row.int("total_minor")).await;
    assert_eq!(invoiced, sums(FIVE_SEATS_MINOR), "{failpoint}");
    let seats = "SELECT s.seats FROM subscriptions s JOIN accounts a ON a.id = s.account_id WHERE a.number = 'KD-20417' AND s.product = 'goto-training'";
    assert_eq!(ground.database.look(seats, |row| row.int("seats")).await, [if is_done { 30 } else { 25 }], "{failpoint}");
    let held = ground.database.look("SELECT id FROM subscriptions WHERE open_order_id IS NOT NULL", |row| row.text("id")).await;
    assert_eq!(held, Vec::<String>::new(), "{failpoint}");
    let charged = ground.gateway.charges().await.len();
    assert_eq!(charged, usize::from(is_done), "{failpoint}");
}

async fn crash_everywhere(engine: Engine) {
    for failpoint in failpoint::SERVICE_ORDERS {
        crash_at(engine, "/api/complete_service_order", failpoint, "done").await;
        crash_at(engine, "/api/refuse_service_order", failpoint, "refused").await;
    }
}

#[tokio::test]
async fn a_service_order_ends_once_wherever_the_process_dies_on_sqlite() {
    crash_everywhere(Sqlite).await;
}

#[tokio::test]
async fn a_service_order_ends_once_wherever_the_process_dies_on_postgres() {
    crash_everywhere(Postgres).await;
}
