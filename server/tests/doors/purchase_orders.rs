//! Purchase orders at the corporate door without script: who adds, who reads, which files are taken, and that nobody sees another
//! account's.

use crate::support::browser::{Browser, Page};
use crate::support::database::Engine::Sqlite;
use crate::support::ground::Ground;
use crate::support::{ALPENWERK, HAFENBAU, OMAR, RITA};
use reqwest::{Method, StatusCode};

const ADD: &str = "/api/add_purchase_order";
const EDIT: &str = "/api/edit_purchase_order";
const SET_STATE: &str = "/api/set_purchase_order_state";
const LIST: &str = "/corporate/purchase-orders";

pub fn pdf(length: usize) -> Vec<u8> {
    [b"%PDF-1.7\n".to_vec(), vec![b' '; length - 15], b"%%EOF\n".to_vec()].concat()
}

fn body_of(name: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!("--edge\r\nContent-Disposition: form-data; name=\"document\"; filename=\"{name}\"\r\nContent-Type: application/pdf\r\n\r\n");
    [head.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat()
}

/// Sends a file as the form on the page does; `accept` is what a script of ours asks for, or what a browser does.
async fn send(browser: &Browser, order: &str, accept: &str, file: (&str, &[u8])) -> Page {
    let request = browser.request(Method::POST, &format!("{order}/document")).header("Sec-Fetch-Site", "same-origin").header("Accept", accept);
    let request = request.header("Content-Type", "multipart/form-data; boundary=edge").body(body_of(file.0, file.1));
    browser.send(request).await.expect("an answer")
}

pub async fn upload(browser: &Browser, order: &str, name: &str, bytes: &[u8]) -> Page {
    send(browser, order, "text/html", (name, bytes)).await
}

/// Adds one by its form; answers its address.
async fn add(browser: &Browser, number: &str) -> String {
    let form = browser.get(&format!("{LIST}/new")).await.form(ADD);
    let form = form.with("number", number).with("amount", "12.000,00").with("valid_from", "2026-11-01").with("valid_until", "2030-10-31");
    let answer = browser.submit(&form, ADD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.words());
    answer.location().split('?').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_purchase_order_is_added_with_its_document_and_edited_without_script() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let julia = portal.browser();
    julia.sign_in_as_corporate(ALPENWERK).await;
    let wrong = julia.get(&format!("{LIST}/new")).await.form(ADD).with("number", "PO-1").with("amount", "viel").with("valid_from", "2026-11-01");
    let refused = julia.submit(&wrong.with("valid_until", "2026-10-01"), ADD).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.words().contains("der größer als null ist") && refused.text.contains("value=\"PO-1\""), "{}", refused.words());
    let order = add(&julia, "PO-1").await;
    for part in ["PO-1", "12.000,00", "31.10.2030", "Gültig", "Noch keine Rechnung", "noch kein Dokument"] {
        assert!(julia.get(&order).await.words().contains(part), "{part}: {}", julia.get(&order).await.words());
    }
    for (name, bytes, said) in [
        ("bild.pdf", b"\x89PNG\r\n\x1a\n".to_vec(), "Das ist keine PDF-Datei"),
        ("leer.pdf", Vec::new(), "Füllen Sie"),
        ("gross.pdf", pdf(5_000_001), "Die Datei ist zu groß. Wählen Sie eine mit höchstens 5"),
        ("riesig.pdf", pdf(9_000_000), "Die Datei ist zu groß. Wählen Sie eine mit höchstens 5"),
    ] {
        let refused = upload(&julia, &order, name, &bytes).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", refused.words());
        let is_said = refused.words().contains(said) || said == "Füllen Sie" && refused.text.contains("id=\"document-error\"");
        assert!(is_said && refused.words().contains("Kaufauftrag PO-1"), "{name}: {}", refused.words());
    }
    let by_script = send(&julia, &order, "application/json", ("a.pdf", b"none")).await;
    assert_eq!((by_script.status, by_script.text.as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "{\"input\":{\"field\":\"document\",\"fault\":\"not_pdf\"}}"));
    let done = upload(&julia, &order, "Bestellung Süd.PDF", &pdf(5_000_000)).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, format!("{order}?done=document").as_str()), "{}", done.words());
    assert!(julia.get(&order).await.words().contains("Bestellung Süd.pdf"));
    let file = julia.get(&format!("{order}/file")).await;
    assert_eq!((file.status, file.header("content-type"), file.text.len()), (StatusCode::OK, "application/pdf", 5_000_000));
    assert!(file.header("content-disposition").starts_with("inline; ") && file.header("x-content-type-options") == "nosniff");
    let kept = julia.get(&format!("{order}/file?download=1")).await;
    assert!(kept.header("content-disposition").starts_with("attachment; filename=\"Bestellung S_d.pdf\""), "{}", kept.header("content-disposition"));

    let form = julia.get(&order).await.form(EDIT).with("amount", "15.000,00");
    assert_eq!(julia.submit(&form, EDIT).await.status, StatusCode::SEE_OTHER);
    let late = julia.submit(&form, EDIT).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.words().contains("Der Kaufauftrag wurde inzwischen geändert"), "{}", late.words());
    let again = late.form(EDIT);
    assert_eq!(julia.submit(&again, EDIT).await.status, StatusCode::SEE_OTHER, "who has seen it may save");
    let closing = julia.get(&order).await.form(SET_STATE);
    assert_eq!(julia.submit(&closing, SET_STATE).await.status, StatusCode::SEE_OTHER);
    assert!(julia.get(&order).await.words().contains("Geschlossen"));
}

