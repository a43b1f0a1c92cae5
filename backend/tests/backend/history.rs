//! What happened to an account: who changed what, from which price to which, newest first and nobody else's.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::{Buyer, World, day};
use backend::args;
use backend::db::people::Door;
use backend::history::{Happening, HistoryKind, MethodDigits, Terms};
use backend::usecases::history::read::{Doer, HistoryEntry, HistoryQuery, read_history, read_whole_history};
use backend::usecases::invitations::accept::accept_as_new;
use backend::usecases::subscriptions::cancel::cancel_subscription;
use billing::BillingInterval;
use billing::ids::PlanId;
use secrecy::SecretString;
use std::collections::BTreeSet;

on_both_engines!(in_world:
    an_order_tells_from_which_price_to_which,
    a_renewal_tells_its_period_and_is_done_by_the_portal,
    a_method_tells_which_one_it_replaces,
    staff_is_not_named_and_people_are,
    kinds_and_days_filter_what_is_told,
    pages_tell_everything_once,
    nobody_reads_another_accounts_history,
    a_colleague_is_not_told_whom_others_invited,
    every_word_of_the_trail_belongs_to_the_kind_that_the_schema_gives_it,
);

async fn told(buyer: &Buyer, query: &HistoryQuery) -> Vec<HistoryEntry> {
    read_whole_history(&buyer.backend, &buyer.actor, query).await.unwrap().entries
}

fn asking(kind: &str, from: &str, until: &str) -> HistoryQuery {
    let [kind, from, until] = [kind, from, until].map(str::to_owned);
    HistoryQuery { kind, from, until }
}

fn terms(plan: &str, seats: i64, unit_minor: i64) -> Terms {
    Terms { plan: PlanId(plan.to_owned()), seats, interval: BillingInterval::Monthly, unit_minor }
}

async fn an_order_tells_from_which_price_to_which(world: World) {
    let anna = world.anna().await;
    anna.upgrade().await;
    let newest = told(&anna, &HistoryQuery::default()).await.remove(0);
    assert_eq!(newest.doer, Doer::Person("Anna Albrecht".to_owned()));
    let Happening::OrderCompleted { total_minor, changes } = newest.happening else { panic!("{newest:?}") };
    assert_eq!((total_minor, changes.len()), (17_056, 1));
    assert_eq!((changes[0].before.clone(), changes[0].after.clone()), (Some(terms("professional", 10, 1_400)), terms("business", 10, 1_900)));
}

async fn a_renewal_tells_its_period_and_is_done_by_the_portal(world: World) {
    let anna = world.anna().await;
    world.pass_to("2026-12-02").await;
    let renewed =
        told(&anna, &asking("subscriptions", "", "")).await.into_iter().find(|entry| matches!(entry.happening, Happening::SubscriptionRenewed { .. }));
    let entry = renewed.unwrap();
    assert_eq!((entry.doer, entry.product.unwrap().as_str()), (Doer::Portal, "goto-meeting"));
    let Happening::SubscriptionRenewed { before, after, period_start, total_minor, .. } = entry.happening else { panic!("no renewal") };
    assert_eq!((before, after), (Some(terms("professional", 10, 1_400)), Some(terms("professional", 10, 1_400))));
    assert_eq!((period_start, total_minor), (day("2026-12-01"), 16_660));
    let paid = told(&anna, &asking("invoices", "", "")).await.remove(0);
    assert_eq!((paid.happening, paid.invoice.as_deref()), (Happening::InvoicePaid { amount_minor: 16_660 }, Some("RE-2026-00013")));
}

async fn a_method_tells_which_one_it_replaces(world: World) {
    let anna = world.anna().await;
    anna.use_card(&world, "5555555555554444").await;
    let entry = told(&anna, &asking("payment", "", "")).await.remove(0);
    let digits = |brand: &str, last4: &str| MethodDigits { brand: Some(brand.to_owned()), last4: last4.to_owned() };
    assert_eq!(entry.happening, Happening::PaymentMethodChanged { before: Some(digits("visa", "4242")), after: digits("mastercard", "4444") });
}

async fn staff_is_not_named_and_people_are(world: World) {
    let (name, email) = ("Nora Neu", "nora@neu.example");
    let (_, token) = world.invited(name, email).await;
    let (person, account) = accept_as_new(&world.backend, Door::BillingCenter, &token, name, &SecretString::from("ein ganzer Satz")).await.unwrap();
    let actor = world.actor(&person, &account).await;
    let entries = read_whole_history(&world.backend, &actor, &HistoryQuery::default()).await.unwrap().entries;
    let doers: Vec<&Doer> = entries.iter().map(|entry| &entry.doer).collect();
    assert_eq!(doers, [&Doer::Person(name.to_owned()), &Doer::Staff, &Doer::Staff], "{entries:?}");
    assert!(!format!("{entries:?}").contains("Rita"), "{entries:?}");
}

