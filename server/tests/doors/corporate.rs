//! The corporate door: its two sentences, the way between it and the Billing Center, and that neither knows the other's people.

use crate::support::browser::Browser;
use crate::support::database::Engine::{self, Postgres, Sqlite};
use crate::support::ground::Ground;
use crate::support::texts::german;
use crate::support::{ALPENWERK, ANNA, BEN, HAFENBAU, PASSWORD, RITA, wait_for};
use reqwest::StatusCode;

const KONRAD: &str = "konrad.kern@alpenwerk.example";

async fn at_door(browser: &Browser, page: &str) -> (StatusCode, String) {
    let answer = browser.get(page).await;
    (answer.status, answer.location().to_owned())
}

fn led_to(address: &str) -> (StatusCode, String) {
    (StatusCode::SEE_OTHER, address.to_owned())
}

fn shown() -> (StatusCode, String) {
    (StatusCode::OK, String::new())
}

async fn sessions_count_at_their_door(engine: Engine) {
    let ground = Ground::new(engine).await;
    let portal = ground.portal().start().await;
    let (nobody, anna, rita, julia) = (portal.browser(), portal.anna().await, portal.browser(), portal.browser());
    rita.sign_in_as_staff(RITA).await;
    julia.sign_in_as_corporate("kd-20417 ").await;
    for browser in [&nobody, &anna, &rita] {
        assert_eq!(at_door(browser, "/corporate/subscriptions").await, led_to("/corporate/sign-in?next=%2Fcorporate%2Fsubscriptions"));
        assert_eq!(at_door(browser, "/corporate/nowhere").await, led_to("/corporate/sign-in?next=%2Fcorporate%2Fnowhere"));
        assert_eq!(at_door(browser, "/corporate/sign-in").await, shown());
        assert_eq!(at_door(browser, "/corporate/forgot-password").await, shown());
    }
    assert_eq!(at_door(&julia, "/corporate/sign-in").await, led_to("/corporate"));
    assert_eq!(at_door(&julia, "/billing").await, led_to("/sign-in?next=%2Fbilling"));
    assert_eq!(at_door(&julia, "/staff/accounts").await, led_to("/staff/sign-in?next=%2Fstaff%2Faccounts"));
    let home = julia.get("/corporate").await;
    assert_eq!((home.status, home.header("cache-control")), (StatusCode::OK, "no-store"));
    for part in ["Alpenwerk AG, KD-20417", "Julia Alpers", "GoTo Training", "Pro, 25 Plätze", "33.000,00", "01.03.2026 – 28.02.2027"] {
        assert!(home.words().contains(part), "{part}: {}", home.words());
    }
    assert!(!home.text.contains("Nordlicht") && !home.text.contains("Hafenbau"));
    // A way to another door is none of this one's.
    let answer = portal.browser().sign_in_by_user_id("/corporate/sign-in?next=/corporation", ALPENWERK, PASSWORD).await;
    assert_eq!(answer.location(), "/corporate");
    let answer = portal.browser().sign_in_by_user_id("/corporate/sign-in?next=/corporate/subscriptions", ALPENWERK, PASSWORD).await;
    assert_eq!(answer.location(), "/corporate/subscriptions");

    // One browser at both: each door has its own way out.
    anna.sign_in_as_corporate(HAFENBAU).await;
    assert!(anna.get("/billing").await.words().contains("Anna Albrecht") && anna.get("/corporate").await.words().contains("Hafenbau SE"));
    let copy = anna.copied();
    assert_eq!(anna.post("/corporate/sign-out", &[]).await.location(), "/corporate/sign-in");
    assert_eq!((at_door(&anna, "/billing").await, at_door(&anna, "/corporate").await), (shown(), led_to("/corporate/sign-in?next=%2Fcorporate")));
    assert_eq!(at_door(&copy, "/corporate").await.0, StatusCode::SEE_OTHER, "a copy of the cookie opens nothing");
}

#[tokio::test]
async fn a_session_of_one_door_opens_nothing_at_another_on_sqlite() {
    sessions_count_at_their_door(Sqlite).await;
}

#[tokio::test]
async fn a_session_of_one_door_opens_nothing_at_another_on_postgres() {
    sessions_count_at_their_door(Postgres).await;
}

#[tokio::test]
async fn the_two_sentences_are_said_and_guessing_them_is_slow() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let guesser = portal.browser();
    let (unknown, wrong) = ("Benutzer-ID ungültig", "Benutzer-ID/Kennwort ungültig");
    for (user_id, password, sentence) in [("KD-99999", PASSWORD, unknown), (ANNA, PASSWORD, unknown), (ALPENWERK, "falsch", wrong)] {
        for _ in 0..5 {
            let answer = guesser.sign_in_by_user_id("/corporate/sign-in", user_id, password).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{user_id}: {}", answer.words());
            assert!(answer.text.contains(&format!(">{sentence}<")), "{user_id}: {}", answer.words());
            assert!(answer.text.contains(&format!("value=\"{user_id}\"")), "what was typed stays");
        }
        let answer = guesser.sign_in_by_user_id("/corporate/sign-in", user_id, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{user_id}: {}", answer.words());
    }
    let empty = guesser.sign_in_by_user_id("/corporate/sign-in", " ", "x").await;
    assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.words().contains(&german("errors.field_missing.user_id")));
}

