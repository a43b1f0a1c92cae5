//! An invoice is not paid: what happens when, and how everything comes back once it is.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::World;
use backend::args;
use backend::usecases::collections::pay::{Payment, pay_invoice};

on_both_engines!(in_world: an_unpaid_renewal_is_tried_reminded_suspended_and_paid);

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
