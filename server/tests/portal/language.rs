//! Which language a page speaks.

use crate::support::{ANNA, PASSWORD, browser, client_with, header, start};
use reqwest::header::{HeaderMap, HeaderValue};

#[tokio::test]
async fn the_browser_decides_until_somebody_chooses() {
    let server = start();
    let mut headers = HeaderMap::new();
    headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
    headers.insert("accept-language", HeaderValue::from_static("en-GB,en;q=0.9"));
    let reader = client_with(headers);
    let response = server.get(&reader, "/sign-in").await;
    assert_eq!(header(&response, "vary"), "Cookie, Accept-Language");
    assert!(response.text().await.unwrap().contains(r#"<html lang="en""#));

    let response = server.post(&reader, "/lang", &[("lang", "de"), ("next", "/sign-in?next=%2Fbilling")]).await;
    assert_eq!((response.status().as_u16(), header(&response, "location")), (303, "/sign-in?next=%2Fbilling"));
    assert!(server.get(&reader, "/sign-in").await.text().await.unwrap().contains(r#"<html lang="de""#));

    let response = server.post(&reader, "/lang", &[("lang", "en"), ("next", "//evil.example")]).await;
    assert_eq!(header(&response, "location"), "/");
    assert_eq!(server.post(&reader, "/lang", &[("lang", "fr")]).await.status().as_u16(), 422);
}

#[tokio::test]
async fn a_choice_follows_the_person_to_other_devices() {
    let server = start();
    let (here, there) = (browser(), browser());
    for device in [&here, &there] {
        server.sign_in(device, ANNA, PASSWORD, "").await;
    }
    assert!(server.get(&there, "/billing").await.text().await.unwrap().contains(r#"<html lang="de""#));
    server.post(&here, "/lang", &[("lang", "en"), ("next", "/billing")]).await;
    assert!(server.get(&there, "/billing").await.text().await.unwrap().contains(r#"<html lang="en""#));
}
