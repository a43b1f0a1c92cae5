//! Many hands at once: one checkout is one order, and no number, cent or change is lost between them.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::gateway::until;
use crate::common::{Buyer, Fault, Others, World};
use backend::db::attempts::list_overdue_attempts;
use backend::gateways::payment::{Charge, ChargeOutcome};
use backend::usecases::orders::settle::settle_attempt;
use backend::{DbError, Refusal, args, work};
use billing::ids::OrderId;
use billing::order::OrderState;
use std::collections::BTreeSet;

on_both_engines!(in_world:
    one_checkout_sent_32_times_is_one_order,
    one_checkout_that_is_declined_answers_all_the_same,
    orders_of_many_accounts_get_numbers_without_gaps,
    an_order_and_a_change_of_its_cart_exclude_each_other,
    two_checkouts_of_one_account_do_not_spend_its_credit_twice,
);

on_both_engines!(in_impatient_world: an_answer_that_is_stored_many_times_completes_once);

async fn submit_32_times(world: &World, anna: &Buyer) -> OrderId {
    let other = world.another_server(Others::default()).await;
    let checkout = anna.checkout().await;
    let submits: Vec<_> = (0..32)
        .map(|place| {
            let (buyer, checkout) = (if place % 2 == 0 { anna.clone() } else { anna.at(&other) }, checkout.clone());
            tokio::spawn(async move {
                let id = buyer.place(&checkout).await.unwrap();
                (id.clone(), buyer.order(&id).await)
            })
        })
        .collect();
    let mut answers = Vec::new();
    for submit in submits {
        answers.push(submit.await.unwrap());
    }
    // Not only the same order: all see the same end of it.
    assert!(answers.iter().all(|answer| answer == &answers[0]), "{answers:?}");
    other.backend.db.close().await;
    answers.swap_remove(0).0
}

async fn one_checkout_sent_32_times_is_one_order(world: World) {
    let anna = world.anna().await;
    anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
    let order = submit_32_times(&world, &anna).await;
    assert_eq!(anna.order(&order).await.state, OrderState::Completed);
    assert_eq!((world.count_orders().await, world.gateway.charged().await), (1, vec![17_056]));
    assert_eq!(world.order_documents().await, ["RE-2026-00013"]);
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM outbox", args![]).await, 2, "one mail, one event");
}

async fn one_checkout_that_is_declined_answers_all_the_same(world: World) {
    let anna = world.anna().await;
    world.use_token(&anna, "tok_insufficient_9995").await;
    anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
    let order = submit_32_times(&world, &anna).await;
    assert_eq!(anna.order(&order).await.state, OrderState::Declined);
    assert_eq!((world.count_orders().await, world.gateway.charges().await.len()), (1, 1));
}

/// Another account like Nordlicht, with one subscription and a card.
async fn open_account(world: &World, place: usize, token: &str) -> Buyer {
    let anna = world.anna().await;
    let (account, person) = (format!("account-{place}"), format!("person-{place}"));
    let email = format!("{person}@many.example");
    let copies: [(&str, Vec<backend::db::Arg>); 6] = [
        (
            "INSERT INTO accounts (id, number, kind, name, name_folded, street, postal_code, city, country, currency, language, vat_id_state, credit_minor, version, created_at) \
             SELECT $2, $2, kind, name, name_folded, street, postal_code, city, country, currency, language, vat_id_state, 0, 0, 0 FROM accounts WHERE id = $1",
            args![anna.account(), &account],
        ),
        ("INSERT INTO people (id, name, email, created_at) VALUES ($1, $1, $2, 0)", args![&person, &email]),
        ("INSERT INTO logins (door, login_folded, person_id, password_hash, created_at) VALUES ('billing_center', $2, $1, '', 0)", args![&person, &email]),
        ("INSERT INTO memberships (account_id, person_id, role, created_at) VALUES ($1, $2, 'billing_contact', 0)", args![&account, &person]),
        (
            "INSERT INTO payment_methods (id, account_id, kind, gateway_token, brand, last4, expires, state, created_at) \
             VALUES ($1, $1, 'card', $2, 'visa', '4242', '2030-01', 'active', 0)",
            args![&account, token],
        ),
        (
            "INSERT INTO subscriptions (id, account_id, product, plan, seats, billing_interval, unit_minor, currency, anchor_day, period_start, period_end, \
             tax_category, tax_rate, state, version, created_at, priced_on) SELECT $2, $2, product, plan, seats, billing_interval, unit_minor, currency, anchor_day, \
             period_start, period_end, tax_category, tax_rate, state, 0, 0, priced_on FROM subscriptions WHERE account_id = $1 AND product = 'goto-meeting'",
            args![anna.account(), &account],
        ),
    ];
    for (sql, args) in copies {
        assert_eq!(world.change(sql, args).await, 1, "{sql}");
    }
    world.rewrite_calendar().await;
    world.buyer(&email).await
}

