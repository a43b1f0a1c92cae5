//! Purchase orders: what invoices take of them and what corrects gives back, that their account is told of each level once, who may
//! change them, and which files are kept.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::{Buyer, Fault, World, day};
use backend::usecases::invoices::find::find_invoice;
use backend::usecases::purchase_orders::add::add_purchase_order;
use backend::usecases::purchase_orders::close::set_state;
use backend::usecases::purchase_orders::document::{may_store, read_document, store_document};
use backend::usecases::purchase_orders::edit::edit_purchase_order;
use backend::usecases::purchase_orders::find::find_purchase_order;
use backend::usecases::purchase_orders::list::{list_purchase_orders, list_usable};
use backend::usecases::purchase_orders::{PurchaseOrderInput, staff};
use backend::usecases::quotes::accept::accept_quote;
use backend::usecases::service_orders::place::Placed;
use backend::usecases::vat_ids::apply::apply_vat_id;
use backend::usecases::vat_ids::recheck::recheck_due;
use backend::{Refusal, args};
use billing::ids::PurchaseOrderId;
use billing::input::InputFault;
use billing::purchase_order::{PurchaseOrder, PurchaseOrderLevel, PurchaseOrderState, Shortfall};
use billing::{Currency, VatIdState};
use std::collections::BTreeSet;

on_both_engines!(in_corporate_world:
    an_invoice_takes_its_net_amount_and_the_account_is_told_once,
    renewals_draw_while_it_is_open_and_valid,
    a_number_that_is_no_purchase_order_is_a_text_and_no_more,
    what_is_closed_is_not_drawn_on_by_renewals,
    a_document_that_corrects_gives_back_what_the_other_took,
    the_calendar_tells_of_the_last_days_once,
    an_edit_keeps_to_what_was_used_and_to_what_was_on_screen,
    a_number_is_an_accounts_once,
    what_cannot_be_is_told_at_its_field,
    only_a_pdf_of_five_megabytes_is_kept,
    another_accounts_purchase_order_is_not_there,
    the_staff_sees_all_and_leaves_a_trace,
    the_staffs_list_is_paged_by_how_urgent_each_is,
);

/// Five seats of GoTo Training for the 100 days that are left, net: 5 × 1320.00 × 100/365.
const FIVE_SEATS: i64 = 180_822;

const JULIA: &str = "julia.alpers@alpenwerk.example";

fn input(number: &str, amount_minor: i64) -> PurchaseOrderInput<'_> {
    PurchaseOrderInput { number, amount_minor, valid_from: day("2026-11-01"), valid_until: day("2027-12-31") }
}

impl Buyer {
    async fn add(&self, number: &str, amount_minor: i64) -> PurchaseOrderId {
        add_purchase_order(&self.backend, &self.actor, &input(number, amount_minor)).await.unwrap()
    }

    async fn purchase_order(&self, id: &PurchaseOrderId) -> PurchaseOrder {
        find_purchase_order(&self.backend, &self.actor, id).await.unwrap().order
    }

    /// Adds five seats under a number, processed at once; answers the invoice's number.
    async fn five_seats(&self, world: &World, number: &str) -> String {
        let quote = self.want(&[("goto-training", 5)], &[]).await.unwrap();
        let seen = self.quote(&quote).await.seen().unwrap();
        let Placed::ServiceOrder(placed) = accept_quote(&self.backend, &self.actor, &quote, number, &seen).await.unwrap() else { panic!() };
        world.process(&placed).await;
        self.service_order(&placed).await.documents[0].number.clone()
    }
}

async fn told(world: &World) -> Vec<String> {
    world.subjects_to(JULIA).await.into_iter().filter(|subject| subject.starts_with("Kaufauftrag")).collect()
}

