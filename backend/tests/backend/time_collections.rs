//! An invoice is not paid: what happens when, and how everything comes back once it is.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::World;
use backend::usecases::collections::pay::{Payment, pay_invoice, refresh_invoice};
use backend::{Refusal, args};
use billing::order::OrderState;

on_both_engines!(in_world:
    an_unpaid_renewal_is_tried_reminded_suspended_and_paid,
    debits_that_come_back_each_time_end_in_suspension,
    what_is_charged_above_what_is_open_becomes_credit,
    a_debit_that_fails_after_the_change_leaves_the_change,
    a_card_that_was_declined_is_replaced_in_time,
    a_card_that_wants_a_confirmation_waits_for_its_holder,
    without_a_payment_method_there_are_fourteen_days,
    a_service_that_rested_over_the_end_of_its_period_begins_anew,
    money_that_comes_is_booked_even_where_nothing_can_be_renewed,
    what_is_never_paid_ends_after_six_weeks,
);

/// The bank says no two days after each debit.
const RETURNS: &str = "DE62 3704 0044 0532 0130 01";

async fn an_unpaid_renewal_is_tried_reminded_suspended_and_paid(world: World) {
    let anna = world.anna().await;
    world.change("UPDATE payment_methods SET gateway_token = 'tok_insufficient_9995' WHERE state = 'active'", args![]).await;
    world.pass_to("2026-12-22").await;
    assert_eq!(
        world.subjects_to("anna@nordlicht.example").await,
        [
            "Ihre Rechnung RE-2026-00013",
            "1. Erinnerung: Rechnung RE-2026-00013",
            "2. Erinnerung: Rechnung RE-2026-00013",
            "Ihr Dienst ruht: Rechnung RE-2026-00013"
        ]
    );
    assert!(world.standing(anna.account()).await.contains(&"goto-meeting active 2026-12-01 2027-01-01 suspended 2026-12-22".to_owned()));
    world.change("UPDATE payment_methods SET gateway_token = 'tok_visa_4242' WHERE state = 'active'", args![]).await;
    let paid = pay_invoice(&world.backend, &anna.actor, "RE-2026-00013", 16_660).await.unwrap();
    assert_eq!(paid, Payment::Paid);
    assert_eq!(world.subjects_to("anna@nordlicht.example").await.last().unwrap(), "Zahlung erhalten: Rechnung RE-2026-00013");
    assert!(world.standing(anna.account()).await.contains(&"goto-meeting active 2026-12-01 2027-01-01".to_owned()));
}

async fn debits_that_come_back_each_time_end_in_suspension(world: World) {
    let anna = world.anna().await;
    world.change("UPDATE payment_methods SET gateway_token = 'tok_sepa_3001' WHERE state = 'active'", args![]).await;
    world.pass_to("2027-01-10").await;
    let standing = world.standing(anna.account()).await;
    assert!(standing.iter().any(|line| line.starts_with("goto-meeting active 2026-12-01 2027-01-01 suspended ")), "{standing:?}");
    let subjects = world.subjects_to("anna@nordlicht.example").await;
    let count = |start: &str| subjects.iter().filter(|subject| subject.starts_with(start)).count();
    assert_eq!((count("1. Erinnerung"), count("2. Erinnerung"), count("Zahlung erhalten")), (1, 1, 0), "{subjects:?}");
    // The first debit and three tries more, each told of once.
    assert_eq!(count("Lastschrift zurückgegeben"), 4, "{subjects:?}");
    // Nothing was charged for the month in which the service rested.
    assert_eq!(world.documents_since(anna.account(), "2026-11-22").await, ["RE-2026-00013 2026-12-01 GoTo Meeting 16660 16660"]);
}

async fn what_is_charged_above_what_is_open_becomes_credit(world: World) {
    let anna = world.anna().await;
    world.change("UPDATE payment_methods SET gateway_token = 'tok_3ds_3220' WHERE state = 'active'", args![]).await;
    world.pass_to("2026-12-01").await;
    // Nobody was there to confirm it; now somebody is.
    let Payment::Confirm { action_url } = pay_invoice(&world.backend, &anna.actor, "RE-2026-00013", 16_660).await.unwrap() else {
        panic!("a confirmation is wanted")
    };
    // Meanwhile a credit note takes 60,00 € off the invoice.
    world.open_by_hand("RE-2026-00013", -6_000).await;
    world.gateway.fill_in(&action_url, &[("answer", "confirm")]).await;
    refresh_invoice(&world.backend, &anna.actor, "RE-2026-00013").await.unwrap();
    assert_eq!(world.documents_since(anna.account(), "2026-11-22").await, ["RE-2026-00013 2026-12-01 GoTo Meeting 16660 0"]);
    assert_eq!(world.numbers("SELECT amount_minor AS value FROM credit_entries WHERE reason = 'overpaid'", args![]).await, [6_000]);
}

