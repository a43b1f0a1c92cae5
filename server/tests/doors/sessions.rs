//! Sessions: what their cookies allow, when they change, and when they are dead.

use crate::support::browser::{Browser, Page, SESSION};
use crate::support::database::Engine::{self, Postgres, Sqlite};
use crate::support::ground::Ground;
use crate::support::orders::{PLACE_ORDER, place, read_order, want_business_ten};
use crate::support::texts::german;
use crate::support::{ANNA, BEN, PASSWORD};
use reqwest::{Method, StatusCode};

async fn sign_out(browser: &Browser) -> Page {
    browser.post("/sign-out", &[]).await
}

/// Whether pages of a person are shown.
async fn is_signed_in(browser: &Browser) -> bool {
    browser.get("/billing").await.status == StatusCode::OK
}

#[tokio::test]
async fn the_cookie_is_kept_from_scripts_and_from_other_sites() {
    let ground = Ground::new(Sqlite).await;
    for (origin, is_secure) in [("http://127.0.0.1:3000", false), ("https://billing.example.com", true)] {
        let portal = ground.portal().with("KONTOR_ORIGIN", origin).start().await;
        let anna = portal.browser();
        assert_eq!(anna.get("/sign-in").await.header("set-cookie"), "", "nobody needs a cookie to look at the form");
        let answer = anna.sign_in_at("/sign-in", ANNA, PASSWORD).await;
        let cookie = answer.header("set-cookie").to_owned();
        let parts: Vec<&str> = cookie.split("; ").collect();
        assert!(cookie.starts_with("kontor_session="), "{cookie}");
        for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(parts.contains(&part), "{cookie}");
        }
        assert_eq!(parts.contains(&"Secure"), is_secure, "{cookie}");
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

async fn rotates_and_dies(engine: Engine) {
    let ground = Ground::new(engine).await;
    let portal = ground.portal().start().await;
    let anna = portal.anna().await;
    let first = anna.copied();
    // The same browser, another person: she has not signed out.
    let form = [("_fn", "/api/sign_in"), ("email", BEN), ("password", PASSWORD)].map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(anna.post("/sign-in", &form).await.status, StatusCode::SEE_OTHER);
    assert_ne!(anna.cookie(SESSION), first.cookie(SESSION));
    assert!(anna.get("/billing").await.words().contains("Ben Brandt"));
    assert!(!is_signed_in(&first).await, "the session before is dead");

    let copy = anna.copied();
    let answer = sign_out(&anna).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/sign-in"));
    assert_eq!(anna.cookie(SESSION), None, "the cookie is taken back");
    assert!(!is_signed_in(&anna).await && !is_signed_in(&copy).await, "a copy of the cookie opens nothing");
    assert_eq!(ground.database.look("SELECT id FROM sessions", |row| row.text("id")).await, Vec::<String>::new());
    // Signing out twice, or without ever having been in, is no fault.
    assert_eq!(sign_out(&copy).await.location(), "/sign-in");
    assert_eq!(sign_out(&portal.browser()).await.location(), "/sign-in");
}

#[tokio::test]
async fn a_session_changes_at_sign_in_and_dies_at_sign_out_on_sqlite() {
    rotates_and_dies(Sqlite).await;
}

#[tokio::test]
async fn a_session_changes_at_sign_in_and_dies_at_sign_out_on_postgres() {
    rotates_and_dies(Postgres).await;
}

#[tokio::test]
async fn a_cookie_that_nobody_was_given_opens_nothing() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let nobody = portal.browser();
    for made_up in ["", "x", "AAAAAAAAAAAAAAAAAAAAAA", "' OR 1=1 --", "%00", "a=b", "\u{fc}"] {
        let request = nobody.request(Method::GET, "/billing").header("Cookie", format!("{SESSION}={made_up}").into_bytes());
        let answer = nobody.send(request).await.unwrap();
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/sign-in?next=%2Fbilling"), "{made_up:?}");
    }
}

#[tokio::test]
async fn a_session_ends_without_use_and_in_any_case() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    for statement in [
        "UPDATE sessions SET expires_at = 1",
        // Whoever is no longer of the account is signed out by the next page.
        "DELETE FROM memberships WHERE role = 'member'",
    ] {
        let ben = portal.browser();
        ben.sign_in(BEN).await;
        assert!(is_signed_in(&ben).await);
        ground.database.change(statement, vec![]).await;
        assert!(!is_signed_in(&ben).await, "{statement}");
    }
}

/// The session ends between the checkout's page and its button.
async fn comes_back_to_checkout(engine: Engine) {
    let ground = Ground::new(engine).await;
    let portal = ground.portal().start().await;
    let anna = portal.anna().await;
    let checkout = want_business_ten(&anna).await;
    ground.database.change("UPDATE sessions SET expires_at = 1", vec![]).await;
    let answer = anna.submit(&checkout, PLACE_ORDER).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/sign-in?next=%2Fbilling%2Fcheckout"));
    let answer = anna.sign_in_at(answer.location(), ANNA, PASSWORD).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/billing/checkout"));
    let books = ground.checked_books().await;
    assert_eq!((books.orders.len(), books.cart.as_slice()), (0, ["goto-meeting business 10".to_owned()].as_slice()));
    let again = anna.get("/billing/checkout").await.form(PLACE_ORDER);
    assert_eq!(again.value("checkout_key"), checkout.value("checkout_key"));
    let address = place(&anna, &again).await;
    assert!(read_order(&anna, &address).await.contains(&german("order.completed.title")));
    ground.checked_books().await;
}

#[tokio::test]
async fn whoever_is_signed_out_at_checkout_comes_back_to_it_on_sqlite() {
    comes_back_to_checkout(Sqlite).await;
}

#[tokio::test]
async fn whoever_is_signed_out_at_checkout_comes_back_to_it_on_postgres() {
    comes_back_to_checkout(Postgres).await;
}
