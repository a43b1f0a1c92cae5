//! From seats to the receipt: what is reserved when a service order is placed, taken when it is done, let go when it is refused,
//! and that a gateway which fails in between comes to one charge or none.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::{Fault, World, day};
use backend::db::subscriptions;
use backend::recovery::recover_orders;
use backend::usecases::quotes::accept::accept_quote;
use backend::usecases::quotes::details::{DetailsInput, save_details};
use backend::usecases::service_orders::complete::complete_service_order;
use backend::usecases::service_orders::finish::{End, finish_overdue};
use backend::usecases::service_orders::place::Placed;
use backend::usecases::service_orders::refuse::refuse_service_order;
use backend::usecases::service_orders::take::take_service_order;
use backend::{DbError, args, work};
use backend::{Refusal, usecases::service_orders::place::place_service_order};
use billing::renewal::Announcement;
use billing::service_order::ServiceOrderError;
use billing::service_order::ServiceOrderState::{Done, InProcess, Placed as Waiting, Refused};

on_both_engines!(in_corporate_world:
    seats_are_reserved_when_ordered_and_charged_when_done,
    a_refused_service_order_costs_nothing_and_changes_nothing,
    a_second_press_meets_the_first_ones_service_order,
    the_price_is_that_of_the_day_of_placing,
    a_declined_card_leaves_the_quote_open,
    a_card_that_wants_its_holder_is_confirmed_first,
    only_what_was_taken_is_done_and_only_once,
    the_admin_contact_becomes_a_person_with_a_seat_of_each_product,
    the_worker_processes_where_that_was_configured,
    a_late_service_order_reminds_the_representatives,
    a_price_that_has_changed_is_not_reserved,
    what_a_colleague_has_entered_is_looked_at_before_it_is_ordered,
    a_second_press_does_not_change_the_purchase_order,
    what_befalls_a_held_contract_does_not_stop_its_service_order,
    whoever_ordered_and_whoever_looks_after_the_account_are_told,
);

on_both_engines!(in_impatient_corporate_world:
    a_capture_whose_answer_is_lost_happens_once,
    a_capture_that_the_gateway_refuses_waits_for_somebody,
    an_authorisation_whose_answer_is_lost_is_found_again,
    a_gateway_that_is_down_keeps_the_decision,
    a_capture_of_the_workers_that_is_refused_is_told_to_the_staff,
);

/// 5 seats at 1,320.00 a year for 100 of 365 days, and VAT: 1,808.22 + 343.56.
const FIVE_SEATS: i64 = 215_178;

async fn seats_are_reserved_when_ordered_and_charged_when_done(world: World) {
    let julia = world.alpenwerk().await;
    let quote = julia.want(&[("goto-training", 5), ("goto-webinar", 1)], &[]).await.unwrap();
    assert_eq!(quote, "AN-2026-00001");
    // Webinars: 1,680.00 for 222 of 365 days is 1,021.81; VAT is taken once, on both together: 2,830.03 + 537.71.
    let total = 336_774;
    assert_eq!(julia.quote(&quote).await.price.unwrap().total_minor, total);
    let number = julia.place_well(&quote).await;
    assert_eq!(number, "SA-2026-00001");
    assert_eq!(world.gateway_records().await, [format!("authorised {total}")]);
    assert_eq!((world.gateway.charged().await, world.seats(&julia, "goto-training").await), (vec![], (25, 132_000)));
    assert_eq!(julia.service_order(&number).await.state, Waiting);
    assert_eq!(world.quote_state(&quote).await, "accepted");
    world.take(&number).await;
    assert_eq!((julia.service_order(&number).await.state, julia.service_order(&number).await.taken_by), (InProcess, Some("Rita Rehm".to_owned())));
    assert_eq!(complete_service_order(&world.backend, &world.rita().await, &number).await.unwrap(), End::Done);
    assert_eq!(world.gateway.charged().await, [total]);
    assert_eq!((world.seats(&julia, "goto-training").await, world.seats(&julia, "goto-webinar").await), ((30, 132_000), (6, 168_000)));
    let contract = julia.subscription("goto-training").await;
    assert_eq!((contract.running.period_start, contract.running.period_end), (day("2026-03-01"), day("2027-03-01")), "the end does not move");
    let done = julia.service_order(&number).await;
    assert_eq!((done.state, done.documents.len()), (Done, 1));
    let invoice = world.documents_since(julia.account(), "2026-11-21").await;
    assert_eq!(invoice, [format!("{} 2026-11-21 GoTo Training, GoTo Webinar {total} 0", done.documents[0].number)]);
    let mails = world.subjects_to(&julia.actor.email).await;
    assert_eq!(mails[mails.len() - 2..], [format!("Ihr Serviceauftrag {number}"), format!("Quittung zum Serviceauftrag {number}")]);
    assert_eq!(world.story(&number).await, ["service_order_placed", "service_order_taken", "service_order_decided", "service_order_done"]);
    assert_eq!(world.story(&quote).await, ["quote_made", "quote_accepted"]);
}

