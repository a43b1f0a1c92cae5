//! Credit notes and refunds by hand: what they take off an invoice, what they give to the account and back to who paid, and
//! that the books stay balanced whatever is done in whatever order.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::{Buyer, Fault, World};
use backend::identifiers::new_key;
use backend::usecases::credit_notes::issue::{CreditNoteInput, PaidPart, issue_credit_note};
use backend::usecases::credit_notes::view::{StaffInvoice, view_invoice};
use backend::usecases::receipts::reverse::{reverse_allocation, reverse_receipt};
use backend::usecases::refunds::begin::{RefundInput, RefundWay, refund_credit};
use backend::usecases::refunds::carry_out::recover_refunds;
use backend::{Refusal, args};
use billing::input::InputFault;
use billing::standing::{BookingKind, RefundState};

on_both_engines!(in_corporate_world:
    a_credit_note_takes_what_is_open_first_and_gives_the_rest_as_credit,
    what_is_left_of_a_line_is_all_that_can_be_credited,
    a_card_payment_goes_back_by_the_gateway_once,
    what_the_gateway_refuses_is_credit_again,
    a_transfer_is_paid_out_by_hand_and_never_more_than_came,
    days_that_a_change_of_plan_gave_back_are_not_credited_again,
    whatever_finance_does_the_books_stay_balanced,
);

on_both_engines!(in_impatient_corporate_world: a_refund_whose_answer_is_lost_is_carried_out_once);

impl World {
    async fn staff_invoice(&self, number: &str) -> StaffInvoice {
        view_invoice(&self.backend, &self.omar().await, number).await.unwrap()
    }

    /// A credit note as somebody sees the invoice on screen.
    async fn credit_lines(&self, number: &str, lines: &[i64], paid_part: PaidPart) -> Result<String, Refusal> {
        let input = self.credit_input(number, lines, paid_part).await;
        issue_credit_note(&self.backend, &self.omar().await, &input).await
    }

    async fn credit_input(&self, number: &str, lines: &[i64], paid_part: PaidPart) -> CreditNoteInput {
        let seen_minor = self.number("SELECT open_minor AS value FROM invoices WHERE number = $1", args![number]).await;
        let (number, reason) = (number.to_owned(), "Ausfall im Oktober".to_owned());
        CreditNoteInput { form_key: new_key(), number, seen_minor, lines: lines.to_vec(), reason, paid_part }
    }

    /// What refunds came to: state and amount.
    async fn refunds(&self) -> Vec<String> {
        self.texts("SELECT state || ' ' || amount_minor AS value FROM refunds ORDER BY created_at, id", args![]).await
    }

    /// Anna buys more; answers her invoice's number and the payment that paid it.
    async fn paid_by_card(&self) -> (Buyer, String, String) {
        let anna = self.anna().await;
        anna.upgrade().await;
        let (number, ..) = self.newest_invoice(&anna).await;
        let payment = self.text("SELECT p.id AS value FROM payments p JOIN invoices i ON i.order_id = p.order_id WHERE i.number = $1", args![&number]).await;
        (anna, number, payment)
    }
}

async fn a_credit_note_takes_what_is_open_first_and_gives_the_rest_as_credit(world: World) {
    let hauke = world.buyer("kd-20418").await;
    let (number, ..) = world.newest_invoice(&hauke).await;
    let receipt = world.transfer("KD-20418", 1_000_000, &number).await;
    world.allocate(&receipt, &number, 1_000_000).await.unwrap();
    // 15.000 € net and 2.850 € of tax; 12.848 € is open.
    let input = world.credit_input(&number, &[1_500_000], PaidPart::Credit).await;
    let first = issue_credit_note(&world.backend, &world.omar().await, &input).await.unwrap();
    assert_eq!(issue_credit_note(&world.backend, &world.omar().await, &input).await.unwrap(), first, "a second click is the first one's");
    assert_eq!((world.newest_invoice(&hauke).await.1, world.credit(&hauke).await), (0, 500_200));
    let document = backend::usecases::invoices::find::find_invoice(&world.backend, &hauke.actor, &first).await.unwrap();
    assert_eq!((document.net_minor, document.tax[0].tax_minor, document.total_minor), (-1_500_000, -285_000, -1_785_000));
    assert_eq!((document.corrects.as_deref(), document.lines[0].net_minor), (Some(number.as_str()), -1_500_000));
    assert!(document.notes.contains(&"Grund: Ausfall im Oktober".to_owned()), "{:?}", document.notes);
    let invoice = world.staff_invoice(&number).await;
    assert_eq!((invoice.base.left(), invoice.base.left_minor()), (vec![420_000], 420_000));
    let kinds: Vec<_> = invoice.standing.unwrap().bookings.into_iter().map(|booking| booking.kind).collect();
    assert_eq!(kinds, [BookingKind::CreditNote { number: first }, BookingKind::BankTransfer]);
    // The bank takes the transfer back: the invoice is open by it again, and the credit stays the account's.
    reverse_receipt(&world.backend, &world.omar().await, &receipt, "Rückruf").await.unwrap();
    assert_eq!((world.newest_invoice(&hauke).await.1, world.credit(&hauke).await), (1_000_000, 500_200));
}

