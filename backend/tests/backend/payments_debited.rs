//! Direct debits: the order is complete at once, the bank answers days later, and its answer may come twice, late, in
//! another order, or not at all.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::gateway::{Gateway, until};
use crate::common::{Buyer, Fault, Others, World, day};
use backend::db::payments::find_pending_by_key;
use backend::gateways::payment::{Charge, ChargeOutcome};
use backend::recovery::recover_orders;
use backend::usecases::gateway_events::handle::handle_event;
use backend::usecases::gateway_events::receive::{Received, receive_event};
use backend::usecases::invoices::find::find_invoice;
use backend::usecases::orders::refresh::refresh_order;
use backend::usecases::payments::ask::ask_due;
use backend::usecases::payments::settle::settle_payment;
use backend::{DbError, args, work, worker};
use billing::invoice::Settlement;
use billing::order::{Order, OrderState};
use tokio::sync::watch;

on_both_engines!(in_world:
    a_debit_completes_its_order_at_once,
    a_debit_that_is_paid_settles_on_its_day,
    a_debit_that_comes_back_opens_its_invoice_again,
    nobody_is_asked_before_the_day,
    news_settle_a_debit_whatever_their_order_and_number,
    everybody_at_once_ends_a_debit_once,
    a_bank_that_is_late_is_asked_again,
    a_gateway_that_is_down_is_asked_again,
    a_debit_of_another_amount_than_submitted_is_not_booked,
    the_worker_settles_debits_by_itself,
    a_later_change_gives_credit_while_the_debit_is_pending,
);

on_both_engines!(in_impatient_world: a_debit_whose_answer_was_lost_completes_by_recovery, a_debit_that_came_back_before_it_was_known_declines_its_order);

const PAYS: &str = "DE89 3704 0044 0532 0130 00";
const RETURNS: &str = "DE62 3704 0044 0532 0130 01";

async fn buy_by_debit(world: &World, iban: &str) -> (Buyer, Order) {
    world.gateway.set_day("2026-11-21").await;
    let anna = world.anna().await;
    anna.use_iban(world, iban).await;
    let order = anna.upgrade().await;
    assert_eq!(order.state, OrderState::Completed);
    (anna, order)
}

/// The portal on a later day.
async fn on(world: &World, date: &str) -> World {
    world.another_server(Others { today: day(date), ..Others::default() }).await
}

async fn payments(world: &World) -> Vec<String> {
    let sql = "SELECT state || ' ' || amount_minor || ' ' || COALESCE(settles_on, '-') || ' ' || COALESCE(failure_code, '-') AS value FROM payments ORDER BY created_at";
    world.texts(sql, args![]).await
}

async fn open_minor(world: &World) -> i64 {
    world.number("SELECT open_minor AS value FROM invoices WHERE number = 'RE-2026-00013'", args![]).await
}

async fn a_debit_completes_its_order_at_once(world: World) {
    let (anna, order) = buy_by_debit(&world, PAYS).await;
    assert_eq!(payments(&world).await, ["pending 17056 2026-11-23 -"]);
    assert_eq!(anna.subscription("goto-meeting").await.running.plan.as_str(), "business");
    let invoice = find_invoice(&anna.backend, &anna.actor, "RE-2026-00013").await.unwrap();
    let [Settlement::SepaDebit { last4, amount_minor, .. }] = invoice.settlements.as_slice() else { panic!("{:?}", invoice.settlements) };
    assert_eq!((last4.as_str(), *amount_minor, open_minor(&world).await), ("3000", 17_056, 0));
    let mail = world.text("SELECT content AS value FROM outbox WHERE kind = 'mail' AND subject LIKE 'Ihre Bestellung%'", args![]).await;
    assert!(mail.contains("Wird von Ihrem Bankkonto abgebucht: ") && !mail.contains("Bezahlt"), "{mail}");
    assert!(order.number.starts_with("B-2026-"), "{}", order.number);
}

async fn a_debit_that_is_paid_settles_on_its_day(world: World) {
    let (anna, order) = buy_by_debit(&world, PAYS).await;
    world.gateway.set_day("2026-11-23").await;
    assert_eq!(ask_due(&on(&world, "2026-11-23").await.backend).await.unwrap(), 1);
    assert_eq!((payments(&world).await, open_minor(&world).await), (vec!["settled 17056 2026-11-23 -".to_owned()], 0));
    let before = world.picture().await;
    refresh_order(&anna.backend, &anna.actor, &order.id).await.unwrap();
    assert_eq!(ask_due(&on(&world, "2026-11-24").await.backend).await.unwrap(), 0);
    assert_eq!(world.picture().await, before);
}

