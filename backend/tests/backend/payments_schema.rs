//! A database of the first version, with data in it, gets the tables of payments: nothing is lost, and everything still
//! points where it pointed.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::TestDatabase;
use backend::db::{Arg, Db, DbError};
use backend::{args, work};
use std::sync::Arc;

on_both_engines!(on_database: data_of_the_first_version_is_kept, what_points_nowhere_is_refused_afterwards_too);

const DATA: [&str; 12] = [
    "INSERT INTO people (id, name, email, created_at) VALUES ('p', 'Anna', 'anna@x.example', 0)",
    "INSERT INTO accounts (id, number, kind, name, name_folded, street, postal_code, city, country, currency, language, vat_id_state, credit_minor, version, \
     created_at) VALUES ('a', 'KD-1', 'online', 'N', 'n', 's', '1', 'c', 'DE', 'EUR', 'de', 'none', 500, 3, 0)",
    "INSERT INTO payment_methods (id, account_id, kind, gateway_token, brand, last4, expires, state, created_at) \
     VALUES ('m1', 'a', 'card', 'tok_1', 'visa', '4242', '2028-04', 'replaced', 1), ('m2', 'a', 'card', 'tok_2', 'visa', '1111', '2029-05', 'active', 2)",
    "INSERT INTO orders (id, account_id, checkout_key, state, placed_on, placed_by, content, payment_method_id, currency, total_minor, credit_used_minor, \
     due_minor, placed_at) VALUES ('o1', 'a', 'k1', 'completed', '2026-01-02', 'p', '{}', 'm1', 'EUR', 100, 0, 100, 5), \
     ('o2', 'a', 'k2', 'placed', '2026-01-03', 'p', '{}', 'm2', 'EUR', 200, 0, 200, 6)",
    "INSERT INTO subscriptions (id, account_id, product, plan, seats, billing_interval, unit_minor, currency, anchor_day, period_start, period_end, state, \
     open_order_id, version, created_at) VALUES ('s', 'a', 'goto-meeting', 'business', 2, 'monthly', 100, 'EUR', 1, '2026-01-01', '2026-02-01', 'active', \
     'o2', 1, 0)",
    "INSERT INTO order_subscriptions (order_id, subscription_id, account_id, version) VALUES ('o2', 's', 'a', 1)",
    "INSERT INTO cart_items (account_id, product, subscription_id, plan, seats, billing_interval, added_by, added_at) \
     VALUES ('a', 'goto-meeting', 's', 'business', 3, 'monthly', 'p', 7)",
    "INSERT INTO payment_attempts (idempotency_key, account_id, order_id, payment_token, amount_minor, currency, state, lease_until, created_at, settled_at) \
     VALUES ('key-0', 'a', 'o1', 'tok_1', 100, 'EUR', 'declined', 0, 3, 3), ('key-1', 'a', 'o1', 'tok_1', 100, 'EUR', 'succeeded', 0, 4, 5)",
    "INSERT INTO payment_attempts (idempotency_key, account_id, order_id, payment_token, amount_minor, currency, state, lease_until, created_at) \
     VALUES ('key-2', 'a', 'o2', 'tok_2', 200, 'EUR', 'open', 9, 6)",
    "INSERT INTO payments (id, account_id, order_id, charge_id, amount_minor, currency, received_on, created_at) \
     VALUES ('pay', 'a', 'o1', 'ch_1', 100, 'EUR', '2026-01-02', 5)",
    "INSERT INTO invoices (id, account_id, kind, number, series, year, sequence, order_id, issued_on, issued_at, currency, net_minor, tax_minor, total_minor, \
     open_minor, products, content) VALUES ('i', 'a', 'invoice', 'RE-2026-00001', 'RE', 2026, 1, 'o1', '2026-01-02', 5, 'EUR', 84, 16, 100, 0, '', '{}')",
    "INSERT INTO credit_entries (id, account_id, amount_minor, reason, order_id, created_at) VALUES ('c1', 'a', 600, 'opening', NULL, 0), \
     ('c2', 'a', -100, 'reserved', 'o1', 5)",
];

async fn write(db: &Db, sql: &'static str, args: Vec<Arg>) -> Result<u64, DbError> {
    db.write(work!(tx, &args => tx.exec(sql, args.clone()).await)).await
}

async fn texts(db: &Db, sql: &'static str) -> Vec<String> {
    let read: Result<Vec<String>, DbError> = db.read(work!(tx => tx.all(sql, args![], |row| row.text("value")).await)).await;
    read.unwrap()
}

