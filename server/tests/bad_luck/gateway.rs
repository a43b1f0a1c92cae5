//! The gateway is silent, broken or gone, or the bank says no.

use crate::support::browser::Browser;
use crate::support::database::Engine::{Postgres, Sqlite};
use crate::support::ground::Ground;
use crate::support::html::Form;
use crate::support::orders::{BUSINESS_TEN_MINOR, editor_address, open_checkout, place, read_order, want_business_ten};
use crate::support::texts::german;
use crate::support::wait_for;
use std::time::{Duration, Instant};

const SILENCE_MS: u64 = 30_000;

/// Presses the button and measures how long the answer takes.
async fn place_and_wait(anna: &Browser, checkout: &Form) -> (String, Duration) {
    let pressed = Instant::now();
    let address = place(anna, checkout).await;
    (address, pressed.elapsed())
}

/// The pages of an order whose payment is not known yet.
async fn assert_being_checked(anna: &Browser, address: &str) {
    let words = read_order(anna, address).await;
    assert!(words.contains(&german("order.placed.title")), "{words}");
    let words = anna.get("/billing/checkout").await.words();
    assert!(words.contains(&german("checkout.open.title")), "{words}");
    let editor = editor_address_of_an_open_order(anna).await;
    let words = anna.get(&editor).await.words();
    assert!(words.contains(&german("editor.blocked_order_title")), "{words}");
}

/// The tile of the subscription has no way to its editor; the cart still has.
async fn editor_address_of_an_open_order(anna: &Browser) -> String {
    let cart = anna.get("/billing/cart").await;
    let mut editors = crate::support::html::links(&cart.text).into_iter().filter(|link| link.contains("/edit"));
    editors.next_back().expect("a way to the editor")
}

/// Waits until the page of the order says so.
async fn wait_for_page(anna: &Browser, address: &str, key: &str) {
    let text = german(key);
    wait_for(&text, async || read_order(anna, address).await.contains(&text).then_some(())).await;
}

async fn assert_completed_once(ground: &Ground) {
    let books = ground.checked_books().await;
    assert_eq!(books.payments.iter().map(|payment| payment.amount_minor).collect::<Vec<_>>(), [BUSINESS_TEN_MINOR]);
    assert_eq!(books.meeting().plan, "business");
}

async fn assert_nothing_changed(ground: &Ground) {
    let books = ground.checked_books().await;
    assert_eq!(books.payments, []);
    assert_eq!((books.meeting().plan.as_str(), books.meeting().seats), ("professional", 10));
    assert_eq!(books.cart, ["goto-meeting business 10"]);
}

#[tokio::test]
async fn a_gateway_that_charged_and_is_silent_does_not_keep_anybody_waiting() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let anna = portal.anna().await;
    let checkout = want_business_ten(&anna).await;
    ground.gateway.set_fault("silent_after_charge", SILENCE_MS, None).await;
    let (address, took) = place_and_wait(&anna, &checkout).await;
    assert!((1..15).contains(&took.as_secs()), "{took:?}");
    assert_being_checked(&anna, &address).await;
    wait_for_page(&anna, &address, "order.completed.title").await;
    assert_completed_once(&ground).await;
}

#[tokio::test]
async fn a_gateway_that_is_silent_and_charges_nothing_leads_to_a_new_try() {
    let ground = Ground::new(Postgres).await;
    let portal = ground.portal().start().await;
    let anna = portal.anna().await;
    let checkout = want_business_ten(&anna).await;
    ground.gateway.set_fault("silent_before_charge", SILENCE_MS, Some(1)).await;
    let (address, took) = place_and_wait(&anna, &checkout).await;
    assert!((1..15).contains(&took.as_secs()), "{took:?}");
    assert_being_checked(&anna, &address).await;
    wait_for_page(&anna, &address, "order.cancelled.title").await;
    assert_nothing_changed(&ground).await;
    let again = open_checkout(&anna).await;
    let address = place(&anna, &again).await;
    wait_for_page(&anna, &address, "order.completed.title").await;
    assert_completed_once(&ground).await;
}

/// A slow gateway charges after the portal has given up, and recovery comes before or after it: one charge or none.
#[tokio::test]
async fn a_charge_that_comes_late_is_the_orders_or_nobodys() {
    for delay_ms in [1500, 2950, 3500, 6000] {
        let ground = Ground::new(Sqlite).await;
        let portal = ground.portal().start().await;
        let anna = portal.anna().await;
        let checkout = want_business_ten(&anna).await;
        ground.gateway.set_fault("slow", delay_ms, Some(1)).await;
        place(&anna, &checkout).await;
        // Until the slow request has done what it will do.
        tokio::time::sleep(Duration::from_millis(delay_ms)).await;
        let books = ground.checked_books().await;
        assert_eq!((books.orders.len(), books.orders_in("completed").len()), (1, books.payments.len()), "{delay_ms}");
    }
}

