//! Who works for an account: invited by colleagues, changed, removed, handed over; somebody who may order always remains.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::{Buyer, World};
use backend::db::contacts::AccountContact;
use backend::db::people::Door;
use backend::demo::PASSWORD;
use backend::usecases::contacts::change::{change_right, remove};
use backend::usecases::contacts::hand_over::{confirm_place, decline_place, offer_place, withdraw_place};
use backend::usecases::contacts::invite::{GuestInput, MOST_OPEN, invite_again, invite_contact, take_invitation_back};
use backend::usecases::contacts::load::{find_offer, load_contacts};
use backend::usecases::contacts::recipients::save_recipients;
use backend::usecases::invitations::accept::{AcceptError, accept_as, accept_as_new};
use backend::usecases::people::load_actor::{load_actor, load_signed_in};
use backend::usecases::people::save_profile::save_profile;
use backend::usecases::sessions::sign_in::{SignInError, begin_sign_in, sign_in};
use backend::{Refusal, args};
use billing::corporate::ContactRight;
use billing::ids::{HandOverId, InvitationId, PersonId};
use billing::input::InputFault;
use secrecy::SecretString;

on_both_engines!(in_corporate_world:
    a_colleague_is_invited_accepts_and_has_a_user_id,
    what_cannot_be_invited_is_named,
    an_invitation_is_sent_again_and_taken_back,
    a_right_is_changed_and_its_person_told,
    the_last_who_may_order_stays,
    two_who_leave_at_once_leave_one,
    two_who_take_the_right_from_each_other_leave_one,
    who_is_removed_is_signed_out_and_may_be_invited_again,
    whoever_has_another_account_keeps_that_one,
    a_place_changes_hands_once_the_other_agrees,
    who_leaves_with_the_place_is_gone,
    an_offer_is_declined_and_withdrawn,
    an_offer_ends_with_the_right_that_it_was_made_by,
    who_may_not_order_changes_nothing,
    another_accounts_people_are_not_there,
    recipients_are_changed_on_their_own_page,
    an_admin_contact_who_is_invited_stays_the_same_person,
    a_login_knows_when_it_was_last_used,
    an_online_account_has_a_second_billing_contact,
);

const PAULA: &str = "paula.pfeil@alpenwerk.example";
const SENTENCE: &str = "ein ganzer Satz";

async fn julia(world: &World) -> Buyer {
    world.buyer("kd-20417").await
}

async fn konrad(world: &World) -> Buyer {
    world.buyer("konrad.kern@alpenwerk.example").await
}

fn guest(email: &str, right: &str) -> GuestInput {
    GuestInput { name: "Paula Pfeil".to_owned(), email: email.to_owned(), right: right.to_owned() }
}

/// Paula, who was invited and has accepted.
async fn paula(world: &World, right: &str) -> Buyer {
    let julia = julia(world).await;
    invite_contact(&world.backend, &julia.actor, &guest(PAULA, right)).await.unwrap();
    accept(world, PAULA).await;
    world.buyer(PAULA).await
}

async fn accept(world: &World, email: &str) -> PersonId {
    let token = world.mailed_token(email).await;
    accept_as_new(&world.backend, Door::Corporate, &token, "Paula Pfeil", &SecretString::from(SENTENCE)).await.unwrap().0
}

async fn people(world: &World, buyer: &Buyer) -> Vec<AccountContact> {
    load_contacts(&world.backend, &buyer.actor).await.unwrap().contacts
}

async fn rights(world: &World, buyer: &Buyer) -> Vec<(String, ContactRight)> {
    people(world, buyer).await.into_iter().map(|one| (one.contact.name, one.right)).collect()
}

fn is_fault<T>(outcome: Result<T, Refusal>, name: &str, expected: &InputFault) -> bool {
    matches!(outcome, Err(Refusal::Input { field, fault }) if field == name && fault == *expected)
}

