//! Paying through pages, with the sandbox that the portal runs itself: its page is filled in as a browser does, it tells
//! the portal by itself what has changed, and no card number is left anywhere but on its page.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a failed unwrap is the test's message, in helpers too")]

mod support;

use reqwest::header::LOCATION;
use reqwest::{Client, Method, StatusCode};
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use support::browser::{Browser, Page, new_client};
use support::database::Engine::{self, Postgres, Sqlite};
use support::database::TestDatabase;
use support::ground::{Launch, Portal, new_folder};
use support::html::links;
use support::orders::{place, read_order, want_business_ten};
use support::texts::german;
use support::{DORA, wait_for};
use tempfile::TempDir;

const OPEN_PAGE: &str = "/api/open_payment_page";
const ASKS: &str = "4000 0000 0000 3220";

/// A portal that runs its own sandbox, which tells it what has changed.
struct House {
    portal: Portal,
    database: TestDatabase,
    client: Client,
    /// Origin of the sandbox's pages.
    pay: String,
    folder: TempDir,
}

impl House {
    async fn new(engine: Engine) -> Self {
        let folder = new_folder();
        let database = TestDatabase::create(engine, folder.path()).await;
        let pay = free_address();
        let launch = Launch::new(folder.path())
            .with("KONTOR_DATABASE_URL", &database.url)
            .with("KONTOR_TODAY", "2026-11-21")
            .with("KONTOR_GATEWAY_LISTEN", &pay)
            .with("KONTOR_GATEWAY_STORE", &folder.path().join("gateway.journal").display().to_string());
        let portal = launch.start().await;
        Self { portal, database, client: new_client(), pay: format!("http://{pay}"), folder }
    }

    /// Goes to the payment page by the form of a page of ours; answers its address.
    async fn open_page(&self, anna: &Browser) -> String {
        let form = anna.get("/billing/payment-method?edit=method").await.form(OPEN_PAGE);
        let answer = anna.submit(&form, OPEN_PAGE).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.words());
        assert!(answer.location().starts_with(&format!("{}/pay/ps_", self.pay)), "{}", answer.location());
        answer.location().to_owned()
    }

    /// Sends a form of the gateway's; answers the path at the portal to which it leads.
    async fn fill_in(&self, url: &str, fields: &[(&str, &str)]) -> String {
        let page = self.client.get(url).send().await.unwrap();
        assert_eq!(page.status(), StatusCode::OK);
        let answer = self.client.post(url).form(fields).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", answer.text().await.unwrap());
        let location = answer.headers()[LOCATION].to_str().unwrap();
        location.strip_prefix(&self.portal.origin).unwrap_or_else(|| panic!("{location}")).to_owned()
    }

    async fn enter_card(&self, url: &str, number: &str) -> String {
        let fields = [("kind", "card"), ("number", number), ("month", "04"), ("year", "2030"), ("code", "737"), ("card_holder", "Anna Albrecht")];
        self.fill_in(url, &fields).await
    }

    /// Anna with a card that asks for confirmation.
    async fn anna(&self) -> Browser {
        let anna = self.portal.anna().await;
        let back = self.enter_card(&self.open_page(&anna).await, ASKS).await;
        let answer = anna.get(&back).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/billing/payment-method?method=changed"));
        anna
    }

    /// The cards of Anna's account.
    async fn methods(&self) -> Vec<String> {
        let sql = "SELECT m.last4 || ' ' || m.state AS value FROM payment_methods m JOIN accounts a ON a.id = m.account_id \
                   WHERE a.number = 'KD-10234' ORDER BY m.created_at, m.id";
        self.database.look(sql, |row| row.text("value")).await
    }
}

/// An address that is free now. Another process could take it; then the start fails, and says so.
fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

fn confirmation_link(house: &House, page: &Page) -> String {
    let link = links(&page.text).into_iter().find(|link| link.starts_with(&format!("{}/3ds/", house.pay)));
    link.unwrap_or_else(|| panic!("no way to the confirmation: {}", page.words()))
}

async fn the_whole_way(engine: Engine) {
    let house = House::new(engine).await;
    let anna = house.anna().await;
    assert_eq!(house.methods().await, ["4242 replaced", "3220 active"]);
    let address = place(&anna, &want_business_ten(&anna).await).await;
    let page = anna.get(&address).await;
    let back = house.fill_in(&confirmation_link(&house, &page), &[("answer", "confirm")]).await;
    assert_eq!(back, format!("{address}/return"));
    let answer = anna.get(&back).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, address.as_str()));
    assert!(read_order(&anna, &address).await.contains(&german("order.completed.title")));
    // The mails have left the outbox, or wait in it: both are in the database.
    for number in ["4000000000003220", "4000 0000 0000 3220", "4000-0000-0000-3220"] {
        assert_eq!(files_with(house.folder.path(), number), Vec::<String>::new());
        assert!(!house.portal.program.output().contains(number));
        for text in stored_texts(&house.database).await {
            assert!(!text.contains(number), "{text}");
        }
    }
    // The search finds what is there.
    assert!(stored_texts(&house.database).await.iter().any(|text| text.contains("3220")));
}

