//! The demo's calendar as staff sees it: what is ahead, what happened on the way, and what was given up and tried again.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::World;
use crate::common::day;
use backend::args;
use backend::db::jobs::JobKind;
use backend::usecases::demo_clock::{EventKind, Step, find_last_move, list_ahead, move_on};
use backend::usecases::jobs::list::{Again, JobList, count_kinds, list_jobs, run_again};
use backend::{Refusal, worker};
use billing::ids::PersonId;
use tokio::sync::watch;

on_both_engines!(in_world:
    a_move_tells_what_happened_on_which_day_and_to_whom,
    a_worker_beside_it_takes_nothing_away_from_the_telling,
    the_same_move_sent_twice_is_one_move,
    a_day_that_is_not_ahead_or_too_far_is_refused,
    a_representative_reads_no_name_of_an_account_that_another_looks_after,
    what_was_given_up_is_listed_counted_and_tried_again,
    lists_of_jobs_go_on_where_the_page_before_ended,
);

async fn rita(world: &World) -> PersonId {
    PersonId(world.texts("SELECT id AS value FROM people WHERE email = 'rita@kontor.example'", args![]).await.remove(0))
}

const RENEWAL: EventKind = EventKind::Job(JobKind::Renewal);

async fn a_move_tells_what_happened_on_which_day_and_to_whom(world: World) {
    let ahead = list_ahead(&world.backend, &world.rita().await, 50).await.unwrap();
    assert!(ahead.is_sorted_by_key(|event| event.day), "{ahead:?}");
    let renewal = ahead.iter().find(|event| event.kind == RENEWAL).unwrap();
    assert_eq!((renewal.day, renewal.account_name.as_str()), (day("2026-12-01"), "Nordlicht GmbH"));
    assert_eq!(renewal.about.as_deref(), Some("GoTo Meeting Professional"));
    assert_eq!(find_last_move(&world.backend, &world.rita().await).await.unwrap(), None);
    let days = world.pass_to("2026-12-01").await;
    assert!(days.is_sorted_by_key(|passed| passed.day), "{days:?}");
    let first = days.last().unwrap();
    assert_eq!(first.day, day("2026-12-01"));
    let renewed = first.happened.iter().find(|passed| passed.kind == RENEWAL).unwrap();
    assert_eq!((renewed.done, renewed.failed, renewed.has_more), (1, 0, false));
    assert_eq!(renewed.accounts.iter().map(|account| account.name.as_str()).collect::<Vec<_>>(), ["Nordlicht GmbH"]);
    for kind in [JobKind::Collection, JobKind::Receipts] {
        assert!(first.happened.iter().any(|passed| passed.kind == EventKind::Job(kind) && passed.done == 1), "{first:?}");
    }
    let told = find_last_move(&world.backend, &world.rita().await).await.unwrap().unwrap();
    assert_eq!((told.from, told.to, told.days), (day("2026-11-21"), day("2026-12-01"), days));
    assert_eq!(told.moved_by.as_deref(), Some("Rita Rehm"));
    let ahead = list_ahead(&world.backend, &world.rita().await, 50).await.unwrap();
    assert!(ahead.iter().all(|event| event.day > day("2026-12-01")), "{ahead:?}");
}

async fn a_representative_reads_no_name_of_an_account_that_another_looks_after(world: World) {
    let rita = world.rita().await;
    let mut other = rita.clone();
    other.person = PersonId("another".to_owned());
    world.pass_to("2026-12-01").await;
    world.change("UPDATE accounts SET representative_id = $1 WHERE number = 'KD-10234'", args![rita.person.as_str()]).await;
    for (member, sees) in [(&rita, true), (&other, false)] {
        let ahead = list_ahead(&world.backend, member, 50).await.unwrap();
        assert_eq!(ahead.iter().any(|event| event.account_number == "KD-10234"), sees);
        let told = find_last_move(&world.backend, member).await.unwrap().unwrap();
        let renewed = told.days.iter().flat_map(|day| &day.happened).find(|passed| passed.kind == RENEWAL).unwrap();
        let named = renewed.accounts.iter().any(|account| account.number == "KD-10234");
        assert_eq!((renewed.done, named, renewed.has_more), (1, sees, !sees), "that something happened is told, and not to whom");
    }
}

async fn a_worker_beside_it_takes_nothing_away_from_the_telling(world: World) {
    let (stop, stopped) = watch::channel(false);
    let beside = tokio::spawn(worker::run(world.backend.clone(), stopped));
    let days = world.pass_to("2027-02-01").await;
    stop.send(true).unwrap();
    beside.await.unwrap();
    let renewed: Vec<_> = days.iter().filter(|passed| passed.happened.iter().any(|of_kind| of_kind.kind == RENEWAL)).map(|passed| passed.day).collect();
    for month in ["2026-12-01", "2027-01-01", "2027-02-01"] {
        assert!(renewed.contains(&day(month)), "{month}: {renewed:?}");
    }
    assert_eq!(world.backend.today(), day("2027-02-01"));
}