async fn a_colleague_is_invited_accepts_and_has_a_user_id(world: World) {
    let julia = julia(&world).await;
    invite_contact(&world.backend, &julia.actor, &guest(" Paula.Pfeil@alpenwerk.example", "pay")).await.unwrap();
    let state = load_contacts(&world.backend, &julia.actor).await.unwrap();
    assert_eq!((state.invitations.len(), state.invitations[0].right, state.invitations[0].invited_by.as_str()), (1, ContactRight::Pay, "Julia Alpers"));
    let sent = "Paula.Pfeil@alpenwerk.example";
    let body = world.text("SELECT content AS value FROM outbox WHERE recipient = $1", args![sent]).await;
    assert!(body.contains("Julia Alpers lädt Sie ein") && body.contains("Rechnungen bezahlen") && body.contains("\n{secret}\n"), "{body}");
    let secret = world.text("SELECT secret AS value FROM outbox WHERE recipient = $1", args![sent]).await;
    assert!(secret.starts_with("https://portal.test/corporate/invitation/"), "{secret}");
    let token = world.mailed_token(sent).await;
    let at_other = accept_as_new(&world.backend, Door::BillingCenter, &token, "Paula", &SecretString::from(SENTENCE)).await;
    assert!(matches!(at_other, Err(AcceptError::LinkOver)), "{at_other:?}");
    accept(&world, sent).await;
    let paula = world.buyer(PAULA).await;
    assert_eq!((paula.actor.right, paula.actor.account_number.as_str(), paula.actor.door), (ContactRight::Pay, "KD-20417", Door::Corporate));
    let found = people(&world, &julia).await;
    assert_eq!(found.last().unwrap().user_id.as_deref(), Some(sent), "{found:?}");
    let at_billing_center = sign_in(&world.backend, Door::BillingCenter, PAULA, &SecretString::from(SENTENCE)).await;
    assert!(matches!(at_billing_center, Err(SignInError::CorporateAccount)), "{at_billing_center:?}");
}

async fn what_cannot_be_invited_is_named(world: World) {
    let julia = julia(&world).await;
    for (input, field, fault) in [
        (guest("", "read"), "email", InputFault::Missing),
        (guest("paula", "read"), "email", InputFault::NotMailAddress),
        (guest(PAULA, ""), "right", InputFault::Missing),
        (guest(PAULA, "all"), "right", InputFault::NotOffered),
        (GuestInput { name: " ".to_owned(), ..guest(PAULA, "read") }, "name", InputFault::Missing),
        (guest("Konrad.Kern@alpenwerk.example", "read"), "email", InputFault::BelongsAlready),
    ] {
        let outcome = invite_contact(&world.backend, &julia.actor, &input).await;
        assert!(is_fault(outcome, field, &fault), "{input:?}");
    }
    invite_contact(&world.backend, &julia.actor, &guest(PAULA, "read")).await.unwrap();
    let twice = invite_contact(&world.backend, &julia.actor, &guest(&PAULA.to_uppercase(), "pay")).await;
    assert!(is_fault(twice, "email", &InputFault::InvitedAlready));
    for place in 1..MOST_OPEN {
        invite_contact(&world.backend, &julia.actor, &guest(&format!("p{place}@alpenwerk.example"), "read")).await.unwrap();
    }
    let one_more = invite_contact(&world.backend, &julia.actor, &guest("zu@viele.example", "read")).await;
    assert!(is_fault(one_more, "email", &InputFault::TooMany { most: 20 }));
}

async fn an_invitation_is_sent_again_and_taken_back(world: World) {
    let julia = julia(&world).await;
    invite_contact(&world.backend, &julia.actor, &guest(PAULA, "read")).await.unwrap();
    let first = world.mailed_token(PAULA).await;
    let id = load_contacts(&world.backend, &julia.actor).await.unwrap().invitations[0].id.clone();
    invite_again(&world.backend, &julia.actor, &id).await.unwrap();
    let second = world.mailed_token(PAULA).await;
    let old = accept_as_new(&world.backend, Door::Corporate, &first, "Paula", &SecretString::from(SENTENCE)).await;
    assert!(first != second && matches!(old, Err(AcceptError::LinkOver)), "{old:?}");
    take_invitation_back(&world.backend, &julia.actor, &id).await.unwrap();
    let over = accept_as_new(&world.backend, Door::Corporate, &second, "Paula", &SecretString::from(SENTENCE)).await;
    assert!(matches!(over, Err(AcceptError::LinkOver)), "{over:?}");
    for outcome in [invite_again(&world.backend, &julia.actor, &id).await, take_invitation_back(&world.backend, &julia.actor, &id).await] {
        assert!(matches!(outcome, Err(Refusal::NotFound)), "{outcome:?}");
    }
    assert_eq!(world.story(id.as_str()).await, ["invitation_sent", "invitation_sent_again", "invitation_withdrawn"]);
}