#[tokio::test]
async fn who_may_not_order_reads_and_changes_nothing() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let (julia, konrad, rita, fina) = (portal.browser(), portal.browser(), portal.browser(), portal.browser());
    julia.sign_in_as_corporate(ALPENWERK).await;
    konrad.sign_in_as_corporate("konrad.kern@alpenwerk.example").await;
    let order = add(&julia, "PO-2").await;
    assert_eq!(upload(&julia, &order, "a.pdf", &pdf(100)).await.status, StatusCode::SEE_OTHER);
    let page = konrad.get(&order).await;
    assert!(page.words().contains("PO-2") && page.words().contains("Julia Alpers, julia.alpers@alpenwerk.example"), "{}", page.words());
    assert!(page.find_form(EDIT).is_none() && !page.text.contains("multipart/form-data") && !konrad.get(LIST).await.text.contains("/purchase-orders/new"));
    assert_eq!(konrad.get(&format!("{LIST}/new")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(konrad.get(&format!("{order}/file")).await.text.len(), 100);
    assert_eq!(upload(&konrad, &order, "b.pdf", &pdf(200)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(konrad.get(&format!("{order}/file")).await.text.len(), 100);
    let nobody = portal.browser();
    assert_eq!(upload(&nobody, &order, "b.pdf", &pdf(200)).await.location().split('?').next(), Some("/corporate/sign-in"));
    let foreign = julia.request(Method::POST, &format!("{order}/document")).header("Sec-Fetch-Site", "cross-site");
    let foreign = foreign.header("Content-Type", "multipart/form-data; boundary=edge").body(body_of("c.pdf", &pdf(300)));
    assert_eq!(julia.send(foreign).await.expect("an answer").status, StatusCode::FORBIDDEN, "another site sends nothing");

    rita.sign_in_as_staff(RITA).await;
    fina.sign_in_as_staff(OMAR).await;
    let staff = order.replace("/corporate", "/staff");
    let list = rita.get("/staff/purchase-orders").await.words();
    assert!(list.find("HB-2026-0815") < list.find("PO-2") && list.contains("Alpenwerk AG"), "{list}");
    assert!(!rita.get("/staff/purchase-orders?search=hafenbau").await.words().contains("PO-2"));
    let seen = rita.get(&staff).await;
    assert!(seen.words().contains("PO-2") && seen.find_form(EDIT).is_none(), "{}", seen.words());
    assert_eq!(rita.get(&format!("{staff}/file")).await.text.len(), 100);
    ground.database.change("UPDATE staff SET role = 'finance' WHERE role = 'operator'", vec![]).await;
    assert_eq!(fina.get(&format!("{staff}/file")).await.status, StatusCode::FORBIDDEN);
    let trail = ground.database.look("SELECT details FROM audit WHERE action = 'account_viewed' ORDER BY details", |row| row.text("details")).await;
    assert_eq!(trail, [r#"{"page":"purchase_order"}"#, r#"{"page":"purchase_order_document"}"#]);
}

#[tokio::test]
async fn another_accounts_purchase_order_is_not_there() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let (julia, hauke) = (portal.browser(), portal.browser());
    julia.sign_in_as_corporate(ALPENWERK).await;
    hauke.sign_in_as_corporate(HAFENBAU).await;
    let order = add(&julia, "PO-3").await;
    assert_eq!(upload(&julia, &order, "a.pdf", &pdf(100)).await.status, StatusCode::SEE_OTHER);
    let id = order.rsplit('/').next().unwrap_or_default();
    let made_up = "0198f9c000007000800000000000abcd";
    let asked: [(&str, &[(&str, &str)]); 3] = [
        ("/api/load_purchase_order", &[]),
        (EDIT, &[("version", "0"), ("number", "x"), ("amount", "1"), ("valid_from", "2026-11-01"), ("valid_until", "2027-11-01")]),
        (SET_STATE, &[("version", "0"), ("state", "closed")]),
    ];
    for (function, rest) in asked {
        let with = |id| [&[("id", id)], rest].concat();
        let (found, none) = (hauke.call(function, &with(id)).await, hauke.call(function, &with(made_up)).await);
        assert_eq!((found.status, found.text.as_str()), (StatusCode::NOT_FOUND, "\"not_found\""), "{function}");
        assert_eq!(none.text, found.text, "{function}");
    }
    for page in [order.clone(), format!("{order}/document"), format!("{order}/file")] {
        assert_eq!(hauke.get(&page).await.status, StatusCode::NOT_FOUND, "{page}");
        assert!(!hauke.get(&page).await.text.contains("PO-3"), "{page}");
    }
    assert_eq!(upload(&hauke, &order, "b.pdf", &pdf(200)).await.status, StatusCode::NOT_FOUND);
    assert!(!hauke.get(LIST).await.text.contains("PO-3"));
    assert_eq!(julia.get(&format!("{order}/file")).await.text.len(), 100);
}
