//! Payment methods: entered on the gateway's page, adopted when somebody comes back or the gateway tells.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::gateway::{Gateway, session_of, sign};
use crate::common::{Buyer, Fault, World, day};
use backend::gateways::payment::MethodKind;
use backend::usecases::gateway_events::handle::{handle_event, handle_overdue};
use backend::usecases::gateway_events::receive::{Received, receive_event};
use backend::usecases::payment_methods::Purpose;
use backend::usecases::payment_methods::adopt::{Adoption, adopt_session};
use backend::usecases::payment_methods::load::load_method;
use backend::usecases::payment_methods::open::open_session;
use backend::{Refusal, args};
use billing::order::{MethodOnFile, OrderState, Validity};

on_both_engines!(in_world:
    a_card_that_was_entered_is_on_file_and_pays,
    a_bank_account_comes_with_its_mandate,
    what_was_on_screen_under_the_old_method_is_not_ordered,
    coming_back_twice_changes_nothing,
    a_page_that_was_given_up_changes_nothing,
    a_page_that_is_still_open_can_be_completed_later,
    another_accounts_page_is_unknown,
    a_colleague_opens_and_adopts_nothing,
    a_gateway_that_is_down_loses_nothing,
    one_error_of_the_gateway_is_asked_again,
    news_put_a_method_on_file_although_nobody_came_back,
    late_news_do_not_replace_a_newer_method,
    an_expired_card_pays_nothing,
    news_without_the_right_signature_are_not_stored,
    two_people_who_come_back_at_once_adopt_once,
);

const METHODS: &str = "SELECT kind || ' ' || brand || ' ' || last4 || ' ' || state AS value FROM payment_methods ORDER BY created_at, id";

async fn last4(buyer: &Buyer) -> String {
    match load_method(&buyer.backend, &buyer.actor).await.unwrap().1.unwrap() {
        MethodOnFile::Card(card) => card.last4,
        MethodOnFile::SepaDebit(debit) => debit.last4,
    }
}

async fn a_card_that_was_entered_is_on_file_and_pays(world: World) {
    let anna = world.anna().await;
    let url = anna.open_page().await;
    assert!(url.starts_with(&world.gateway.url()), "{url}");
    let back = world.gateway.enter_card(&url, "5555 5555 5555 4444").await;
    let expected = format!("https://portal.test/billing/payment-method/return?purpose=checkout&session={}", session_of(&url));
    assert_eq!(back, expected);
    let adopted = adopt_session(&anna.backend, &anna.actor, session_of(&url)).await.unwrap();
    assert_eq!(adopted, (Purpose::Checkout, Adoption::Changed));
    let method = load_method(&anna.backend, &anna.actor).await.unwrap().1.unwrap();
    let MethodOnFile::Card(card) = &method else { panic!("{method:?}") };
    assert_eq!((card.brand.as_str(), card.last4.as_str(), card.expires.as_str()), ("mastercard", "4444", "2030-04"));
    assert_eq!(method.validity(day("2026-11-21")), Validity::Valid);
    assert_eq!(world.texts(METHODS, args![]).await, ["card visa 4242 replaced", "card mastercard 4444 active"]);
    let order = anna.upgrade().await;
    assert_eq!((order.state, order.method), (OrderState::Completed, Some(method)));
    let mails = world.texts("SELECT subject || ': ' || content AS value FROM outbox WHERE kind = 'mail' ORDER BY created_at", args![]).await;
    let notice = mails.first().unwrap();
    assert!(notice.starts_with("Ihre Zahlungsmethode wurde geändert: ") && notice.contains("Mastercard mit den Endziffern 4444"), "{notice}");
    let trail = world.texts("SELECT action AS value FROM audit WHERE action LIKE 'payment%' ORDER BY happened_at, id", args![]).await;
    assert_eq!(trail, ["payment_page_opened", "payment_method_changed"]);
}

async fn a_bank_account_comes_with_its_mandate(world: World) {
    let anna = world.anna().await;
    anna.use_iban(&world, "DE89 3704 0044 0532 0130 00").await;
    let Some(MethodOnFile::SepaDebit(debit)) = load_method(&anna.backend, &anna.actor).await.unwrap().1 else { panic!("no debit") };
    assert_eq!((debit.last4.as_str(), debit.country.as_str(), debit.holder.as_str()), ("3000", "DE", "Nordlicht GmbH"));
    let reference = world.text("SELECT mandate_reference AS value FROM payment_sessions", args![]).await;
    assert_eq!(debit.mandate_reference, reference);
    assert!(reference.starts_with("M-KD10234-") && reference.len() <= 35, "{reference}");
    assert_eq!(world.texts(METHODS, args![]).await, ["card visa 4242 replaced", "sepa_debit sepa 3000 active"]);
}

