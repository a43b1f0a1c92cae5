//! Customer care: what an account asks, what it is answered, and who learns of it.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::{Buyer, World};
use backend::usecases::requests::answer::{answer_request, close_request};
use backend::usecases::requests::load::{load_care, load_request};
use backend::usecases::requests::open::{RequestInput, open_request};
use backend::usecases::requests::queue::{list_queue, view_request};
use backend::usecases::requests::write::write_message;
use backend::{Refusal, args};
use billing::editor::PlanInput;
use billing::ids::RequestId;
use billing::input::InputFault;
use billing::request::{MOST_OPEN, MOST_UNANSWERED, RequestState, Side};

on_both_engines!(in_corporate_world:
    a_corporate_account_asks_about_its_documents,
);

on_both_engines!(in_world:
    a_request_is_kept_with_its_context_and_both_sides_are_told,
    an_answer_is_seen_and_mailed_and_may_be_replied_to,
    an_account_that_reads_english_is_answered_in_english,
    what_cannot_be_asked_is_said_at_its_field,
    an_account_has_twenty_requests_waiting_at_most,
    a_request_takes_twenty_messages_in_a_row_at_most,
    a_form_that_is_sent_twice_asks_once,
    requests_belong_to_their_account_and_its_billing_contact,
    who_waits_longest_stands_first_in_the_queue,
    mails_never_hold_what_was_asked,
);

async fn ask(buyer: &Buyer, subject: &str, subscription: &str, message: &str) -> Result<RequestId, Refusal> {
    let input = RequestInput {
        subject: subject.to_owned(),
        subscription: subscription.to_owned(),
        message: message.to_owned(),
        wish: PlanInput::default(),
        about: String::new(),
    };
    open_request(&buyer.backend, &buyer.actor, &input).await
}

async fn states(world: &World) -> Vec<String> {
    world.texts("SELECT subject || ' ' || state AS value FROM requests ORDER BY opened_at, id", args![]).await
}

fn fault_of(refused: Result<impl Sized, Refusal>) -> (&'static str, InputFault) {
    match refused {
        Err(Refusal::Input { field, fault }) => (field, fault),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was done"),
    }
}

async fn a_request_is_kept_with_its_context_and_both_sides_are_told(world: World) {
    let anna = world.anna().await;
    let meeting = anna.subscription("goto-meeting").await.id;
    let input = RequestInput {
        subject: "downgrade".to_owned(),
        subscription: meeting.to_string(),
        wish: PlanInput { plan: "professional".to_owned(), seats: "4".to_owned(), interval: "monthly".to_owned() },
        about: String::new(),
        message: "  Bitte nur noch vier.\nDanke!  ".to_owned(),
    };
    let id = open_request(&anna.backend, &anna.actor, &input).await.unwrap();
    let (row, messages) = load_request(&anna.backend, &anna.actor, &id).await.unwrap();
    assert_eq!((row.state, row.subscription.as_ref(), messages.len()), (RequestState::Open, Some(&meeting), 1));
    assert_eq!((messages[0].side, messages[0].body.as_str()), (Side::Customer, "Bitte nur noch vier.\nDanke!"));
    let wish = row.wish.unwrap();
    assert_eq!((wish.plan.as_str(), wish.seats, wish.interval.code()), ("professional", 4, "monthly"));
    let context = row.context;
    let names: Vec<String> = context.subscriptions.iter().map(|one| format!("{} {} {}", one.product_name, one.plan_name, one.seats)).collect();
    assert_eq!(names, ["GoTo Meeting Professional 10", "GoTo Webinar Standard 2"]);
    assert_eq!((context.credit_minor, context.open_minor, context.today.to_string().as_str()), (0, 0, "2026-11-21"));
    assert_eq!(world.subjects_to("anna@nordlicht.example").await.last().unwrap(), "Ihre Anfrage ist bei uns: kleinerer Plan");
    assert!(world.newest_mail_to("anna@nordlicht.example").await.contains(&format!("https://portal.test/billing/customer-care/{id}")));
    assert_eq!(world.subjects_to("billing@kontor.example").await, ["Neue Anfrage von Nordlicht GmbH: kleinerer Plan"]);
    assert!(world.newest_mail_to("billing@kontor.example").await.contains(&format!("https://portal.test/staff/requests/{id}")));
    assert_eq!(world.text("SELECT door || ' ' || state AS value FROM requests", args![]).await, "billing_center open");
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM audit WHERE action = 'request_opened'", args![]).await, 1);
}

