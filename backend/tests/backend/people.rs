//! Passwords that are forgotten and changed, where people are signed in, and who they are in which account.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::World;
use backend::db::people::Door;
use backend::demo::PASSWORD;
use backend::usecases::cart::load::load_cart;
use backend::usecases::people::change_password::{ChangePasswordError, change_password, sign_out_elsewhere};
use backend::usecases::people::clear_away::clear_away;
use backend::usecases::people::forget_password::{ForgetPasswordError, forget_password};
use backend::usecases::people::load_actor::{load_actor, load_signed_in};
use backend::usecases::people::load_profile::load_sign_ins;
use backend::usecases::people::set_password::{SetPasswordError, load_link, set_password};
use backend::usecases::sessions::sign_in::{FREE_TRIES, SignInError, begin_sign_in, sign_in};
use backend::usecases::sessions::sign_out::sign_out;
use backend::usecases::sessions::touch::touch;
use backend::{Actor, args};
use billing::people::PasswordFault;
use secrecy::SecretString;

on_both_engines!(in_world:
    a_forgotten_password_is_set_by_a_mailed_link_once,
    asking_tells_nobody_who_has_a_login,
    a_link_ends_after_an_hour_and_a_newer_one_replaces_it,
    a_password_that_does_not_do_leaves_the_link_good,
    setting_a_password_signs_out_everywhere,
    using_a_link_at_once_sets_one_password,
    asking_too_often_has_to_wait,
    a_password_is_changed_by_who_knows_the_old_one,
    guessing_the_old_password_is_counted,
    signing_out_elsewhere_spares_this_device,
    a_sign_in_that_ended_opens_nothing_however_it_is_used,
    who_left_an_account_sees_another_one_of_theirs,
    carts_of_two_accounts_never_mix,
);

const ANNA: &str = "anna@nordlicht.example";
const NEW: &str = "ein neuer ganzer Satz";

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

/// A sign-in that ends in an hour.
async fn begin(world: &World, actor: &Actor, device: &str) -> String {
    begin_sign_in(&world.backend, Door::BillingCenter, &actor.person, device, world.backend.now() + 3_600_000_000).await.unwrap()
}

async fn is_signed_in(world: &World, sign_in: &str, actor: &Actor) -> bool {
    load_signed_in(&world.backend, Door::BillingCenter, sign_in, &actor.account).await.unwrap().is_some()
}

async fn forget(world: &World, login: &str) -> Result<(), ForgetPasswordError> {
    forget_password(&world.backend, Door::BillingCenter, login).await
}

async fn knows(world: &World, password: &str) -> bool {
    match sign_in(&world.backend, Door::BillingCenter, ANNA, &secret(password)).await {
        Ok(_) => true,
        Err(SignInError::Wrong) => false,
        Err(other) => panic!("{other}"),
    }
}

async fn a_forgotten_password_is_set_by_a_mailed_link_once(world: World) {
    forget(&world, " Anna@Nordlicht.EXAMPLE ").await.unwrap();
    assert_eq!(world.mails_to(ANNA).await, Vec::<String>::new(), "who asks waits for the worker");
    assert_eq!(world.answer_forgotten().await, 1);
    assert_eq!(world.answer_forgotten().await, 0);
    assert_eq!(world.mails_to(ANNA).await, ["Neues Kennwort festlegen"]);
    let token = world.mailed_token(ANNA).await;
    assert_eq!(load_link(&world.backend, &token).await.unwrap().addressee.contact.email, ANNA);
    set_password(&world.backend, &token, &secret(NEW)).await.unwrap();
    assert!(knows(&world, NEW).await && !knows(&world, PASSWORD).await);
    let again = set_password(&world.backend, &token, &secret("noch ein ganzer Satz")).await;
    assert!(matches!(again, Err(SetPasswordError::LinkOver)), "{again:?}");
    assert!(knows(&world, NEW).await);
    assert_eq!(world.mails_to(ANNA).await, ["Neues Kennwort festlegen", "Ihr Kennwort wurde geändert"]);
    let stored = world.text("SELECT token_hash AS value FROM password_links", args![]).await;
    assert!(stored.len() == 64 && stored != token && load_link(&world.backend, &stored).await.is_err());
}

async fn asking_tells_nobody_who_has_a_login(world: World) {
    for login in [ANNA, "nobody@nowhere.example", "rita@kontor.example", "'; DROP TABLE people; --", "\0"] {
        forget(&world, login).await.unwrap();
    }
    // The same is written for all of them; who has a login is found out later.
    let asked = world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM password_requests", args![]).await;
    let counted = world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM sign_in_tries", args![]).await;
    assert_eq!((asked, counted), (5, 5));
    assert_eq!(world.answer_forgotten().await, 5);
    assert_eq!(world.texts("SELECT recipient AS value FROM outbox", args![]).await, [ANNA], "staff has no login at this door");
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM password_requests", args![]).await, 0);
}

