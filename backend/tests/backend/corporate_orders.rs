//! Service orders and quotes beside the straight way: given up at the bank, paid by debit, for new products; and who is told of what, in
//! which language.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::{World, day};
use backend::args;
use backend::recovery::recover_orders;
use backend::usecases::payment_methods::load::load_usable;
use backend::usecases::quotes::decline::decline_quote;
use backend::usecases::quotes::draft::{DraftInput, LineInput, LineWish};
use backend::usecases::quotes::give_up::give_up_placing;
use backend::usecases::service_orders::place::Placed;
use billing::BillingInterval;
use billing::ids::{PlanId, ProductId};
use billing::order::MethodOnFile;

on_both_engines!(in_corporate_world:
    who_does_not_confirm_at_the_bank_may_give_up_and_order_again,
    only_who_may_order_gives_up_what_is_being_placed,
    what_is_confirmed_meanwhile_is_placed_in_spite_of_giving_up,
    an_account_that_is_debited_is_told_so,
    a_new_product_is_not_told_of_as_seats,
    a_card_that_is_no_longer_charged_is_not_usable,
    a_declined_quote_is_told_to_who_looks_after_the_account_in_their_language,
    an_expired_quote_is_told_to_the_customer,
);

/// A card whose holder has to confirm at the bank.
const ASKING_CARD: &str = "4000000000003220";

/// 5 seats at 1,320.00 a year for 100 of 365 days, and VAT: 1,808.22 + 343.56.
const FIVE_SEATS: i64 = 215_178;

async fn who_does_not_confirm_at_the_bank_may_give_up_and_order_again(world: World) {
    let julia = world.alpenwerk().await;
    world.give_credit(&julia, 1_000).await;
    let quote = julia.want(&[("goto-training", 5)], &[]).await.unwrap();
    julia.use_card(&world, ASKING_CARD).await;
    let waiting = julia.place_quote(&quote).await.unwrap();
    assert!(matches!(waiting, Placed::Confirm { .. }), "{waiting:?}");
    assert!(julia.subscription("goto-training").await.open_order.is_some());
    assert_eq!(world.credit(&julia).await, 0, "reserved for the order");
    give_up_placing(&julia.backend, &julia.actor, &quote).await.unwrap();
    assert_eq!((world.quote_state(&quote).await, julia.subscription("goto-training").await.open_order), ("open".to_owned(), None));
    assert_eq!((world.credit(&julia).await, world.open_attempts().await), (1_000, 0));
    assert_eq!(world.gateway_records().await, [format!("cancelled {}", FIVE_SEATS - 1_000)]);
    // A second press, or one that comes late, changes nothing.
    let before = world.picture().await;
    give_up_placing(&julia.backend, &julia.actor, &quote).await.unwrap();
    assert_eq!(world.picture().await, before);
    julia.use_card(&world, "4242424242424242").await;
    world.process(&julia.place_well(&quote).await).await;
    assert_eq!(world.gateway.charged().await, [FIVE_SEATS - 1_000]);
}

async fn only_who_may_order_gives_up_what_is_being_placed(world: World) {
    let (julia, konrad, hauke) = (world.alpenwerk().await, world.buyer("konrad.kern@alpenwerk.example").await, world.buyer("kd-20418").await);
    let quote = julia.want(&[("goto-training", 5)], &[]).await.unwrap();
    julia.use_card(&world, ASKING_CARD).await;
    julia.place_quote(&quote).await.unwrap();
    let before = world.picture().await;
    for other in [&konrad, &hauke] {
        let refused = give_up_placing(&other.backend, &other.actor, &quote).await.unwrap_err();
        assert!(matches!(refused, backend::Refusal::NotBillingContact(_) | backend::Refusal::NotFound), "{refused}");
    }
    assert_eq!((world.picture().await, world.open_attempts().await), (before, 1));
    give_up_placing(&julia.backend, &julia.actor, &quote).await.unwrap();
}

