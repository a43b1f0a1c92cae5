//! The staff's second factor: which codes open, which open nothing, and what is written down and told.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::World;
use backend::args;
use backend::clock::now_micros;
use backend::db::people::Door;
use backend::one_time_code::{RECOVERY_CODES, STEP_SECONDS, code_of};
use backend::usecases::sessions::sign_in::{FREE_TRIES, begin_sign_in};
use backend::usecases::staff::second_factor::CodeError;
use backend::usecases::staff::second_factor::offer::offer;
use backend::usecases::staff::second_factor::prove::{asks_for_code, prove};
use backend::usecases::staff::second_factor::renew_codes::renew_codes;
use backend::usecases::staff::second_factor::reset::{ResetError, reset};
use backend::usecases::staff::second_factor::turn_off::turn_off;
use backend::usecases::staff::second_factor::turn_on::turn_on;
use backend::usecases::staff::second_factor::view::{FactorView, view_factor};
use backend::usecases::staff::{SecondFactor, StaffMember, load_member};

on_both_engines!(in_world:
    what_is_offered_asks_for_nothing_until_a_code_confirms_it,
    a_code_opens_once_and_no_earlier_one_after_it,
    the_same_code_sent_twice_at_once_opens_once,
    each_recovery_code_opens_once,
    the_sixth_try_waits_even_with_the_right_code,
    new_recovery_codes_replace_the_old_ones,
    turned_off_it_is_forgotten,
    the_operator_resets_what_was_lost,
    turning_on_ends_the_sign_ins_that_needed_no_code,
);

/// The current time step.
fn step() -> i64 {
    now_micros() / 1_000_000 / STEP_SECONDS
}

async fn secret(world: &World) -> String {
    world.text("SELECT secret AS value FROM second_factors", args![]).await
}

/// The code of the step so far from now, of whoever has a second factor.
async fn code(world: &World, away: i64) -> String {
    code_of(&secret(world).await, step() + away).unwrap()
}

/// As if the code that was taken last had been taken long ago.
async fn forget_last_step(world: &World) {
    world.change("UPDATE second_factors SET last_step = 0", args![]).await;
}

/// Rita with a second factor, whose last code was taken long ago; and her recovery codes.
async fn rita_with_factor(world: &World) -> (StaffMember, Vec<String>) {
    let rita = world.rita().await;
    offer(&world.backend, &rita).await.unwrap();
    let codes = turn_on(&world.backend, &rita, "none", &code(world, 0).await).await.unwrap();
    forget_last_step(world).await;
    (rita, codes)
}

async fn actions(world: &World) -> Vec<String> {
    let sql = "SELECT action AS value FROM audit WHERE action LIKE 'second_factor%' OR action LIKE 'recovery_code%' ORDER BY happened_at, id";
    world.texts(sql, args![]).await
}

async fn what_is_offered_asks_for_nothing_until_a_code_confirms_it(world: World) {
    let (rita, backend) = (world.rita().await, &world.backend);
    assert_eq!(view_factor(backend, &rita).await.unwrap(), FactorView::Off);
    offer(backend, &rita).await.unwrap();
    let first = secret(&world).await;
    offer(backend, &rita).await.unwrap();
    assert_ne!(first, secret(&world).await, "another offer makes the first worthless");
    let FactorView::Offered { secret: shown, picture } = view_factor(backend, &rita).await.unwrap() else { panic!("not offered") };
    assert!(shown == secret(&world).await && picture.unwrap().side > 20);
    assert!(!asks_for_code(backend, &rita.person).await.unwrap());
    assert!(matches!(prove(backend, &rita.person, &code(&world, 0).await).await, Err(CodeError::NoFactor)));
    assert!(matches!(turn_on(backend, &rita, "none", "000000x").await, Err(CodeError::Wrong)));
    assert!(matches!(turn_on(backend, &rita, "none", " ").await, Err(CodeError::Missing)));
    assert!(!asks_for_code(backend, &rita.person).await.unwrap());
    let codes = turn_on(backend, &rita, "none", &code(&world, 0).await).await.unwrap();
    assert_eq!(codes.len(), RECOVERY_CODES);
    assert!(asks_for_code(backend, &rita.person).await.unwrap());
    let FactorView::On { recovery_codes, .. } = view_factor(backend, &rita).await.unwrap() else { panic!("not on") };
    assert_eq!(recovery_codes, 10);
    let before = secret(&world).await;
    offer(backend, &rita).await.unwrap();
    assert_eq!(secret(&world).await, before, "what is on is not replaced by an offer");
    let stored = world.texts("SELECT code_hash AS value FROM recovery_codes", args![]).await;
    assert!(stored.iter().all(|hash| hash.len() == 64 && !codes.contains(hash)));
    assert_eq!(actions(&world).await, ["second_factor_on"]);
    assert_eq!(world.mails_to("rita@kontor.example").await, ["Ihr zweiter Faktor ist eingeschaltet"]);
}

