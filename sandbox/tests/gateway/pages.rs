//! The payment page as a person meets it, without script.

use std::sync::Arc;

use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::payer::{Page, Payer, card, debit, with};
use crate::support::{Gateway, new_store, session_body};

async fn open(gateway: &Gateway, key: &str, change: impl FnOnce(&mut Value)) -> (String, String) {
    let mut body = session_body();
    change(&mut body);
    let (status, session) = gateway.open_session(key, &body).await;
    assert_eq!(status, StatusCode::OK, "{session}");
    (session["id"].as_str().unwrap().to_owned(), session["url"].as_str().unwrap().to_owned())
}

fn error_of<'a>(page: &'a Page, field: &str) -> Option<&'a str> {
    page.text_of(&format!("{field}-error"))
}

#[tokio::test]
async fn the_page_speaks_the_sessions_language_and_a_link_switches() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let payer = Payer::new(&gateway);
    let (_, german) = open(&gateway, "key-1", |_| {}).await;
    let (_, english) = open(&gateway, "key-2", |body| body["language"] = json!("en")).await;
    for (address, language, heading, other) in [
        (german.clone(), "de", "Zahlungsmethode angeben", "?lang=en"),
        (format!("{german}?lang=en"), "en", "Enter a payment method", "?lang=de"),
        (format!("{german}?lang=fr"), "de", "Zahlungsmethode angeben", "?lang=en"),
        (english.clone(), "en", "Enter a payment method", "?lang=de"),
        (format!("{english}?lang=de"), "de", "Zahlungsmethode angeben", "?lang=en"),
    ] {
        let page = payer.open(&address).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.html.contains(&format!("<html lang=\"{language}\">")), "{address}");
        assert!(page.html.contains(&format!("<h1>{heading}</h1>")), "{address}");
        assert!(page.html.contains(&format!("href=\"{other}\"")), "{address}");
    }
    // An error speaks the language in which the form was read.
    let refused = payer.send(&format!("{german}?lang=en"), &card("")).await;
    assert_eq!(error_of(&refused, "number"), Some("Enter the card number."));
}

#[tokio::test]
async fn the_page_says_that_it_is_a_test_and_lists_the_numbers_that_work() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let (_, url) = open(&gateway, "key-1", |_| {}).await;
    let page = Payer::new(&gateway).open(&url).await;
    assert!(page.html.contains("Testbetrieb") && page.html.contains("Hier fließt kein Geld"));
    assert!(page.html.contains("Nordwerk Software GmbH") && page.html.contains("order-1") && page.html.contains("M-2026-0001"));
    for number in [
        "4242 4242 4242 4242",
        "5555 5555 5555 4444",
        "4000 0000 0000 0002",
        "4000 0000 0000 9995",
        "4000 0000 0000 0069",
        "4000 0000 0000 3220",
        "DE89 3704 0044 0532 0130 00",
        "DE62 3704 0044 0532 0130 01",
        "AT61 1904 3002 3457 3201",
    ] {
        assert!(page.html.contains(number), "{number}");
    }
}

#[tokio::test]
async fn pages_are_kept_by_nobody_run_no_script_and_lead_nowhere_else() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let payer = Payer::new(&gateway);
    let (_, url) = open(&gateway, "key-1", |body| body["cancel_url"] = json!("https://shop.test:8443/cancel")).await;
    let page = payer.open(&url).await;
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert_eq!(
        policy,
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; \
         form-action 'self' http://portal.test https://shop.test:8443"
    );
    for (name, value) in [("cache-control", "no-store"), ("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer")] {
        assert_eq!(page.headers[name], value);
    }
    assert!(!page.html.contains("<script") && !page.html.contains("style=") && !page.html.contains("<style"));
    let style = payer.open("/gateway.css").await;
    assert_eq!((style.status, style.headers["content-type"].to_str().unwrap()), (StatusCode::OK, "text/css; charset=utf-8"));
    assert_eq!(payer.open("/gateway.svg").await.headers["content-type"], "image/svg+xml");
}

