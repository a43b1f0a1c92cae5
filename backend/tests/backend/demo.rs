//! The demo's customers: there once, however often and by however many servers they are made.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::{Others, TestDatabase, World, day};
use backend::db::people::Door;
use backend::demo::{seed_demo, sign_ins, staff_sign_ins};
use backend::usecases::invoices::search::{InvoiceQuery, search_invoices};
use backend::usecases::sessions::sign_in::{SignInError, sign_in};
use backend::{Role, args};
use billing::BillingInterval;
use billing::subscription::SubscriptionState;
use std::sync::Arc;
use std::time::Duration;

on_both_engines!(in_world:
    seeding_twice_changes_nothing,
    invoice_numbers_follow_their_dates,
    every_invoice_is_paid_and_adds_up,
    subscriptions_are_those_of_the_demo,
    people_are_those_of_the_demo,
    the_staff_is_that_of_the_demo,
    the_invoice_list_goes_back_a_year_page_by_page,
);

on_both_engines!(on_database: corporate_customers_are_those_of_the_demo, servers_that_seed_at_once_make_one_demo, without_demo_mode_nobody_is_made, every_day_of_a_leap_year_can_be_today);

async fn seeding_twice_changes_nothing(world: World) {
    let before = world.picture().await;
    seed_demo(&world.backend).await.unwrap();
    assert_eq!(world.picture().await, before);
    // Nor does it bring back what customers changed.
    world.anna().await.upgrade().await;
    let before = world.picture().await;
    seed_demo(&world.another_server(Others { today: day("2027-01-01"), ..Others::default() }).await.backend).await.unwrap();
    assert_eq!(world.picture().await, before);
}

async fn servers_that_seed_at_once_make_one_demo(database: Arc<TestDatabase>) {
    let world = World::open_empty(database, Duration::from_secs(5)).await;
    let mut seeding = Vec::new();
    for _ in 0..4 {
        let server = world.another_server(Others::default()).await;
        seeding.push(tokio::spawn(async move { seed_demo(&server.backend).await }));
    }
    for seeded in seeding {
        seeded.await.unwrap().unwrap();
    }
    assert_eq!(
        world.texts("SELECT number AS value FROM accounts ORDER BY number", args![]).await,
        ["KD-10234", "KD-10571", "KD-10988", "KD-20417", "KD-20418", "KD-20419"]
    );
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM people", args![]).await, 10);
    crate::common::books::must_balance(&world).await;
}

async fn corporate_customers_are_those_of_the_demo(database: Arc<TestDatabase>) {
    let world = World::open_empty(database, Duration::from_secs(5)).await;
    seed_demo(&world.backend).await.unwrap();
    let contracts = "SELECT a.number || ' ' || s.product || ' ' || s.plan || ' ' || s.seats || ' ' || s.billing_interval AS value FROM subscriptions s \
                     JOIN accounts a ON a.id = s.account_id WHERE a.kind = 'corporate' ORDER BY a.number, s.product";
    assert_eq!(
        world.texts(contracts, args![]).await,
        [
            "KD-20417 goto-training pro 25 annual",
            "KD-20417 goto-webinar pro 5 annual",
            "KD-20418 goto-meeting enterprise 80 annual",
            "KD-20419 goto-assist-v5 remote-support 12 annual",
        ]
    );
    let terms = "SELECT number || ' ' || terms_days || ' ' || self_service AS value FROM accounts WHERE kind = 'corporate' ORDER BY number";
    assert_eq!(world.texts(terms, args![]).await, ["KD-20417 14 1", "KD-20418 30 1", "KD-20419 30 0"]);
    let quotes = "SELECT a.number || ' ' || q.state AS value FROM quotes q JOIN accounts a ON a.id = q.account_id ORDER BY q.number";
    assert_eq!(world.texts(quotes, args![]).await, ["KD-20417 open", "KD-20417 open"]);
    let approved = "SELECT a.number || ' ' || p.state AS value FROM purchase_orders p JOIN accounts a ON a.id = p.account_id WHERE a.number = 'KD-20417'";
    assert_eq!(world.texts(approved, args![]).await, ["KD-20417 open"]);
    let invoices = "SELECT CASE WHEN open_minor > 0 THEN 'open' ELSE 'paid' END AS value FROM invoices i JOIN accounts a ON a.id = i.account_id \
                    WHERE a.number = 'KD-20417' ORDER BY i.issued_at, i.number";
    assert_eq!(world.texts(invoices, args![]).await, ["paid", "paid", "open"]);
}

