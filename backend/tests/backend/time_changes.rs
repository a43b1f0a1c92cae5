//! What people do around the day of a renewal: change before it and after it, cancel at the last moment, use up credit.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::{Fault, World};
use backend::recovery::recover_orders;
use backend::usecases::subscriptions::cancel::cancel_subscription;
use backend::usecases::vat_ids::apply::apply_vat_id;
use backend::usecases::vat_ids::recheck::recheck_due;
use backend::{Refusal, args};
use billing::order::OrderState;
use billing::{PriceErrorCode, VatIdState};

on_both_engines!(in_world:
    a_change_on_the_day_of_the_renewal_waits_for_it_and_gives_it_back_whole,
    what_is_cancelled_on_its_last_day_is_not_renewed,
    credit_larger_than_three_renewals_is_used_first,
    a_renewal_that_was_charged_tax_for_want_of_a_number_is_put_right,
    an_open_renewal_that_is_issued_anew_goes_on_being_collected,
);

on_both_engines!(in_impatient_world:
    an_order_under_way_is_not_overtaken_by_the_renewal,
    a_change_while_the_renewal_is_being_charged_leaves_credit,
);

const GOOD: &str = "ATU12345675";

async fn a_change_on_the_day_of_the_renewal_waits_for_it_and_gives_it_back_whole(world: World) {
    let anna = world.anna().await;
    let morning = world.come_back_on("2026-12-01").await;
    // The period is over and the next has not begun: for a moment there is nothing to change.
    let refused = anna.at(&morning).put("goto-meeting", "business", "10", "monthly").await;
    assert!(matches!(refused, Err(Refusal::Price(PriceErrorCode::PeriodNotRunning))), "{refused:?}");
    morning.catch_up().await;
    let order = anna.at(&morning).upgrade().await;
    // All 31 of 31 days come back: 190,00 € less 140,00 €, and 19 %.
    assert_eq!((order.state, order.price.net_minor, order.price.due_now_minor), (OrderState::Completed, 5_000, 5_950));
    let documents = world.documents_since(anna.account(), "2026-12-01").await;
    assert_eq!(documents, ["RE-2026-00013 2026-12-01 GoTo Meeting 16660 0", "RE-2026-00014 2026-12-01 GoTo Meeting 5950 0"]);
    let next = morning.come_back_on("2027-01-01").await;
    next.catch_up().await;
    assert_eq!(world.documents_since(anna.account(), "2027-01-01").await, ["RE-2027-00001 2027-01-01 GoTo Meeting 22610 0"]);
}

async fn an_order_under_way_is_not_overtaken_by_the_renewal(world: World) {
    let anna = world.anna().await;
    let eve = world.come_back_on("2026-11-30").await;
    world.gateway.set_fault(Fault { name: "silent_after_charge", delay_ms: 2_000, times: 1 }).await;
    let order = anna.at(&eve).upgrade().await;
    assert_eq!(order.state, OrderState::Placed);
    // Midnight passes while nobody knows whether it was paid.
    let patient = world.patient().await.come_back_on("2026-12-01").await;
    patient.catch_up().await;
    assert_eq!(world.documents_since(anna.account(), "2026-11-22").await, Vec::<String>::new());
    world.expire_leases().await;
    recover_orders(&patient.backend).await.unwrap();
    world.wait_for_jobs().await;
    patient.catch_up().await;
    // 19,000 for a month from the 30th, less one day of thirty: 467.
    let documents = world.documents_since(anna.account(), "2026-11-22").await;
    assert_eq!(documents, ["RE-2026-00013 2026-11-30 GoTo Meeting 22054 0"]);
    assert!(world.standing(anna.account()).await.contains(&"goto-meeting active 2026-11-30 2026-12-30".to_owned()));
}

/// The gateway has charged a renewal, and its answer was lost. Meanwhile Anna wants six licences instead of ten: what
/// was not known to be paid is reduced, and what turns out to be paid too much is hers.
async fn a_change_while_the_renewal_is_being_charged_leaves_credit(world: World) {
    let anna = world.anna().await;
    world.gateway.set_fault(Fault { name: "silent_after_charge", delay_ms: 2_000, times: 1 }).await;
    let hasty = world.come_back_on("2026-12-01").await;
    hasty.catch_up().await;
    world.gateway.heal().await;
    assert_eq!((world.open_attempts().await, world.gateway.charged().await), (1, vec![16_660]));
    let patient = world.patient().await.come_back_on("2026-12-01").await;
    let order = anna.at(&patient).buy("goto-meeting", "professional", "6", "monthly").await;
    assert_eq!((order.state, order.price.due_now_minor), (OrderState::Completed, 0));
    // 8,400 of the new period come off the 14,000 that were charged: 5,600 and 19 % less are open.
    assert_eq!(world.number("SELECT open_minor AS value FROM invoices WHERE number = 'RE-2026-00013'", args![]).await, 16_660 - 6_664);
    world.expire_leases().await;
    assert_eq!(recover_orders(&patient.backend).await.unwrap(), 1);
    assert_eq!(world.number("SELECT open_minor AS value FROM invoices WHERE number = 'RE-2026-00013'", args![]).await, 0);
    assert_eq!(world.credit(&anna).await, 6_664);
    world.wait_for_jobs().await;
    patient.catch_up().await;
    assert_eq!(world.gateway.charged().await, [16_660]);
}

