//! Account credit around orders: used first, reserved, given back, and never for what is not paid yet.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::{Buyer, World};
use backend::args;
use backend::usecases::invoices::find::find_invoice;
use billing::Language;
use billing::invoice::{InvoiceDocument, Settlement};
use billing::order::OrderState;

on_both_engines!(in_world:
    the_next_order_uses_the_credit_first,
    credit_that_pays_everything_charges_no_card,
    credit_for_an_unpaid_period_reduces_its_open_invoice,
    what_an_open_invoice_does_not_take_becomes_account_credit,
    an_open_invoice_takes_no_credit_of_another_period,
    a_partly_used_credit_leaves_its_rest,
);

async fn document(buyer: &Buyer, number: &str) -> InvoiceDocument {
    find_invoice(&buyer.backend, &buyer.actor, number).await.unwrap()
}

async fn open_minor(world: &World, number: &str) -> i64 {
    world.number("SELECT open_minor AS value FROM invoices WHERE number = $1", args![number]).await
}

async fn entries(world: &World) -> Vec<String> {
    world.texts("SELECT reason || ' ' || amount_minor AS value FROM credit_entries WHERE id NOT LIKE 'by-hand-%' ORDER BY created_at, id", args![]).await
}

/// The worked example's period, from 20 November: ten seats down to six are worth 61.08 €.
async fn move_meeting_period(world: &World, buyer: &Buyer) {
    let meeting = buyer.subscription("goto-meeting").await.id;
    world.change("UPDATE subscriptions SET period_start = '2026-11-20', period_end = '2026-12-20' WHERE id = $1", args![meeting.as_str()]).await;
    let sql = "UPDATE invoice_periods SET period_start = '2026-11-20', period_end = '2026-12-20' WHERE subscription_id = $1 AND period_start = '2026-11-01'";
    assert_eq!(world.change(sql, args![meeting.as_str()]).await, 1);
}

async fn the_next_order_uses_the_credit_first(world: World) {
    let anna = world.anna().await;
    move_meeting_period(&world, &anna).await;
    anna.buy("goto-meeting", "professional", "6", "monthly").await;
    assert_eq!(world.credit(&anna).await, 6_108);
    anna.put("goto-webinar", "pro", "2", "annual").await.unwrap();
    let price = anna.checkout().await.price;
    assert_eq!((price.credit_used_minor, price.due_now_minor), (6_108, price.total_minor - 6_108));
    let order = anna.buy("goto-webinar", "pro", "2", "annual").await;
    assert_eq!(world.gateway.charged().await, [price.total_minor - 6_108]);
    assert_eq!(world.credit(&anna).await, 0);
    assert_eq!(entries(&world).await, ["unused_days 6108", "reserved -6108"]);
    let invoice = document(&anna, &order.documents[0].number).await;
    let [Settlement::AccountCredit { amount_minor: 6_108 }, Settlement::Card { amount_minor, .. }] = invoice.settlements.as_slice() else {
        panic!("{:?}", invoice.settlements)
    };
    assert_eq!((invoice.total_minor, *amount_minor), (price.total_minor, price.due_now_minor));
}

async fn credit_that_pays_everything_charges_no_card(world: World) {
    let anna = world.anna().await;
    world.give_credit(&anna, 17_056).await;
    // Nothing is due, so nobody asks for a card either.
    world.change("UPDATE payment_methods SET state = 'replaced'", args![]).await;
    let order = anna.upgrade().await;
    assert_eq!((order.state, order.price.due_now_minor, order.price.credit_used_minor), (OrderState::Completed, 0, 17_056));
    assert_eq!((world.gateway.charges().await.len(), world.credit(&anna).await), (0, 0));
    let invoice = document(&anna, &order.documents[0].number).await;
    assert_eq!((invoice.total_minor, invoice.settlements), (17_056, vec![Settlement::AccountCredit { amount_minor: 17_056 }]));
}

async fn a_partly_used_credit_leaves_its_rest(world: World) {
    let anna = world.anna().await;
    world.give_credit(&anna, 20_000).await;
    let order = anna.upgrade().await;
    assert_eq!((order.price.credit_after_minor, world.credit(&anna).await), (2_944, 2_944));
    assert_eq!(entries(&world).await, ["opening 20000", "reserved -17056"]);
}