async fn an_invoice_takes_its_net_amount_and_the_account_is_told_once(world: World) {
    let julia = world.alpenwerk().await;
    world.change("INSERT INTO invoice_recipients (account_id, email_folded, email, place, created_at) VALUES ($1, 'rechnung@alpenwerk.example', 'rechnung@alpenwerk.example', 0, 0)", args![julia.account()]).await;
    let id = julia.add("4500-17", 900_000).await;
    assert_eq!(julia.purchase_order(&id).await.shortfall(900_001, day("2026-11-21")), Some(Shortfall::TooLittle { missing_minor: 1 }));
    let invoice = julia.five_seats(&world, " 4500-17 ").await;
    let found = find_purchase_order(&world.backend, &julia.actor, &id).await.unwrap();
    assert_eq!((found.order.used_minor, found.order.remaining_minor()), (FIVE_SEATS, 900_000 - FIVE_SEATS));
    assert_eq!(found.uses.iter().map(|used| (used.document.clone(), used.amount_minor)).collect::<Vec<_>>(), [(invoice.clone(), FIVE_SEATS)]);
    assert_eq!(find_invoice(&world.backend, &julia.actor, &invoice).await.unwrap().purchase_order.as_deref(), Some("4500-17"));
    assert!(told(&world).await.is_empty(), "four fifths are left");
    for expected in [RunsOut::No, RunsOut::No, RunsOut::Soon, RunsOut::Over, RunsOut::Over] {
        julia.five_seats(&world, "4500-17").await;
        let level = julia.purchase_order(&id).await.level(day("2026-11-21"));
        assert_eq!(level, expected.level());
    }
    assert_eq!(told(&world).await, ["Kaufauftrag 4500-17 bald aufgebraucht", "Kaufauftrag 4500-17 überschritten"], "each once");
    assert_eq!(world.subjects_to("rechnung@alpenwerk.example").await.iter().filter(|subject| subject.starts_with("Kaufauftrag")).count(), 2);
    let over = format!("um {}", Buyer::euros(6 * FIVE_SEATS - 900_000, billing::Language::De));
    // The mail is of the first invoice that exceeded it.
    let first = format!("um {}", Buyer::euros(5 * FIVE_SEATS - 900_000, billing::Language::De));
    let mails = world.texts("SELECT content AS value FROM outbox WHERE kind = 'mail' AND subject LIKE 'Kaufauftrag%' AND recipient = $1", args![JULIA]).await;
    assert!(mails.iter().any(|mail| mail.contains(&first)) && !mails.iter().any(|mail| mail.contains(&over)), "{mails:?}");
    let story = world.story(id.as_str()).await;
    assert_eq!(story.iter().filter(|action| *action == "purchase_order_used").count(), 6);
    assert_eq!(story.iter().filter(|action| *action == "purchase_order_told").count(), 2);
}

enum RunsOut {
    No,
    Soon,
    Over,
}

impl RunsOut {
    const fn level(&self) -> PurchaseOrderLevel {
        match self {
            Self::No => PurchaseOrderLevel::Fine,
            Self::Soon => PurchaseOrderLevel::RunsOutSoon,
            Self::Over => PurchaseOrderLevel::Exceeded,
        }
    }
}

async fn renewals_draw_while_it_is_open_and_valid(world: World) {
    let julia = world.alpenwerk().await;
    let id = julia.add("4500-18", 4_500_000).await;
    julia.five_seats(&world, "4500-18").await;
    let renewed = world.come_back_on("2027-03-01").await;
    renewed.catch_up().await;
    let order = julia.at(&renewed).purchase_order(&id).await;
    assert_eq!(order.used_minor, FIVE_SEATS + 30 * 132_000);
    assert_eq!(
        (order.level(day("2027-03-01")), told(&renewed).await),
        (PurchaseOrderLevel::RunsOutSoon, vec!["Kaufauftrag 4500-18 bald aufgebraucht".to_owned()])
    );
    let paper = "SELECT content AS value FROM invoices WHERE account_id = $1 AND issued_on = '2027-03-01'";
    assert!(renewed.text(paper, args![julia.account()]).await.contains("\"purchase_order\":\"4500-18\""));
    let later = world.come_back_on("2028-03-01").await;
    later.catch_up().await;
    assert_eq!(julia.at(&later).purchase_order(&id).await.used_minor, order.used_minor, "its last day is over");
    let paper = "SELECT content AS value FROM invoices WHERE account_id = $1 AND issued_on >= '2028-03-01' AND products = 'GoTo Training'";
    assert!(!later.text(paper, args![julia.account()]).await.contains("4500-18"));
    assert_eq!(told(&later).await, ["Kaufauftrag 4500-18 bald aufgebraucht", "Kaufauftrag 4500-18 abgelaufen"]);
}

