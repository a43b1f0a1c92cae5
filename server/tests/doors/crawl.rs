//! Every address of every door, opened by nobody, by people of the other doors, and by another account with identifiers that are not its own:
//! nothing foreign is found, and "not yours" looks like "not there".

use crate::purchase_orders::{pdf, upload};
use crate::support::browser::{Browser, Page};
use crate::support::corporate::order_seats;
use crate::support::database::Engine::{self, Postgres, Sqlite};
use crate::support::ground::Ground;
use crate::support::orders::{place, want_business_ten};
use crate::support::{DORA, HAFENBAU, OMAR, RITA};
use app::doors::billing_center::BillingCenter;
use app::doors::corporate::Corporate;
use app::doors::people::People;
use app::doors::staff::Staff;
use leptos_axum::generate_route_list;
use reqwest::StatusCode;
use std::collections::BTreeSet;

/// Addresses that are no pages.
const FILES: [&str; 15] = [
    "/staff/payments.csv",
    "/billing/invoices.csv",
    "/billing/invoices.html",
    "/billing/invoices/{number}/file",
    "/billing/history.csv",
    "/corporate/invoices.csv",
    "/corporate/invoices.html",
    "/corporate/invoices/{number}/file",
    "/corporate/quotes/{number}/file",
    "/corporate/history.csv",
    "/corporate/purchase-orders/{id}/file",
    "/staff/purchase-orders/{id}/file",
    "/billing/orders/{id}/return",
    "/corporate/invoices/{number}/return",
    "/corporate/quotes/{number}/return",
];

/// Pages for those who are not signed in; their links are secrets.
const PUBLIC: [&str; 11] = [
    "/sign-in",
    "/forgot-password",
    "/set-password/{token}",
    "/invitation/{token}",
    "/corporate/sign-in",
    "/corporate/forgot-password",
    "/corporate/invitation/{token}",
    "/staff/sign-in",
    "/staff/sign-in/code",
    "/staff",
    "/",
];

/// Where addresses get their identifier from: the beginning of the address, and the owner's own as SQL. The first that fits counts.
const OWNED: [(&str, &str); 10] = [
    (
        "/billing/subscriptions/{id}/trial-started",
        "SELECT s.id AS value FROM subscriptions s JOIN accounts a ON a.id = s.account_id WHERE a.number = 'KD-10234' AND s.state = 'trial_running'",
    ),
    (
        "/billing/subscriptions/",
        "SELECT s.id AS value FROM subscriptions s JOIN accounts a ON a.id = s.account_id WHERE a.number = 'KD-10234' AND s.state = 'active'",
    ),
    ("/billing/orders/", "SELECT o.id AS value FROM orders o JOIN accounts a ON a.id = o.account_id WHERE a.number = 'KD-10234'"),
    ("/billing/invoices/", "SELECT i.number AS value FROM invoices i JOIN accounts a ON a.id = i.account_id WHERE a.number = 'KD-10234'"),
    ("/billing/customer-care/", "SELECT r.id AS value FROM requests r JOIN accounts a ON a.id = r.account_id WHERE a.number = 'KD-10234'"),
    ("/corporate/invoices/", "SELECT i.number AS value FROM invoices i JOIN accounts a ON a.id = i.account_id WHERE a.number = 'KD-20417'"),
    ("/corporate/quotes/", "SELECT q.number AS value FROM quotes q JOIN accounts a ON a.id = q.account_id WHERE a.number = 'KD-20417' AND q.state <> 'draft'"),
    ("/corporate/service-orders/", "SELECT o.number AS value FROM service_orders o JOIN accounts a ON a.id = o.account_id WHERE a.number = 'KD-20417'"),
    ("/corporate/purchase-orders/", PURCHASE_ORDER),
    ("/corporate/help/", "SELECT r.id AS value FROM requests r JOIN accounts a ON a.id = r.account_id WHERE a.number = 'KD-20417'"),
];

const PURCHASE_ORDER: &str = "SELECT p.id AS value FROM purchase_orders p JOIN accounts a ON a.id = p.account_id WHERE a.number = 'KD-20417' ORDER BY p.id";

