//! What a colleague wishes: the billing contact is told, finds it filled in, orders it or declines it with a reason.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::{Buyer, World};
use backend::usecases::cart::put::Wish;
use backend::usecases::proposals::list::list_proposals;
use backend::usecases::proposals::offer::load_offer;
use backend::usecases::proposals::propose::propose;
use backend::usecases::proposals::settle::{decline, withdraw};
use backend::usecases::proposals::{MOST_OPEN, order_address};
use backend::usecases::subscriptions::list::load_overview;
use backend::{Refusal, args};
use billing::PriceErrorCode;
use billing::editor::{PlanInput, PlanInputError};
use billing::ids::{ProductId, ProposalId};
use billing::input::InputFault;
use billing::request::ProposalState;

on_both_engines!(in_world:
    a_wish_reaches_the_billing_contact_and_ends_in_her_cart,
    a_new_product_is_wished_and_taken_up,
    what_is_ordered_otherwise_leaves_the_wish_open,
    a_declined_wish_is_mailed_with_its_reason,
    a_colleague_takes_back_what_is_their_own,
    what_could_not_be_ordered_cannot_be_wished,
    an_account_has_twenty_open_wishes_at_most,
    wishes_stay_within_their_account,
);

const ANNA: &str = "anna@nordlicht.example";
const BEN: &str = "ben@nordlicht.example";

fn input(plan: &str, seats: &str, interval: &str) -> PlanInput {
    PlanInput { plan: plan.to_owned(), seats: seats.to_owned(), interval: interval.to_owned() }
}

/// Ben wishes a change of Meeting.
async fn wish(ben: &Buyer, plan: &str, seats: &str) -> Result<ProposalId, Refusal> {
    let meeting = Wish::Change(ben.subscription("goto-meeting").await.id);
    propose(&ben.backend, &ben.actor, (&meeting, &input(plan, seats, "monthly")), "Für das neue Team.").await
}

async fn states(world: &World) -> Vec<String> {
    world.texts("SELECT product || ' ' || plan || ' ' || seats || ' ' || state AS value FROM proposals ORDER BY proposed_at, id", args![]).await
}

async fn a_wish_reaches_the_billing_contact_and_ends_in_her_cart(world: World) {
    let (anna, ben) = (world.anna().await, world.buyer(BEN).await);
    let id = wish(&ben, "business", "12").await.unwrap();
    let meeting = anna.subscription("goto-meeting").await.id;
    let overview = load_overview(&anna.backend, &anna.actor).await.unwrap();
    let row = &overview.proposals[0];
    assert_eq!((row.id.clone(), row.proposed_by.email.as_str(), row.note.as_str(), row.choice.seats), (id, BEN, "Für das neue Team.", 12));
    let address = order_address(&row.product, row.subscription.as_ref(), &row.choice);
    assert_eq!(address, format!("/billing/subscriptions/{meeting}/edit?plan=business&seats=12&interval=monthly"));
    assert_eq!(world.subjects_to(ANNA).await.last().unwrap(), "Ben Brandt wünscht eine Änderung: GoTo Meeting");
    let mail = world.newest_mail_to(ANNA).await;
    assert!(mail.contains(&format!("https://portal.test{address}")) && mail.contains("GoTo Meeting Business, 12 Benutzerlizenzen, monatlich"), "{mail}");
    assert!(!mail.contains("Team"), "what was added is read in the portal");
    // Colleagues are not told what others wish.
    assert!(load_overview(&ben.backend, &ben.actor).await.unwrap().proposals.is_empty());
    // Sent twice, it is there once.
    wish(&ben, "business", "12").await.unwrap();
    assert_eq!(states(&world).await, ["goto-meeting business 12 open"]);
    anna.put("goto-meeting", "business", "12", "monthly").await.unwrap();
    assert_eq!(states(&world).await, ["goto-meeting business 12 taken"]);
    assert!(load_overview(&anna.backend, &anna.actor).await.unwrap().proposals.is_empty());
    assert_eq!(list_proposals(&ben.backend, &ben.actor).await.unwrap()[0].state, ProposalState::Taken);
    let audit = "SELECT action AS value FROM audit WHERE action IN ('change_proposed', 'proposal_taken') ORDER BY happened_at, id";
    assert_eq!(world.texts(audit, args![]).await, ["change_proposed", "proposal_taken"]);
    assert_eq!(anna.order_cart().await.items.len(), 1);
}

