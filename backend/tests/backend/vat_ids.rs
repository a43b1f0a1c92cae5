//! VAT numbers: proven, denied, not known yet; and what is put right once one is proven.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::{Buyer, Fault, World};
use backend::usecases::invoices::find::find_invoice;
use backend::usecases::vat_ids::apply::apply_vat_id;
use backend::usecases::vat_ids::recheck::recheck_due;
use backend::{Refusal, VatIdRefusal, args};
use billing::country::Country;
use billing::invoice::{DocumentKind, InvoiceDocument, Settlement};
use billing::order::OrderState;
use billing::vat_id::{VatId, VatIdError};
use billing::{TaxCategory, VatIdState};

on_both_engines!(in_world:
    a_number_that_the_register_knows_takes_the_tax_away,
    a_number_of_the_sellers_country_changes_no_tax,
    a_number_that_the_register_denies_is_not_kept,
    a_number_that_cannot_be_one_is_refused,
    a_number_is_removed_by_an_empty_text,
    a_silent_register_leaves_the_number_unverified,
    what_was_on_screen_before_the_number_is_not_ordered,
    a_colleague_changes_no_number,
    once_proven_the_invoices_are_issued_anew,
    a_credit_note_is_put_right_with_the_invoice_that_it_corrects,
    what_was_charged_before_the_number_keeps_its_tax,
    an_unpaid_invoice_stays_open_by_what_is_owed,
    a_number_that_is_denied_later_is_removed,
    a_number_is_asked_about_once_an_hour,
    an_order_under_way_is_waited_for,
    two_workers_put_it_right_once,
);

const GOOD: &str = "ATU12345675";

/// A number with fitting check digits whose last digits tell the register what to answer.
fn number_ending(ending: &str) -> String {
    let numbers = (0..100_000_u32).map(|first| format!("ATU{first:05}{ending}"));
    numbers.into_iter().find(|number| VatId::parse(number, Country::parse("AT").unwrap()).is_ok()).unwrap()
}

/// Carla, of Vienna, with a card.
async fn carla(world: &World) -> Buyer {
    let carla = world.buyer("carla@solo.example").await;
    carla.use_card(world, "4242424242424242").await;
    carla
}

async fn apply(buyer: &Buyer, text: &str) -> Result<VatIdState, Refusal> {
    apply_vat_id(&buyer.backend, &buyer.actor, text).await
}

async fn register(world: &World, fault: &'static str) {
    world.gateway.set_fault_on("register", Fault { name: fault, delay_ms: 0, times: 100 }).await;
}

/// The number is entered while the register is down.
async fn apply_unverified(world: &World, buyer: &Buyer, number: &str) {
    register(world, "register_down").await;
    assert_eq!(apply(buyer, number).await.unwrap(), VatIdState::Unverified);
    world.gateway.heal().await;
}

/// What the worker does an hour later.
async fn recheck(world: &World) -> usize {
    world.change("UPDATE accounts SET vat_checked_at = 1 WHERE vat_checked_at IS NOT NULL", args![]).await;
    recheck_due(&world.backend).await.unwrap()
}

async fn known(world: &World, buyer: &Buyer) -> (Option<String>, String) {
    let texts = world.texts("SELECT COALESCE(vat_id, '-') || ' ' || vat_id_state AS value FROM accounts WHERE id = $1", args![buyer.account()]).await;
    let (number, state) = texts[0].split_once(' ').unwrap();
    (Some(number.to_owned()).filter(|number| number != "-"), state.to_owned())
}

async fn buy_meeting(buyer: &Buyer, plan: &str, seats: &str) -> Vec<String> {
    let put = buyer.put_new("goto-meeting", plan, seats, "monthly").await;
    if matches!(put, Err(Refusal::AlreadySubscribed(_))) {
        buyer.put("goto-meeting", plan, seats, "monthly").await.unwrap();
    } else {
        put.unwrap();
    }
    let order = buyer.order_cart().await;
    assert_eq!(order.state, OrderState::Completed);
    order.documents.into_iter().map(|document| document.number).collect()
}

async fn document(buyer: &Buyer, number: &str) -> InvoiceDocument {
    find_invoice(&buyer.backend, &buyer.actor, number).await.unwrap()
}

/// Kind, net, tax and total.
fn sums(document: &InvoiceDocument) -> (DocumentKind, i64, i64, i64) {
    (document.kind, document.net_minor, document.total_minor - document.net_minor, document.total_minor)
}

