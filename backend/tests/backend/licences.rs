//! Licences in the hands of people: given and taken, never more than there are, and following their subscription.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::{Buyer, World};
use backend::history::Happening;
use backend::usecases::history::read::{HistoryQuery, read_whole_history};
use backend::usecases::licences::assign::assign_licences;
use backend::usecases::licences::forget::forget_people;
use backend::usecases::licences::load::{LicencesState, load_licences};
use backend::usecases::licences::release::{HolderAct, change_licences};
use backend::usecases::subscriptions::cancel::cancel_subscription;
use backend::usecases::subscriptions::list::load_overview;
use backend::{Refusal, args};
use billing::ids::SubscriptionId;
use billing::input::InputFault;
use billing::order::OrderState;

on_both_engines!(in_world:
    people_of_the_account_and_others_are_given_licences_at_once,
    a_second_press_gives_nobody_a_second_licence,
    more_than_there_are_is_refused_and_nobody_gets_one,
    two_at_once_never_give_more_than_there_are,
    the_database_gives_none_that_is_not_there,
    what_was_freed_can_be_given_again,
    who_left_is_taken_off_the_list_unless_they_are_needed,
    a_colleague_sees_and_changes_nothing,
    another_accounts_licences_are_not_there,
    fewer_licences_than_are_held_are_not_ordered,
    while_an_order_is_under_way_nobody_is_given_one,
    at_a_renewal_with_fewer_the_marked_go_first_then_the_latest,
    a_cancelled_subscription_keeps_its_holders_until_its_end,
    a_trial_hands_its_licences_on_to_what_is_bought,
    a_trial_that_ends_frees_its_licences,
    the_first_licence_is_asked_for_until_somebody_holds_one,
    a_long_list_is_read_a_page_at_a_time,
    the_history_tells_who_got_and_lost_theirs,
);

const MEETING: &str = "goto-meeting";

async fn meeting(buyer: &Buyer) -> SubscriptionId {
    buyer.subscription(MEETING).await.id
}

async fn assign(buyer: &Buyer, id: &SubscriptionId, chosen: &[&str], typed: &str) -> Result<(), Refusal> {
    let chosen: Vec<String> = chosen.iter().map(|email| (*email).to_owned()).collect();
    assign_licences(&buyer.backend, &buyer.actor, id, &chosen, typed).await
}

async fn change(buyer: &Buyer, id: &SubscriptionId, act: HolderAct, chosen: &[&str]) -> Result<(), Refusal> {
    let chosen: Vec<String> = chosen.iter().map(|email| (*email).to_owned()).collect();
    change_licences(&buyer.backend, &buyer.actor, id, act, &chosen).await
}

async fn load(buyer: &Buyer, id: &SubscriptionId) -> LicencesState {
    load_licences(&buyer.backend, &buyer.actor, id.as_str(), "").await.unwrap()
}

/// Mail addresses of who holds a licence.
async fn holders(buyer: &Buyer, id: &SubscriptionId) -> Vec<String> {
    load(buyer, id).await.holders.into_iter().map(|holder| holder.person.email).collect()
}

/// Everybody's licences gone, so that a test begins with none.
async fn clear(world: &World) {
    world.change("DELETE FROM licences", args![]).await;
}

async fn events(world: &World, id: &SubscriptionId) -> Vec<String> {
    let sql = "SELECT content AS value FROM outbox WHERE kind = 'entitlement' AND subject = $1 AND content LIKE '%\"licence\"%' ORDER BY created_at, id";
    world.texts(sql, args![id.as_str()]).await
}

async fn trail(world: &World, action: &str) -> Vec<String> {
    world.texts("SELECT details AS value FROM audit WHERE action = $1 ORDER BY happened_at, id", args![action]).await
}

/// `eva1@example.com` and on, a line each.
fn people(range: std::ops::Range<u32>) -> String {
    range.map(|number| format!("eva{number}@example.com\n")).collect()
}