async fn what_is_left_of_a_line_is_all_that_can_be_credited(world: World) {
    let hauke = world.buyer("kd-20418").await;
    let (number, open, _) = world.newest_invoice(&hauke).await;
    for (lines, expected) in [
        (vec![1_920_001], InputFault::MoreThanLeft),
        (vec![0], InputFault::NoAmount),
        (vec![-1], InputFault::MoreThanLeft),
        (vec![1, 1], InputFault::MoreThanLeft),
        (vec![i64::MAX], InputFault::MoreThanLeft),
    ] {
        match world.credit_lines(&number, &lines, PaidPart::Credit).await {
            Err(Refusal::Input { field: "lines", fault }) => assert_eq!(fault, expected, "{lines:?}"),
            other => panic!("{lines:?}: {other:?}"),
        }
    }
    let input = CreditNoteInput { reason: " ".to_owned(), ..world.credit_input(&number, &[1], PaidPart::Credit).await };
    let refused = issue_credit_note(&world.backend, &world.omar().await, &input).await;
    assert!(matches!(refused, Err(Refusal::Input { field: "reason", .. })), "{refused:?}");
    let input = CreditNoteInput { seen_minor: open - 1, ..world.credit_input(&number, &[1], PaidPart::Credit).await };
    let refused = issue_credit_note(&world.backend, &world.omar().await, &input).await;
    assert!(matches!(refused, Err(Refusal::PriceChanged)), "{refused:?}");
    // In parts, and then the rest: to the cent what the invoice had charged.
    for part in [333_333, 1, 999_999] {
        world.credit_lines(&number, &[part], PaidPart::Credit).await.unwrap();
    }
    let left = world.staff_invoice(&number).await.base.left();
    world.credit_lines(&number, &left, PaidPart::Credit).await.unwrap();
    assert_eq!((world.newest_invoice(&hauke).await.1, world.credit(&hauke).await), (0, 0));
    let refused = world.credit_lines(&number, &[1], PaidPart::Credit).await;
    assert!(matches!(refused, Err(Refusal::Input { field: "lines", fault: InputFault::MoreThanLeft })), "{refused:?}");
    let note = world.text("SELECT number AS value FROM invoices WHERE kind = 'credit_note' ORDER BY number LIMIT 1", args![]).await;
    let refused = world.credit_lines(&note, &[1], PaidPart::Credit).await;
    assert!(matches!(refused, Err(Refusal::NotFound)), "a credit note is not credited: {refused:?}");
}

async fn a_card_payment_goes_back_by_the_gateway_once(world: World) {
    let (anna, number, payment) = world.paid_by_card().await;
    let base = world.staff_invoice(&number).await.base;
    let way = PaidPart::Refund(RefundWay::Payment(payment.clone()));
    // Part of the dearer line: 100 € net, 19 € of tax.
    let lines: Vec<i64> = base.lines.iter().map(|line| if line.net_minor > 0 { 10_000 } else { 0 }).collect();
    let input = world.credit_input(&number, &lines, way).await;
    for _ in 0..2 {
        issue_credit_note(&world.backend, &world.omar().await, &input).await.unwrap();
    }
    assert_eq!((world.refunds().await, world.credit(&anna).await), (vec!["done 11900".to_owned()], 0));
    let bookings = world.staff_invoice(&number).await.standing.unwrap().bookings;
    assert!(bookings.iter().any(|booking| booking.kind == BookingKind::Refund(RefundState::Done)), "{bookings:?}");
    assert!(world.newest_mail_to("anna@nordlicht.example").await.contains("119,00"));
    // Credit that is there for another reason goes back as well, but never more than was paid that way.
    world.give_credit(&anna, 100_000).await;
    let left = world.staff_invoice(&number).await.refundable[0].left_minor;
    let input = |amount_minor| RefundInput {
        form_key: new_key(),
        number: number.clone(),
        amount_minor,
        reason: "Auf Wunsch".to_owned(),
        way: RefundWay::Payment(payment.clone()),
    };
    for (amount_minor, field, fault) in
        [(left + 1, "paid_part", InputFault::MoreThanLeft), (100_001, "amount", InputFault::MoreThanLeft), (0, "amount", InputFault::NoAmount)]
    {
        match refund_credit(&world.backend, &world.omar().await, &input(amount_minor)).await {
            Err(Refusal::Input { field: at, fault: found }) => assert_eq!((at, found), (field, fault), "{amount_minor}"),
            other => panic!("{amount_minor}: {other:?}"),
        }
    }
    let all = input(left);
    for _ in 0..2 {
        refund_credit(&world.backend, &world.omar().await, &all).await.unwrap();
    }
    assert_eq!((world.refunds().await.len(), world.credit(&anna).await), (2, 100_000 - left));
    assert!(world.staff_invoice(&number).await.refundable.is_empty());
}

