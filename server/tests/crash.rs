//! The process is killed at every step of an order, and at any moment, on both engines: afterwards there is one
//! charge and one invoice, or neither.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a failed unwrap is the test's message, in helpers too")]

mod support;

use backend::{args, failpoint};
use std::time::Duration;
use support::browser::{Browser, new_client};
use support::database::Engine::{self, Postgres, Sqlite};
use support::ground::{Ground, Portal};
use support::html::{Form, links};
use support::orders::{BUSINESS_TEN_MINOR, PLACE_ORDER, open_checkout, order_seat, place, read_order, want_business_ten};
use support::texts::german;
use support::{in_time, wait_for};

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
    send_what_is_due(&ground).await;
    let mut portal = ground.portal().with("KONTOR_FAILPOINT", failpoint).start().await;
    let mut anna = portal.anna().await;
    let checkout = want_business_ten(&anna).await;
    submit_until_killed(&anna, &checkout, &mut portal, failpoint).await;

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
    let first = if expected == Expected::Cancelled { "order.cancelled.title" } else { "order.completed.title" };
    assert!(words.contains(&german(first)), "{words}");
    check_completed(&ground).await;
}

/// A trial's end is near on that day: its reminder is not to be what the failpoint meets.
async fn send_what_is_due(ground: &Ground) {
    let _portal = ground.portal().start().await;
    let sent = "SELECT id FROM outbox WHERE kind = 'mail' AND state = 'kept'";
    wait_for("the reminder", async || (!ground.database.look(sent, |row| row.text("id")).await.is_empty()).then_some(())).await;
}

/// Presses the button, and kills the process at the failpoint.
async fn submit_until_killed(anna: &Browser, checkout: &Form, portal: &mut Portal, failpoint: &str) {
    let (anna, fields) = (anna.clone(), checkout.press(PLACE_ORDER));
    let submit = tokio::spawn(async move { anna.try_post("/billing/checkout", &fields).await });
    portal.program.line(&format!("failpoint {failpoint} reached")).await;
    portal.program.kill();
    let _answered_or_not = in_time(support::LIMIT, "the broken connection", submit).await.unwrap();
}