async fn a_refused_service_order_costs_nothing_and_changes_nothing(world: World) {
    let julia = world.alpenwerk().await;
    world.give_credit(&julia, 1_000).await;
    let number = julia.place_well(&julia.want(&[("goto-training", 5)], &[]).await.unwrap()).await;
    assert_eq!((world.credit(&julia).await, world.gateway_records().await), (0, vec![format!("authorised {}", FIVE_SEATS - 1_000)]));
    let rita = world.rita().await;
    let without = refuse_service_order(&world.backend, &rita, &number, "  ").await.unwrap_err();
    assert!(matches!(without, Refusal::ServiceOrder(ServiceOrderError::ReasonMissing)), "{without}");
    assert_eq!(refuse_service_order(&world.backend, &rita, &number, "Vertrag läuft aus").await.unwrap(), End::Refused);
    assert_eq!(world.gateway_records().await, [format!("voided {}", FIVE_SEATS - 1_000)]);
    assert_eq!((world.credit(&julia).await, world.seats(&julia, "goto-training").await), (1_000, (25, 132_000)));
    assert_eq!(julia.subscription("goto-training").await.open_order, None);
    let refused = julia.service_order(&number).await;
    assert_eq!((refused.state, refused.reason.as_deref(), refused.documents.len()), (Refused, Some("Vertrag läuft aus"), 0));
    assert!(world.newest_mail_to(&julia.actor.email).await.contains("Vertrag läuft aus"));
    let again = refuse_service_order(&world.backend, &rita, &number, "noch einmal").await.unwrap_err();
    assert!(matches!(again, Refusal::ServiceOrder(ServiceOrderError::Ended(Refused))), "{again}");
}

async fn a_second_press_meets_the_first_ones_service_order(world: World) {
    let julia = world.alpenwerk().await;
    let quote = julia.want(&[("goto-training", 5)], &[]).await.unwrap();
    let seen = julia.quote(&quote).await.seen().unwrap();
    let press = || place_service_order(&julia.backend, &julia.actor, &quote, &seen);
    let (first, second) = tokio::join!(press(), press());
    let third = press().await.unwrap();
    assert_eq!(third, Placed::ServiceOrder("SA-2026-00001".to_owned()));
    // The one that came second may have met the first while its card was asked.
    for outcome in [first.unwrap(), second.unwrap()] {
        assert!(outcome == third || outcome == Placed::Unknown, "{outcome:?}");
    }
    assert_eq!(world.gateway_records().await, [format!("authorised {FIVE_SEATS}")]);
    world.process("SA-2026-00001").await;
}

async fn the_price_is_that_of_the_day_of_placing(world: World) {
    let julia = world.alpenwerk().await;
    let number = julia.place_well(&julia.want(&[("goto-training", 5)], &[]).await.unwrap()).await;
    let later = world.come_back_on("2026-11-23").await;
    assert_eq!(later.process(&number).await, End::Done);
    assert_eq!(later.gateway.charged().await, [FIVE_SEATS]);
    let issued = later.documents_since(julia.account(), "2026-11-21").await;
    assert!(issued[0].contains(" 2026-11-23 "), "issued on the day on which it was done: {issued:?}");
}