async fn a_link_ends_after_an_hour_and_a_newer_one_replaces_it(world: World) {
    forget(&world, ANNA).await.unwrap();
    world.answer_forgotten().await;
    let first = world.mailed_token(ANNA).await;
    let life = world.number("SELECT expires_at - created_at AS value FROM password_links", args![]).await;
    assert_eq!(life, 3_600_000_000);
    forget(&world, ANNA).await.unwrap();
    world.answer_forgotten().await;
    let second = world.mailed_token(ANNA).await;
    assert!(load_link(&world.backend, &first).await.is_err() && load_link(&world.backend, &second).await.is_ok());
    world.change("UPDATE password_links SET expires_at = expires_at - 3600000000", args![]).await;
    let late = set_password(&world.backend, &second, &secret(NEW)).await;
    assert!(matches!(late, Err(SetPasswordError::LinkOver)), "{late:?}");
    for made_up in ["", "x", "\0", &"0".repeat(64)] {
        assert!(matches!(load_link(&world.backend, made_up).await, Err(SetPasswordError::LinkOver)));
    }
    assert!(knows(&world, PASSWORD).await);
    // A month later nobody asks any more what became of it.
    world.change("UPDATE password_links SET expires_at = expires_at - 2592000000000", args![]).await;
    clear_away(&world.backend).await.unwrap();
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM password_links", args![]).await, 0);
}

async fn a_password_that_does_not_do_leaves_the_link_good(world: World) {
    forget(&world, ANNA).await.unwrap();
    world.answer_forgotten().await;
    let token = world.mailed_token(ANNA).await;
    for (password, fault) in [("zu kurz", PasswordFault::TooShort), (ANNA, PasswordFault::IsMailAddress), (PASSWORD, PasswordFault::IsPublic)] {
        let refused = set_password(&world.backend, &token, &secret(password)).await;
        assert!(matches!(refused, Err(SetPasswordError::Fault(found)) if found == fault), "{password}: {refused:?}");
    }
    set_password(&world.backend, &token, &secret(NEW)).await.unwrap();
}

async fn setting_a_password_signs_out_everywhere(world: World) {
    let (anna, ben) = (world.anna().await.actor, world.buyer("ben@nordlicht.example").await.actor);
    let (here, there, bens) = (begin(&world, &anna, "Firefox").await, begin(&world, &anna, "Chrome").await, begin(&world, &ben, "").await);
    forget(&world, ANNA).await.unwrap();
    world.answer_forgotten().await;
    set_password(&world.backend, &world.mailed_token(ANNA).await, &secret(NEW)).await.unwrap();
    assert!(!is_signed_in(&world, &here, &anna).await && !is_signed_in(&world, &there, &anna).await);
    assert!(is_signed_in(&world, &bens, &ben).await);
}

