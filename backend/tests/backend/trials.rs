//! Free trials: started once, in force at once, without an order or a payment.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::{Buyer, Fault, Others, World, day};
use backend::recovery::recover_orders;
use backend::usecases::subscriptions::edit::load_editor;
use backend::usecases::subscriptions::list::load_overview;
use backend::usecases::subscriptions::offer::{ProductOffer, load_offers};
use backend::usecases::subscriptions::start_trial::{TrialWish, start_trial};
use backend::{Refusal, args};
use billing::PriceErrorCode;
use billing::editor::PlanInputError;
use billing::ids::{ProductId, SubscriptionId};
use billing::order::OrderState;
use billing::subscription::SubscriptionState;

on_both_engines!(in_world:
    a_trial_is_in_force_at_once_and_costs_nothing,
    a_trial_is_welcomed_by_mail_in_the_accounts_language,
    a_trial_tells_the_product_and_leaves_a_trail,
    a_second_submit_finds_what_the_first_has_started,
    a_trial_that_is_started_32_times_is_one,
    a_trial_is_given_once,
    who_pays_for_a_product_needs_no_trial_of_it,
    what_cannot_be_tried_is_refused_and_changes_nothing,
    a_trial_is_its_accounts_alone,
    the_offers_tell_what_an_account_has,
);

on_both_engines!(in_impatient_world: an_order_in_progress_keeps_its_product_from_being_tried);

async fn dora(world: &World) -> Buyer {
    world.buyer("dora@leer.example").await
}

async fn try_it(buyer: &Buyer, product: &str, plan: &str, seats: &str) -> Result<SubscriptionId, Refusal> {
    let wish = TrialWish { product: ProductId(product.to_owned()), plan: plan.to_owned(), seats: seats.to_owned() };
    start_trial(&buyer.backend, &buyer.actor, &wish).await
}

async fn a_trial_is_in_force_at_once_and_costs_nothing(world: World) {
    let dora = dora(&world).await;
    let id = try_it(&dora, "goto-webinar", "standard", " 3 ").await.unwrap();
    let trial = dora.subscription("goto-webinar").await;
    assert_eq!((trial.id, trial.state, trial.open_order), (id, SubscriptionState::TrialRunning, None));
    let running = trial.running;
    assert_eq!((running.plan.as_str(), running.seats, running.unit_minor, running.tax), ("standard", 3, 0, None));
    // Seven days, today being the first.
    assert_eq!((running.period_start, running.period_end), (day("2026-11-21"), day("2026-11-28")));
    assert_eq!((world.count_orders().await, world.gateway.charges().await.len(), world.order_documents().await.len()), (0, 0, 0));
}

async fn a_trial_is_welcomed_by_mail_in_the_accounts_language(world: World) {
    let (dora, carla) = (dora(&world).await, world.buyer("carla@solo.example").await);
    world.change("UPDATE accounts SET language = 'en' WHERE id = $1", args![carla.account()]).await;
    try_it(&dora, "goto-meeting", "business", "1").await.unwrap();
    try_it(&carla, "goto-webinar", "pro", "1200").await.unwrap();
    let mail = "SELECT recipient || '|' || language || '|' || subject || '|' || content AS value FROM outbox WHERE kind = 'mail' AND account_id = $1";
    let german = world.text(mail, args![dora.account()]).await;
    assert!(german.starts_with("dora@leer.example|de|Willkommen zu Ihrer Testversion: GoTo Meeting Business|Guten Tag Dora Decker,"), "{german}");
    for words in ["1 Benutzerlizenz\n", "bis einschließlich: 04.12.2026", "endet am 05.12.2026 von selbst", "Jetzt abonnieren", "https://portal.test/billing"]
    {
        assert!(german.contains(words), "{words}: {german}");
    }
    let english = world.text(mail, args![carla.account()]).await;
    assert!(english.starts_with("carla@solo.example|en|Welcome to your free trial: GoTo Webinar Pro|Dear Carla Conti,"), "{english}");
    for words in ["1,200 user licences", "up to and including: 27 Nov 2026", "ends by itself on 28 Nov 2026", "no payment details", "Subscribe now"] {
        assert!(english.contains(words), "{words}: {english}");
    }
}