async fn kinds_and_days_filter_what_is_told(world: World) {
    let anna = world.anna().await;
    let meeting = anna.subscription("goto-meeting").await.id;
    cancel_subscription(&anna.backend, &anna.actor, &meeting, "").await.unwrap();
    anna.use_card(&world, "5555555555554444").await;
    let kinds = async |kind: &str| told(&anna, &asking(kind, "", "")).await.len();
    assert_eq!((kinds("subscriptions").await, kinds("payment").await, kinds("invoices").await, kinds("people").await), (1, 1, 0, 0));
    assert_eq!((kinds("").await, kinds("nonsense").await), (2, 2));
    let today = world.backend.clock.local_time(world.backend.now()).date();
    let (yesterday, tomorrow) = (today.pred_opt().unwrap().to_string(), today.succ_opt().unwrap().to_string());
    let today = today.to_string();
    for (from, until, found) in [("", "", 2), (today.as_str(), today.as_str(), 2), ("", &yesterday, 0), (&tomorrow, "", 0), ("soon", "never", 2)] {
        assert_eq!(told(&anna, &asking("", from, until)).await.len(), found, "{from} to {until}");
    }
}

const MANY: &str = "INSERT INTO audit (id, account_id, person_id, action, subject, details, happened_at, kind) \
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 45) \
    SELECT 'many-' || CAST(100 + n.i AS TEXT), $1, NULL, 'password_changed', '', '{}', n.i / 10, 'people' FROM n";

async fn pages_tell_everything_once(world: World) {
    let anna = world.anna().await;
    world.change(MANY, args![anna.account()]).await;
    let mut seen: Vec<String> = Vec::new();
    let mut before: Option<String> = None;
    let mut pages = 0;
    loop {
        let page = read_history(&anna.backend, &anna.actor, &HistoryQuery::default(), before.as_deref()).await.unwrap();
        seen.extend(page.entries.into_iter().map(|entry| entry.id));
        pages += 1;
        match page.older {
            Some(id) => before = Some(id),
            None => break,
        }
    }
    assert_eq!((pages, seen.len(), seen.iter().collect::<BTreeSet<_>>().len()), (3, 45, 45));
    let all = "SELECT id AS value FROM audit WHERE account_id = $1 AND kind <> '' ORDER BY happened_at DESC, id DESC";
    assert_eq!(seen, world.texts(all, args![anna.account()]).await);
}

async fn nobody_reads_another_accounts_history(world: World) {
    let (anna, dora) = (world.anna().await, Buyer::sign_in(&world, "dora@leer.example").await);
    anna.upgrade().await;
    let hers = told(&anna, &HistoryQuery::default()).await.remove(0).id;
    assert_eq!(told(&dora, &HistoryQuery::default()).await, []);
    assert!(read_history(&dora.backend, &dora.actor, &HistoryQuery::default(), Some(&hers)).await.is_err());
}

async fn a_colleague_is_not_told_whom_others_invited(world: World) {
    let (anna, ben) = (world.anna().await, Buyer::sign_in(&world, "ben@nordlicht.example").await);
    anna.upgrade().await;
    world.change(MANY, args![anna.account()]).await;
    assert_eq!((told(&anna, &HistoryQuery::default()).await.len(), told(&ben, &HistoryQuery::default()).await.len()), (46, 1));
    let own = "INSERT INTO audit (id, account_id, person_id, action, subject, details, happened_at, kind) VALUES ('own', $1, $2, 'password_changed', '', '{}', 7, 'people')";
    world.change(own, args![anna.account(), ben.actor.person.as_str()]).await;
    assert_eq!(told(&ben, &asking("people", "", "")).await.len(), 1);
}

/// What was written before the column was there got its kind from the migration, and has the same.
async fn every_word_of_the_trail_belongs_to_the_kind_that_the_schema_gives_it(world: World) {
    let text = include_str!("../../migrations/0006_lists.sql");
    for kind in HistoryKind::ALL {
        let end = text.find(&format!("THEN '{}'", kind.code())).unwrap();
        let begin = text[..end].rfind("action IN (").unwrap();
        let words: Vec<&str> = text[begin..end].split('\'').skip(1).step_by(2).collect();
        assert!(words.len() > 3, "{words:?}");
        for word in words {
            assert_eq!(HistoryKind::of_action(word), Some(kind), "{word}");
        }
    }
    let strangers = "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM audit WHERE kind NOT IN ('', 'subscriptions', 'payment', 'invoices', 'people')";
    assert_eq!(world.number(strangers, args![]).await, 0);
}
