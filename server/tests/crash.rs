//! The process is killed at every step of an order, and at any moment, on both engines: afterwards there is one
//! charge and one invoice, or neither.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a failed unwrap is the test's message, in helpers too")]

mod support;

use support::database::Engine::{self, Postgres, Sqlite};
use support::ground::Ground;
use support::orders::{BUSINESS_TEN_MINOR, open_checkout, place, read_order, want_business_ten};
use support::browser::Browser;
use support::in_time;
use backend::failpoint;

/// What is to be true after a crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    /// As if nothing had been pressed.
    NoOrder,
    /// An order that came to nothing.
    Cancelled,
    /// Charged, invoiced and in force.
    Completed,
}

async fn crash_at(engine: Engine, failpoint: &str, expected: Expected) {
    let ground = Ground::new(engine).await;
    let mut portal = ground.portal().with("KONTOR_FAILPOINT", failpoint).start().await;
    let mut anna = portal.anna().await;
    let checkout = want_business_ten(&anna).await;
    let submit = tokio::spawn({
        let (anna, fields) = (anna.clone(), checkout.press("/api/place_order"));
        async move { anna.try_post("/billing/checkout", &fields).await }
    });
    portal.program.line(&format!("failpoint {failpoint} reached")).await;
    portal.program.kill();
    let _answered_or_not = in_time(support::LIMIT, "the broken connection", submit).await.unwrap();

    let portal = ground.portal().start().await;
    anna.move_to(&portal.origin);
    let books = ground.checked_books().await;
    let states: Vec<&str> = books.orders.iter().map(|order| order.state.as_str()).collect();
    match expected {
        Expected::NoOrder => assert!(states.is_empty(), "{states:?}"),
        Expected::Cancelled => assert_eq!(states, ["cancelled"]),
        Expected::Completed => assert_eq!(states, ["completed"]),
    }
    if expected != Expected::Completed {
        assert!(books.payments.is_empty());
        assert_eq!((books.meeting().plan.as_str(), books.meeting().period_start.as_str()), ("professional", "2026-11-01"));
        assert_eq!(books.cart, ["goto-meeting business 10"]);
        order_again(&anna, &checkout, expected).await;
    }
    check_completed(&ground).await;
    // Whoever presses the old button once more meets the first order.
    let address = place(&anna, &checkout).await;
    let words = read_order(&anna, &address).await;
    let first = if expected == Expected::Cancelled { "Die Bestellung wurde abgebrochen" } else { "Danke, Ihre Bestellung ist ausgeführt" };
    assert!(words.contains(first), "{words}");
    check_completed(&ground).await;
}

/// The page that was on screen serves where nothing had happened; else the cart leads to a new checkout.
async fn order_again(anna: &Browser, checkout: &support::html::Form, expected: Expected) {
    let checkout = if expected == Expected::NoOrder { checkout.clone() } else { open_checkout(anna).await };
    let address = place(anna, &checkout).await;
    let words = read_order(anna, &address).await;
    assert!(words.contains("Danke, Ihre Bestellung ist ausgeführt"), "{words}");
}

async fn check_completed(ground: &Ground) {
    let books = ground.checked_books().await;
    let paid: Vec<i64> = books.payments.iter().map(|payment| payment.amount_minor).collect();
    assert_eq!(paid, [BUSINESS_TEN_MINOR]);
    let invoiced: Vec<i64> = books.issued().iter().map(|document| document.total_minor).collect();
    assert_eq!(invoiced, [BUSINESS_TEN_MINOR]);
    let meeting = books.meeting();
    assert_eq!((meeting.plan.as_str(), meeting.seats, meeting.period_start.as_str()), ("business", 10, "2026-11-21"));
    assert!(books.cart.is_empty(), "{:?}", books.cart);
}

/// One test for each engine.
macro_rules! killed {
    ($($name:ident: $failpoint:ident => $expected:ident,)*) => {
        mod sqlite {
            use super::*;
            $(#[tokio::test] async fn $name() { crash_at(Sqlite, failpoint::$failpoint, Expected::$expected).await; })*
        }
        mod postgres {
            use super::*;
            $(#[tokio::test] async fn $name() { crash_at(Postgres, failpoint::$failpoint, Expected::$expected).await; })*
        }
    };
}

killed! {
    killed_before_the_order_is_written_nothing_has_happened: BEFORE_ORDER_WRITTEN => NoOrder,
    killed_once_the_order_is_written_it_is_cancelled: AFTER_ORDER_COMMITTED => Cancelled,
    killed_while_the_gateway_answers_the_order_is_completed: AFTER_GATEWAY_ASKED => Completed,
    killed_with_the_gateways_answer_in_hand_the_order_is_completed: AFTER_GATEWAY_ANSWERED => Completed,
    killed_before_the_completion_is_committed_its_number_is_used_again: BEFORE_COMPLETING_COMMIT => Completed,
    killed_after_the_completion_everything_is_there: AFTER_COMPLETING_COMMIT => Completed,
    killed_before_the_mail_is_sent_it_is_sent_once: BEFORE_MAIL => Completed,
}