async fn what_the_gateway_refuses_is_credit_again(world: World) {
    let (anna, number, payment) = world.paid_by_card().await;
    // The gateway does not know such a charge.
    world.change("UPDATE payments SET idempotency_key = 'lost' WHERE id = $1", args![&payment]).await;
    let base = world.staff_invoice(&number).await.base;
    let lines: Vec<i64> = base.lines.iter().map(|line| if line.net_minor > 0 { 1_000 } else { 0 }).collect();
    world.credit_lines(&number, &lines, PaidPart::Refund(RefundWay::Payment(payment))).await.unwrap();
    assert_eq!((world.refunds().await, world.credit(&anna).await), (vec!["refused 1190".to_owned()], 1_190));
    assert_eq!(world.staff_invoice(&number).await.refundable.len(), 1, "it may be tried again");
}

async fn a_refund_whose_answer_is_lost_is_carried_out_once(world: World) {
    let patient = world.patient().await;
    let (anna, number, payment) = patient.paid_by_card().await;
    let base = world.staff_invoice(&number).await.base;
    let lines: Vec<i64> = base.lines.iter().map(|line| if line.net_minor > 0 { 1_000 } else { 0 }).collect();
    world.gateway.set_fault_on("refund", Fault { name: "drop_after_charge", delay_ms: 0, times: 20 }).await;
    world.credit_lines(&number, &lines, PaidPart::Refund(RefundWay::Payment(payment))).await.unwrap();
    assert_eq!((world.refunds().await, world.credit(&anna).await), (vec!["open 1190".to_owned()], 0));
    assert_eq!(recover_refunds(&patient.backend).await.unwrap(), 0, "its server has time");
    world.gateway.heal().await;
    world.change("UPDATE refunds SET lease_until = 0", args![]).await;
    let at_once: Vec<_> = (0..3)
        .map(|_| {
            let backend = patient.backend.clone();
            tokio::spawn(async move { recover_refunds(&backend).await.unwrap() })
        })
        .collect();
    let mut ended = 0;
    for recovery in at_once {
        ended += recovery.await.unwrap();
    }
    assert_eq!((ended, world.refunds().await), (1, vec!["done 1190".to_owned()]));
}

async fn a_transfer_is_paid_out_by_hand_and_never_more_than_came(world: World) {
    let hauke = world.buyer("kd-20418").await;
    let (number, open, _) = world.newest_invoice(&hauke).await;
    let receipt = world.transfer("KD-20418", open, &number).await;
    world.allocate(&receipt, &number, open).await.unwrap();
    world.credit_lines(&number, &[100_000], PaidPart::Refund(RefundWay::PaidOut)).await.unwrap();
    assert_eq!((world.refunds().await, world.credit(&hauke).await), (vec!["paid_out 119000".to_owned()], 0));
    world.give_credit(&hauke, 9_000_000).await;
    let input =
        |amount_minor| RefundInput { form_key: new_key(), number: number.clone(), amount_minor, reason: "Auf Wunsch".to_owned(), way: RefundWay::PaidOut };
    let too_much = refund_credit(&world.backend, &world.omar().await, &input(open - 119_000 + 1)).await;
    assert!(matches!(too_much, Err(Refusal::Input { field: "paid_part", fault: InputFault::MoreThanLeft })), "{too_much:?}");
    refund_credit(&world.backend, &world.omar().await, &input(open - 119_000)).await.unwrap();
    assert_eq!(world.staff_invoice(&number).await.returnable_minor, 0);
}