async fn a_trial_tells_the_product_and_leaves_a_trail(world: World) {
    let dora = dora(&world).await;
    let id = try_it(&dora, "goto-webinar", "standard", "3").await.unwrap();
    let event = world.text("SELECT recipient || '|' || content AS value FROM outbox WHERE kind = 'entitlement'", args![]).await;
    let (name, content) = event.split_once('|').unwrap();
    let content: serde_json::Value = serde_json::from_str(content).unwrap();
    let expected = serde_json::json!({
        "account": "KD-10988", "subscription": id, "product": "goto-webinar", "plan": "standard", "seats": 3, "trial_ends": "2026-11-28",
    });
    assert_eq!((name, content), ("entitlement.changed", expected));
    let trail = "SELECT action || ' ' || subject || ' ' || person_id AS value FROM audit WHERE account_id = $1 AND action = 'trial_started'";
    assert_eq!(world.text(trail, args![dora.account()]).await, format!("trial_started {id} {}", dora.actor.person));
}

async fn a_second_submit_finds_what_the_first_has_started(world: World) {
    let dora = dora(&world).await;
    let first = try_it(&dora, "goto-webinar", "standard", "3").await.unwrap();
    assert_eq!(try_it(&dora, "goto-webinar", "standard", "3").await.unwrap(), first);
    assert_eq!(try_it(&dora, "goto-webinar", "pro", "9").await.unwrap(), first, "and leaves it as it is");
    assert_eq!(dora.subscription("goto-webinar").await.running.seats, 3);
    assert_eq!(messages(&world).await, 2, "one mail, one event");
}

async fn messages(world: &World) -> i64 {
    world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM outbox", args![]).await
}

