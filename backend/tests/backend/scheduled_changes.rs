//! What staff schedules for a renewal: told at once, in force on its day, taken back until then.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::world::demo_catalogue;
use crate::common::{Buyer, Fault, Others, World};
use backend::recovery::recover_orders;
use backend::usecases::staff::StaffMember;
use backend::usecases::subscriptions::cancel::cancel_subscription;
use backend::usecases::subscriptions::list::load_overview;
use backend::usecases::subscriptions::list_scheduled::list_scheduled;
use backend::usecases::subscriptions::preview_change::preview_change;
use backend::usecases::subscriptions::schedule_change::{Target, schedule_change};
use backend::usecases::subscriptions::withdraw_change::withdraw_change;
use backend::{Backend, Refusal, args};
use billing::PriceErrorCode;
use billing::catalogue_file::parse_catalogue;
use billing::editor::PlanInput;
use billing::ids::{PersonId, SubscriptionId};
use billing::order::OrderState;
use billing::subscription::ScheduleObstacle;

on_both_engines!(in_world:
    a_scheduled_downgrade_is_told_with_its_price_and_renews_at_it,
    what_was_taken_back_renews_as_it_is,
    what_is_sent_twice_is_told_once,
    a_second_wish_takes_the_place_of_the_first,
    nothing_is_scheduled_for_what_does_not_renew,
    what_cannot_be_priced_is_not_scheduled,
    what_has_changed_meanwhile_is_looked_at_anew,
    a_change_of_their_own_ends_what_was_scheduled,
    an_account_that_reads_english_is_told_in_english,
    a_rise_is_announced_again_once_the_change_is_taken_back,
    what_is_scheduled_is_listed_to_whoever_sees_the_account,
);

on_both_engines!(in_impatient_world:
    nothing_is_scheduled_while_an_order_is_processed,
);

const NORDLICHT: &str = "KD-10234";

fn wish(plan: &str, seats: &str, interval: &str) -> PlanInput {
    PlanInput { plan: plan.to_owned(), seats: seats.to_owned(), interval: interval.to_owned() }
}

async fn version(world: &World, id: &SubscriptionId) -> i64 {
    world.number("SELECT version AS value FROM subscriptions WHERE id = $1", args![id.as_str()]).await
}

/// Rita schedules what she has just looked at.
async fn schedule(world: &World, number: &str, id: &SubscriptionId, input: &PlanInput) -> Result<(), Refusal> {
    let version = version(world, id).await;
    schedule_change(&world.backend, &world.rita().await, Target { number, id, version }, input).await
}

async fn withdraw(world: &World, id: &SubscriptionId) -> Result<(), Refusal> {
    let version = version(world, id).await;
    withdraw_change(&world.backend, &world.rita().await, Target { number: NORDLICHT, id, version }).await
}

/// Anna's Meeting, which she has just made Business: from 21 November to 21 December.
async fn business(world: &World) -> (Buyer, SubscriptionId) {
    let anna = world.anna().await;
    assert_eq!(anna.upgrade().await.state, OrderState::Completed);
    let id = anna.subscription("goto-meeting").await.id;
    (anna, id)
}

async fn what_is_scheduled_is_listed_to_whoever_sees_the_account(world: World) {
    let (_, id) = business(&world).await;
    let mut other = world.rita().await;
    other.person = PersonId("another".to_owned());
    let list = async |member: &StaffMember, after: (&str, &str)| list_scheduled(&world.backend, member, after).await.unwrap();
    let rita = world.rita().await;
    assert!(list(&rita, ("", "")).await.rows.is_empty());
    schedule(&world, NORDLICHT, &id, &wish("professional", "8", "monthly")).await.unwrap();
    let page = list(&rita, ("", "")).await;
    let row = page.rows.first().unwrap();
    assert_eq!(
        (row.account_number.as_str(), row.account_name.as_str(), &row.subscription, row.product.as_str()),
        (NORDLICHT, "Nordlicht GmbH", &id, "goto-meeting")
    );
    assert_eq!((row.from.plan.as_str(), row.from.seats, row.to.plan.as_str(), row.to.seats), ("business", 10, "professional", 8));
    assert_eq!((row.on.to_string().as_str(), row.by.as_deref(), page.rows.len(), page.next.is_none()), ("2026-12-21", Some("Rita Rehm"), 1, true));
    assert!(list(&rita, ("2026-12-21", id.as_str())).await.rows.is_empty(), "after it nothing comes");
    assert_eq!(list(&other, ("", "")).await.rows.len(), 1, "everybody's");
    let given = "UPDATE accounts SET representative_id = $1 WHERE number = $2";
    world.change(given, args![rita.person.as_str(), NORDLICHT]).await;
    assert_eq!((list(&rita, ("", "")).await.rows.len(), list(&other, ("", "")).await.rows.len()), (1, 0), "Rita's alone");
    withdraw(&world, &id).await.unwrap();
    assert!(list(&rita, ("", "")).await.rows.is_empty());
}