async fn an_answer_is_seen_and_mailed_and_may_be_replied_to(world: World) {
    let (anna, rita) = (world.anna().await, world.rita().await);
    let id = ask(&anna, "invoice", "", "Warum zwei Rechnungen?").await.unwrap();
    answer_request(&world.backend, &rita, &id, "Es sind zwei Abonnements.\nViele Grüße").await.unwrap();
    let (row, messages) = load_request(&anna.backend, &anna.actor, &id).await.unwrap();
    assert_eq!((row.state, messages.len(), messages[1].side), (RequestState::Answered, 2, Side::Seller));
    assert_eq!(world.subjects_to("anna@nordlicht.example").await.last().unwrap(), "Antwort auf Ihre Anfrage: Rechnung");
    let mail = world.newest_mail_to("anna@nordlicht.example").await;
    assert!(mail.contains("  Es sind zwei Abonnements.\n  Viele Grüße") && !mail.contains("Rita"), "{mail}");
    // Sent twice, it is there once.
    answer_request(&world.backend, &rita, &id, "Es sind zwei Abonnements.\nViele Grüße").await.unwrap();
    assert_eq!(load_request(&anna.backend, &anna.actor, &id).await.unwrap().1.len(), 2);
    write_message(&anna.backend, &anna.actor, &id, "Ach so. Und die dritte?").await.unwrap();
    assert_eq!(states(&world).await, ["invoice open"]);
    assert_eq!(world.subjects_to("billing@kontor.example").await, ["Neue Anfrage von Nordlicht GmbH: Rechnung", "Neue Nachricht von Nordlicht GmbH: Rechnung"]);
    close_request(&world.backend, &rita, &id).await.unwrap();
    close_request(&world.backend, &rita, &id).await.unwrap();
    assert_eq!(states(&world).await, ["invoice closed"]);
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM audit WHERE action = 'request_closed'", args![]).await, 1);
    write_message(&anna.backend, &anna.actor, &id, "Eine Frage noch.").await.unwrap();
    assert_eq!(states(&world).await, ["invoice open"]);
    assert_eq!(load_care(&anna.backend, &anna.actor, "").await.unwrap().requests.len(), 1);
}

async fn an_account_that_reads_english_is_answered_in_english(world: World) {
    world.change("UPDATE accounts SET language = 'en'", args![]).await;
    let (anna, rita) = (world.anna().await, world.rita().await);
    let id = ask(&anna, "payment", "", "When is it charged?").await.unwrap();
    answer_request(&world.backend, &rita, &id, "On the first.").await.unwrap();
    let subjects = world.subjects_to("anna@nordlicht.example").await;
    assert_eq!(subjects[subjects.len() - 2..], ["We have your request: payment", "Answer to your request: payment"]);
    assert!(world.newest_mail_to("anna@nordlicht.example").await.contains("customer care has answered"));
}

async fn what_cannot_be_asked_is_said_at_its_field(world: World) {
    let (anna, rita) = (world.anna().await, world.rita().await);
    let before = world.picture().await;
    let long = "x".repeat(5_001);
    for (subject, subscription, message, field, fault) in [
        ("", "", "Hallo", "subject", InputFault::Missing),
        ("upgrade", "", "Hallo", "subject", InputFault::NotOffered),
        ("downgrade", "", "Hallo", "subscription", InputFault::Missing),
        ("other", "none", "Hallo", "subscription", InputFault::NotOffered),
        ("other", "", " \n", "message", InputFault::Missing),
        ("other", "", &long, "message", InputFault::TooLong { most: 5_000 }),
        ("payment", "", "Meine Karte ist 4242 4242 4242 4242.", "message", InputFault::CardNumber),
    ] {
        assert_eq!(fault_of(ask(&anna, subject, subscription, message).await), (field, fault), "{subject} {subscription}");
    }
    assert_eq!(world.picture().await, before);
    let id = ask(&anna, "other", "", &"ä".repeat(5_000)).await.unwrap();
    assert_eq!(fault_of(answer_request(&world.backend, &rita, &id, "").await), ("message", InputFault::Missing));
    assert_eq!(fault_of(answer_request(&world.backend, &rita, &id, "4242424242424242").await), ("message", InputFault::CardNumber));
    assert_eq!(fault_of(write_message(&anna.backend, &anna.actor, &id, &long).await), ("message", InputFault::TooLong { most: 5_000 }));
    assert!(matches!(answer_request(&world.backend, &rita, &RequestId("none".to_owned()), "Ja").await, Err(Refusal::NotFound)));
    assert!(matches!(close_request(&world.backend, &rita, &RequestId("none".to_owned())).await, Err(Refusal::NotFound)));
}

