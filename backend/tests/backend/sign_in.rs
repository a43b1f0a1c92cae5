//! Signing in: what a guesser learns, how long they wait, and how sessions are kept.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::{TestDatabase, World};
use backend::args;
use backend::db::people::Door;
use backend::demo::PASSWORD;
use backend::usecases::people::clear_away::clear_away;
use backend::usecases::sessions::sign_in::{FREE_TRIES, SignInError, SignedInPerson, sign_in};
use secrecy::SecretString;
use std::sync::Arc;

on_both_engines!(in_world:
    the_right_password_opens_the_account,
    a_wrong_password_and_an_unknown_login_look_the_same,
    the_sixth_try_waits_even_with_the_right_password,
    waiting_grows_with_every_further_try,
    old_tries_are_cleared_away_and_running_waits_are_not,
    a_quarter_of_an_hour_after_the_last_wait_tries_are_free_again,
    a_quarter_of_an_hour_later_tries_are_free_again,
    guesses_at_once_get_no_more_than_the_free_tries,
    guesses_at_once_after_the_wait_get_one_try,
    success_clears_the_tries,
    doors_do_not_mix,
    what_no_login_can_be_is_a_wrong_one,
);

on_both_engines!(on_database: a_session_is_kept_until_it_ends, a_session_of_a_taken_name_is_not_made, ended_sessions_are_cleared_away);

const ANNA: &str = "anna@nordlicht.example";

async fn try_at(world: &World, door: Door, login: &str, password: &str) -> Result<SignedInPerson, SignInError> {
    sign_in(&world.backend, door, login, &SecretString::from(password)).await
}

async fn guess(world: &World, login: &str, password: &str) -> Result<SignedInPerson, SignInError> {
    try_at(world, Door::BillingCenter, login, password).await
}

async fn failures(world: &World, login: &str) -> i64 {
    let counted = world.numbers("SELECT failures AS value FROM sign_in_tries WHERE login_folded = $1", args![login]).await;
    counted.into_iter().next().unwrap_or(0)
}

/// How many seconds an answer tells to wait.
fn wait_of(answer: &Result<SignedInPerson, SignInError>) -> Option<i64> {
    match answer {
        Err(SignInError::TooManyTries { retry_after_seconds }) => Some(*retry_after_seconds),
        _ => None,
    }
}

/// As if that many seconds had gone by.
async fn wait(world: &World, seconds: i64) {
    let sql = "UPDATE sign_in_tries SET first_at = first_at - $1, blocked_until = CASE WHEN blocked_until = 0 THEN 0 ELSE blocked_until - $1 END";
    world.change(sql, args![seconds * 1_000_000]).await;
}

async fn the_right_password_opens_the_account(world: World) {
    let anna = world.anna().await;
    for login in [ANNA, " Anna@Nordlicht.EXAMPLE "] {
        let person = guess(&world, login, PASSWORD).await.unwrap();
        assert_eq!((person.person, person.account), (anna.actor.person.clone(), Some(anna.actor.account.clone())));
    }
}

async fn a_wrong_password_and_an_unknown_login_look_the_same(world: World) {
    for login in [ANNA, "nobody@nowhere.example"] {
        for tries in 1..=FREE_TRIES {
            let answer = guess(&world, login, "kontor-demo-2025").await;
            assert!(matches!(answer, Err(SignInError::Wrong)), "{login}: {answer:?}");
            assert_eq!(failures(&world, login).await, tries);
        }
        let answer = guess(&world, login, "kontor-demo-2025").await;
        assert!(wait_of(&answer).is_some_and(|seconds| (1..=30).contains(&seconds)), "{login}: {answer:?}");
    }
}

