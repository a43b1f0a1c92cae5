//! Guessing at the sign-in page teaches nothing, and has its limits; so have bodies.

use crate::support::browser::{Browser, Page};
use crate::support::database::Engine::{self, Postgres, Sqlite};
use crate::support::ground::Ground;
use crate::support::texts::german;
use crate::support::{ANNA, PASSWORD, in_time};
use reqwest::{Method, StatusCode};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn guess(browser: &Browser, login: &str, password: &str) -> Page {
    browser.sign_in_at("/sign-in", login, password).await
}

/// The page, byte for byte, but for its nonce and for what was typed.
fn without_guess(page: &Page, login: &str) -> String {
    let nonce = page.header("content-security-policy").split('\'').find_map(|part| part.strip_prefix("nonce-")).unwrap();
    let typed = [format!("value=\"{login}\""), format!("[\\\"email\\\",\\\"{login}\\\"]")];
    typed.iter().fold(page.text.replace(nonce, "NONCE"), |text, typed| {
        assert!(text.contains(typed), "{typed}");
        text.replace(typed, "TYPED")
    })
}

async fn guesses_teach_nothing(engine: Engine) {
    let ground = Ground::new(engine).await;
    let portal = ground.portal().start().await;
    let guesser = portal.browser();
    let known = guess(&guesser, ANNA, "wrong").await;
    let unknown = guess(&guesser, "nora@nordlicht.example", "wrong").await;
    assert_eq!((known.status, unknown.status), (StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED));
    assert!(known.words().contains(&german("errors.wrong_credentials")));
    assert_eq!(known.words(), unknown.words());
    assert_eq!(without_guess(&known, ANNA), without_guess(&unknown, "nora@nordlicht.example"));
    assert_eq!(known.header("set-cookie"), "");

    // The fifth wrong try is the last free one, for logins that there are and for others.
    for login in [ANNA, "nora@nordlicht.example"] {
        for _ in 0..4 {
            assert_eq!(guess(&guesser, login, "wrong").await.status, StatusCode::UNAUTHORIZED);
        }
        let refused = guess(&guesser, login, PASSWORD).await;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{login}: {}", refused.words());
        let seconds = refused.words().split("Bitte warten Sie ").nth(1).and_then(|rest| rest.split(' ').next()?.parse::<u64>().ok());
        assert!(seconds.is_some_and(|seconds| (1..=30).contains(&seconds)), "{}", refused.words());
        assert!(refused.words().contains(&german("sign_in.wait_title")));
    }
    // From another device as well, and with script too.
    let answer = portal.browser().call("/api/sign_in", &[("email", " Anna@Nordlicht.example "), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{}", answer.text);
    assert!(answer.text.starts_with("{\"too_many_tries\":{\"retry_after_seconds\":"), "{}", answer.text);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_look_the_same_on_sqlite() {
    guesses_teach_nothing(Sqlite).await;
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_look_the_same_on_postgres() {
    guesses_teach_nothing(Postgres).await;
}

#[tokio::test]
async fn a_body_that_is_too_long_is_refused_by_an_answer() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let anna = portal.anna().await;
    let long = format!("seats={}", "1".repeat(70_000));
    for address in ["/api/put_in_cart", "/billing/checkout", "/sign-in", "/lang", "/sign-out"] {
        let request = anna.request(Method::POST, address).header("Sec-Fetch-Site", "same-origin");
        let answer = anna.send(request.header("Content-Type", "application/x-www-form-urlencoded").body(long.clone())).await.unwrap();
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{address}");
    }
}

/// Without a length at its head a body is counted while it is read.
#[tokio::test]
async fn a_body_that_does_not_say_its_length_is_cut_off() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    for address in ["/api/put_in_cart", "/api/sign_in", "/sign-in", "/lang"] {
        let mut stream = TcpStream::connect(portal.origin.trim_start_matches("http://")).await.unwrap();
        let head = format!(
            "POST {address} HTTP/1.1\r\nHost: kontor\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let chunk = format!("1000\r\n{}\r\n", "a".repeat(0x1000));
        for _ in 0..32 {
            stream.write_all(chunk.as_bytes()).await.unwrap();
        }
        stream.write_all(b"0\r\n\r\n").await.unwrap();
        let mut answer = Vec::new();
        in_time(Duration::from_secs(30), "an answer", stream.read_to_end(&mut answer)).await.unwrap();
        let answer = String::from_utf8_lossy(&answer);
        assert_eq!(answer.split(' ').nth(1), Some("413"), "{address}: {answer}");
    }
    assert_eq!(portal.browser().get("/healthz").await.status, StatusCode::OK);
}
