//! One checkout is submitted many times at the same moment: there is one order, and everybody sees it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a failed unwrap is the test's message, in helpers too")]

mod support;

use reqwest::StatusCode;
use support::browser::{Browser, Page};
use support::database::Engine::{self, Postgres, Sqlite};
use support::ground::Ground;
use support::html::Form;
use support::in_time;
use support::orders::{BUSINESS_TEN_MINOR, PLACE_ORDER, read_order, want_business_ten};
use support::texts::german;
use tokio::task::JoinSet;

const SUBMITS: usize = 32;

/// Presses the same button many times at once, in turn on each of the devices.
async fn submit_at_once(devices: &[Browser], checkout: &Form) -> Vec<Page> {
    let mut submits = JoinSet::new();
    for device in devices.iter().cycle().take(SUBMITS) {
        let (device, fields) = (device.clone(), checkout.press(PLACE_ORDER));
        submits.spawn(async move { device.post("/billing/checkout", &fields).await });
    }
    in_time(support::LIMIT, "all answers", submits.join_all()).await
}

fn assert_equal(answers: &[Page]) -> &str {
    let first = answers[0].location();
    assert!(first.starts_with("/billing/orders/"), "{} {}", answers[0].status, answers[0].words());
    for answer in answers {
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, first), "{}", answer.words());
    }
    assert_eq!(answers.len(), SUBMITS);
    first
}

async fn one_order(engine: Engine) {
    let ground = Ground::new(engine).await;
    let portal = ground.portal().start().await;
    let devices = [portal.anna().await, portal.anna().await, portal.anna().await];
    let checkout = want_business_ten(&devices[0]).await;
    // Slow enough for the others to come while the first one waits.
    ground.gateway.set_fault("slow", 300, None).await;
    let answers = submit_at_once(&devices, &checkout).await;
    let words = read_order(&devices[1], assert_equal(&answers)).await;
    assert!(words.contains(&german("order.completed.title")), "{words}");
    let books = ground.checked_books().await;
    assert_eq!(books.orders.len(), 1);
    assert_eq!(books.payments.iter().map(|payment| payment.amount_minor).collect::<Vec<_>>(), [BUSINESS_TEN_MINOR]);
}

async fn one_order_by_two_servers(engine: Engine) {
    let ground = Ground::new(engine).await;
    let (portal, other) = (ground.portal().start().await, ground.portal().start().await);
    let anna = portal.anna().await;
    let mut there = anna.clone();
    there.move_to(&other.origin);
    let checkout = want_business_ten(&anna).await;
    let answers = submit_at_once(&[anna, there], &checkout).await;
    assert_equal(&answers);
    let books = ground.checked_books().await;
    assert_eq!((books.orders.len(), books.payments.len()), (1, 1));
}

/// The card is declined: one answer, one order, and the next try is another order.
async fn one_decline(engine: Engine) {
    let ground = Ground::new(engine).await;
    let portal = ground.portal().start().await;
    let anna = portal.anna().await;
    let checkout = want_business_ten(&anna).await;
    ground.gateway.set_fault("decline", 0, None).await;
    let answers = submit_at_once(std::slice::from_ref(&anna), &checkout).await;
    let words = read_order(&anna, assert_equal(&answers)).await;
    assert!(words.contains(&german("order.declined.title")), "{words}");
    let books = ground.checked_books().await;
    assert_eq!((books.orders.len(), books.payments.len(), books.cart.len()), (1, 0, 1));
}

macro_rules! on_both_engines {
    ($($name:ident: $scenario:ident,)*) => {
        mod sqlite {
            use super::*;
            $(#[tokio::test] async fn $name() { $scenario(Sqlite).await; })*
        }
        mod postgres {
            use super::*;
            $(#[tokio::test] async fn $name() { $scenario(Postgres).await; })*
        }
    };
}

on_both_engines! {
    thirty_two_submits_of_one_checkout_are_one_order: one_order,
    two_servers_share_one_order: one_order_by_two_servers,
    thirty_two_submits_with_a_declined_card_are_one_declined_order: one_decline,
}