async fn a_right_is_changed_and_its_person_told(world: World) {
    let (julia, konrad) = (julia(&world).await, konrad(&world).await);
    change_right(&world.backend, &julia.actor, &konrad.actor.person, "read").await.unwrap();
    let now = world.buyer("konrad.kern@alpenwerk.example").await;
    assert!(now.actor.right == ContactRight::Read && now.actor.must_be_allowed_to_pay().is_err());
    assert!(world.newest_mail_to("konrad.kern@alpenwerk.example").await.contains("Ab sofort dürfen Sie alles einsehen"));
    let told = world.mails_to("konrad.kern@alpenwerk.example").await.len();
    // The same again changes nothing, and tells nobody.
    change_right(&world.backend, &julia.actor, &konrad.actor.person, "read").await.unwrap();
    assert_eq!(world.mails_to("konrad.kern@alpenwerk.example").await.len(), told);
    change_right(&world.backend, &julia.actor, &konrad.actor.person, "order").await.unwrap();
    assert!(world.buyer("konrad.kern@alpenwerk.example").await.actor.must_be_billing_contact().is_ok());
}

async fn the_last_who_may_order_stays(world: World) {
    let (julia, konrad) = (julia(&world).await, konrad(&world).await);
    let own = julia.actor.person.clone();
    let before = world.picture().await;
    assert!(is_fault(change_right(&world.backend, &julia.actor, &own, "pay").await, "right", &InputFault::LastOrderer));
    assert!(is_fault(remove(&world.backend, &julia.actor, &own).await, "right", &InputFault::LastOrderer));
    assert_eq!(world.picture().await, before);
    // Who cannot sign in orders nothing.
    world.change("DELETE FROM logins WHERE person_id = $1", args![konrad.actor.person.as_str()]).await;
    change_right(&world.backend, &julia.actor, &konrad.actor.person, "order").await.unwrap();
    assert!(is_fault(remove(&world.backend, &julia.actor, &own).await, "right", &InputFault::LastOrderer));
}

async fn two_who_leave_at_once_leave_one(world: World) {
    let (julia, paula) = (julia(&world).await, paula(&world, "order").await);
    let leaving = [julia.actor.clone(), paula.actor.clone()].map(|actor| {
        let world = world.clone();
        tokio::spawn(async move { remove(&world.backend, &actor, &actor.person).await })
    });
    let mut outcomes = Vec::new();
    for one in leaving {
        outcomes.push(one.await.unwrap());
    }
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    assert_eq!(outcomes.into_iter().filter(|outcome| matches!(outcome, Err(Refusal::Input { fault: InputFault::LastOrderer, .. }))).count(), 1);
    let left = rights(&world, &konrad(&world).await).await;
    assert_eq!(left.iter().filter(|(_, right)| *right == ContactRight::Order).count(), 1, "{left:?}");
}

async fn two_who_take_the_right_from_each_other_leave_one(world: World) {
    let (julia, paula) = (julia(&world).await, paula(&world, "order").await);
    let taking = [(julia.actor.clone(), paula.actor.person.clone()), (paula.actor.clone(), julia.actor.person.clone())].map(|(actor, other)| {
        let world = world.clone();
        tokio::spawn(async move { change_right(&world.backend, &actor, &other, "read").await })
    });
    let mut outcomes = Vec::new();
    for one in taking {
        outcomes.push(one.await.unwrap());
    }
    // Whoever came second may order no longer.
    assert_eq!(outcomes.iter().filter(|outcome| matches!(outcome, Err(Refusal::NotBillingContact(_)))).count(), 1, "{outcomes:?}");
    let left = rights(&world, &konrad(&world).await).await;
    assert_eq!(left.iter().filter(|(_, right)| *right == ContactRight::Order).count(), 1, "{left:?}");
}

