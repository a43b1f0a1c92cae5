//! The staff's door: a session there is worth nothing at the customers', and the other way round; and the whole way
//! from a new account to its first sign-in, without script.

mod second_factor;

use crate::support::browser::{Browser, Page, SESSION};
use crate::support::database::Engine::{self, Postgres, Sqlite};
use crate::support::ground::Ground;
use crate::support::texts::german;
use crate::support::{ANNA, BEN, OMAR, PASSWORD, RITA, wait_for};
use reqwest::{Method, StatusCode};

const EVA: &str = "eva@ernst.example";
const SATZ: &str = "Pferd Batterie Klammer";

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

#[tokio::test]
async fn strangers_and_customers_are_led_to_the_staffs_sign_in_page() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let (nobody, anna) = (portal.browser(), portal.anna().await);
    for browser in [&nobody, &anna] {
        assert_eq!(at_door(browser, "/staff/accounts/KD-10234").await, led_to("/staff/sign-in?next=%2Fstaff%2Faccounts%2FKD-10234"));
        assert_eq!(at_door(browser, "/staff").await, led_to("/staff/accounts"));
        assert_eq!(at_door(browser, "/staff/nowhere").await, led_to("/staff/sign-in?next=%2Fstaff%2Fnowhere"));
        assert_eq!(at_door(browser, "/staff/sign-in").await, shown());
    }
    for login in [ANNA, BEN] {
        let form = nobody.get("/staff/sign-in").await.form("/api/staff_sign_in").with("email", login).with("password", PASSWORD);
        let answer = nobody.submit(&form, "/api/staff_sign_in").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{login}");
        assert!(answer.words().contains(&german("errors.wrong_credentials")));
    }
    let rita = portal.browser();
    assert_eq!(rita.sign_in_at("/sign-in", RITA, PASSWORD).await.status, StatusCode::UNAUTHORIZED, "staff is no customer");
    rita.sign_in_as_staff(RITA).await;
    assert_eq!(at_door(&rita, "/billing").await, led_to("/sign-in?next=%2Fbilling"));
    assert_eq!(at_door(&rita, "/staff/sign-in").await, led_to("/staff/accounts"));
    let form = portal.browser().get("/staff/sign-in?next=/billing").await.form("/api/staff_sign_in").with("email", RITA).with("password", PASSWORD);
    assert_eq!(portal.browser().submit(&form, "/api/staff_sign_in").await.location(), "/staff/accounts", "and to no other door");
}

async fn one_browser_at_both_doors(engine: Engine) {
    let ground = Ground::new(engine).await;
    let portal = ground.portal().start().await;
    let both = portal.anna().await;
    let before = both.cookie(SESSION);
    both.sign_in_as_staff(RITA).await;
    assert_ne!(both.cookie(SESSION), before);
    assert!(both.get("/billing").await.words().contains("Anna Albrecht"));
    assert!(both.get("/staff/accounts").await.words().contains("Rita Rehm"));
    let answer = both.post("/sign-out", &[]).await;
    assert_eq!(answer.location(), "/sign-in");
    assert_eq!(at_door(&both, "/billing").await, led_to("/sign-in?next=%2Fbilling"));
    assert_eq!(at_door(&both, "/staff/accounts").await, shown(), "the other door stays open");
    both.sign_in(ANNA).await;
    let copy = both.copied();
    assert_eq!(both.post("/staff/sign-out", &[]).await.location(), "/staff/sign-in");
    assert_eq!((at_door(&both, "/billing").await, at_door(&both, "/staff/accounts").await.0), (shown(), StatusCode::SEE_OTHER));
    assert_eq!(at_door(&copy, "/staff/accounts").await.0, StatusCode::SEE_OTHER, "a copy of the cookie opens nothing either");
    both.post("/sign-out", &[]).await;
    assert_eq!(both.cookie(SESSION), None);
    let left = ground.database.look("SELECT CAST(COUNT(*) AS BIGINT) AS n FROM sign_ins", |row| row.int("n")).await;
    assert_eq!(left, [0]);
}

#[tokio::test]
async fn one_browser_may_be_signed_in_at_both_doors_on_sqlite() {
    one_browser_at_both_doors(Sqlite).await;
}

