//! The papers of the corporate door: its invoices and credit notes, searched and taken along, and its quotes as files.

use crate::support::database::Engine::Sqlite;
use crate::support::ground::Ground;
use crate::support::texts::german;
use crate::support::{ALPENWERK, HAFENBAU};
use backend::args;
use reqwest::StatusCode;

const HERS: &str = "SELECT number FROM invoices WHERE account_id = (SELECT id FROM accounts WHERE number = 'KD-20417') ORDER BY number";

#[tokio::test]
async fn all_that_was_issued_is_searched_below_what_is_open() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let julia = portal.browser();
    julia.sign_in_as_corporate(ALPENWERK).await;
    let numbers = ground.database.look(HERS, |row| row.text("number")).await;
    let all = julia.get("/corporate/invoices").await;
    for number in &numbers {
        assert!(all.text.contains(&format!("href=\"/corporate/invoices/{number}\"")), "{number}: {}", all.words());
    }
    assert!(all.words().contains(&german("corporate.invoices.all")) && !all.text.contains("href=\"/billing"), "{}", all.words());
    let found = julia.get("/corporate/invoices?search=Webinar").await;
    let (open, below) = found.text.split_once("id=\"all\"").unwrap();
    assert!(open.contains("GoTo Training"), "what is open is not searched");
    assert!(below.contains("9.996,00") && !below.contains("GoTo Training</td>") && below.contains("action=\"/corporate/invoices\""), "{}", found.words());
    let nothing = julia.get("/corporate/invoices?search=nirgends").await;
    assert!(nothing.words().contains(&german("parts.nothing_matches")), "{}", nothing.words());
    let table = julia.get("/corporate/invoices.csv?search=Webinar").await;
    assert!(table.status == StatusCode::OK && table.text.lines().count() == 2 && table.text.contains("GoTo Webinar"), "{}", table.text);
    let papers = julia.get("/corporate/invoices.html").await;
    assert!(numbers.iter().all(|number| papers.text.contains(&format!("id=\"title-{number}\""))), "{}", papers.status);
}

#[tokio::test]
async fn more_invoices_than_a_page_holds_are_led_on_to() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let julia = portal.browser();
    julia.sign_in_as_corporate(ALPENWERK).await;
    let like = ground.database.look(
        "SELECT id FROM invoices WHERE number = (SELECT MAX(number) FROM invoices WHERE kind = 'invoice' AND open_minor = 0 \
        AND account_id = (SELECT id FROM accounts WHERE number = 'KD-20417'))",
        |row| row.text("id"),
    );
    let like = like.await.remove(0);
    let columns = "SELECT name FROM pragma_table_info('invoices') WHERE name NOT IN ('id', 'number', 'sequence', 'series', 'order_id')";
    let columns = ground.database.look(columns, |row| row.text("name")).await.join(", ");
    let copy: &'static str = Box::leak(
        format!("INSERT INTO invoices (id, number, sequence, series, {columns}) SELECT id || $2, 'ALT-' || $2, 1000 + $3, 'ALT', {columns} FROM invoices WHERE id = $1")
            .into_boxed_str(),
    );
    for place in 10..70_i64 {
        ground.database.change(copy, args![like.as_str(), place.to_string(), place]).await;
    }
    let mut seen = 0;
    let mut address = "/corporate/invoices?search=Webinar&state=paid".to_owned();
    for _ in 0..5 {
        let page = julia.get(&address).await;
        seen += page.text.matches("scope=\"row\"><a href=\"/corporate/invoices/ALT-").count();
        let Some((_, rest)) = page.text.split_once("class=\"pager\"") else { break };
        let Some((before, _)) = rest.split_once("\" rel=\"next\"") else { break };
        address = before.rsplit("href=\"").next().unwrap().replace("&amp;", "&");
        assert!(address.starts_with("/corporate/invoices?"), "{address}");
    }
    assert_eq!(seen, 60, "none is cut off");
}

#[tokio::test]
async fn a_credit_note_stands_beside_what_it_corrects() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let (julia, hauke) = (portal.browser(), portal.browser());
    julia.sign_in_as_corporate(ALPENWERK).await;
    hauke.sign_in_as_corporate(HAFENBAU).await;
    let numbers = ground.database.look(HERS, |row| row.text("number")).await;
    let (first, second) = (numbers[0].as_str(), numbers[1].as_str());
    // The second one as if it were a credit note for the first.
    let sql = "UPDATE invoices SET kind = 'credit_note', corrects_number = $1, open_minor = 0, total_minor = -total_minor WHERE number = $2";
    assert_eq!(ground.database.change(sql, args![first, second]).await, 1);
    let list = julia.get("/corporate/invoices").await;
    let note = format!("{}: ", german("invoices.credit_note"));
    assert!(list.words().contains(note.trim_end()) && list.words().contains(&german("invoices.corrected_by")), "{}", list.words());
    let corrected = julia.get(&format!("/corporate/invoices/{first}")).await;
    assert!(corrected.words().contains(&german("invoice.corrected_by")), "{}", corrected.words());
    assert!(corrected.text.contains(&format!("href=\"/corporate/invoices/{second}\"")), "{}", corrected.words());
    assert!(corrected.text.contains(&format!("href=\"/corporate/invoices/{first}/file\"")), "{}", corrected.words());
    let file = julia.get(&format!("/corporate/invoices/{first}/file")).await;
    assert!(file.status == StatusCode::OK && file.header("content-disposition").contains(&format!("{first}.html")), "{}", file.status);
    assert_eq!(hauke.get(&format!("/corporate/invoices/{first}/file")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_quote_is_a_paper_to_keep() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let (julia, hauke) = (portal.browser(), portal.browser());
    julia.sign_in_as_corporate(ALPENWERK).await;
    hauke.sign_in_as_corporate(HAFENBAU).await;
    let quote = ground.database.look("SELECT number FROM quotes WHERE state = 'open' ORDER BY number", |row| row.text("number")).await.remove(0);
    let address = format!("/corporate/quotes/{quote}/file");
    let page = julia.get(&format!("/corporate/quotes/{quote}")).await;
    assert!(page.text.contains(&format!("href=\"{address}\"")), "{}", page.words());
    let file = julia.get(&address).await;
    assert_eq!((file.status, file.header("content-disposition")), (StatusCode::OK, format!("attachment; filename=\"{quote}.html\"").as_str()));
    // Ten seats at 1,188.00 a year for 100 of 365 days are 3,254.79, and 19 % VAT; the head, how long it is valid, the reason and what pays.
    for part in [
        "Angebot für",
        "Alpenwerk AG",
        "12.12.2026",
        "3.254,79",
        "3.873,20",
        "10 % Rabatt ab zehn weiteren Plätzen. Dieser Preis gilt bis zum Ende des laufenden Vertragszeitraums",
        "Bei Annahme am 21.11.2026",
        "Wie am Telefon besprochen.",
        "KD-20417",
    ] {
        assert!(file.words().contains(part), "{part}: {}", file.words());
    }
    assert!(file.words().contains(&german("quotes.reserved_hint")) && file.words().contains(&german("quotes.counted_daily")), "{}", file.words());
    assert!(!file.text.contains("src=") && !file.text.contains("<script"), "it needs nothing else");
    assert_eq!(hauke.get(&address).await.status, StatusCode::NOT_FOUND);
    ground.database.change("UPDATE quotes SET state = 'draft' WHERE number = $1", args![quote.as_str()]).await;
    assert_eq!(julia.get(&address).await.status, StatusCode::NOT_FOUND, "a draft is the staff's alone");
}
