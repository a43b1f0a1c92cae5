//! A subscription is cancelled, and the cancellation is taken back: who may, until when, and what it leaves behind.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::{Buyer, World};
use backend::usecases::subscriptions::cancel::cancel_subscription;
use backend::usecases::subscriptions::reactivate::reactivate_subscription;
use backend::{Refusal, args};
use billing::input::InputFault;

on_both_engines!(in_world:
    a_cancelled_subscription_runs_until_its_period_ends_and_no_longer,
    a_cancellation_is_taken_back_until_the_last_day,
    from_the_end_on_nothing_can_be_taken_back,
    only_the_billing_contact_cancels,
    a_trial_and_what_is_over_are_not_cancelled,
    an_order_that_is_being_charged_decides_first,
    a_change_in_the_cart_goes_with_the_cancellation,
    a_service_that_rests_beyond_its_period_ends_at_once,
);

const ANNA: &str = "anna@nordlicht.example";

async fn cancel(buyer: &Buyer, product: &str) -> Result<(), Refusal> {
    let id = buyer.subscription(product).await.id;
    cancel_subscription(&buyer.backend, &buyer.actor, &id, " Wir ziehen um. ").await
}

async fn reactivate(buyer: &Buyer, product: &str) -> Result<(), Refusal> {
    let id = buyer.subscription(product).await.id;
    reactivate_subscription(&buyer.backend, &buyer.actor, &id).await
}

async fn trail(world: &World, action: &str) -> Vec<String> {
    let sql = "SELECT p.name || ' ' || a.details AS value FROM audit a JOIN people p ON p.id = a.person_id WHERE a.action = $1";
    world.texts(sql, args![action]).await
}

async fn a_cancelled_subscription_runs_until_its_period_ends_and_no_longer(world: World) {
    let anna = world.anna().await;
    let documents = anna_documents(&world, &anna).await;
    cancel(&anna, "goto-meeting").await.unwrap();
    cancel(&anna, "goto-meeting").await.unwrap();
    assert!(world.standing(anna.account()).await.contains(&"goto-meeting pending_cancellation 2026-11-01 2026-12-01".to_owned()));
    assert_eq!(world.subjects_to(ANNA).await, ["Ihre Kündigung: GoTo Meeting Professional"]);
    let mail = world.newest_mail_to(ANNA).await;
    assert!(mail.contains("läuft bis einschließlich 30.11.2026") && mail.contains("endet am 01.12.2026"), "{mail}");
    let trail = trail(&world, "subscription_cancelled").await;
    assert_eq!(trail.len(), 1);
    assert!(trail[0].starts_with("Anna Albrecht") && trail[0].contains("\"Wir ziehen um.\""), "{trail:?}");
    assert!(world.calendar(anna.account()).await.contains(&"cancellation 2026-12-01".to_owned()));

    world.pass_to("2026-12-02").await;
    assert!(world.standing(anna.account()).await.contains(&"goto-meeting ended 2026-11-01 2026-12-01".to_owned()));
    assert_eq!(world.subjects_to(ANNA).await.last().unwrap(), "Ihr Abonnement ist beendet: GoTo Meeting Professional");
    assert_eq!(anna_documents(&world, &anna).await, documents);
    assert!(matches!(cancel(&anna, "goto-meeting").await, Err(Refusal::SubscriptionEnded)));
}

async fn anna_documents(world: &World, anna: &Buyer) -> Vec<String> {
    world.documents_since(anna.account(), "2020-01-01").await
}

async fn a_cancellation_is_taken_back_until_the_last_day(world: World) {
    let anna = world.anna().await;
    let calendar = world.calendar(anna.account()).await;
    cancel(&anna, "goto-meeting").await.unwrap();
    world.pass_to("2026-11-30").await;
    reactivate(&anna, "goto-meeting").await.unwrap();
    reactivate(&anna, "goto-meeting").await.unwrap();
    assert_eq!(world.subjects_to(ANNA).await, ["Ihre Kündigung: GoTo Meeting Professional", "Kündigung zurückgenommen: GoTo Meeting Professional"]);
    assert_eq!(trail(&world, "cancellation_taken_back").await.len(), 1);
    let after = world.calendar(anna.account()).await;
    assert!(calendar.iter().all(|entry| after.contains(entry)), "{calendar:?} / {after:?}");

    world.pass_to("2026-12-01").await;
    assert!(world.standing(anna.account()).await.contains(&"goto-meeting active 2026-12-01 2027-01-01".to_owned()));
}

