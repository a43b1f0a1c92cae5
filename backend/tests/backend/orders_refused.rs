//! Orders that must not come about: each leaves every table and the gateway as they were.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::world::demo_catalogue;
use crate::common::{Buyer, Checkout, Others, World, day};
use backend::usecases::cart::remove::remove_from_cart;
use backend::usecases::orders::find::find_order;
use backend::usecases::orders::place::place_order;
use backend::usecases::subscriptions::edit::load_editor;
use backend::{Refusal, args};
use billing::editor::PlanInputError;
use billing::ids::{OrderId, ProductId, SubscriptionId};
use billing::order::OrderState;
use billing::{Catalogue, PriceErrorCode};

on_both_engines!(in_world:
    a_colleague_is_told_who_the_billing_contact_is,
    what_belongs_to_another_account_is_as_if_not_there,
    an_emptied_cart_orders_nothing,
    a_cart_that_was_changed_since_is_not_ordered,
    a_price_that_was_not_on_screen_is_not_charged,
    a_price_that_rose_since_is_not_charged,
    a_plan_that_is_no_longer_sold_is_not_ordered,
    the_price_of_yesterday_is_not_charged,
    a_period_that_ended_since_is_not_changed,
    without_a_payment_method_nothing_is_ordered,
    a_number_of_seats_that_is_none_does_not_enter_the_cart,
    a_lower_plan_and_no_change_do_not_enter_the_cart,
    what_is_no_plan_or_interval_does_not_enter_the_cart,
    a_trial_that_ended_cannot_be_edited,
    a_cart_that_became_impossible_is_not_ordered,
    a_declined_card_changes_nothing_and_the_order_can_be_placed_again,
);

/// Tries to order, and answers why not; nothing at all may have changed.
async fn refusal(world: &World, buyer: &Buyer, checkout: &Checkout) -> Refusal {
    let before = world.picture().await;
    let charges = world.gateway.charges().await;
    let refusal = buyer.place(checkout).await.unwrap_err();
    assert_eq!(world.picture().await, before);
    assert_eq!(world.gateway.charges().await, charges);
    refusal
}

/// Tries to put something into the cart, and answers why not; nothing may have changed.
async fn put_refusal(world: &World, buyer: &Buyer, what: (&str, &str, &str, &str)) -> Refusal {
    let (product, plan, seats, interval) = what;
    let before = world.picture().await;
    let refusal = buyer.put(product, plan, seats, interval).await.unwrap_err();
    assert_eq!(world.picture().await, before, "{what:?}");
    refusal
}

/// Anna has Business in her cart, and the checkout on screen.
async fn at_checkout(world: &World) -> (Buyer, Checkout) {
    let anna = world.anna().await;
    anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
    let checkout = anna.checkout().await;
    assert_eq!(checkout.price.due_now_minor, 17_056);
    (anna, checkout)
}

async fn a_colleague_is_told_who_the_billing_contact_is(world: World) {
    let (anna, checkout) = at_checkout(&world).await;
    let ben = world.buyer("ben@nordlicht.example").await;
    let before = world.picture().await;
    let refusals = [
        ben.put("goto-meeting", "business", "10", "monthly").await.unwrap_err(),
        remove_from_cart(&ben.backend, &ben.actor, &ProductId("goto-meeting".to_owned())).await.unwrap_err(),
        ben.place(&checkout).await.unwrap_err(),
    ];
    for refusal in refusals {
        let Refusal::NotBillingContact(contact) = refusal else { panic!("{refusal:?}") };
        assert_eq!((contact.name.as_str(), contact.email.as_str()), ("Anna Albrecht", "anna@nordlicht.example"));
    }
    assert_eq!(world.picture().await, before);
    assert_eq!(anna.cart().await.items.len(), 1);
}

