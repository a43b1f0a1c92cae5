//! Whoever of the staff looks at something of an account is in the audit trail: by every function that loads such a thing, and by files.

use crate::functions::looks_of_the_staff;
use crate::purchase_orders::{pdf, upload};
use crate::support::OMAR;
use crate::support::corporate::order_seats;
use crate::support::database::Engine::{self, Postgres, Sqlite};
use crate::support::ground::Ground;

/// What tells of the portal, or of many accounts at once, in a line each.
const OVER_ALL: [&str; 14] = [
    "/api/load_staff_frame",
    "/api/load_staff_accounts",
    "/api/load_catalogue",
    "/api/load_new_account",
    "/api/load_scheduled_changes",
    "/api/load_queue",
    "/api/load_clock",
    "/api/load_jobs",
    "/api/load_receipts",
    "/api/load_staff_quotes",
    "/api/load_staff_purchase_orders",
    "/api/load_service_order_queue",
    "/api/load_security",
    "/api/load_mails",
];

/// What tells of one account's thing: the name of the field that says which, and the thing of KD-20417 as SQL.
const OF_AN_ACCOUNT: [(&str, &str, &str); 15] = [
    ("/api/load_staff_account", "number", ACCOUNT),
    ("/api/load_account_documents", "number", ACCOUNT),
    ("/api/load_account_business", "number", ACCOUNT),
    ("/api/load_account_history", "number", ACCOUNT),
    ("/api/load_new_receipt", "account", ACCOUNT),
    ("/api/load_quote_builder", "account", ACCOUNT),
    ("/api/load_change", "subscription", "SELECT s.id AS value FROM subscriptions s JOIN accounts a ON a.id = s.account_id WHERE a.number = 'KD-20417'"),
    ("/api/load_staff_request", "request", "SELECT r.id AS value FROM requests r JOIN accounts a ON a.id = r.account_id WHERE a.number = 'KD-20417'"),
    ("/api/load_staff_invoice", "number", "SELECT i.number AS value FROM invoices i JOIN accounts a ON a.id = i.account_id WHERE a.number = 'KD-20417'"),
    ("/api/load_receipt", "receipt", "SELECT r.id AS value FROM receipts r JOIN accounts a ON a.id = r.account_id WHERE a.number = 'KD-20417'"),
    ("/api/load_staff_quote", "number", "SELECT q.number AS value FROM quotes q JOIN accounts a ON a.id = q.account_id WHERE a.number = 'KD-20417'"),
    ("/api/load_staff_purchase_order", "id", PURCHASE_ORDER),
    (
        "/api/load_staff_service_order",
        "number",
        "SELECT o.number AS value FROM service_orders o JOIN accounts a ON a.id = o.account_id WHERE a.number = 'KD-20417'",
    ),
    ("/api/load_mail", "mail", "SELECT o.id AS value FROM outbox o JOIN accounts a ON a.id = o.account_id WHERE a.number = 'KD-20417' AND o.kind = 'mail'"),
    ("/staff/purchase-orders/{id}/file", "", PURCHASE_ORDER),
];

const ACCOUNT: &str = "SELECT number AS value FROM accounts WHERE number = 'KD-20417'";
const PURCHASE_ORDER: &str = "SELECT p.id AS value FROM purchase_orders p JOIN accounts a ON a.id = p.account_id WHERE a.number = 'KD-20417' ORDER BY p.id";

/// How many looks at KD-20417 are written down.
async fn looks(ground: &Ground) -> usize {
    let sql =
        "SELECT e.id AS value FROM audit e JOIN accounts a ON a.id = e.account_id WHERE a.number = 'KD-20417' AND e.action IN ('account_viewed', 'mail_read')";
    ground.database.look(sql, |row| row.text("value")).await.len()
}

async fn every_look_is_written_down(engine: Engine) {
    let ground = Ground::new(engine).await;
    let portal = ground.portal().start().await;
    let omar = portal.browser();
    omar.sign_in_as_staff(OMAR).await;
    let (julia, _) = order_seats(&ground, &portal).await;
    let asked = julia.call("/api/open_request", &[("door", "corporate"), ("subject", "other"), ("message", "Eine Frage")]).await;
    assert!(asked.status.is_success(), "{}", asked.text);
    let approved = ground.database.look(PURCHASE_ORDER, |row| row.text("value")).await;
    let stored = upload(&julia, &format!("/corporate/purchase-orders/{}", approved[0]), "a.pdf", &pdf(100)).await;
    assert!(stored.status.is_redirection(), "{}", stored.words());
    let said = [
        ("form_key", "0123456789abcdef0123456789abcdef"),
        ("account", "KD-20417"),
        ("kind", "bank_transfer"),
        ("amount", "10,00"),
        ("received_on", "2026-11-20"),
        ("reference", "Anzahlung"),
    ];
    let recorded = omar.call("/api/record_receipt", &said).await;
    assert!(recorded.status.is_success(), "{}", recorded.text);
    // Recording it looked the payer up: the form is another look, and another day.
    ground.database.change("UPDATE audit SET happened_at = happened_at - 86400000000 WHERE action = 'account_viewed'", vec![]).await;

    for path in looks_of_the_staff().filter(|path| !OVER_ALL.contains(path)) {
        assert!(OF_AN_ACCOUNT.iter().any(|(known, ..)| *known == path), "whose thing does {path} show, and is the look at it written down?");
    }
    for (path, field, sql) in OF_AN_ACCOUNT {
        let before = looks(&ground).await;
        let things = ground.database.look(sql, |row| row.text("value")).await;
        let thing = things.first().unwrap_or_else(|| panic!("KD-20417 has nothing for {path}"));
        let page = match (path, field) {
            (_, "") => omar.get(&path.replace("{id}", thing)).await,
            (_, "subscription") => omar.call(path, &[("number", "KD-20417"), (field, thing)]).await,
            _ => omar.call(path, &[(field, thing)]).await,
        };
        assert!(page.status.is_success(), "{path}: {} {}", page.status, page.text);
        assert_eq!(looks(&ground).await, before + 1, "{path}");
    }
    let before = looks(&ground).await;
    for _ in 0..2 {
        let file = omar.get("/staff/payments.csv?month=2026-11").await;
        assert!(file.text.contains("KD-20417"), "{}", file.text);
    }
    assert_eq!(looks(&ground).await, before + 1, "the file of a month, once an hour");
    let others = "SELECT a.number AS value FROM audit e JOIN accounts a ON a.id = e.account_id WHERE e.details LIKE '%receipts_file%' ORDER BY a.number";
    let told = ground.database.look(others, |row| row.text("value")).await;
    assert_eq!(told, ["KD-20417", "KD-20419"], "of each account in it");
}

#[tokio::test]
async fn every_look_of_the_staff_at_an_accounts_thing_is_written_down_on_sqlite() {
    every_look_is_written_down(Sqlite).await;
}

#[tokio::test]
async fn every_look_of_the_staff_at_an_accounts_thing_is_written_down_on_postgres() {
    every_look_is_written_down(Postgres).await;
}
