//! Quotes: what dies only when its owner says so, what expires by itself, what a representative may offer, and that nothing of
//! it is seen by others.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::corporate::new_draft;
use crate::common::{Others, World, day};
use backend::db::service_orders::QueuePlace;
use backend::usecases::quotes::accept::accept_quote;
use backend::usecases::quotes::decline::decline_quote;
use backend::usecases::quotes::draft::{DraftInput, DraftOf, LineInput, LineWish, save_draft};
use backend::usecases::quotes::find::{find_for_staff, find_quote};
use backend::usecases::quotes::list::{list_all, list_quotes};
use backend::usecases::quotes::open::open_quote;
use backend::usecases::quotes::take_back::{discard_draft, withdraw_quote};
use backend::usecases::service_orders::find::list_queue;
use backend::usecases::service_orders::place::Placed;
use backend::{Refusal, args};
use billing::ids::{PlanId, ProductId};
use billing::input::InputFault;
use billing::price::UnitNote;
use billing::quote::{QuoteError, QuoteState};
use billing::{BillingInterval, PriceErrorCode};
use std::collections::BTreeSet;

on_both_engines!(in_corporate_world:
    an_open_quote_dies_only_when_its_owner_says_so,
    a_quote_expires_after_its_last_day,
    a_declined_quote_keeps_its_reason_and_its_price,
    a_draft_is_the_staffs_alone_until_it_is_sent,
    a_form_sent_twice_is_one_draft,
    the_staffs_lists_are_paged_and_filtered_by_state,
    a_draft_is_discarded_and_its_account_never_knows,
    an_open_quote_is_withdrawn_with_a_reason_that_its_account_reads,
    an_own_price_has_a_reason_and_renews_at_the_contracts,
    a_new_product_begins_at_the_agreed_price_and_is_paid_on_account,
    accepting_takes_a_purchase_order_along,
    an_account_that_is_not_eligible_asks_its_representative,
    adding_seats_wants_a_card,
    another_accounts_quote_is_not_there,
    a_quote_of_the_same_contract_waits_for_the_order_under_way,
    a_product_stands_on_one_line_of_a_quote,
    a_second_press_on_the_seats_makes_one_quote,
);

async fn an_open_quote_dies_only_when_its_owner_says_so(world: World) {
    let julia = world.alpenwerk().await;
    let ritas = world.quote_for(&julia, "goto-webinar", 2, None).await;
    let before = world.picture().await;
    let refused = julia.want(&[("goto-training", 5)], &[]).await.unwrap_err();
    assert!(matches!(&refused, Refusal::QuotesOpen(numbers) if *numbers == [ritas.clone()]), "{refused}");
    assert_eq!((world.picture().await, world.quote_state(&ritas).await), (before, "open".to_owned()));
    let julias = julia.want(&[("goto-training", 5)], &[&ritas]).await.unwrap();
    let dead = julia.quote(&ritas).await.shown();
    assert_eq!((dead.state, dead.replaced_by.as_deref()), (QuoteState::Superseded, Some(julias.as_str())));
    assert!(dead.price.is_some(), "what it came to is kept");
    assert_eq!(world.story(&ritas).await, ["quote_made", "quote_opened", "quote_superseded"]);
    assert_eq!(world.calendar(julia.account()).await.iter().filter(|job| job.starts_with("quote_expiry")).count(), 1);
    let late = decline_quote(&julia.backend, &julia.actor, &ritas, "").await.unwrap_err();
    assert!(matches!(late, Refusal::Quote(QuoteError::NotOpen(QuoteState::Superseded))), "{late}");
    let listed: Vec<String> = list_quotes(&julia.backend, &julia.actor).await.unwrap().into_iter().map(|quote| quote.number).collect();
    assert_eq!(listed, [julias, ritas], "what is open comes first");
}