async fn what_belongs_to_another_account_is_as_if_not_there(world: World) {
    let (anna, checkout) = at_checkout(&world).await;
    let order = anna.place(&checkout).await.unwrap();
    anna.put("goto-webinar", "pro", "2", "annual").await.unwrap();
    let foreign = anna.subscription("goto-webinar").await.id;
    let carla = world.buyer("carla@solo.example").await;
    let nowhere = SubscriptionId("00000000000000000000000000000000".to_owned());
    let before = world.picture().await;
    for id in [&foreign, &nowhere] {
        assert!(matches!(carla.put_for(id, "pro", "3", "annual").await, Err(Refusal::NotFound)));
        assert!(matches!(load_editor(&carla.backend, &carla.actor, id).await, Err(Refusal::NotFound)));
    }
    for id in [&order, &OrderId("nowhere".to_owned())] {
        assert!(matches!(find_order(&carla.backend, &carla.actor, id).await, Err(Refusal::NotFound)));
    }
    // The key of another account's checkout tells nothing of its order.
    assert!(matches!(carla.place(&checkout).await, Err(Refusal::CartEmpty)));
    assert_eq!(world.picture().await, before);
    remove_from_cart(&carla.backend, &carla.actor, &ProductId("goto-webinar".to_owned())).await.unwrap();
    assert_eq!(anna.cart().await.items.len(), 1);
}

async fn an_emptied_cart_orders_nothing(world: World) {
    let (anna, checkout) = at_checkout(&world).await;
    remove_from_cart(&anna.backend, &anna.actor, &ProductId("goto-meeting".to_owned())).await.unwrap();
    assert!(matches!(refusal(&world, &anna, &checkout).await, Refusal::CartEmpty));
    let dora = world.buyer("dora@leer.example").await;
    assert!(matches!(place_order(&dora.backend, &dora.actor, "", "").await, Err(Refusal::CartEmpty)));
}

async fn a_cart_that_was_changed_since_is_not_ordered(world: World) {
    let (anna, checkout) = at_checkout(&world).await;
    anna.put("goto-meeting", "business", "11", "monthly").await.unwrap();
    assert!(matches!(refusal(&world, &anna, &checkout).await, Refusal::PriceChanged));
    // Changed back it costs the same, but the page on screen is an old one all the same.
    anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
    assert!(matches!(refusal(&world, &anna, &checkout).await, Refusal::PriceChanged));
    anna.put("goto-webinar", "pro", "2", "annual").await.unwrap();
    assert!(matches!(refusal(&world, &anna, &checkout).await, Refusal::PriceChanged));
    assert_eq!(world.count_orders().await, 0);
}

async fn a_price_that_was_not_on_screen_is_not_charged(world: World) {
    let (anna, mut checkout) = at_checkout(&world).await;
    checkout.seen = checkout.seen.replace("17056", "7056");
    assert!(matches!(refusal(&world, &anna, &checkout).await, Refusal::PriceChanged));
    checkout.seen.clear();
    assert!(matches!(refusal(&world, &anna, &checkout).await, Refusal::PriceChanged));
    // Credit that arrived meanwhile changes what is due, and so what was on screen.
    let checkout = anna.checkout().await;
    world.give_credit(&anna, 1).await;
    assert!(matches!(refusal(&world, &anna, &checkout).await, Refusal::PriceChanged));
}

fn catalogue_with(change: impl Fn(&mut billing::Plan)) -> Catalogue {
    let mut catalogue = demo_catalogue();
    catalogue.products.iter_mut().flat_map(|product| &mut product.plans).filter(|plan| plan.id.as_str() == "business").for_each(change);
    catalogue
}

async fn a_price_that_rose_since_is_not_charged(world: World) {
    let (anna, checkout) = at_checkout(&world).await;
    let catalogue = catalogue_with(|plan| plan.prices.iter_mut().for_each(|price| price.unit_minor += 1));
    let restarted = world.another_server(Others { catalogue, ..Others::default() }).await;
    assert!(matches!(refusal(&world, &anna.at(&restarted), &checkout).await, Refusal::PriceChanged));
    let new = anna.at(&restarted).checkout().await;
    assert_eq!(new.price.net_minor, 14_343);
    anna.at(&restarted).place(&new).await.unwrap();
    assert_eq!(world.gateway.charged().await, [new.price.due_now_minor]);
}