async fn a_code_opens_once_and_no_earlier_one_after_it(world: World) {
    let (rita, _) = rita_with_factor(&world).await;
    let backend = &world.backend;
    let (earlier, now, far) = (code(&world, -1).await, code(&world, 0).await, code(&world, -40).await);
    assert!(matches!(prove(backend, &rita.person, &far).await, Err(CodeError::Wrong)));
    prove(backend, &rita.person, &now).await.unwrap();
    assert!(matches!(prove(backend, &rita.person, &now).await, Err(CodeError::Used)));
    // Unless the clock has gone on meanwhile, the earlier one is still a code, and too late.
    assert!(matches!(prove(backend, &rita.person, &earlier).await, Err(CodeError::Used | CodeError::Wrong)));
    forget_last_step(&world).await;
    world.change("DELETE FROM staff", args![]).await;
    assert!(matches!(prove(backend, &rita.person, &code(&world, 0).await).await, Err(CodeError::NoFactor)), "who has left the staff is a stranger");
}

async fn the_same_code_sent_twice_at_once_opens_once(world: World) {
    let (rita, _) = rita_with_factor(&world).await;
    let code = code(&world, 0).await;
    let tries = (0..4).map(|_| {
        let (backend, person, code) = (world.backend.clone(), rita.person.clone(), code.clone());
        tokio::spawn(async move { prove(&backend, &person, &code).await.is_ok() })
    });
    let mut opened = 0;
    for outcome in tries.collect::<Vec<_>>() {
        opened += i32::from(outcome.await.unwrap());
    }
    assert_eq!(opened, 1);
}

async fn each_recovery_code_opens_once(world: World) {
    let (rita, codes) = rita_with_factor(&world).await;
    let typed = codes[3].to_lowercase().replace('-', " ");
    prove(&world.backend, &rita.person, &typed).await.unwrap();
    assert!(matches!(prove(&world.backend, &rita.person, &codes[3]).await, Err(CodeError::Wrong)));
    prove(&world.backend, &rita.person, &codes[4]).await.unwrap();
    let FactorView::On { recovery_codes, .. } = view_factor(&world.backend, &rita).await.unwrap() else { panic!("not on") };
    assert_eq!(recovery_codes, 8);
    assert_eq!(actions(&world).await, ["second_factor_on", "recovery_code_used", "recovery_code_used"]);
}

async fn the_sixth_try_waits_even_with_the_right_code(world: World) {
    let (rita, codes) = rita_with_factor(&world).await;
    for _ in 0..FREE_TRIES {
        assert!(matches!(prove(&world.backend, &rita.person, "AAAA-AAAA-AAAA-AAAA").await, Err(CodeError::Wrong)));
    }
    for typed in [code(&world, 0).await, codes[0].clone()] {
        let answer = prove(&world.backend, &rita.person, &typed).await;
        assert!(matches!(answer, Err(CodeError::TooManyTries { retry_after_seconds: 29..=30 })), "{answer:?}");
    }
    world.change("UPDATE sign_in_tries SET blocked_until = 1", args![]).await;
    prove(&world.backend, &rita.person, &code(&world, 0).await).await.unwrap();
    assert_eq!(world.numbers("SELECT failures AS value FROM sign_in_tries", args![]).await, Vec::<i64>::new(), "success clears the tries");
}

