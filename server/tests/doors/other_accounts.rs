//! Whoever knows another account's identifiers learns no more than whoever makes some up.

use crate::support::browser::Page;
use crate::support::database::Engine::{self, Postgres, Sqlite};
use crate::support::ground::Ground;
use crate::support::orders::{PLACE_ORDER, editor_address, place, want_business_ten};
use crate::support::{BEN, DORA};
use reqwest::StatusCode;

/// An answer without what differs between any two: the reference, the nonce and what was asked for.
fn meaning(page: &Page, asked: &str) -> (StatusCode, String) {
    (page.status, page.words().replace(asked, "IT").replace(page.header("x-request-id"), "REFERENCE"))
}

async fn strangers_find_nothing(engine: Engine) {
    let ground = Ground::new(engine).await;
    let portal = ground.portal().start().await;
    let anna = portal.anna().await;
    let dora = portal.browser();
    dora.sign_in(DORA).await;
    let editor = editor_address(&anna).await;
    let subscription = editor.split('/').nth(3).unwrap().to_owned();
    let checkout = want_business_ten(&anna).await;
    let made_up = "0198f9c0-0000-7000-8000-000000000000";

    // Before there is an order: Anna's checkout, in Dora's hands.
    let with_hers = dora.submit(&checkout, PLACE_ORDER).await;
    let with_none = dora.submit(&checkout.clone().with("checkout_key", made_up), PLACE_ORDER).await;
    assert_eq!(meaning(&with_hers, ""), meaning(&with_none, ""));
    assert_eq!(with_hers.status, StatusCode::UNPROCESSABLE_ENTITY);
    let order = place(&anna, &checkout).await.rsplit('/').next().unwrap().to_owned();
    // After it: the key now names an order of another account.
    let with_hers = dora.submit(&checkout, PLACE_ORDER).await;
    assert_eq!(meaning(&with_hers, ""), meaning(&with_none, ""));
    let invoice = ground.checked_books().await.issued()[0].number.clone();

    let asked = anna.call("/api/open_request", &[("subject", "other"), ("message", "Eine Frage")]).await;
    assert!(asked.status.is_success(), "{}", asked.text);
    let request = ground.database.look("SELECT id FROM requests", |row| row.text("id")).await.remove(0);
    let ben = portal.browser();
    ben.sign_in(BEN).await;
    let wished = ben.call("/api/propose", &[("product", "goto-training"), ("plan", "pro"), ("seats", "3"), ("interval", "annual")]).await;
    assert!(wished.status.is_success(), "{}", wished.text);
    let proposal = ground.database.look("SELECT id FROM proposals", |row| row.text("id")).await.remove(0);

    for (function, field, hers) in [
        ("/api/load_request", "request", request.as_str()),
        ("/api/load_proposal", "subscription", subscription.as_str()),
        ("/api/load_editor", "subscription", subscription.as_str()),
        ("/api/load_licences", "subscription", &subscription),
        ("/api/load_order", "order", &order),
        ("/api/load_invoice", "number", &invoice),
        ("/api/load_standing", "number", &invoice),
    ] {
        let found = dora.call(function, &[(field, hers)]).await;
        let none = dora.call(function, &[(field, made_up)]).await;
        assert_eq!((found.status, found.text.as_str()), (StatusCode::NOT_FOUND, "\"not_found\""), "{function}");
        assert_eq!((none.status, none.text), (found.status, found.text), "{function}");
    }
    let wish = |id| [("subscription", id), ("plan", "enterprise"), ("seats", "10"), ("interval", "monthly")];
    let (found, none) = (dora.call("/api/put_in_cart", &wish(&subscription)).await, dora.call("/api/put_in_cart", &wish(made_up)).await);
    assert_eq!((found.status, &found.text), (StatusCode::NOT_FOUND, &none.text));
    for function in ["/api/cancel_subscription", "/api/reactivate_subscription"] {
        let (found, none) = (dora.call(function, &[("subscription", &subscription)]).await, dora.call(function, &[("subscription", made_up)]).await);
        assert_eq!((found.status, &found.text), (StatusCode::NOT_FOUND, &none.text), "{function}");
    }
    for (function, field, hers, said) in [
        ("/api/write_message", "request", request.as_str(), ("message", "Hallo")),
        ("/api/decline_proposal", "proposal", proposal.as_str(), ("reason", "Nein.")),
    ] {
        let (found, none) = (dora.call(function, &[(field, hers), said]).await, dora.call(function, &[(field, made_up), said]).await);
        assert_eq!((found.status, &found.text), (StatusCode::NOT_FOUND, &none.text), "{function}");
    }
    let about = |id| [("subject", "subscription"), ("message", "Eine Frage"), ("subscription", id)];
    let (found, none) = (dora.call("/api/open_request", &about(&subscription)).await, dora.call("/api/open_request", &about(made_up)).await);
    assert_eq!((found.status, &found.text), (StatusCode::UNPROCESSABLE_ENTITY, &none.text));
    assert!(!dora.get("/billing/proposals").await.text.contains("GoTo Training"));
    for (function, field) in [("/api/assign_licences", "people"), ("/api/change_licences", "holder[]")] {
        let fields = |id| [("subscription", id), ("act", "release"), (field, "anna@nordlicht.example")];
        let (found, none) = (dora.call(function, &fields(&subscription)).await, dora.call(function, &fields(made_up)).await);
        assert_eq!((found.status, &found.text), (StatusCode::NOT_FOUND, &none.text), "{function}");
    }
    let (found, none) =
        (dora.call("/api/remove_from_cart", &[("product", "goto-meeting")]).await, dora.call("/api/remove_from_cart", &[("product", made_up)]).await);
    assert_eq!((found.status, &found.text), (none.status, &none.text));

    let pages = [
        "/billing/subscriptions/IT/edit",
        "/billing/subscriptions/IT/cancel",
        "/billing/orders/IT",
        "/billing/invoices/IT",
        "/billing/invoices/IT/file",
        "/billing/customer-care/IT",
    ];
    for page in pages {
        let hers = if page.contains("customer-care") {
            &request
        } else if page.contains("orders") {
            &order
        } else if page.contains("invoices") {
            &invoice
        } else {
            &subscription
        };
        let (found, none) = (dora.get(&page.replace("IT", hers)).await, dora.get(&page.replace("IT", made_up)).await);
        assert_eq!(found.status, StatusCode::NOT_FOUND, "{page}");
        assert_eq!(meaning(&found, hers), meaning(&none, made_up), "{page}");
        assert!(!found.text.contains("Nordlicht"), "{page}");
    }
    let books = ground.checked_books().await;
    assert_eq!((books.orders.len(), books.meeting().plan.as_str()), (1, "business"));
}

#[tokio::test]
async fn another_accounts_things_are_not_there_on_sqlite() {
    strangers_find_nothing(Sqlite).await;
}

#[tokio::test]
async fn another_accounts_things_are_not_there_on_postgres() {
    strangers_find_nothing(Postgres).await;
}