/// The page that was on screen serves where nothing had happened; else the cart leads to a new checkout.
async fn order_again(anna: &Browser, checkout: &Form, expected: Expected) {
    let checkout = if expected == Expected::NoOrder { checkout.clone() } else { open_checkout(anna).await };
    let address = place(anna, &checkout).await;
    let words = read_order(anna, &address).await;
    assert!(words.contains(&german("order.completed.title")), "{words}");
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

/// The next start is killed too, in the middle of recovery.
async fn crash_twice(engine: Engine) {
    let ground = Ground::new(engine).await;
    let mut portal = ground.portal().with("KONTOR_FAILPOINT", failpoint::AFTER_GATEWAY_ASKED).start().await;
    let anna = portal.anna().await;
    let checkout = want_business_ten(&anna).await;
    submit_until_killed(&anna, &checkout, &mut portal, failpoint::AFTER_GATEWAY_ASKED).await;
    let mut portal = ground.portal().with("KONTOR_FAILPOINT", failpoint::BEFORE_COMPLETING_COMMIT).start().await;
    portal.program.line("failpoint before_completing_commit reached").await;
    portal.program.kill();
    let _portal = ground.portal().start().await;
    check_completed(&ground).await;
}

/// Of two servers on one database one is killed; the other finishes its work.
async fn crash_beside_another(engine: Engine, failpoint: &str) {
    let ground = Ground::new(engine).await;
    let _other = ground.portal().start().await;
    let mut portal = ground.portal().with("KONTOR_FAILPOINT", failpoint).start().await;
    let anna = portal.anna().await;
    let checkout = want_business_ten(&anna).await;
    submit_until_killed(&anna, &checkout, &mut portal, failpoint).await;
    check_completed(&ground).await;
}

/// Anna's card asks for a confirmation, or her bank account is debited.
async fn use_token(ground: &Ground, token: &str) {
    let (sql, args) = match token {
        "tok_sepa_3000" => (
            "UPDATE payment_methods SET gateway_token = $1, kind = 'sepa_debit', brand = 'sepa', last4 = '3000', expires = NULL, \
             mandate_reference = 'M-1', mandate_signed_on = '2026-11-21', country = 'DE', holder = 'Nordlicht GmbH' \
             WHERE account_id = (SELECT id FROM accounts WHERE number = 'KD-10234')",
            args![token],
        ),
        _ => ("UPDATE payment_methods SET gateway_token = $1 WHERE account_id = (SELECT id FROM accounts WHERE number = 'KD-10234')", args![token]),
    };
    assert_eq!(ground.database.change(sql, args).await, 1);
}

/// Killed once it is known where to confirm: the order waits, and can be confirmed after the next start.
async fn crash_before_confirming(engine: Engine) {
    let ground = Ground::new(engine).await;
    let mut portal = ground.portal().with("KONTOR_FAILPOINT", failpoint::AFTER_ACTION_STORED).start().await;
    let mut anna = portal.anna().await;
    use_token(&ground, "tok_3ds_3220").await;
    let checkout = want_business_ten(&anna).await;
    submit_until_killed(&anna, &checkout, &mut portal, failpoint::AFTER_ACTION_STORED).await;
    let portal = ground.portal().start().await;
    anna.move_to(&portal.origin);
    let address = place(&anna, &checkout).await;
    let page = anna.get(&address).await;
    let link = links(&page.text).into_iter().find(|link| link.contains("/3ds/")).unwrap_or_else(|| panic!("{}", page.words()));
    let confirmed = new_client().post(link).form(&[("answer", "confirm")]).send().await.unwrap();
    assert_eq!(confirmed.status().as_u16(), 303);
    assert_eq!(anna.get(&format!("{address}/return")).await.location(), address);
    check_completed(&ground).await;
}

/// Killed before it was known where to confirm: nobody was led there, so the order is given up.
async fn crash_before_the_page_to_confirm_is_known(engine: Engine) {
    let ground = Ground::new(engine).await;
    let mut portal = ground.portal().with("KONTOR_FAILPOINT", failpoint::AFTER_GATEWAY_ANSWERED).start().await;
    let mut anna = portal.anna().await;
    use_token(&ground, "tok_3ds_3220").await;
    let checkout = want_business_ten(&anna).await;
    submit_until_killed(&anna, &checkout, &mut portal, failpoint::AFTER_GATEWAY_ANSWERED).await;
    let portal = ground.portal().start().await;
    anna.move_to(&portal.origin);
    let books = ground.checked_books().await;
    assert_eq!((books.orders_in("cancelled").len(), books.payments.len()), (1, 0));
    use_token(&ground, "tok_visa_4242").await;
    order_again(&anna, &checkout, Expected::Cancelled).await;
    check_completed(&ground).await;
}

/// A debit that was submitted completes its order, wherever the process was killed.
async fn crash_with_a_debit(engine: Engine, failpoint: &str) {
    let ground = Ground::new(engine).await;
    let mut portal = ground.portal().with("KONTOR_FAILPOINT", failpoint).start().await;
    let anna = portal.anna().await;
    use_token(&ground, "tok_sepa_3000").await;
    let checkout = want_business_ten(&anna).await;
    submit_until_killed(&anna, &checkout, &mut portal, failpoint).await;
    let _portal = ground.portal().start().await;
    check_completed(&ground).await;
    let states = ground.database.look("SELECT state AS value FROM payments", |row| row.text("value")).await;
    assert_eq!(states, ["pending"]);
}

/// Finance gives 119,00 € of an order's invoice back to the card, and the process is killed on the way: the money goes back once.
async fn crash_with_a_refund(engine: Engine, failpoint: &str) {
    let ground = Ground::new(engine).await;
    let mut portal = ground.portal().with("KONTOR_FAILPOINT", failpoint).start().await;
    let anna = portal.anna().await;
    place(&anna, &want_business_ten(&anna).await).await;
    let omar = portal.browser();
    omar.sign_in_as_staff(support::OMAR).await;
    let number = ground.checked_books().await.issued()[0].number.clone();
    let payment = ground.database.look("SELECT id FROM payments", |row| row.text("id")).await.remove(0);
    let asking = tokio::spawn(async move { try_credit(&omar, &number, &payment).await });
    portal.program.line(&format!("failpoint {failpoint} reached")).await;
    portal.program.kill();
    let _answered_or_not = in_time(support::LIMIT, "the broken connection", asking).await.unwrap();
    let states = "SELECT state || ' ' || amount_minor AS value FROM refunds";
    assert_eq!(ground.database.look(states, |row| row.text("value")).await, ["open 11900"]);
    // As if the time were over for which the server that died was trusted with it.
    ground.database.change("UPDATE refunds SET lease_until = 0", vec![]).await;
    let _portal = ground.portal().start().await;
    let done = async || (ground.database.look(states, |row| row.text("value")).await == ["done 11900"]).then_some(());
    wait_for("the refund", done).await;
    assert_eq!(ground.gateway.refunded_minor().await, 11_900);
    let credit = ground.database.look("SELECT credit_minor AS value FROM accounts WHERE number = 'KD-10234'", |row| row.int("value")).await;
    assert_eq!(credit, [0]);
}

/// 100 € net of the line that the order has charged; the other line is what it had given back.
async fn try_credit(omar: &Browser, number: &str, payment: &str) -> reqwest::Result<()> {
    let way = format!("payment:{payment}");
    let fields = [
        ("form_key", "0123456789abcdef0123456789abcdef"),
        ("number", number),
        ("seen_minor", "0"),
        ("lines", "0,10000"),
        ("reason", "Ausfall im Oktober"),
        ("paid_part", &way),
    ];
    let request = omar.request(reqwest::Method::POST, "/api/issue_credit_note").header("Sec-Fetch-Site", "same-origin").form(&fields);
    omar.send(request).await.map(|page| assert!(page.status.is_success(), "{}", page.text))
}

const ROUNDS: u64 = 10;

/// Anna orders one seat more again and again, and the process is killed at moments that nobody chose.
async fn crash_at_random(engine: Engine, seed: u64) {
    let ground = Ground::new(engine).await;
    ground.gateway.set_fault("slow", 120, None).await;
    let mut portal = ground.portal().start().await;
    let mut anna = portal.anna().await;
    for round in 0..ROUNDS {
        anna.move_to(&portal.origin);
        // An order that the last crash left open keeps its subscription until recovery has ended it.
        wait_for("an order that can be placed", async || order_seat(&anna).await.ok().flatten()).await;
        let ordering = tokio::spawn({
            let anna = anna.clone();
            async move { while order_seat(&anna).await.is_ok() {} }
        });
        let milliseconds = pick(seed + round) % 500;
        eprintln!("round {round}: killed after {milliseconds} ms");
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        portal.program.kill();
        in_time(support::LIMIT, "the broken connection", ordering).await.unwrap();
        portal = ground.portal().start().await;
    }
    let books = ground.checked_books().await;
    eprintln!("{} orders completed, {} cancelled", books.orders_in("completed").len(), books.orders_in("cancelled").len());
    assert!(books.orders_in("completed").len() >= usize::try_from(ROUNDS).unwrap(), "{:?}", books.orders);
    assert_eq!(books.payments.len(), books.orders_in("completed").len());
}

/// The same number for the same seed, with nothing else to be seen in it (splitmix64).
fn pick(seed: u64) -> u64 {
    let mut value = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
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

#[tokio::test]
async fn killed_while_a_confirmation_is_awaited_it_can_still_be_given_on_sqlite() {
    crash_before_confirming(Sqlite).await;
}

#[tokio::test]
async fn killed_while_a_confirmation_is_awaited_it_can_still_be_given_on_postgres() {
    crash_before_confirming(Postgres).await;
}

#[tokio::test]
async fn killed_before_the_page_to_confirm_on_is_known_the_order_is_cancelled_on_sqlite() {
    crash_before_the_page_to_confirm_is_known(Sqlite).await;
}

#[tokio::test]
async fn killed_before_the_page_to_confirm_on_is_known_the_order_is_cancelled_on_postgres() {
    crash_before_the_page_to_confirm_is_known(Postgres).await;
}

#[tokio::test]
async fn killed_with_a_debit_on_its_way_the_order_is_completed_once_on_sqlite() {
    for failpoint in [failpoint::AFTER_GATEWAY_ASKED, failpoint::AFTER_GATEWAY_ANSWERED, failpoint::BEFORE_COMPLETING_COMMIT] {
        crash_with_a_debit(Sqlite, failpoint).await;
    }
}

#[tokio::test]
async fn killed_with_a_debit_on_its_way_the_order_is_completed_once_on_postgres() {
    for failpoint in [failpoint::AFTER_GATEWAY_ASKED, failpoint::AFTER_GATEWAY_ANSWERED, failpoint::BEFORE_COMPLETING_COMMIT] {
        crash_with_a_debit(Postgres, failpoint).await;
    }
}

#[tokio::test]
async fn killed_with_a_refund_on_its_way_the_money_goes_back_once_on_sqlite() {
    for failpoint in [failpoint::AFTER_REFUND_WRITTEN, failpoint::AFTER_REFUND_ANSWERED] {
        crash_with_a_refund(Sqlite, failpoint).await;
    }
}

#[tokio::test]
async fn killed_with_a_refund_on_its_way_the_money_goes_back_once_on_postgres() {
    for failpoint in [failpoint::AFTER_REFUND_WRITTEN, failpoint::AFTER_REFUND_ANSWERED] {
        crash_with_a_refund(Postgres, failpoint).await;
    }
}

#[tokio::test]
async fn killed_again_in_the_middle_of_recovery_there_is_still_one_charge_on_sqlite() {
    crash_twice(Sqlite).await;
}

#[tokio::test]
async fn killed_again_in_the_middle_of_recovery_there_is_still_one_charge_on_postgres() {
    crash_twice(Postgres).await;
}

#[tokio::test]
async fn what_one_server_leaves_another_finishes_on_sqlite() {
    crash_beside_another(Sqlite, failpoint::AFTER_GATEWAY_ASKED).await;
}

#[tokio::test]
async fn what_one_server_leaves_another_finishes_on_postgres() {
    crash_beside_another(Postgres, failpoint::BEFORE_COMPLETING_COMMIT).await;
}

#[tokio::test]
async fn killed_at_any_moment_charges_and_books_agree_on_sqlite() {
    crash_at_random(Sqlite, 2026).await;
}

#[tokio::test]
async fn killed_at_any_moment_charges_and_books_agree_on_postgres() {
    crash_at_random(Postgres, 1121).await;
}