async fn a_new_product_is_wished_and_taken_up(world: World) {
    let (anna, ben) = (world.anna().await, world.buyer(BEN).await);
    let offer = load_offer(&ben.backend, &ben.actor).await.unwrap();
    assert_eq!(offer.subscriptions.len(), 2);
    let products: Vec<&str> = offer.products.iter().map(ProductId::as_str).collect();
    assert!(products.contains(&"goto-training") && !products.contains(&"goto-meeting"), "{products:?}");
    let training = Wish::New(ProductId("goto-training".to_owned()));
    propose(&ben.backend, &ben.actor, (&training, &input("pro", "3", "annual")), "").await.unwrap();
    let mail = world.newest_mail_to(ANNA).await;
    assert!(mail.contains("https://portal.test/billing/subscriptions/new?product=goto-training&offer=buy&plan=pro&seats=3&interval=annual"), "{mail}");
    anna.put_new("goto-training", "pro", "3", "annual").await.unwrap();
    assert_eq!(states(&world).await, ["goto-training pro 3 taken"]);
}

async fn what_is_ordered_otherwise_leaves_the_wish_open(world: World) {
    let (anna, ben) = (world.anna().await, world.buyer(BEN).await);
    wish(&ben, "business", "12").await.unwrap();
    anna.put("goto-meeting", "business", "11", "monthly").await.unwrap();
    assert_eq!(states(&world).await, ["goto-meeting business 12 open"]);
}

async fn a_declined_wish_is_mailed_with_its_reason(world: World) {
    let (anna, ben) = (world.anna().await, world.buyer(BEN).await);
    let id = wish(&ben, "business", "12").await.unwrap();
    for (reason, fault) in [(" ", InputFault::Missing), ("4242424242424242", InputFault::CardNumber)] {
        let refused = decline(&anna.backend, &anna.actor, &id, reason).await;
        assert!(matches!(&refused, Err(Refusal::Input { field: "reason", fault: found }) if *found == fault), "{refused:?}");
    }
    decline(&anna.backend, &anna.actor, &id, "Erst im neuen Jahr.").await.unwrap();
    decline(&anna.backend, &anna.actor, &id, "Oder nie.").await.unwrap();
    assert_eq!(world.subjects_to(BEN).await, ["Ihr Wunsch wurde abgelehnt: GoTo Meeting"]);
    let mail = world.newest_mail_to(BEN).await;
    assert!(mail.contains("Anna Albrecht hat Ihren Wunsch") && mail.contains("  Erst im neuen Jahr."), "{mail}");
    let row = &list_proposals(&ben.backend, &ben.actor).await.unwrap()[0];
    assert_eq!((row.state, row.reason.as_str()), (ProposalState::Declined, "Erst im neuen Jahr."));
    // What was declined can be wished again, and is not taken up by what is ordered later.
    wish(&ben, "business", "12").await.unwrap();
    anna.put("goto-meeting", "business", "12", "monthly").await.unwrap();
    assert_eq!(states(&world).await, ["goto-meeting business 12 declined", "goto-meeting business 12 taken"]);
}

async fn a_colleague_takes_back_what_is_their_own(world: World) {
    let (anna, ben) = (world.anna().await, world.buyer(BEN).await);
    let id = wish(&ben, "business", "12").await.unwrap();
    assert!(matches!(withdraw(&anna.backend, &anna.actor, &id).await, Err(Refusal::NotFound)));
    withdraw(&ben.backend, &ben.actor, &id).await.unwrap();
    withdraw(&ben.backend, &ben.actor, &id).await.unwrap();
    assert_eq!(states(&world).await, ["goto-meeting business 12 withdrawn"]);
    // Nobody can decline any more what nobody wishes.
    decline(&anna.backend, &anna.actor, &id, "Nein.").await.unwrap();
    assert_eq!(states(&world).await, ["goto-meeting business 12 withdrawn"]);
    assert_eq!(world.subjects_to(BEN).await, Vec::<String>::new());
}

