//! PostgreSQL goes away and comes back: a wire of the test's own is cut.

use crate::assert_unavailable;
use crate::support::browser::Browser;
use crate::support::database::{Engine::Postgres, postgres_url};
use crate::support::ground::{Ground, Portal};
use crate::support::orders::{PLACE_ORDER, place, read_order, want_business_ten};
use crate::support::proxy::Proxy;
use crate::support::texts::german;
use crate::support::wait_for;
use reqwest::StatusCode;
use std::time::{Duration, Instant};

/// A portal that reaches its database over a wire.
async fn start_over_wire(ground: &Ground) -> (Proxy, Portal) {
    let url = postgres_url();
    let address = url.rsplit_once('@').expect("a user").1.split('/').next().expect("an address").to_owned();
    let behind = tokio::net::lookup_host(&address).await.expect("an address").next().expect("an address");
    let proxy = Proxy::start(behind).await;
    let url = ground.database.url.replace(&address, &proxy.address.to_string());
    let portal = ground.portal().with("KONTOR_DATABASE_URL", &url).start().await;
    (proxy, portal)
}

async fn health(anna: &Browser) -> (StatusCode, StatusCode) {
    (anna.get("/healthz").await.status, anna.get("/readyz").await.status)
}

#[tokio::test]
async fn a_database_that_is_gone_and_back_needs_no_restart() {
    let ground = Ground::new(Postgres).await;
    let (mut proxy, portal) = start_over_wire(&ground).await;
    let anna = portal.anna().await;
    let checkout = want_business_ten(&anna).await;
    assert_eq!(health(&anna).await, (StatusCode::OK, StatusCode::OK));
    proxy.cut().await;
    let sign_in = [("_fn", "/api/sign_in"), ("email", "who@ever.example"), ("password", "x")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    let stranger = portal.browser();
    let cut_at = Instant::now();
    let health_of_anna = async { (health(&anna).await, cut_at.elapsed()) };
    let (page, submit, sign_in, (health_now, told_within)) =
        tokio::join!(anna.get("/billing"), anna.submit(&checkout, PLACE_ORDER), stranger.post("/sign-in", &sign_in), health_of_anna);
    assert_eq!(health_now, (StatusCode::OK, StatusCode::SERVICE_UNAVAILABLE));
    assert!(told_within < Duration::from_secs(8), "readiness is told before people have waited to the end: {told_within:?}");
    for page in [page, submit, sign_in] {
        assert_unavailable(&page);
    }
    proxy.restore().await;
    wait_for("readiness", async || (anna.get("/readyz").await.status == StatusCode::OK).then_some(())).await;
    // She is still signed in, the cart is as it was, and the page that was on screen still orders.
    let address = place(&anna, &checkout).await;
    assert!(read_order(&anna, &address).await.contains(&german("order.completed.title")));
    let books = ground.checked_books().await;
    assert_eq!((books.orders.len(), books.payments.len()), (1, 1));
}

#[tokio::test]
async fn an_order_that_was_charged_when_the_database_is_gone_is_completed_when_it_is_back() {
    let ground = Ground::new(Postgres).await;
    let (mut proxy, portal) = start_over_wire(&ground).await;
    let anna = portal.anna().await;
    let checkout = want_business_ten(&anna).await;
    ground.gateway.set_fault("silent_after_charge", 600, Some(1)).await;
    let submit = tokio::spawn({
        let anna = anna.clone();
        async move { anna.submit(&checkout, PLACE_ORDER).await }
    });
    wait_for("the charge", async || (!ground.gateway.charges().await.is_empty()).then_some(())).await;
    proxy.cut().await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    proxy.restore().await;
    let answer = submit.await.unwrap();
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.words());
    let books = ground.checked_books().await;
    assert_eq!((books.orders_in("completed").len(), books.payments.len()), (1, 1));
}

/// Cuts at moments that nobody chose, while Anna orders again and again.
#[tokio::test]
async fn cut_at_any_moment_charges_and_books_agree() {
    let ground = Ground::new(Postgres).await;
    let (mut proxy, portal) = start_over_wire(&ground).await;
    let anna = portal.anna().await;
    ground.gateway.set_fault("slow", 120, None).await;
    let ordering = tokio::spawn({
        let anna = anna.clone();
        async move {
            loop {
                crate::support::orders::order_seat(&anna).await.expect("an answer");
            }
        }
    });
    for milliseconds in [330, 470, 210, 590, 130] {
        wait_for("an order", async || crate::support::orders::order_seat(&anna).await.expect("an answer")).await;
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        proxy.cut().await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        proxy.restore().await;
    }
    ordering.abort();
    let _cancelled = ordering.await;
    let books = ground.checked_books().await;
    assert!(books.orders_in("completed").len() >= 5, "{:?}", books.orders);
}

#[tokio::test]
async fn a_database_that_hangs_is_not_waited_for_for_ever() {
    let ground = Ground::new(Postgres).await;
    let (proxy, portal) = start_over_wire(&ground).await;
    let anna = portal.anna().await;
    let checkout = want_business_ten(&anna).await;
    proxy.freeze();
    let (page, submit) = tokio::join!(anna.get("/billing"), anna.submit(&checkout, PLACE_ORDER));
    assert_unavailable(&page);
    assert_unavailable(&submit);
    proxy.thaw();
    wait_for("readiness", async || (anna.get("/readyz").await.status == StatusCode::OK).then_some(())).await;
    let address = place(&anna, &checkout).await;
    assert!(read_order(&anna, &address).await.contains(&german("order.completed.title")));
    ground.checked_books().await;
}

/// As on a standby server, or after a failover that went wrong: everything can be read.
#[tokio::test]
async fn a_database_that_only_reads_refuses_changes_in_words() {
    let ground = Ground::new(Postgres).await;
    let (mut proxy, portal) = start_over_wire(&ground).await;
    let anna = portal.anna().await;
    let checkout = want_business_ten(&anna).await;
    ground.database.set_for_new_connections("default_transaction_read_only", "on").await;
    proxy.cut().await;
    proxy.restore().await;
    assert_eq!(anna.get("/billing/cart").await.status, StatusCode::OK);
    assert_unavailable(&anna.submit(&checkout, PLACE_ORDER).await);
    ground.database.set_for_new_connections("default_transaction_read_only", "off").await;
    proxy.cut().await;
    proxy.restore().await;
    let address = place(&anna, &checkout).await;
    assert!(read_order(&anna, &address).await.contains(&german("order.completed.title")));
    ground.checked_books().await;
}