async fn a_declined_card_leaves_the_quote_open(world: World) {
    let julia = world.alpenwerk().await;
    let quote = julia.want(&[("goto-training", 5)], &[]).await.unwrap();
    world.use_token(&julia, "tok_declined_0002").await;
    let declined = julia.place_quote(&quote).await.unwrap();
    assert!(matches!(declined, Placed::Declined { .. }), "{declined:?}");
    assert_eq!((world.quote_state(&quote).await, julia.subscription("goto-training").await.open_order), ("open".to_owned(), None));
    julia.use_card(&world, "4242424242424242").await;
    world.process(&julia.place_well(&quote).await).await;
    assert_eq!(world.gateway.charged().await, [FIVE_SEATS]);
}

async fn a_card_that_wants_its_holder_is_confirmed_first(world: World) {
    let julia = world.alpenwerk().await;
    let quote = julia.want(&[("goto-training", 5)], &[]).await.unwrap();
    julia.use_card(&world, "4000000000003220").await;
    let Placed::Confirm { action_url } = julia.place_quote(&quote).await.unwrap() else { panic!("nothing to confirm") };
    world.gateway.fill_in(&action_url, &[("answer", "confirm")]).await;
    backend::usecases::service_orders::place::refresh_quote(&julia.backend, &julia.actor, &quote).await.unwrap();
    assert_eq!(julia.quote(&quote).await.service_order.as_deref(), Some("SA-2026-00001"));
    world.process("SA-2026-00001").await;
    assert_eq!(world.gateway.charged().await, [FIVE_SEATS]);
}

async fn only_what_was_taken_is_done_and_only_once(world: World) {
    let julia = world.alpenwerk().await;
    let number = julia.place_well(&julia.want(&[("goto-training", 5)], &[]).await.unwrap()).await;
    let rita = world.rita().await;
    let early = complete_service_order(&world.backend, &rita, &number).await.unwrap_err();
    assert!(matches!(early, Refusal::ServiceOrder(ServiceOrderError::NotTaken)), "{early}");
    world.take(&number).await;
    let twice = take_service_order(&world.backend, &rita, &number).await.unwrap_err();
    assert!(matches!(twice, Refusal::ServiceOrder(ServiceOrderError::TakenAlready)), "{twice}");
    let complete = || complete_service_order(&world.backend, &rita, &number);
    let (first, second) = tokio::join!(complete(), complete());
    let done = [first, second].into_iter().filter(|outcome| matches!(outcome, Ok(End::Done))).count();
    assert_eq!((done, world.gateway.charged().await), (1, vec![FIVE_SEATS]));
    let unknown = take_service_order(&world.backend, &rita, "SA-2026-09999").await.unwrap_err();
    assert!(matches!(unknown, Refusal::NotFound), "{unknown}");
}

async fn the_admin_contact_becomes_a_person_with_a_seat_of_each_product(world: World) {
    let julia = world.alpenwerk().await;
    let quote = julia.want(&[("goto-training", 5), ("goto-webinar", 1)], &[]).await.unwrap();
    let typed = DetailsInput { admin_name: " Ada Adler ", admin_email: "ada@alpenwerk.example", purchase_order: "PO-77" };
    save_details(&julia.backend, &julia.actor, &quote, &typed).await.unwrap();
    let bad = DetailsInput { admin_email: "nowhere", ..typed };
    let fault = save_details(&julia.backend, &julia.actor, &quote, &bad).await.unwrap_err();
    assert!(matches!(fault, Refusal::Input { field: "admin_email", .. }), "{fault}");
    world.process(&julia.place_well(&quote).await).await;
    let sql = "SELECT p.name || ' ' || m.role AS value FROM people p JOIN memberships m ON m.person_id = p.id WHERE p.email = 'ada@alpenwerk.example'";
    assert_eq!(world.text(sql, args![]).await, "Ada Adler member");
    let seats = "SELECT subject AS value FROM outbox WHERE kind = 'entitlement' AND content LIKE '%ada@alpenwerk.example%'";
    assert_eq!(world.texts(seats, args![]).await.len(), 2);
    let held =
        "SELECT s.product AS value FROM licences l JOIN subscriptions s ON s.id = l.subscription_id WHERE l.email_folded = 'ada@alpenwerk.example' ORDER BY 1";
    assert_eq!(world.texts(held, args![]).await, ["goto-training", "goto-webinar"]);
    let invoice = "SELECT content AS value FROM invoices WHERE account_id = $1 AND order_id IS NOT NULL";
    assert!(world.text(invoice, args![julia.account()]).await.contains("\"purchase_order\":\"PO-77\""));
    // A second time they are found again, and renamed.
    let quote = julia.want(&[("goto-training", 1)], &[]).await.unwrap();
    let renamed = DetailsInput { admin_name: "Ada Amsel", admin_email: "ADA@alpenwerk.example", purchase_order: "" };
    save_details(&julia.backend, &julia.actor, &quote, &renamed).await.unwrap();
    world.process(&julia.place_well(&quote).await).await;
    assert_eq!(world.text(sql, args![]).await, "Ada Amsel member");
    assert_eq!((world.texts(held, args![]).await.len(), world.texts(seats, args![]).await.len()), (2, 2), "one seat of each is enough");
}

