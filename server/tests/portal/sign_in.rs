//! Signing in and out, without script.

use crate::support::{ANNA, PASSWORD, browser, header, start};

#[tokio::test]
async fn the_way_leads_in_and_back_out() {
    let server = start();
    let anna = browser();
    let response = server.get(&anna, "/billing/invoices?before=RE-1").await;
    assert_eq!((response.status().as_u16(), header(&response, "location")), (303, "/sign-in?next=%2Fbilling%2Finvoices%3Fbefore%3DRE-1"));
    let page = server.get(&anna, "/sign-in?next=%2Fbilling%2Finvoices").await.text().await.unwrap();
    assert!(page.contains(r#"name="next" value="/billing/invoices""#), "{page}");

    let response = server.sign_in(&anna, ANNA, PASSWORD, "/billing/invoices").await;
    assert_eq!((response.status().as_u16(), header(&response, "location")), (303, "/billing/invoices"));
    let cookie = header(&response, "set-cookie");
    assert!(cookie.starts_with("kontor_session=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Secure"), "{cookie}");

    let response = server.get(&anna, "/billing").await;
    assert_eq!((response.status().as_u16(), header(&response, "cache-control")), (200, "no-store"));
    assert!(response.text().await.unwrap().contains("Nordlicht GmbH"));
    assert_eq!(header(&server.get(&anna, "/sign-in").await, "location"), "/billing");

    assert_eq!(header(&server.post(&anna, "/sign-out", &[]).await, "location"), "/sign-in");
    assert_eq!(server.get(&anna, "/billing").await.status().as_u16(), 303);
}

#[tokio::test]
async fn a_refused_form_comes_back_with_what_was_typed_but_no_secrets() {
    let server = start();
    let stranger = browser();
    let response = server.sign_in(&stranger, "who@ever.example", "not-the-password", "/billing/cart").await;
    assert_eq!((response.status().as_u16(), header(&response, "cache-control")), (401, "no-store"));
    assert_eq!(header(&response, "set-cookie"), "");
    let page = response.text().await.unwrap();
    assert!(page.contains(r#"value="who@ever.example""#) && page.contains(r#"value="/billing/cart""#) && page.contains(r#"role="alert""#), "{page}");
    assert!(!page.contains("not-the-password"));

    let response = server.sign_in(&stranger, " ", "", "").await;
    assert_eq!(response.status().as_u16(), 422);
    let page = response.text().await.unwrap();
    assert!(page.contains(r#"aria-invalid="true""#) && page.contains("Geben Sie Ihre E-Mail-Adresse ein."), "{page}");
}

#[tokio::test]
async fn every_sign_in_has_a_session_of_its_own() {
    let server = start();
    let (anna, thief) = (browser(), browser());
    let session = |cookie: &str| cookie.split(';').next().unwrap_or_default().to_owned();
    let first = session(header(&server.sign_in(&anna, ANNA, PASSWORD, "").await, "set-cookie"));
    let second = session(header(&server.sign_in(&anna, ANNA, PASSWORD, "").await, "set-cookie"));
    assert_ne!(first, second);
    let ask = async |cookie: &str| thief.get(format!("{}/billing", server.url)).header("cookie", cookie).send().await.unwrap().status().as_u16();
    assert_eq!(ask(&first).await, 303, "the first session is dead");
    assert_eq!(ask(&second).await, 200);
    assert_eq!(ask("kontor_session=AAAAAAAAAAAAAAAAAAAAAA").await, 303, "a made-up session is nobody's");
    server.post(&anna, "/sign-out", &[]).await;
    assert_eq!(ask(&second).await, 303, "a copy of the cookie opens nothing");
}

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let server = start();
    for next in ["//evil.example", "https://evil.example", "/\\evil.example", ""] {
        let response = server.sign_in(&browser(), ANNA, PASSWORD, next).await;
        assert_eq!((response.status().as_u16(), header(&response, "location")), (303, "/billing"), "{next}");
    }
}

#[tokio::test]
async fn tries_from_one_address_are_slowed_down() {
    let server = start();
    let guesser = browser();
    let mut last = 0;
    for number in 0..40 {
        last = server.sign_in(&guesser, &format!("{number}@ever.example"), "", "").await.status().as_u16();
    }
    assert_eq!(last, 429);
    let response = server.sign_in(&guesser, ANNA, PASSWORD, "").await;
    assert!(response.status().as_u16() == 429 && response.text().await.unwrap().contains("Zu viele Versuche"));
}
