//! A server is killed at every step of a day on which several subscriptions renew, and at any moment, on both engines;
//! or its database is cut off, or another server works beside it. Afterwards every period was invoiced once and charged once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a failed unwrap is the test's message, in helpers too")]

mod support;

use backend::{args, failpoint};
use std::time::Duration;
use support::books::Books;
use support::database::Engine::{self, Postgres, Sqlite};
use support::database::postgres_url;
use support::ground::{Ground, Portal};
use support::proxy::Proxy;
use support::wait_for;

/// Accounts like Nordlicht, besides it.
const OTHERS: i64 = 12;
/// Ten licences of Meeting Professional at 14,00 € and 19 %.
const MONTH_MINOR: i64 = 16_660;

/// The demonstration's customers, and more with the same subscription, each with a card: all renew on 1 December.
async fn ground_with_renewals(engine: Engine) -> Ground {
    let ground = Ground::new(engine).await;
    let portal = ground.portal().start().await;
    for (sql, args) in [
        (
            "INSERT INTO accounts (id, number, kind, name, name_folded, street, postal_code, city, country, currency, language, vat_id_state, credit_minor, version, created_at) \
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) SELECT 'account-' || i, 'KD-9' || i, kind, name, name_folded, street, \
             postal_code, city, country, currency, language, vat_id_state, 0, 0, 0 FROM accounts, n WHERE name = 'Nordlicht GmbH'",
            args![OTHERS],
        ),
        (
            "INSERT INTO payment_methods (id, account_id, kind, gateway_token, brand, last4, expires, state, created_at) \
             SELECT id, id, 'card', 'tok_visa_4242', 'visa', '4242', '2030-01', 'active', 0 FROM accounts WHERE id LIKE 'account-%'",
            args![],
        ),
        (
            "INSERT INTO subscriptions (id, account_id, product, plan, seats, billing_interval, unit_minor, currency, anchor_day, period_start, period_end, tax_category, \
             tax_rate, state, version, created_at, priced_on) SELECT a.id, a.id, s.product, s.plan, s.seats, s.billing_interval, s.unit_minor, s.currency, s.anchor_day, \
             s.period_start, s.period_end, s.tax_category, s.tax_rate, s.state, 0, 0, s.priced_on FROM subscriptions s, accounts a \
             WHERE s.product = 'goto-meeting' AND s.account_id = (SELECT id FROM accounts WHERE number = 'KD-10234') AND a.id LIKE 'account-%'",
            args![],
        ),
        (
            "INSERT INTO jobs (kind, subject, account_id, due_on, lane, rank, state, tries, try_at, lease_until, created_at) \
             SELECT 'renewal', id, id, period_end, 0, 20, 'waiting', 0, 0, 0, 0 FROM subscriptions WHERE id LIKE 'account-%'",
            args![],
        ),
    ] {
        assert_eq!(ground.database.change(sql, args).await, u64::try_from(OTHERS).unwrap(), "{sql}");
    }
    // Those who transfer what they owe are charged nothing, and here charges are counted.
    let corporate = "DELETE FROM jobs WHERE account_id IN (SELECT id FROM accounts WHERE kind = 'corporate')";
    assert!(ground.database.change(corporate, args![]).await > 0);
    // What is due today is done, so that a failpoint is met by the renewals.
    wait_until_done(&ground, &portal, "2026-11-21").await;
    ground
}

/// The server is back on a day and works off what is due.
async fn work_off(ground: &Ground, today: &str) -> Books {
    let portal = ground.portal_on(today).start().await;
    end_leases(ground).await;
    wait_until_done(ground, &portal, today).await;
    ground.checked_books().await
}

async fn wait_until_done(ground: &Ground, _portal: &Portal, today: &str) {
    let left = "SELECT kind || ' ' || subject || ' ' || due_on AS job FROM jobs WHERE state = 'waiting' ORDER BY due_on";
    wait_for("an end of what is due", async || {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let left = ground.database.look(left, |row| row.text("job")).await;
        // A charge that nobody knows of is tried the day after, and told then.
        let is_due = |job: &String| job.rsplit(' ').next().is_some_and(|due_on| due_on <= today) && !job.starts_with("receipts");
        let open = "SELECT idempotency_key FROM payment_attempts WHERE state = 'open'";
        let open = ground.database.look(open, |row| row.text("idempotency_key")).await;
        (open.is_empty() && !left.iter().any(is_due)).then_some(())
    })
    .await;
}

/// Every subscription was renewed in each of these months, and all of it is paid.
fn assert_renewed(books: &Books, months: &[&str]) {
    for month in months {
        let of_month: Vec<_> = books.renewals.iter().filter(|renewal| renewal.total_minor == MONTH_MINOR && renewal.period_start == **month).collect();
        assert_eq!(i64::try_from(of_month.len()).unwrap(), OTHERS + 1, "{month}: {of_month:?}");
    }
    let open: Vec<_> = books.renewals.iter().filter(|renewal| renewal.open_minor > 0).collect();
    assert!(open.is_empty(), "{open:?}");
    assert_eq!(books.payments.len(), books.renewals.len());
}