#[tokio::test]
async fn one_browser_may_be_signed_in_at_both_doors_on_postgres() {
    one_browser_at_both_doors(Postgres).await;
}

/// The address in the mail that was sent last to somebody.
async fn mailed_address(ground: &Ground, email: &'static str) -> String {
    let sql = "SELECT recipient, secret FROM outbox WHERE secret IS NOT NULL ORDER BY created_at, id";
    let find = async || {
        let links = ground.database.look(sql, |row| Ok((row.text("recipient")?, row.text("secret")?))).await;
        links.into_iter().rev().find(|(recipient, _)| recipient == email).map(|(_, link)| link)
    };
    let link = wait_for("the mail", find).await;
    let (_, path) = link.split_once("://").unwrap().1.split_once('/').unwrap();
    format!("/{path}")
}

async fn create(rita: &Browser, name: &str, email: &str) -> Page {
    let form = rita.get("/staff/accounts/new").await.form("/api/create_account");
    let filled = form
        .with("name", name)
        .with("country", "DE")
        .with("street", "Elbchaussee 1")
        .with("postal_code", "22765")
        .with("city", "Hamburg")
        .with("currency", "EUR")
        .with("language", "de")
        .with("contact_name", "Eva Ernst")
        .with("contact_email", email);
    rita.submit(&filled, "/api/create_account").await
}

async fn from_nothing(engine: Engine) {
    let ground = Ground::new(engine).await;
    let portal = ground.portal().start().await;
    let rita = portal.browser();
    rita.sign_in_as_staff(RITA).await;
    let refused = create(&rita, "Ernst GmbH", "keine Adresse").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.words().contains(&german("errors.input.not_mail_address")) && refused.text.contains("value=\"Ernst GmbH\""));
    let created = create(&rita, "Ernst GmbH", EVA).await;
    assert_eq!((created.status, created.location()), (StatusCode::SEE_OTHER, "/staff/accounts/KD-10001?done=created"));
    let account = rita.get(created.location()).await.words();
    for part in ["Ernst GmbH", "KD-10001", "Elbchaussee 1", EVA, &german("staff.account.done_created")] {
        assert!(account.contains(part), "{part}: {account}");
    }
    let invitation = mailed_address(&ground, EVA).await;
    let eva = portal.browser();
    let page = eva.get(&invitation).await;
    assert_eq!((page.status, page.header("cache-control")), (StatusCode::OK, "no-store"));
    assert!(page.words().contains("Rita Rehm von Nordwerk Software GmbH") && page.words().contains("Ernst GmbH"), "{}", page.words());
    let form = page.form("/api/accept_invitation");
    let weak = eva.submit(&form.clone().with("password", "zu kurz"), "/api/accept_invitation").await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!weak.text.contains("zu kurz"), "a password never comes back");
    let accepted = eva.submit(&form.clone().with("password", SATZ), "/api/accept_invitation").await;
    assert_eq!((accepted.status, accepted.location()), (StatusCode::SEE_OTHER, "/billing"));
    let home = eva.get("/billing").await.words();
    assert!(home.contains("Ernst GmbH") && home.contains("Eva Ernst"), "{home}");
    // Sent once more, it makes nothing and says what to do.
    let again = portal.browser().submit(&form.with("password", SATZ), "/api/accept_invitation").await;
    assert_eq!(again.status, StatusCode::GONE);
    assert!(again.words().contains(&german("people.over.used")), "{}", again.words());
    let unknown = portal.browser().get("/invitation/none").await.words();
    assert!(unknown.contains(&german("people.over.unknown")), "{unknown}");
    let views = ground.database.look("SELECT CAST(COUNT(*) AS BIGINT) AS n FROM audit WHERE action = 'account_viewed'", |row| row.int("n")).await;
    assert_eq!(views, [1], "each look of the staff is in the audit trail");
}

#[tokio::test]
async fn an_account_from_nothing_needs_no_script_on_sqlite() {
    from_nothing(Sqlite).await;
}

#[tokio::test]
async fn an_account_from_nothing_needs_no_script_on_postgres() {
    from_nothing(Postgres).await;
}