async fn credit_for_an_unpaid_period_reduces_its_open_invoice(world: World) {
    let anna = world.anna().await;
    move_meeting_period(&world, &anna).await;
    world.open_by_hand("RE-2026-00012", 16_660).await;
    let order = anna.buy("goto-meeting", "professional", "6", "monthly").await;
    assert_eq!(open_minor(&world, "RE-2026-00012").await, 16_660 - 6_108);
    assert_eq!((world.credit(&anna).await, entries(&world).await), (0, vec![]));
    // What the credit note and the mail say is what happened: no account credit.
    let note = document(&anna, &order.documents[1].number).await;
    let given = [
        Settlement::ToInvoice { number: "RE-2026-00013".to_owned(), amount_minor: 9_996 },
        Settlement::ToInvoice { number: "RE-2026-00012".to_owned(), amount_minor: 6_108 },
    ];
    assert_eq!(note.settlements, given);
    let mail = world.text("SELECT content AS value FROM outbox WHERE kind = 'mail'", args![]).await;
    assert!(mail.contains(&format!("Angerechnet auf Rechnung RE-2026-00012: {}", Buyer::euros(6_108, Language::De))), "{mail}");
    assert!(mail.contains(&format!("Guthaben danach: {}", Buyer::euros(0, Language::De))), "{mail}");
}

async fn what_an_open_invoice_does_not_take_becomes_account_credit(world: World) {
    let anna = world.anna().await;
    move_meeting_period(&world, &anna).await;
    world.open_by_hand("RE-2026-00012", 1_000).await;
    let order = anna.buy("goto-meeting", "professional", "6", "monthly").await;
    assert_eq!((open_minor(&world, "RE-2026-00012").await, world.credit(&anna).await), (0, 5_108));
    assert_eq!(entries(&world).await, ["unused_days 5108"]);
    let note = document(&anna, &order.documents[1].number).await;
    assert_eq!(note.settlements.last(), Some(&Settlement::ToAccountCredit { amount_minor: 5_108 }));
}

/// Meeting was paid for a year and shrinks; Webinar's year is not paid, but only its last day is given back.
async fn an_open_invoice_takes_no_credit_of_another_period(world: World) {
    let anna = world.anna().await;
    let meeting = "UPDATE subscriptions SET billing_interval = 'annual', unit_minor = 14400, period_start = '2026-11-20', period_end = '2027-11-20' \
                   WHERE account_id = $1 AND product = 'goto-meeting'";
    world.change(meeting, args![anna.account()]).await;
    let webinar = anna.subscription("goto-webinar").await.id;
    world.change("UPDATE subscriptions SET period_start = '2025-11-22', period_end = '2026-11-22' WHERE id = $1", args![webinar.as_str()]).await;
    let sql = "UPDATE invoice_periods SET period_start = '2025-11-22', period_end = '2026-11-22' WHERE subscription_id = $1";
    assert_eq!(world.change(sql, args![webinar.as_str()]).await, 1);
    let sql = "SELECT i.number AS value FROM invoices i JOIN invoice_periods p ON p.invoice_id = i.id WHERE p.subscription_id = $1";
    let number = world.text(sql, args![webinar.as_str()]).await;
    world.open_by_hand(&number, 225_624).await;
    anna.put("goto-meeting", "professional", "1", "annual").await.unwrap();
    anna.put("goto-webinar", "standard", "1", "monthly").await.unwrap();
    let checkout = anna.checkout().await;
    assert_eq!(checkout.price.lines.iter().map(|line| line.net_minor).collect::<Vec<_>>(), [-143_605, 14_400, -519, 9_900]);
    anna.place(&checkout).await.unwrap();
    // 519 net and 99 tax of it were Webinar's; all else is settled money.
    assert_eq!(open_minor(&world, &number).await, 225_624 - 618);
    assert_eq!(world.credit(&anna).await, -checkout.price.total_minor - 618);
}