/// The same for addresses of the staff.
const LOOKED_AFTER: [(&str, &str); 9] = [
    ("/staff/accounts/", "SELECT number AS value FROM accounts WHERE number = 'KD-20417'"),
    ("/staff/invoices/", "SELECT i.number AS value FROM invoices i JOIN accounts a ON a.id = i.account_id WHERE a.number = 'KD-20417'"),
    ("/staff/payments/", "SELECT r.id AS value FROM receipts r JOIN accounts a ON a.id = r.account_id WHERE a.number = 'KD-20417'"),
    ("/staff/quotes/", "SELECT q.number AS value FROM quotes q JOIN accounts a ON a.id = q.account_id WHERE a.number = 'KD-20417'"),
    ("/staff/service-orders/", "SELECT o.number AS value FROM service_orders o JOIN accounts a ON a.id = o.account_id WHERE a.number = 'KD-20417'"),
    ("/staff/purchase-orders/", PURCHASE_ORDER),
    ("/staff/requests/", "SELECT r.id AS value FROM requests r JOIN accounts a ON a.id = r.account_id WHERE a.number = 'KD-20417'"),
    ("/staff/outbox/", "SELECT o.id AS value FROM outbox o JOIN accounts a ON a.id = o.account_id WHERE a.number = 'KD-20417'"),
    ("subscription", "SELECT s.id AS value FROM subscriptions s JOIN accounts a ON a.id = s.account_id WHERE a.number = 'KD-20417'"),
];

/// What no page of another account may hold.
const MARKS: [&str; 6] = ["Nordlicht", "KD-10234", "anna@nordlicht", "Alpenwerk", "KD-20417", "julia.alpers"];

fn addresses() -> BTreeSet<String> {
    let mut routes = generate_route_list(BillingCenter);
    routes.extend(generate_route_list(People));
    routes.extend(generate_route_list(Corporate));
    routes.extend(generate_route_list(Staff));
    let pages = routes.iter().map(|route| route.path().to_owned()).filter(|path| !path.contains('*'));
    pages.chain(FILES.iter().map(|path| (*path).to_owned())).filter(|path| !PUBLIC.contains(&path.as_str())).collect()
}

/// An address with an identifier in the place of its parameter.
fn with_id(address: &str, id: &str) -> String {
    let (head, rest) = address.split_once('{').unwrap();
    let (_, tail) = rest.split_once('}').unwrap();
    format!("{head}{id}{tail}")
}

/// One of the same form that nobody has: a number far ahead, or the identifier read backwards.
fn made_up(id: &str) -> String {
    match id.rsplit_once('-') {
        Some((head, number)) if number.len() == 5 => format!("{head}-99998"),
        _ => id.chars().rev().collect(),
    }
}

/// An answer without what differs between any two.
fn meaning(page: &Page, id: &str) -> (StatusCode, String, String) {
    let words = page.words().replace(id, "IT").replace(page.header("x-request-id"), "REFERENCE");
    (page.status, page.location().replace(id, "IT"), words)
}

fn sign_in_of(address: &str) -> &'static str {
    if address.starts_with("/corporate") {
        "/corporate/sign-in?next="
    } else if address.starts_with("/staff") {
        "/staff/sign-in?next="
    } else {
        "/sign-in?next="
    }
}

async fn led_away(browser: &Browser, who: &str, address: &str) {
    let page = browser.get(address).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{who} at {address}: {}", page.words());
    assert!(page.location().starts_with(sign_in_of(address)), "{who} at {address}: {}", page.location());
}