async fn an_account_has_twenty_requests_waiting_at_most(world: World) {
    let (anna, rita) = (world.anna().await, world.rita().await);
    let mut first = None;
    for number in 1..=MOST_OPEN {
        let id = ask(&anna, "other", "", &format!("Frage {number}")).await.unwrap();
        first.get_or_insert(id);
    }
    assert_eq!(fault_of(ask(&anna, "other", "", "Noch eine").await), ("message", InputFault::TooMuchWaiting { most: MOST_OPEN }));
    // Another account is not kept waiting by that.
    ask(&world.buyer("dora@leer.example").await, "other", "", "Eine Frage").await.unwrap();
    let first = first.unwrap();
    answer_request(&world.backend, &rita, &first, "Ja.").await.unwrap();
    ask(&anna, "other", "", "Noch eine").await.unwrap();
    // What was answered does not begin to wait again beyond the limit either.
    assert_eq!(fault_of(write_message(&anna.backend, &anna.actor, &first, "Und nun?").await), ("message", InputFault::TooMuchWaiting { most: MOST_OPEN }));
}

async fn a_request_takes_twenty_messages_in_a_row_at_most(world: World) {
    let (anna, rita) = (world.anna().await, world.rita().await);
    let id = ask(&anna, "other", "", "Frage").await.unwrap();
    for number in 2..=MOST_UNANSWERED {
        write_message(&anna.backend, &anna.actor, &id, &format!("Frage {number}")).await.unwrap();
    }
    assert_eq!(fault_of(write_message(&anna.backend, &anna.actor, &id, "Frage").await), ("message", InputFault::TooMuchWaiting { most: MOST_UNANSWERED }));
    assert_eq!(world.subjects_to("billing@kontor.example").await.len(), 1, "who waits already is told of once");
    answer_request(&world.backend, &rita, &id, "Ja.").await.unwrap();
    write_message(&anna.backend, &anna.actor, &id, "Danke.").await.unwrap();
}

async fn a_form_that_is_sent_twice_asks_once(world: World) {
    let anna = world.anna().await;
    let id = ask(&anna, "other", "", "Eine Frage").await.unwrap();
    assert_eq!(ask(&anna, "other", "", " Eine Frage\n").await.unwrap(), id);
    write_message(&anna.backend, &anna.actor, &id, "Noch etwas").await.unwrap();
    write_message(&anna.backend, &anna.actor, &id, "Noch etwas").await.unwrap();
    assert_eq!(load_request(&anna.backend, &anna.actor, &id).await.unwrap().1.len(), 2);
    assert_ne!(ask(&anna, "other", "", "Eine andere Frage").await.unwrap(), id);
}

async fn requests_belong_to_their_account_and_its_billing_contact(world: World) {
    let (anna, ben, dora) = (world.anna().await, world.buyer("ben@nordlicht.example").await, world.buyer("dora@leer.example").await);
    let meeting = anna.subscription("goto-meeting").await.id;
    let id = ask(&anna, "subscription", meeting.as_str(), "Eine Frage").await.unwrap();
    // Ben is told whose word it needs, whatever he asks for.
    for refused in [
        ask(&ben, "other", "", "Eine Frage").await.map(|_| ()),
        write_message(&ben.backend, &ben.actor, &id, "Eine Frage").await,
        load_request(&ben.backend, &ben.actor, &id).await.map(|_| ()),
        load_care(&ben.backend, &ben.actor, "").await.map(|_| ()),
    ] {
        assert!(matches!(&refused, Err(Refusal::NotBillingContact(contact)) if contact.email == "anna@nordlicht.example"), "{refused:?}");
    }
    // Dora finds what is Anna's as little as what is not there.
    assert!(matches!(load_request(&dora.backend, &dora.actor, &id).await, Err(Refusal::NotFound)));
    assert!(matches!(write_message(&dora.backend, &dora.actor, &id, "Eine Frage").await, Err(Refusal::NotFound)));
    assert_eq!(fault_of(ask(&dora, "subscription", meeting.as_str(), "Eine Frage").await), ("subscription", InputFault::NotOffered));
    assert!(load_care(&dora.backend, &dora.actor, "").await.unwrap().requests.is_empty());
}