async fn a_number_that_the_register_knows_takes_the_tax_away(world: World) {
    let carla = carla(&world).await;
    assert_eq!(apply(&carla, "at u 1234 5675").await.unwrap(), VatIdState::Valid);
    assert_eq!(known(&world, &carla).await, (Some(GOOD.to_owned()), "valid".to_owned()));
    let numbers = buy_meeting(&carla, "professional", "10").await;
    let invoice = document(&carla, &numbers[0]).await;
    assert_eq!((sums(&invoice), invoice.tax[0].category), ((DocumentKind::Invoice, 14_000, 0, 14_000), TaxCategory::AE));
    assert_eq!(invoice.buyer.vat_id.as_deref(), Some(GOOD));
    let trail = world.text("SELECT details AS value FROM audit WHERE action = 'vat_id_applied'", args![]).await;
    assert!(trail.contains(GOOD) && trail.contains("\"state\":\"valid\""), "{trail}");
}

async fn a_number_of_the_sellers_country_changes_no_tax(world: World) {
    let anna = world.anna().await;
    assert_eq!(apply(&anna, "DE 123456788").await.unwrap(), VatIdState::Valid);
    let order = anna.upgrade().await;
    assert_eq!(order.price.total_minor, 17_056);
}

async fn a_number_that_the_register_denies_is_not_kept(world: World) {
    let carla = carla(&world).await;
    let before = world.picture().await;
    let refused = apply(&carla, &number_ending("000")).await;
    assert!(matches!(refused, Err(Refusal::VatId(VatIdRefusal::NotRegistered))), "{refused:?}");
    assert_eq!((known(&world, &carla).await, world.picture().await), ((None, "none".to_owned()), before));
}

async fn a_number_that_cannot_be_one_is_refused(world: World) {
    let carla = carla(&world).await;
    let before = world.picture().await;
    for (text, expected) in [
        ("DE123456788", VatIdError::WrongCountry { expected: "AT".to_owned() }),
        ("ATU12345676", VatIdError::CheckDigits),
        ("ATU1", VatIdError::Format { example: "ATU12345675".to_owned() }),
    ] {
        let refused = apply(&carla, text).await;
        assert!(matches!(&refused, Err(Refusal::VatId(VatIdRefusal::Malformed(error))) if *error == expected), "{text}: {refused:?}");
    }
    assert_eq!(world.picture().await, before);
}

async fn a_number_is_removed_by_an_empty_text(world: World) {
    let carla = carla(&world).await;
    apply(&carla, GOOD).await.unwrap();
    assert_eq!(apply(&carla, "  ").await.unwrap(), VatIdState::None);
    assert_eq!(known(&world, &carla).await, (None, "none".to_owned()));
    let numbers = buy_meeting(&carla, "professional", "10").await;
    assert_eq!(sums(&document(&carla, &numbers[0]).await), (DocumentKind::Invoice, 14_000, 2_800, 16_800));
}

async fn a_silent_register_leaves_the_number_unverified(world: World) {
    let carla = carla(&world).await;
    assert_eq!(apply(&carla, &number_ending("999")).await.unwrap(), VatIdState::Unverified, "the member state does not answer");
    apply_unverified(&world, &carla, GOOD).await;
    assert_eq!(known(&world, &carla).await, (Some(GOOD.to_owned()), "unverified".to_owned()));
    let numbers = buy_meeting(&carla, "professional", "10").await;
    let invoice = document(&carla, &numbers[0]).await;
    assert_eq!((sums(&invoice), invoice.buyer.vat_id.as_deref()), ((DocumentKind::Invoice, 14_000, 2_800, 16_800), Some(GOOD)), "charged like none");
}

async fn what_was_on_screen_before_the_number_is_not_ordered(world: World) {
    let carla = carla(&world).await;
    carla.put_new("goto-meeting", "professional", "10", "monthly").await.unwrap();
    let checkout = carla.checkout().await;
    apply(&carla, GOOD).await.unwrap();
    assert!(matches!(carla.place(&checkout).await, Err(Refusal::PriceChanged)));
    assert_eq!(carla.order_cart().await.price.total_minor, 14_000);
}

async fn a_colleague_changes_no_number(world: World) {
    let ben = world.buyer("ben@nordlicht.example").await;
    assert!(matches!(apply(&ben, "DE123456788").await, Err(Refusal::NotBillingContact(_))));
}