async fn a_number_that_is_no_purchase_order_is_a_text_and_no_more(world: World) {
    let (julia, hauke) = (world.alpenwerk().await, world.buyer("kd-20418").await);
    let haukes = hauke.add("PO-77", 900_000).await;
    let invoice = julia.five_seats(&world, "PO-77").await;
    assert_eq!(find_invoice(&world.backend, &julia.actor, &invoice).await.unwrap().purchase_order.as_deref(), Some("PO-77"));
    assert_eq!(hauke.purchase_order(&haukes).await.used_minor, 0, "another account's is not drawn on");
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM purchase_order_uses", args![]).await, 0);
    let renewed = world.come_back_on("2027-03-01").await;
    renewed.catch_up().await;
    let paper = "SELECT content AS value FROM invoices WHERE account_id = $1 AND issued_on = '2027-03-01'";
    assert!(renewed.text(paper, args![julia.account()]).await.contains("\"purchase_order\":\"PO-77\""), "renewals go on naming it");
}

async fn what_is_closed_is_not_drawn_on_by_renewals(world: World) {
    let julia = world.alpenwerk().await;
    let id = julia.add("4500-19", 9_000_000).await;
    julia.five_seats(&world, "4500-19").await;
    set_state(&julia.backend, &julia.actor, (&id, 0), PurchaseOrderState::Closed).await.unwrap();
    assert!(list_usable(&world.backend, &julia.actor.account).await.unwrap().is_empty());
    assert!(!world.calendar(julia.account()).await.iter().any(|job| job.starts_with("purchase_order_look")));
    let renewed = world.come_back_on("2027-03-01").await;
    renewed.catch_up().await;
    assert_eq!(julia.at(&renewed).purchase_order(&id).await.used_minor, FIVE_SEATS);
    let twice = set_state(&julia.backend, &julia.actor, (&id, 1), PurchaseOrderState::Closed).await.unwrap_err();
    assert!(matches!(twice, Refusal::PurchaseOrderChanged), "{twice}");
    set_state(&julia.backend, &julia.actor, (&id, 1), PurchaseOrderState::Open).await.unwrap();
    assert!(world.calendar(julia.account()).await.contains(&"purchase_order_look 2027-12-01".to_owned()));
    assert_eq!(world.story(id.as_str()).await, ["purchase_order_added", "purchase_order_used", "purchase_order_closed", "purchase_order_reopened"]);
}

async fn a_document_that_corrects_gives_back_what_the_other_took(world: World) {
    let julia = world.alpenwerk().await;
    world.change("UPDATE accounts SET country = 'AT', postal_code = '1070', vat_id = NULL, vat_id_state = 'none' WHERE id = $1", args![julia.account()]).await;
    world.gateway.set_fault_on("register", Fault { name: "register_down", delay_ms: 0, times: 100 }).await;
    assert_eq!(apply_vat_id(&julia.backend, &julia.actor, "ATU12345675").await.unwrap(), VatIdState::Unverified);
    let id = julia.add("4500-20", 900_000).await;
    let invoice = julia.five_seats(&world, "4500-20").await;
    world.gateway.heal().await;
    world.change("UPDATE accounts SET vat_checked_at = 1 WHERE vat_checked_at IS NOT NULL", args![]).await;
    assert_eq!(recheck_due(&world.backend).await.unwrap(), 1);
    let found = find_purchase_order(&world.backend, &julia.actor, &id).await.unwrap();
    let amounts: Vec<i64> = found.uses.iter().map(|used| used.amount_minor).collect();
    let mut sorted = amounts.clone();
    sorted.sort_unstable();
    assert_eq!((sorted, found.order.used_minor), (vec![-FIVE_SEATS, FIVE_SEATS, FIVE_SEATS], FIVE_SEATS), "{amounts:?}");
    let cancelling = find_invoice(&world.backend, &julia.actor, &found.uses.iter().find(|used| used.amount_minor < 0).unwrap().document).await.unwrap();
    assert_eq!((cancelling.corrects.as_deref(), cancelling.purchase_order.as_deref()), (Some(invoice.as_str()), Some("4500-20")));
}