async fn who_is_removed_is_signed_out_and_may_be_invited_again(world: World) {
    let (julia, konrad) = (julia(&world).await, konrad(&world).await);
    let session = begin_sign_in(&world.backend, Door::Corporate, &konrad.actor.person, "", i64::MAX).await.unwrap();
    let licences = world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM licences", args![]).await;
    remove(&world.backend, &julia.actor, &konrad.actor.person).await.unwrap();
    assert_eq!(load_signed_in(&world.backend, Door::Corporate, &session, &konrad.actor.account).await.unwrap(), None);
    let gone = sign_in(&world.backend, Door::Corporate, "konrad.kern@alpenwerk.example", &SecretString::from(PASSWORD)).await;
    assert!(matches!(gone, Err(SignInError::UnknownUserId)), "{gone:?}");
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM licences", args![]).await, licences);
    assert!(world.newest_mail_to("konrad.kern@alpenwerk.example").await.contains("Ihren Zugang zum Konto Alpenwerk AG beendet"));
    assert!(matches!(remove(&world.backend, &julia.actor, &konrad.actor.person).await, Err(Refusal::NotFound)));
    invite_contact(&world.backend, &julia.actor, &guest("konrad.kern@alpenwerk.example", "read")).await.unwrap();
    accept(&world, "konrad.kern@alpenwerk.example").await;
    assert_eq!(world.buyer("konrad.kern@alpenwerk.example").await.actor.right, ContactRight::Read);
}

async fn whoever_has_another_account_keeps_that_one(world: World) {
    let (julia, hauke) = (julia(&world).await, world.buyer("kd-20418").await);
    invite_contact(&world.backend, &hauke.actor, &guest("konrad.kern@alpenwerk.example", "pay")).await.unwrap();
    let token = world.mailed_token("konrad.kern@alpenwerk.example").await;
    let as_new = accept_as_new(&world.backend, Door::Corporate, &token, "Konrad", &SecretString::from(SENTENCE)).await;
    assert!(matches!(as_new, Err(AcceptError::HasLogin)), "{as_new:?}");
    let konrad = konrad(&world).await;
    assert_eq!(accept_as(&world.backend, &konrad.actor, &token).await.unwrap(), hauke.actor.account);
    assert_eq!(load_actor(&world.backend, &konrad.actor.person, &hauke.actor.account).await.unwrap().unwrap().right, ContactRight::Pay);
    let session = begin_sign_in(&world.backend, Door::Corporate, &konrad.actor.person, "", i64::MAX).await.unwrap();
    remove(&world.backend, &julia.actor, &konrad.actor.person).await.unwrap();
    let seen = load_signed_in(&world.backend, Door::Corporate, &session, &julia.actor.account).await.unwrap().unwrap();
    assert_eq!(seen.account, hauke.actor.account, "of the account that they left they see nothing");
}

