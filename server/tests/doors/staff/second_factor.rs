//! The staff's second factor from outside: what the password alone opens, which codes open, and who has to set one up.

use crate::support::browser::{Browser, Page, SESSION};
use crate::support::database::Engine::{self, Postgres, Sqlite};
use crate::support::ground::Ground;
use crate::support::program::kontor;
use crate::support::texts::german;
use crate::support::{PASSWORD, RITA};
use backend::args;
use backend::clock::now_micros;
use backend::one_time_code::{STEP_SECONDS, code_of};
use reqwest::StatusCode;

const PROVE: &str = "/api/prove_second_factor";
const TURN_ON: &str = "/api/turn_on_second_factor";

async fn current_code(ground: &Ground) -> String {
    let secrets = ground.database.look("SELECT secret FROM second_factors", |row| row.text("secret")).await;
    code_of(&secrets[0], now_micros() / 1_000_000 / STEP_SECONDS).unwrap()
}

/// As if the last code had been taken long ago.
async fn forget_last_step(ground: &Ground) {
    ground.database.change("UPDATE second_factors SET last_step = 0", args![]).await;
}

/// Sets up a second factor on the page about the reader's sign-in; answers the page after it.
async fn set_up(ground: &Ground, rita: &Browser) -> Page {
    let offered = rita.submit(&rita.get("/staff/security").await.form("/api/offer_second_factor"), "/api/offer_second_factor").await;
    assert_eq!(offered.location(), "/staff/security", "{}", offered.words());
    let page = rita.get("/staff/security").await;
    assert!(page.text.contains("<path d=\"M4 4h7v1h-7z") && !page.text.contains("style="), "a picture that the policy allows");
    let form = page.form(TURN_ON);
    let wrong = rita.submit(&form.clone().with("code", "nein"), TURN_ON).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.words().contains(&german("errors.input.code_wrong")), "{}", wrong.words());
    let on = rita.submit(&form.with("code", &current_code(ground).await), TURN_ON).await;
    assert_eq!(on.location(), "/staff/security?done=on", "{}", on.words());
    forget_last_step(ground).await;
    rita.get(on.location()).await
}

/// Types login and password.
async fn first_step(browser: &Browser, next: &str, password: &str) -> Page {
    let form = browser.get(&format!("/staff/sign-in?next={next}")).await.form("/api/staff_sign_in").with("email", RITA).with("password", password);
    browser.submit(&form, "/api/staff_sign_in").await
}

async fn second_step(browser: &Browser, code: &str) -> Page {
    let form = browser.get("/staff/sign-in/code").await.form(PROVE).with("code", code);
    browser.submit(&form, PROVE).await
}

/// The recovery codes on a page.
fn recovery_codes(page: &Page) -> Vec<String> {
    let is_code = |word: &&str| word.len() == 19 && word.matches('-').count() == 3;
    page.words().split_whitespace().filter(is_code).map(ToOwned::to_owned).collect()
}