async fn wrong_door(engine: Engine) {
    let ground = Ground::new(engine).await;
    let portal = ground.portal().start().await;
    let julia = portal.browser();
    let told = julia.sign_in_at("/sign-in", ALPENWERK, PASSWORD).await;
    assert_eq!(told.status, StatusCode::FORBIDDEN, "{}", told.words());
    assert!(told.words().contains(&german("sign_in.corporate_title")) && told.text.contains("href=\"/corporate/sign-in\""));
    assert_eq!(told.header("set-cookie"), "");
    // To nobody who does not know the password.
    let guessed = julia.sign_in_at("/sign-in", ALPENWERK, "falsch").await;
    assert!(guessed.status == StatusCode::UNAUTHORIZED && guessed.words().contains(&german("errors.wrong_credentials")), "{}", guessed.words());
    for (page, other) in [("/sign-in", "/corporate/sign-in"), ("/corporate/sign-in", "/sign-in")] {
        assert!(portal.browser().get(page).await.text.contains(&format!("href=\"{other}\"")), "{page}");
    }

    // The same mail address at both doors: two logins, and each opens its own.
    let hers = "INSERT INTO logins (door, login_folded, person_id, password_hash, created_at) \
                SELECT 'billing_center', 'konrad.kern@alpenwerk.example', person_id, password_hash, created_at FROM logins WHERE login_folded = 'ben@nordlicht.example'";
    assert_eq!(ground.database.change(hers, vec![]).await, 1);
    let (online, corporate) = (portal.browser(), portal.browser());
    online.sign_in(KONRAD).await;
    corporate.sign_in_as_corporate(KONRAD).await;
    assert!(online.get("/billing").await.words().contains("Ben Brandt") && !online.get("/billing").await.text.contains("Alpenwerk"));
    assert!(corporate.get("/corporate").await.words().contains("Konrad Kern") && !corporate.get("/corporate").await.text.contains("Nordlicht"));

    // One person in accounts of both kinds sees at each door those of that door.
    let joined = "INSERT INTO memberships (account_id, person_id, role, created_at) SELECT a.id, l.person_id, 'billing_contact', 1 FROM accounts a, logins l \
                  WHERE a.number = 'KD-20418' AND l.login_folded = 'ben@nordlicht.example'";
    assert_eq!(ground.database.change(joined, vec![]).await, 1);
    let ben = portal.browser();
    ben.sign_in(BEN).await;
    for page in ["/billing", "/billing/accounts"] {
        let answer = ben.get(page).await;
        assert!(answer.status == StatusCode::OK && answer.text.contains("Nordlicht") && !answer.text.contains("Hafenbau"), "{page}: {}", answer.words());
    }
    let id = ground.database.look("SELECT id FROM accounts WHERE number = 'KD-20418'", |row| row.text("id")).await;
    let answer = ben.call("/api/switch_account", &[("account", &id[0])]).await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::NOT_FOUND, "\"not_found\""));
    // Who has nothing left online is told where the rest is.
    ground.database.change("DELETE FROM memberships WHERE role = 'member' AND may_pay = 0", vec![]).await;
    assert_eq!(portal.browser().sign_in_at("/sign-in", BEN, PASSWORD).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whoever_comes_to_the_wrong_door_is_led_over_and_the_doors_never_mix_on_sqlite() {
    wrong_door(Sqlite).await;
}

#[tokio::test]
async fn whoever_comes_to_the_wrong_door_is_led_over_and_the_doors_never_mix_on_postgres() {
    wrong_door(Postgres).await;
}

#[tokio::test]
async fn a_forgotten_password_is_set_by_a_link_to_the_contacts_address() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let julia = portal.browser();
    for user_id in ["KD-99999", ALPENWERK] {
        let form = julia.get("/corporate/forgot-password").await.form("/api/ask_corporate_link").with("user_id", user_id);
        let answer = julia.submit(&form, "/api/ask_corporate_link").await;
        assert_eq!(answer.location(), "/corporate/forgot-password?sent=1");
        assert!(julia.get(answer.location()).await.words().contains(&german("corporate.forgot.sent")));
    }
    let sql = "SELECT recipient, secret FROM outbox WHERE secret IS NOT NULL";
    let links = wait_for("the mail", async || {
        let links = ground.database.look(sql, |row| Ok((row.text("recipient")?, row.text("secret")?))).await;
        (!links.is_empty()).then_some(links)
    });
    let links = links.await;
    assert_eq!(links.iter().map(|(recipient, _)| recipient.as_str()).collect::<Vec<_>>(), ["julia.alpers@alpenwerk.example"]);
    let (_, path) = links[0].1.split_once("://").unwrap().1.split_once('/').unwrap();
    let page = julia.get(&format!("/{path}")).await;
    assert!(page.words().contains("KD-20417"), "{}", page.words());
    let set = julia.submit(&page.form("/api/set_password").with("password", "Pferd Batterie Klammer"), "/api/set_password").await;
    assert_eq!(set.location(), "/corporate/sign-in?notice=password_set", "{}", set.words());
    let answer = julia.sign_in_by_user_id("/corporate/sign-in", ALPENWERK, "Pferd Batterie Klammer").await;
    assert_eq!(answer.location(), "/corporate");
}