async fn a_product_stands_on_one_line_of_a_quote(world: World) {
    let (julia, rita) = (world.alpenwerk().await, world.rita().await);
    let before = world.picture().await;
    let twice = save_draft(&world.backend, &rita, new_draft(), &draft("KD-20417", vec![new_line(3, None, ""), new_line(2, None, "")])).await.unwrap_err();
    assert!(matches!(twice, Refusal::Input { field: "product", fault: InputFault::NamedTwice }), "{twice}");
    let subscription = julia.subscription("goto-training").await.id;
    let seats = || LineInput { wish: LineWish::AddSeats(subscription.clone()), seats: 1, own_minor: None, reason: String::new() };
    let twice = save_draft(&world.backend, &rita, new_draft(), &draft("KD-20417", vec![seats(), seats()])).await.unwrap_err();
    assert!(matches!(twice, Refusal::Input { field: "product", fault: InputFault::NamedTwice }), "{twice}");
    let twice = julia.want(&[("goto-training", 1), ("goto-training", 2)], &[]).await.unwrap_err();
    assert!(matches!(twice, Refusal::Input { field: "seats", fault: InputFault::NamedTwice }), "{twice}");
    assert_eq!(world.picture().await, before);
}

async fn a_second_press_on_the_seats_makes_one_quote(world: World) {
    let julia = world.alpenwerk().await;
    let first = julia.want(&[("goto-training", 5)], &[]).await.unwrap();
    assert_eq!(julia.want(&[("goto-training", 5)], &[]).await.unwrap(), first);
    let other = julia.want(&[("goto-training", 6)], &[]).await.unwrap_err();
    assert!(matches!(other, Refusal::QuotesOpen(_)), "{other}");
    assert_eq!(world.story(&first).await, ["quote_made"]);
}

async fn a_quote_expires_after_its_last_day(world: World) {
    let julia = world.alpenwerk().await;
    let quote = julia.want(&[("goto-training", 5)], &[]).await.unwrap();
    let last = world.come_back_on("2026-12-05").await;
    last.catch_up().await;
    assert_eq!(world.quote_state(&quote).await, "open");
    let after = world.come_back_on("2026-12-06").await;
    // Whoever is quicker than the calendar is told that it is over.
    let late = julia.at(&after).place_quote(&quote).await.unwrap_err();
    assert!(matches!(late, Refusal::Quote(QuoteError::NoLongerValid { .. })), "{late}");
    after.catch_up().await;
    assert_eq!((world.quote_state(&quote).await, world.story(&quote).await), ("expired".to_owned(), vec!["quote_made".to_owned(), "quote_expired".to_owned()]));
}

async fn a_declined_quote_keeps_its_reason_and_its_price(world: World) {
    let julia = world.alpenwerk().await;
    let quote = world.quote_for(&julia, "goto-training", 5, None).await;
    decline_quote(&julia.backend, &julia.actor, &quote, " Erst im Frühjahr ").await.unwrap();
    let later = world.another_server(Others { today: day("2026-12-01"), ..Others::default() }).await;
    let shown = find_quote(&later.backend, &julia.actor, &quote).await.unwrap().shown();
    assert_eq!((shown.state, shown.reason.as_deref()), (QuoteState::Declined, Some("Erst im Frühjahr")));
    assert_eq!(shown.price.unwrap().total_minor, 215_178, "the price of the day on which it was declined");
    let again = decline_quote(&julia.backend, &julia.actor, &quote, "").await.unwrap_err();
    assert!(matches!(again, Refusal::Quote(QuoteError::NotOpen(QuoteState::Declined))), "{again}");
}

fn draft(account: &str, lines: Vec<LineInput>) -> DraftInput {
    DraftInput { account: account.to_owned(), valid_until: day("2026-12-15"), message: String::new(), lines }
}

fn new_line(seats: i64, own_minor: Option<i64>, reason: &str) -> LineInput {
    let (product, plan) = (ProductId("goto-meeting".to_owned()), PlanId("business".to_owned()));
    LineInput { wish: LineWish::New { product, plan, interval: BillingInterval::Annual }, seats, own_minor, reason: reason.to_owned() }
}

