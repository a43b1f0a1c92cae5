//! News at the corporate door: who waits hears that something happened to their account, and of no other.

use crate::support::database::Engine::{self, Postgres, Sqlite};
use crate::support::ground::Ground;
use crate::support::html::links;
use crate::support::{ALPENWERK, HAFENBAU, in_time};
use app::wire::NEWS_ADDRESS;
use reqwest::{Method, Response, StatusCode};
use std::time::Duration;

/// What has come of a stream when this many events are there, with data: browsers drop an event without.
async fn hear(stream: &mut Response, heard: &mut String, events: usize) {
    let listen = async {
        while heard.matches("event: moved\ndata: moved\n\n").count() < events {
            let chunk = stream.chunk().await.unwrap().expect("the stream goes on");
            heard.push_str(&String::from_utf8_lossy(&chunk));
        }
    };
    in_time(Duration::from_secs(30), "news", listen).await;
}

async fn each_hears_of_their_own(engine: Engine) {
    let ground = Ground::new(engine).await;
    let portal = ground.portal().start().await;
    let (julia, hauke) = (portal.browser(), portal.browser());
    julia.sign_in_as_corporate(ALPENWERK).await;
    hauke.sign_in_as_corporate(HAFENBAU).await;
    let mut streams = Vec::new();
    for browser in [&julia, &hauke] {
        let mut stream = browser.request(Method::GET, NEWS_ADDRESS).send().await.unwrap();
        let header = |name: &str| stream.headers()[name].to_str().unwrap().to_owned();
        assert_eq!((stream.status(), header("content-type"), header("x-accel-buffering")), (StatusCode::OK, "text/event-stream".to_owned(), "no".to_owned()));
        let mut heard = String::new();
        hear(&mut stream, &mut heard, 1).await;
        streams.push((stream, heard));
    }
    let page = julia.get("/corporate/quotes").await;
    let address = links(&page.text).into_iter().find(|link| link.starts_with("/corporate/quotes/")).unwrap();
    let form = julia.get(&address).await.form("/api/decline_quote").with("reason", "Zu viel.");
    let answer = julia.submit(&form, "/api/decline_quote").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.words());
    let [(julias, heard), (haukes, nothing)] = streams.as_mut_slice() else { unreachable!("two") };
    hear(julias, heard, 2).await;
    // His stream has looked since then, at least once.
    let longer = tokio::time::timeout(Duration::from_secs(3), hear(haukes, nothing, 2)).await;
    assert!(longer.is_err(), "{nothing}");
    assert_eq!(portal.browser().get(NEWS_ADDRESS).await.location(), "/corporate/sign-in?next=%2Fcorporate%2Fnews");
}

#[tokio::test]
async fn who_waits_hears_of_their_own_account_on_sqlite() {
    each_hears_of_their_own(Sqlite).await;
}

#[tokio::test]
async fn who_waits_hears_of_their_own_account_on_postgres() {
    each_hears_of_their_own(Postgres).await;
}

/// A server that is told to stop does not wait for those who listen.
#[tokio::test]
async fn a_server_that_stops_ends_the_streams() {
    let ground = Ground::new(Sqlite).await;
    let mut portal = ground.portal().start().await;
    let julia = portal.browser();
    julia.sign_in_as_corporate(ALPENWERK).await;
    let mut stream = julia.request(Method::GET, NEWS_ADDRESS).send().await.unwrap();
    hear(&mut stream, &mut String::new(), 1).await;
    let stopped = in_time(Duration::from_secs(10), "the end", portal.program.stop()).await;
    assert!(stopped.success(), "{stopped}");
    in_time(Duration::from_secs(10), "the stream's end", async { while let Ok(Some(_)) = stream.chunk().await {} }).await;
}