async fn running(world: &World, id: &SubscriptionId) -> String {
    let sql = "SELECT plan || ' ' || seats || ' ' || billing_interval || ' ' || unit_minor || ' ' || COALESCE(scheduled_plan, '-') AS value FROM subscriptions WHERE id = $1";
    world.text(sql, args![id.as_str()]).await
}

async fn total_ahead(backend: &Backend, anna: &Buyer, id: &SubscriptionId) -> i64 {
    let overview = load_overview(backend, &anna.actor).await.unwrap();
    overview.renewals.iter().find(|(found, _)| found == id).unwrap().1.price.total_minor
}

async fn a_scheduled_downgrade_is_told_with_its_price_and_renews_at_it(world: World) {
    let (anna, id) = business(&world).await;
    let asked = wish("professional", "8", "monthly");
    let preview = preview_change(&world.backend, &world.rita().await, (NORDLICHT, &id), Some(&asked)).await.unwrap();
    let renewed = preview.preview.unwrap().unwrap();
    // 8 × 14,00 € and 19 %.
    assert_eq!((renewed.price.net_minor, renewed.price.total_minor), (11_200, 13_328));
    schedule(&world, NORDLICHT, &id, &asked).await.unwrap();
    let mail = world.newest_mail_to("anna@nordlicht.example").await;
    for part in ["21.12.2026", "Professional, 8 Benutzerlizenzen, monatlich", "112,00\u{a0}€", "133,28\u{a0}€", "Business, 10 Benutzerlizenzen, monatlich"]
    {
        assert!(mail.contains(part), "{part}: {mail}");
    }
    assert_eq!(world.subjects_to("anna@nordlicht.example").await.last().unwrap(), "Vorgemerkt zum 21.12.2026: GoTo Meeting");
    let audit = world.text("SELECT details AS value FROM audit WHERE action = 'change_scheduled'", args![]).await;
    for part in [r#""from":{"interval":"monthly","plan":"business","seats":10}"#, r#""to":{"interval":"monthly","plan":"professional","seats":8}"#] {
        assert!(audit.contains(part), "{part}: {audit}");
    }
    assert_eq!((running(&world, &id).await, total_ahead(&world.backend, &anna, &id).await), ("business 10 monthly 1900 professional".to_owned(), 13_328));
    world.pass_to("2026-12-20").await;
    assert_eq!(running(&world, &id).await, "business 10 monthly 1900 professional");
    world.pass_to("2026-12-21").await;
    assert_eq!(running(&world, &id).await, "professional 8 monthly 1400 -");
    assert_eq!(world.documents_since(anna.account(), "2026-12-21").await, ["RE-2026-00014 2026-12-21 GoTo Meeting 13328 0"]);
    assert_eq!(world.gateway.charged().await.last(), Some(&13_328));
    let granted = "SELECT content AS value FROM outbox WHERE kind = 'entitlement' AND subject = $1 ORDER BY created_at DESC, id DESC LIMIT 1";
    let event = world.text(granted, args![id.as_str()]).await;
    assert!(event.contains(r#""plan":"professional""#) && event.contains(r#""seats":8"#), "{event}");
    let receipt = world.newest_mail_to("anna@nordlicht.example").await;
    assert!(receipt.contains("133,28\u{a0}€"), "{receipt}");
    // And so it goes on.
    world.pass_to("2027-01-21").await;
    assert_eq!(world.documents_since(anna.account(), "2027-01-21").await, ["RE-2027-00001 2027-01-21 GoTo Meeting 13328 0"]);
}

async fn what_was_taken_back_renews_as_it_is(world: World) {
    let (anna, id) = business(&world).await;
    schedule(&world, NORDLICHT, &id, &wish("professional", "8", "monthly")).await.unwrap();
    withdraw(&world, &id).await.unwrap();
    let subjects = world.subjects_to("anna@nordlicht.example").await;
    assert_eq!(subjects.last().unwrap(), "Vormerkung zurückgenommen: GoTo Meeting Business");
    // Nothing is there to be taken back once more.
    withdraw(&world, &id).await.unwrap();
    assert_eq!(world.subjects_to("anna@nordlicht.example").await, subjects);
    world.pass_to("2026-12-21").await;
    assert_eq!(running(&world, &id).await, "business 10 monthly 1900 -");
    assert_eq!(world.documents_since(anna.account(), "2026-12-21").await, ["RE-2026-00014 2026-12-21 GoTo Meeting 22610 0"]);
}

async fn what_is_sent_twice_is_told_once(world: World) {
    let (_, id) = business(&world).await;
    let (rita, seen) = (world.rita().await, version(&world, &id).await);
    let target = Target { number: NORDLICHT, id: &id, version: seen };
    schedule_change(&world.backend, &rita, target, &wish("professional", "8", "monthly")).await.unwrap();
    let once = world.picture().await;
    schedule_change(&world.backend, &rita, target, &wish("professional", " 08 ", "monthly")).await.unwrap();
    let twice = world.picture().await;
    // The account was locked once more, and nothing else happened.
    assert_eq!(
        once.iter().filter(|line| !line.starts_with("account ")).collect::<Vec<_>>(),
        twice.iter().filter(|line| !line.starts_with("account ")).collect::<Vec<_>>()
    );
}

async fn a_second_wish_takes_the_place_of_the_first(world: World) {
    let (_, id) = business(&world).await;
    schedule(&world, NORDLICHT, &id, &wish("professional", "8", "monthly")).await.unwrap();
    schedule(&world, NORDLICHT, &id, &wish("professional", "10", "annual")).await.unwrap();
    world.pass_to("2026-12-21").await;
    assert_eq!(running(&world, &id).await, "professional 10 annual 14400 -");
    assert!(world.standing(world.anna().await.account()).await.contains(&"goto-meeting active 2026-12-21 2027-12-21".to_owned()));
}

async fn nothing_is_scheduled_for_what_does_not_renew(world: World) {
    let (anna, id) = business(&world).await;
    let trial = world.buyer("carla@solo.example").await.subscription("goto-training").await.id;
    let carlas =
        world.text("SELECT number AS value FROM accounts WHERE name LIKE 'Carla%' OR id = $1", args![world.buyer("carla@solo.example").await.account()]).await;
    let refused = schedule(&world, &carlas, &trial, &wish("pro", "3", "monthly")).await;
    assert!(matches!(refused, Err(Refusal::NotSchedulable(ScheduleObstacle::Trial))), "{refused:?}");
    let over = anna.subscription("goto-assist-v4").await.id;
    let refused = schedule(&world, NORDLICHT, &over, &wish("remote-support", "3", "monthly")).await;
    assert!(matches!(refused, Err(Refusal::NotSchedulable(ScheduleObstacle::Ended))), "{refused:?}");
    cancel_subscription(&anna.backend, &anna.actor, &id, "").await.unwrap();
    let refused = schedule(&world, NORDLICHT, &id, &wish("professional", "8", "monthly")).await;
    assert!(matches!(refused, Err(Refusal::NotSchedulable(ScheduleObstacle::PendingCancellation))), "{refused:?}");
    world.change("UPDATE subscriptions SET suspended_on = '2026-11-20' WHERE product = 'goto-webinar'", args![]).await;
    let webinar = anna.subscription("goto-webinar").await.id;
    let refused = schedule(&world, NORDLICHT, &webinar, &wish("lite", "2", "annual")).await;
    assert!(matches!(refused, Err(Refusal::NotSchedulable(ScheduleObstacle::Suspended))), "{refused:?}");
    world.change("UPDATE subscriptions SET suspended_on = NULL", args![]).await;
    // One account's number does not open another's subscription.
    let refused = schedule(&world, &carlas, &webinar, &wish("lite", "2", "annual")).await;
    assert!(matches!(refused, Err(Refusal::NotFound)), "{refused:?}");
    let refused = schedule(&world, "KD-99999", &webinar, &wish("lite", "2", "annual")).await;
    assert!(matches!(refused, Err(Refusal::NotFound)), "{refused:?}");
    let late = world.come_back_on("2027-12-31").await;
    let refused = schedule(&late, NORDLICHT, &webinar, &wish("lite", "2", "annual")).await;
    assert!(matches!(refused, Err(Refusal::NotSchedulable(ScheduleObstacle::RenewalDue))), "{refused:?}");
}

async fn what_cannot_be_priced_is_not_scheduled(world: World) {
    let (_, id) = business(&world).await;
    // That Rita looks is written down once.
    preview_change(&world.backend, &world.rita().await, (NORDLICHT, &id), None).await.unwrap();
    let before = world.picture().await;
    for (input, expected) in [
        (wish("golden", "8", "monthly"), "PlanInput(PlanMissing)"),
        (wish("professional", "0", "monthly"), "PlanInput(SeatsOutOfRange { least: 1, most: 10000 })"),
        (wish("professional", "-3", "monthly"), "PlanInput(SeatsOutOfRange { least: 1, most: 10000 })"),
        (wish("professional", "viele", "monthly"), "PlanInput(SeatsNotWhole)"),
        (wish("professional", "8", "daily"), "PlanInput(IntervalMissing)"),
        (wish("business", "10", "monthly"), "Price(NothingChanged)"),
    ] {
        let refused = schedule(&world, NORDLICHT, &id, &input).await;
        assert_eq!(format!("{:?}", refused.unwrap_err()), expected);
        let preview = preview_change(&world.backend, &world.rita().await, (NORDLICHT, &id), Some(&input)).await.unwrap().preview;
        assert_eq!(format!("{:?}", preview.unwrap().unwrap_err()), expected);
    }
    let mut catalogue = demo_catalogue();
    for plan in catalogue.products.iter_mut().flat_map(|product| &mut product.plans) {
        plan.prices.retain(|price| price.interval == billing::BillingInterval::Monthly);
    }
    let poor = world.another_server(Others { catalogue, ..Others::default() }).await;
    let refused = schedule(&poor, NORDLICHT, &id, &wish("professional", "8", "annual")).await;
    assert!(matches!(refused, Err(Refusal::Price(PriceErrorCode::NoPrice))), "{refused:?}");
    assert_eq!(world.picture().await, before);
    poor.backend.db.close().await;
}

async fn what_has_changed_meanwhile_is_looked_at_anew(world: World) {
    let anna = world.anna().await;
    let id = anna.subscription("goto-meeting").await.id;
    let (rita, seen) = (world.rita().await, version(&world, &id).await);
    anna.upgrade().await;
    let target = Target { number: NORDLICHT, id: &id, version: seen };
    let refused = schedule_change(&world.backend, &rita, target, &wish("professional", "8", "monthly")).await;
    assert!(matches!(refused, Err(Refusal::SubscriptionChanged)), "{refused:?}");
    schedule(&world, NORDLICHT, &id, &wish("professional", "8", "monthly")).await.unwrap();
    let refused = withdraw_change(&world.backend, &rita, target).await;
    assert!(matches!(refused, Err(Refusal::SubscriptionChanged)), "{refused:?}");
}

async fn a_change_of_their_own_ends_what_was_scheduled(world: World) {
    let (anna, id) = business(&world).await;
    schedule(&world, NORDLICHT, &id, &wish("professional", "8", "monthly")).await.unwrap();
    anna.buy("goto-meeting", "enterprise", "10", "monthly").await;
    assert_eq!(running(&world, &id).await, "enterprise 10 monthly 2600 -");
    world.pass_to("2026-12-21").await;
    assert_eq!(running(&world, &id).await, "enterprise 10 monthly 2600 -");
}

async fn an_account_that_reads_english_is_told_in_english(world: World) {
    let (_, id) = business(&world).await;
    world.change("UPDATE accounts SET language = 'en'", args![]).await;
    schedule(&world, NORDLICHT, &id, &wish("professional", "1", "annual")).await.unwrap();
    assert_eq!(world.subjects_to("anna@nordlicht.example").await.last().unwrap(), "Scheduled for 21 Dec 2026: GoTo Meeting");
    let mail = world.newest_mail_to("anna@nordlicht.example").await;
    for part in ["Professional, 1 user licence, annually", "€144.00 a year without VAT, €171.36 with VAT"] {
        assert!(mail.contains(part), "{part}: {mail}");
    }
    withdraw(&world, &id).await.unwrap();
    assert_eq!(world.subjects_to("anna@nordlicht.example").await.last().unwrap(), "Scheduled change taken back: GoTo Meeting Business");
}

/// While another plan is scheduled, no rise of the present one is announced; once that is taken back, it is, in time.
async fn a_rise_is_announced_again_once_the_change_is_taken_back(world: World) {
    let text = include_str!("../../../catalogue.toml");
    let price = r#"{ currency = "EUR", interval = "monthly", from = "2024-01-01", unit_minor = 1400 },"#;
    let rise = r#"{ currency = "EUR", interval = "monthly", from = "2027-02-01", unit_minor = 1600 },"#;
    let catalogue = parse_catalogue(&text.replacen(price, &format!("{price}\n    {rise}"), 1)).unwrap();
    let world = world.another_server(Others { catalogue, ..Others::default() }).await;
    let id = world.anna().await.subscription("goto-meeting").await.id;
    world.pass_to("2026-12-02").await;
    // For the renewal of 1 January; the one of 1 February would bring the rise.
    schedule(&world, NORDLICHT, &id, &wish("business", "10", "monthly")).await.unwrap();
    world.pass_to("2026-12-20").await;
    withdraw(&world, &id).await.unwrap();
    world.pass_to("2027-02-01").await;
    let subjects = world.subjects_to("anna@nordlicht.example").await;
    assert_eq!(subjects.iter().filter(|subject| subject.contains("Neuer Preis ab 01.02.2027")).count(), 1, "{subjects:?}");
    assert_eq!(running(&world, &id).await, "professional 10 monthly 1600 -");
    world.backend.db.close().await;
}

async fn nothing_is_scheduled_while_an_order_is_processed(world: World) {
    let anna = world.anna().await;
    let id = anna.subscription("goto-meeting").await.id;
    schedule(&world, NORDLICHT, &id, &wish("professional", "8", "monthly")).await.unwrap();
    world.gateway.set_fault(Fault { name: "silent_after_charge", delay_ms: 2_000, times: 1 }).await;
    assert_eq!(anna.upgrade().await.state, OrderState::Placed);
    let refused = schedule(&world, NORDLICHT, &id, &wish("professional", "7", "monthly")).await;
    assert!(matches!(refused, Err(Refusal::NotSchedulable(ScheduleObstacle::OrderOpen))), "{refused:?}");
    let refused = withdraw(&world, &id).await;
    assert!(matches!(refused, Err(Refusal::NotSchedulable(ScheduleObstacle::OrderOpen))), "{refused:?}");
    // The order is found to be paid, and what was scheduled is gone with the plan that it was for.
    let patient = world.patient().await;
    world.expire_leases().await;
    assert_eq!(recover_orders(&patient.backend).await.unwrap(), 1);
    assert_eq!(running(&world, &id).await, "business 10 monthly 1900 -");
    patient.backend.db.close().await;
}