#[tokio::test]
async fn a_corporate_account_from_nothing_needs_no_script_and_its_contact_signs_in_with_the_user_id() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let rita = portal.browser();
    rita.sign_in_as_staff(RITA).await;
    let form = rita.get("/staff/accounts/new").await.form("/api/create_account");
    let form = [("kind", "corporate"), ("terms_days", "999"), ("self_service", "eligible"), ("user_id", "KD-20417"), ("name", "Ernst AG"), ("country", "DE")]
        .into_iter()
        .chain([("street", "Elbchaussee 1"), ("postal_code", "22765"), ("city", "Hamburg"), ("currency", "EUR"), ("language", "de")])
        .chain([("contact_name", "Eva Ernst"), ("contact_email", EVA)])
        .fold(form, |form, (name, value)| form.with(name, value));
    let refused = rita.submit(&form, "/api/create_account").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.words().contains("ganze Zahl von 0 bis 120") && refused.text.contains("value=\"Ernst AG\""), "{}", refused.words());
    let taken = rita.submit(&form.clone().with("terms_days", "14"), "/api/create_account").await;
    assert!(taken.words().contains(&german("errors.input.user_id_taken")), "{}", taken.words());
    let created = rita.submit(&form.with("terms_days", "14").with("user_id", "Ernst-AG"), "/api/create_account").await;
    assert_eq!((created.status, created.location()), (StatusCode::SEE_OTHER, "/staff/accounts/KD-10001?done=created"));
    let account = rita.get(created.location()).await;
    assert!(account.words().contains("14 Tage") && account.words().contains(&german("staff.account.kind_corporate")), "{}", account.words());
    let link = mailed_address(&ground, EVA).await;
    assert!(link.starts_with("/corporate/invitation/"), "{link}");
    let eva = portal.browser();
    let page = eva.get(&link).await;
    assert!(page.words().contains("Ihre Benutzer-ID ist Ernst-AG."), "{}", page.words());
    let accepted = eva.submit(&page.form("/api/accept_invitation").with("password", SATZ), "/api/accept_invitation").await;
    assert_eq!((accepted.status, accepted.location()), (StatusCode::SEE_OTHER, "/corporate"), "{}", accepted.words());
    assert!(eva.get("/corporate").await.words().contains("Ernst AG"));
    // What was agreed is changed on the account's page, refused with its reason at the field, and told in the history.
    let form = account.form("/api/change_terms");
    let refused = rita.submit(&form.clone().with("terms_days", "bald"), "/api/change_terms").await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text.contains("value=\"bald\""), "{}", refused.words());
    let changed = rita.submit(&form.with("terms_days", "21").with("self_service", "not_eligible"), "/api/change_terms").await;
    assert_eq!(changed.location(), "/staff/accounts/KD-10001?done=terms");
    assert!(rita.get(changed.location()).await.words().contains("21 Tage"));
    let history = eva.get("/corporate/history").await.words();
    assert!(history.contains(&german("history.terms_changed")) && history.contains("21 Tage"), "{history}");
}