async fn new_recovery_codes_replace_the_old_ones(world: World) {
    let (rita, old) = rita_with_factor(&world).await;
    assert!(matches!(renew_codes(&world.backend, &rita, "").await, Err(CodeError::Missing)));
    let new = renew_codes(&world.backend, &rita, &code(&world, 0).await).await.unwrap();
    assert!(new.len() == RECOVERY_CODES && new.iter().all(|code| !old.contains(code)));
    assert!(matches!(prove(&world.backend, &rita.person, &old[0]).await, Err(CodeError::Wrong)));
    prove(&world.backend, &rita.person, &new[0]).await.unwrap();
}

async fn turned_off_it_is_forgotten(world: World) {
    let (rita, codes) = rita_with_factor(&world).await;
    assert!(matches!(turn_off(&world.backend, &rita, "nonsense").await, Err(CodeError::Wrong)));
    turn_off(&world.backend, &rita, &codes[0]).await.unwrap();
    assert_eq!(view_factor(&world.backend, &rita).await.unwrap(), FactorView::Off);
    assert!(!asks_for_code(&world.backend, &rita.person).await.unwrap());
    assert_eq!(world.numbers("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM recovery_codes", args![]).await, [0]);
    assert!(matches!(turn_off(&world.backend, &rita, &codes[1]).await, Err(CodeError::NoFactor)));
    assert_eq!(actions(&world).await, ["second_factor_on", "recovery_code_used", "second_factor_off"]);
    assert_eq!(world.mails_to("rita@kontor.example").await, ["Ihr zweiter Faktor ist eingeschaltet", "Ihr zweiter Faktor ist ausgeschaltet"]);
}

async fn the_operator_resets_what_was_lost(world: World) {
    let (rita, _) = rita_with_factor(&world).await;
    let ends_at = now_micros() + 3_600_000_000;
    let sign_in = begin_sign_in(&world.backend, Door::Staff, &rita.person, "", ends_at).await.unwrap();
    assert_eq!(load_member::load_member(&world.backend, &sign_in).await.unwrap().unwrap().second_factor, SecondFactor::On);
    assert!(matches!(reset(&world.backend, "nobody@kontor.example").await, Err(ResetError::Unknown(_))));
    assert!(matches!(reset(&world.backend, "omar@kontor.example").await, Err(ResetError::NoFactor(_))));
    reset(&world.backend, " Rita@Kontor.example").await.unwrap();
    assert!(!asks_for_code(&world.backend, &rita.person).await.unwrap());
    assert_eq!(load_member::load_member(&world.backend, &sign_in).await.unwrap(), None, "she is signed out");
    assert!(matches!(reset(&world.backend, "rita@kontor.example").await, Err(ResetError::NoFactor(_))));
    assert_eq!(world.mails_to("rita@kontor.example").await.last().unwrap(), "Ihr zweiter Faktor wurde zurückgesetzt");
    let by = "SELECT COALESCE(person_id, 'nobody') AS value FROM audit WHERE action = 'second_factor_reset'";
    assert_eq!(world.texts(by, args![]).await, ["nobody"]);
}

async fn turning_on_ends_the_sign_ins_that_needed_no_code(world: World) {
    let (rita, ends_at) = (world.rita().await, now_micros() + 3_600_000_000);
    let here = begin_sign_in(&world.backend, Door::Staff, &rita.person, "Firefox, Linux", ends_at).await.unwrap();
    let there = begin_sign_in(&world.backend, Door::Staff, &rita.person, "", ends_at).await.unwrap();
    offer(&world.backend, &rita).await.unwrap();
    turn_on(&world.backend, &rita, &here, &code(&world, 0).await).await.unwrap();
    assert!(load_member::load_member(&world.backend, &here).await.unwrap().is_some());
    assert!(load_member::load_member(&world.backend, &there).await.unwrap().is_none());
    let signed_in = "SELECT details AS value FROM audit WHERE action = 'staff_signed_in' ORDER BY happened_at, id";
    assert_eq!(world.texts(signed_in, args![]).await, [r#"{"device":"Firefox, Linux"}"#, r#"{"device":""}"#]);
}