#[tokio::test]
async fn an_answer_that_is_lost_on_the_way_is_asked_for_again() {
    for (fault, times) in [("error_after_charge", 1), ("error_before_charge", 2), ("drop_after_charge", 2)] {
        let ground = Ground::new(Sqlite).await;
        let portal = ground.portal().start().await;
        let anna = portal.anna().await;
        let checkout = want_business_ten(&anna).await;
        ground.gateway.set_fault(fault, 0, Some(times)).await;
        let address = place(&anna, &checkout).await;
        let words = read_order(&anna, &address).await;
        assert!(words.contains(&german("order.completed.title")), "{fault}: {words}");
        assert_completed_once(&ground).await;
    }
}

#[tokio::test]
async fn answers_that_are_lost_for_good_are_found_by_recovery() {
    for (fault, outcome) in
        [("error_after_charge", "order.completed.title"), ("drop_after_charge", "order.completed.title"), ("error_before_charge", "order.cancelled.title")]
    {
        let ground = Ground::new(Postgres).await;
        let portal = ground.portal().start().await;
        let anna = portal.anna().await;
        let checkout = want_business_ten(&anna).await;
        ground.gateway.set_fault(fault, 0, None).await;
        let address = place(&anna, &checkout).await;
        assert_being_checked(&anna, &address).await;
        wait_for_page(&anna, &address, outcome).await;
        let books = ground.checked_books().await;
        assert_eq!(books.payments.len(), usize::from(outcome == "order.completed.title"), "{fault}");
    }
}

#[tokio::test]
async fn a_gateway_that_is_gone_settles_the_order_when_it_is_back() {
    let mut ground = Ground::new(Sqlite).await;
    let mut portal = ground.portal().start().await;
    let anna = portal.anna().await;
    let checkout = want_business_ten(&anna).await;
    ground.gateway.kill();
    let address = place(&anna, &checkout).await;
    assert_being_checked(&anna, &address).await;
    // Recovery has asked in vain by then, and everything else works on.
    portal.program.line("the gateway does not answer").await;
    assert_being_checked(&anna, &address).await;
    ground.gateway.restart().await;
    wait_for_page(&anna, &address, "order.cancelled.title").await;
    assert_nothing_changed(&ground).await;
    let again = open_checkout(&anna).await;
    let address = place(&anna, &again).await;
    wait_for_page(&anna, &address, "order.completed.title").await;
    assert_completed_once(&ground).await;
}

#[tokio::test]
async fn a_gateway_that_dies_with_a_charge_in_its_books_is_believed_when_it_is_back() {
    let mut ground = Ground::new(Postgres).await;
    let portal = ground.portal().start().await;
    let anna = portal.anna().await;
    let checkout = want_business_ten(&anna).await;
    ground.gateway.set_fault("silent_after_charge", SILENCE_MS, Some(1)).await;
    let placing = tokio::spawn({
        let anna = anna.clone();
        async move { place(&anna, &checkout).await }
    });
    wait_for("the charge", async || (!ground.gateway.charges().await.is_empty()).then_some(())).await;
    ground.gateway.kill();
    let address = placing.await.unwrap();
    assert_being_checked(&anna, &address).await;
    ground.gateway.restart().await;
    wait_for_page(&anna, &address, "order.completed.title").await;
    assert_completed_once(&ground).await;
}

#[tokio::test]
async fn a_declined_card_changes_nothing_and_may_be_tried_again() {
    for engine in [Sqlite, Postgres] {
        let ground = Ground::new(engine).await;
        let portal = ground.portal().start().await;
        let anna = portal.anna().await;
        let editor = editor_address(&anna).await;
        let checkout = want_business_ten(&anna).await;
        ground.gateway.set_fault("decline", 0, Some(1)).await;
        let address = place(&anna, &checkout).await;
        let words = read_order(&anna, &address).await;
        assert!(words.contains(&german("order.declined.title")) && words.contains(&german("order.declined.unchanged")), "{words}");
        assert!(words.contains("170,56 €"), "{words}");
        assert_nothing_changed(&ground).await;
        assert!(anna.get(&editor).await.find_form("/api/put_in_cart").is_some());
        let again = open_checkout(&anna).await;
        let second = place(&anna, &again).await;
        assert_ne!(second, address);
        assert!(read_order(&anna, &second).await.contains(&german("order.completed.title")));
        assert_completed_once(&ground).await;
    }
}