async fn all_doors_hold(engine: Engine) {
    let ground = Ground::new(engine).await;
    let portal = ground.portal().start().await;
    let (nobody, anna, dora, hauke, rita) = (portal.browser(), portal.anna().await, portal.browser(), portal.browser(), portal.browser());
    dora.sign_in(DORA).await;
    hauke.sign_in_as_corporate(HAFENBAU).await;
    rita.sign_in_as_staff(RITA).await;
    place(&anna, &want_business_ten(&anna).await).await;
    let asked = anna.call("/api/open_request", &[("subject", "other"), ("message", "Eine Frage")]).await;
    assert!(asked.status.is_success(), "{}", asked.text);
    let tried = anna.call("/api/start_trial", &[("product", "goto-training"), ("plan", "pro"), ("seats", "2")]).await;
    assert!(tried.status.is_success(), "{}", tried.text);
    let (julia, _) = order_seats(&ground, &portal).await;
    let asked = julia.call("/api/open_request", &[("door", "corporate"), ("subject", "other"), ("message", "Eine Frage")]).await;
    assert!(asked.status.is_success(), "{}", asked.text);
    let approved = ground.database.look(PURCHASE_ORDER, |row| row.text("value")).await;
    let stored = upload(&julia, &format!("/corporate/purchase-orders/{}", approved[0]), "a.pdf", &pdf(100)).await;
    assert!(stored.status.is_redirection(), "{}", stored.words());

    let mut crossed = 0;
    for address in addresses() {
        let (owner, stranger, foreign): (&Browser, &Browser, [(&Browser, &str); 3]) = if address.starts_with("/corporate") {
            (&julia, &hauke, [(&nobody, "nobody"), (&anna, "Anna"), (&rita, "Rita")])
        } else if address.starts_with("/staff") {
            (&rita, &rita, [(&nobody, "nobody"), (&anna, "Anna"), (&julia, "Julia")])
        } else {
            (&anna, &dora, [(&nobody, "nobody"), (&julia, "Julia"), (&rita, "Rita")])
        };
        // What is not a page answers who is not signed in by the page that it belongs to.
        let is_page = !address.ends_with("/return");
        let probe = if address.contains('{') { with_id(&address, "IT") } else { address.clone() };
        for (browser, who) in foreign.into_iter().filter(|_| is_page) {
            led_away(browser, who, &probe).await;
        }
        if address.starts_with("/staff") {
            continue;
        }
        if !address.contains('{') {
            let page = stranger.get(&address).await;
            // A file of nothing is not there.
            assert!(!page.status.is_server_error(), "{address}: {}", page.status);
            for mark in MARKS {
                assert!(!page.text.contains(mark), "{mark} at {address}: {}", page.words());
            }
            continue;
        }
        let Some((_, sql)) = OWNED.into_iter().find(|(beginning, _)| address.starts_with(beginning)) else { panic!("whose identifiers does {address} take?") };
        let ids = ground.database.look(sql, |row| row.text("value")).await;
        let id = ids.first().unwrap_or_else(|| panic!("the owner has nothing for {address}"));
        let own = owner.get(&with_id(&address, id)).await;
        assert!(own.status.is_success() || own.status.is_redirection(), "{address}: {} {}", own.status, own.words());
        let other = made_up(id);
        let (theirs, none) = (stranger.get(&with_id(&address, id)).await, stranger.get(&with_id(&address, &other)).await);
        assert_eq!(meaning(&theirs, id), meaning(&none, &other), "{address}");
        assert!(!theirs.status.is_success(), "{address}: {}", theirs.words());
        for mark in MARKS {
            assert!(!theirs.text.contains(mark), "{mark} at {address}");
        }
        crossed += 1;
    }
    assert!(crossed >= 12, "{crossed} addresses take identifiers");
}

#[tokio::test]
async fn no_address_of_any_door_shows_anything_foreign_on_sqlite() {
    all_doors_hold(Sqlite).await;
}

#[tokio::test]
async fn no_address_of_any_door_shows_anything_foreign_on_postgres() {
    all_doors_hold(Postgres).await;
}

/// How much has happened to KD-20417.
async fn audit_rows(ground: &Ground) -> usize {
    let sql = "SELECT e.id AS value FROM audit e JOIN accounts a ON a.id = e.account_id WHERE a.number = 'KD-20417'";
    ground.database.look(sql, |row| row.text("value")).await.len()
}

/// A function, the field that names what it is done to, that, and the other fields.
type Act<'a> = (&'a str, &'a str, &'a str, &'a [(&'a str, &'a str)]);