async fn the_worker_processes_where_that_was_configured(world: World) {
    let world = world.with_worker().await;
    let julia = world.alpenwerk().await;
    let number = julia.place_well(&julia.want(&[("goto-training", 5)], &[]).await.unwrap()).await;
    world.catch_up().await;
    assert_eq!(finish_overdue(&world.backend).await.unwrap(), 1);
    let done = julia.service_order(&number).await;
    assert_eq!((done.state, done.taken_by, world.gateway.charged().await), (Done, None, vec![FIVE_SEATS]));
}

async fn a_late_service_order_reminds_the_representatives(world: World) {
    let julia = world.alpenwerk().await;
    let number = julia.place_well(&julia.want(&[("goto-training", 5)], &[]).await.unwrap()).await;
    world.catch_up().await;
    assert_eq!(world.story(&number).await, ["service_order_placed"]);
    let later = world.come_back_on("2026-11-22").await;
    later.catch_up().await;
    assert_eq!(later.story(&number).await, ["service_order_placed"], "its day has come, its hour not yet");
    world.change("UPDATE service_orders SET due_at = 0", args![]).await;
    world.change("UPDATE jobs SET try_at = 0", args![]).await;
    later.catch_up().await;
    assert_eq!(later.story(&number).await, ["service_order_placed", "service_order_late"]);
    assert!(later.newest_mail_to("rita@kontor.example").await.contains(&number));
    later.process(&number).await;
}

async fn a_price_that_has_changed_is_not_reserved(world: World) {
    let julia = world.alpenwerk().await;
    let quote = julia.want(&[("goto-training", 5)], &[]).await.unwrap();
    let seen = julia.quote(&quote).await.seen().unwrap();
    let tomorrow = world.come_back_on("2026-11-22").await;
    let before = tomorrow.picture().await;
    let refused = place_service_order(&tomorrow.backend, &julia.actor, &quote, &seen).await.unwrap_err();
    assert!(matches!(refused, Refusal::PriceChanged), "{refused}");
    assert_eq!(tomorrow.picture().await, before);
}

async fn what_a_colleague_has_entered_is_looked_at_before_it_is_ordered(world: World) {
    let julia = world.alpenwerk().await;
    let quote = julia.want(&[("goto-training", 5)], &[]).await.unwrap();
    let seen = julia.quote(&quote).await.seen().unwrap();
    let typed = DetailsInput { admin_name: "Ada Adler", admin_email: "ada@alpenwerk.example", purchase_order: "" };
    save_details(&julia.backend, &julia.actor, &quote, &typed).await.unwrap();
    let before = world.picture().await;
    let refused = place_service_order(&julia.backend, &julia.actor, &quote, &seen).await.unwrap_err();
    assert!(matches!(refused, Refusal::QuoteChanged), "{refused}");
    assert_eq!(world.picture().await, before);
    julia.place_well(&quote).await;
}