async fn the_same_move_sent_twice_is_one_move(world: World) {
    let staff = rita(&world).await;
    let seen = world.backend.today();
    let (first, second) = tokio::join!(move_on(&world.backend, &staff, seen, Step::Day), move_on(&world.backend, &staff, seen, Step::Day));
    first.unwrap();
    second.unwrap();
    assert_eq!(world.backend.today(), day("2026-11-22"));
    let next = list_ahead(&world.backend, &world.rita().await, 1).await.unwrap()[0].day;
    move_on(&world.backend, &staff, day("2026-11-22"), Step::NextEvent).await.unwrap();
    assert_eq!(world.backend.today(), next);
}

async fn a_day_that_is_not_ahead_or_too_far_is_refused(world: World) {
    let staff = rita(&world).await;
    let seen = world.backend.today();
    for refused in ["2026-11-20", "2026-11-21", "2027-12-27"] {
        let outcome = move_on(&world.backend, &staff, seen, Step::To(day(refused))).await;
        assert!(matches!(outcome, Err(Refusal::DayNotAhead)), "{refused}: {outcome:?}");
    }
    assert_eq!((world.backend.today(), find_last_move(&world.backend, &world.rita().await).await.unwrap()), (seen, None));
}

async fn what_was_given_up_is_listed_counted_and_tried_again(world: World) {
    let sql = "UPDATE jobs SET state = 'dead', tries = 8, last_error = 'it broke', due_on = '2026-11-20' WHERE kind = 'renewal'";
    world.change(sql, args![]).await;
    let dead = list_jobs(&world.backend, JobList::Dead, "", None, 25).await.unwrap().rows;
    assert!(dead.len() >= 2 && dead.iter().all(|row| row.job.kind == JobKind::Renewal && row.last_error.as_deref() == Some("it broke")), "{dead:?}");
    let count = |counts: Vec<backend::db::job_lists::KindCount>| counts.into_iter().find(|count| count.kind == JobKind::Renewal).unwrap();
    let before = count(count_kinds(&world.backend, "").await.unwrap());
    assert_eq!((before.due, before.late, before.dead), (0, 0, i64::try_from(dead.len()).unwrap()));
    // A representative is counted and told those of accounts that nobody else looks after.
    let rita = world.rita().await;
    assert_eq!(count(count_kinds(&world.backend, rita.scope()).await.unwrap()).dead, before.dead);
    world.change("UPDATE accounts SET representative_id = (SELECT id FROM people WHERE email = 'omar@kontor.example')", args![]).await;
    assert_eq!(count(count_kinds(&world.backend, rita.scope()).await.unwrap()).dead, 0);
    assert!(list_jobs(&world.backend, JobList::Dead, rita.scope(), None, 25).await.unwrap().rows.is_empty());
    world.change("UPDATE accounts SET representative_id = NULL", args![]).await;
    let one = Again::One(JobKind::Renewal, dead[0].job.subject.clone());
    assert_eq!(run_again(&world.backend, None, &one).await.unwrap(), 1);
    assert_eq!(run_again(&world.backend, None, &one).await.unwrap(), 0, "it is given up no longer");
    let after = count(count_kinds(&world.backend, "").await.unwrap());
    assert_eq!((after.late, after.dead), (1, before.dead - 1));
    assert_eq!(run_again(&world.backend, None, &Again::Kind(JobKind::TrialEnd)).await.unwrap(), 0);
    assert_eq!(run_again(&world.backend, None, &Again::Kind(JobKind::Renewal)).await.unwrap(), u64::try_from(before.dead - 1).unwrap());
    assert_eq!(count(count_kinds(&world.backend, "").await.unwrap()).dead, 0);
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM audit WHERE action = 'jobs_run_again'", args![]).await, 2);
    // As the demo's were.
    world.change("UPDATE jobs SET due_on = (SELECT period_end FROM subscriptions s WHERE s.id = jobs.subject) WHERE kind = 'renewal'", args![]).await;
}

async fn lists_of_jobs_go_on_where_the_page_before_ended(world: World) {
    world.change("UPDATE jobs SET state = 'dead'", args![]).await;
    let all = list_jobs(&world.backend, JobList::Dead, "", None, 100).await.unwrap();
    assert!(all.rows.len() > 4 && all.next.is_none());
    let (mut read, mut place) = (Vec::new(), None);
    loop {
        let page = list_jobs(&world.backend, JobList::Dead, "", place.as_ref(), 2).await.unwrap();
        assert!(page.rows.len() <= 2 && !page.rows.is_empty());
        read.extend(page.rows);
        place = page.next;
        if place.is_none() {
            break;
        }
    }
    assert_eq!(read, all.rows);
    world.change("UPDATE jobs SET state = 'waiting'", args![]).await;
}