async fn the_sixth_try_waits_even_with_the_right_password(world: World) {
    for _ in 0..FREE_TRIES {
        guess(&world, ANNA, "wrong").await.unwrap_err();
    }
    let answer = guess(&world, ANNA, PASSWORD).await;
    assert!(wait_of(&answer).is_some_and(|seconds| (1..=30).contains(&seconds)), "{answer:?}");
    assert_eq!(failures(&world, ANNA).await, FREE_TRIES, "a try that is not looked at does not count");
    wait(&world, 31).await;
    guess(&world, ANNA, PASSWORD).await.unwrap();
    assert_eq!(failures(&world, ANNA).await, 0);
}

async fn waiting_grows_with_every_further_try(world: World) {
    for _ in 1..FREE_TRIES {
        guess(&world, ANNA, "wrong").await.unwrap_err();
    }
    // Whoever goes on after each wait waits longer, up to a quarter of an hour; nothing is forgotten meanwhile.
    for expected in [30, 60, 120, 240, 480, 900, 900] {
        assert!(matches!(guess(&world, ANNA, "wrong").await, Err(SignInError::Wrong)));
        let seconds = wait_of(&guess(&world, ANNA, "wrong").await).unwrap();
        // A busy machine takes its part of the wait.
        assert!((expected / 2 + 1..=expected).contains(&seconds), "{seconds} instead of {expected}");
        wait(&world, expected + 1).await;
    }
}

async fn a_quarter_of_an_hour_later_tries_are_free_again(world: World) {
    for _ in 1..FREE_TRIES {
        guess(&world, ANNA, "wrong").await.unwrap_err();
    }
    wait(&world, 15 * 60 + 1).await;
    for tries in 1..FREE_TRIES {
        assert!(matches!(guess(&world, ANNA, "wrong").await, Err(SignInError::Wrong)));
        assert_eq!(failures(&world, ANNA).await, tries);
    }
}

async fn a_quarter_of_an_hour_after_the_last_wait_tries_are_free_again(world: World) {
    for _ in 0..FREE_TRIES {
        guess(&world, ANNA, "wrong").await.unwrap_err();
    }
    // The wait of half a minute is over, and a quarter of an hour after it as well.
    wait(&world, 30 + 15 * 60 + 1).await;
    assert!(matches!(guess(&world, ANNA, "wrong").await, Err(SignInError::Wrong)));
    assert_eq!(failures(&world, ANNA).await, 1);
}

async fn old_tries_are_cleared_away_and_running_waits_are_not(world: World) {
    guess(&world, "long.ago@nowhere.example", "wrong").await.unwrap_err();
    wait(&world, 15 * 60 + 1).await;
    for _ in 0..FREE_TRIES {
        guess(&world, ANNA, "wrong").await.unwrap_err();
    }
    guess(&world, "just.now@nowhere.example", "wrong").await.unwrap_err();
    clear_away(&world.backend).await.unwrap();
    let left = world.texts("SELECT login_folded AS value FROM sign_in_tries ORDER BY login_folded", args![]).await;
    assert_eq!(left, [ANNA, "just.now@nowhere.example"]);
}

/// Of how many the password was looked at.
async fn guess_40_times_at_once(world: &World, login: &'static str) -> usize {
    let guesses: Vec<_> = (0..40)
        .map(|place| {
            let world = world.clone();
            tokio::spawn(async move { guess(&world, login, &format!("guess {place}")).await })
        })
        .collect();
    let mut looked_at = 0;
    for guess in guesses {
        match guess.await.unwrap() {
            Err(SignInError::Wrong) => looked_at += 1,
            Err(SignInError::TooManyTries { .. }) => {}
            other => panic!("{other:?}"),
        }
    }
    looked_at
}

async fn guesses_at_once_get_no_more_than_the_free_tries(world: World) {
    for login in [ANNA, "nobody@nowhere.example"] {
        assert_eq!(guess_40_times_at_once(&world, login).await, 5, "{login}");
        assert_eq!(failures(&world, login).await, FREE_TRIES);
    }
}