async fn a_second_press_does_not_change_the_purchase_order(world: World) {
    let julia = world.alpenwerk().await;
    let quote = world.quote_for(&julia, "goto-training", 5, None).await;
    let seen = julia.quote(&quote).await.seen().unwrap();
    let first = accept_quote(&julia.backend, &julia.actor, &quote, "PO-1", &seen).await.unwrap();
    assert_eq!(accept_quote(&julia.backend, &julia.actor, &quote, "PO-2", &seen).await.unwrap(), first);
    assert_eq!(world.text("SELECT purchase_order AS value FROM quotes WHERE number = $1", args![&quote]).await, "PO-1");
    assert_eq!(world.story(&quote).await, ["quote_made", "quote_opened", "quote_details_saved", "quote_accepted"]);
}

/// Dunning lets a service rest and a rise is announced while the service order waits: what was paid for is put in force all the same.
async fn what_befalls_a_held_contract_does_not_stop_its_service_order(world: World) {
    let julia = world.alpenwerk().await;
    let number = julia.place_well(&julia.want(&[("goto-training", 5), ("goto-webinar", 1)], &[]).await.unwrap()).await;
    let (training, webinar) = (julia.subscription("goto-training").await.id, julia.subscription("goto-webinar").await.id);
    let account = &julia.actor.account;
    let rise = Announcement { announced_on: day("2026-11-21"), unit_minor: 180_000 };
    let done: Result<(), DbError> = world
        .backend
        .db
        .write(work!(tx, &training, &webinar => {
            assert!(subscriptions::suspend(tx, account, training, Some(day("2026-11-21"))).await?);
            subscriptions::note_announcement(tx, account, webinar, rise).await
        }))
        .await;
    done.unwrap();
    assert_eq!(world.process(&number).await, End::Done);
    assert_eq!((world.seats(&julia, "goto-training").await.0, world.seats(&julia, "goto-webinar").await.0), (30, 6));
    assert_eq!(world.gateway.charged().await.len(), 1);
}

async fn whoever_ordered_and_whoever_looks_after_the_account_are_told(world: World) {
    let julia = world.alpenwerk().await;
    let number = julia.place_well(&julia.want(&[("goto-training", 5)], &[]).await.unwrap()).await;
    assert_eq!(world.subjects_to("rita@kontor.example").await.last().unwrap(), &format!("Neuer Serviceauftrag {number}"));
    // Somebody else becomes the account's first billing contact; who has placed it is told how it ends.
    world.change("UPDATE people SET email = 'julia@elsewhere.example' WHERE id = $1", args![julia.actor.person.as_str()]).await;
    world.process(&number).await;
    assert_eq!(world.subjects_to("julia@elsewhere.example").await, [format!("Quittung zum Serviceauftrag {number}")]);
    let given = "UPDATE accounts SET representative_id = (SELECT id FROM people WHERE email = 'omar@kontor.example') WHERE number = 'KD-20417'";
    world.change(given, args![]).await;
    let told = world.mails_to("rita@kontor.example").await.len();
    julia.place_well(&julia.want(&[("goto-webinar", 1)], &[]).await.unwrap()).await;
    assert_eq!(world.mails_to("rita@kontor.example").await.len(), told, "another representative's customer");
}

async fn a_capture_of_the_workers_that_is_refused_is_told_to_the_staff(world: World) {
    let world = world.patient().await.with_worker().await;
    let julia = world.alpenwerk().await;
    let number = julia.place_well(&julia.want(&[("goto-training", 5)], &[]).await.unwrap()).await;
    let key = world.text("SELECT idempotency_key AS value FROM payment_attempts WHERE state = 'authorised'", args![]).await;
    world.backend.gateway.void(&key).await.unwrap();
    world.catch_up().await;
    assert_eq!(finish_overdue(&world.backend).await.unwrap(), 0);
    assert_eq!(world.subjects_to("rita@kontor.example").await.last().unwrap(), &format!("Zahlung offen: Serviceauftrag {number}"));
    assert_eq!(finish_overdue(&world.backend).await.unwrap(), 0, "it is not asked again and again");
    assert_eq!(world.subjects_to("rita@kontor.example").await.iter().filter(|subject| subject.contains("Zahlung offen")).count(), 1);
}

