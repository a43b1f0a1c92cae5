//! Accounts as the staff finds and sees them: by every key, only their own for representatives, and each look written down.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::World;
use crate::common::corporate::new_draft;
use backend::usecases::accounts::assign::assign_representative;
use backend::usecases::accounts::list::{find_account, list_accounts};
use backend::usecases::accounts::view::{view_account, view_business, view_documents, view_history};
use backend::usecases::looks::LookedAt;
use backend::usecases::outbox::read::{MailQuery, list_mails, read_mail};
use backend::usecases::outbox::send_again::send_again;
use backend::usecases::quotes::draft::{DraftInput, LineInput, LineWish, save_draft};
use backend::usecases::quotes::find::find_for_staff;
use backend::usecases::quotes::list::{list_all, list_quotes};
use backend::usecases::service_orders::find::list_queue as list_service_orders;
use backend::usecases::staff::{StaffMember, StaffRole};
use backend::usecases::subscriptions::watch_catalogue::{fingerprint, in_force_since, watch_catalogue};
use backend::{Refusal, args};
use billing::BillingInterval;
use billing::ids::{PersonId, PlanId, ProductId};
use billing::quote::QuoteState;
use chrono::Days;

on_both_engines!(in_world:
    an_account_is_found_by_every_number_and_address_that_is_its_own,
    a_look_is_written_down_once_an_hour_for_each_page,
    documents_and_history_are_paged,
    mails_that_were_given_up_are_sent_again,
    since_when_the_catalogue_is_in_force_is_written_down,
);

on_both_engines!(in_corporate_world:
    another_representatives_account_is_not_there,
    the_staff_sees_the_drafts_of_an_account_and_the_account_does_not,
);

impl World {
    /// Another member of the staff, of that role.
    async fn colleague(&self, name: &str, role: StaffRole) -> StaffMember {
        let password = "Pferd Batterie Klammer".to_owned().into();
        let email = format!("{}@kontor.example", name.to_lowercase());
        let person = backend::usecases::staff::add::add_staff(&self.backend, name, &email, role, &password).await.unwrap();
        StaffMember { person, name: name.to_owned(), email, role, ..self.rita().await }
    }
}

async fn an_account_is_found_by_every_number_and_address_that_is_its_own(world: World) {
    let (rita, anna) = (world.rita().await, world.anna().await);
    anna.upgrade().await;
    let order = world.text("SELECT number AS value FROM orders WHERE number IS NOT NULL", args![]).await;
    world.invited("Müller & Groß KG", "otto@mueller.example").await;
    let find = async |search: &str| find_account(&world.backend, &rita, search).await.unwrap();
    for search in [
        "KD-10234",
        " kd-10234 ",
        "Nordlicht GmbH",
        "NORDLICHT gmbh",
        "anna@nordlicht.example",
        "Ben@Nordlicht.example",
        "RE-2026-00001",
        "re-2026-00001",
        &order,
    ] {
        assert_eq!(find(search).await.as_deref(), Some("KD-10234"), "{search}");
    }
    for (search, number) in [("muller & gross kg", "KD-10001"), ("otto@mueller.example", "KD-10001"), ("leer & sohne", "KD-10988")] {
        assert_eq!(find(search).await.as_deref(), Some(number), "{search}");
    }
    for nothing in ["", "nord", "RE-2026", "nobody@nowhere.example", "' OR '1'='1", "\0"] {
        assert_eq!(find(nothing).await, None, "{nothing:?}");
    }
    // Whoever belongs to two accounts means neither.
    world.change("INSERT INTO memberships (account_id, person_id, role, created_at) SELECT a.id, p.id, 'member', 0 FROM accounts a, people p WHERE a.number = 'KD-10988' AND p.email = 'ben@nordlicht.example'", args![]).await;
    assert_eq!(find("ben@nordlicht.example").await, None);
    assert_eq!(list_accounts(&world.backend, &rita, "ben@nordlicht", None).await.unwrap().rows.len(), 2);
}

async fn views(world: &World) -> Vec<String> {
    world.texts("SELECT details AS value FROM audit WHERE action = 'account_viewed' ORDER BY happened_at, id", args![]).await
}