async fn without_demo_mode_nobody_is_made(database: Arc<TestDatabase>) {
    let mut world = World::open_empty(database, Duration::from_secs(5)).await;
    let mut settings = (*world.backend.settings).clone();
    settings.demo = backend::Demo::Off;
    world.backend.settings = Arc::new(settings);
    seed_demo(&world.backend).await.unwrap();
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM accounts", args![]).await, 0);
}

/// The demo has no start date in earnest: it must come about on any day, and its running periods must run then.
async fn every_day_of_a_leap_year_can_be_today(database: Arc<TestDatabase>) {
    let world = World::open_empty(database, Duration::from_secs(5)).await;
    for today in ["2028-02-28", "2028-02-29", "2028-03-01", "2028-03-20", "2028-03-21", "2028-12-31", "2029-01-20"] {
        let server = world.another_server(Others { today: day(today), ..Others::default() }).await;
        seed_demo(&server.backend).await.unwrap();
        let anna = server.anna().await;
        let period = anna.subscription("goto-meeting").await.running.period();
        assert!(period.contains(day(today)) && period.days_from(day(today)) >= 8, "{today}: {period:?}");
        anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
        assert!(anna.checkout().await.price.due_now_minor > 0);
        crate::common::books::must_balance(&server).await;
        for table in [
            "DELETE FROM cart_items",
            "DELETE FROM carts",
            "DELETE FROM audit",
            "DELETE FROM jobs",
            "DELETE FROM invoice_periods",
            "DELETE FROM receipt_allocations",
            "DELETE FROM receipts",
            "DELETE FROM purchase_order_uses",
            "DELETE FROM purchase_order_documents",
            "DELETE FROM purchase_orders",
            "DELETE FROM invoices",
            "DELETE FROM number_series",
            "DELETE FROM licences",
            "DELETE FROM licence_holders",
            "DELETE FROM subscriptions",
            "DELETE FROM payment_methods",
            "DELETE FROM memberships",
            "DELETE FROM logins",
            "DELETE FROM staff",
            "DELETE FROM quotes",
            "DELETE FROM people",
            "DELETE FROM accounts",
        ] {
            server.change(table, args![]).await;
        }
        server.backend.db.close().await;
    }
}

async fn invoice_numbers_follow_their_dates(world: World) {
    let issued = world.texts("SELECT number || ' ' || issued_on AS value FROM invoices ORDER BY year, sequence", args![]).await;
    assert_eq!(issued.len(), 13);
    assert_eq!((issued[0].as_str(), issued[12].as_str()), ("RE-2025-00001 2025-12-01", "RE-2026-00012 2026-11-01"));
    let dates: Vec<&str> = issued.iter().filter_map(|line| line.split(' ').next_back()).collect();
    assert!(dates.is_sorted(), "{dates:?}");
    assert!(dates.contains(&"2026-07-30"), "the year of Webinar");
    let by_time = world.texts("SELECT number || ' ' || issued_on AS value FROM invoices ORDER BY issued_at", args![]).await;
    assert_eq!(by_time, issued);
}

async fn every_invoice_is_paid_and_adds_up(world: World) {
    let sums =
        world.texts("SELECT products || ' ' || net_minor || ' ' || tax_minor || ' ' || total_minor || ' ' || open_minor AS value FROM invoices", args![]).await;
    assert_eq!(sums.iter().filter(|sum| *sum == "GoTo Meeting 14000 2660 16660 0").count(), 12);
    assert_eq!(sums.iter().filter(|sum| *sum == "GoTo Webinar 189600 36024 225624 0").count(), 1);
    // Each running period has its invoice, which a credit will name.
    let sql = "SELECT s.product AS value FROM subscriptions s JOIN invoice_periods p ON p.subscription_id = s.id AND p.period_start = s.period_start \
               AND p.period_end = s.period_end ORDER BY s.product";
    assert_eq!(world.texts(sql, args![]).await, ["goto-meeting", "goto-webinar"]);
}