/// 14,000 and then 19,000 less 14,000, each with 20 %: 3,800 too much in all.
async fn once_proven_the_invoices_are_issued_anew(world: World) {
    let carla = carla(&world).await;
    apply_unverified(&world, &carla, GOOD).await;
    let first = buy_meeting(&carla, "professional", "10").await;
    let second = buy_meeting(&carla, "business", "10").await;
    assert_eq!((first, second), (vec!["RE-2026-00013".to_owned()], vec!["RE-2026-00014".to_owned()]));
    assert_eq!((recheck(&world).await, known(&world, &carla).await), (1, (Some(GOOD.to_owned()), "valid".to_owned())));
    assert_eq!(world.credit(&carla).await, 3_800);
    for (old, cancelling, new, net, tax) in
        [("RE-2026-00013", "RK-2026-00001", "RE-2026-00015", 14_000, 2_800), ("RE-2026-00014", "RK-2026-00002", "RE-2026-00016", 5_000, 1_000)]
    {
        let [old, cancelling, new] = [document(&carla, old).await, document(&carla, cancelling).await, document(&carla, new).await];
        assert_eq!(sums(&old), (DocumentKind::Invoice, net, tax, net + tax));
        assert_eq!(sums(&cancelling), (DocumentKind::CreditNote, -net, -tax, -net - tax));
        assert_eq!(cancelling.corrects.as_deref(), Some(old.number.as_str()));
        assert_eq!((sums(&new), new.tax[0].category), ((DocumentKind::Invoice, net, 0, net), TaxCategory::AE));
        assert!(new.notes.iter().any(|note| note.contains("Steuerschuldnerschaft")) && new.notes.iter().any(|note| note.contains(&old.number)));
        let given = [Settlement::ToInvoice { number: new.number.clone(), amount_minor: net }, Settlement::ToAccountCredit { amount_minor: tax }];
        assert_eq!(cancelling.settlements, given);
        assert_eq!(new.settlements, [Settlement::CreditNote { number: cancelling.number.clone(), amount_minor: net }]);
    }
    let mail = world.text("SELECT content AS value FROM outbox WHERE subject LIKE '%bestätigt'", args![]).await;
    assert!(mail.contains("RE-2026-00013 → RK-2026-00001 → RE-2026-00015"), "{mail}");
    // The period that runs is one without tax now: what is credited of it has none either.
    let third = buy_meeting(&carla, "enterprise", "10").await;
    assert_eq!((third.as_slice(), world.credit(&carla).await), (["RE-2026-00017".to_owned()].as_slice(), 0));
    assert_eq!(sums(&document(&carla, "RE-2026-00017").await), (DocumentKind::Invoice, 7_000, 0, 7_000));
    assert_eq!(world.gateway.charged().await, [16_800, 6_000, 3_200]);
    assert_eq!(recheck(&world).await, 0, "once");
}

/// 14,000 + 20 %, then 8,400 less 14,000: the tax of what was kept, 1,680, is given back, and no more.
async fn a_credit_note_is_put_right_with_the_invoice_that_it_corrects(world: World) {
    let carla = carla(&world).await;
    apply_unverified(&world, &carla, GOOD).await;
    buy_meeting(&carla, "professional", "10").await;
    assert_eq!(buy_meeting(&carla, "professional", "6").await, ["RE-2026-00014", "RK-2026-00001"]);
    assert_eq!(world.credit(&carla).await, 6_720);
    assert_eq!(recheck(&world).await, 1);
    assert_eq!(world.credit(&carla).await, 5_600 + 2_800, "what was paid is 16,800, and what was used costs 8,400");
    let standing = world.texts("SELECT kind || ' ' || total_minor || ' ' || tax_minor AS value FROM invoices WHERE account_id = $1 AND replaced_by IS NULL ORDER BY kind, total_minor", args![carla.account()]).await;
    assert_eq!(standing, ["credit_note -14000 0", "invoice 8400 0", "invoice 14000 0"]);
}