async fn a_look_is_written_down_once_an_hour_for_each_page(world: World) {
    let (rita, omar) = (world.rita().await, world.colleague("Otto", StaffRole::Operator).await);
    for _ in 0..3 {
        view_account(&world.backend, &rita, "KD-10234").await.unwrap();
    }
    assert_eq!(views(&world).await, [r#"{"page":"overview"}"#]);
    view_documents(&world.backend, &rita, "KD-10234", None).await.unwrap();
    view_business(&world.backend, &rita, "KD-10234").await.unwrap();
    view_account(&world.backend, &rita, "KD-10988").await.unwrap();
    view_account(&world.backend, &omar, "KD-10234").await.unwrap();
    assert_eq!(views(&world).await.len(), 5, "another page, another account, another reader");
    world.change("UPDATE audit SET happened_at = happened_at - 3600000001 WHERE action = 'account_viewed'", args![]).await;
    view_account(&world.backend, &rita, "KD-10234").await.unwrap();
    assert_eq!(views(&world).await.len(), 6, "and after an hour once more");
    let seen = view_history(&world.backend, &omar, "KD-10234", None).await.unwrap();
    let who: Vec<_> = seen.views.iter().map(|view| (view.person_name.as_str(), LookedAt::of_details(&view.details))).collect();
    assert_eq!(who.first(), Some(&("Rita Rehm", LookedAt::Overview)));
    assert!(who.contains(&("Otto", LookedAt::Overview)) && who.contains(&("Rita Rehm", LookedAt::Business)), "{who:?}");
    assert!(seen.entries.iter().all(|entry| !format!("{:?}", entry.happening).contains("Viewed")), "the account's own history tells of none");
}

async fn documents_and_history_are_paged(world: World) {
    world.anna().await.upgrade().await;
    let rita = world.rita().await;
    let first = view_documents(&world.backend, &rita, "KD-10234", None).await.unwrap();
    assert!(first.rows.len() >= 12 && first.older.is_none(), "a year of invoices on one page");
    assert!(!first.payments.is_empty() && first.payments.iter().all(|payment| payment.amount_minor > 0 && payment.for_number.is_some()));
    let newest = &first.rows[0];
    let rest = view_documents(&world.backend, &rita, "KD-10234", Some(&newest.number)).await.unwrap();
    assert_eq!(rest.rows.len(), first.rows.len() - 1);
    assert!(matches!(view_documents(&world.backend, &rita, "KD-10988", Some(&newest.number)).await, Err(Refusal::NotFound)), "another account's number");
    let entry = world
        .text("SELECT id AS value FROM audit WHERE account_id = (SELECT id FROM accounts WHERE number = 'KD-10234') AND kind <> '' LIMIT 1", args![])
        .await;
    assert!(view_history(&world.backend, &rita, "KD-10234", Some(&entry)).await.is_ok());
    assert!(matches!(view_history(&world.backend, &rita, "KD-10988", Some(&entry)).await, Err(Refusal::NotFound)));
    assert!(matches!(view_business(&world.backend, &rita, "KD-00000").await, Err(Refusal::NotFound)));
}

async fn another_representatives_account_is_not_there(world: World) {
    let rita = world.rita().await;
    let (vera, fina, omar) = (
        world.colleague("Vera", StaffRole::Representative).await,
        world.colleague("Fina", StaffRole::Finance).await,
        world.colleague("Otto", StaffRole::Operator).await,
    );
    let julia = world.alpenwerk().await;
    let quote = world.quote_for(&julia, "goto-training", 5, None).await;
    assert!(find_for_staff(&world.backend, &vera, &quote).await.is_ok(), "what nobody looks after is everybody's");
    let unknown = assign_representative(&world.backend, &omar, "KD-20417", fina.person.as_str()).await;
    assert!(matches!(unknown, Err(Refusal::Input { field: "representative", .. })), "{unknown:?}");
    for _ in 0..2 {
        assign_representative(&world.backend, &omar, "KD-20417", rita.person.as_str()).await.unwrap();
    }
    let told = world.texts("SELECT details AS value FROM audit WHERE action = 'representative_assigned'", args![]).await;
    assert_eq!(told, [r#"{"from":null,"to":"Rita Rehm"}"#]);
    for (member, sees) in [(&rita, true), (&vera, false), (&fina, true), (&omar, true)] {
        let rows = list_accounts(&world.backend, member, "", None).await.unwrap().rows;
        assert_eq!(rows.iter().any(|row| row.number == "KD-20417"), sees, "{}", member.name);
        assert!(rows.iter().any(|row| row.number == "KD-20418"), "{}", member.name);
        assert_eq!(find_account(&world.backend, member, &quote).await.unwrap().is_some(), sees, "{}", member.name);
        assert_eq!(view_account(&world.backend, member, "KD-20417").await.is_ok(), sees, "{}", member.name);
        assert_eq!(view_history(&world.backend, member, "KD-20417", None).await.is_ok(), sees, "{}", member.name);
        assert_eq!(find_for_staff(&world.backend, member, &quote).await.is_ok(), sees, "{}", member.name);
        let quotes = list_all(&world.backend, member, "", ("", "")).await.unwrap().rows;
        assert_eq!(quotes.iter().any(|row| row.account_number == "KD-20417"), sees, "{}", member.name);
        assert!(list_service_orders(&world.backend, member, "", None).await.unwrap().rows.is_empty());
    }
    // What one does not see, and what is not there, look the same.
    assert!(matches!(view_account(&world.backend, &vera, "KD-20417").await, Err(Refusal::NotFound)));
    assert!(matches!(find_for_staff(&world.backend, &vera, &quote).await, Err(Refusal::NotFound)));
    let mails = async |member: &StaffMember| list_mails(&world.backend, member, &MailQuery::default(), "").await.unwrap().rows;
    let (seen, unseen) = (mails(&rita).await, mails(&vera).await);
    assert!(seen.len() > unseen.len(), "mails of that account are none of Vera's");
    let mail = seen.iter().find(|mail| mail.account.as_ref().is_some_and(|(number, _)| number == "KD-20417")).unwrap();
    assert!(matches!(read_mail(&world.backend, &vera, &mail.id).await, Err(Refusal::NotFound)));
    assign_representative(&world.backend, &omar, "KD-20417", "").await.unwrap();
    assert!(view_account(&world.backend, &vera, "KD-20417").await.is_ok());
    assert_eq!(PersonId::clone(&vera.person).as_str(), vera.scope());
}

async fn the_staff_sees_the_drafts_of_an_account_and_the_account_does_not(world: World) {
    let (rita, julia) = (world.rita().await, world.alpenwerk().await);
    let wish = LineWish::New { product: ProductId("goto-meeting".to_owned()), plan: PlanId("business".to_owned()), interval: BillingInterval::Annual };
    let line = LineInput { wish, seats: 10, own_minor: None, reason: String::new() };
    let input = DraftInput { account: "KD-20417".to_owned(), valid_until: world.backend.today() + Days::new(30), message: String::new(), lines: vec![line] };
    let number = save_draft(&world.backend, &rita, new_draft(), &input).await.unwrap();
    let seen = view_business(&world.backend, &rita, "KD-20417").await.unwrap().quotes;
    assert_eq!(seen.first().map(|quote| (quote.number.as_str(), quote.state)), Some((number.as_str(), QuoteState::Draft)), "drafts first");
    let own = list_quotes(&world.backend, &julia.actor).await.unwrap();
    assert!(own.iter().all(|quote| quote.number != number && quote.state != QuoteState::Draft));
}

async fn mails_that_were_given_up_are_sent_again(world: World) {
    let omar = world.colleague("Otto", StaffRole::Operator).await;
    world.invited("Ernst GmbH", "eva@ernst.example").await;
    world.invited("Zweite GmbH", "zoe@zweite.example").await;
    world.change("UPDATE outbox SET state = 'failed', tries = 8, last_error = 'no such host' WHERE kind = 'mail'", args![]).await;
    let find = async |search: &str, state: &str| {
        let query = MailQuery { search: search.to_owned(), state: state.to_owned() };
        list_mails(&world.backend, &omar, &query, "").await.unwrap()
    };
    let failed = find("", "failed").await;
    assert_eq!((failed.rows.len(), failed.failed), (2, 2));
    let rita = world.rita().await;
    world.change("UPDATE accounts SET representative_id = $1 WHERE name = 'Ernst GmbH'", args![omar.person.as_str()]).await;
    let hers = list_mails(&world.backend, &rita, &MailQuery { search: String::new(), state: "failed".to_owned() }, "").await.unwrap();
    assert_eq!((hers.rows.len(), hers.failed), (1, 1), "those of another's account are not counted either");
    assert_eq!(find("EVA@ernst", "").await.rows.len(), 1);
    assert_eq!(find("%", "").await.rows.len(), 0);
    assert_eq!(send_again(&world.backend, &omar, &failed.rows[0].id).await.unwrap(), 1);
    assert_eq!(send_again(&world.backend, &omar, &failed.rows[0].id).await.unwrap(), 0, "it waits already");
    assert_eq!(send_again(&world.backend, &omar, "").await.unwrap(), 1, "and then all others");
    let states = world.texts("SELECT state || ' ' || tries AS value FROM outbox WHERE kind = 'mail'", args![]).await;
    assert_eq!(states, ["waiting 0", "waiting 0"]);
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM audit WHERE action = 'mails_sent_again'", args![]).await, 2);
}

async fn since_when_the_catalogue_is_in_force_is_written_down(world: World) {
    world.change("DELETE FROM facts WHERE name LIKE 'catalogue%'", args![]).await;
    assert_eq!(in_force_since(&world.backend).await.unwrap(), None);
    watch_catalogue(&world.backend).await.unwrap();
    let since = in_force_since(&world.backend).await.unwrap().unwrap();
    assert!(since <= world.backend.now() && since > world.backend.now() - 60_000_000);
    watch_catalogue(&world.backend).await.unwrap();
    assert_eq!(in_force_since(&world.backend).await.unwrap(), Some(since), "seen again, it is as old as before");
    assert_eq!(fingerprint(&world.backend).len(), 64);
    world.change("UPDATE facts SET value = 'another' WHERE name = 'catalogue_seen'", args![]).await;
    assert_eq!(in_force_since(&world.backend).await.unwrap(), None, "what was written down is another's");
}
