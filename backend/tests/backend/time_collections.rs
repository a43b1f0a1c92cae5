//! An invoice is not paid: what happens when, and how everything comes back once it is.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::World;
use backend::args;
use backend::usecases::collections::pay::{Payment, pay_invoice, refresh_invoice};

on_both_engines!(in_world:
    an_unpaid_renewal_is_tried_reminded_suspended_and_paid,
    debits_that_come_back_each_time_end_in_suspension,
    what_is_charged_above_what_is_open_becomes_credit,
);

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
    world.change("UPDATE invoices SET open_minor = open_minor - 6000 WHERE number = 'RE-2026-00013'", args![]).await;
    world.gateway.fill_in(&action_url, &[("answer", "confirm")]).await;
    refresh_invoice(&world.backend, &anna.actor, "RE-2026-00013").await.unwrap();
    assert_eq!(world.documents_since(anna.account(), "2026-11-22").await, ["RE-2026-00013 2026-12-01 GoTo Meeting 16660 0"]);
    assert_eq!(world.numbers("SELECT amount_minor AS value FROM credit_entries WHERE reason = 'overpaid'", args![]).await, [6_000]);
}