#[tokio::test]
async fn a_forgotten_password_ends_all_sessions_and_its_page_tells_nothing() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let (anna, forgetful) = (portal.anna().await, portal.browser());
    let mut answers = Vec::new();
    for email in ["nobody@nowhere.example", ANNA] {
        let form = forgetful.get("/forgot-password").await.form("/api/ask_password_link").with("email", email);
        let answer = forgetful.submit(&form, "/api/ask_password_link").await;
        answers.push((answer.status, answer.location().to_owned(), answer.text.clone()));
    }
    assert_eq!(answers[0], answers[1]);
    assert!(forgetful.get(&answers[1].1).await.words().contains(&german("people.forgot.sent")));
    let link = mailed_address(&ground, ANNA).await;
    let form = forgetful.get(&link).await.form("/api/set_password").with("password", SATZ);
    let set = forgetful.submit(&form, "/api/set_password").await;
    assert_eq!((set.status, set.location()), (StatusCode::SEE_OTHER, "/sign-in?notice=password_set"));
    assert!(forgetful.get(set.location()).await.words().contains(&german("sign_in.password_set")));
    assert_eq!(anna.get("/billing").await.status, StatusCode::SEE_OTHER, "she is signed out everywhere");
    assert_eq!(forgetful.sign_in_at("/sign-in", ANNA, PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(forgetful.sign_in_at("/sign-in", ANNA, SATZ).await.location(), "/billing");
    assert!(portal.browser().get(&link).await.words().contains(&german("people.over.password")));
}

#[tokio::test]
async fn a_person_in_two_accounts_switches_and_never_opens_a_third() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let (rita, anna, ben) = (portal.browser(), portal.anna().await, portal.browser());
    rita.sign_in_as_staff(RITA).await;
    ben.sign_in(BEN).await;
    create(&rita, "Zweite GmbH", ANNA).await;
    let link = mailed_address(&ground, ANNA).await;
    // Ben is told that it is not his, and offered to sign out.
    let bens = ben.get(&link).await;
    assert!(bens.words().contains("Sie sind als Ben Brandt angemeldet. Diese Einladung ist für anna@nordlicht.example."), "{}", bens.words());
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let token = link.rsplit('/').next().unwrap();
    let stolen = ben.post(&link, &[field("_fn", "/api/accept_as_signed_in"), field("token", token)]).await;
    assert_eq!(stolen.status, StatusCode::CONFLICT, "{}", stolen.words());
    assert_eq!(ben.post("/sign-out", &[field("next", &link)]).await.location(), link);
    assert_eq!(ben.post("/sign-out", &[field("next", "https://evil.example/")]).await.location(), "/sign-in");
    let form = anna.get(&link).await.form("/api/accept_as_signed_in");
    for _ in 0..2 {
        assert_eq!(anna.submit(&form, "/api/accept_as_signed_in").await.location(), "/billing", "twice is harmless");
    }
    let home = anna.get("/billing").await.words();
    assert!(home.contains("Zweite GmbH") && !home.contains("GoTo Meeting"), "{home}");
    assert_eq!(anna.get("/billing/invoices/RE-2026-00001").await.status, StatusCode::NOT_FOUND);
    let choice = anna.get("/billing/accounts").await;
    assert!(choice.words().contains("Nordlicht GmbH") && choice.words().contains("Zweite GmbH"));
    let back = choice.form("/api/switch_account");
    assert_eq!(anna.submit(&back, "/api/switch_account").await.location(), "/billing");
    assert!(anna.get("/billing").await.words().contains("GoTo Meeting"));
    let others = ground.database.look("SELECT id FROM accounts WHERE number = 'KD-10988'", |row| row.text("id")).await;
    let third = anna.submit(&back.with("account", &others[0]), "/api/switch_account").await;
    let made_up = anna.call("/api/switch_account", &[("account", "none")]).await;
    assert_eq!((third.status, made_up.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert!(anna.get("/billing").await.words().contains("Nordlicht GmbH"));
}

#[tokio::test]
async fn a_password_that_is_changed_signs_out_elsewhere_and_here_not() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let (here, there) = (portal.anna().await, portal.anna().await);
    let profile = here.get("/billing/profile").await;
    assert!(profile.words().contains(&german("people.profile.this_device")), "{}", profile.words());
    let form = profile.form("/api/change_password").with("old_password", "wrong").with("password", SATZ);
    let wrong = here.submit(&form, "/api/change_password").await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.words().contains(&german("errors.input.password_wrong")), "{}", wrong.words());
    assert!(!wrong.text.contains(SATZ));
    let changed = here.submit(&form.with("old_password", PASSWORD), "/api/change_password").await;
    assert_eq!(changed.location(), "/billing/profile?done=password", "{}", changed.words());
    assert_eq!((here.get("/billing").await.status, there.get("/billing").await.status), (StatusCode::OK, StatusCode::SEE_OTHER));
    let third = portal.browser();
    third.sign_in_at("/sign-in", ANNA, SATZ).await;
    let form = here.get("/billing/profile").await.form("/api/sign_out_elsewhere");
    assert_eq!(here.submit(&form, "/api/sign_out_elsewhere").await.location(), "/billing/profile?done=elsewhere");
    assert_eq!((here.get("/billing").await.status, third.get("/billing").await.status), (StatusCode::OK, StatusCode::SEE_OTHER));
}