async fn the_calendar_tells_of_the_last_days_once(world: World) {
    let julia = world.alpenwerk().await;
    let typed = PurchaseOrderInput { valid_until: day("2027-01-10"), ..input("4500-21", 900_000) };
    let id = add_purchase_order(&julia.backend, &julia.actor, &typed).await.unwrap();
    assert!(world.calendar(julia.account()).await.contains(&"purchase_order_look 2026-12-11".to_owned()));
    world.come_back_on("2026-12-10").await.catch_up().await;
    assert!(told(&world).await.is_empty());
    world.come_back_on("2026-12-11").await.catch_up().await;
    world.come_back_on("2026-12-12").await.catch_up().await;
    assert_eq!(told(&world).await, ["Kaufauftrag 4500-21 läuft am 10.01.2027 ab"]);
    // Whoever prolongs it knows: the same is told again only when it comes again.
    let longer = PurchaseOrderInput { valid_until: day("2027-02-10"), ..input("4500-21", 900_000) };
    let in_december = world.come_back_on("2026-12-12").await;
    edit_purchase_order(&in_december.backend, &julia.actor, (&id, 0), &longer).await.unwrap();
    world.come_back_on("2027-01-11").await.catch_up().await;
    world.come_back_on("2027-02-11").await.catch_up().await;
    world.come_back_on("2027-02-12").await.catch_up().await;
    let expected = ["Kaufauftrag 4500-21 läuft am 10.01.2027 ab", "Kaufauftrag 4500-21 läuft am 10.02.2027 ab", "Kaufauftrag 4500-21 abgelaufen"];
    assert_eq!(told(&world).await, expected);
    assert!(!world.calendar(julia.account()).await.iter().any(|job| job.starts_with("purchase_order_look")));
}

async fn an_edit_keeps_to_what_was_used_and_to_what_was_on_screen(world: World) {
    let julia = world.alpenwerk().await;
    let id = julia.add("4500-22", 900_000).await;
    julia.five_seats(&world, "4500-22").await;
    let edit = |version, typed: PurchaseOrderInput<'static>| {
        let (julia, id) = (julia.clone(), id.clone());
        async move { edit_purchase_order(&julia.backend, &julia.actor, (&id, version), &typed).await }
    };
    let below = edit(0, input("4500-22", FIVE_SEATS - 1)).await.unwrap_err();
    let fault = InputFault::BelowUsed { used_minor: FIVE_SEATS, currency: Currency::EUR };
    assert!(matches!(&below, Refusal::Input { field: "amount", fault: found } if *found == fault), "{below}");
    edit(0, input("4500-22", 900_000)).await.unwrap();
    assert_eq!((julia.purchase_order(&id).await.version, world.story(id.as_str()).await.len()), (0, 2), "nothing was changed, so nothing is told");
    edit(0, input("4500-22a", FIVE_SEATS)).await.unwrap();
    let order = julia.purchase_order(&id).await;
    assert_eq!((order.number.as_str(), order.amount_minor, order.version, order.remaining_minor()), ("4500-22a", FIVE_SEATS, 1, 0));
    assert!(told(&world).await.is_empty(), "whoever has just entered it knows");
    let (one, other) = tokio::join!(edit(1, input("4500-23", 900_000)), edit(1, input("4500-24", 900_000)));
    let late = [one, other].into_iter().find_map(Result::err).unwrap();
    assert!(matches!(late, Refusal::PurchaseOrderChanged), "{late}");
    assert_eq!(julia.purchase_order(&id).await.version, 2);
    set_state(&julia.backend, &julia.actor, (&id, 2), PurchaseOrderState::Closed).await.unwrap();
    let closed = edit(3, input("4500-25", 900_000)).await.unwrap_err();
    assert!(matches!(closed, Refusal::PurchaseOrderChanged), "{closed}");
}

