//! Renewals a second with every commit durable: 10,000 and 100,000 that are due, against one transaction for each invoice
//! and against the bare insert of as many rows; and what a page costs while they run.
#![expect(clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench prints its table and stops at the first surprise")]

mod ground;

use backend::db::jobs::Lane;
use backend::usecases::jobs::run::{run_batch_of, run_batch_until};
use backend::usecases::subscriptions::list::load_overview;
use backend::{Actor, Backend, DbError, args, work};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

const SMALL: i64 = 10_000;
const LARGE: i64 = 100_000;
const ALONE: u32 = 500;
const PAGES: u32 = 2_000;

/// As many accounts as that, each with a subscription whose month ends today; `from` keeps the identifiers apart.
async fn make_due(backend: &Backend, from: i64, count: i64) {
    let today = backend.today();
    let start = today.checked_sub_months(chrono::Months::new(1)).unwrap();
    let statements = [
        (
            "INSERT INTO accounts (id, number, kind, name, name_folded, street, postal_code, city, country, currency, language, vat_id_state, credit_minor, version, \
             created_at) WITH RECURSIVE n(i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < CAST($2 AS BIGINT)) \
             SELECT 'a' || i, 'B-' || i, 'online', 'Company ' || i, 'company ' || i, 'Street 1', '20457', 'Hamburg', 'DE', 'EUR', 'de', 'none', 0, 0, 0 FROM n",
            args![from, from + count - 1],
        ),
        (
            "INSERT INTO subscriptions (id, account_id, product, plan, seats, billing_interval, unit_minor, currency, anchor_day, period_start, period_end, tax_category, \
             tax_rate, state, version, created_at, priced_on) WITH RECURSIVE n(i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < CAST($2 AS BIGINT)) \
             SELECT 's' || i, 'a' || i, 'goto-meeting', 'professional', 10, 'monthly', 1400, 'EUR', 21, $3, $4, 'S', '19', 'active', 0, 0, $3 FROM n",
            args![from, from + count - 1, start, today],
        ),
        (
            "INSERT INTO jobs (kind, subject, account_id, due_on, lane, rank, state, tries, try_at, lease_until, created_at) \
             WITH RECURSIVE n(i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < CAST($2 AS BIGINT)) \
             SELECT 'renewal', 's' || i, 'a' || i, $3, 0, 20, 'waiting', 0, 0, 0, 0 FROM n",
            args![from, from + count - 1, today],
        ),
    ];
    for (sql, args) in statements {
        backend.db.write(work!(tx, &args => tx.exec(sql, args.clone()).await)).await.unwrap_or_else(|error: DbError| panic!("{error}"));
    }
}

/// All that is due, in batches; answers renewals a second.
async fn renew_all(backend: &Backend, count: i64) -> f64 {
    let start = Instant::now();
    let mut done = 0;
    loop {
        let round = run_batch_until(backend, Lane::Books, backend.today()).await.unwrap();
        assert_eq!(round.failed, 0);
        if round.claimed == 0 {
            break;
        }
        done += i64::try_from(round.done).unwrap();
    }
    assert_eq!(done, count);
    rate(count, start.elapsed())
}

fn rate(count: i64, took: Duration) -> f64 {
    f64::from(u32::try_from(count).unwrap()) / took.as_secs_f64()
}

/// One renewal in each transaction.
async fn renew_alone(backend: &Backend) -> f64 {
    let start = Instant::now();
    for _ in 0..ALONE {
        let round = run_batch_of(backend, Lane::Books, backend.today(), 1).await.unwrap();
        assert_eq!(round.done, 1);
    }
    f64::from(ALONE) / start.elapsed().as_secs_f64()
}