async fn what_was_on_screen_under_the_old_method_is_not_ordered(world: World) {
    let anna = world.anna().await;
    anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
    let checkout = anna.checkout().await;
    anna.use_card(&world, "5555555555554444").await;
    assert!(matches!(anna.place(&checkout).await, Err(Refusal::PriceChanged)));
    assert_eq!(world.count_orders().await, 0);
    assert_eq!(anna.order_cart().await.state, OrderState::Completed);
}

async fn coming_back_twice_changes_nothing(world: World) {
    let anna = world.anna().await;
    let url = anna.open_page().await;
    world.gateway.enter_card(&url, "4242424242424242").await;
    let session = session_of(&url);
    adopt_session(&anna.backend, &anna.actor, session).await.unwrap();
    let before = (world.picture().await, world.texts(METHODS, args![]).await);
    let again = adopt_session(&anna.backend, &anna.actor, session).await.unwrap();
    assert_eq!(again, (Purpose::Checkout, Adoption::Changed));
    assert_eq!((world.picture().await, world.texts(METHODS, args![]).await), before);
}

async fn a_page_that_was_given_up_changes_nothing(world: World) {
    let anna = world.anna().await;
    let url = open_session(&anna.backend, &anna.actor, Purpose::PaymentMethod, &[MethodKind::Card]).await.unwrap();
    let back = world.gateway.fill_in(&url, &[("action", "cancel")]).await;
    assert_eq!(back, "https://portal.test/billing/payment-method?method=cancelled");
    let adopted = adopt_session(&anna.backend, &anna.actor, session_of(&url)).await.unwrap();
    assert_eq!(adopted, (Purpose::PaymentMethod, Adoption::Cancelled));
    assert_eq!(world.texts(METHODS, args![]).await, ["card visa 4242 active"]);
}

async fn a_page_that_is_still_open_can_be_completed_later(world: World) {
    let anna = world.anna().await;
    let url = anna.open_page().await;
    let adopted = adopt_session(&anna.backend, &anna.actor, session_of(&url)).await.unwrap();
    assert_eq!(adopted, (Purpose::Checkout, Adoption::Open));
    world.gateway.enter_card(&url, "5555555555554444").await;
    adopt_session(&anna.backend, &anna.actor, session_of(&url)).await.unwrap();
    assert_eq!(last4(&anna).await, "4444");
}

async fn another_accounts_page_is_unknown(world: World) {
    let (anna, dora) = (world.anna().await, world.buyer("dora@leer.example").await);
    let url = anna.open_page().await;
    world.gateway.enter_card(&url, "5555555555554444").await;
    for session in [session_of(&url), "ps_nowhere", "", "../charges", "ps_\0"] {
        let adopted = adopt_session(&dora.backend, &dora.actor, session).await;
        assert!(matches!(adopted, Err(Refusal::SessionUnknown)), "{session}: {adopted:?}");
    }
    assert!(load_method(&dora.backend, &dora.actor).await.unwrap().1.is_none());
    assert_eq!(last4(&anna).await, "4242");
}

async fn a_colleague_opens_and_adopts_nothing(world: World) {
    let (anna, ben) = (world.anna().await, world.buyer("ben@nordlicht.example").await);
    let opened = open_session(&ben.backend, &ben.actor, Purpose::PaymentMethod, &[MethodKind::Card]).await;
    assert!(matches!(opened, Err(Refusal::NotBillingContact(_))));
    let url = anna.open_page().await;
    world.gateway.enter_card(&url, "5555555555554444").await;
    let adopted = adopt_session(&ben.backend, &ben.actor, session_of(&url)).await;
    assert!(matches!(adopted, Err(Refusal::NotBillingContact(_))));
    assert_eq!(last4(&ben).await, "4242");
}

async fn a_gateway_that_is_down_loses_nothing(world: World) {
    let anna = world.anna().await;
    anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
    world.gateway.stop().await;
    let opened = open_session(&anna.backend, &anna.actor, Purpose::Checkout, &[MethodKind::Card]).await;
    assert!(matches!(opened, Err(Refusal::GatewaySilent)), "{opened:?}");
    world.gateway.start_again().await;
    let url = anna.open_page().await;
    world.gateway.enter_card(&url, "5555555555554444").await;
    world.gateway.stop().await;
    let adopted = adopt_session(&anna.backend, &anna.actor, session_of(&url)).await;
    assert!(matches!(adopted, Err(Refusal::GatewaySilent)), "{adopted:?}");
    world.gateway.start_again().await;
    adopt_session(&anna.backend, &anna.actor, session_of(&url)).await.unwrap();
    assert_eq!((last4(&anna).await.as_str(), anna.cart().await.items.len()), ("4444", 1));
}