/// The first invoice was issued to a customer without a number: what is credited of it keeps its tax.
async fn what_was_charged_before_the_number_keeps_its_tax(world: World) {
    let carla = carla(&world).await;
    buy_meeting(&carla, "professional", "10").await;
    apply_unverified(&world, &carla, GOOD).await;
    assert_eq!(buy_meeting(&carla, "business", "10").await, ["RE-2026-00014"]);
    assert_eq!(recheck(&world).await, 1);
    let standing = world
        .texts(
            "SELECT number || ' ' || net_minor || ' ' || tax_minor AS value FROM invoices WHERE account_id = $1 AND replaced_by IS NULL ORDER BY number",
            args![carla.account()],
        )
        .await;
    assert_eq!(standing, ["RE-2026-00013 14000 2800", "RE-2026-00015 19000 0", "RK-2026-00002 -14000 -2800"]);
    assert_eq!(world.credit(&carla).await, 3_800, "20 % of 19,000");
}

async fn an_unpaid_invoice_stays_open_by_what_is_owed(world: World) {
    let carla = carla(&world).await;
    apply_unverified(&world, &carla, GOOD).await;
    buy_meeting(&carla, "professional", "10").await;
    world.open_by_hand("RE-2026-00013", 10_000).await;
    assert_eq!(recheck(&world).await, 1);
    let open = world.texts("SELECT number || ' ' || open_minor AS value FROM invoices WHERE account_id = $1 ORDER BY number", args![carla.account()]).await;
    assert_eq!(open, ["RE-2026-00013 0", "RE-2026-00014 7200", "RK-2026-00001 0"]);
    assert_eq!(world.credit(&carla).await, 0);
    let cancelling = document(&carla, "RK-2026-00001").await;
    let given =
        [("RE-2026-00013", 10_000), ("RE-2026-00014", 6_800)].map(|(number, amount_minor)| Settlement::ToInvoice { number: number.to_owned(), amount_minor });
    assert_eq!(cancelling.settlements, given);
}

async fn a_number_that_is_denied_later_is_removed(world: World) {
    let carla = carla(&world).await;
    apply_unverified(&world, &carla, &number_ending("000")).await;
    buy_meeting(&carla, "professional", "10").await;
    assert_eq!((recheck(&world).await, known(&world, &carla).await), (1, (None, "none".to_owned())));
    assert_eq!(world.order_documents().await, ["RE-2026-00013"]);
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM outbox WHERE subject LIKE '%nicht bestätigt'", args![]).await, 1);
}

async fn a_number_is_asked_about_once_an_hour(world: World) {
    let carla = carla(&world).await;
    apply_unverified(&world, &carla, GOOD).await;
    register(&world, "register_down").await;
    assert_eq!(recheck_due(&world.backend).await.unwrap(), 0, "it was asked about a moment ago");
    world.gateway.heal().await;
    assert_eq!(recheck_due(&world.backend).await.unwrap(), 0);
    assert_eq!(known(&world, &carla).await.1, "unverified");
    register(&world, "register_down").await;
    assert_eq!(recheck(&world).await, 0, "the register is still down");
    world.gateway.heal().await;
    assert_eq!(recheck_due(&world.backend).await.unwrap(), 0, "so the next question comes in an hour");
    assert_eq!((recheck(&world).await, known(&world, &carla).await.1.as_str()), (1, "valid"));
}

async fn an_order_under_way_is_waited_for(world: World) {
    let carla = carla(&world).await;
    carla.use_card(&world, "4000000000003220").await;
    apply_unverified(&world, &carla, GOOD).await;
    carla.put_new("goto-meeting", "professional", "10", "monthly").await.unwrap();
    let order = carla.order_cart().await;
    assert_eq!((order.state, recheck(&world).await), (OrderState::Placed, 0));
    world.gateway.fill_in(&order.action_url.unwrap(), &[("answer", "confirm")]).await;
    backend::usecases::orders::refresh::refresh_order(&carla.backend, &carla.actor, &order.id).await.unwrap();
    assert_eq!(recheck_due(&world.backend).await.unwrap(), 1, "at the next round");
    assert_eq!((world.gateway.charged().await, world.credit(&carla).await), (vec![16_800], 2_800));
}

async fn two_workers_put_it_right_once(world: World) {
    let carla = carla(&world).await;
    apply_unverified(&world, &carla, GOOD).await;
    buy_meeting(&carla, "professional", "10").await;
    world.change("UPDATE accounts SET vat_checked_at = 1", args![]).await;
    let workers: Vec<_> = (0..6)
        .map(|_| {
            let backend = world.backend.clone();
            tokio::spawn(async move { recheck_due(&backend).await.unwrap() })
        })
        .collect();
    let mut known = 0;
    for worker in workers {
        known += worker.await.unwrap();
    }
    assert_eq!((known, world.credit(&carla).await), (1, 2_800));
}