async fn who_waits_longest_stands_first_in_the_queue(world: World) {
    let (anna, dora, rita) = (world.anna().await, world.buyer("dora@leer.example").await, world.rita().await);
    let first = ask(&anna, "other", "", "Eins").await.unwrap();
    let second = ask(&dora, "other", "", "Zwei").await.unwrap();
    let third = ask(&anna, "other", "", "Drei").await.unwrap();
    let queue = async |state| list_queue(&world.backend, &rita, state, None).await.unwrap().rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(queue(RequestState::Open).await, [first.clone(), second.clone(), third.clone()]);
    answer_request(&world.backend, &rita, &first, "Ja.").await.unwrap();
    write_message(&anna.backend, &anna.actor, &first, "Danke, aber …").await.unwrap();
    // It waits since its new message; one more message does not put a request behind the others.
    write_message(&dora.backend, &dora.actor, &second, "Noch etwas").await.unwrap();
    assert_eq!(queue(RequestState::Open).await, [second.clone(), third.clone(), first.clone()]);
    answer_request(&world.backend, &rita, &third, "Ja.").await.unwrap();
    answer_request(&world.backend, &rita, &second, "Nein.").await.unwrap();
    assert_eq!((queue(RequestState::Answered).await, queue(RequestState::Closed).await), (vec![second.clone(), third], vec![]));
    let row = &list_queue(&world.backend, &rita, RequestState::Answered, None).await.unwrap().rows[0];
    assert_eq!((row.account.0.as_str(), row.account.1.as_str()), ("KD-10988", "Leer & Söhne"));
    let after = (row.changed_at, row.id.clone());
    assert_eq!(list_queue(&world.backend, &rita, RequestState::Answered, Some(after)).await.unwrap().rows.len(), 1);
    let view = view_request(&world.backend, &rita, &second).await.unwrap();
    assert_eq!((view.account.number.as_str(), view.messages.len(), view.can_schedule), ("KD-10988", 3, false));
    assert_eq!(
        world
            .number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM audit WHERE action = 'account_viewed' AND details = '{\"page\":\"request\"}'", args![])
            .await,
        1
    );
}

async fn mails_never_hold_what_was_asked(world: World) {
    let (anna, rita) = (world.anna().await, world.rita().await);
    let id = ask(&anna, "other", "", "Mein Kennwort ist geheim123").await.unwrap();
    answer_request(&world.backend, &rita, &id, "Bitte ändern Sie es.").await.unwrap();
    write_message(&anna.backend, &anna.actor, &id, "Auch geheim456 nicht?").await.unwrap();
    let told = "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM outbox WHERE content LIKE '%geheim%' OR subject LIKE '%geheim%'";
    let noted = "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM audit WHERE details LIKE '%geheim%'";
    assert_eq!((world.number(told, args![]).await, world.number(noted, args![]).await), (0, 0));
}

async fn a_corporate_account_asks_about_its_documents(world: World) {
    let (julia, hauke) = (world.buyer("kd-20417").await, world.buyer("kd-20418").await);
    let invoice = "SELECT number AS value FROM invoices WHERE account_id = $1 AND kind = 'invoice' ORDER BY issued_on DESC, number DESC";
    let number = world.texts(invoice, args![julia.account()]).await.remove(0);
    let about = format!("invoice:{number}");
    let asked = |about: &str| RequestInput {
        subject: "subscription".to_owned(),
        about: about.to_owned(),
        message: "Gilt es auch 2027?".to_owned(),
        ..RequestInput::default()
    };
    let id = open_request(&julia.backend, &julia.actor, &asked(&about)).await.unwrap();
    assert_eq!(open_request(&julia.backend, &julia.actor, &asked(&about)).await.unwrap(), id, "sent twice it is one");
    let (row, _) = load_request(&julia.backend, &julia.actor, &id).await.unwrap();
    assert_eq!(row.context.matter.map(|matter| matter.code()).as_deref(), Some(about.as_str()));
    let mail = world.newest_mail_to("julia.alpers@alpenwerk.example").await;
    assert!(mail.contains("bei Corporate Account Services angekommen") && mail.contains(&format!("https://portal.test/corporate/help/{id}")), "{mail}");
    // Who reads sees what was asked, and asks too.
    let konrad = world.buyer("konrad.kern@alpenwerk.example").await;
    let offered = load_care(&konrad.backend, &konrad.actor, "").await.unwrap();
    assert!(offered.requests.len() == 1 && offered.matters.iter().any(|matter| matter.number == number));
    for (buyer, about) in [
        (&hauke, about.as_str()),
        (&hauke, "quote:AN-2026-09999"),
        (&hauke, "invoice:RE-2026-09999"),
        (&julia, "contract:none"),
        (&julia, "order:1"),
        (&julia, "nonsense"),
    ] {
        let refused = open_request(&buyer.backend, &buyer.actor, &asked(about)).await;
        assert!(matches!(refused, Err(Refusal::Input { field: "about", fault: InputFault::NotOffered })), "{about}: {refused:?}");
    }
    assert!(!load_care(&hauke.backend, &hauke.actor, &about).await.unwrap().matters.iter().any(|matter| matter.number == number));
    assert!(matches!(load_request(&hauke.backend, &hauke.actor, &id).await, Err(Refusal::NotFound)));
}
