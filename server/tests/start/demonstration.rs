//! What the demonstration leaves open, real customers must not find.

use crate::support::database::Engine::Sqlite;
use crate::support::ground::Ground;
use crate::support::texts::german;
use crate::support::{ANNA, PASSWORD};
use reqwest::StatusCode;

#[tokio::test]
async fn without_the_demonstration_there_is_nobody() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().with("KONTOR_DEMO", "false").with("KONTOR_TODAY", "").start().await;
    assert!(!portal.program.output().contains(PASSWORD));
    let stranger = portal.browser();
    let words = stranger.get("/sign-in").await.words();
    assert!(!words.contains(PASSWORD) && !words.contains(ANNA), "{words}");
    for login in [ANNA, "ben@nordlicht.example", "carla@solo.example", "dora@leer.example", "KD-20417", "rita@kontor.example"] {
        let answer = stranger.sign_in_at("/sign-in", login, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{login}");
        assert!(answer.words().contains(&german("errors.wrong_credentials")));
    }
    assert_eq!(ground.database.look("SELECT CAST(COUNT(*) AS BIGINT) AS n FROM logins", |row| row.int("n")).await, [0]);
}

#[tokio::test]
async fn the_password_that_everybody_knows_opens_nothing_once_the_demonstration_is_over() {
    let ground = Ground::new(Sqlite).await;
    let mut portal = ground.portal().start().await;
    portal.program.stop().await;
    let portal = ground.portal().with("KONTOR_DEMO", "false").with("KONTOR_TODAY", "").start().await;
    let answer = portal.browser().sign_in_at("/sign-in", ANNA, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", answer.words());
}

#[tokio::test]
async fn a_chosen_day_and_real_customers_exclude_each_other() {
    let ground = Ground::new(Sqlite).await;
    let mut program = crate::support::program::Program::start(ground.portal().with("KONTOR_DEMO", "false").command());
    program.line("KONTOR_TODAY (environment): expected nothing, since demo is off").await;
}