async fn due(world: &World, number: &str) -> String {
    let sql = "SELECT open_minor || ' ' || COALESCE(due_on, '-') || ' ' || COALESCE(overdue_since, '-') AS value FROM invoices WHERE number = $1";
    world.text(sql, args![number]).await
}

async fn a_debit_that_fails_after_the_change_leaves_the_change(world: World) {
    let anna = world.anna().await;
    world.gateway.set_day("2026-11-21").await;
    anna.use_iban(&world, RETURNS).await;
    assert_eq!(anna.upgrade().await.state, OrderState::Completed);
    world.pass_to("2026-11-23").await;
    assert_eq!(due(&world, "RE-2026-00013").await, "17056 - 2026-11-23");
    assert!(world.standing(anna.account()).await.contains(&"goto-meeting active 2026-11-21 2026-12-21".to_owned()), "the change stands");
    anna.use_card(&world, "4242424242424242").await;
    // Three days later the card pays what the bank did not.
    world.pass_to("2026-11-26").await;
    assert_eq!((due(&world, "RE-2026-00013").await, world.gateway.charged().await), ("0 - -".to_owned(), vec![17_056]));
}

async fn a_card_that_was_declined_is_replaced_in_time(world: World) {
    let anna = world.anna().await;
    world.use_token(&anna, "tok_insufficient_9995").await;
    world.pass_to("2026-12-03").await;
    assert_eq!(due(&world, "RE-2026-00013").await, "16660 2026-12-01 2026-12-01");
    assert_eq!(pay_invoice(&world.backend, &anna.actor, "RE-2026-00013", 16_660).await.unwrap(), Payment::Declined { code: "insufficient_funds".to_owned() });
    anna.use_card(&world, "4242424242424242").await;
    assert!(matches!(pay_invoice(&world.backend, &anna.actor, "RE-2026-00013", 16_659).await, Err(Refusal::PriceChanged)));
    assert_eq!(pay_invoice(&world.backend, &anna.actor, "RE-2026-00013", 16_660).await.unwrap(), Payment::Paid);
    assert_eq!(pay_invoice(&world.backend, &anna.actor, "RE-2026-00013", 16_660).await.unwrap(), Payment::Paid, "once");
    world.pass_to("2026-12-31").await;
    let subjects = world.subjects_to("anna@nordlicht.example").await;
    assert_eq!(subjects, ["Ihre Rechnung RE-2026-00013", "Ihre Zahlungsmethode wurde geändert", "Zahlung erhalten: Rechnung RE-2026-00013"]);
    assert_eq!(world.gateway.charged().await, [16_660]);
}

async fn a_card_that_wants_a_confirmation_waits_for_its_holder(world: World) {
    let anna = world.anna().await;
    world.use_token(&anna, "tok_3ds_3220").await;
    world.pass_to("2026-12-01").await;
    assert_eq!(due(&world, "RE-2026-00013").await, "16660 2026-12-01 2026-12-01");
    let declined = world.texts("SELECT state || ' ' || decline_code AS value FROM payment_attempts", args![]).await;
    assert_eq!(declined, ["declined authentication_required"]);
    let paying = pay_invoice(&world.backend, &anna.actor, "RE-2026-00013", 16_660).await.unwrap();
    let Payment::Confirm { action_url } = paying else { panic!("{paying:?}") };
    world.gateway.fill_in(&action_url, &[("answer", "confirm")]).await;
    refresh_invoice(&world.backend, &anna.actor, "RE-2026-00013").await.unwrap();
    assert_eq!((due(&world, "RE-2026-00013").await, world.gateway.charged().await), ("0 2026-12-01 -".to_owned(), vec![16_660]));
}

