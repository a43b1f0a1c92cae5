//! What other sites, curious clients and caches are kept from.

use crate::support::{ANNA, PASSWORD, browser, client_with, header, start, start_with};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

#[tokio::test]
async fn writes_from_elsewhere_are_refused_before_anything_runs() {
    let server = start_with(&[("KONTOR_ORIGIN", "https://billing.example.com")]);
    for (name, value, expected) in [
        ("sec-fetch-site", "same-origin", 303),
        ("sec-fetch-site", "same-site", 403),
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "none", 403),
        ("origin", "https://billing.example.com", 303),
        ("origin", "https://evil.example", 403),
        ("origin", "null", 403),
        ("x-nothing", "at-all", 403),
    ] {
        let client = client_with(HeaderMap::from_iter([(HeaderName::from_static(name), HeaderValue::from_static(value))]));
        let response = server.sign_in(&client, ANNA, PASSWORD, "").await;
        assert_eq!(response.status().as_u16(), expected, "{name}: {value}");
        assert!(expected == 403 || header(&response, "set-cookie").contains("Secure"), "over TLS the cookie stays there");
        assert_eq!(client.post(format!("{}/api/load_sign_in", server.url)).send().await.unwrap().status().as_u16() == 403, expected == 403, "{name}: {value}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers_and_scripts_their_nonce() {
    let server = start();
    let reader = browser();
    let response = server.get(&reader, "/sign-in").await;
    let policy = header(&response, "content-security-policy").to_owned();
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap().to_owned();
    let page = response.text().await.unwrap();
    assert!(page.matches("<script").count() >= 2 && !page.contains("style="), "{page}");
    assert!(page.split("<script").skip(1).all(|rest| rest.split('>').next().is_some_and(|tag| tag.contains(&nonce))), "{page}");
    for path in ["/healthz", "/pkg/kontor.1.css", "/nowhere", "/api/nothing", "/"] {
        let response = server.get(&reader, path).await;
        assert!(header(&response, "content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert_eq!((header(&response, "x-content-type-options"), header(&response, "referrer-policy")), ("nosniff", "same-origin"), "{path}");
        assert_eq!(header(&response, "x-request-id").len(), 9, "{path}");
    }
}

#[tokio::test]
async fn server_functions_answer_posts_alone() {
    let server = start();
    let reader = browser();
    assert_eq!(server.get(&reader, "/api/load_sign_in").await.status().as_u16(), 405);
    assert_eq!(server.post(&reader, "/api/no_such_function", &[]).await.status().as_u16(), 404);
    for function in ["load_frame", "load_subscriptions", "load_cart", "load_checkout", "load_invoices"] {
        let response = server.post(&reader, &format!("/api/{function}"), &[]).await;
        assert_eq!((response.status().as_u16(), response.text().await.unwrap().as_str()), (401, r#""signed_out""#), "{function}");
    }
}

#[tokio::test]
async fn a_page_runs_its_own_functions_alone() {
    let server = start();
    let reader = browser();
    assert_eq!(server.post(&reader, "/sign-in", &[("_fn", "/api/place_order")]).await.status().as_u16(), 404);
    assert_eq!(server.post(&reader, "/sign-in", &[("email", "x")]).await.status().as_u16(), 404);
    assert_eq!(server.post(&reader, "/billing/invoices", &[("_fn", "/api/place_order")]).await.status().as_u16(), 405);
    assert_eq!(server.post(&reader, "/billing", &[("_fn", "/api/place_order")]).await.status().as_u16(), 404);
    let response =
        server.post(&reader, "/billing/checkout", &[("_fn", "/api/place_order"), ("checkout_key", "k"), ("seen", "s"), ("seen_due_minor", "1")]).await;
    assert_eq!((response.status().as_u16(), header(&response, "location")), (303, "/sign-in?next=%2Fbilling%2Fcheckout"));
    let long = "x".repeat(70_000);
    assert_eq!(server.post(&reader, "/sign-in", &[("_fn", "/api/sign_in"), ("email", &long)]).await.status().as_u16(), 413);
}

#[tokio::test]
async fn files_are_kept_for_ever_and_pages_are_not() {
    let server = start();
    let reader = browser();
    let response = server.get(&reader, "/pkg/kontor.1.css").await;
    assert_eq!((header(&response, "content-type"), header(&response, "cache-control")), ("text/css", "public, max-age=31536000, immutable"));
    let response = reader.get(format!("{}/pkg/kontor.1.css", server.url)).header("accept-encoding", "br").send().await.unwrap();
    assert_eq!(header(&response, "content-encoding"), "br");
    assert_eq!(header(&server.get(&reader, "/favicon.svg").await, "cache-control"), "public, max-age=3600");
    assert_eq!(header(&server.get(&reader, "/sign-in").await, "cache-control"), "no-cache");
    for path in ["/pkg/other.css", "/../Leptos.toml", "/%2e%2e/Leptos.toml", "/nowhere"] {
        assert_eq!(server.get(&reader, path).await.status().as_u16(), 404, "{path}");
    }
    assert_eq!(header(&server.get(&reader, "/sign-in/").await, "location"), "/sign-in");
    assert_eq!(header(&server.get(&reader, "//evil.example/").await, "location"), "");
}