async fn a_debit_that_comes_back_opens_its_invoice_again(world: World) {
    let (anna, _) = buy_by_debit(&world, RETURNS).await;
    world.gateway.set_day("2026-11-23").await;
    ask_due(&on(&world, "2026-11-23").await.backend).await.unwrap();
    assert_eq!((payments(&world).await, open_minor(&world).await), (vec!["failed 17056 2026-11-23 insufficient_funds".to_owned()], 17_056));
    assert_eq!(anna.subscription("goto-meeting").await.running.plan.as_str(), "business", "the change stands");
    let mail = world.text("SELECT content AS value FROM outbox WHERE subject = 'Lastschrift zurückgegeben: Rechnung RE-2026-00013'", args![]).await;
    let amount = Buyer::euros(17_056, billing::Language::De);
    for part in [amount.as_str(), "https://portal.test/billing/payment-method", "https://portal.test/billing/invoices/RE-2026-00013"] {
        assert!(mail.contains(part), "{part}: {mail}");
    }
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM audit WHERE action = 'debit_returned'", args![]).await, 1);
}

async fn nobody_is_asked_before_the_day(world: World) {
    buy_by_debit(&world, PAYS).await;
    assert_eq!(ask_due(&world.backend).await.unwrap(), 0);
    assert_eq!(ask_due(&on(&world, "2026-11-22").await.backend).await.unwrap(), 0);
    assert_eq!(payments(&world).await, ["pending 17056 2026-11-23 -"]);
}

async fn tell(world: &World, event: &str, key: &str) -> bool {
    let (header, body) = Gateway::news_of_charge(event, key);
    match receive_event(&world.backend, &header, body.as_bytes()).await.unwrap() {
        Received::New(event) => {
            handle_event(&world.backend, &event).await.unwrap();
            true
        }
        Received::Repeated => false,
        Received::Refused => panic!("it is signed"),
    }
}

async fn news_settle_a_debit_whatever_their_order_and_number(world: World) {
    buy_by_debit(&world, RETURNS).await;
    let key = world.text("SELECT idempotency_key AS value FROM payments", args![]).await;
    assert!(tell(&world, "ev_9", &key).await, "too early, which it does not know");
    assert_eq!(payments(&world).await, ["pending 17056 2026-11-23 -"]);
    world.gateway.set_day("2026-11-23").await;
    // The older of two arrives last, and both arrive twice.
    for (event, is_new) in [("ev_2", true), ("ev_2", false), ("ev_1", true), ("ev_1", false), ("ev_9", false)] {
        assert_eq!(tell(&world, event, &key).await, is_new, "{event}");
        assert_eq!((payments(&world).await, open_minor(&world).await), (vec!["failed 17056 2026-11-23 insufficient_funds".to_owned()], 17_056));
    }
    assert!(tell(&world, "ev_3", "a key of nobody").await);
    let mails = "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM outbox WHERE subject LIKE 'Lastschrift%'";
    assert_eq!(world.number(mails, args![]).await, 1);
}

async fn everybody_at_once_ends_a_debit_once(world: World) {
    let (anna, order) = buy_by_debit(&world, RETURNS).await;
    let key = world.text("SELECT idempotency_key AS value FROM payments", args![]).await;
    world.gateway.set_day("2026-11-23").await;
    let later = on(&world, "2026-11-23").await;
    let mut all = Vec::new();
    for place in 0..12 {
        let (world, later, anna, order, key) = (world.clone(), later.clone(), anna.clone(), order.id.clone(), key.clone());
        all.push(tokio::spawn(async move {
            match place % 3 {
                0 => drop(ask_due(&later.backend).await.unwrap()),
                1 => refresh_order(&anna.backend, &anna.actor, &order).await.unwrap(),
                _ => drop(tell(&world, &format!("ev_{place}"), &key).await),
            }
        }));
    }
    for one in all {
        one.await.unwrap();
    }
    assert_eq!((payments(&world).await, open_minor(&world).await), (vec!["failed 17056 2026-11-23 insufficient_funds".to_owned()], 17_056));
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM audit WHERE action = 'debit_returned'", args![]).await, 1);
}

async fn a_bank_that_is_late_is_asked_again(world: World) {
    buy_by_debit(&world, PAYS).await;
    let later = on(&world, "2026-11-23").await;
    assert_eq!(ask_due(&later.backend).await.unwrap(), 1, "the gateway's day has not come");
    assert_eq!(payments(&world).await, ["pending 17056 2026-11-23 -"]);
    assert_eq!(ask_due(&later.backend).await.unwrap(), 0, "not in every round");
    world.gateway.set_day("2026-11-23").await;
    world.change("UPDATE payments SET asked_at = 0", args![]).await;
    assert_eq!(ask_due(&later.backend).await.unwrap(), 1);
    assert_eq!(payments(&world).await, ["settled 17056 2026-11-23 -"]);
}