async fn without_a_payment_method_there_are_fourteen_days(world: World) {
    let anna = world.anna().await;
    world.change("UPDATE payment_methods SET state = 'replaced' WHERE account_id = $1", args![anna.account()]).await;
    world.pass_to("2026-12-15").await;
    assert_eq!(due(&world, "RE-2026-00013").await, "16660 2026-12-15 -");
    let mail = world.newest_mail_to("anna@nordlicht.example").await;
    assert!(mail.contains("zahlbar bis 15.12.2026"), "{mail}");
    world.pass_to("2026-12-16").await;
    assert_eq!(due(&world, "RE-2026-00013").await, "16660 2026-12-15 2026-12-16");
    let subjects = world.subjects_to("anna@nordlicht.example").await;
    assert_eq!(subjects, ["Ihre Rechnung RE-2026-00013", "Rechnung RE-2026-00013 ist noch offen"]);
}

/// It rests from 22 December and its period ends with the month: January is not charged before the tenth.
async fn a_service_that_rested_over_the_end_of_its_period_begins_anew(world: World) {
    let anna = world.anna().await;
    world.use_token(&anna, "tok_insufficient_9995").await;
    world.pass_to("2027-01-10").await;
    assert!(world.standing(anna.account()).await.contains(&"goto-meeting active 2026-12-01 2027-01-01 suspended 2026-12-22".to_owned()));
    world.use_token(&anna, "tok_visa_4242").await;
    assert_eq!(pay_invoice(&world.backend, &anna.actor, "RE-2026-00013", 16_660).await.unwrap(), Payment::Paid);
    world.pass_to("2027-01-11").await;
    assert!(world.standing(anna.account()).await.contains(&"goto-meeting active 2027-01-10 2027-02-10".to_owned()));
    let documents = world.documents_since(anna.account(), "2026-12-01").await;
    assert_eq!(documents, ["RE-2026-00013 2026-12-01 GoTo Meeting 16660 0", "RE-2027-00001 2027-01-10 GoTo Meeting 16660 0"]);
    world.pass_to("2027-02-10").await;
    assert!(world.standing(anna.account()).await.contains(&"goto-meeting active 2027-02-10 2027-03-10".to_owned()));
    assert_eq!(world.gateway.charged().await, [16_660; 3]);
}

async fn money_that_comes_is_booked_even_where_nothing_can_be_renewed(world: World) {
    let anna = world.anna().await;
    world.use_token(&anna, "tok_insufficient_9995").await;
    world.pass_to("2027-01-10").await;
    let gone = "UPDATE subscriptions SET scheduled_plan = 'gone', scheduled_seats = 10, scheduled_interval = 'monthly' WHERE product = 'goto-meeting'";
    world.change(gone, args![]).await;
    world.use_token(&anna, "tok_visa_4242").await;
    assert_eq!(pay_invoice(&world.backend, &anna.actor, "RE-2026-00013", 16_660).await.unwrap(), Payment::Paid);
    assert_eq!(world.documents_since(anna.account(), "2026-12-01").await, ["RE-2026-00013 2026-12-01 GoTo Meeting 16660 0"]);
    // The service is back; its renewal waits for somebody to look.
    assert!(world.standing(anna.account()).await.contains(&"goto-meeting active 2026-12-01 2027-01-01".to_owned()));
    assert!(world.calendar(anna.account()).await.contains(&"renewal 2027-01-01".to_owned()));
}

async fn what_is_never_paid_ends_after_six_weeks(world: World) {
    let anna = world.anna().await;
    world.use_token(&anna, "tok_insufficient_9995").await;
    world.pass_to("2027-01-11").await;
    assert!(world.standing(anna.account()).await.contains(&"goto-meeting active 2026-12-01 2027-01-01 suspended 2026-12-22".to_owned()));
    world.pass_to("2027-01-12").await;
    let standing = world.standing(anna.account()).await;
    assert!(standing.iter().any(|line| line.starts_with("goto-meeting ended 2026-12-01 2027-01-01")), "{standing:?}");
    assert_eq!(world.subjects_to("anna@nordlicht.example").await.last().unwrap(), "Ihr Abonnement ist beendet: Rechnung RE-2026-00013");
    let months = world.documents_since(anna.account(), "2026-12-01").await;
    assert_eq!(months, ["RE-2026-00013 2026-12-01 GoTo Meeting 16660 16660"]);
}