async fn using_a_link_at_once_sets_one_password(world: World) {
    forget(&world, ANNA).await.unwrap();
    world.answer_forgotten().await;
    let token = world.mailed_token(ANNA).await;
    let setting: Vec<_> = (0..6)
        .map(|place| {
            let (world, token) = (world.clone(), token.clone());
            tokio::spawn(async move { set_password(&world.backend, &token, &secret(&format!("Satz mit Nummer {place}"))).await.map(|_| place) })
        })
        .collect();
    let mut set = Vec::new();
    for outcome in setting {
        match outcome.await.unwrap() {
            Ok(place) => set.push(place),
            Err(SetPasswordError::LinkOver) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(set.len(), 1);
    assert!(knows(&world, &format!("Satz mit Nummer {}", set.first().unwrap())).await);
}

async fn asking_too_often_has_to_wait(world: World) {
    for login in [ANNA, "nobody@nowhere.example"] {
        for _ in 0..FREE_TRIES {
            forget(&world, login).await.unwrap();
        }
        let refused = forget(&world, login).await;
        assert!(matches!(refused, Err(ForgetPasswordError::TooManyTries { retry_after_seconds: 1..=30 })), "{login}: {refused:?}");
    }
    assert!(knows(&world, PASSWORD).await, "signing in is counted apart");
    // However often she asked, one link is good.
    world.answer_forgotten().await;
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM password_links WHERE state = 'open'", args![]).await, 1);
}

async fn a_password_is_changed_by_who_knows_the_old_one(world: World) {
    let anna = world.anna().await.actor;
    let (here, there) = (begin(&world, &anna, "Firefox").await, begin(&world, &anna, "Chrome").await);
    forget(&world, ANNA).await.unwrap();
    world.answer_forgotten().await;
    let link = world.mailed_token(ANNA).await;
    let wrong = change_password(&world.backend, &anna, &here, &secret("wrong"), &secret(NEW)).await;
    assert!(matches!(wrong, Err(ChangePasswordError::WrongPassword)), "{wrong:?}");
    let weak = change_password(&world.backend, &anna, &here, &secret(PASSWORD), &secret("zu kurz")).await;
    assert!(matches!(weak, Err(ChangePasswordError::Fault(PasswordFault::TooShort))), "{weak:?}");
    assert!(is_signed_in(&world, &there, &anna).await && knows(&world, PASSWORD).await);
    change_password(&world.backend, &anna, &here, &secret(PASSWORD), &secret(NEW)).await.unwrap();
    assert!(knows(&world, NEW).await && !knows(&world, PASSWORD).await);
    assert!(is_signed_in(&world, &here, &anna).await && !is_signed_in(&world, &there, &anna).await);
    assert!(load_link(&world.backend, &link).await.is_err(), "a link that waited in the mailbox is worth nothing now");
    assert_eq!(world.mails_to(ANNA).await, ["Neues Kennwort festlegen", "Ihr Kennwort wurde geändert"]);
}

async fn guessing_the_old_password_is_counted(world: World) {
    let anna = world.anna().await.actor;
    let here = begin(&world, &anna, "").await;
    for _ in 0..FREE_TRIES {
        let wrong = change_password(&world.backend, &anna, &here, &secret("wrong"), &secret(NEW)).await;
        assert!(matches!(wrong, Err(ChangePasswordError::WrongPassword)), "{wrong:?}");
    }
    let refused = change_password(&world.backend, &anna, &here, &secret(PASSWORD), &secret(NEW)).await;
    assert!(matches!(refused, Err(ChangePasswordError::TooManyTries { .. })), "{refused:?}");
}

async fn signing_out_elsewhere_spares_this_device(world: World) {
    let anna = world.anna().await.actor;
    let (here, there) = (begin(&world, &anna, "Firefox, Linux").await, begin(&world, &anna, "Safari, iPhone").await);
    let mut devices: Vec<String> = load_sign_ins(&world.backend, &anna).await.unwrap().into_iter().map(|sign_in| sign_in.device).collect();
    devices.sort();
    assert_eq!(devices, ["Firefox, Linux", "Safari, iPhone"]);
    assert_eq!(sign_out_elsewhere(&world.backend, &anna, &here).await.unwrap(), 1);
    assert!(is_signed_in(&world, &here, &anna).await && !is_signed_in(&world, &there, &anna).await);
    sign_out(&world.backend, &here).await.unwrap();
    assert!(!is_signed_in(&world, &here, &anna).await);
}

async fn a_sign_in_that_ended_opens_nothing_however_it_is_used(world: World) {
    let anna = world.anna().await.actor;
    let here = begin(&world, &anna, "").await;
    world.change("UPDATE sign_ins SET ends_at = 1", args![]).await;
    assert!(!is_signed_in(&world, &here, &anna).await);
    sign_out(&world.backend, &here).await.unwrap();
    // A request that was under way meanwhile moves its end: it is not there again.
    touch(&world.backend, &here, i64::MAX).await.unwrap();
    assert!(!is_signed_in(&world, &here, &anna).await);
    let at_another_door = begin(&world, &anna, "").await;
    assert!(load_signed_in(&world.backend, Door::Corporate, &at_another_door, &anna.account).await.unwrap().is_none());
    assert!(backend::usecases::staff::load_member::load_member(&world.backend, &at_another_door).await.unwrap().is_none());
    world.change("UPDATE sign_ins SET ends_at = 1", args![]).await;
    clear_away(&world.backend).await.unwrap();
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM sign_ins", args![]).await, 0);
}

/// Anna, in her second account as well.
async fn anna_in_two_accounts(world: &World) -> (Actor, Actor) {
    let anna = world.anna().await.actor;
    let (_, token) = world.invited("Zweite GmbH", ANNA).await;
    let second = backend::usecases::invitations::accept::accept_as(&world.backend, &anna, &token).await.unwrap();
    let there = load_actor(&world.backend, &anna.person, &second).await.unwrap().unwrap();
    (load_actor(&world.backend, &anna.person, &anna.account).await.unwrap().unwrap(), there)
}

async fn who_left_an_account_sees_another_one_of_theirs(world: World) {
    let (first, second) = anna_in_two_accounts(&world).await;
    let here = begin(&world, &first, "").await;
    let seen = load_signed_in(&world.backend, Door::BillingCenter, &here, &second.account).await.unwrap().unwrap();
    assert_eq!((seen.account_name.as_str(), seen.account_count), ("Zweite GmbH", 2));
    world.change("DELETE FROM memberships WHERE account_id = $1", args![second.account.as_str()]).await;
    let seen = load_signed_in(&world.backend, Door::BillingCenter, &here, &second.account).await.unwrap().unwrap();
    assert_eq!((seen.account_name.as_str(), seen.account_count), ("Nordlicht GmbH", 1));
    let dora = world.buyer("dora@leer.example").await.actor;
    let seen = load_signed_in(&world.backend, Door::BillingCenter, &here, &dora.account).await.unwrap().unwrap();
    assert_eq!(seen.account_name, "Nordlicht GmbH", "an account that is not hers is never opened");
}

async fn carts_of_two_accounts_never_mix(world: World) {
    let anna = world.anna().await;
    let (first, second) = anna_in_two_accounts(&world).await;
    anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
    assert_eq!(load_cart(&world.backend, &first).await.unwrap().items.len(), 1);
    assert_eq!(load_cart(&world.backend, &second).await.unwrap().items.len(), 0);
    let checkout = anna.checkout().await;
    let with_the_other = backend::usecases::orders::place::place_order(&world.backend, &second, &checkout.key, &checkout.seen).await;
    assert!(with_the_other.is_err(), "a checkout of one account places nothing in the other");
}