async fn representatives_see_their_own(engine: Engine) {
    let ground = Ground::new(engine).await;
    let portal = ground.portal().start().await;
    let (rita, omar) = (portal.browser(), portal.browser());
    rita.sign_in_as_staff(RITA).await;
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

    let new_quote = [
        ("account", "KD-20417"),
        ("form_key", "00112233445566778899aabbccddeeff"),
        ("valid_until", "2026-12-15"),
        ("lines[0][what]", "new:goto-meeting:business:annual"),
        ("lines[0][seats]", "3"),
    ];
    let drafted = rita.call("/api/save_quote_draft", &new_quote).await;
    assert!(drafted.status.is_success(), "{}", drafted.text);
    let draft = ground.database.look("SELECT number AS value FROM quotes WHERE state = 'draft'", |row| row.text("value")).await.remove(0);

    let ids_of = async |key: &str| {
        let sql = LOOKED_AFTER.into_iter().find(|(beginning, _)| key.starts_with(beginning)).map(|(_, sql)| sql);
        let ids = ground.database.look(sql.unwrap_or_else(|| panic!("whose identifiers does {key} take?")), |row| row.text("value")).await;
        ids.first().cloned().unwrap_or_else(|| panic!("KD-20417 has nothing for {key}"))
    };
    let mut pages = Vec::new();
    for address in addresses().into_iter().filter(|address| address.starts_with("/staff") && address.contains('{')) {
        let (id, first) = (ids_of(&address).await, address.clone());
        let (theirs, none) = (with_id(&first, &id), with_id(&first, &made_up(&id)));
        let whole = async |address: String| if address.contains('{') { with_id(&address, &ids_of("subscription").await) } else { address };
        pages.push((id, whole(theirs).await, whole(none).await));
    }
    assert!(pages.len() >= 11, "{pages:?}");
    for (_, theirs, _) in &pages {
        assert!(rita.get(theirs).await.status.is_success(), "nobody else looks after the account, and Rita does not see {theirs}");
    }
    let given = "UPDATE accounts SET representative_id = (SELECT id FROM people WHERE email = 'omar@kontor.example') WHERE number = 'KD-20417'";
    assert_eq!(ground.database.change(given, vec![]).await, 1);
    for (id, theirs, none) in &pages {
        let (refused, unknown) = (rita.get(theirs).await, rita.get(none).await);
        assert!(!refused.status.is_success(), "{theirs}: {}", refused.words());
        assert_eq!(meaning(&refused, id), meaning(&unknown, &made_up(id)), "{theirs}");
        assert!(omar.get(theirs).await.status.is_success(), "{theirs}");
    }
    let happened_before = audit_rows(&ground).await;
    let service_order = ids_of("/staff/service-orders/").await;
    let request = ids_of("/staff/requests/").await;
    let (account, subscription) = ("KD-20417", ids_of("subscription").await);
    let change = [("number", account), ("version", "0"), ("plan", "pro"), ("seats", "5"), ("interval", "annual")];
    let acts: [Act<'_>; 14] = [
        ("/api/take_service_order", "number", &service_order, &[]),
        ("/api/complete_service_order", "number", &service_order, &[]),
        ("/api/refuse_service_order", "number", &service_order, &[("reason", "Nein")]),
        ("/api/send_quote", "number", &draft, &[]),
        ("/api/discard_quote_draft", "number", &draft, &[]),
        ("/api/withdraw_quote", "number", &draft, &[("reason", "Nein")]),
        ("/api/save_quote_draft", "account", account, &new_quote[1..]),
        ("/api/answer_request", "request", &request, &[("message", "Hallo")]),
        ("/api/close_request", "request", &request, &[]),
        ("/api/schedule_change", "subscription", &subscription, &change),
        ("/api/withdraw_change", "subscription", &subscription, &change[..2]),
        ("/api/change_terms", "number", account, &[("terms_days", "90"), ("self_service", "eligible")]),
        ("/api/send_invitation_again", "number", account, &[("invitation", "none")]),
        ("/api/withdraw_invitation", "number", account, &[("invitation", "none")]),
    ];
    for (function, field, theirs, said) in acts {
        let fields = |id| said.iter().copied().chain([(field, id)]).collect::<Vec<_>>();
        let other = made_up(theirs);
        let (refused, unknown) = (rita.call(function, &fields(theirs)).await, rita.call(function, &fields(&other)).await);
        assert_eq!((refused.status, refused.text.as_str()), (StatusCode::NOT_FOUND, "\"not_found\""), "{function}");
        assert_eq!((unknown.status, &unknown.text), (refused.status, &refused.text), "{function}");
    }
    assert_eq!(audit_rows(&ground).await, happened_before, "and nothing happened");
    assert!(omar.call("/api/take_service_order", &[("number", &service_order)]).await.status.is_success(), "whoever looks after the account may");
    let is_list = |address: &String| address.starts_with("/staff") && !address.contains('{');
    for list in addresses().into_iter().filter(is_list) {
        let page = rita.get(&list).await;
        // The number stands on forms as an example.
        for mark in ["Alpenwerk", "julia.alpers"] {
            assert!(!page.text.contains(mark), "{mark} at {list}: {}", page.words());
        }
    }
}

#[tokio::test]
async fn a_representative_finds_nothing_of_an_account_that_another_looks_after_on_sqlite() {
    representatives_see_their_own(Sqlite).await;
}

#[tokio::test]
async fn a_representative_finds_nothing_of_an_account_that_another_looks_after_on_postgres() {
    representatives_see_their_own(Postgres).await;
}