async fn orders_of_many_accounts_get_numbers_without_gaps(world: World) {
    let mut orders = Vec::new();
    for place in 0..32_usize {
        // Every fourth card is declined, every fourth order is a credit with two documents.
        let token = if place % 4 == 1 { "tok_declined_0002" } else { "tok_visa_4242" };
        let buyer = open_account(&world, place, token).await;
        let (plan, seats) = if place % 4 == 2 { ("professional", "1".to_owned()) } else { ("business", (place + 8).to_string()) };
        buyer.put("goto-meeting", plan, &seats, "monthly").await.unwrap();
        orders.push((buyer.checkout().await, buyer));
    }
    let submits: Vec<_> = orders.into_iter().map(|(checkout, buyer)| tokio::spawn(async move { (buyer.place(&checkout).await.unwrap(), buyer) })).collect();
    let mut states = Vec::new();
    for submit in submits {
        let (id, buyer) = submit.await.unwrap();
        states.push(buyer.order(&id).await.state);
    }
    let completed = states.iter().filter(|state| **state == OrderState::Completed).count();
    let declined = states.iter().filter(|state| **state == OrderState::Declined).count();
    assert_eq!((completed, declined, world.gateway.charged().await.len()), (24, 8, 16));
    // 24 invoices after the seeded 12, 8 credit notes: that they have no gaps, the books tell after every test.
    let documents: BTreeSet<String> = world.order_documents().await.into_iter().collect();
    assert_eq!((documents.len(), documents.contains("RE-2026-00036"), documents.contains("RK-2026-00008")), (32, true, true));
}

async fn an_order_and_a_change_of_its_cart_exclude_each_other(world: World) {
    let anna = world.anna().await;
    for seats in 11..23 {
        let (ordered, changed) = (seats.to_string(), (seats + 100).to_string());
        anna.put("goto-meeting", "business", &ordered, "monthly").await.unwrap();
        let checkout = anna.checkout().await;
        let placing = tokio::spawn({
            let (anna, checkout) = (anna.clone(), checkout.clone());
            async move { anna.place(&checkout).await }
        });
        let changing = tokio::spawn({
            let anna = anna.clone();
            async move { anna.put("goto-meeting", "business", &changed, "monthly").await }
        });
        let (placed, put) = (placing.await.unwrap(), changing.await.unwrap());
        let running = anna.subscription("goto-meeting").await.running;
        match placed {
            Ok(order) => {
                assert_eq!((anna.order(&order).await.state, running.seats), (OrderState::Completed, seats));
                assert!(matches!(put, Ok(_) | Err(Refusal::OrderOpen(_))), "{put:?}");
            }
            Err(Refusal::PriceChanged) => assert!(put.is_ok() && running.seats != seats, "{put:?}"),
            other => panic!("{other:?}"),
        }
        // What was put after the order waits for the next one; nobody ordered it.
        let waiting: Vec<i64> = anna.cart().await.items.iter().map(|item| item.choice.seats).collect();
        assert_eq!(waiting, if put.is_ok() { vec![seats + 100] } else { vec![] });
    }
}

async fn two_checkouts_of_one_account_do_not_spend_its_credit_twice(world: World) {
    let anna = world.anna().await;
    world.give_credit(&anna, 10_000).await;
    anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
    let meeting = anna.checkout().await;
    let first = tokio::spawn({
        let (anna, meeting) = (anna.clone(), meeting.clone());
        async move { anna.place(&meeting).await }
    });
    // The other device adds Webinar, and orders what it sees as soon as it sees a price.
    let mut tries = 0;
    let second = loop {
        let _ = anna.put("goto-webinar", "pro", "2", "annual").await;
        if anna.cart().await.price.is_some() {
            let checkout = anna.checkout().await;
            if let Ok(order) = anna.place(&checkout).await {
                break order;
            }
        }
        tries += 1;
        assert!(tries < 1_000);
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    };
    let first = first.await.unwrap();
    assert!(matches!(first, Ok(_) | Err(Refusal::PriceChanged)), "{first:?}");
    assert_eq!(anna.order(&second).await.state, OrderState::Completed);
    assert_eq!(world.credit(&anna).await, 0);
    let reserved = world.number("SELECT CAST(SUM(amount_minor) AS BIGINT) AS value FROM credit_entries WHERE reason = 'reserved'", args![]).await;
    assert_eq!(reserved, -10_000);
}

async fn an_answer_that_is_stored_many_times_completes_once(world: World) {
    let anna = world.anna().await;
    world.gateway.set_fault(Fault { name: "silent_after_charge", delay_ms: 2_000, times: 1 }).await;
    let order = anna.upgrade().await;
    assert_eq!(order.state, OrderState::Placed);
    until("the gateway has charged", async || world.gateway.charged().await == [17_056]).await;
    let charge = world.gateway.charges().await.swap_remove(0);
    let attempts: Result<Vec<_>, DbError> = world.backend.db.read(work!(tx => list_overdue_attempts(tx, i64::MAX).await)).await;
    let attempt = attempts.unwrap().swap_remove(0);
    let outcome = ChargeOutcome::Succeeded(Charge { id: charge.id, amount_minor: 17_056, currency: "EUR".to_owned() });
    let other = world.another_server(Others::default()).await;
    let storing: Vec<_> = (0..16)
        .map(|place| {
            let backend = if place % 2 == 0 { world.backend.clone() } else { other.backend.clone() };
            let (attempt, outcome) = (attempt.clone(), outcome.clone());
            tokio::spawn(async move { settle_attempt(&backend, &attempt, outcome).await })
        })
        .collect();
    for stored in storing {
        stored.await.unwrap().unwrap();
    }
    // A late word of the contrary changes nothing any more.
    settle_attempt(&world.backend, &attempt, ChargeOutcome::Cancelled).await.unwrap();
    settle_attempt(&world.backend, &attempt, ChargeOutcome::Declined { code: "card_declined".to_owned() }).await.unwrap();
    assert_eq!(anna.order(&order.id).await.state, OrderState::Completed);
    assert_eq!((world.order_documents().await.len(), anna.subscription("goto-meeting").await.running.plan.as_str()), (1, "business"));
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM outbox", args![]).await, 2);
}