async fn a_place_changes_hands_once_the_other_agrees(world: World) {
    let (julia, konrad) = (julia(&world).await, konrad(&world).await);
    offer_place(&world.backend, &julia.actor, &konrad.actor.person, "read").await.unwrap();
    // Sent twice it is one offer.
    offer_place(&world.backend, &julia.actor, &konrad.actor.person, "read").await.unwrap();
    let offer = find_offer(&world.backend, &konrad.actor).await.unwrap().unwrap();
    assert_eq!((offer.giver_contact.name.as_str(), find_offer(&world.backend, &julia.actor).await.unwrap()), ("Julia Alpers", None));
    let mail = world.newest_mail_to("konrad.kern@alpenwerk.example").await;
    assert!(mail.contains("Julia Alpers bietet Ihnen den Platz") && mail.contains("https://portal.test/corporate/contacts"), "{mail}");
    assert!(konrad.actor.must_be_billing_contact().is_err(), "until they agree nothing changes");
    // It is theirs alone to answer.
    for outcome in [confirm_place(&world.backend, &julia.actor, &offer.id).await, withdraw_place(&world.backend, &konrad.actor, &offer.id).await] {
        assert!(matches!(outcome, Err(Refusal::NotFound)), "{outcome:?}");
    }
    confirm_place(&world.backend, &konrad.actor, &offer.id).await.unwrap();
    let now = rights(&world, &konrad).await;
    assert_eq!(now, [("Konrad Kern".to_owned(), ContactRight::Order), ("Julia Alpers".to_owned(), ContactRight::Read)]);
    assert!(world.newest_mail_to("julia.alpers@alpenwerk.example").await.contains("Konrad Kern hat Ihren Platz"));
    assert!(world.newest_mail_to("konrad.kern@alpenwerk.example").await.contains("Sie haben den Platz von Julia Alpers übernommen"));
    assert!(matches!(confirm_place(&world.backend, &konrad.actor, &offer.id).await, Err(Refusal::NotFound)));
    assert_eq!(world.story(offer.id.as_str()).await, ["place_offered", "place_taken"]);
}

async fn who_leaves_with_the_place_is_gone(world: World) {
    let (julia, konrad) = (julia(&world).await, konrad(&world).await);
    let session = begin_sign_in(&world.backend, Door::Corporate, &julia.actor.person, "", i64::MAX).await.unwrap();
    offer_place(&world.backend, &julia.actor, &konrad.actor.person, "leave").await.unwrap();
    let offer = find_offer(&world.backend, &konrad.actor).await.unwrap().unwrap();
    confirm_place(&world.backend, &konrad.actor, &offer.id).await.unwrap();
    assert_eq!(rights(&world, &konrad).await, [("Konrad Kern".to_owned(), ContactRight::Order)]);
    assert_eq!(load_signed_in(&world.backend, Door::Corporate, &session, &julia.actor.account).await.unwrap(), None);
    assert!(world.newest_mail_to("julia.alpers@alpenwerk.example").await.contains("Ihr Zugang zum Konto ist damit beendet"));
}

async fn an_offer_is_declined_and_withdrawn(world: World) {
    let (julia, konrad) = (julia(&world).await, konrad(&world).await);
    for (receiver, after, field, fault) in [
        (String::new(), "read", "receiver", InputFault::Missing),
        (julia.actor.person.to_string(), "read", "receiver", InputFault::NotOffered),
        (world.buyer("kd-20418").await.actor.person.to_string(), "read", "receiver", InputFault::NotOffered),
        (konrad.actor.person.to_string(), "stay", "after", InputFault::NotOffered),
    ] {
        assert!(is_fault(offer_place(&world.backend, &julia.actor, &PersonId(receiver), after).await, field, &fault));
    }
    offer_place(&world.backend, &julia.actor, &konrad.actor.person, "read").await.unwrap();
    let first = find_offer(&world.backend, &konrad.actor).await.unwrap().unwrap();
    // Offered otherwise, the one before is over.
    offer_place(&world.backend, &julia.actor, &konrad.actor.person, "leave").await.unwrap();
    assert!(matches!(confirm_place(&world.backend, &konrad.actor, &first.id).await, Err(Refusal::NotFound)));
    let second = find_offer(&world.backend, &konrad.actor).await.unwrap().unwrap();
    decline_place(&world.backend, &konrad.actor, &second.id).await.unwrap();
    assert!(world.newest_mail_to("julia.alpers@alpenwerk.example").await.contains("nicht übernehmen"));
    assert!(world.newest_mail_to("konrad.kern@alpenwerk.example").await.contains("nicht übernommen"));
    offer_place(&world.backend, &julia.actor, &konrad.actor.person, "read").await.unwrap();
    let third = find_offer(&world.backend, &konrad.actor).await.unwrap().unwrap();
    withdraw_place(&world.backend, &julia.actor, &third.id).await.unwrap();
    assert!(world.newest_mail_to("konrad.kern@alpenwerk.example").await.contains("nicht mehr an"));
    let before = rights(&world, &julia).await;
    assert!(matches!(confirm_place(&world.backend, &konrad.actor, &third.id).await, Err(Refusal::NotFound)));
    assert_eq!((rights(&world, &julia).await, find_offer(&world.backend, &konrad.actor).await.unwrap()), (before, None));
}

