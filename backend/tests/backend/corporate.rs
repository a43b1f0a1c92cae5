//! Accounts that work with a representative: who signs in as whom, what seats allow, and how their renewals are paid.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::{Buyer, World};
use backend::db::people::Door;
use backend::demo::{PASSWORD, corporate_sign_ins};
use backend::usecases::people::forget_password::forget_password;
use backend::usecases::people::list_accounts::list_accounts;
use backend::usecases::sessions::sign_in::{SignInError, sign_in};
use backend::usecases::subscriptions::contracts::load_contracts;
use backend::{Refusal, args};
use billing::corporate::{ContactRight, SeatsBlocked};
use secrecy::SecretString;

on_both_engines!(in_corporate_world:
    user_ids_open_their_accounts_and_no_others,
    a_user_id_at_the_other_door_is_told_so_to_who_knows_the_password,
    seats_are_added_where_account_product_and_contract_allow_it,
    who_transfers_is_not_charged_and_has_the_agreed_days,
    who_pays_by_card_is_charged_at_the_negotiated_price,
    a_link_to_a_new_password_goes_to_the_contact_of_the_user_id,
);

const JULIA: &str = "julia.alpers@alpenwerk.example";

async fn try_at(world: &World, door: Door, login: &str, password: &str) -> Result<Option<String>, SignInError> {
    let signed_in = sign_in(&world.backend, door, login, &SecretString::from(password)).await?;
    Ok(signed_in.account.map(|account| account.as_str().to_owned()))
}

async fn user_ids_open_their_accounts_and_no_others(world: World) {
    for (known, number, right) in [
        (corporate_sign_ins()[0], "KD-20417", ContactRight::Order),
        (corporate_sign_ins()[1], "KD-20417", ContactRight::Pay),
        (corporate_sign_ins()[2], "KD-20418", ContactRight::Order),
        (corporate_sign_ins()[3], "KD-20419", ContactRight::Order),
    ] {
        let account = try_at(&world, Door::Corporate, known.login, PASSWORD).await.unwrap();
        assert_eq!(account.unwrap(), world.account_of(number).await.as_str());
        let buyer = Buyer::sign_in(&world, &known.login.to_lowercase()).await;
        assert_eq!((buyer.actor.door, buyer.actor.right, buyer.actor.account_count), (Door::Corporate, right, 1));
        assert!(known.who.starts_with(&buyer.actor.person_name) && known.who.ends_with(&buyer.actor.account_name));
        let may_pay = buyer.actor.must_be_allowed_to_pay().is_ok();
        assert_eq!((may_pay, buyer.actor.must_be_billing_contact().is_ok()), (true, right == ContactRight::Order));
        let accounts = list_accounts(&world.backend, &buyer.actor).await.unwrap();
        assert_eq!(accounts.iter().map(|account| account.number.as_str()).collect::<Vec<_>>(), [number]);
    }
    let unknown = try_at(&world, Door::Corporate, "KD-20416", PASSWORD).await;
    assert!(matches!(unknown, Err(SignInError::UnknownUserId)), "{unknown:?}");
    let online = try_at(&world, Door::Corporate, "anna@nordlicht.example", PASSWORD).await;
    assert!(matches!(online, Err(SignInError::UnknownUserId)), "{online:?}");
    let wrong = try_at(&world, Door::Corporate, "KD-20417", "falsch").await;
    assert!(matches!(wrong, Err(SignInError::Wrong)), "{wrong:?}");
}

async fn a_user_id_at_the_other_door_is_told_so_to_who_knows_the_password(world: World) {
    let told = try_at(&world, Door::BillingCenter, "kd-20417", PASSWORD).await;
    assert!(matches!(told, Err(SignInError::CorporateAccount)), "{told:?}");
    for (login, password) in [("kd-20417", "falsch"), ("kd-20416", PASSWORD), ("rita@kontor.example", PASSWORD)] {
        let guessed = try_at(&world, Door::BillingCenter, login, password).await;
        assert!(matches!(guessed, Err(SignInError::Wrong)), "{login}: {guessed:?}");
    }
    let staff = try_at(&world, Door::Staff, "kd-20417", PASSWORD).await;
    assert!(matches!(staff, Err(SignInError::Wrong)), "{staff:?}");
}

async fn blocked(world: &World, user_id: &str) -> Vec<(String, Option<SeatsBlocked>)> {
    let buyer = world.buyer(user_id).await;
    let contracts = load_contracts(&world.backend, &buyer.actor).await.unwrap();
    contracts.into_iter().map(|found| (found.subscription.running.product.to_string(), found.blocked)).collect()
}