async fn a_number_is_an_accounts_once(world: World) {
    let (julia, hauke) = (world.alpenwerk().await, world.buyer("kd-20418").await);
    let first = julia.add("PO-Süd 1", 100_000).await;
    let second = julia.add("PO-2", 100_000).await;
    hauke.add("PO-2", 100_000).await;
    let again = add_purchase_order(&julia.backend, &julia.actor, &input(" po-sud  1", 5)).await.unwrap_err();
    assert!(matches!(again, Refusal::Input { field: "number", fault: InputFault::NumberTaken }), "{again}");
    let renamed = edit_purchase_order(&julia.backend, &julia.actor, (&second, 0), &input("po-süd 1", 100_000)).await.unwrap_err();
    assert!(matches!(renamed, Refusal::Input { field: "number", fault: InputFault::NumberTaken }), "{renamed}");
    edit_purchase_order(&julia.backend, &julia.actor, (&first, 0), &input("PO-Süd 1 ", 200_000)).await.unwrap();
    let (typed, other) = (input("PO-9", 1), input("po-9", 1));
    let (one, two) = tokio::join!(add_purchase_order(&julia.backend, &julia.actor, &typed), add_purchase_order(&julia.backend, &julia.actor, &other));
    assert_eq!([one, two].iter().filter(|outcome| outcome.is_ok()).count(), 1);
    let konrad = world.buyer("konrad.kern@alpenwerk.example").await;
    let refused = add_purchase_order(&konrad.backend, &konrad.actor, &input("PO-10", 1)).await.unwrap_err();
    assert!(matches!(refused, Refusal::NotBillingContact(_)), "{refused}");
    assert_eq!(list_purchase_orders(&konrad.backend, &konrad.actor).await.unwrap().len(), 3, "who may not order may read");
}

async fn what_cannot_be_is_told_at_its_field(world: World) {
    let julia = world.alpenwerk().await;
    let before = world.picture().await;
    let good = || input("4500-26", 100_000);
    for (typed, field) in [
        (PurchaseOrderInput { number: " ", ..good() }, "number"),
        (PurchaseOrderInput { amount_minor: 0, ..good() }, "amount"),
        (PurchaseOrderInput { amount_minor: i64::MAX, ..good() }, "amount"),
        (PurchaseOrderInput { valid_from: day("1926-01-01"), ..good() }, "valid_from"),
        (PurchaseOrderInput { valid_until: day("2026-10-31"), ..good() }, "valid_until"),
        (PurchaseOrderInput { valid_until: day("2026-11-20"), ..good() }, "valid_until"),
        (PurchaseOrderInput { valid_until: day("2126-11-20"), ..good() }, "valid_until"),
    ] {
        let refused = add_purchase_order(&julia.backend, &julia.actor, &typed).await.unwrap_err();
        assert!(matches!(&refused, Refusal::Input { field: found, .. } if *found == field), "{field}: {refused}");
    }
    assert_eq!(world.picture().await, before);
}

fn pdf(length: usize) -> Vec<u8> {
    [b"%PDF-1.7\n".to_vec(), vec![b' '; length - 15], b"%%EOF\n".to_vec()].concat()
}