async fn what_is_confirmed_meanwhile_is_placed_in_spite_of_giving_up(world: World) {
    let julia = world.alpenwerk().await;
    let quote = julia.want(&[("goto-training", 5)], &[]).await.unwrap();
    julia.use_card(&world, ASKING_CARD).await;
    let Placed::Confirm { action_url } = julia.place_quote(&quote).await.unwrap() else { panic!("nothing to confirm") };
    world.gateway.fill_in(&action_url, &[("answer", "confirm")]).await;
    give_up_placing(&julia.backend, &julia.actor, &quote).await.unwrap();
    assert_eq!(julia.quote(&quote).await.service_order.as_deref(), Some("SA-2026-00001"));
    assert_eq!(world.gateway_records().await, [format!("authorised {FIVE_SEATS}")]);
    world.process("SA-2026-00001").await;
}

async fn an_account_that_is_debited_is_told_so(world: World) {
    let julia = world.alpenwerk().await;
    let quote = world.quote_for(&julia, "goto-training", 5, None).await;
    julia.use_iban(&world, "DE89370400440532013000").await;
    let number = julia.place_well(&quote).await;
    let waiting = julia.service_order(&number).await;
    assert!(matches!(waiting.method, Some(MethodOnFile::SepaDebit(_))), "{:?}", waiting.method);
    let placed = world.newest_mail_to(&julia.actor.email).await;
    assert!(placed.contains("ziehen wir 2.151,78\u{a0}€ von Ihrem Bankkonto ein"), "{placed}");
    world.process(&number).await;
    let done = world.newest_mail_to(&julia.actor.email).await;
    assert!(done.contains("Wird von Ihrem Bankkonto eingezogen: 2.151,78\u{a0}€") && !done.contains("Zu zahlen laut Rechnung"), "{done}");
    world.catch_up().await;
    recover_orders(&world.backend).await.unwrap();
    assert_eq!(world.gateway_records().await, [format!("pending {FIVE_SEATS}")], "as the mail has said");
}

async fn a_new_product_is_not_told_of_as_seats(world: World) {
    let (julia, hauke) = (world.alpenwerk().await, world.buyer("kd-20418").await);
    let (product, plan) = (ProductId("goto-meeting".to_owned()), PlanId("business".to_owned()));
    let new = LineInput { wish: LineWish::New { product, plan, interval: BillingInterval::Annual }, seats: 3, own_minor: None, reason: String::new() };
    let more = LineInput { wish: LineWish::AddSeats(julia.subscription("goto-training").await.id), seats: 5, own_minor: None, reason: String::new() };
    let draft = |lines| DraftInput { account: "KD-20417".to_owned(), valid_until: day("2026-12-15"), message: String::new(), lines };
    let quote = world.open_draft(&draft(vec![new.clone(), more])).await;
    world.process(&julia.place_well(&quote).await).await;
    let done = world.newest_mail_to(&julia.actor.email).await;
    assert!(done.contains("Was neu ist, läuft ab sofort, und die zusätzlichen Plätze stehen bereit"), "{done}");

    let webinars = LineWish::New { product: ProductId("goto-webinar".to_owned()), plan: PlanId("pro".to_owned()), interval: BillingInterval::Annual };
    let quote = world.open_draft(&DraftInput { account: "KD-20418".to_owned(), ..draft(vec![LineInput { wish: webinars, ..new }]) }).await;
    let number = hauke.place_well(&quote).await;
    let placed = world.newest_mail_to(&hauke.actor.email).await;
    assert!(placed.contains("und alles Bestellte steht bereit.") && placed.contains("erhalten Sie eine Rechnung über"), "{placed}");
    world.process(&number).await;
    let done = world.newest_mail_to(&hauke.actor.email).await;
    assert!(done.contains("Das neue Abonnement läuft ab sofort.") && done.contains("Zu zahlen laut Rechnung"), "{done}");
    assert!(!done.contains("Plätze stehen") && !done.contains("bleibt, wie es war"), "{done}");
}