async fn a_gateway_that_is_down_is_asked_again(world: World) {
    buy_by_debit(&world, PAYS).await;
    world.gateway.set_day("2026-11-23").await;
    world.gateway.stop().await;
    let later = on(&world, "2026-11-23").await;
    assert_eq!(ask_due(&later.backend).await.unwrap(), 1);
    assert_eq!(payments(&world).await, ["pending 17056 2026-11-23 -"]);
    world.gateway.start_again().await;
    world.change("UPDATE payments SET asked_at = 0", args![]).await;
    ask_due(&later.backend).await.unwrap();
    assert_eq!(payments(&world).await, ["settled 17056 2026-11-23 -"]);
}

async fn a_debit_of_another_amount_than_submitted_is_not_booked(world: World) {
    buy_by_debit(&world, PAYS).await;
    let key = world.text("SELECT idempotency_key AS value FROM payments", args![]).await;
    let payment = world.backend.db.read(work!(tx, &key => Ok::<_, DbError>(find_pending_by_key(tx, key).await?.unwrap()))).await.unwrap();
    let charge = Charge { id: "ch_x".to_owned(), amount_minor: 1, currency: "EUR".to_owned() };
    for _ in 0..2 {
        settle_payment(&world.backend, &payment, &ChargeOutcome::Succeeded(charge.clone())).await.unwrap();
        let seen = world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM audit WHERE action = 'charge_contradicted'", args![]).await;
        assert_eq!((payments(&world).await, seen), (vec!["pending 17056 9999-12-31 -".to_owned()], 1));
    }
}

async fn the_worker_settles_debits_by_itself(world: World) {
    buy_by_debit(&world, RETURNS).await;
    world.gateway.set_day("2026-11-23").await;
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(worker::run(on(&world, "2026-11-23").await.backend, stopped));
    until("the debit has come back", async || open_minor(&world).await == 17_056).await;
    stop.send(true).unwrap();
    worker.await.unwrap();
}

/// DESIGN 3.4: a debit that fails later opens its invoice again, and the change stands.
async fn a_later_change_gives_credit_while_the_debit_is_pending(world: World) {
    let (anna, _) = buy_by_debit(&world, RETURNS).await;
    let order = anna.buy("goto-meeting", "business", "6", "monthly").await;
    assert_eq!((order.state, order.price.due_now_minor), (OrderState::Completed, 0));
    // All 30 days of 10 seats back, 6 seats for 30 days: (19,000 - 11,400) and 19 %.
    assert_eq!(world.credit(&anna).await, 9_044);
    world.gateway.set_day("2026-11-23").await;
    ask_due(&on(&world, "2026-11-23").await.backend).await.unwrap();
    assert_eq!((open_minor(&world).await, world.credit(&anna).await), (17_056, 9_044));
    assert_eq!(anna.subscription("goto-meeting").await.running.seats, 6);
}

async fn place_without_an_answer(world: &World, iban: &str) -> (World, Buyer, Order) {
    let patient = world.patient().await;
    world.gateway.set_day("2026-11-21").await;
    let anna = world.anna().await;
    anna.at(&patient).use_iban(world, iban).await;
    world.gateway.set_fault(Fault { name: "silent_after_charge", delay_ms: 2_500, times: 1 }).await;
    let order = anna.upgrade().await;
    assert_eq!(order.state, OrderState::Placed);
    until("the debit is submitted", async || world.gateway.charges().await.iter().any(|charge| charge.status == "pending")).await;
    world.expire_leases().await;
    (patient, anna, order)
}

async fn a_debit_whose_answer_was_lost_completes_by_recovery(world: World) {
    let (patient, anna, order) = place_without_an_answer(&world, PAYS).await;
    assert_eq!(recover_orders(&patient.backend).await.unwrap(), 1);
    assert_eq!((anna.order(&order.id).await.state, payments(&world).await), (OrderState::Completed, vec!["pending 17056 2026-11-23 -".to_owned()]));
}

async fn a_debit_that_came_back_before_it_was_known_declines_its_order(world: World) {
    let (patient, anna, order) = place_without_an_answer(&world, RETURNS).await;
    world.gateway.set_day("2026-11-23").await;
    assert_eq!(recover_orders(&patient.backend).await.unwrap(), 1);
    let order = anna.order(&order.id).await;
    assert_eq!((order.state, order.decline_code.as_deref()), (OrderState::Declined, Some("insufficient_funds")));
    assert_eq!((payments(&world).await, world.order_documents().await), (vec![], vec![]));
}
