//! What an account is told of its open invoices, and what of it is left once they are paid.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::{Buyer, World, day};
use backend::usecases::collections::pay::{Payment, give_up_payment, pay_invoice, refresh_invoice};
use backend::usecases::invoices::standing::{Standing, load_open_invoices, load_standing};
use backend::{Refusal, args};
use billing::dunning::DunningAction;
use billing::standing::{InvoiceStanding, PaymentState};

on_both_engines!(in_world:
    an_overdue_invoice_says_why_and_what_happens_when,
    what_is_paid_says_with_what_and_when,
    a_confirmation_is_waited_for_and_can_be_given_up,
    without_a_usable_method_nothing_is_tried_again,
    open_invoices_are_the_billing_contacts_business,
);

const INVOICE: &str = "RE-2026-00013";

/// Anna, whose renewal was declined on the first of December.
async fn owing(world: &World) -> Buyer {
    let anna = world.anna().await;
    world.use_token(&anna, "tok_insufficient_9995").await;
    world.pass_to("2026-12-01").await;
    anna
}

async fn standing(buyer: &Buyer, number: &str) -> Standing {
    load_standing(&buyer.backend, &buyer.actor, number).await.unwrap()
}

async fn of_invoice(buyer: &Buyer) -> InvoiceStanding {
    standing(buyer, INVOICE).await.invoice.unwrap()
}

async fn an_overdue_invoice_says_why_and_what_happens_when(world: World) {
    let anna = owing(&world).await;
    let open = load_open_invoices(&world.backend, &anna.actor).await.unwrap();
    assert_eq!(open.invoices.len(), 1);
    let invoice = &open.invoices[0];
    assert_eq!((invoice.number.as_str(), invoice.open_minor, invoice.overdue_since), (INVOICE, 16_660, Some(day("2026-12-01"))));
    assert_eq!(invoice.declined.len(), 1);
    assert_eq!(invoice.declined[0].code.as_deref(), Some("insufficient_funds"));
    assert_eq!(invoice.declined[0].on, Some(day("2026-12-01")));
    let steps: Vec<(String, DunningAction)> = invoice.ahead.iter().map(|step| (step.on.to_string(), step.action)).collect();
    assert_eq!(steps[0], ("2026-12-04".to_owned(), DunningAction::Retry));
    assert_eq!(steps.last().unwrap(), &("2027-01-12".to_owned(), DunningAction::End));
    assert_eq!(of_invoice(&anna).await, *invoice);

    // Steps that were done are no longer ahead.
    world.pass_to("2026-12-08").await;
    let after = of_invoice(&anna).await;
    assert_eq!(after.declined.len(), 3);
    assert!(after.ahead.iter().all(|step| step.on > day("2026-12-08")), "{:?}", after.ahead);
    assert_eq!(after.ahead.len(), 4);
}

async fn what_is_paid_says_with_what_and_when(world: World) {
    let anna = owing(&world).await;
    world.use_token(&anna, "tok_visa_4242").await;
    let refusal = pay_invoice(&world.backend, &anna.actor, INVOICE, 1).await.unwrap_err();
    assert!(matches!(refusal, Refusal::PriceChanged), "{refusal:?}");
    for _ in 0..2 {
        assert_eq!(pay_invoice(&world.backend, &anna.actor, INVOICE, 16_660).await.unwrap(), Payment::Paid);
    }
    let paid = of_invoice(&anna).await;
    assert_eq!((paid.open_minor, paid.overdue_since, paid.ahead.len(), paid.payments.len()), (0, None, 0, 1));
    assert_eq!((paid.payments[0].amount_minor, paid.payments[0].on, paid.payments[0].state), (16_660, day("2026-12-01"), PaymentState::Settled));
    assert!(load_open_invoices(&world.backend, &anna.actor).await.unwrap().invoices.is_empty());
}

async fn a_confirmation_is_waited_for_and_can_be_given_up(world: World) {
    let anna = owing(&world).await;
    world.use_token(&anna, "tok_3ds_3220").await;
    let Payment::Confirm { action_url } = pay_invoice(&world.backend, &anna.actor, INVOICE, 16_660).await.unwrap() else { panic!("it asks for nothing") };
    assert_eq!(of_invoice(&anna).await.under_way.unwrap().action_url, Some(action_url));
    refresh_invoice(&world.backend, &anna.actor, INVOICE).await.unwrap();
    assert!(of_invoice(&anna).await.under_way.is_some());
    give_up_payment(&world.backend, &anna.actor, INVOICE).await.unwrap();
    let after = of_invoice(&anna).await;
    assert_eq!((after.under_way, after.open_minor), (None, 16_660));
}

async fn without_a_usable_method_nothing_is_tried_again(world: World) {
    let anna = owing(&world).await;
    world.change("UPDATE payment_methods SET expires = '2026-11' WHERE account_id = $1", args![anna.account()]).await;
    let found = standing(&anna, INVOICE).await;
    assert_eq!(found.usable, None);
    assert!(found.invoice.unwrap().ahead.iter().all(|step| step.action != DunningAction::Retry));
    let refusal = pay_invoice(&world.backend, &anna.actor, INVOICE, 16_660).await.unwrap_err();
    assert!(matches!(refusal, Refusal::NoPaymentMethod), "{refusal:?}");
}

async fn open_invoices_are_the_billing_contacts_business(world: World) {
    let anna = owing(&world).await;
    let (ben, dora) = (Buyer::sign_in(&world, "ben@nordlicht.example").await, Buyer::sign_in(&world, "dora@leer.example").await);
    assert!(load_open_invoices(&world.backend, &ben.actor).await.unwrap().invoices.is_empty());
    assert_eq!(of_invoice(&ben).await, of_invoice(&anna).await);
    assert!(matches!(load_standing(&world.backend, &dora.actor, INVOICE).await, Err(Refusal::NotFound)));
    assert!(matches!(pay_invoice(&world.backend, &ben.actor, INVOICE, 16_660).await, Err(Refusal::NotBillingContact(_))));
    assert!(matches!(pay_invoice(&world.backend, &dora.actor, INVOICE, 16_660).await, Err(Refusal::NotFound)));
}