async fn only_a_pdf_of_five_megabytes_is_kept(world: World) {
    let julia = world.alpenwerk().await;
    let id = julia.add("4500-27", 100_000).await;
    let store = async |name: &str, bytes: &[u8]| store_document(&julia.backend, &julia.actor, &id, (name, bytes)).await;
    for (bytes, expected) in [
        (Vec::new(), InputFault::Missing),
        (b"\x89PNG\r\n\x1a\n and %%EOF".to_vec(), InputFault::NotPdf),
        (pdf(5_000_001), InputFault::FileTooLarge { most_bytes: 5_000_000 }),
    ] {
        let refused = store("bestellung.pdf", &bytes).await.unwrap_err();
        assert!(matches!(&refused, Refusal::Input { field: "document", fault } if *fault == expected), "{refused}");
    }
    let none = read_document(&julia.backend, &julia.actor, &id).await.unwrap_err();
    assert!(matches!(none, Refusal::NotFound), "{none}");
    store("C:\\Bestellung Süd.PDF", &pdf(5_000_000)).await.unwrap();
    assert_eq!(julia.purchase_order(&id).await.file_name.as_deref(), Some("Bestellung Süd.pdf"));
    assert_eq!(read_document(&julia.backend, &julia.actor, &id).await.unwrap().bytes, pdf(5_000_000));
    store("neu.pdf", &pdf(400)).await.unwrap();
    let kept = read_document(&julia.backend, &julia.actor, &id).await.unwrap();
    assert_eq!((kept.file_name.as_str(), kept.bytes), ("neu.pdf", pdf(400)));
    assert_eq!(world.number("SELECT size_bytes AS value FROM purchase_order_documents", args![]).await, 400);
}

async fn another_accounts_purchase_order_is_not_there(world: World) {
    let (julia, hauke) = (world.alpenwerk().await, world.buyer("kd-20418").await);
    let id = julia.add("4500-28", 100_000).await;
    store_document(&julia.backend, &julia.actor, &id, ("a.pdf", &pdf(100))).await.unwrap();
    let before = world.picture().await;
    let (backend, actor) = (&hauke.backend, &hauke.actor);
    let refusals = [
        find_purchase_order(backend, actor, &id).await.err(),
        edit_purchase_order(backend, actor, (&id, 0), &input("4500-28", 1)).await.err(),
        set_state(backend, actor, (&id, 0), PurchaseOrderState::Closed).await.err(),
        may_store(backend, actor, &id).await.err(),
        store_document(backend, actor, &id, ("b.pdf", &pdf(100))).await.err(),
        read_document(backend, actor, &id).await.err(),
    ];
    for refusal in refusals {
        assert!(matches!(refusal, Some(Refusal::NotFound)), "{refusal:?}");
    }
    assert!(list_purchase_orders(backend, actor).await.unwrap().is_empty());
    assert_eq!(world.picture().await, before);
}