async fn a_draft_is_the_staffs_alone_until_it_is_sent(world: World) {
    let (julia, rita) = (world.alpenwerk().await, world.rita().await);
    let mails = world.mails_to(&julia.actor.email).await.len();
    let number = save_draft(&world.backend, &rita, new_draft(), &draft("KD-20417", vec![new_line(3, None, "")])).await.unwrap();
    let hidden = find_quote(&julia.backend, &julia.actor, &number).await.err().unwrap();
    assert!(matches!(hidden, Refusal::NotFound), "{hidden}");
    assert!(list_quotes(&julia.backend, &julia.actor).await.unwrap().is_empty());
    assert_eq!(world.mails_to(&julia.actor.email).await.len(), mails);
    save_draft(&world.backend, &rita, DraftOf::Number(&number), &draft("KD-20417", vec![new_line(4, None, "")])).await.unwrap();
    assert_eq!(find_for_staff(&world.backend, &rita, &number).await.unwrap().price.unwrap().net_minor, 4 * 19_200);
    open_quote(&world.backend, &rita, &number).await.unwrap();
    assert_eq!(world.subjects_to(&julia.actor.email).await.last().unwrap(), &format!("Ihr Angebot {number}"));
    let twice = open_quote(&world.backend, &rita, &number).await.unwrap_err();
    assert!(matches!(twice, Refusal::Quote(QuoteError::NotDraft(QuoteState::Open))), "{twice}");
    let rewritten = save_draft(&world.backend, &rita, DraftOf::Number(&number), &draft("KD-20417", vec![new_line(9, None, "")])).await.unwrap_err();
    assert!(matches!(rewritten, Refusal::Quote(QuoteError::NotDraft(QuoteState::Open))), "{rewritten}");
    assert_eq!(list_all(&world.backend, &rita, "", ("", "")).await.unwrap().rows[0].account_name, "Alpenwerk AG");
}

async fn the_staffs_lists_are_paged_and_filtered_by_state(world: World) {
    let (julia, rita) = (world.alpenwerk().await, world.rita().await);
    let draft = save_draft(&world.backend, &rita, new_draft(), &draft("KD-20417", vec![new_line(3, None, "")])).await.unwrap();
    for _ in 0..51 {
        let quote = world.quote_for(&julia, "goto-training", 1, None).await;
        world.process(&julia.place_well(&quote).await).await;
    }
    let open = world.quote_for(&julia, "goto-training", 1, None).await;
    let waits = julia.place_well(&open).await;
    let declined = world.quote_for(&julia, "goto-training", 1, None).await;
    decline_quote(&julia.backend, &julia.actor, &declined, "").await.unwrap();
    let page = list_all(&world.backend, &rita, "", ("", "")).await.unwrap();
    let (day, number) = page.next.unwrap();
    let rest = list_all(&world.backend, &rita, "", (&day.to_string(), &number)).await.unwrap();
    assert_eq!((page.rows.len(), rest.rows.len(), rest.next.is_none()), (50, 4, true));
    let numbers: Vec<_> = page.rows.iter().chain(&rest.rows).map(|row| row.quote.number.clone()).collect();
    let mut sorted = numbers.clone();
    sorted.sort_by(|a, b| b.cmp(a));
    sorted.dedup();
    assert_eq!((&numbers, numbers.first(), numbers.last()), (&sorted, Some(&declined), Some(&draft)), "newest first, each once");
    let of =
        async |state: &str| list_all(&world.backend, &rita, state, ("", "")).await.unwrap().rows.into_iter().map(|row| row.quote.number).collect::<Vec<_>>();
    assert_eq!((of("draft").await, of("ended").await, of("open").await.len()), (vec![draft], vec![declined], 0));

    let queue = async |state: &str, after: Option<&QueuePlace>| list_queue(&world.backend, &rita, state, after).await.unwrap();
    let page = queue("", None).await;
    let rest = queue("", page.next.as_ref()).await;
    assert_eq!((page.rows.len(), rest.rows.len(), rest.next.is_none()), (50, 2, true));
    assert_eq!(page.rows[0].number, waits, "what waits stands first");
    let numbers: BTreeSet<_> = page.rows.iter().chain(&rest.rows).map(|row| row.number.clone()).collect();
    assert_eq!(numbers.len(), 52, "each once");
    let waiting = queue("waiting", None).await;
    assert_eq!((waiting.rows.len(), waiting.rows[0].number == waits), (1, true));
    let ended = queue("ended", None).await;
    assert!(ended.rows.len() == 50 && ended.rows.iter().all(|row| row.number != waits) && ended.next.is_some());
}