async fn an_offer_ends_with_the_right_that_it_was_made_by(world: World) {
    let (julia, konrad, paula) = (julia(&world).await, konrad(&world).await, paula(&world, "order").await);
    offer_place(&world.backend, &julia.actor, &konrad.actor.person, "leave").await.unwrap();
    let offer = find_offer(&world.backend, &konrad.actor).await.unwrap().unwrap();
    change_right(&world.backend, &paula.actor, &julia.actor.person, "read").await.unwrap();
    assert!(matches!(confirm_place(&world.backend, &konrad.actor, &offer.id).await, Err(Refusal::NotFound)));
    offer_place(&world.backend, &paula.actor, &konrad.actor.person, "read").await.unwrap();
    remove(&world.backend, &paula.actor, &konrad.actor.person).await.unwrap();
    assert!(load_contacts(&world.backend, &paula.actor).await.unwrap().hand_overs.is_empty());
}

async fn who_may_not_order_changes_nothing(world: World) {
    let (julia, konrad) = (julia(&world).await, konrad(&world).await);
    invite_contact(&world.backend, &julia.actor, &guest(PAULA, "read")).await.unwrap();
    let open = load_contacts(&world.backend, &julia.actor).await.unwrap();
    let before = world.picture().await;
    let (backend, actor, other) = (&world.backend, &konrad.actor, &julia.actor.person);
    for outcome in [
        invite_contact(backend, actor, &guest("x@alpenwerk.example", "order")).await,
        invite_again(backend, actor, &open.invitations[0].id).await,
        take_invitation_back(backend, actor, &open.invitations[0].id).await,
        change_right(backend, actor, other, "read").await,
        change_right(backend, actor, &actor.person, "order").await,
        remove(backend, actor, other).await,
        offer_place(backend, actor, other, "read").await,
        save_recipients(backend, actor, "x@alpenwerk.example", &open.version).await,
    ] {
        assert!(matches!(outcome, Err(Refusal::NotBillingContact(_))), "{outcome:?}");
    }
    assert_eq!(world.picture().await, before);
    let seen = load_contacts(backend, actor).await.unwrap();
    assert!(seen.invitations.is_empty() && seen.contacts.len() == 2, "whom somebody invited is not theirs to know");
}

async fn another_accounts_people_are_not_there(world: World) {
    let (julia, hauke) = (julia(&world).await, world.buyer("kd-20418").await);
    invite_contact(&world.backend, &julia.actor, &guest(PAULA, "read")).await.unwrap();
    offer_place(&world.backend, &julia.actor, &konrad(&world).await.actor.person, "read").await.unwrap();
    let theirs = load_contacts(&world.backend, &julia.actor).await.unwrap();
    let before = world.picture().await;
    for (invitation, person, offer) in [
        (theirs.invitations[0].id.clone(), julia.actor.person.clone(), theirs.hand_overs[0].id.clone()),
        (InvitationId("none".to_owned()), PersonId("none".to_owned()), HandOverId("none".to_owned())),
    ] {
        for outcome in [
            invite_again(&world.backend, &hauke.actor, &invitation).await,
            take_invitation_back(&world.backend, &hauke.actor, &invitation).await,
            change_right(&world.backend, &hauke.actor, &person, "read").await,
            remove(&world.backend, &hauke.actor, &person).await,
            confirm_place(&world.backend, &hauke.actor, &offer).await,
            withdraw_place(&world.backend, &hauke.actor, &offer).await,
        ] {
            assert!(matches!(outcome, Err(Refusal::NotFound)), "{outcome:?}");
        }
    }
    assert_eq!(world.picture().await, before);
}

