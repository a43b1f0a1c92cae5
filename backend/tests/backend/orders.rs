//! Orders that succeed, from the cart to the invoice: the worked examples, and all that an order leaves behind.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::world::demo_catalogue;
use crate::common::{Buyer, Others, World, day};
use backend::args;
use backend::usecases::invoices::find::find_invoice;
use billing::invoice::{DocumentKind, InvoiceDocument, Settlement};
use billing::order::{MethodOnFile, Order, OrderState};
use billing::{BillingInterval, Language};
use serde_json::json;

on_both_engines!(in_world:
    a_better_plan_is_charged_and_invoiced,
    fewer_seats_give_credit_and_a_credit_note,
    a_year_instead_of_a_month_is_charged_at_once,
    an_order_puts_the_subscription_in_force_and_empties_the_cart,
    an_order_is_confirmed_by_mail_in_the_accounts_language,
    an_order_tells_the_product_and_leaves_a_trail,
    two_items_are_one_order_and_one_invoice,
    an_issued_invoice_never_changes,
    a_second_change_on_the_same_day_credits_the_first_in_full,
    another_rate_on_the_running_period_moves_the_credit_to_a_credit_note,
);

/// What the seeded invoices of 2026 end with.
const LAST_SEEDED: &str = "RE-2026-00012";

async fn document(buyer: &Buyer, number: &str) -> InvoiceDocument {
    find_invoice(&buyer.backend, &buyer.actor, number).await.unwrap()
}

fn numbers(order: &Order) -> Vec<&str> {
    order.documents.iter().map(|document| document.number.as_str()).collect()
}

/// Net amounts of the lines, net, tax and total.
fn sums(document: &InvoiceDocument) -> (Vec<i64>, i64, i64, i64) {
    let lines = document.lines.iter().map(|line| line.net_minor).collect();
    (lines, document.net_minor, document.tax.iter().map(|sum| sum.tax_minor).sum(), document.total_minor)
}

fn last4(order: &Order) -> Option<&str> {
    match order.method.as_ref()? {
        MethodOnFile::Card(card) => Some(&card.last4),
        MethodOnFile::SepaDebit(debit) => Some(&debit.last4),
    }
}

async fn a_better_plan_is_charged_and_invoiced(world: World) {
    let anna = world.anna().await;
    let order = anna.upgrade().await;
    assert_eq!((order.state, order.price.due_now_minor, last4(&order)), (OrderState::Completed, 17_056, Some("4242")));
    assert_eq!(world.gateway.charged().await, [17_056]);
    assert_eq!(numbers(&order), ["RE-2026-00013"]);
    let invoice = document(&anna, "RE-2026-00013").await;
    assert_eq!(sums(&invoice), (vec![-4_667, 19_000], 14_333, 2_723, 17_056));
    assert_eq!((invoice.tax.len(), invoice.tax[0].base_minor, invoice.tax[0].rate.to_string()), (1, 14_333, "19".to_owned()));
    let card = Settlement::Card { brand: "visa".to_owned(), last4: "4242".to_owned(), amount_minor: 17_056, on: day("2026-11-21") };
    assert_eq!((invoice.kind, invoice.corrects, invoice.settlements), (DocumentKind::Invoice, None, vec![card]));
    assert!(invoice.lines[0].explanation.contains(LAST_SEEDED), "the credit names the invoice that it corrects");
    assert_eq!(world.text("SELECT received_on AS value FROM payments", args![]).await, "2026-11-21");
}

async fn fewer_seats_give_credit_and_a_credit_note(world: World) {
    let anna = world.anna().await;
    move_meeting_period(&world, &anna).await;
    let order = anna.buy("goto-meeting", "professional", "6", "monthly").await;
    assert_eq!((order.state, order.price.due_now_minor, order.price.credit_after_minor, last4(&order)), (OrderState::Completed, 0, 6_108, None));
    assert_eq!(world.gateway.charges().await, []);
    assert_eq!(numbers(&order), ["RE-2026-00013", "RK-2026-00001"]);
    let (invoice, note) = (document(&anna, "RE-2026-00013").await, document(&anna, "RK-2026-00001").await);
    assert_eq!(sums(&invoice), (vec![8_400], 8_400, 1_596, 9_996));
    assert_eq!(sums(&note), (vec![-13_533], -13_533, -2_571, -16_104));
    assert_eq!(invoice.total_minor + note.total_minor, -6_108);
    assert_eq!((note.kind, note.corrects.as_deref()), (DocumentKind::CreditNote, Some(LAST_SEEDED)));
    assert_eq!(invoice.settlements, [Settlement::CreditNote { number: note.number.clone(), amount_minor: 9_996 }]);
    let given = [Settlement::ToInvoice { number: invoice.number.clone(), amount_minor: 9_996 }, Settlement::ToAccountCredit { amount_minor: 6_108 }];
    assert_eq!(note.settlements, given);
    assert_eq!(world.credit(&anna).await, 6_108);
    assert_eq!(world.texts("SELECT reason || ' ' || amount_minor AS value FROM credit_entries", args![]).await, ["unused_days 6108"]);
}