async fn a_form_sent_twice_is_one_draft(world: World) {
    let rita = world.rita().await;
    let form = new_draft();
    let save = async |draft_of: DraftOf<'_>, seats: i64| save_draft(&world.backend, &rita, draft_of, &draft("KD-20417", vec![new_line(seats, None, "")])).await;
    let (first, second) = tokio::join!(save(form, 3), save(form, 3));
    let number = first.unwrap();
    assert_eq!(second.unwrap(), number);
    assert_eq!(world.story(&number).await, ["quote_made"], "and nothing was rewritten");
    assert_eq!(save(form, 4).await.unwrap(), number, "back in the browser, and sent with more");
    assert_eq!(find_for_staff(&world.backend, &rita, &number).await.unwrap().price.unwrap().net_minor, 4 * 19_200);
    assert_ne!(save(new_draft(), 4).await.unwrap(), number, "another form is another draft");
    open_quote(&world.backend, &rita, &number).await.unwrap();
    assert!(matches!(save(form, 5).await, Err(Refusal::Quote(QuoteError::NotDraft(QuoteState::Open)))));
    let nameless = save(DraftOf::New { form_key: "" }, 3).await;
    assert!(matches!(nameless, Err(Refusal::Input { field: "form_key", .. })), "{nameless:?}");
}

async fn a_draft_is_discarded_and_its_account_never_knows(world: World) {
    let (julia, rita) = (world.alpenwerk().await, world.rita().await);
    let mails = world.mails_to(&julia.actor.email).await.len();
    let number = save_draft(&world.backend, &rita, new_draft(), &draft("KD-20417", vec![new_line(3, None, "")])).await.unwrap();
    discard_draft(&world.backend, &rita, &number).await.unwrap();
    let again = discard_draft(&world.backend, &rita, &number).await.unwrap_err();
    assert!(matches!(again, Refusal::Quote(QuoteError::NotDraft(QuoteState::Discarded))), "{again}");
    assert!(matches!(open_quote(&world.backend, &rita, &number).await, Err(Refusal::Quote(QuoteError::NotDraft(QuoteState::Discarded)))));
    let rewritten = save_draft(&world.backend, &rita, DraftOf::Number(&number), &draft("KD-20417", vec![new_line(9, None, "")])).await;
    assert!(matches!(rewritten, Err(Refusal::NotFound)), "{rewritten:?}");
    assert!(matches!(find_quote(&julia.backend, &julia.actor, &number).await, Err(Refusal::NotFound)));
    assert!(list_quotes(&julia.backend, &julia.actor).await.unwrap().is_empty());
    let declined = decline_quote(&julia.backend, &julia.actor, &number, "").await;
    assert!(matches!(declined, Err(Refusal::NotFound)), "{declined:?}");
    assert_eq!(world.mails_to(&julia.actor.email).await.len(), mails);
    let listed = list_all(&world.backend, &rita, "", ("", "")).await.unwrap().rows;
    assert_eq!(listed.iter().find(|row| row.quote.number == number).map(|row| row.quote.state), Some(QuoteState::Discarded), "it stays in the staff's list");
    let open = world.quote_for(&julia, "goto-training", 5, None).await;
    assert!(matches!(discard_draft(&world.backend, &rita, &open).await, Err(Refusal::Quote(QuoteError::NotDraft(QuoteState::Open)))));
}

async fn an_open_quote_is_withdrawn_with_a_reason_that_its_account_reads(world: World) {
    let (julia, rita) = (world.alpenwerk().await, world.rita().await);
    let number = world.quote_for(&julia, "goto-training", 5, None).await;
    let unreasoned = withdraw_quote(&world.backend, &rita, &number, " ").await;
    assert!(matches!(unreasoned, Err(Refusal::Input { field: "reason", fault: InputFault::Missing })), "{unreasoned:?}");
    let mut vera = rita.clone();
    vera.person = billing::ids::PersonId("vera".to_owned());
    world.change("UPDATE accounts SET representative_id = $1 WHERE number = 'KD-20417'", args![rita.person.as_str()]).await;
    assert!(matches!(withdraw_quote(&world.backend, &vera, &number, "Falscher Preis").await, Err(Refusal::NotFound)), "another's account");
    withdraw_quote(&world.backend, &rita, &number, "Falscher Preis").await.unwrap();
    let again = withdraw_quote(&world.backend, &rita, &number, "Falscher Preis").await.unwrap_err();
    assert!(matches!(again, Refusal::Quote(QuoteError::NotOpen(QuoteState::Withdrawn))), "{again}");
    let shown = julia.quote(&number).await.shown();
    assert_eq!((shown.state, shown.reason.as_deref(), shown.price.is_some()), (QuoteState::Withdrawn, Some("Falscher Preis"), true));
    assert_eq!(world.subjects_to(&julia.actor.email).await.last().unwrap(), &format!("Angebot {number} zurückgezogen"));
    assert!(julia.place_quote(&number).await.is_err(), "nobody accepts it any more");
    assert_eq!(world.story(&number).await, ["quote_made", "quote_opened", "quote_withdrawn"]);
    assert!(!world.calendar(julia.account()).await.iter().any(|entry| entry.starts_with("quote_expiry")), "and it does not expire");
}

