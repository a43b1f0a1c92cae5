//! The outbox: what leaves once, what is tried again, and what is kept for staff to read.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::smtp::{MailServer, Manner};
use crate::common::{Others, World};
use backend::args;
use backend::usecases::outbox::send_due;

on_both_engines!(in_world:
    without_a_mail_server_mail_is_kept,
    a_mail_is_sent_once_under_its_own_message_id,
    a_refused_mail_is_tried_later_and_later_and_then_fails,
    a_mail_that_was_refused_once_still_leaves,
    two_workers_send_every_mail_once,
    a_mail_whose_worker_died_is_sent_when_its_lease_is_over,
    a_mail_without_an_address_fails_alone,
);

/// One mail and one event wait.
async fn ordered(world: &World) {
    world.anna().await.upgrade().await;
    assert_eq!(states(world).await, ["entitlement waiting 0", "mail waiting 0"]);
}

async fn states(world: &World) -> Vec<String> {
    world.texts("SELECT kind || ' ' || state || ' ' || tries AS value FROM outbox ORDER BY kind, id", args![]).await
}

async fn with_mail(world: &World, server: &MailServer) -> World {
    world.another_server(Others { smtp_url: Some(server.url.clone()), ..Others::default() }).await
}

/// As if the time had come.
async fn make_due(world: &World) {
    world.change("UPDATE outbox SET due_at = 0, lease_until = 0 WHERE state = 'waiting'", args![]).await;
}

async fn without_a_mail_server_mail_is_kept(world: World) {
    ordered(&world).await;
    assert_eq!(send_due(&world.backend).await.unwrap(), 2);
    assert_eq!(states(&world).await, ["entitlement kept 1", "mail kept 1"]);
    assert_eq!(send_due(&world.backend).await.unwrap(), 0);
    let content = world.text("SELECT content AS value FROM outbox WHERE kind = 'mail'", args![]).await;
    assert!(content.contains("170,56"), "staff can still read it");
}

async fn a_mail_is_sent_once_under_its_own_message_id(world: World) {
    ordered(&world).await;
    let server = MailServer::start(Manner::Takes).await;
    let sending = with_mail(&world, &server).await;
    assert_eq!(send_due(&sending.backend).await.unwrap(), 2);
    assert_eq!(send_due(&sending.backend).await.unwrap(), 0);
    assert_eq!(states(&world).await, ["entitlement kept 1", "mail sent 1"]);
    let mails = server.mails();
    let id = world.text("SELECT id AS value FROM outbox WHERE kind = 'mail'", args![]).await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains(&format!("Message-ID: <{id}@kontor.example>")), "{}", mails[0]);
    assert!(mails[0].contains("To: anna@nordlicht.example") && mails[0].contains("Date: "), "{}", mails[0]);
}

async fn a_refused_mail_is_tried_later_and_later_and_then_fails(world: World) {
    ordered(&world).await;
    let server = MailServer::start(Manner::Refuses).await;
    let sending = with_mail(&world, &server).await;
    let mut pauses = Vec::new();
    for tries in 1..8_i64 {
        let before = world.backend.now();
        send_due(&sending.backend).await.unwrap();
        assert_eq!(states(&world).await[1], format!("mail waiting {tries}"));
        let due_at = world.number("SELECT due_at AS value FROM outbox WHERE kind = 'mail'", args![]).await;
        // Rounded down: sending itself took a moment, too.
        pauses.push((due_at - before) / 30_000_000);
        assert_eq!(send_due(&sending.backend).await.unwrap(), 0, "not before its time");
        make_due(&world).await;
    }
    assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 64], "half minutes");
    send_due(&sending.backend).await.unwrap();
    assert_eq!(states(&world).await[1], "mail failed 8");
    let error = world.text("SELECT last_error AS value FROM outbox WHERE kind = 'mail'", args![]).await;
    assert!(error.contains("no such receiver"), "{error}");
    make_due(&world).await;
    assert_eq!((send_due(&sending.backend).await.unwrap(), server.mails().len()), (0, 0));
}

async fn a_mail_that_was_refused_once_still_leaves(world: World) {
    ordered(&world).await;
    let server = MailServer::start(Manner::Refuses).await;
    let sending = with_mail(&world, &server).await;
    send_due(&sending.backend).await.unwrap();
    server.set(Manner::Takes);
    make_due(&world).await;
    assert_eq!(send_due(&sending.backend).await.unwrap(), 1);
    assert_eq!((states(&world).await[1].as_str(), server.mails().len()), ("mail sent 2", 1));
    assert_eq!(world.numbers("SELECT settled_at AS value FROM outbox WHERE last_error IS NOT NULL", args![]).await, Vec::<i64>::new());
}

async fn two_workers_send_every_mail_once(world: World) {
    let anna = world.anna().await;
    for plan in ["business", "enterprise"] {
        anna.buy("goto-meeting", plan, "10", "monthly").await;
    }
    anna.buy("goto-webinar", "pro", "2", "annual").await;
    let server = MailServer::start(Manner::Takes).await;
    let (one, other) = (with_mail(&world, &server).await, with_mail(&world, &server).await);
    let workers: Vec<_> = (0..8)
        .map(|place| {
            let backend = if place % 2 == 0 { one.backend.clone() } else { other.backend.clone() };
            tokio::spawn(async move { send_due(&backend).await })
        })
        .collect();
    let mut handled = 0;
    for worker in workers {
        handled += worker.await.unwrap().unwrap();
    }
    assert_eq!((handled, server.mails().len()), (6, 3));
    assert_eq!(states(&world).await, ["entitlement kept 1", "entitlement kept 1", "entitlement kept 1", "mail sent 1", "mail sent 1", "mail sent 1"]);
}

async fn a_mail_whose_worker_died_is_sent_when_its_lease_is_over(world: World) {
    ordered(&world).await;
    let server = MailServer::start(Manner::Takes).await;
    let sending = with_mail(&world, &server).await;
    let lease = world.backend.now() + 30_000_000;
    world.change("UPDATE outbox SET lease_until = $1", args![lease]).await;
    assert_eq!(send_due(&sending.backend).await.unwrap(), 0);
    make_due(&world).await;
    assert_eq!(send_due(&sending.backend).await.unwrap(), 2);
    assert_eq!(server.mails().len(), 1);
}

async fn a_mail_without_an_address_fails_alone(world: World) {
    ordered(&world).await;
    world.anna().await.buy("goto-webinar", "pro", "2", "annual").await;
    world.change("UPDATE outbox SET recipient = 'nowhere' WHERE kind = 'mail' AND subject LIKE '%Meeting%'", args![]).await;
    let server = MailServer::start(Manner::Takes).await;
    let sending = with_mail(&world, &server).await;
    assert_eq!(send_due(&sending.backend).await.unwrap(), 4);
    assert_eq!((states(&world).await[2..].to_vec(), server.mails().len()), (vec!["mail waiting 1".to_owned(), "mail sent 1".to_owned()], 1));
}