/// As in the worked example: a period from 20 November, paid by the last seeded invoice.
async fn move_meeting_period(world: &World, anna: &Buyer) {
    let meeting = anna.subscription("goto-meeting").await.id;
    let sql = "UPDATE subscriptions SET period_start = '2026-11-20', period_end = '2026-12-20', anchor_day = 20 WHERE id = $1";
    assert_eq!(world.change(sql, args![meeting.as_str()]).await, 1);
    let sql = "UPDATE invoice_periods SET period_start = '2026-11-20', period_end = '2026-12-20' WHERE subscription_id = $1 AND period_start = '2026-11-01'";
    assert_eq!(world.change(sql, args![meeting.as_str()]).await, 1);
}

async fn a_year_instead_of_a_month_is_charged_at_once(world: World) {
    let anna = world.anna().await;
    let order = anna.buy("goto-meeting", "professional", "10", "annual").await;
    assert_eq!(order.state, OrderState::Completed);
    assert_eq!(world.gateway.charged().await, [165_806]);
    let invoice = document(&anna, "RE-2026-00013").await;
    assert_eq!(sums(&invoice), (vec![-4_667, 144_000], 139_333, 26_473, 165_806));
    let after = anna.subscription("goto-meeting").await.running;
    assert_eq!((after.interval, after.period_start, after.period_end), (BillingInterval::Annual, day("2026-11-21"), day("2027-11-21")));
}

async fn an_order_puts_the_subscription_in_force_and_empties_the_cart(world: World) {
    let anna = world.anna().await;
    let others = world.texts("SELECT plan || ' ' || version AS value FROM subscriptions WHERE product <> 'goto-meeting' ORDER BY id", args![]).await;
    anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
    let checkout = anna.checkout().await;
    anna.place(&checkout).await.unwrap();
    let after = anna.subscription("goto-meeting").await;
    let running = &after.running;
    assert_eq!((running.plan.as_str(), running.seats, running.unit_minor), ("business", 10, 1_900));
    assert_eq!((running.period_start, running.period_end, after.anchor_day), (day("2026-11-21"), day("2026-12-21"), 21));
    assert_eq!(running.tax, Some(checkout.price.tax_today));
    assert!(after.open_order.is_none() && after.can_change());
    assert_eq!(world.texts("SELECT plan || ' ' || version AS value FROM subscriptions WHERE product <> 'goto-meeting' ORDER BY id", args![]).await, others);
    let cart = anna.cart().await;
    assert!(cart.items.is_empty() && cart.price.is_none());
    assert_ne!(cart.checkout_key, checkout.key);
}

async fn an_order_is_confirmed_by_mail_in_the_accounts_language(world: World) {
    let anna = world.anna().await;
    anna.upgrade().await;
    // The person's own language is that of their screens; mail is the account's.
    world.change("UPDATE accounts SET language = 'en' WHERE id = $1", args![anna.account()]).await;
    anna.buy("goto-webinar", "standard", "3", "annual").await;
    let mails = world
        .texts(
            "SELECT recipient || ' ' || language || ' ' || state || ' ' || subject || ' ' || content AS value FROM outbox WHERE kind = 'mail' ORDER BY id",
            args![],
        )
        .await;
    assert_eq!(mails.len(), 2);
    assert!(mails[0].starts_with("anna@nordlicht.example de waiting Ihre Bestellung: GoTo Meeting Business"), "{}", mails[0]);
    assert!(mails[0].contains("Guten Tag Anna Albrecht") && mails[0].contains("RE-2026-00013"), "{}", mails[0]);
    assert!(mails[0].contains(&format!("Bezahlt: {}", Buyer::euros(17_056, Language::De))) && mails[0].contains("170,56"), "{}", mails[0]);
    let due = world.number("SELECT MAX(amount_minor) AS value FROM payments", args![]).await;
    assert!(mails[1].starts_with("anna@nordlicht.example en waiting Your order: GoTo Webinar Standard"), "{}", mails[1]);
    assert!(mails[1].contains(&format!("Paid: {}", Buyer::euros(due, Language::En))), "{}", mails[1]);
    assert!(mails[1].contains("You have added user licences"), "{}", mails[1]);
    assert_eq!(document(&anna, "RE-2026-00014").await.language, Language::En);
}

async fn an_order_tells_the_product_and_leaves_a_trail(world: World) {
    let anna = world.anna().await;
    let order = anna.upgrade().await;
    let meeting = anna.subscription("goto-meeting").await.id;
    let events = world.texts("SELECT content AS value FROM outbox WHERE kind = 'entitlement'", args![]).await;
    let event: serde_json::Value = serde_json::from_str(&events[0]).unwrap();
    let expected = json!({ "account": "KD-10234", "subscription": meeting, "product": "goto-meeting", "plan": "business", "seats": 10, "order": order.id });
    assert_eq!((events.len(), event), (1, expected));
    let trail = world.texts("SELECT action || ' ' || subject || ' ' || person_id AS value FROM audit ORDER BY happened_at, id", args![]).await;
    let person = &anna.actor.person;
    assert_eq!(
        trail,
        [format!("cart_put goto-meeting {person}"), format!("order_placed {} {person}", order.id), format!("order_completed {} {person}", order.id)]
    );
}