async fn seats_are_added_where_account_product_and_contract_allow_it(world: World) {
    let (training, webinar) = ("goto-training".to_owned(), "goto-webinar".to_owned());
    assert_eq!(blocked(&world, "kd-20417").await, [(training.clone(), None), (webinar.clone(), None)]);
    assert_eq!(blocked(&world, "kd-20419").await, [("goto-assist-v5".to_owned(), Some(SeatsBlocked::Account))]);
    world.change("UPDATE subscriptions SET suspended_on = '2026-11-20' WHERE product = 'goto-webinar'", args![]).await;
    assert_eq!(blocked(&world, "kd-20417").await, [(training.clone(), None), (webinar, Some(SeatsBlocked::NotRunning))]);
    world.change("UPDATE subscriptions SET suspended_on = NULL", args![]).await;
    let mut catalogue = (*world.backend.catalogue).clone();
    catalogue.products.iter_mut().filter(|product| product.id.as_str() == "goto-training").for_each(|product| product.seat_add_on = false);
    let elsewhere = world.another_server(crate::common::Others { catalogue, ..Default::default() }).await;
    assert_eq!(blocked(&elsewhere, "kd-20417").await[0], (training, Some(SeatsBlocked::Product)));
}

async fn who_transfers_is_not_charged_and_has_the_agreed_days(world: World) {
    let hauke = world.buyer("kd-20418").await;
    // A card that is still on file from before is none of this account's ways to pay.
    hauke.use_card(&world, "4242424242424242").await;
    world.change("UPDATE subscriptions SET period_end = '2026-12-01', anchor_day = 1 WHERE account_id = $1", args![hauke.account()]).await;
    world.rewrite_calendar().await;
    world.pass_to("2026-12-01").await;
    // 80 seats at 240,00 € a year, 19 % VAT: the negotiated price, not the catalogue's.
    let sql = "SELECT net_minor || ' ' || total_minor || ' ' || open_minor || ' ' || due_on AS value FROM invoices WHERE account_id = $1";
    assert_eq!(world.texts(sql, args![hauke.account()]).await, ["1920000 2284800 2284800 2026-12-31"]);
    let charged = "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM payment_attempts WHERE account_id = $1";
    assert_eq!(world.number(charged, args![hauke.account()]).await, 0);
    assert!(world.newest_mail_to("hauke.hansen@hafenbau.example").await.contains("zahlbar bis 31.12.2026"));
    world.pass_to("2026-12-31").await;
    let subjects = world.subjects_to("hauke.hansen@hafenbau.example").await;
    assert!(subjects.last().unwrap().starts_with("Ihre Rechnung "), "within the terms nobody reminds: {subjects:?}");
    world.pass_to("2027-01-08").await;
    let subjects = world.subjects_to("hauke.hansen@hafenbau.example").await;
    assert!(subjects.last().unwrap().starts_with("1. Erinnerung"), "{subjects:?}");
    assert_eq!(world.number(charged, args![hauke.account()]).await, 0, "not by a step of the reminders either");
}

async fn who_pays_by_card_is_charged_at_the_negotiated_price(world: World) {
    let julia = world.buyer("kd-20417").await;
    world.pass_to("2027-03-01").await;
    // 25 seats at 1.320,00 € a year, 19 % VAT.
    let sql = "SELECT products || ' ' || net_minor || ' ' || total_minor || ' ' || open_minor AS value FROM invoices WHERE account_id = $1";
    assert_eq!(world.texts(sql, args![julia.account()]).await, ["GoTo Training 3300000 3927000 0"]);
    let paid = "SELECT amount_minor AS value FROM payments WHERE account_id = $1";
    assert_eq!(world.numbers(paid, args![julia.account()]).await, [3_927_000]);
    let konrad = world.buyer("konrad.kern@alpenwerk.example").await;
    assert!(matches!(konrad.actor.must_be_billing_contact(), Err(Refusal::NotBillingContact(contact)) if contact.email == JULIA));
}

async fn a_link_to_a_new_password_goes_to_the_contact_of_the_user_id(world: World) {
    forget_password(&world.backend, Door::Corporate, "KD-20417").await.unwrap();
    forget_password(&world.backend, Door::BillingCenter, "KD-20417").await.unwrap();
    forget_password(&world.backend, Door::Corporate, "anna@nordlicht.example").await.unwrap();
    assert_eq!(world.answer_forgotten().await, 3);
    let sent = world.texts("SELECT recipient AS value FROM outbox WHERE secret IS NOT NULL", args![]).await;
    assert_eq!(sent, [JULIA]);
}