#[tokio::test]
async fn a_good_card_leads_back_with_the_session_in_the_query() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let payer = Payer::new(&gateway);
    for (key, return_url, expected) in [
        ("key-1", "http://portal.test/back?step=2", "http://portal.test/back?step=2&session="),
        ("key-2", "http://portal.test/back", "http://portal.test/back?session="),
    ] {
        let (id, url) = open(&gateway, key, |body| body["return_url"] = json!(return_url)).await;
        let page = payer.send(&url, &card("4242 4242 4242 4242")).await;
        assert_eq!((page.status, page.location), (StatusCode::SEE_OTHER, Some(format!("{expected}{id}"))));
    }
}

#[tokio::test]
async fn the_end_of_a_session_stands_whatever_is_sent_after_it() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let payer = Payer::new(&gateway);
    let (id, url) = open(&gateway, "key-1", |_| {}).await;
    let back = Some(format!("http://portal.test/back?step=2&session={id}"));
    assert_eq!(payer.send(&url, &card("4242424242424242")).await.location, back);
    let session = gateway.find_session(&id).await;
    assert_eq!(payer.send(&url, &card("4000000000000002")).await.location, back);
    assert_eq!(payer.send(&url, &[("action", "cancel")]).await.location, back);
    assert_eq!(payer.open(&url).await.location, back);
    assert_eq!(gateway.find_session(&id).await, session);
}

#[tokio::test]
async fn a_form_sent_many_times_at_once_leaves_one_method() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let payer = Arc::new(Payer::new(&gateway));
    let (id, url) = open(&gateway, "key-1", |_| {}).await;
    let mut posts = JoinSet::new();
    for _ in 0..16 {
        let (payer, url) = (Arc::clone(&payer), url.clone());
        posts.spawn(async move { payer.send(&url, &card("4242424242424242")).await.location });
    }
    let back = Some(format!("http://portal.test/back?step=2&session={id}"));
    assert!(posts.join_all().await.iter().all(|location| *location == back));
    gateway.stop().await;
    let journal = std::fs::read_to_string(&store).unwrap();
    assert_eq!(journal.matches("session_completed").count(), 1);
}