async fn what_is_cancelled_on_its_last_day_is_not_renewed(world: World) {
    let anna = world.anna().await;
    world.pass_to("2026-11-30").await;
    let meeting = anna.subscription("goto-meeting").await.id;
    cancel_subscription(&anna.backend, &anna.actor, &meeting, "").await.unwrap();
    world.pass_to("2026-12-02").await;
    assert_eq!(world.documents_since(anna.account(), "2026-11-22").await, Vec::<String>::new());
    assert!(world.standing(anna.account()).await.contains(&"goto-meeting ended 2026-11-01 2026-12-01".to_owned()));
    assert_eq!(world.text("SELECT ended_on AS value FROM subscriptions WHERE product = 'goto-meeting'", args![]).await, "2026-12-01");
    let subjects = world.subjects_to("anna@nordlicht.example").await;
    assert!(subjects.last().unwrap().contains("beendet"), "{subjects:?}");
}

async fn credit_larger_than_three_renewals_is_used_first(world: World) {
    let anna = world.anna().await;
    world.give_credit(&anna, 3 * 16_660 + 1_000).await;
    world.pass_to("2027-02-28").await;
    let meetings = |documents: Vec<String>| -> Vec<String> { documents.into_iter().filter(|line| line.contains("Meeting")).collect() };
    assert_eq!(
        meetings(world.documents_since(anna.account(), "2026-11-22").await),
        ["RE-2026-00013 2026-12-01 GoTo Meeting 16660 0", "RE-2027-00001 2027-01-01 GoTo Meeting 16660 0", "RE-2027-00002 2027-02-01 GoTo Meeting 16660 0"]
    );
    assert_eq!((world.credit(&anna).await, world.gateway.charges().await.len()), (1_000, 0), "nothing was asked of the card");
    world.pass_to("2027-03-01").await;
    assert_eq!((world.credit(&anna).await, world.gateway.charged().await), (0, vec![15_660]));
}

/// Carla of Vienna, whose number the register does not know yet, and her Meeting.
async fn carla_unproven(world: &World) -> crate::common::Buyer {
    let carla = world.buyer("carla@solo.example").await;
    carla.use_card(world, "4242424242424242").await;
    world.gateway.set_fault_on("register", Fault { name: "register_down", delay_ms: 0, times: 100 }).await;
    assert_eq!(apply_vat_id(&carla.backend, &carla.actor, GOOD).await.unwrap(), VatIdState::Unverified);
    world.gateway.heal().await;
    carla.put_new("goto-meeting", "professional", "10", "monthly").await.unwrap();
    carla.order_cart().await;
    carla
}

async fn prove(world: &World) {
    world.change("UPDATE accounts SET vat_checked_at = 1 WHERE vat_checked_at IS NOT NULL", args![]).await;
    assert_eq!(recheck_due(&world.backend).await.unwrap(), 1);
}

async fn a_renewal_that_was_charged_tax_for_want_of_a_number_is_put_right(world: World) {
    let carla = carla_unproven(&world).await;
    world.pass_to("2026-12-21").await;
    // The order and the renewal, 20 % of 14,000 each.
    assert_eq!(world.gateway.charged().await.last(), Some(&16_800));
    prove(&world).await;
    assert_eq!(world.credit(&carla).await, 2 * 2_800);
    world.pass_to("2027-01-21").await;
    let renewed = world.documents_since(carla.account(), "2027-01-21").await;
    assert_eq!((renewed.len(), world.credit(&carla).await, world.gateway.charged().await.last()), (1, 0, Some(&8_400)));
}

async fn an_open_renewal_that_is_issued_anew_goes_on_being_collected(world: World) {
    let carla = carla_unproven(&world).await;
    world.use_token(&carla, "tok_insufficient_9995").await;
    world.pass_to("2026-12-22").await;
    let overdue = "SELECT number || ' ' || open_minor || ' ' || COALESCE(due_on, '-') || ' ' || COALESCE(overdue_since, '-') || ' ' || dunning_step AS value FROM invoices \
                   WHERE account_id = $1 AND open_minor > 0";
    let before = world.texts(overdue, args![carla.account()]).await;
    assert_eq!(before.len(), 1, "{before:?}");
    let (number, rest) = before.first().unwrap().split_once(' ').unwrap();
    assert_eq!(rest, "16800 2026-12-21 2026-12-21 0");
    prove(&world).await;
    // What was too much of the paid order and of the open renewal, 2,800 each: less is open, and the rest is credit.
    let after = world.texts(overdue, args![carla.account()]).await;
    let (anew, rest) = after.first().unwrap().split_once(' ').unwrap();
    assert_ne!(anew, number);
    assert_eq!((after.len(), rest, world.credit(&carla).await), (1, "14000 2026-12-21 2026-12-21 0", 2_800));
    world.use_token(&carla, "tok_visa_4242").await;
    // Three days after it became overdue the new one is charged.
    world.pass_to("2026-12-24").await;
    assert_eq!(world.texts(overdue, args![carla.account()]).await, Vec::<String>::new());
    assert_eq!(world.gateway.charged().await.last(), Some(&14_000));
}