async fn killed_at(engine: Engine, failpoint: &str) {
    let ground = ground_with_renewals(engine).await;
    let mut portal = ground.portal_on("2026-12-01").with("KONTOR_FAILPOINT", failpoint).start().await;
    portal.program.line(&format!("failpoint {failpoint} reached")).await;
    portal.program.kill();
    let books = work_off(&ground, "2026-12-01").await;
    eprintln!("{failpoint}: {} renewed, {} paid that day", books.renewals.len(), books.payments.len());
    // What was given up because nobody knew whether it had been charged is charged the day after.
    assert_renewed(&work_off(&ground, "2026-12-02").await, &["2026-12-01"]);
}

/// Month by month the server is killed somewhere in its work, and comes back on the first of the next.
async fn killed_at_random(engine: Engine, seed: u64) {
    let ground = ground_with_renewals(engine).await;
    ground.gateway.set_fault("slow", 60, None).await;
    let months = ["2026-12-01", "2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01", "2027-05-01", "2027-06-01", "2027-07-01", "2027-08-01", "2027-09-01"];
    for (month, round) in months.iter().zip(seed..) {
        let mut portal = ground.portal_on(month).start().await;
        end_leases(&ground).await;
        let milliseconds = pick(round) % 900;
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        portal.program.kill();
        eprintln!("{month}: killed after {milliseconds} ms");
    }
    work_off(&ground, "2027-09-01").await;
    assert_renewed(&work_off(&ground, "2027-09-02").await, &months);
}

/// As if the leases of a server that is gone were over, which takes two minutes. A portal must be running.
async fn end_leases(ground: &Ground) {
    ground.database.change("UPDATE jobs SET lease_until = 0 WHERE lease_until > 0", args![]).await;
}

/// The same number for the same seed, with nothing else to be seen in it (splitmix64).
fn pick(seed: u64) -> u64 {
    let mut value = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

async fn killed_everywhere(engine: Engine) {
    for failpoint in failpoint::JOBS {
        killed_at(engine, failpoint).await;
    }
}

#[tokio::test]
async fn killed_at_any_step_every_period_is_invoiced_and_charged_once_on_sqlite() {
    killed_everywhere(Sqlite).await;
}

#[tokio::test]
async fn killed_at_any_step_every_period_is_invoiced_and_charged_once_on_postgres() {
    killed_everywhere(Postgres).await;
}

#[tokio::test]
async fn killed_at_any_moment_every_period_is_invoiced_and_charged_once_on_sqlite() {
    killed_at_random(Sqlite, 2026).await;
}

#[tokio::test]
async fn killed_at_any_moment_every_period_is_invoiced_and_charged_once_on_postgres() {
    killed_at_random(Postgres, 1121).await;
}

#[tokio::test]
async fn two_servers_work_off_one_day_together_on_sqlite() {
    two_together(Sqlite).await;
}

#[tokio::test]
async fn two_servers_work_off_one_day_together_on_postgres() {
    two_together(Postgres).await;
}

async fn two_together(engine: Engine) {
    let ground = ground_with_renewals(engine).await;
    // Three months are due, so that there is more than one batch.
    let (one, _other) = tokio::join!(ground.portal_on("2027-02-01").start(), ground.portal_on("2027-02-01").start());
    wait_until_done(&ground, &one, "2027-02-01").await;
    assert_renewed(&ground.checked_books().await, &["2026-12-01", "2027-01-01", "2027-02-01"]);
}

#[tokio::test]
async fn cut_off_from_its_database_in_the_middle_it_goes_on_where_it_was() {
    let ground = ground_with_renewals(Postgres).await;
    ground.gateway.set_fault("slow", 200, None).await;
    let url = postgres_url();
    let address = url.rsplit_once('@').expect("a user").1.split('/').next().expect("an address").to_owned();
    let behind = tokio::net::lookup_host(&address).await.expect("an address").next().expect("an address");
    let mut proxy = Proxy::start(behind).await;
    let url = ground.database.url.replace(&address, &proxy.address.to_string());
    let portal = ground.portal_on("2026-12-01").with("KONTOR_DATABASE_URL", &url).start().await;
    wait_for("the first charge", async || (!ground.gateway.charges().await.is_empty()).then_some(())).await;
    proxy.cut().await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    proxy.restore().await;
    end_leases(&ground).await;
    wait_until_done(&ground, &portal, "2026-12-01").await;
    drop(portal);
    assert_renewed(&work_off(&ground, "2026-12-02").await, &["2026-12-01"]);
}