async fn one_error_of_the_gateway_is_asked_again(world: World) {
    let anna = world.anna().await;
    for fault in ["error_before_charge", "error_after_charge", "drop_after_charge"] {
        world.gateway.set_fault_on("session", Fault { name: fault, delay_ms: 0, times: 1 }).await;
        anna.use_card(&world, "4242424242424242").await;
    }
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM payment_sessions WHERE state = 'adopted'", args![]).await, 3);
}

/// Takes news as the server does.
async fn tell(world: &World, news: (String, String)) -> Received {
    let (header, body) = news;
    let received = receive_event(&world.backend, &header, body.as_bytes()).await.unwrap();
    if let Received::New(event) = &received {
        handle_event(&world.backend, event).await.unwrap();
    }
    received
}

async fn news_put_a_method_on_file_although_nobody_came_back(world: World) {
    let anna = world.anna().await;
    let url = anna.open_page().await;
    world.gateway.enter_card(&url, "5555555555554444").await;
    tell(&world, Gateway::news_of_session("ev_1", session_of(&url))).await;
    assert_eq!(last4(&anna).await, "4444");
    let before = world.picture().await;
    assert!(matches!(tell(&world, Gateway::news_of_session("ev_1", session_of(&url))).await, Received::Repeated));
    tell(&world, Gateway::news_of_session("ev_2", session_of(&url))).await;
    tell(&world, Gateway::news_of_session("ev_3", "ps_of_somebody_else")).await;
    assert_eq!(world.picture().await, before);
    assert_eq!(handle_overdue(&world.backend).await.unwrap(), 0, "nothing is left over");
}

async fn late_news_do_not_replace_a_newer_method(world: World) {
    let anna = world.anna().await;
    let first = anna.open_page().await;
    world.gateway.enter_card(&first, "5555555555554444").await;
    anna.use_iban(&world, "DE89370400440532013000").await;
    tell(&world, Gateway::news_of_session("ev_1", session_of(&first))).await;
    assert_eq!(last4(&anna).await, "3000");
}

async fn an_expired_card_pays_nothing(world: World) {
    let anna = world.anna().await;
    anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
    world.change("UPDATE payment_methods SET expires = '2026-11'", args![]).await;
    assert_eq!(load_method(&anna.backend, &anna.actor).await.unwrap().1.unwrap().validity(day("2026-11-21")), Validity::ExpiresSoon);
    world.change("UPDATE payment_methods SET expires = '2026-10'", args![]).await;
    let before = world.picture().await;
    assert!(matches!(anna.place(&anna.checkout().await).await, Err(Refusal::NoPaymentMethod)));
    assert_eq!(world.picture().await, before);
}

async fn news_without_the_right_signature_are_not_stored(world: World) {
    let (header, body) = Gateway::news_of_charge("ev_1", "key");
    let now = world.backend.now() / 1_000_000;
    for (header, body) in [
        (String::new(), body.clone()),
        (sign("another-secret", now, &body), body.clone()),
        (sign(crate::common::gateway::WEBHOOK_SECRET, now - 400, &body), body.clone()),
        (header.clone(), body.replace("ev_1", "ev_2")),
        (sign(crate::common::gateway::WEBHOOK_SECRET, now, "no json"), "no json".to_owned()),
        (sign(crate::common::gateway::WEBHOOK_SECRET, now, r#"{"id":"","type":"x"}"#), r#"{"id":"","type":"x"}"#.to_owned()),
    ] {
        let received = receive_event(&world.backend, &header, body.as_bytes()).await.unwrap();
        assert!(matches!(received, Received::Refused), "{header} {body}");
    }
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM gateway_events", args![]).await, 0);
    assert!(matches!(receive_event(&world.backend, &header, body.as_bytes()).await.unwrap(), Received::New(_)));
}

async fn two_people_who_come_back_at_once_adopt_once(world: World) {
    let anna = world.anna().await;
    let url = anna.open_page().await;
    world.gateway.enter_card(&url, "5555555555554444").await;
    let visits: Vec<_> = (0..6)
        .map(|_| {
            let (anna, session) = (anna.clone(), session_of(&url).to_owned());
            tokio::spawn(async move { adopt_session(&anna.backend, &anna.actor, &session).await })
        })
        .collect();
    for visit in visits {
        assert_eq!(visit.await.unwrap().unwrap(), (Purpose::Checkout, Adoption::Changed));
    }
    assert_eq!(world.texts(METHODS, args![]).await, ["card visa 4242 replaced", "card mastercard 4444 active"]);
}