async fn from_the_end_on_nothing_can_be_taken_back(world: World) {
    let anna = world.anna().await;
    cancel(&anna, "goto-meeting").await.unwrap();
    // The day has come, and the calendar is a moment late.
    world.change("UPDATE subscriptions SET period_end = '2026-11-21' WHERE product = 'goto-meeting'", args![]).await;
    assert!(matches!(reactivate(&anna, "goto-meeting").await, Err(Refusal::SubscriptionEnded)));
    world.rewrite_calendar().await;
    world.pass_to("2026-11-22").await;
    assert!(matches!(reactivate(&anna, "goto-meeting").await, Err(Refusal::SubscriptionEnded)));
    assert_eq!(trail(&world, "cancellation_taken_back").await, Vec::<String>::new());
}

async fn only_the_billing_contact_cancels(world: World) {
    let (anna, ben, dora) = (world.anna().await, Buyer::sign_in(&world, "ben@nordlicht.example").await, Buyer::sign_in(&world, "dora@leer.example").await);
    let id = anna.subscription("goto-meeting").await.id;
    let before = world.picture().await;
    for buyer in [&ben, &dora] {
        let (cancelled, taken_back) =
            (cancel_subscription(&buyer.backend, &buyer.actor, &id, "").await, reactivate_subscription(&buyer.backend, &buyer.actor, &id).await);
        for outcome in [cancelled, taken_back] {
            let refusal = outcome.unwrap_err();
            assert!(matches!(refusal, Refusal::NotBillingContact(_) | Refusal::NotFound), "{refusal:?}");
        }
    }
    let long = "x".repeat(1001);
    let refusal = cancel_subscription(&anna.backend, &anna.actor, &id, &long).await.unwrap_err();
    assert!(matches!(refusal, Refusal::Input { field: "reason", fault: InputFault::TooLong { most: 1000 } }), "{refusal:?}");
    assert_eq!(world.picture().await, before);
}

async fn a_trial_and_what_is_over_are_not_cancelled(world: World) {
    let (anna, carla) = (world.anna().await, Buyer::sign_in(&world, "carla@solo.example").await);
    let before = world.picture().await;
    assert!(matches!(cancel(&carla, "goto-training").await, Err(Refusal::TrialEndsItself)));
    assert!(matches!(reactivate(&carla, "goto-training").await, Err(Refusal::TrialEndsItself)));
    assert!(matches!(cancel(&anna, "goto-assist-v4").await, Err(Refusal::SubscriptionEnded)));
    assert!(matches!(reactivate(&anna, "goto-assist-v4").await, Err(Refusal::SubscriptionEnded)));
    assert_eq!(world.picture().await, before);
}

async fn an_order_that_is_being_charged_decides_first(world: World) {
    let anna = world.anna().await;
    world.use_token(&anna, "tok_3ds_3220").await;
    anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
    let order = anna.place(&anna.checkout().await).await.unwrap();
    let refusal = cancel(&anna, "goto-meeting").await.unwrap_err();
    assert!(matches!(&refusal, Refusal::OrderOpen(open) if *open == order), "{refusal:?}");
    backend::usecases::orders::give_up::give_up_order(&anna.backend, &anna.actor, &order).await.unwrap();
    cancel(&anna, "goto-meeting").await.unwrap();
}

async fn a_change_in_the_cart_goes_with_the_cancellation(world: World) {
    let anna = world.anna().await;
    anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
    anna.put("goto-webinar", "pro", "2", "annual").await.unwrap();
    let checkout = anna.checkout().await;
    cancel(&anna, "goto-meeting").await.unwrap();
    let left: Vec<String> = anna.cart().await.items.iter().map(|item| item.product.to_string()).collect();
    assert_eq!(left, ["goto-webinar"]);
    assert!(anna.place(&checkout).await.is_err());
    assert_eq!(world.count_orders().await, 0);
}

async fn a_service_that_rests_beyond_its_period_ends_at_once(world: World) {
    let anna = world.anna().await;
    world.use_token(&anna, "tok_insufficient_9995").await;
    world.pass_to("2027-01-02").await;
    assert!(world.standing(anna.account()).await.contains(&"goto-meeting active 2026-12-01 2027-01-01 suspended 2026-12-22".to_owned()));
    cancel(&anna, "goto-meeting").await.unwrap();
    world.pass_to("2027-01-03").await;
    assert!(world.standing(anna.account()).await.iter().any(|line| line.starts_with("goto-meeting ended 2026-12-01 2027-01-01")));
    let subjects = world.subjects_to(ANNA).await;
    assert!(!subjects.iter().any(|subject| subject.starts_with("Ihre Kündigung")), "{subjects:?}");
    assert_eq!(subjects.last().unwrap(), "Ihr Abonnement ist beendet: GoTo Meeting Professional");
}