async fn what_could_not_be_ordered_cannot_be_wished(world: World) {
    let (anna, ben) = (world.anna().await, world.buyer(BEN).await);
    anna.upgrade().await;
    let before = world.picture().await;
    for (plan, seats, expected) in [
        ("business", "10", "Price(NothingChanged)"),
        ("professional", "10", "Price(DowngradeNotSelfService)"),
        ("golden", "10", "PlanInput(PlanMissing)"),
        ("business", "0", "PlanInput(SeatsOutOfRange { least: 1, most: 10000 })"),
    ] {
        assert_eq!(format!("{:?}", wish(&ben, plan, seats).await.unwrap_err()), expected);
    }
    let meeting = Wish::New(ProductId("goto-meeting".to_owned()));
    let refused = propose(&ben.backend, &ben.actor, (&meeting, &input("business", "3", "monthly")), "").await;
    assert!(matches!(refused, Err(Refusal::AlreadySubscribed(_))), "{refused:?}");
    let unknown = Wish::New(ProductId("goto-nowhere".to_owned()));
    let refused = propose(&ben.backend, &ben.actor, (&unknown, &input("pro", "3", "monthly")), "").await;
    assert!(matches!(refused, Err(Refusal::Price(PriceErrorCode::UnknownProduct))), "{refused:?}");
    let training = Wish::New(ProductId("goto-training".to_owned()));
    let refused = propose(&ben.backend, &ben.actor, (&training, &input("pro", "", "monthly")), "").await;
    assert!(matches!(refused, Err(Refusal::PlanInput(PlanInputError::SeatsMissing))), "{refused:?}");
    let refused = propose(&ben.backend, &ben.actor, (&training, &input("pro", "3", "monthly")), &"x".repeat(1_001)).await;
    assert!(matches!(refused, Err(Refusal::Input { field: "note", fault: InputFault::TooLong { most: 1_000 } })), "{refused:?}");
    // Who orders does not wish.
    let refused = propose(&anna.backend, &anna.actor, (&training, &input("pro", "3", "monthly")), "").await;
    assert!(matches!(refused, Err(Refusal::NotFound)), "{refused:?}");
    assert_eq!(world.picture().await, before);
    assert_eq!(states(&world).await, Vec::<String>::new());
}

async fn an_account_has_twenty_open_wishes_at_most(world: World) {
    let (anna, ben) = (world.anna().await, world.buyer(BEN).await);
    let mut ids = Vec::new();
    for number in 1..=MOST_OPEN {
        ids.push(wish(&ben, "business", &(20 + number).to_string()).await.unwrap());
    }
    let refused = wish(&ben, "business", "99").await;
    assert!(matches!(refused, Err(Refusal::Input { field: "note", fault: InputFault::TooMuchWaiting { most: MOST_OPEN } })), "{refused:?}");
    decline(&anna.backend, &anna.actor, &ids[0], "Nein.").await.unwrap();
    wish(&ben, "business", "99").await.unwrap();
}

async fn wishes_stay_within_their_account(world: World) {
    let (anna, ben, dora) = (world.anna().await, world.buyer(BEN).await, world.buyer("dora@leer.example").await);
    let id = wish(&ben, "business", "12").await.unwrap();
    assert!(list_proposals(&dora.backend, &dora.actor).await.unwrap().is_empty());
    assert!(load_overview(&dora.backend, &dora.actor).await.unwrap().proposals.is_empty());
    let refused = decline(&dora.backend, &dora.actor, &id, "Nein.").await;
    assert!(matches!(refused, Err(Refusal::NotFound)), "{refused:?}");
    // Dora's cart takes up nothing of Anna's account.
    dora.use_card(&world, "4242424242424242").await;
    dora.put_new("goto-meeting", "business", "12", "monthly").await.unwrap();
    assert_eq!(states(&world).await, ["goto-meeting business 12 open"]);
    // Ben as a colleague of Dora's could not touch what he sees in his own account.
    world.change("UPDATE memberships SET account_id = $1 WHERE person_id = $2", args![dora.account(), ben.actor.person.as_str()]).await;
    let elsewhere = world.buyer(BEN).await;
    assert_eq!(elsewhere.account(), dora.account());
    assert!(matches!(withdraw(&elsewhere.backend, &elsewhere.actor, &id).await, Err(Refusal::NotFound)));
    let meeting = Wish::Change(anna.subscription("goto-meeting").await.id);
    let refused = propose(&elsewhere.backend, &elsewhere.actor, (&meeting, &input("business", "12", "monthly")), "").await;
    assert!(matches!(refused, Err(Refusal::NotFound)), "{refused:?}");
    assert!(list_proposals(&elsewhere.backend, &elsewhere.actor).await.unwrap().is_empty());
}
