//! What another site makes a browser send is refused before anything looks at it, and our pages load nothing foreign.

use crate::support::browser::{Browser, Page};
use crate::support::database::Engine::Sqlite;
use crate::support::ground::Ground;
use crate::support::orders::want_business_ten;
use crate::support::{BEN, PASSWORD};
use reqwest::{Method, StatusCode};
use std::collections::BTreeSet;

const ORIGIN: &str = "https://billing.example.com";

/// Every address that takes a post, with a body that would do something.
const WRITES: &[(&str, &str)] = &[
    ("/api/sign_in", "email=who%40ever.example&password=x"),
    ("/api/put_in_cart", "product=none&plan=business&seats=1&interval=monthly"),
    ("/api/remove_from_cart", "product=none"),
    ("/api/place_order", "checkout_key=none&seen=none&seen_due_minor=1"),
    ("/api/load_invoices", ""),
    ("/sign-in", "_fn=%2Fapi%2Fsign_in&email=who%40ever.example&password=x"),
    ("/billing/checkout", "_fn=%2Fapi%2Fplace_order&checkout_key=none&seen=none&seen_due_minor=1"),
    ("/api/staff_sign_in", "email=who%40ever.example&password=x"),
    ("/api/create_account", "name=Ernst"),
    ("/api/switch_account", "account=none"),
    ("/api/sign_out_elsewhere", ""),
    ("/forgot-password", "_fn=%2Fapi%2Fask_password_link&email=who%40ever.example"),
    ("/set-password/none", "_fn=%2Fapi%2Fset_password&token=none&password=x"),
    ("/invitation/none", "_fn=%2Fapi%2Faccept_invitation&token=none&name=x&password=x"),
    ("/billing/accounts", "_fn=%2Fapi%2Fswitch_account&account=none"),
    ("/staff/sign-in", "_fn=%2Fapi%2Fstaff_sign_in&email=who%40ever.example&password=x"),
    ("/staff/sign-out", ""),
    ("/lang", "lang=en&next=%2F"),
    ("/sign-out", ""),
];

async fn write(browser: &Browser, address: &str, body: &str, headers: &[(&str, &str)]) -> Page {
    let request = browser.request(Method::POST, address).header("Content-Type", "application/x-www-form-urlencoded").body(body.to_owned());
    browser.send(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await.unwrap()
}

#[tokio::test]
async fn only_our_own_pages_may_write() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().with("KONTOR_ORIGIN", ORIGIN).start().await;
    let anna = portal.anna().await;
    for &(address, body) in WRITES {
        for headers in [
            &[][..],
            &[("Sec-Fetch-Site", "cross-site")],
            &[("Sec-Fetch-Site", "same-site")],
            &[("Sec-Fetch-Site", "none")],
            &[("Sec-Fetch-Site", "")],
            &[("Sec-Fetch-Site", "Same-Origin")],
            &[("Sec-Fetch-Site", "cross-site"), ("Origin", ORIGIN)],
            &[("Origin", "https://evil.example")],
            &[("Origin", "https://billing.example.com.evil.example")],
            &[("Origin", "http://billing.example.com")],
            &[("Origin", "null")],
            &[("Referer", "https://billing.example.com/billing")],
        ] {
            let answer = write(&anna, address, body, headers).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{address} {headers:?}: {}", answer.text);
            assert_eq!(answer.header("set-cookie"), "", "{address} {headers:?}");
        }
    }
    assert_eq!(anna.get("/billing").await.status, StatusCode::OK, "nobody has signed her out");
    for headers in [&[("Sec-Fetch-Site", "same-origin")][..], &[("Sec-Fetch-Site", "same-origin"), ("Origin", "null")], &[("Origin", ORIGIN)]] {
        for &(address, body) in WRITES {
            let answer = write(&anna.copied(), address, body, headers).await;
            assert_ne!(answer.status, StatusCode::FORBIDDEN, "{address} {headers:?}");
            if address == "/sign-out" {
                anna.sign_in(crate::support::ANNA).await;
            }
        }
    }
}

#[tokio::test]
async fn a_link_from_elsewhere_opens_a_page_and_changes_nothing() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let anna = portal.anna().await;
    want_business_ten(&anna).await;
    for address in ["/billing/checkout?_fn=/api/place_order", "/sign-out", "/lang?lang=en", "/api/remove_from_cart?product=none"] {
        let answer = anna.send(anna.request(Method::GET, address).header("Sec-Fetch-Site", "cross-site")).await.unwrap();
        assert!([200, 404, 405].contains(&answer.status.as_u16()), "{address}: {}", answer.status);
    }
    let books = ground.checked_books().await;
    assert!(books.orders.is_empty() && books.cart.len() == 1);
    assert_eq!(anna.get("/billing").await.status, StatusCode::OK);
}

#[tokio::test]
async fn every_page_has_a_policy_with_a_nonce_of_its_own() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let (anna, nobody) = (portal.anna().await, portal.browser());
    want_business_ten(&anna).await;
    let mut nonces = BTreeSet::new();
    let refused = [("_fn", "/api/sign_in"), ("email", BEN), ("password", "wrong")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    let pages = [
        anna.get("/billing").await,
        anna.get("/billing").await,
        anna.get("/billing/cart").await,
        anna.get("/billing/checkout").await,
        anna.get("/billing/invoices").await,
        anna.get("/billing/orders/none").await,
        anna.get("/nowhere").await,
        nobody.get("/sign-in").await,
        nobody.post("/sign-in", &refused).await,
    ];
    let count = pages.len();
    for page in pages {
        let policy = page.header("content-security-policy").to_owned();
        for part in ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'", "style-src 'self'"] {
            assert!(policy.contains(part), "{policy}");
        }
        let foreign = ["unsafe-inline", "'unsafe-eval'", "*", "http:", "https:", "data:"];
        // Forms may lead to the gateway's page, and to no other site: see the tests of payments.
        let others: Vec<&str> = policy.split(';').filter(|rule| !rule.trim_start().starts_with("form-action")).collect();
        assert!(!foreign.iter().any(|part| others.iter().any(|rule| rule.contains(part))), "{policy}");
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        assert!(nonce.len() >= 22, "{nonce}");
        let scripts = page.text.match_indices("<script").count();
        assert_eq!(page.text.matches(&format!("nonce=\"{nonce}\"")).count() >= scripts, scripts > 0, "{}", page.text);
        assert!(!page.text.contains(" style=") && !page.text.contains(" onclick=") && !page.text.contains(PASSWORD) || page.words().contains("Vorführung"));
        assert!(nonces.insert(nonce), "a nonce is used once");
    }
    assert_eq!(nonces.len(), count);
}
