//! The calendar's corners: months of every length, a leap day, the changes of summer time, several subscriptions at once.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::{Buyer, World, day};
use backend::args;
use backend::clock::Clock;
use backend::settings::Demo;
use billing::ids::ProductId;
use chrono::DateTime;

on_both_engines!(in_world:
    anchors_at_the_end_of_the_month_come_back_after_short_months,
    a_month_and_a_year_in_one_account_are_told_in_one_mail,
    a_trial_is_bought_on_its_last_day,
    renewals_on_the_days_of_summer_time_come_once,
);

async fn buy(buyer: &Buyer, product: &str, plan: &str, interval: &str) {
    buyer.put_new(product, plan, "1", interval).await.unwrap();
    assert_eq!(buyer.order_cart().await.state, billing::order::OrderState::Completed);
}

/// The first days of all periods that a product was charged for.
async fn starts(world: &World, buyer: &Buyer, product: &str) -> Vec<String> {
    world.periods(buyer.account(), product).await.iter().map(|period| period[..10].to_owned()).collect()
}

/// Bought on 28, 29, 30 and 31 January 2027, through the February of 2028, which has 29 days.
async fn anchors_at_the_end_of_the_month_come_back_after_short_months(world: World) {
    let dora = world.dora_alone().await;
    let bought =
        [("goto-meeting", "professional", 28), ("goto-webinar", "lite", 29), ("goto-training", "starter", 30), ("goto-assist-v4", "remote-support", 31)];
    for (product, plan, anchor) in bought {
        world.pass_to(&format!("2027-01-{anchor}")).await;
        buy(&dora, product, plan, "monthly").await;
    }
    world.pass_to("2027-12-31").await;
    world.pass_to("2028-04-01").await;
    let months = [
        "2027-01", "2027-02", "2027-03", "2027-04", "2027-05", "2027-06", "2027-07", "2027-08", "2027-09", "2027-10", "2027-11", "2027-12", "2028-01",
        "2028-02", "2028-03",
    ];
    for (product, _, anchor) in bought {
        let last_days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 29, 31];
        let expected: Vec<String> = months.iter().zip(last_days).map(|(month, last)| format!("{month}-{:02}", last.min(anchor))).collect();
        assert_eq!(starts(&world, &dora, product).await, expected, "{product}, bought on the {anchor}th");
        // Each period ends where the next begins.
        let periods = world.periods(dora.account(), product).await;
        assert!(periods.windows(2).all(|pair| pair[0][11..] == pair[1][..10]), "{periods:?}");
    }
    let charged = world.gateway.charged().await;
    assert_eq!((charged.len(), charged.iter().filter(|amount| **amount == 1_666).count()), (4 * months.len(), months.len()));
}

async fn a_month_and_a_year_in_one_account_are_told_in_one_mail(world: World) {
    let dora = world.dora_alone().await;
    buy(&dora, "goto-meeting", "professional", "monthly").await;
    buy(&dora, "goto-webinar", "lite", "annual").await;
    world.pass_to("2027-11-21").await;
    assert_eq!(starts(&world, &dora, "goto-meeting").await.len(), 13);
    assert_eq!(world.periods(dora.account(), "goto-webinar").await, ["2026-11-21 2027-11-21", "2027-11-21 2028-11-21"]);
    let that_day = world.documents_since(dora.account(), "2027-11-21").await;
    assert_eq!(that_day, ["RE-2027-00011 2027-11-21 GoTo Meeting 1666 0", "RE-2027-00012 2027-11-21 GoTo Webinar 55692 0"]);
    let mail = world.newest_mail_to("dora@leer.example").await;
    assert!(mail.contains("RE-2027-00011") && mail.contains("RE-2027-00012"), "{mail}");
    // One about her card, two confirmations of orders, twelve mails about thirteen renewals.
    assert_eq!(world.subjects_to("dora@leer.example").await.len(), 1 + 2 + 12);
}

async fn a_trial_is_bought_on_its_last_day(world: World) {
    let carla = world.buyer("carla@solo.example").await;
    world.pass_to("2026-11-25").await;
    carla.use_card(&world, "4242424242424242").await;
    buy(&carla, "goto-training", "pro", "monthly").await;
    world.pass_to("2026-12-25").await;
    assert_eq!(world.standing(carla.account()).await, ["goto-training trial_ended 2026-10-27 2026-11-25", "goto-training active 2026-12-25 2027-01-25"]);
    // She reads of no end: what she bought goes on where the trial stopped.
    let subjects = world.subjects_to("carla@solo.example").await;
    assert!(subjects.iter().all(|subject| !subject.contains("beendet")), "{subjects:?}");
    assert_eq!(world.periods(carla.account(), "goto-training").await, ["2026-11-25 2026-12-25", "2026-12-25 2027-01-25"]);
    assert!(dora_can_still_try(&world).await);
}

/// Whether it was hers alone.
async fn dora_can_still_try(world: &World) -> bool {
    let dora = world.buyer("dora@leer.example").await;
    let offers = backend::usecases::subscriptions::offer::load_offers(&dora.backend, &dora.actor).await.unwrap();
    offers.products.iter().any(|offer| offer.product == ProductId("goto-training".to_owned()) && !offer.was_tried)
}

/// 28 March and 31 October 2027 have 23 and 25 hours in Germany: whatever the hour, the seller's date decides.
async fn renewals_on_the_days_of_summer_time_come_once(world: World) {
    let zone = Clock::new(chrono_tz::Europe::Berlin, &Demo::Off);
    let instants = [
        ("2027-03-27T22:59:59Z", "2027-03-27"),
        ("2027-03-27T23:00:00Z", "2027-03-28"),
        ("2027-03-28T21:59:59Z", "2027-03-28"),
        ("2027-03-28T22:00:00Z", "2027-03-29"),
        ("2027-10-30T21:59:59Z", "2027-10-30"),
        ("2027-10-30T22:00:00Z", "2027-10-31"),
        ("2027-10-31T22:59:59Z", "2027-10-31"),
        ("2027-10-31T23:00:00Z", "2027-11-01"),
    ];
    for (instant, date) in instants {
        let micros = DateTime::parse_from_rfc3339(instant).unwrap().timestamp_micros();
        assert_eq!(zone.date_of(micros), day(date), "{instant}");
    }
    let dora = world.dora_alone().await;
    world.pass_to("2026-11-28").await;
    buy(&dora, "goto-meeting", "professional", "monthly").await;
    world.pass_to("2026-12-31").await;
    buy(&dora, "goto-webinar", "lite", "monthly").await;
    world.pass_to("2027-11-01").await;
    let meeting = starts(&world, &dora, "goto-meeting").await;
    assert_eq!((meeting.len(), meeting.iter().filter(|start| *start == "2027-03-28").count()), (12, 1), "{meeting:?}");
    let webinar = starts(&world, &dora, "goto-webinar").await;
    assert_eq!((webinar.len(), webinar.iter().filter(|start| *start == "2027-10-31").count()), (11, 1), "{webinar:?}");
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM payments WHERE received_on = '2027-03-28'", args![]).await, 1);
}