async fn a_code_is_asked_for(engine: Engine) {
    let ground = Ground::new(engine).await;
    let portal = ground.portal().start().await;
    let (rita, other) = (portal.browser(), portal.browser());
    rita.sign_in_as_staff(RITA).await;
    other.sign_in_as_staff(RITA).await;
    let codes = recovery_codes(&set_up(&ground, &rita).await);
    assert_eq!(codes.len(), 10);
    assert!(recovery_codes(&rita.get("/staff/security?done=on").await).is_empty(), "they are shown once");
    let kept = ground.database.look("SELECT data FROM sessions", |row| row.text("data")).await;
    assert!(kept.iter().all(|data| !data.contains(&codes[0])), "and kept nowhere");
    assert_eq!(rita.get("/staff/accounts").await.status, StatusCode::OK, "who turned it on stays signed in");
    assert_eq!(other.get("/staff/accounts").await.status, StatusCode::SEE_OTHER, "and is signed out elsewhere");

    let thief = portal.browser();
    assert_eq!(thief.get("/staff/sign-in/code").await.location(), "/staff/sign-in", "the code is asked for after the password");
    let stranger = thief.call(PROVE, &[("code", &current_code(&ground).await)]).await;
    assert_eq!((stranger.status, stranger.text.as_str()), (StatusCode::UNAUTHORIZED, "\"signed_out\""), "a code alone opens nothing");
    let half = first_step(&thief, "%2Fstaff%2Fjobs", PASSWORD).await;
    assert_eq!((half.status, half.location()), (StatusCode::SEE_OTHER, "/staff/sign-in/code"), "{}", half.words());
    for page in ["/staff/accounts", "/staff/accounts/KD-10234", "/staff/security", "/staff/outbox", "/staff/nowhere"] {
        let answer = thief.get(page).await;
        assert!(answer.status == StatusCode::SEE_OTHER && answer.location().starts_with("/staff/sign-in?next="), "the password alone opens {page}");
    }
    for function in ["load_staff_frame", "load_staff_accounts", "load_security", "offer_second_factor", "turn_off_second_factor", "load_mails"] {
        let answer = thief.call(&format!("/api/{function}"), &[("code", "000000")]).await;
        assert_eq!((answer.status, answer.text.as_str()), (StatusCode::UNAUTHORIZED, "\"signed_out\""), "the password alone opens {function}");
    }
    let sign_ins = "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM sign_ins";
    assert_eq!(ground.database.look(sign_ins, |row| row.int("n")).await, [1], "nobody is signed in by it");

    let wrong = second_step(&thief, "12345").await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.words().contains(&german("errors.input.code_wrong")), "{}", wrong.words());
    assert!(wrong.text.contains("aria-invalid") && !wrong.text.contains("12345"), "at its field, and never echoed");
    let empty = second_step(&thief, "").await;
    assert!(empty.words().contains(&german("errors.field_missing.code")), "{}", empty.words());
    let (before, code) = (thief.cookie(SESSION), current_code(&ground).await);
    let opened = second_step(&thief, &code).await;
    assert_eq!((opened.status, opened.location()), (StatusCode::SEE_OTHER, "/staff/jobs"), "{}", opened.words());
    assert_ne!(thief.cookie(SESSION), before, "a new session id, as at every sign-in");
    assert_eq!(thief.get("/staff/sign-in/code").await.location(), "/staff/accounts");

    // The code that was used opens nothing again; a recovery code opens once.
    let late = portal.browser();
    first_step(&late, "", PASSWORD).await;
    let used = second_step(&late, &code).await;
    assert!(used.status == StatusCode::UNPROCESSABLE_ENTITY, "{}", used.words());
    assert_eq!(second_step(&late, &codes[0]).await.location(), "/staff/accounts");
    let again = portal.browser();
    first_step(&again, "", PASSWORD).await;
    assert_eq!(second_step(&again, &codes[0]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_password_alone_opens_nothing_and_no_code_opens_twice_on_sqlite() {
    a_code_is_asked_for(Sqlite).await;
}

#[tokio::test]
async fn the_password_alone_opens_nothing_and_no_code_opens_twice_on_postgres() {
    a_code_is_asked_for(Postgres).await;
}

#[tokio::test]
async fn codes_are_not_guessed_by_trying() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let rita = portal.browser();
    rita.sign_in_as_staff(RITA).await;
    set_up(&ground, &rita).await;
    let guesser = portal.browser();
    first_step(&guesser, "", PASSWORD).await;
    for _ in 0..5 {
        assert_eq!(second_step(&guesser, "AAAA-AAAA-AAAA-AAAA").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let right = second_step(&guesser, &current_code(&ground).await).await;
    assert_eq!(right.status, StatusCode::TOO_MANY_REQUESTS, "{}", right.words());
    assert!(right.words().contains(&german("sign_in.wait_title")), "{}", right.words());
    // The password anew is no way around.
    let another = portal.browser();
    first_step(&another, "", PASSWORD).await;
    assert_eq!(second_step(&another, &current_code(&ground).await).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn who_takes_too_long_begins_anew() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let rita = portal.browser();
    rita.sign_in_as_staff(RITA).await;
    set_up(&ground, &rita).await;
    let slow = portal.browser();
    first_step(&slow, "", PASSWORD).await;
    let form = slow.get("/staff/sign-in/code").await.form(PROVE).with("code", &current_code(&ground).await);
    let sessions = ground.database.look("SELECT id, data FROM sessions WHERE data LIKE '%begun_micros%'", |row| Ok((row.text("id")?, row.text("data")?))).await;
    let (id, data) = &sessions[0];
    let mut data: serde_json::Value = serde_json::from_str(data).unwrap();
    data["staff_second_step"]["begun_micros"] = (now_micros() - 601_000_000).into();
    ground.database.change("UPDATE sessions SET data = $2 WHERE id = $1", args![id, data.to_string()]).await;
    let late = slow.submit(&form, PROVE).await;
    assert!(late.location().starts_with("/staff/sign-in"), "{} {}", late.status, late.words());
    assert_eq!(slow.get("/staff/sign-in/code").await.location(), "/staff/sign-in");
}

#[tokio::test]
async fn where_it_is_required_nothing_else_opens_before_it_is_set_up() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().with("KONTOR_STAFF_SECOND_FACTOR", "required").start().await;
    let rita = portal.browser();
    let signed_in = first_step(&rita, "%2Fstaff%2Fjobs", PASSWORD).await;
    assert_eq!(signed_in.status, StatusCode::SEE_OTHER);
    for page in ["/staff/accounts", "/staff/accounts/KD-10234", "/staff/jobs", "/staff/nowhere"] {
        assert_eq!(rita.get(page).await.location(), "/staff/security", "{page}");
    }
    for function in ["load_staff_accounts", "load_staff_account", "load_jobs", "create_account", "load_mails"] {
        let answer = rita.call(&format!("/api/{function}"), &[("number", "KD-10234")]).await;
        assert_eq!((answer.status, answer.text.as_str()), (StatusCode::FORBIDDEN, "\"second_factor_needed\""), "{function}");
    }
    let page = rita.get("/staff/security").await;
    assert!(page.words().contains(&german("staff.security.needed")) && !page.text.contains("href=\"/staff/jobs\""), "{}", page.words());
    assert_eq!(recovery_codes(&set_up(&ground, &rita).await).len(), 10);
    assert_eq!(rita.get("/staff/accounts").await.status, StatusCode::OK);
    // Turned off, it has to be set up anew at once.
    let off = rita.get("/staff/security").await.form("/api/turn_off_second_factor").with("code", &current_code(&ground).await);
    assert_eq!(rita.submit(&off, "/api/turn_off_second_factor").await.location(), "/staff/security?done=off");
    assert_eq!(rita.get("/staff/accounts").await.location(), "/staff/security");
}

#[tokio::test]
async fn the_operator_resets_it_on_the_command_line() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let rita = portal.browser();
    rita.sign_in_as_staff(RITA).await;
    set_up(&ground, &rita).await;
    let reset = |email: &str| {
        let mut command = kontor();
        command.args(["staff", "reset-second-factor", email, "--config"]).arg(ground.folder().join("Leptos.toml"));
        command.env("KONTOR_DATABASE_URL", &ground.database.url).env("KONTOR_GATEWAY_URL", &ground.gateway.url).output().unwrap()
    };
    let unknown = reset("nobody@kontor.example");
    let complaint = String::from_utf8_lossy(&unknown.stderr).into_owned();
    assert!(!unknown.status.success() && complaint.contains("nobody of the staff signs in as nobody@kontor.example"), "{complaint}");
    let done = reset(RITA);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(rita.get("/staff/accounts").await.status, StatusCode::SEE_OTHER, "she is signed out");
    portal.browser().sign_in_as_staff(RITA).await;
}