async fn a_card_that_is_no_longer_charged_is_not_usable(world: World) {
    let julia = world.alpenwerk().await;
    let usable = async || load_usable(&julia.backend, &julia.actor).await.unwrap();
    assert!(matches!(usable().await, Some(MethodOnFile::Card(_))));
    world.change("UPDATE payment_methods SET expires = '2026-10' WHERE account_id = $1", args![julia.account()]).await;
    assert_eq!(usable().await, None, "expired");
    world.change("UPDATE payment_methods SET expires = '2030-10' WHERE account_id = $1", args![julia.account()]).await;
    world.change("UPDATE accounts SET payment_profile = 'bank_transfer' WHERE id = $1", args![julia.account()]).await;
    assert_eq!(usable().await, None, "on file, and set aside");
}

async fn a_declined_quote_is_told_to_who_looks_after_the_account_in_their_language(world: World) {
    let (julia, rita) = (world.alpenwerk().await, world.rita().await);
    let (rhoda, omar) = ("rhoda@kontor.example", "omar@kontor.example");
    let person = "INSERT INTO people (id, name, email, email_folded, language, created_at) VALUES ('rhoda', 'Rhoda Reed', $1, $1, 'en', 1)";
    world.change(person, args![rhoda]).await;
    world.change("INSERT INTO staff (person_id, role, created_at) VALUES ('rhoda', 'representative', 1)", args![]).await;
    world.change("UPDATE accounts SET representative_id = NULL WHERE id = $1", args![julia.account()]).await;
    let nobodys = world.quote_for(&julia, "goto-training", 5, None).await;
    decline_quote(&julia.backend, &julia.actor, &nobodys, "Erst im Frühjahr").await.unwrap();
    assert_eq!(world.subjects_to("rita@kontor.example").await.last().unwrap(), &format!("Abgelehnt: Angebot {nobodys}"));
    assert_eq!(world.subjects_to(rhoda).await, [format!("Declined: quote {nobodys}")]);
    let told = world.newest_mail_to(rhoda).await;
    assert!(told.starts_with("Dear Rhoda Reed") && told.contains("The reason: Erst im Frühjahr") && told.contains("Kind regards"), "{told}");
    assert_eq!(world.text("SELECT language AS value FROM outbox WHERE recipient = $1", args![rhoda]).await, "en");
    assert!(world.subjects_to(omar).await.is_empty());

    world.change("UPDATE accounts SET representative_id = $2 WHERE id = $1", args![julia.account(), rita.person.as_str()]).await;
    let ritas = world.quote_for(&julia, "goto-training", 5, None).await;
    decline_quote(&julia.backend, &julia.actor, &ritas, "").await.unwrap();
    assert!(world.newest_mail_to("rita@kontor.example").await.contains(&ritas));
    assert_eq!(world.subjects_to(rhoda).await.len(), 1, "another looks after the account now");
    // One who is no representative any more looks after nobody: then all are told.
    world.change("UPDATE staff SET role = 'finance' WHERE person_id = $1", args![rita.person.as_str()]).await;
    let orphaned = world.quote_for(&julia, "goto-webinar", 1, None).await;
    decline_quote(&julia.backend, &julia.actor, &orphaned, "").await.unwrap();
    assert_eq!(world.subjects_to(rhoda).await.last().unwrap(), &format!("Declined: quote {orphaned}"));
}

async fn an_expired_quote_is_told_to_the_customer(world: World) {
    let julia = world.alpenwerk().await;
    let quote = julia.want(&[("goto-training", 5)], &[]).await.unwrap();
    let after = world.come_back_on("2026-12-06").await;
    after.catch_up().await;
    assert_eq!(after.quote_state(&quote).await, "expired");
    let subjects = after.subjects_to(&julia.actor.email).await;
    assert_eq!(subjects.iter().filter(|subject| **subject == format!("Ihr Angebot {quote} ist abgelaufen")).count(), 1, "{subjects:?}");
    after.catch_up().await;
    assert_eq!(after.subjects_to(&julia.actor.email).await.len(), subjects.len(), "told once");
}