async fn a_trial_that_is_started_32_times_is_one(world: World) {
    let dora = dora(&world).await;
    let other = world.another_server(Others::default()).await;
    let submits: Vec<_> = (0..32)
        .map(|place| {
            let buyer = if place % 2 == 0 { dora.clone() } else { dora.at(&other) };
            tokio::spawn(async move { try_it(&buyer, "goto-training", "starter", "2").await.unwrap() })
        })
        .collect();
    let mut answers = Vec::new();
    for submit in submits {
        answers.push(submit.await.unwrap());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    let rows = "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM subscriptions WHERE account_id = $1";
    assert_eq!((world.number(rows, args![dora.account()]).await, messages(&world).await), (1, 2));
    other.backend.db.close().await;
}

async fn a_trial_is_given_once(world: World) {
    let anna = world.anna().await;
    let before = world.picture().await;
    let again = try_it(&anna, "goto-assist-v4", "remote-support", "3").await;
    assert!(matches!(again, Err(Refusal::TrialUsed)), "{again:?}");
    assert_eq!(world.picture().await, before);
    // What she had of one product takes nothing from another.
    try_it(&anna, "goto-assist-v5", "remote-support", "3").await.unwrap();
}

async fn who_pays_for_a_product_needs_no_trial_of_it(world: World) {
    let anna = world.anna().await;
    let (meeting, before) = (anna.subscription("goto-meeting").await.id, world.picture().await);
    let refused = try_it(&anna, "goto-meeting", "business", "3").await;
    assert!(matches!(&refused, Err(Refusal::AlreadySubscribed(id)) if *id == meeting), "{refused:?}");
    assert_eq!(world.picture().await, before);
    world.change("UPDATE subscriptions SET state = 'pending_cancellation' WHERE id = $1", args![meeting.as_str()]).await;
    let refused = try_it(&anna, "goto-meeting", "business", "3").await;
    assert!(matches!(refused, Err(Refusal::AlreadySubscribed(_))), "until it ends: {refused:?}");
    world.rewrite_calendar().await;
}

async fn what_cannot_be_tried_is_refused_and_changes_nothing(world: World) {
    let mut catalogue = crate::common::world::demo_catalogue();
    catalogue.products.iter_mut().filter(|product| product.id.as_str() == "goto-training").for_each(|product| product.trial_days = None);
    let world = world.another_server(Others { catalogue, ..Others::default() }).await;
    let (dora, ben) = (dora(&world).await, world.buyer("ben@nordlicht.example").await);
    let before = world.picture().await;
    for seats in ["0", "-1", "10001", "abc", "", "1.5"] {
        let refused = try_it(&dora, "goto-webinar", "standard", seats).await;
        assert!(matches!(refused, Err(Refusal::PlanInput(error)) if error != PlanInputError::PlanMissing), "{seats:?}: {refused:?}");
    }
    let refused = try_it(&dora, "goto-webinar", "golden", "3").await;
    assert!(matches!(refused, Err(Refusal::PlanInput(PlanInputError::PlanMissing))), "{refused:?}");
    let refused = try_it(&dora, "goto-nowhere", "standard", "3").await;
    assert!(matches!(refused, Err(Refusal::Price(PriceErrorCode::UnknownProduct))), "{refused:?}");
    let refused = try_it(&dora, "goto-training", "pro", "3").await;
    assert!(matches!(refused, Err(Refusal::Price(PriceErrorCode::ProductNotEligible))), "{refused:?}");
    let refused = try_it(&ben, "goto-assist-v5", "remote-support", "3").await;
    assert!(matches!(&refused, Err(Refusal::NotBillingContact(contact)) if contact.name == "Anna Albrecht"), "{refused:?}");
    assert_eq!(world.picture().await, before);
    world.backend.db.close().await;
}

async fn a_trial_is_its_accounts_alone(world: World) {
    let (dora, anna) = (dora(&world).await, world.anna().await);
    let id = try_it(&dora, "goto-training", "pro", "3").await.unwrap();
    let overview = load_overview(&anna.backend, &anna.actor).await.unwrap();
    assert!(overview.subscriptions.iter().all(|found| found.id != id));
    assert!(matches!(load_editor(&anna.backend, &anna.actor, &id).await, Err(Refusal::NotFound)));
    // Another account's trial of the same product is none of hers.
    let hers = try_it(&anna, "goto-training", "pro", "3").await.unwrap();
    assert_ne!(hers, id);
}

async fn the_offers_tell_what_an_account_has(world: World) {
    let anna = world.anna().await;
    let offers = load_offers(&anna.backend, &anna.actor).await.unwrap();
    let offer = |product: &str| -> &ProductOffer { offers.products.iter().find(|offer| offer.product.as_str() == product).unwrap() };
    assert_eq!(offers.products.len(), 5, "all of the catalogue");
    let state = |product: &str| (offer(product).live.as_ref().map(|live| live.state), offer(product).was_tried);
    assert_eq!(state("goto-meeting"), (Some(SubscriptionState::Active), false));
    assert_eq!(state("goto-assist-v4"), (None, true));
    assert_eq!(offer("goto-assist-v4").past.as_ref().map(|past| past.running.seats), Some(3));
    assert_eq!(state("goto-training"), (None, false));
    try_it(&anna, "goto-training", "pro", "3").await.unwrap();
    let offers = load_offers(&anna.backend, &anna.actor).await.unwrap();
    let training = offers.products.iter().find(|offer| offer.product.as_str() == "goto-training").unwrap();
    assert_eq!(training.live.as_ref().map(|live| live.state), Some(SubscriptionState::TrialRunning));
}

async fn an_order_in_progress_keeps_its_product_from_being_tried(world: World) {
    let anna = world.anna().await;
    world.gateway.set_fault(Fault { name: "silent_before_charge", delay_ms: 2_000, times: 1 }).await;
    anna.put_new("goto-training", "pro", "3", "monthly").await.unwrap();
    let checkout = anna.checkout().await;
    let order = anna.place(&checkout).await.unwrap();
    assert_eq!(anna.order(&order).await.state, OrderState::Placed);
    let before = world.picture().await;
    let refused = try_it(&anna, "goto-training", "pro", "3").await;
    assert!(matches!(&refused, Err(Refusal::OrderOpen(open)) if *open == order), "{refused:?}");
    assert_eq!(world.picture().await, before);
    let offers = load_offers(&anna.backend, &anna.actor).await.unwrap();
    let training = offers.products.iter().find(|offer| offer.product.as_str() == "goto-training").unwrap();
    assert_eq!(training.open_order.as_ref(), Some(&order));
    // Found out to have come to nothing, it stands in nobody's way.
    world.expire_leases().await;
    recover_orders(&world.patient().await.backend).await.unwrap();
    assert_eq!(anna.order(&order).await.state, OrderState::Cancelled);
    try_it(&anna, "goto-training", "pro", "3").await.unwrap();
}