#[tokio::test]
async fn going_back_cancels_the_session_and_leads_to_just_that_address() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let payer = Payer::new(&gateway);
    let (id, url) = open(&gateway, "key-1", |_| {}).await;
    let cancelled = Some("http://portal.test/cancel".to_owned());
    let page = payer.send(&url, &[("action", "cancel")]).await;
    assert_eq!((page.status, &page.location), (StatusCode::SEE_OTHER, &cancelled));
    let (_, session) = gateway.find_session(&id).await;
    assert_eq!((&session["status"], &session["method"]), (&json!("cancelled"), &json!(null)));
    assert_eq!(payer.send(&url, &card("4242424242424242")).await.location, cancelled);
    assert_eq!(gateway.find_session(&id).await.1["status"], "cancelled");
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost_but_number_and_code() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    gateway.set_clock("2026-11-22").await;
    let payer = Payer::new(&gateway);
    let (id, url) = open(&gateway, "key-1", |_| {}).await;
    let good = || card("4242424242424242");
    for (form, field, text) in [
        (with(good(), "number", ""), "number", "Geben Sie die Kartennummer ein."),
        (with(good(), "number", "4242 4242 4242 4241"), "number", "Diese Kartennummer stimmt nicht. Prüfen Sie die Ziffern."),
        (with(good(), "number", "4242x"), "number", "Diese Kartennummer stimmt nicht. Prüfen Sie die Ziffern."),
        (with(good(), "number", "4111 1111 1111 1111"), "number", "Hier gelten nur Testkarten. Sie stehen unter „Testdaten“."),
        (with(good(), "month", "13"), "month", "Geben Sie den Monat als Zahl von 1 bis 12 ein."),
        (with(good(), "month", "April"), "month", "Geben Sie den Monat als Zahl von 1 bis 12 ein."),
        (with(good(), "year", "204"), "year", "Geben Sie das Jahr ein, zum Beispiel 2028."),
        (with(good(), "year", "2099"), "year", "Geben Sie das Jahr ein, zum Beispiel 2028."),
        (with(with(good(), "year", "26"), "month", "10"), "month", "Diese Karte ist abgelaufen. Nehmen Sie eine andere."),
        (with(good(), "code", "12"), "code", "Geben Sie die drei Ziffern von der Rückseite der Karte ein."),
        (with(good(), "code", "12a"), "code", "Geben Sie die drei Ziffern von der Rückseite der Karte ein."),
        (with(good(), "card_holder", " "), "card_holder", "Geben Sie den Namen ein, höchstens 70 Zeichen und keine Nummern."),
    ] {
        let page = payer.send(&url, &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(error_of(&page, field), Some(text), "{form:?}");
        assert!(page.html.contains("<title>Fehler: ") && page.html.contains(&format!("<a href=\"#{field}\">{text}</a>")));
        let tag = page.field(field);
        assert!(tag.contains("aria-invalid=\"true\"") && tag.contains(&format!("{field}-error")), "{tag}");
        assert!(page.field("number").contains("value=\"\"") && page.field("code").contains("value=\"\""));
        for (name, value) in form.iter().filter(|(name, _)| ["month", "year", "card_holder"].contains(name)) {
            assert!(page.field(name).contains(&format!("value=\"{value}\"")), "{name}");
        }
    }
    assert_eq!(gateway.find_session(&id).await.1["status"], "open");
    // The last good month, in two digits.
    let page = payer.send(&url, &with(with(good(), "year", "26"), "month", "11")).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_account_is_checked_in_the_same_way_and_the_mandate_must_be_given() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let payer = Payer::new(&gateway);
    let (_, url) = open(&gateway, "key-1", |body| body["language"] = json!("en")).await;
    let iban = "DE89 3704 0044 0532 0130 00";
    for (form, field, text) in [
        (debit(""), "iban", "Enter the IBAN."),
        (debit("DE88 3704 0044 0532 0130 00"), "iban", "This IBAN is not right. Check its letters and digits."),
        (debit("GB82 WEST 1234 5698 7654 32"), "iban", "Only test IBANs work here. They are listed under “Test data”."),
        (with(debit(iban), "account_holder", ""), "account_holder", "Enter the name, at most 70 characters and no numbers."),
        (with(debit(iban), "mandate", ""), "mandate", "Without the mandate nothing can be debited. Tick the box, or choose Cancel."),
    ] {
        let page = payer.send(&url, &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(error_of(&page, field), Some(text), "{form:?}");
        assert!(page.field("iban").contains(&format!("value=\"{}\"", form[1].1)));
        assert!(page.html.contains("value=\"sepa_debit\" id=\"kind-sepa_debit\" checked"));
    }
}

#[tokio::test]
async fn a_kind_that_is_not_offered_is_neither_shown_nor_taken() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let payer = Payer::new(&gateway);
    let (_, url) = open(&gateway, "key-1", |body| body["kinds"] = json!(["card"])).await;
    let page = payer.open(&url).await;
    assert!(page.html.contains("id=\"number\"") && !page.html.contains("id=\"iban\"") && !page.html.contains("DE89"));
    assert_eq!(payer.send(&url, &debit("DE89370400440532013000")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(payer.send(&url, &[("kind", "cash")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(payer.send(&url, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (_, url) = open(&gateway, "key-2", |body| body["kinds"] = json!(["sepa_debit", "card"])).await;
    assert!(payer.open(&url).await.html.contains("id=\"kind-sepa_debit\" checked"));
}

#[tokio::test]
async fn whatever_callers_and_people_write_stays_text() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let payer = Payer::new(&gateway);
    let evil = "\"><script>alert(1)</script>";
    let (_, url) = open(&gateway, "key-1", |body| {
        for field in ["reference", "payer_name", "creditor_name"] {
            body[field] = json!(evil);
        }
    })
    .await;
    assert!(!payer.open(&url).await.html.contains("<script"));
    let page = payer.send(&url, &with(with(card(""), "card_holder", evil), "month", evil)).await;
    assert!(!page.html.contains("<script"));
}

#[tokio::test]
async fn an_unknown_page_says_so_in_the_browsers_language() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let payer = Payer::new(&gateway);
    for (accepted, heading) in [("de-AT,en;q=0.5", "Diese Seite gibt es nicht"), ("en-GB,de;q=0.5", "There is no such page"), ("", "Diese Seite gibt es nicht")]
    {
        let page = payer.open_in("/pay/ps_unknown", accepted).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(page.html.contains(&format!("<h1>{heading}</h1>")), "{accepted}");
    }
    assert_eq!(payer.send("/pay/%FF", &card("4242424242424242")).await.status, StatusCode::NOT_FOUND);
}