async fn a_capture_whose_answer_is_lost_happens_once(world: World) {
    let julia = world.patient().await.alpenwerk().await;
    let number = julia.place_well(&julia.want(&[("goto-training", 5)], &[]).await.unwrap()).await;
    world.take(&number).await;
    world.gateway.set_fault_on("capture", Fault { name: "drop_after_charge", delay_ms: 0, times: 9 }).await;
    let rita = world.rita().await;
    assert_eq!(complete_service_order(&world.backend, &rita, &number).await.unwrap(), End::Unknown);
    assert_eq!((world.gateway.charged().await, world.seats(&julia, "goto-training").await), (vec![FIVE_SEATS], (25, 132_000)));
    // It was decided: nobody else can end it another way.
    let refused = refuse_service_order(&world.backend, &rita, &number, "doch nicht").await.unwrap_err();
    assert!(matches!(refused, Refusal::DecidedAlready), "{refused}");
    world.gateway.heal().await;
    world.expire_decisions().await;
    assert_eq!(finish_overdue(&world.patient().await.backend).await.unwrap(), 1);
    assert_eq!((world.gateway.charged().await, world.seats(&julia, "goto-training").await), (vec![FIVE_SEATS], (30, 132_000)));
    assert_eq!(finish_overdue(&world.backend).await.unwrap(), 0);
}

async fn a_capture_that_the_gateway_refuses_waits_for_somebody(world: World) {
    let julia = world.patient().await.alpenwerk().await;
    let number = julia.place_well(&julia.want(&[("goto-training", 5)], &[]).await.unwrap()).await;
    let patient = world.patient().await;
    let key = world.text("SELECT idempotency_key AS value FROM payment_attempts WHERE state = 'authorised'", args![]).await;
    // Let go of behind the portal's back, as a gateway does after a time.
    patient.backend.gateway.void(&key).await.unwrap();
    let end = patient.process(&number).await;
    assert!(matches!(end, End::GatewayRefused(_)), "{end:?}");
    assert_eq!(julia.service_order(&number).await.state, InProcess);
    assert_eq!(refuse_service_order(&patient.backend, &world.rita().await, &number, "Karte abgelaufen").await.unwrap(), End::Refused);
    assert_eq!(world.gateway.charged().await, Vec::<i64>::new());
}

async fn an_authorisation_whose_answer_is_lost_is_found_again(world: World) {
    let julia = world.alpenwerk().await;
    let quote = julia.want(&[("goto-training", 5)], &[]).await.unwrap();
    world.gateway.set_fault(Fault { name: "drop_after_charge", delay_ms: 0, times: 9 }).await;
    assert_eq!(julia.place_quote(&quote).await.unwrap(), Placed::Unknown);
    assert_eq!(world.quote_state(&quote).await, "open");
    world.gateway.heal().await;
    world.expire_leases().await;
    let patient = world.patient().await;
    assert_eq!(recover_orders(&patient.backend).await.unwrap(), 1);
    assert_eq!(world.quote_state(&quote).await, "accepted");
    assert_eq!(patient.process("SA-2026-00001").await, End::Done);
    assert_eq!(world.gateway.charged().await, [FIVE_SEATS]);
}

async fn a_gateway_that_is_down_keeps_the_decision(world: World) {
    let julia = world.patient().await.alpenwerk().await;
    let number = julia.place_well(&julia.want(&[("goto-training", 5)], &[]).await.unwrap()).await;
    world.gateway.stop().await;
    let end = refuse_service_order(&world.backend, &world.rita().await, &number, "Doppelt bestellt").await.unwrap();
    assert_eq!((end, julia.service_order(&number).await.state), (End::Unknown, InProcess));
    world.gateway.start_again().await;
    world.expire_decisions().await;
    assert_eq!(finish_overdue(&world.patient().await.backend).await.unwrap(), 1);
    assert_eq!((julia.service_order(&number).await.state, world.gateway_records().await), (Refused, vec![format!("voided {FIVE_SEATS}")]));
}