async fn people_of_the_account_and_others_are_given_licences_at_once(world: World) {
    clear(&world).await;
    let anna = world.anna().await;
    let id = meeting(&anna).await;
    let before = load(&anna, &id).await;
    let known: Vec<&str> = before.candidates.iter().map(|person| person.email.as_str()).collect();
    assert!(known.contains(&"anna@nordlicht.example") && known.contains(&"ben@nordlicht.example"), "{known:?}");
    assign(&anna, &id, &["ben@nordlicht.example"], "Eva Muster <eva@example.com>; OTTO@example.com").await.unwrap();
    let after = load(&anna, &id).await;
    let held: Vec<(&str, &str)> = after.holders.iter().map(|holder| (holder.person.name.as_str(), holder.person.email.as_str())).collect();
    assert_eq!(held, [("Ben Brandt", "ben@nordlicht.example"), ("Eva Muster", "eva@example.com"), ("", "OTTO@example.com")]);
    assert!(after.candidates.iter().all(|person| person.email != "ben@nordlicht.example"));
    let events = events(&world, &id).await;
    assert_eq!(events.len(), 3);
    assert!(events[1].contains(r#""licence":"assigned""#) && events[1].contains(r#""email":"eva@example.com""#), "{events:?}");
    let noted = trail(&world, "licences_assigned").await;
    assert!(noted.last().unwrap().contains(r#""from":0"#) && noted.last().unwrap().contains(r#""to":3"#), "{noted:?}");
    // Of another subscription they are offered now.
    let webinar = load(&anna, &anna.subscription("goto-webinar").await.id).await;
    assert!(webinar.candidates.iter().any(|person| person.name == "Eva Muster"));
}

async fn a_second_press_gives_nobody_a_second_licence(world: World) {
    clear(&world).await;
    let anna = world.anna().await;
    let id = meeting(&anna).await;
    assign(&anna, &id, &[], "eva@example.com").await.unwrap();
    assign(&anna, &id, &[], "Eva@Example.com, eva@example.com").await.unwrap();
    assert_eq!((holders(&anna, &id).await, events(&world, &id).await.len()), (vec!["eva@example.com".to_owned()], 1));
    let refused = assign(&anna, &id, &[], " \n").await;
    assert!(matches!(refused, Err(Refusal::Input { field: "people", fault: InputFault::Missing })), "{refused:?}");
    let refused = assign(&anna, &id, &["nobody@example.com"], "").await;
    assert!(matches!(refused, Err(Refusal::NotFound)), "{refused:?}");
}

async fn more_than_there_are_is_refused_and_nobody_gets_one(world: World) {
    clear(&world).await;
    let anna = world.anna().await;
    let id = meeting(&anna).await;
    assign(&anna, &id, &[], &people(0..8)).await.unwrap();
    let before = world.picture().await;
    let refused = assign(&anna, &id, &[], &people(5..11)).await;
    assert!(matches!(refused, Err(Refusal::LicencesExhausted { free: 2, wanted: 3, .. })), "{refused:?}");
    assert_eq!((holders(&anna, &id).await.len(), world.picture().await), (8, before));
    assign(&anna, &id, &[], &people(5..10)).await.unwrap();
    assert_eq!(holders(&anna, &id).await.len(), 10);
}

async fn two_at_once_never_give_more_than_there_are(world: World) {
    clear(&world).await;
    let anna = world.anna().await;
    let id = meeting(&anna).await;
    assign(&anna, &id, &[], &people(0..7)).await.unwrap();
    let (one, other) = (people(100..102), people(200..202));
    let (first, second) = tokio::join!(assign(&anna, &id, &[], &one), assign(&anna, &id, &[], &other));
    let refused = [&first, &second].into_iter().filter(|outcome| matches!(outcome, Err(Refusal::LicencesExhausted { free: 1, wanted: 2, .. }))).count();
    assert_eq!((usize::from(first.is_ok()) + usize::from(second.is_ok()), refused), (1, 1), "{first:?} {second:?}");
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM licences WHERE subscription_id = $1", args![id.as_str()]).await, 9);
}

async fn the_database_gives_none_that_is_not_there(world: World) {
    clear(&world).await;
    let anna = world.anna().await;
    let id = meeting(&anna).await;
    assign(&anna, &id, &[], &people(0..10)).await.unwrap();
    // Past all that is checked before.
    let write = world.backend.db.write(backend::work!(tx, &anna, &id => {
        backend::db::accounts::lock_account(tx, &anna.actor.account).await?;
        backend::db::licences::put_person(tx, &anna.actor.account, &billing::licences::Person { name: String::new(), email: "late@example.com".to_owned() }, 1).await?;
        backend::db::licences::assign(tx, &anna.actor.account, id, "late@example.com", 1).await
    }));
    let given: Result<bool, backend::DbError> = write.await;
    assert!(!given.unwrap());
    assert_eq!(holders(&anna, &id).await.len(), 10);
}

async fn what_was_freed_can_be_given_again(world: World) {
    clear(&world).await;
    let anna = world.anna().await;
    let id = meeting(&anna).await;
    assign(&anna, &id, &[], &people(0..10)).await.unwrap();
    change(&anna, &id, HolderAct::Release, &["eva3@example.com", "eva4@example.com", "nobody@example.com"]).await.unwrap();
    assign(&anna, &id, &["eva3@example.com"], "new@example.com").await.unwrap();
    let held = holders(&anna, &id).await;
    assert!(held.len() == 10 && held.contains(&"eva3@example.com".to_owned()) && !held.contains(&"eva4@example.com".to_owned()), "{held:?}");
    let events = events(&world, &id).await;
    assert_eq!(events.iter().filter(|event| event.contains(r#""licence":"released""#)).count(), 2);
    assert!(trail(&world, "licences_released").await[0].contains(r#""from":10"#));
    let refused = change(&anna, &id, HolderAct::Release, &[]).await;
    assert!(matches!(refused, Err(Refusal::Input { field: "holder", fault: InputFault::Missing })), "{refused:?}");
}

async fn who_left_is_taken_off_the_list_unless_they_are_needed(world: World) {
    clear(&world).await;
    let anna = world.anna().await;
    let (meeting, webinar) = (meeting(&anna).await, anna.subscription("goto-webinar").await.id);
    assign(&anna, &meeting, &[], "eva@example.com\notto@example.com").await.unwrap();
    change(&anna, &meeting, HolderAct::Release, &["eva@example.com"]).await.unwrap();
    let forget = async |chosen: &[&str]| {
        let chosen: Vec<String> = chosen.iter().map(|email| (*email).to_owned()).collect();
        forget_people(&anna.backend, &anna.actor, &chosen).await
    };
    // Otto holds a licence, Ben signs in: then nobody goes, Eva neither.
    for needed in ["otto@example.com", "ben@nordlicht.example"] {
        let refused = forget(&["eva@example.com", needed]).await;
        assert!(matches!(&refused, Err(Refusal::Input { field: "person", fault: InputFault::StillNeeded { text } }) if text == needed), "{refused:?}");
    }
    let offered = async || load(&anna, &webinar).await.candidates.iter().any(|person| person.email == "eva@example.com");
    assert!(offered().await);
    forget(&["EVA@example.com", "nobody@example.com"]).await.unwrap();
    assert!(!offered().await);
    forget(&["eva@example.com"]).await.unwrap();
    assert_eq!(trail(&world, "licence_people_forgotten").await, [r#"{"people":["eva@example.com"]}"#]);
    assert!(matches!(forget(&[]).await, Err(Refusal::Input { field: "person", fault: InputFault::Missing })));
    let ben = world.buyer("ben@nordlicht.example").await;
    let by_ben = forget_people(&ben.backend, &ben.actor, &["otto@example.com".to_owned()]).await;
    assert!(matches!(by_ben, Err(Refusal::NotBillingContact(_))), "{by_ben:?}");
}

async fn a_colleague_sees_and_changes_nothing(world: World) {
    clear(&world).await;
    let (anna, ben) = (world.anna().await, world.buyer("ben@nordlicht.example").await);
    let id = meeting(&anna).await;
    assign(&anna, &id, &[], "eva@example.com").await.unwrap();
    let before = world.picture().await;
    assert_eq!(holders(&ben, &id).await, ["eva@example.com"]);
    let assigned = assign(&ben, &id, &["ben@nordlicht.example"], "").await;
    let released = change(&ben, &id, HolderAct::Release, &["eva@example.com"]).await;
    for refused in [assigned, released] {
        assert!(matches!(&refused, Err(Refusal::NotBillingContact(contact)) if contact.email == "anna@nordlicht.example"), "{refused:?}");
    }
    assert_eq!((world.picture().await, holders(&anna, &id).await.len()), (before, 1));
}

async fn another_accounts_licences_are_not_there(world: World) {
    let (anna, dora) = (world.anna().await, world.buyer("dora@leer.example").await);
    let id = meeting(&anna).await;
    assert!(matches!(load_licences(&dora.backend, &dora.actor, id.as_str(), "").await, Err(Refusal::NotFound)));
    assert!(matches!(assign(&dora, &id, &[], "eva@example.com").await, Err(Refusal::NotFound)));
    assert!(matches!(change(&dora, &id, HolderAct::Release, &["eva@example.com"]).await, Err(Refusal::NotFound)));
}

async fn fewer_licences_than_are_held_are_not_ordered(world: World) {
    clear(&world).await;
    let anna = world.anna().await;
    let id = meeting(&anna).await;
    anna.put(MEETING, "professional", "6", "monthly").await.unwrap();
    let checkout = anna.checkout().await;
    assign(&anna, &id, &[], &people(0..8)).await.unwrap();
    let refused = anna.place(&checkout).await;
    assert!(matches!(&refused, Err(Refusal::LicencesAssigned { assigned: 8, seats: 6, subscription }) if *subscription == id), "{refused:?}");
    let refused = anna.put(MEETING, "professional", "7", "monthly").await;
    assert!(matches!(refused, Err(Refusal::LicencesAssigned { assigned: 8, seats: 7, .. })), "{refused:?}");
    change(&anna, &id, HolderAct::Release, &["eva0@example.com", "eva1@example.com"]).await.unwrap();
    // The worked example: 10 to 6 seats, credit 61.08.
    let order = anna.buy(MEETING, "professional", "6", "monthly").await;
    assert_eq!(order.state, OrderState::Completed);
    assert_eq!(holders(&anna, &id).await.len(), 6);
}

async fn while_an_order_is_under_way_nobody_is_given_one(world: World) {
    clear(&world).await;
    let anna = world.anna().await;
    let id = meeting(&anna).await;
    world.use_token(&anna, "tok_3ds_3220").await;
    let order = anna.upgrade().await;
    assert_eq!(order.state, OrderState::Placed);
    let refused = assign(&anna, &id, &[], "eva@example.com").await;
    assert!(matches!(&refused, Err(Refusal::OrderOpen(open)) if *open == order.id), "{refused:?}");
    backend::usecases::orders::give_up::give_up_order(&anna.backend, &anna.actor, &order.id).await.unwrap();
    assign(&anna, &id, &[], "eva@example.com").await.unwrap();
}

async fn at_a_renewal_with_fewer_the_marked_go_first_then_the_latest(world: World) {
    clear(&world).await;
    let anna = world.anna().await;
    let id = meeting(&anna).await;
    assign(&anna, &id, &[], &people(0..6)).await.unwrap();
    change(&anna, &id, HolderAct::Mark, &["eva4@example.com", "eva1@example.com"]).await.unwrap();
    change(&anna, &id, HolderAct::Unmark, &["eva4@example.com"]).await.unwrap();
    let scheduled = "UPDATE subscriptions SET scheduled_plan = plan, scheduled_seats = 3, scheduled_interval = billing_interval WHERE id = $1";
    world.change(scheduled, args![id.as_str()]).await;
    world.pass_to("2026-12-02").await;
    assert_eq!(holders(&anna, &id).await, ["eva0@example.com", "eva2@example.com", "eva3@example.com"]);
    let mail =
        world.texts("SELECT content AS value FROM outbox WHERE kind = 'mail' AND subject = 'Lizenzen freigegeben: GoTo Meeting Professional'", args![]).await;
    assert_eq!(mail.len(), 1);
    let names: Vec<&str> = mail[0].lines().filter(|line| line.starts_with("  eva")).map(str::trim).collect();
    assert_eq!(names, ["eva1@example.com", "eva5@example.com", "eva4@example.com"]);
    let released = trail(&world, "licences_released").await;
    assert!(released[0].contains(r#""reason":"fewer_licences""#), "{released:?}");
}

async fn a_cancelled_subscription_keeps_its_holders_until_its_end(world: World) {
    clear(&world).await;
    let anna = world.anna().await;
    let id = meeting(&anna).await;
    assign(&anna, &id, &[], &people(0..2)).await.unwrap();
    cancel_subscription(&anna.backend, &anna.actor, &id, "").await.unwrap();
    assign(&anna, &id, &[], "late@example.com").await.unwrap();
    assert_eq!(holders(&anna, &id).await.len(), 3);
    world.pass_to("2026-12-02").await;
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM licences WHERE subscription_id = $1", args![id.as_str()]).await, 0);
    assert!(matches!(assign(&anna, &id, &[], "eva@example.com").await, Err(Refusal::SubscriptionEnded)));
    assert!(trail(&world, "licences_released").await[0].contains(r#""reason":"subscription_ended""#));
}

async fn a_trial_hands_its_licences_on_to_what_is_bought(world: World) {
    clear(&world).await;
    let carla = world.buyer("carla@solo.example").await;
    carla.use_card(&world, "4242424242424242").await;
    let trial = carla.subscription("goto-training").await.id;
    assign(&carla, &trial, &["carla@solo.example"], "").await.unwrap();
    carla.put_new("goto-training", "pro", "2", "monthly").await.unwrap();
    assert_eq!(carla.order_cart().await.state, OrderState::Completed);
    let overview = load_overview(&carla.backend, &carla.actor).await.unwrap();
    let bought = overview.subscriptions.iter().map(|found| &found.id).find(|id| **id != trial).unwrap();
    assert_eq!(holders(&carla, bought).await, ["carla@solo.example"]);
    assert!(events(&world, bought).await[0].contains(r#""licence":"assigned""#));
}

async fn a_trial_that_ends_frees_its_licences(world: World) {
    clear(&world).await;
    let carla = world.buyer("carla@solo.example").await;
    let trial = carla.subscription("goto-training").await.id;
    assign(&carla, &trial, &["carla@solo.example"], "").await.unwrap();
    world.pass_to("2026-11-27").await;
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM licences WHERE subscription_id = $1", args![trial.as_str()]).await, 0);
}

async fn the_first_licence_is_asked_for_until_somebody_holds_one(world: World) {
    clear(&world).await;
    let anna = world.anna().await;
    let asked = async || load_overview(&anna.backend, &anna.actor).await.unwrap().unassigned;
    let (meeting, webinar) = (meeting(&anna).await, anna.subscription("goto-webinar").await.id);
    assert_eq!(asked().await, [meeting.clone(), webinar.clone()]);
    assign(&anna, &meeting, &[], "eva@example.com").await.unwrap();
    assert_eq!(asked().await, [webinar]);
    // Whoever buys is told in the mail as well.
    anna.put_new("goto-training", "pro", "1", "monthly").await.unwrap();
    anna.order_cart().await;
    assert_eq!(asked().await.len(), 2);
    let mail = world.newest_mail_to("anna@nordlicht.example").await;
    assert!(mail.contains("https://portal.test/billing/licences"), "{mail}");
}

async fn a_long_list_is_read_a_page_at_a_time(world: World) {
    clear(&world).await;
    let anna = world.anna().await;
    let id = meeting(&anna).await;
    world.change("UPDATE subscriptions SET seats = 500 WHERE id = $1", args![id.as_str()]).await;
    for hundred in 0..3 {
        assign(&anna, &id, &[], &people(hundred * 100..hundred * 100 + 100)).await.unwrap();
    }
    let (mut after, mut seen) = (String::new(), Vec::new());
    loop {
        let page = load_licences(&anna.backend, &anna.actor, id.as_str(), &after).await.unwrap();
        seen.extend(page.holders.iter().map(|holder| holder.person.email.clone()));
        let Some(last) = page.holders.last().filter(|_| page.has_more) else { break };
        after.clone_from(&last.person.email);
    }
    let mut unique = seen.clone();
    unique.sort();
    unique.dedup();
    assert_eq!((seen.len(), unique.len()), (300, 300));
}

async fn the_history_tells_who_got_and_lost_theirs(world: World) {
    clear(&world).await;
    let (anna, ben) = (world.anna().await, world.buyer("ben@nordlicht.example").await);
    let id = meeting(&anna).await;
    assign(&anna, &id, &[], &people(0..2)).await.unwrap();
    change(&anna, &id, HolderAct::Release, &["eva0@example.com"]).await.unwrap();
    // A colleague reads it too.
    let told = read_whole_history(&ben.backend, &ben.actor, &HistoryQuery::default()).await.unwrap().entries;
    let (eva0, eva1) = ("eva0@example.com".to_owned(), "eva1@example.com".to_owned());
    assert_eq!(told[0].happening, Happening::LicencesReleased { people: vec![eva0.clone()], from: 2, to: 1 });
    assert_eq!(told[1].happening, Happening::LicencesAssigned { people: vec![eva0, eva1], from: 0, to: 2 });
    assert_eq!(told[0].product.as_ref().unwrap().as_str(), MEETING);
}
