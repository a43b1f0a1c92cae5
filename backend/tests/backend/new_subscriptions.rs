//! Subscriptions to products that an account did not have: from the cart to the invoice, and after a trial.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::{Buyer, Others, World, day};
use backend::usecases::invoices::find::find_invoice;
use backend::usecases::subscriptions::list::load_overview;
use backend::usecases::subscriptions::start_trial::{TrialWish, start_trial};
use backend::{Refusal, args};
use billing::cart::CartStep;
use billing::ids::{OrderId, ProductId, SubscriptionId};
use billing::order::{Order, OrderState};
use billing::subscription::{Subscription, SubscriptionState};

on_both_engines!(in_world:
    a_new_subscription_is_charged_invoiced_and_in_force,
    buying_ends_the_trial,
    a_declined_card_leaves_the_trial_running,
    a_product_that_runs_is_not_bought_again,
    orders_of_one_new_product_at_once_make_one_subscription,
    a_trial_and_an_order_at_once_leave_one_live_subscription,
    other_items_lead_to_the_cart,
);

const TRAINING: &str = "goto-training";

async fn all_of(buyer: &Buyer, product: &str) -> Vec<Subscription> {
    let overview = load_overview(&buyer.backend, &buyer.actor).await.unwrap();
    overview.subscriptions.into_iter().filter(|found| found.running.product.as_str() == product).collect()
}

fn states(subscriptions: &[Subscription]) -> Vec<SubscriptionState> {
    subscriptions.iter().map(|found| found.state).collect()
}

async fn try_training(buyer: &Buyer) -> Result<SubscriptionId, Refusal> {
    let wish = TrialWish { product: ProductId(TRAINING.to_owned()), plan: "pro".to_owned(), seats: "3".to_owned() };
    start_trial(&buyer.backend, &buyer.actor, &wish).await
}

async fn buy_training(buyer: &Buyer) -> Order {
    buyer.put_new(TRAINING, "pro", "3", "monthly").await.unwrap();
    let checkout = buyer.checkout().await;
    let id = buyer.place(&checkout).await.unwrap();
    buyer.order(&id).await
}

async fn a_new_subscription_is_charged_invoiced_and_in_force(world: World) {
    let anna = world.anna().await;
    let order = buy_training(&anna).await;
    // 3 × 159.00 € and 19 % VAT.
    assert_eq!((order.state, order.price.net_minor, order.price.due_now_minor), (OrderState::Completed, 47_700, 56_763));
    assert!(order.price.asks_for_payment);
    assert_eq!(world.gateway.charged().await, [56_763]);
    let found = all_of(&anna, TRAINING).await;
    assert_eq!(states(&found), [SubscriptionState::Active]);
    let subscription = found.into_iter().next().unwrap();
    let running = subscription.running;
    assert_eq!((running.plan.as_str(), running.seats, running.unit_minor, running.tax.unwrap().rate.to_string()), ("pro", 3, 15_900, "19".to_owned()));
    assert_eq!((running.period_start, running.period_end, subscription.anchor_day), (day("2026-11-21"), day("2026-12-21"), 21));
    assert_eq!(world.order_documents().await, ["RE-2026-00013"]);
    let invoice = find_invoice(&anna.backend, &anna.actor, "RE-2026-00013").await.unwrap();
    assert_eq!((invoice.net_minor, invoice.total_minor, invoice.lines.len()), (47_700, 56_763, 1));
    let linked = "SELECT p.subscription_id AS value FROM invoice_periods p JOIN invoices i ON i.id = p.invoice_id WHERE i.number = 'RE-2026-00013'";
    assert_eq!(world.text(linked, args![]).await, subscription.id.as_str());
    let event = world.text("SELECT content AS value FROM outbox WHERE kind = 'entitlement'", args![]).await;
    let event: serde_json::Value = serde_json::from_str(&event).unwrap();
    assert_eq!(event.pointer("/subscription").and_then(|id| id.as_str()), Some(subscription.id.as_str()));
    assert_eq!(event.pointer("/seats").and_then(serde_json::Value::as_i64), Some(3));
    assert!(anna.cart().await.items.is_empty());
}

async fn buying_ends_the_trial(world: World) {
    let anna = world.anna().await;
    let trial = try_training(&anna).await.unwrap();
    let order = buy_training(&anna).await;
    assert_eq!((order.state, world.gateway.charged().await), (OrderState::Completed, vec![56_763]));
    let found = all_of(&anna, TRAINING).await;
    assert_eq!(states(&found), [SubscriptionState::TrialEnded, SubscriptionState::Active]);
    let ended = found.iter().find(|found| found.id == trial).unwrap();
    assert_eq!((ended.running.period_end, &ended.open_order), (day("2026-11-21"), &None));
    let bought = found.iter().find(|found| found.id != trial).unwrap();
    let again = try_training(&anna).await;
    assert!(matches!(&again, Err(Refusal::AlreadySubscribed(id)) if *id == bought.id), "{again:?}");
    world.change("UPDATE subscriptions SET state = 'ended' WHERE id = $1", args![bought.id.as_str()]).await;
    let again = try_training(&anna).await;
    assert!(matches!(again, Err(Refusal::TrialUsed)), "what was bought after a trial is not tried again: {again:?}");
    world.rewrite_calendar().await;
}