/// Everything in the database that could hold more than one wants to keep.
async fn stored_texts(database: &TestDatabase) -> Vec<String> {
    let mut texts = Vec::new();
    for sql in [
        "SELECT subject || content AS value FROM outbox",
        "SELECT action || details AS value FROM audit",
        "SELECT content AS value FROM orders",
        "SELECT content AS value FROM invoices",
        "SELECT COALESCE(method, '') AS value FROM payments",
        "SELECT gateway_token || brand || last4 || COALESCE(holder, '') AS value FROM payment_methods",
        "SELECT gateway_session || mandate_reference AS value FROM payment_sessions",
        "SELECT id || kind || COALESCE(gateway_key, '') AS value FROM gateway_events",
        "SELECT data AS value FROM sessions",
    ] {
        texts.extend(database.look(sql, |row| row.text("value")).await);
    }
    texts
}

/// The files below a folder that hold a text: database, its log, the gateway's journal.
fn files_with(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, text));
        } else if fs::read(&path).unwrap().windows(text.len()).any(|part| part == text.as_bytes()) {
            found.push(path.display().to_string());
        }
    }
    found
}

#[tokio::test]
async fn no_card_number_is_left_behind_on_sqlite() {
    the_whole_way(Sqlite).await;
}

#[tokio::test]
async fn no_card_number_is_left_behind_on_postgres() {
    the_whole_way(Postgres).await;
}

/// Nobody comes back: the gateway tells.
async fn told(engine: Engine) {
    let house = House::new(engine).await;
    let anna = house.portal.anna().await;
    house.enter_card(&house.open_page(&anna).await, ASKS).await;
    wait_for("the new card", async || (house.methods().await == ["4242 replaced", "3220 active"]).then_some(())).await;
    let address = place(&anna, &want_business_ten(&anna).await).await;
    let page = anna.get(&address).await;
    house.fill_in(&confirmation_link(&house, &page), &[("answer", "confirm")]).await;
    let completed = german("order.completed.title");
    wait_for("the order", async || read_order(&anna, &address).await.contains(&completed).then_some(())).await;
    let waiting = "SELECT id AS value FROM gateway_events WHERE handled_at IS NULL";
    wait_for("the end of the news", async || house.database.look(waiting, |row| row.text("value")).await.is_empty().then_some(())).await;
}

#[tokio::test]
async fn what_the_gateway_tells_is_done_on_sqlite() {
    told(Sqlite).await;
}

#[tokio::test]
async fn what_the_gateway_tells_is_done_on_postgres() {
    told(Postgres).await;
}

#[tokio::test]
async fn news_that_nobody_signed_change_nothing() {
    let house = House::new(Sqlite).await;
    let stranger = house.portal.browser();
    for signature in [None, Some("t=1,v1=00"), Some("nonsense")] {
        let request = stranger.request(Method::POST, "/webhooks/gateway").body(r#"{"id":"ev_1","type":"charge.changed","key":"x","session":null}"#);
        let request = if let Some(signature) = signature { request.header("Kontor-Signature", signature) } else { request };
        assert_eq!(stranger.send(request).await.unwrap().status, StatusCode::BAD_REQUEST, "{signature:?}");
    }
    let stored = house.database.look("SELECT id AS value FROM gateway_events", |row| row.text("value")).await;
    assert_eq!(stored, Vec::<String>::new());
    let looked = stranger.get("/webhooks/gateway").await;
    assert_eq!(looked.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn forms_may_lead_to_the_gateway_and_nowhere_else() {
    let house = House::new(Sqlite).await;
    let page = house.portal.browser().get("/sign-in").await;
    assert!(page.header("content-security-policy").contains(&format!("form-action 'self' {};", house.pay)), "{:?}", page.headers);
}

#[tokio::test]
async fn only_whoever_was_sent_comes_back_with_something() {
    let house = House::new(Sqlite).await;
    let anna = house.portal.anna().await;
    let url = house.open_page(&anna).await;
    let back = house.enter_card(&url, "5555 5555 5555 4444").await;
    let stranger = house.portal.browser().get(&back).await;
    assert!(stranger.location().starts_with("/sign-in?next="), "{}", stranger.location());
    let dora = house.portal.browser();
    dora.sign_in(DORA).await;
    assert_eq!(dora.get(&back).await.location(), "/billing/payment-method?method=unknown");
    for made_up in ["", "?session=", "?session=ps_x&purpose=checkout", "?session=ps_x&purpose=https%3A%2F%2Fevil.example"] {
        let location = anna.get(&format!("/billing/payment-method/return{made_up}")).await.location().to_owned();
        assert!(["/billing/payment-method?method=unknown", "/billing/checkout?method=unknown"].contains(&location.as_str()), "{made_up}: {location}");
    }
    assert_eq!(anna.get("/billing/orders/none/return").await.location(), "/billing/orders/none");
    assert_eq!(anna.get("/billing/orders/%2F%2Fevil.example/return").await.location(), "/billing/orders/evilexample");
    assert_eq!(anna.get(&back).await.location(), "/billing/payment-method?method=changed");
    let given_up = house.open_page(&anna).await;
    let back = house.fill_in(&given_up, &[("action", "cancel")]).await;
    assert_eq!(back, "/billing/payment-method?method=cancelled");
}