async fn guesses_at_once_after_the_wait_get_one_try(world: World) {
    guess_40_times_at_once(&world, ANNA).await;
    wait(&world, 31).await;
    assert_eq!(guess_40_times_at_once(&world, ANNA).await, 1);
}

async fn success_clears_the_tries(world: World) {
    for _ in 1..FREE_TRIES {
        guess(&world, ANNA, "wrong").await.unwrap_err();
    }
    guess(&world, ANNA, PASSWORD).await.unwrap();
    assert_eq!(failures(&world, ANNA).await, 0);
    for _ in 1..FREE_TRIES {
        assert!(matches!(guess(&world, ANNA, "wrong").await, Err(SignInError::Wrong)));
    }
}

async fn doors_do_not_mix(world: World) {
    assert!(matches!(try_at(&world, Door::Corporate, ANNA, PASSWORD).await, Err(SignInError::UnknownUserId)));
    assert!(matches!(try_at(&world, Door::Staff, ANNA, PASSWORD).await, Err(SignInError::Wrong)));
    let counted = world.texts("SELECT door || ' ' || failures AS value FROM sign_in_tries ORDER BY door", args![]).await;
    assert_eq!(counted, ["corporate 1", "staff 1"]);
    guess(&world, ANNA, PASSWORD).await.unwrap();
}

async fn what_no_login_can_be_is_a_wrong_one(world: World) {
    // Incompressible, since PostgreSQL would pack a repeated letter into its index.
    let long: String = (0..600).map(|_| uuid::Uuid::new_v4().simple().to_string()).collect();
    for login in ["", "   ", "a\0b", "' OR '1'='1", long.as_str()] {
        let answer = guess(&world, login, PASSWORD).await;
        assert!(matches!(answer, Err(SignInError::Wrong)), "{answer:?}");
    }
    for password in ["", "\0", long.as_str()] {
        assert!(matches!(guess(&world, ANNA, password).await, Err(SignInError::Wrong)));
    }
}

async fn a_session_is_kept_until_it_ends(database: Arc<TestDatabase>) {
    let db = database.open_migrated().await;
    assert!(db.create_session("one", "{\"a\":1}", 100).await.unwrap());
    let found = db.load_session("one", 99).await.unwrap().unwrap();
    assert_eq!((found.data.as_str(), found.expires_at), ("{\"a\":1}", 100));
    assert!(db.load_session("one", 100).await.unwrap().is_none(), "its last moment is over");
    db.save_session("one", "{\"a\":2}", 200).await.unwrap();
    assert_eq!(db.load_session("one", 100).await.unwrap().unwrap().data, "{\"a\":2}");
    db.save_session("other", "{}", 200).await.unwrap();
    db.delete_session("one").await.unwrap();
    db.delete_session("one").await.unwrap();
    assert!(db.load_session("one", 0).await.unwrap().is_none());
    assert!(db.load_session("other", 0).await.unwrap().is_some());
}

async fn a_session_of_a_taken_name_is_not_made(database: Arc<TestDatabase>) {
    let db = database.open_migrated().await;
    let creating: Vec<_> = (0..16)
        .map(|place| {
            let db = db.clone();
            tokio::spawn(async move { db.create_session("one", &place.to_string(), 100).await.unwrap() })
        })
        .collect();
    let mut made = 0;
    for created in creating {
        made += usize::from(created.await.unwrap());
    }
    assert_eq!(made, 1);
}

async fn ended_sessions_are_cleared_away(database: Arc<TestDatabase>) {
    let db = database.open_migrated().await;
    for (id, expires_at) in [("ended", 99), ("ending", 100), ("running", 101)] {
        assert!(db.create_session(id, "{}", expires_at).await.unwrap());
    }
    assert_eq!(db.delete_ended_sessions(100).await.unwrap(), 2);
    assert!(db.load_session("running", 0).await.unwrap().is_some());
    assert!(db.load_session("ended", 0).await.unwrap().is_none());
}