async fn a_declined_card_leaves_the_trial_running(world: World) {
    let anna = world.anna().await;
    try_training(&anna).await.unwrap();
    world.use_token(&anna, "tok_declined_0002").await;
    assert_eq!(buy_training(&anna).await.state, OrderState::Declined);
    let found = all_of(&anna, TRAINING).await;
    assert_eq!(states(&found), [SubscriptionState::TrialRunning]);
    assert_eq!(found.first().and_then(|trial| trial.open_order.clone()), None);
    assert_eq!(anna.cart().await.items.len(), 1, "it can be tried with another card");
}

async fn a_product_that_runs_is_not_bought_again(world: World) {
    let anna = world.anna().await;
    let (meeting, before) = (anna.subscription("goto-meeting").await.id, world.picture().await);
    let refused = anna.put_new("goto-meeting", "business", "3", "monthly").await;
    assert!(matches!(&refused, Err(Refusal::AlreadySubscribed(id)) if *id == meeting), "{refused:?}");
    assert_eq!(world.picture().await, before);
}

async fn orders_of_one_new_product_at_once_make_one_subscription(world: World) {
    let anna = world.anna().await;
    let other = world.another_server(Others::default()).await;
    anna.put_new(TRAINING, "starter", "9", "monthly").await.unwrap();
    let older = anna.checkout().await;
    anna.put_new(TRAINING, "pro", "3", "monthly").await.unwrap();
    let newer = anna.checkout().await;
    let submits: Vec<_> = (0..16)
        .map(|place| {
            let (buyer, checkout) = (if place % 2 == 0 { anna.clone() } else { anna.at(&other) }, if place % 4 < 2 { older.clone() } else { newer.clone() });
            tokio::spawn(async move { (place % 4 < 2, buyer.place(&checkout).await) })
        })
        .collect();
    let mut orders: Vec<OrderId> = Vec::new();
    for submit in submits {
        match submit.await.unwrap() {
            (false, Ok(order)) => orders.push(order),
            (true, Err(Refusal::PriceChanged | Refusal::OrderOpen(_) | Refusal::CartEmpty)) => {}
            other => panic!("{other:?}"),
        }
    }
    orders.dedup();
    assert_eq!((orders.len(), world.count_orders().await, world.gateway.charged().await), (1, 1, vec![56_763]));
    assert_eq!(states(&all_of(&anna, TRAINING).await), [SubscriptionState::Active]);
    other.backend.db.close().await;
}

async fn a_trial_and_an_order_at_once_leave_one_live_subscription(world: World) {
    let anna = world.anna().await;
    anna.put_new(TRAINING, "pro", "3", "monthly").await.unwrap();
    let checkout = anna.checkout().await;
    let placing = tokio::spawn({
        let (anna, checkout) = (anna.clone(), checkout.clone());
        async move { anna.place(&checkout).await }
    });
    let trying = tokio::spawn({
        let anna = anna.clone();
        async move { try_training(&anna).await }
    });
    let (placed, tried) = (placing.await.unwrap(), trying.await.unwrap());
    let order = placed.unwrap();
    assert!(matches!(tried, Ok(_) | Err(Refusal::OrderOpen(_) | Refusal::AlreadySubscribed(_))), "{tried:?}");
    assert_eq!((anna.order(&order).await.state, world.gateway.charged().await), (OrderState::Completed, vec![56_763]));
    let live = all_of(&anna, TRAINING).await.into_iter().filter(|found| found.state != SubscriptionState::TrialEnded).collect::<Vec<_>>();
    assert_eq!(states(&live), [SubscriptionState::Active]);
}

async fn other_items_lead_to_the_cart(world: World) {
    let anna = world.anna().await;
    assert_eq!(anna.put_new(TRAINING, "pro", "3", "monthly").await.unwrap(), CartStep::ProceedToCheckout);
    assert_eq!(anna.put_new(TRAINING, "pro", "4", "annual").await.unwrap(), CartStep::ProceedToCheckout, "the same product takes the item's place");
    assert_eq!(anna.put("goto-meeting", "business", "10", "monthly").await.unwrap(), CartStep::AddToCart);
    let choices: Vec<(String, i64)> = anna.cart().await.items.into_iter().map(|item| (item.product.0, item.choice.seats)).collect();
    assert_eq!(choices, [(TRAINING.to_owned(), 4), ("goto-meeting".to_owned(), 10)]);
}