async fn two_items_are_one_order_and_one_invoice(world: World) {
    let anna = world.anna().await;
    anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
    anna.put("goto-webinar", "pro", "2", "annual").await.unwrap();
    let checkout = anna.checkout().await;
    let order = anna.place(&checkout).await.unwrap();
    let order = anna.order(&order).await;
    assert_eq!((order.items.len(), numbers(&order)), (2, vec!["RE-2026-00013"]));
    assert_eq!(world.gateway.charged().await, [checkout.price.due_now_minor]);
    let invoice = document(&anna, "RE-2026-00013").await;
    assert_eq!((invoice.lines.len(), invoice.total_minor, invoice.tax.len()), (4, checkout.price.total_minor, 1));
    assert_eq!(anna.subscription("goto-meeting").await.running.plan.as_str(), "business");
    let webinar = anna.subscription("goto-webinar").await;
    assert_eq!((webinar.running.plan.as_str(), webinar.running.period_end), ("pro", day("2027-11-21")));
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM outbox WHERE kind = 'mail'", args![]).await, 1);
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM outbox WHERE kind = 'entitlement'", args![]).await, 2);
    let linked = "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM invoice_periods p JOIN invoices i ON i.id = p.invoice_id WHERE i.number = 'RE-2026-00013'";
    assert_eq!(world.number(linked, args![]).await, 2);
}

async fn an_issued_invoice_never_changes(world: World) {
    let anna = world.anna().await;
    anna.upgrade().await;
    let issued = document(&anna, "RE-2026-00013").await;
    world.change("UPDATE accounts SET name = 'Südlicht AG', street = 'Anderswo 1', language = 'en', country = 'AT'", args![]).await;
    let mut catalogue = demo_catalogue();
    for product in &mut catalogue.products {
        product.name = format!("New {}", product.name);
        product.plans.iter_mut().for_each(|plan| plan.name = format!("New {}", plan.name));
    }
    let later = world.another_server(Others { catalogue, today: day("2027-03-01"), ..Others::default() }).await;
    assert_eq!(document(&anna.at(&later), "RE-2026-00013").await, issued);
    assert_eq!((issued.buyer.name.as_str(), issued.buyer.country.as_str()), ("Nordlicht GmbH", "DE"));
    assert!(issued.lines[1].text.starts_with("GoTo Meeting Business"), "{}", issued.lines[1].text);
}

async fn a_second_change_on_the_same_day_credits_the_first_in_full(world: World) {
    let anna = world.anna().await;
    anna.upgrade().await;
    let order = anna.buy("goto-meeting", "enterprise", "10", "monthly").await;
    assert_eq!(order.price.lines.iter().map(|line| line.net_minor).collect::<Vec<_>>(), [-19_000, 26_000]);
    assert_eq!(world.gateway.charged().await, [17_056, 8_330]);
    let invoice = document(&anna, "RE-2026-00014").await;
    assert!(invoice.lines[0].explanation.contains("RE-2026-00013"), "the credit names the newest invoice of the period: {}", invoice.lines[0].explanation);
}

async fn another_rate_on_the_running_period_moves_the_credit_to_a_credit_note(world: World) {
    let anna = world.anna().await;
    world.change("UPDATE subscriptions SET tax_rate = '16' WHERE product = 'goto-meeting' AND account_id = $1", args![anna.account()]).await;
    let order = anna.upgrade().await;
    // 19000 at 19 % is 22610; 4667 at 16 % was invoiced with 747 tax.
    assert_eq!(world.gateway.charged().await, [22_610 - 5_414]);
    assert_eq!(numbers(&order), ["RE-2026-00013", "RK-2026-00001"]);
    let (invoice, note) = (document(&anna, "RE-2026-00013").await, document(&anna, "RK-2026-00001").await);
    assert_eq!((invoice.total_minor, note.total_minor, note.tax[0].rate.to_string()), (22_610, -5_414, "16".to_owned()));
    let paid: i64 = invoice
        .settlements
        .iter()
        .map(|settlement| match settlement {
            Settlement::Card { amount_minor, .. } | Settlement::CreditNote { amount_minor, .. } | Settlement::AccountCredit { amount_minor } => *amount_minor,
            other => panic!("{other:?} settles no invoice"),
        })
        .sum();
    assert_eq!(paid, invoice.total_minor);
    assert_eq!(note.settlements, [Settlement::ToInvoice { number: "RE-2026-00013".to_owned(), amount_minor: 5_414 }]);
}