async fn recipients_are_changed_on_their_own_page(world: World) {
    let julia = julia(&world).await;
    let version = load_contacts(&world.backend, &julia.actor).await.unwrap().version;
    assert!(matches!(
        save_recipients(&world.backend, &julia.actor, "buch@alpenwerk.example\nkeine", &version).await,
        Err(Refusal::Input { field: "recipients", fault: InputFault::NoMailAddress { .. } })
    ));
    save_recipients(&world.backend, &julia.actor, "buch@alpenwerk.example, archiv@alpenwerk.example", &version).await.unwrap();
    let state = load_contacts(&world.backend, &julia.actor).await.unwrap();
    assert_eq!(state.recipients, ["buch@alpenwerk.example", "archiv@alpenwerk.example"]);
    let late = save_recipients(&world.backend, &julia.actor, "", &version).await;
    assert!(matches!(late, Err(Refusal::DetailsChanged(_))), "{late:?}");
    save_recipients(&world.backend, &julia.actor, "", &state.version).await.unwrap();
    assert!(load_contacts(&world.backend, &julia.actor).await.unwrap().recipients.is_empty());
    assert_eq!(world.story(julia.account()).await.iter().filter(|action| *action == "billing_details_changed").count(), 2);
}

async fn an_admin_contact_who_is_invited_stays_the_same_person(world: World) {
    let julia = julia(&world).await;
    let admin = "INSERT INTO people (id, name, email, email_folded, created_at) VALUES ('admin', 'P. Pfeil', $1, $1, 1)";
    world.change(admin, args![PAULA]).await;
    world.change("INSERT INTO memberships (account_id, person_id, role, created_at) VALUES ($1, 'admin', 'member', 1)", args![julia.account()]).await;
    assert_eq!(people(&world, &julia).await.iter().find(|one| one.person.as_str() == "admin").unwrap().user_id, None);
    invite_contact(&world.backend, &julia.actor, &guest(PAULA, "order")).await.unwrap();
    assert_eq!(accept(&world, PAULA).await.as_str(), "admin");
    let found = people(&world, &julia).await.into_iter().find(|one| one.person.as_str() == "admin").unwrap();
    assert_eq!((found.contact.name.as_str(), found.right, found.user_id.as_deref()), ("Paula Pfeil", ContactRight::Order, Some(PAULA)));
}

async fn a_login_knows_when_it_was_last_used(world: World) {
    let julia = julia(&world).await;
    assert_eq!(people(&world, &julia).await[0].last_sign_in, None);
    begin_sign_in(&world.backend, Door::Corporate, &julia.actor.person, "", i64::MAX).await.unwrap();
    assert!(people(&world, &julia).await[0].last_sign_in.is_some());
    save_profile(&world.backend, &julia.actor, " Julia Alpers-Kern ", "en").await.unwrap();
    assert!(is_fault(save_profile(&world.backend, &julia.actor, "Julia", "fr").await, "language", &InputFault::NotOffered));
    let now = world.actor(&julia.actor.person, &julia.actor.account).await;
    assert_eq!((now.person_name.as_str(), now.own_language), ("Julia Alpers-Kern", Some(billing::Language::En)));
}

async fn an_online_account_has_a_second_billing_contact(world: World) {
    let anna = world.buyer("anna@nordlicht.example").await;
    let payer = invite_contact(&world.backend, &anna.actor, &guest("eva@nordlicht.example", "pay")).await;
    assert!(is_fault(payer, "right", &InputFault::NotOffered), "who buys online knows no payers");
    invite_contact(&world.backend, &anna.actor, &guest("eva@nordlicht.example", "order")).await.unwrap();
    let secret = world.text("SELECT secret AS value FROM outbox WHERE recipient = 'eva@nordlicht.example'", args![]).await;
    assert!(secret.starts_with("https://portal.test/invitation/"), "{secret}");
    let token = world.mailed_token("eva@nordlicht.example").await;
    accept_as_new(&world.backend, Door::BillingCenter, &token, "Eva", &SecretString::from(SENTENCE)).await.unwrap();
    let eva = world.buyer("eva@nordlicht.example").await;
    remove(&world.backend, &anna.actor, &anna.actor.person).await.unwrap();
    assert!(eva.actor.must_be_billing_contact().is_ok());
    assert!(is_fault(remove(&world.backend, &eva.actor, &eva.actor.person).await, "right", &InputFault::LastOrderer));
}