async fn migrated(database: &TestDatabase) -> Db {
    let db = database.open().await;
    db.migrate_to(1).await.unwrap();
    for sql in DATA {
        write(&db, sql, args![]).await.unwrap();
    }
    db.migrate().await.unwrap();
    db
}

async fn data_of_the_first_version_is_kept(database: Arc<TestDatabase>) {
    let db = migrated(&database).await;
    let methods = "SELECT id || ' ' || kind || ' ' || gateway_token || ' ' || last4 || ' ' || expires || ' ' || state || ' ' || COALESCE(holder, '-') AS value \
                   FROM payment_methods ORDER BY id";
    assert_eq!(texts(&db, methods).await, ["m1 card tok_1 4242 2028-04 replaced -", "m2 card tok_2 1111 2029-05 active -"]);
    let attempts = "SELECT idempotency_key || ' ' || order_id || ' ' || amount_minor || ' ' || state || ' ' || lease_until || ' ' || created_at AS value \
                    FROM payment_attempts ORDER BY idempotency_key";
    assert_eq!(texts(&db, attempts).await, ["key-0 o1 100 declined 0 3", "key-1 o1 100 succeeded 0 4", "key-2 o2 200 open 9 6"]);
    let payments = "SELECT charge_id || ' ' || state || ' ' || idempotency_key || ' ' || COALESCE(settles_on, '-') AS value FROM payments";
    assert_eq!(texts(&db, payments).await, ["ch_1 settled key-1 -"]);
    let credit = "SELECT id || ' ' || amount_minor || ' ' || reason || ' ' || COALESCE(order_id, '-') AS value FROM credit_entries ORDER BY id";
    assert_eq!(texts(&db, credit).await, ["c1 600 opening -", "c2 -100 reserved o1"]);
    let orders = "SELECT o.id || ' ' || m.last4 AS value FROM orders o JOIN payment_methods m ON m.id = o.payment_method_id ORDER BY o.id";
    assert_eq!(texts(&db, orders).await, ["o1 4242", "o2 1111"]);
    assert_eq!(texts(&db, "SELECT product || ' ' || seats AS value FROM cart_items").await, ["goto-meeting 3"]);
    // What the tables are for now.
    let debit = "INSERT INTO payment_methods (id, account_id, kind, gateway_token, brand, last4, state, created_at, mandate_reference) \
                 VALUES ('m3', 'a', 'sepa_debit', 'pm_3', 'sepa', '3000', 'replaced', 3, 'M-1')";
    write(&db, debit, args![]).await.unwrap();
    write(&db, "UPDATE payment_attempts SET state = 'contradicted', action_url = 'https://x' WHERE idempotency_key = 'key-2'", args![]).await.unwrap();
    write(&db, "UPDATE payments SET state = 'failed', failure_code = 'insufficient_funds'", args![]).await.unwrap();
}

async fn what_points_nowhere_is_refused_afterwards_too(database: Arc<TestDatabase>) {
    let db = migrated(&database).await;
    for wrong in [
        "UPDATE orders SET payment_method_id = 'nowhere' WHERE id = 'o1'",
        "DELETE FROM payment_methods WHERE id = 'm1'",
        "INSERT INTO payment_methods (id, account_id, kind, gateway_token, brand, last4, state, created_at) VALUES ('x', 'nowhere', 'card', '', '', '', 'replaced', 0)",
        "INSERT INTO payment_methods (id, account_id, kind, gateway_token, brand, last4, state, created_at) VALUES ('x', 'a', 'cash', '', '', '', 'replaced', 0)",
        "INSERT INTO payment_methods (id, account_id, kind, gateway_token, brand, last4, state, created_at) VALUES ('x', 'a', 'card', '', '', '', 'active', 0)",
        "INSERT INTO payment_attempts (idempotency_key, account_id, order_id, payment_token, amount_minor, currency, state, lease_until, created_at) \
         VALUES ('x', 'a', 'o2', '', 1, 'EUR', 'open', 0, 0)",
        "UPDATE payment_attempts SET state = 'forgotten'",
        "UPDATE payments SET state = 'forgotten'",
        "UPDATE credit_entries SET order_id = 'nowhere'",
        "INSERT INTO payment_sessions (id, account_id, person_id, gateway_session, purpose, mandate_reference, state, created_at) \
         VALUES ('x', 'a', 'nobody', 'ps', 'checkout', 'M', 'open', 0)",
    ] {
        let outcome = write(&db, wrong, args![]).await;
        assert!(outcome.is_err(), "{wrong}");
    }
}