async fn an_own_price_has_a_reason_and_renews_at_the_contracts(world: World) {
    let (julia, rita) = (world.alpenwerk().await, world.rita().await);
    let subscription = julia.subscription("goto-training").await.id;
    let line = LineInput { wish: LineWish::AddSeats(subscription), seats: 5, own_minor: Some(73_000), reason: " ".to_owned() };
    let unreasoned = save_draft(&world.backend, &rita, new_draft(), &draft("KD-20417", vec![line])).await.unwrap_err();
    assert!(matches!(unreasoned, Refusal::Input { field: "reason", .. }), "{unreasoned}");
    let quote = world.quote_for(&julia, "goto-training", 5, Some(73_000)).await;
    let shown = julia.quote(&quote).await.shown();
    let price = shown.price.unwrap();
    // 730.00 a year is 2.00 a day: 5 seats for 100 days.
    assert_eq!((price.net_minor, price.lines[0].unit_note), (100_000, Some(UnitNote::Negotiated)));
    assert_eq!(shown.changes[0].after.net_minor, 30 * 132_000);
    world.process(&julia.place_well(&quote).await).await;
    assert_eq!((world.gateway.charged().await, world.seats(&julia, "goto-training").await), (vec![119_000], (30, 132_000)));
}

async fn a_new_product_begins_at_the_agreed_price_and_is_paid_on_account(world: World) {
    let hauke = world.buyer("kd-20418").await;
    let line = LineInput {
        wish: LineWish::New { product: ProductId("goto-webinar".to_owned()), plan: PlanId("pro".to_owned()), interval: BillingInterval::Annual },
        ..new_line(3, Some(100_000), "Rahmenvertrag")
    };
    let quote = world.open_draft(&draft("KD-20418", vec![line])).await;
    let number = hauke.place_well(&quote).await;
    assert_eq!(world.gateway_records().await, Vec::<String>::new(), "there is no card to reserve anything on");
    world.process(&number).await;
    let begun = hauke.subscription("goto-webinar").await.running;
    assert_eq!((begun.seats, begun.unit_minor, begun.period_start, begun.period_end), (3, 100_000, day("2026-11-21"), day("2027-11-21")));
    let origin = "SELECT price_origin AS value FROM subscriptions WHERE account_id = $1 AND product = 'goto-webinar'";
    assert_eq!(world.text(origin, backend::args![hauke.account()]).await, "negotiated");
    let invoice = world.documents_since(hauke.account(), "2026-11-21").await;
    assert!(invoice[0].ends_with(" 357000 357000"), "open until it is transferred: {invoice:?}");
    assert!(world.calendar(hauke.account()).await.contains(&"collection 2026-11-21".to_owned()));
    world.catch_up().await;
    assert!(
        world.calendar(hauke.account()).await.contains(&"collection 2026-12-22".to_owned()),
        "the day after its 30 days: {:?}",
        world.calendar(hauke.account()).await
    );
    let taken = save_draft(
        &world.backend,
        &world.rita().await,
        new_draft(),
        &draft(
            "KD-20418",
            vec![LineInput {
                wish: LineWish::New { product: ProductId("goto-webinar".to_owned()), plan: PlanId("pro".to_owned()), interval: BillingInterval::Annual },
                ..new_line(1, None, "")
            }],
        ),
    )
    .await
    .unwrap_err();
    assert!(matches!(taken, Refusal::Input { field: "product", .. }), "{taken}");
}

