//! Whoever knows another account's identifiers learns no more than whoever makes some up.

use crate::support::browser::Page;
use crate::support::corporate::order_seats;
use crate::support::database::Engine::{self, Postgres, Sqlite};
use crate::support::ground::Ground;
use crate::support::orders::{PLACE_ORDER, editor_address, place, want_business_ten};
use crate::support::{ALPENWERK, BEN, DORA, HAFENBAU};
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

async fn first(ground: &Ground, sql: &'static str) -> String {
    ground.database.look(sql, |row| row.text("value")).await.remove(0)
}

async fn corporate_strangers_find_nothing(engine: Engine) {
    let ground = Ground::new(engine).await;
    let portal = ground.portal().start().await;
    let (julia, hauke) = (portal.browser(), portal.browser());
    julia.sign_in_as_corporate(ALPENWERK).await;
    hauke.sign_in_as_corporate(HAFENBAU).await;
    let corporate = ("door", "corporate");
    let invited = julia.call("/api/invite_contact", &[corporate, ("name", "Paula"), ("email", "paula@alpenwerk.example"), ("right", "read")]).await;
    assert!(invited.status.is_success(), "{}", invited.text);
    let konrad = first(&ground, "SELECT person_id AS value FROM logins WHERE login_folded = 'konrad.kern@alpenwerk.example'").await;
    let offered = julia.call("/api/offer_place", &[corporate, ("receiver", &konrad), ("after", "read")]).await;
    assert!(offered.status.is_success(), "{}", offered.text);
    let invitation = first(&ground, "SELECT id AS value FROM invitations").await;
    let offer = first(&ground, "SELECT id AS value FROM hand_overs").await;
    let quote =
        first(&ground, "SELECT q.number AS value FROM quotes q JOIN accounts a ON a.id = q.account_id WHERE a.number = 'KD-20417' AND q.state = 'open'").await;
    let invoice = first(
        &ground,
        "SELECT i.number AS value FROM invoices i JOIN accounts a ON a.id = i.account_id WHERE a.number = 'KD-20417' AND i.open_minor > 0 AND i.kind = 'invoice'",
    )
    .await;
    let contract = first(&ground, "SELECT s.id AS value FROM subscriptions s JOIN accounts a ON a.id = s.account_id WHERE a.number = 'KD-20417'").await;
    let asking = [corporate, ("subject", "invoice"), ("about", &format!("invoice:{invoice}")), ("message", "Eine Frage")];
    let asked = julia.call("/api/open_request", &asking).await;
    assert!(asked.status.is_success(), "{}", asked.text);
    let request = first(&ground, "SELECT id AS value FROM requests").await;
    let made_up = "AN-2026-09999";
    let before = ground.checked_books().await;
    let seats = |id: &str| format!("seats[id-{id}]");
    for (function, field, hers, said) in [
        ("/api/load_quote", "number", quote.as_str(), [("", ""), ("", "")]),
        ("/api/accept_quote", "number", &quote, [("seen", "none"), ("purchase_order", "")]),
        ("/api/give_up_placing", "number", &quote, [("", ""), ("", "")]),
        ("/api/decline_quote", "number", &quote, [("reason", ""), ("", "")]),
        ("/api/save_quote_details", "number", &quote, [("admin_name", ""), ("admin_email", "")]),
        ("/api/place_service_order", "number", &quote, [("seen", "none"), ("", "")]),
        ("/api/load_corporate_invoice", "number", &invoice, [("", ""), ("", "")]),
        ("/api/load_corporate_payment", "numbers", &invoice, [("card", ""), ("", "")]),
        ("/api/give_up_corporate_payment", "number", &invoice, [("", ""), ("", "")]),
        ("/api/load_request", "request", &request, [corporate, ("", "")]),
        ("/api/write_message", "request", &request, [corporate, ("message", "Hallo")]),
        ("/api/settle_invitation", "invitation", &invitation, [corporate, ("act", "again")]),
        ("/api/settle_invitation", "invitation", &invitation, [corporate, ("act", "back")]),
        ("/api/change_contact", "person", &konrad, [corporate, ("right", "read")]),
        ("/api/remove_contact", "person", &konrad, [corporate, ("", "")]),
        ("/api/offer_place", "receiver", &konrad, [corporate, ("after", "read")]),
        ("/api/settle_offer", "offer", &offer, [corporate, ("act", "take")]),
        ("/api/settle_offer", "offer", &offer, [corporate, ("act", "withdraw")]),
    ] {
        let fields = |id| [(field, id), said[0], said[1]].into_iter().filter(|(name, _)| !name.is_empty()).collect::<Vec<_>>();
        let (found, none) = (hauke.call(function, &fields(hers)).await, hauke.call(function, &fields(made_up)).await);
        assert_eq!((found.status, found.text.replace(hers, "IT")), (none.status, none.text.replace(made_up, "IT")), "{function}");
        let may_be = [StatusCode::NOT_FOUND, StatusCode::UNPROCESSABLE_ENTITY, StatusCode::OK];
        assert!(may_be.contains(&found.status) && !found.text.contains("Alpenwerk"), "{function}: {} {}", found.status, found.text);
    }
    let pay = |number| [("numbers", number), ("seen", "1"), ("amounts", "1"), ("card", "")];
    let (found, none) = (hauke.call("/api/pay_corporate_invoices", &pay(&invoice)).await, hauke.call("/api/pay_corporate_invoices", &pay(made_up)).await);
    assert_eq!((found.status, &found.text), (none.status, &none.text));
    for (hers, none) in [(format!("quote:{quote}"), format!("quote:{made_up}")), (format!("contract:{contract}"), format!("contract:{made_up}"))] {
        let about = |about| [corporate, ("subject", "other"), ("about", about), ("message", "Eine Frage")];
        let (found, none) = (hauke.call("/api/open_request", &about(&hers)).await, hauke.call("/api/open_request", &about(&none)).await);
        assert_eq!((found.status, &found.text), (StatusCode::UNPROCESSABLE_ENTITY, &none.text), "{hers}");
    }
    let (hers, none) = (seats(&contract), seats(made_up));
    let (found, none) = (hauke.call("/api/save_seats", &[(&hers, "1")]).await, hauke.call("/api/save_seats", &[(&none, "1")]).await);
    assert_eq!((found.status, &found.text), (none.status, &none.text));
    for (page, hers) in [
        ("/corporate/quotes/IT", &quote),
        ("/corporate/quotes/IT/payment", &quote),
        ("/corporate/quotes/IT/review", &quote),
        ("/corporate/quotes/IT/file", &quote),
        ("/corporate/invoices/IT", &invoice),
        ("/corporate/invoices/IT/file", &invoice),
        ("/corporate/help/IT", &request),
    ] {
        let (found, none) = (hauke.get(&page.replace("IT", hers)).await, hauke.get(&page.replace("IT", made_up)).await);
        assert_eq!((found.status, meaning(&found, hers)), (StatusCode::NOT_FOUND, meaning(&none, made_up)), "{page}");
    }
    let rights = first(&ground, "SELECT state AS value FROM hand_overs").await;
    assert_eq!((rights.as_str(), ground.checked_books().await.orders.len()), ("open", before.orders.len()));
    let (julia, address) = order_seats(&ground, &portal).await;
    let (placed, none) = (address.rsplit('/').next().unwrap(), "SA-2026-09999");
    assert!(julia.call("/api/load_service_order", &[("number", placed)]).await.status.is_success());
    let (found, made_up) =
        (hauke.call("/api/load_service_order", &[("number", placed)]).await, hauke.call("/api/load_service_order", &[("number", none)]).await);
    assert_eq!((found.status, &found.text), (StatusCode::NOT_FOUND, &made_up.text));
    let (found, made_up) = (hauke.get(&address).await, hauke.get(&address.replace(placed, none)).await);
    assert_eq!((found.status, meaning(&found, placed)), (StatusCode::NOT_FOUND, meaning(&made_up, none)));
}

#[tokio::test]
async fn another_corporate_accounts_things_are_not_there_on_sqlite() {
    corporate_strangers_find_nothing(Sqlite).await;
}

#[tokio::test]
async fn another_corporate_accounts_things_are_not_there_on_postgres() {
    corporate_strangers_find_nothing(Postgres).await;
}