async fn a_plan_that_is_no_longer_sold_is_not_ordered(world: World) {
    let (anna, checkout) = at_checkout(&world).await;
    let catalogue = catalogue_with(|plan| plan.prices.clear());
    let restarted = world.another_server(Others { catalogue, ..Others::default() }).await;
    assert!(matches!(refusal(&world, &anna.at(&restarted), &checkout).await, Refusal::Price(PriceErrorCode::NoPrice)));
    let mut catalogue = demo_catalogue();
    catalogue.products[0].plans.retain(|plan| plan.id.as_str() != "business");
    let restarted = world.another_server(Others { catalogue, ..Others::default() }).await;
    assert!(matches!(refusal(&world, &anna.at(&restarted), &checkout).await, Refusal::Price(PriceErrorCode::UnknownPlan)));
}

async fn the_price_of_yesterday_is_not_charged(world: World) {
    let (anna, checkout) = at_checkout(&world).await;
    let tomorrow = world.another_server(Others { today: day("2026-11-22"), ..Others::default() }).await;
    assert!(matches!(refusal(&world, &anna.at(&tomorrow), &checkout).await, Refusal::PriceChanged));
    let new = anna.at(&tomorrow).checkout().await;
    assert_eq!(new.price.lines[0].days, 9);
}

async fn a_period_that_ended_since_is_not_changed(world: World) {
    let (anna, checkout) = at_checkout(&world).await;
    let later = world.another_server(Others { today: day("2026-12-01"), ..Others::default() }).await;
    assert!(matches!(refusal(&world, &anna.at(&later), &checkout).await, Refusal::Price(PriceErrorCode::PeriodNotRunning)));
}

async fn without_a_payment_method_nothing_is_ordered(world: World) {
    let (anna, checkout) = at_checkout(&world).await;
    world.change("UPDATE payment_methods SET state = 'replaced' WHERE account_id = $1", args![anna.account()]).await;
    // What was on screen was another way to pay.
    assert!(matches!(refusal(&world, &anna, &checkout).await, Refusal::PriceChanged));
    let checkout = anna.checkout().await;
    assert!(matches!(refusal(&world, &anna, &checkout).await, Refusal::NoPaymentMethod));
}

async fn a_number_of_seats_that_is_none_does_not_enter_the_cart(world: World) {
    let anna = world.anna().await;
    let range = PlanInputError::SeatsOutOfRange { least: 1, most: 10_000 };
    for (seats, expected) in [
        ("0", range),
        ("-1", range),
        ("1000000000", range),
        ("10001", range),
        ("9223372036854775808", range),
        ("1.5", PlanInputError::SeatsNotWhole),
        ("ten", PlanInputError::SeatsNotWhole),
        ("", PlanInputError::SeatsMissing),
        ("   ", PlanInputError::SeatsMissing),
    ] {
        let refusal = put_refusal(&world, &anna, ("goto-meeting", "business", seats, "monthly")).await;
        assert!(matches!(refusal, Refusal::PlanInput(error) if error == expected), "{seats:?}: {refusal:?}");
    }
}

async fn a_lower_plan_and_no_change_do_not_enter_the_cart(world: World) {
    let anna = world.anna().await;
    let lower = put_refusal(&world, &anna, ("goto-webinar", "lite", "2", "annual")).await;
    assert!(matches!(lower, Refusal::Price(PriceErrorCode::DowngradeNotSelfService)), "{lower:?}");
    let lower_with_more_seats = put_refusal(&world, &anna, ("goto-webinar", "lite", "200", "annual")).await;
    assert!(matches!(lower_with_more_seats, Refusal::Price(PriceErrorCode::DowngradeNotSelfService)));
    let same = put_refusal(&world, &anna, ("goto-meeting", "professional", " 010 ", "monthly")).await;
    assert!(matches!(same, Refusal::Price(PriceErrorCode::NothingChanged)), "{same:?}");
}

async fn what_is_no_plan_or_interval_does_not_enter_the_cart(world: World) {
    let anna = world.anna().await;
    for plan in ["", "pro", "Business", "business\0", "business' OR '1'='1"] {
        let refusal = put_refusal(&world, &anna, ("goto-meeting", plan, "10", "monthly")).await;
        assert!(matches!(refusal, Refusal::PlanInput(PlanInputError::PlanMissing)), "{plan:?}: {refusal:?}");
    }
    for interval in ["", "weekly", "Monthly"] {
        let refusal = put_refusal(&world, &anna, ("goto-meeting", "business", "10", interval)).await;
        assert!(matches!(refusal, Refusal::PlanInput(PlanInputError::IntervalMissing)), "{interval:?}: {refusal:?}");
    }
}