async fn accepting_takes_a_purchase_order_along(world: World) {
    let julia = world.alpenwerk().await;
    let quote = world.quote_for(&julia, "goto-training", 5, None).await;
    let seen = julia.quote(&quote).await.seen().unwrap();
    let Placed::ServiceOrder(number) = accept_quote(&julia.backend, &julia.actor, &quote, " 4500-17 ", &seen).await.unwrap() else { panic!() };
    assert_eq!(julia.service_order(&number).await.purchase_order.as_deref(), Some("4500-17"));
    world.process(&number).await;
}

async fn an_account_that_is_not_eligible_asks_its_representative(world: World) {
    let sabine = world.buyer("kd-20419").await;
    let refused = sabine.want(&[("goto-assist-v5", 1)], &[]).await.unwrap_err();
    assert!(matches!(refused, Refusal::NotSelfService), "{refused}");
    // The representative may offer it all the same.
    let quote = world.quote_for(&sabine, "goto-assist-v5", 1, None).await;
    world.process(&sabine.place_well(&quote).await).await;
    assert_eq!(world.seats(&sabine, "goto-assist-v5").await.0, 13);
}

async fn adding_seats_wants_a_card(world: World) {
    let hauke = world.buyer("kd-20418").await;
    let quote = hauke.want(&[("goto-meeting", 5)], &[]).await.unwrap();
    let before = world.picture().await;
    let refused = hauke.place_quote(&quote).await.unwrap_err();
    assert!(matches!(refused, Refusal::CardNeeded), "{refused}");
    assert_eq!(world.picture().await, before);
    for (seats, expected) in [(0, PriceErrorCode::SeatsOutOfRange), (-3, PriceErrorCode::SeatsOutOfRange), (20_000, PriceErrorCode::SeatsOutOfRange)] {
        let refused = hauke.want(&[("goto-meeting", seats)], &[&quote]).await.unwrap_err();
        assert!(matches!(refused, Refusal::Price(code) if code == expected), "{seats}: {refused}");
    }
    assert_eq!(world.quote_state(&quote).await, "open", "what cannot be ordered replaces nothing");
}

async fn another_accounts_quote_is_not_there(world: World) {
    let (julia, hauke) = (world.alpenwerk().await, world.buyer("kd-20418").await);
    let quote = julia.want(&[("goto-training", 5)], &[]).await.unwrap();
    let seen = julia.quote(&quote).await.seen().unwrap();
    let before = world.picture().await;
    assert!(matches!(find_quote(&hauke.backend, &hauke.actor, &quote).await.err(), Some(Refusal::NotFound)));
    assert!(matches!(decline_quote(&hauke.backend, &hauke.actor, &quote, "").await, Err(Refusal::NotFound)));
    assert!(matches!(accept_quote(&hauke.backend, &hauke.actor, &quote, "PO", &seen).await, Err(Refusal::NotFound)));
    let foreign = julia.subscription("goto-training").await.id;
    let wish = backend::usecases::quotes::create::SeatWish { subscription: foreign, seats: 1 };
    let wanted = backend::usecases::quotes::create::create_from_seats(&hauke.backend, &hauke.actor, &[wish], &[]).await;
    assert!(matches!(wanted, Err(Refusal::NotFound)));
    // Who may pay may not order.
    let konrad = world.buyer("konrad.kern@alpenwerk.example").await;
    assert!(matches!(konrad.place_quote(&quote).await, Err(Refusal::NotBillingContact(_))));
    assert!(matches!(konrad.want(&[("goto-training", 1)], &[&quote]).await, Err(Refusal::NotBillingContact(_))));
    assert_eq!(world.picture().await, before);
}

async fn a_quote_of_the_same_contract_waits_for_the_order_under_way(world: World) {
    let julia = world.alpenwerk().await;
    let first = world.quote_for(&julia, "goto-training", 5, None).await;
    let second = world.quote_for(&julia, "goto-training", 2, None).await;
    let number = julia.place_well(&first).await;
    let busy = julia.place_quote(&second).await.unwrap_err();
    assert!(matches!(busy, Refusal::OrderOpen(_)), "{busy}");
    world.process(&number).await;
    let number = julia.place_well(&second).await;
    world.process(&number).await;
    assert_eq!(world.seats(&julia, "goto-training").await.0, 32);
}