async fn the_staffs_list_is_paged_by_how_urgent_each_is(world: World) {
    let (julia, rita) = (world.alpenwerk().await, world.rita().await);
    for place in 0..55_i64 {
        let id = julia.add(&format!("PO-{place:02}"), 100_000 + place).await;
        // Each level that there is, many times.
        let (from, until, used, state) = match place % 7 {
            0 => ("2026-01-01", "2027-12-31", 200_000, "open"),
            1 => ("2026-01-01", "2027-12-31", 100_000 + place, "open"),
            2 => ("2026-01-01", "2027-12-31", 80_001 + place, "open"),
            3 => ("2026-01-01", "2026-12-21", 0, "open"),
            4 => ("2026-01-01", "2027-12-31", 0, "open"),
            5 => ("2026-12-01", "2027-12-31", 0, "open"),
            _ => ("2026-01-01", "2026-11-20", 0, if place % 2 == 0 { "open" } else { "closed" }),
        };
        world.change("UPDATE purchase_orders SET valid_from = $2, valid_until = $3, state = $4 WHERE id = $1", args![id.as_str(), from, until, state]).await;
        if used > 0 {
            let sql = "INSERT INTO purchase_order_uses (invoice_id, purchase_order_id, account_id, amount_minor) \
                       SELECT i.id, $1, p.account_id, $2 FROM purchase_orders p, invoices i WHERE p.id = $1 \
                       AND NOT EXISTS (SELECT 1 FROM purchase_order_uses u WHERE u.invoice_id = i.id) ORDER BY i.id LIMIT 1";
            world.change(sql, args![id.as_str(), used]).await;
        }
    }
    let today = world.backend.today();
    let page = staff::list_all(&world.backend, &rita, ("", ""), None).await.unwrap();
    let rest = staff::list_all(&world.backend, &rita, ("", ""), page.next.as_ref()).await.unwrap();
    assert_eq!((page.rows.len(), rest.rows.len(), rest.next.is_none()), (50, 5, true));
    let rank = |level: PurchaseOrderLevel| {
        use PurchaseOrderLevel::{Closed, Exceeded, Expired, Fine, RunsOutSoon, Upcoming, UsedUp};
        [Exceeded, UsedUp, RunsOutSoon, Fine, Upcoming, Expired, Closed].iter().position(|known| *known == level).unwrap()
    };
    let all: Vec<_> = page.rows.iter().chain(&rest.rows).collect();
    let found: Vec<_> = all.iter().map(|row| (rank(row.order.level(today)), row.order.valid_until, row.order.id.as_str().to_owned())).collect();
    assert!(found.is_sorted(), "as the levels say: {found:?}");
    assert!(all.iter().all(|row| usize::try_from(row.urgency) == Ok(rank(row.order.level(today)))));
    let levels: BTreeSet<usize> = found.iter().map(|(rank, ..)| *rank).collect();
    assert!(levels.len() >= 6, "{levels:?}");
    let closed = staff::list_all(&world.backend, &rita, ("", "closed"), None).await.unwrap();
    assert!(!closed.rows.is_empty() && closed.rows.iter().all(|row| row.order.level(today) == PurchaseOrderLevel::Closed));
}

async fn the_staff_sees_all_and_leaves_a_trace(world: World) {
    let (julia, hauke, rita) = (world.alpenwerk().await, world.buyer("kd-20418").await, world.rita().await);
    let fine = julia.add("4500-29", 900_000).await;
    let soon =
        add_purchase_order(&hauke.backend, &hauke.actor, &PurchaseOrderInput { valid_until: day("2026-12-01"), ..input("HB-1", 100_000) }).await.unwrap();
    store_document(&julia.backend, &julia.actor, &fine, ("a.pdf", &pdf(100))).await.unwrap();
    let numbers = async |search: &str| -> Vec<String> {
        staff::list_all(&world.backend, &rita, (search, ""), None).await.unwrap().rows.into_iter().map(|listed| listed.order.number).collect()
    };
    assert_eq!(numbers("").await, ["HB-1", "4500-29"], "what runs out stands first");
    assert_eq!((numbers("alpenwerk").await, numbers("kd-20418").await), (vec!["4500-29".to_owned()], vec!["HB-1".to_owned()]));
    let (account, found) = staff::view_purchase_order(&world.backend, &rita, &soon).await.unwrap();
    assert_eq!((account.number.as_str(), found.order.number.as_str()), ("KD-20418", "HB-1"));
    assert_eq!(staff::view_document(&world.backend, &rita, &fine).await.unwrap().bytes, pdf(100));
    assert_eq!(world.story(soon.as_str()).await, ["purchase_order_added", "account_viewed"]);
    assert_eq!(world.story(fine.as_str()).await, ["purchase_order_added", "purchase_order_document_stored", "account_viewed"]);
    let unknown = staff::view_document(&world.backend, &rita, &soon).await.unwrap_err();
    assert!(matches!(unknown, Refusal::NotFound), "{unknown}");
}