async fn subscriptions_are_those_of_the_demo(world: World) {
    let anna = world.anna().await;
    let meeting = anna.subscription("goto-meeting").await;
    let running = &meeting.running;
    assert_eq!((running.plan.as_str(), running.seats, running.interval, running.unit_minor), ("professional", 10, BillingInterval::Monthly, 1_400));
    assert_eq!((running.period_start, running.period_end, meeting.anchor_day), (day("2026-11-01"), day("2026-12-01"), 1));
    let webinar = anna.subscription("goto-webinar").await.running;
    assert_eq!((webinar.plan.as_str(), webinar.seats, webinar.interval, webinar.unit_minor), ("standard", 2, BillingInterval::Annual, 94_800));
    assert!(webinar.period().contains(day("2026-11-21")));
    let assist = anna.subscription("goto-assist-v4").await;
    assert_eq!((assist.state, assist.running.period_end), (SubscriptionState::TrialEnded, day("2026-11-12")));
    let carla = world.buyer("carla@solo.example").await;
    let training = carla.subscription("goto-training").await;
    assert_eq!((training.state, training.running.period_end), (SubscriptionState::TrialRunning, day("2026-11-26")));
    let cards = "SELECT a.number || ' ' || p.last4 AS value FROM payment_methods p JOIN accounts a ON a.id = p.account_id";
    assert_eq!(world.texts(cards, args![]).await, ["KD-10234 4242"]);
    assert_eq!(world.texts("SELECT a.country || ' ' || a.currency AS value FROM accounts a ORDER BY number", args![]).await, ["DE EUR", "AT EUR", "DE EUR"]);
    let dora = world.buyer("dora@leer.example").await;
    let none = "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM subscriptions WHERE account_id = $1";
    assert_eq!(world.number(none, args![dora.account()]).await, 0);
}

async fn people_are_those_of_the_demo(world: World) {
    for sign_in in sign_ins() {
        let buyer = world.buyer(sign_in.login).await;
        let expected = if sign_in.login.starts_with("ben@") { Role::Member } else { Role::BillingContact };
        assert_eq!((buyer.actor.role, sign_in.who.starts_with(&buyer.actor.person_name)), (expected, true));
        assert!(sign_in.who.ends_with(&buyer.actor.account_name), "{}", sign_in.who);
    }
}

async fn the_staff_is_that_of_the_demo(world: World) {
    let staff = world.texts("SELECT p.email || ' ' || s.role AS value FROM staff s JOIN people p ON p.id = s.person_id ORDER BY p.email", args![]).await;
    assert_eq!(staff, ["omar@kontor.example operator", "rita@kontor.example representative"]);
    for person in staff_sign_ins() {
        let signed_in = sign_in(&world.backend, Door::Staff, person.login, &person.password.into()).await.unwrap();
        assert_eq!(signed_in.account, None);
        let customers = sign_in(&world.backend, Door::BillingCenter, person.login, &person.password.into()).await;
        assert!(matches!(customers, Err(SignInError::Wrong)), "{customers:?}");
    }
}

async fn the_invoice_list_goes_back_a_year_page_by_page(world: World) {
    let anna = world.anna().await;
    let page = search_invoices(&anna.backend, &anna.actor, &InvoiceQuery::default(), None).await.unwrap();
    assert_eq!((page.rows.len(), page.older, page.rows[0].number.as_str()), (13, None, "RE-2026-00012"));
    let older = search_invoices(&anna.backend, &anna.actor, &InvoiceQuery::default(), Some("RE-2026-00001")).await.unwrap();
    assert_eq!(older.rows.iter().map(|row| row.number.as_str()).collect::<Vec<_>>(), ["RE-2025-00001"]);
    assert!(search_invoices(&anna.backend, &anna.actor, &InvoiceQuery::default(), Some("RE-1999-00001")).await.is_err());
    let carla = world.buyer("carla@solo.example").await;
    assert!(
        search_invoices(&carla.backend, &carla.actor, &InvoiceQuery::default(), Some("RE-2026-00001")).await.is_err(),
        "another account's number is as if not there"
    );
}
