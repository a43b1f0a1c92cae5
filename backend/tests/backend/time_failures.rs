//! Something is broken: one bad account never stops the others, and is done when somebody has mended it.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::World;
use backend::db::jobs::JobKind;
use backend::usecases::jobs::list::{Again, JobList, list_jobs, run_again};
use backend::{args, usecases::jobs::run::run_until_quiet};

on_both_engines!(in_world: one_bad_account_stops_no_other_and_can_be_revived, a_subscription_that_is_gone_leaves_no_work);

/// The tax rate of Anna's Meeting is no number. Dora's renews on the same day.
async fn one_bad_account_stops_no_other_and_can_be_revived(world: World) {
    let (anna, dora) = (world.anna().await, world.buyer("dora@leer.example").await);
    dora.use_card(&world, "4242424242424242").await;
    dora.put_new("goto-meeting", "professional", "1", "monthly").await.unwrap();
    dora.order_cart().await;
    world.change("UPDATE subscriptions SET tax_rate = 'broken' WHERE account_id = $1 AND product = 'goto-meeting'", args![anna.account()]).await;
    let back = world.come_back_on("2026-12-21").await;
    let first = back.catch_up().await;
    assert_eq!(first.failed, 1);
    assert_eq!(world.documents_since(dora.account(), "2026-12-21").await.len(), 1, "hers is renewed");
    for _try in 2..=8 {
        assert_eq!(back.catch_up().await.failed, 0, "not before its pause is over");
        world.wait_for_jobs().await;
        assert_eq!(back.catch_up().await.failed, 1);
    }
    world.wait_for_jobs().await;
    assert_eq!(back.catch_up().await.failed, 0, "given up");
    let dead = list_jobs(&back.backend, JobList::Dead, "", None, 100).await.unwrap().rows;
    assert_eq!(dead.iter().map(|listed| (listed.job.kind, listed.job.tries)).collect::<Vec<_>>(), [(JobKind::Renewal, 8)]);
    assert!(dead.iter().all(|listed| listed.last_error.as_deref().is_some_and(|error| error.contains("tax_rate"))), "{dead:?}");
    assert_eq!(world.documents_since(anna.account(), "2026-12-01").await, Vec::<String>::new());
    // Mended and tried again, it is what it should have been.
    world.change("UPDATE subscriptions SET tax_rate = '19' WHERE account_id = $1 AND product = 'goto-meeting'", args![anna.account()]).await;
    assert_eq!(run_again(&back.backend, None, &Again::Kind(JobKind::TrialEnd)).await.unwrap(), 0);
    assert_eq!(run_again(&back.backend, None, &Again::Kind(JobKind::Renewal)).await.unwrap(), 1);
    back.catch_up().await;
    let renewed = world.documents_since(anna.account(), "2026-12-01").await;
    assert_eq!(renewed.len(), 1);
    assert!(renewed.iter().all(|line| line.contains("2026-12-01 GoTo Meeting 16660 0")), "{renewed:?}");
}

async fn a_subscription_that_is_gone_leaves_no_work(world: World) {
    let anna = world.anna().await;
    let sql = "INSERT INTO jobs (kind, subject, account_id, due_on, lane, rank, state, tries, try_at, lease_until, created_at) \
               SELECT kind, 'nobody', account_id, due_on, lane, rank, state, 0, 0, 0, 0 FROM jobs WHERE account_id = $1 AND kind = 'renewal' AND due_on = '2026-12-01'";
    assert_eq!(world.change(sql, args![anna.account()]).await, 1);
    let back = world.come_back_on("2026-12-01").await;
    let round = run_until_quiet(&back.backend).await.unwrap();
    assert_eq!((round.failed, world.texts("SELECT subject AS value FROM jobs WHERE subject = 'nobody'", args![]).await), (0, vec![]));
}