#[tokio::test]
async fn whatever_is_known_of_an_account_leads_to_it_and_to_everything_of_it() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let (rita, omar) = (portal.browser(), portal.browser());
    rita.sign_in_as_staff(RITA).await;
    omar.sign_in_as_staff(OMAR).await;
    // As browsers do: those who want data instead are not led elsewhere.
    let asked = rita.request(Method::GET, "/staff/accounts?search=re-2026-00001").header("Accept", "text/html");
    let found = rita.send(asked).await.unwrap();
    assert!(found.status.is_redirection(), "{} {}", found.status, found.words());
    assert_eq!(found.location(), "/staff/accounts/KD-10234?found=re%2D2026%2D00001");
    let account = rita.get(found.location()).await;
    assert!(account.words().contains("Nordlicht GmbH") && account.text.contains("/staff/accounts?search=re%2D2026%2D00001&amp;list=yes"), "{}", account.text);
    let list = rita.get("/staff/accounts?search=re-2026-00001&list=yes").await;
    assert_eq!(list.status, StatusCode::OK, "the way back is no way round in a circle");
    for (page, part) in [
        ("/staff/accounts/KD-10234/documents", "RE-2026-00001"),
        ("/staff/accounts/KD-20417/documents", "RU-2026-"),
        ("/staff/accounts/KD-20417/business", "AN-2026-"),
        ("/staff/accounts/KD-10234/history", "Nordlicht GmbH"),
        ("/staff/catalogue", "GoTo Meeting"),
        ("/staff/outbox?search=nobody&state=failed", "Postausgang"),
    ] {
        let shown = rita.get(page).await;
        assert!(shown.status == StatusCode::OK && shown.words().contains(part), "{page}: {} {}", shown.status, shown.words());
    }
    for page in ["/staff/accounts/KD-00000/documents", "/staff/accounts/KD-10234/documents?before=none", "/staff/accounts/KD-10988/history?before=none"] {
        assert_eq!(rita.get(page).await.status, StatusCode::NOT_FOUND, "{page}");
    }
    let views = &german("staff.account.views");
    assert!(!rita.get("/staff/accounts/KD-10234/history").await.words().contains(views), "who looked is the operator's reading");
    assert!(omar.get("/staff/accounts/KD-10234/history").await.words().contains(views));
}

#[tokio::test]
async fn another_representatives_account_is_as_one_that_is_not_there() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let (rita, omar) = (portal.browser(), portal.browser());
    rita.sign_in_as_staff(RITA).await;
    omar.sign_in_as_staff(OMAR).await;
    // Somebody else of the staff looks after Nordlicht.
    ground
        .database
        .change("UPDATE accounts SET representative_id = (SELECT id FROM people WHERE email = 'omar@kontor.example') WHERE number = 'KD-10234'", vec![])
        .await;
    for page in ["/staff/accounts/KD-10234", "/staff/accounts/KD-10234/documents", "/staff/accounts/KD-10234/business", "/staff/accounts/KD-10234/history"] {
        let (hers, none) = (rita.get(page).await, rita.get(&page.replace("10234", "00000")).await);
        assert_eq!((hers.status, hers.words()), (StatusCode::NOT_FOUND, none.words()), "{page}");
        assert_eq!(omar.get(page).await.status, StatusCode::OK, "{page}");
    }
    for function in ["send_invitation_again", "withdraw_invitation", "load_staff_account", "load_account_documents"] {
        let answers =
            [rita.call(&format!("/api/{function}"), &[("number", "KD-10234")]).await, rita.call(&format!("/api/{function}"), &[("number", "KD-00000")]).await];
        assert_eq!((answers[0].status, &answers[0].text), (answers[1].status, &answers[1].text), "{function}");
    }
    assert!(!rita.get("/staff/accounts").await.words().contains("Nordlicht GmbH"));
    let form = omar.get("/staff/accounts/KD-10234").await.form("/api/assign_representative").with("number", "KD-10234");
    let back = omar.submit(&form.with("representative", ""), "/api/assign_representative").await;
    assert_eq!(back.location(), "/staff/accounts/KD-10234?done=assigned", "{}", back.words());
    assert!(rita.get("/staff/accounts").await.words().contains("Nordlicht GmbH"));
}