/// Rows as large as an invoice, a hundred in a transaction: what the disk and the engine ask for at least.
async fn insert_bare(backend: &Backend, count: i64) -> f64 {
    let content: Vec<String> = backend
        .db
        .read(work!(tx => tx.all("SELECT content FROM invoices WHERE number = 'RE-2026-00013'", args![], |row| row.text("content")).await))
        .await
        .unwrap_or_else(|error: DbError| panic!("{error}"));
    let content = content[0].clone();
    backend
        .db
        .write(work!(tx => tx.exec("CREATE TABLE bare (id TEXT NOT NULL PRIMARY KEY, content TEXT NOT NULL)", args![]).await))
        .await
        .unwrap_or_else(|error: DbError| panic!("{error}"));
    let start = Instant::now();
    for batch in 0..count / 100 {
        let written: Result<(), DbError> = backend
            .db
            .write(work!(tx, &content => {
                for place in 0..100 {
                    tx.exec("INSERT INTO bare (id, content) VALUES ($1, $2)", args![format!("{:032}", batch * 100 + place), content]).await?;
                }
                Ok(())
            }))
            .await;
        written.unwrap();
    }
    rate(count, start.elapsed())
}

/// Overview pages a second, read one after the other, while nothing else happens.
async fn read_pages(backend: &Backend, actor: &Actor) -> f64 {
    let start = Instant::now();
    for _ in 0..PAGES {
        load_overview(backend, actor).await.unwrap();
    }
    f64::from(PAGES) / start.elapsed().as_secs_f64()
}

/// The same while renewals run: answers their rate and that of the pages.
async fn renew_under_readers(backend: &Backend, actor: &Actor, count: i64) -> (f64, f64) {
    let (stop, pages) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)));
    let reader = tokio::spawn({
        let (backend, actor, stop, pages) = (backend.clone(), actor.clone(), stop.clone(), pages.clone());
        async move {
            while !stop.load(Ordering::Relaxed) {
                load_overview(&backend, &actor).await.unwrap();
                pages.fetch_add(1, Ordering::Relaxed);
            }
        }
    });
    let start = Instant::now();
    let renewals = renew_all(backend, count).await;
    let took = start.elapsed();
    stop.store(true, Ordering::Relaxed);
    reader.await.unwrap();
    (renewals, f64::from(pages.load(Ordering::Relaxed)) / took.as_secs_f64())
}

async fn measure(database_url: String, largest: i64) {
    let (backend, actor) = ground::open(database_url).await;
    let name = backend.db.engine_name();
    // The demo's own jobs are out of the way first.
    while run_batch_until(&backend, Lane::Books, backend.today()).await.unwrap().claimed > 0 {}
    make_due(&backend, 1, SMALL).await;
    let small = renew_all(&backend, SMALL).await;
    make_due(&backend, 1_000_001, i64::from(ALONE)).await;
    let alone = renew_alone(&backend).await;
    let bare = insert_bare(&backend, SMALL).await;
    let idle_pages = read_pages(&backend, &actor).await;
    make_due(&backend, 2_000_001, SMALL).await;
    let (under_readers, busy_pages) = renew_under_readers(&backend, &actor, SMALL).await;
    println!("{name}: {SMALL} renewals due: {small:.0}/s, one transaction each: {alone:.0}/s, bare rows: {bare:.0}/s");
    println!("{name}: with a reader beside them: {under_readers:.0} renewals/s; pages {busy_pages:.0}/s instead of {idle_pages:.0}/s");
    println!(
        "ratio: renewals on {name}, batched | {:.1} × one transaction each, 1/{:.1} of bare rows, {small:.0}/s | ≥ 1,000/s | some thirteen statements each",
        small / alone,
        bare / small
    );
    println!(
        "ratio: page while renewals run on {name} | 1/{:.2} of its rate when nothing does | ≥ 1/2 | one core for the run, one for the page",
        idle_pages / busy_pages
    );
    if largest > SMALL {
        make_due(&backend, 3_000_001, largest).await;
        let large = renew_all(&backend, largest).await;
        println!("{name}: {largest} renewals due: {large:.0}/s");
        println!("ratio: {largest} renewals against {SMALL} on {name} | {:.2} of the rate | a straight line: 1 | indexes that grow", large / small);
    }
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    runtime.block_on(async {
        println!("renewals that are due, every commit durable; no payment method, so that the gateway is not part of it");
        measure(format!("sqlite:{}", folder.path().join("bench.sqlite").display()), LARGE).await;
        match std::env::var("KONTOR_BENCH_POSTGRES_URL") {
            Ok(server) => {
                measure(ground::make_database(&server).await, SMALL).await;
                ground::drop_database(&server).await;
            }
            Err(_) => println!("PostgreSQL   not measured: KONTOR_BENCH_POSTGRES_URL names no server"),
        }
    });
}