async fn a_trial_that_ended_cannot_be_edited(world: World) {
    let anna = world.anna().await;
    let refusal = put_refusal(&world, &anna, ("goto-assist-v4", "remote-support-plus", "3", "monthly")).await;
    assert!(matches!(refusal, Refusal::Price(PriceErrorCode::PeriodNotRunning)), "{refusal:?}");
    world.change("UPDATE subscriptions SET state = 'pending_cancellation' WHERE product = 'goto-meeting'", args![]).await;
    let refusal = put_refusal(&world, &anna, ("goto-meeting", "business", "10", "monthly")).await;
    assert!(matches!(refusal, Refusal::Price(PriceErrorCode::PeriodNotRunning)), "{refusal:?}");
    world.rewrite_calendar().await;
}

/// Whatever another hand did to the row: placing reads and prices it again.
async fn a_cart_that_became_impossible_is_not_ordered(world: World) {
    let (anna, checkout) = at_checkout(&world).await;
    for (seats, code) in [(0_i64, PriceErrorCode::SeatsOutOfRange), (1_000_000_000, PriceErrorCode::SeatsOutOfRange)] {
        world.change("UPDATE cart_items SET seats = $1", args![seats]).await;
        assert!(matches!(refusal(&world, &anna, &checkout).await, Refusal::Price(found) if found == code));
    }
    world.change("UPDATE cart_items SET seats = 10, plan = 'professional'", args![]).await;
    assert!(matches!(refusal(&world, &anna, &checkout).await, Refusal::Price(PriceErrorCode::NothingChanged)));
    // Cheaper than what was on screen is another price as well.
    world.change("UPDATE cart_items SET seats = 9, plan = 'business'", args![]).await;
    assert!(matches!(refusal(&world, &anna, &checkout).await, Refusal::PriceChanged));
    world.change("UPDATE cart_items SET seats = 10", args![]).await;
    world.change("UPDATE subscriptions SET state = 'pending_cancellation' WHERE product = 'goto-meeting'", args![]).await;
    assert!(matches!(refusal(&world, &anna, &checkout).await, Refusal::Price(PriceErrorCode::PeriodNotRunning)));
    world.rewrite_calendar().await;
}

async fn a_declined_card_changes_nothing_and_the_order_can_be_placed_again(world: World) {
    let anna = world.anna().await;
    world.give_credit(&anna, 1_000).await;
    anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
    for (token, code) in [("tok_declined_0002", "card_declined"), ("tok_insufficient_9995", "insufficient_funds"), ("tok_no_such", "refused")] {
        world.use_token(&anna, token).await;
        let running = anna.subscription("goto-meeting").await;
        let checkout = anna.checkout().await;
        assert_eq!(checkout.price.due_now_minor, 16_056);
        let id = anna.place(&checkout).await.unwrap();
        let order = anna.order(&id).await;
        assert_eq!((order.state, order.decline_code.as_deref(), order.documents.len()), (OrderState::Declined, Some(code), 0));
        assert_eq!((anna.subscription("goto-meeting").await, world.credit(&anna).await), (running, 1_000));
        // The same page sent again tells the same; the cart stays, under a new key.
        assert_eq!(anna.place(&checkout).await.unwrap(), id);
        assert_ne!(anna.checkout().await.key, checkout.key);
    }
    assert_eq!(world.gateway.charged().await, Vec::<i64>::new());
    world.use_token(&anna, "tok_visa_4242").await;
    let id = anna.place(&anna.checkout().await).await.unwrap();
    assert_eq!(anna.order(&id).await.state, OrderState::Completed);
    assert_eq!((world.gateway.charged().await, world.credit(&anna).await, world.order_documents().await.len()), (vec![16_056], 0, 1));
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM outbox", args![]).await, 2, "the declined ones mailed nothing");
}