async fn days_that_a_change_of_plan_gave_back_are_not_credited_again(world: World) {
    let anna = world.anna().await;
    let sql = "SELECT i.number AS value FROM invoices i JOIN invoice_periods p ON p.invoice_id = i.id JOIN subscriptions s ON s.id = p.subscription_id \
               WHERE s.account_id = $1 AND s.product = 'goto-meeting' AND p.period_start = '2026-11-01'";
    let before = world.texts(sql, args![anna.account()]).await;
    anna.upgrade().await;
    for number in before {
        let base = world.staff_invoice(&number).await.base;
        // 10 of 30 days of 140,00 € were given back.
        assert_eq!((base.changed_minor, base.left_minor()), (4_667, 9_333), "{number}");
        let refused = world.credit_lines(&number, &[9_334], PaidPart::Credit).await;
        assert!(matches!(refused, Err(Refusal::Input { field: "lines", .. })), "{refused:?}");
    }
    let (number, ..) = world.newest_invoice(&anna).await;
    assert_eq!(world.staff_invoice(&number).await.base.changed_minor, 0, "what the change itself charged");
}

/// The same number for the same seed, with nothing else to be seen in it (splitmix64).
fn pick(seed: u64) -> u64 {
    let mut value = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value ^ (value >> 31)
}

/// Sixty steps in an order that nobody chose: each does something or is refused, and after each the books balance.
async fn whatever_finance_does_the_books_stay_balanced(world: World) {
    let (anna, by_card, payment) = world.paid_by_card().await;
    let hauke = world.buyer("kd-20418").await;
    let (by_transfer, ..) = world.newest_invoice(&hauke).await;
    let (omar, before) = (world.omar().await, crate::common::books::ledgers(&world).await);
    let (mut receipts, mut done) = (Vec::new(), 0);
    for step in 0..60_u64 {
        let (act, amount) = (pick(step), i64::try_from(pick(step + 1_000) % 700_000).unwrap() + 1);
        let receipt: Option<&String> = receipts.get(usize::try_from(pick(step + 2_000)).unwrap_or(0) % receipts.len().max(1));
        let outcome = match (act % 8, receipt) {
            (0 | 1, _) => {
                receipts.push(world.transfer("KD-20418", amount, &format!("Schritt {step}")).await);
                Ok(())
            }
            (2 | 3, Some(receipt)) => world.allocate(receipt, &by_transfer, amount.min(world.receipt(receipt).await.receipt.unallocated_minor)).await,
            (4, Some(receipt)) => match world.receipt(receipt).await.allocations.first() {
                Some(share) => reverse_allocation(&world.backend, &omar, receipt, &share.id, "Schritt").await,
                None => reverse_receipt(&world.backend, &omar, receipt, "Schritt").await,
            },
            (5, _) => world.credit_lines(&by_transfer, &[amount / 5], PaidPart::Credit).await.map(|_| ()),
            (6, _) => {
                let lines: Vec<i64> = world.staff_invoice(&by_card).await.base.left().iter().map(|left| left / 4).collect();
                let way = if step % 2 == 0 { PaidPart::Credit } else { PaidPart::Refund(RefundWay::Payment(payment.clone())) };
                world.credit_lines(&by_card, &lines, way).await.map(|_| ())
            }
            _ => {
                let (number, way, credit) = if step % 2 == 0 {
                    (&by_card, RefundWay::Payment(payment.clone()), world.credit(&anna).await)
                } else {
                    (&by_transfer, RefundWay::PaidOut, world.credit(&hauke).await)
                };
                let input = RefundInput { form_key: new_key(), number: number.clone(), amount_minor: credit / 2, reason: "Schritt".to_owned(), way };
                refund_credit(&world.backend, &omar, &input).await
            }
        };
        match outcome {
            Ok(()) => done += 1,
            Err(Refusal::Input { .. } | Refusal::PriceChanged) => {}
            Err(other) => panic!("step {step}: {other:?}"),
        }
        crate::common::books::must_have_moved_together(&world, &before).await;
    }
    assert!(done >= 25, "{done} of 60 steps did something");
    let worth = "SELECT number AS value FROM invoices WHERE kind = 'invoice' AND (open_minor < 0 OR open_minor > total_minor)";
    assert_eq!(world.texts(worth, args![]).await, Vec::<String>::new());
}
