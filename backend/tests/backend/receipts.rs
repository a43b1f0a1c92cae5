//! Transfers and checks: recorded once, allocated by hand, taken back, and what that does to reminders and services.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::{Buyer, World};
use backend::identifiers::new_key;
use backend::usecases::invoices::standing::load_standing;
use backend::usecases::receipts::allocate::{AllocationInput, ReceiptShare, allocate_receipt};
use backend::usecases::receipts::find::{ReceiptQuery, ReceiptView, download_month, list_receipts, view_receipt};
use backend::usecases::receipts::record::{ReceiptInput, record_receipt};
use backend::usecases::receipts::reverse::{reverse_allocation, reverse_receipt};
use backend::usecases::staff::{SecondFactor, StaffMember, StaffRole};
use backend::{Refusal, args};
use billing::Language;
use billing::ids::PersonId;
use billing::input::InputFault;
use billing::receipt::SuggestedBy;
use billing::standing::BookingKind;

on_both_engines!(in_corporate_world:
    a_transfer_is_recorded_once_however_often_its_form_is_sent,
    what_cannot_be_money_is_refused_at_its_field,
    a_transfer_pays_part_of_an_invoice_and_the_rest_waits,
    what_is_overdue_ends_when_it_is_paid_by_transfer_and_begins_anew_when_that_bounces,
    what_was_not_due_yet_is_open_again_until_its_day,
    a_receipt_is_taken_back_with_all_that_it_pays,
    two_clerks_at_once_never_pay_an_invoice_twice,
    nobody_allocates_to_an_invoice_of_another_account,
    receipts_are_found_by_reference_account_and_invoice,
    a_representative_sees_no_receipt_of_anothers_account,
);

const HAUKE: &str = "hauke.hansen@hafenbau.example";
/// What is open of Hafenbau's invoice: 80 seats at 240 euro a year, and 19 per cent.
const OPEN: i64 = 2_284_800;

impl World {
    /// Somebody of finance.
    pub async fn omar(&self) -> StaffMember {
        let person = PersonId(self.text("SELECT id AS value FROM people WHERE email = $1", args!["omar@kontor.example"]).await);
        let (name, email) = ("Omar Osterloh".to_owned(), "omar@kontor.example".to_owned());
        StaffMember { person, name, email, own_language: None, role: StaffRole::Finance, second_factor: SecondFactor::Off }
    }

    /// Records a transfer of today; answers its identifier.
    pub async fn transfer(&self, account: &str, amount_minor: i64, reference: &str) -> String {
        record_receipt(&self.backend, &self.omar().await, &transfer(account, amount_minor, reference)).await.unwrap()
    }

    /// Allocates to one invoice what somebody sees on screen.
    pub async fn allocate(&self, receipt: &str, number: &str, amount_minor: i64) -> Result<(), Refusal> {
        let view = self.receipt(receipt).await;
        let shares = vec![ReceiptShare { number: number.to_owned(), amount_minor }];
        let input = AllocationInput { form_key: new_key(), receipt: receipt.to_owned(), seen_minor: view.receipt.unallocated_minor, shares };
        allocate_receipt(&self.backend, &self.omar().await, &input).await
    }

    pub async fn receipt(&self, id: &str) -> ReceiptView {
        view_receipt(&self.backend, &self.omar().await, id).await.unwrap()
    }

    /// Number, open amount and since when overdue, of an account's newest invoice.
    pub async fn newest_invoice(&self, buyer: &Buyer) -> (String, i64, Option<String>) {
        let sql = "SELECT number || ' ' || open_minor || ' ' || COALESCE(overdue_since, '') AS value FROM invoices WHERE account_id = $1 AND kind = 'invoice' \
                   ORDER BY issued_at DESC, number DESC LIMIT 1";
        let line = self.text(sql, args![buyer.account()]).await;
        let parts: Vec<&str> = line.split(' ').collect();
        (parts[0].to_owned(), parts[1].parse().unwrap(), Some(parts[2].to_owned()).filter(|day| !day.is_empty()))
    }

    /// The demo's invoice charges the period that runs, as that of a renewal does.
    async fn charge_period(&self, number: &str) {
        let sql = "INSERT INTO invoice_periods (invoice_id, subscription_id, account_id, period_start, period_end) SELECT i.id, s.id, i.account_id, s.period_start, \
                   s.period_end FROM invoices i JOIN subscriptions s ON s.account_id = i.account_id WHERE i.number = $1";
        self.change(sql, args![number]).await;
    }

    /// How many receipts there are, besides the demo's.
    async fn count_receipts(&self) -> i64 {
        let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM receipts r JOIN accounts a ON a.id = r.account_id WHERE a.number <> 'KD-20419'";
        self.number(sql, args![]).await
    }

    /// The days on which an account's services began to rest.
    async fn suspended(&self, buyer: &Buyer) -> Vec<String> {
        self.texts("SELECT suspended_on AS value FROM subscriptions WHERE account_id = $1 AND suspended_on IS NOT NULL", args![buyer.account()]).await
    }

    /// The day on which an invoice is collected, if one is set.
    async fn collected_on(&self, number: &str) -> Vec<String> {
        let sql = "SELECT j.due_on AS value FROM jobs j JOIN invoices i ON i.id = j.subject WHERE j.kind = 'collection' AND i.number = $1";
        self.texts(sql, args![number]).await
    }
}

fn transfer(account: &str, amount_minor: i64, reference: &str) -> ReceiptInput {
    ReceiptInput {
        form_key: new_key(),
        account: account.to_owned(),
        kind: "bank_transfer".to_owned(),
        amount_minor,
        received_on: "2026-11-20".to_owned(),
        reference: reference.to_owned(),
    }
}

async fn a_transfer_is_recorded_once_however_often_its_form_is_sent(world: World) {
    let (omar, input) = (world.omar().await, transfer("KD-20418", 100_000, "Anzahlung"));
    let first = record_receipt(&world.backend, &omar, &input).await.unwrap();
    assert_eq!(record_receipt(&world.backend, &omar, &input).await.unwrap(), first);
    // Another form, by another clerk, with the same line of the statement.
    let again = record_receipt(&world.backend, &omar, &transfer("KD-20418", 100_000, "Anzahlung")).await;
    assert!(matches!(again, Err(Refusal::Input { field: "reference", fault: InputFault::RecordedBefore })), "{again:?}");
    let view = world.receipt(&first).await;
    assert_eq!((view.receipt.unallocated_minor, view.receipt.account_number.as_str()), (100_000, "KD-20418"));
    // Taken back, the same may be recorded again.
    reverse_receipt(&world.backend, &omar, &first, "doppelt gebucht").await.unwrap();
    world.transfer("KD-20418", 100_000, "Anzahlung").await;
    assert_eq!(world.count_receipts().await, 2);
}

async fn what_cannot_be_money_is_refused_at_its_field(world: World) {
    let good = || transfer("KD-20418", 100, "");
    for (input, expected) in [
        (ReceiptInput { account: "KD-1".to_owned(), ..good() }, ("account", InputFault::NotOffered)),
        (ReceiptInput { kind: "cash".to_owned(), ..good() }, ("kind", InputFault::NotOffered)),
        (ReceiptInput { amount_minor: 0, ..good() }, ("amount", InputFault::NoAmount)),
        (ReceiptInput { amount_minor: -5, ..good() }, ("amount", InputFault::NoAmount)),
        (ReceiptInput { received_on: "gestern".to_owned(), ..good() }, ("received_on", InputFault::NotDate)),
        (ReceiptInput { received_on: "2026-11-22".to_owned(), ..good() }, ("received_on", InputFault::DayToCome)),
        (ReceiptInput { received_on: "2024-11-20".to_owned(), ..good() }, ("received_on", InputFault::DayTooOld { most_days: 730 })),
        (ReceiptInput { amount_minor: 10_000_000_001, ..good() }, ("amount", InputFault::AmountTooLarge)),
        (ReceiptInput { reference: "x".repeat(141), ..good() }, ("reference", InputFault::TooLong { most: 140 })),
        (ReceiptInput { form_key: "1".to_owned(), ..good() }, ("form_key", InputFault::Missing)),
    ] {
        match record_receipt(&world.backend, &world.omar().await, &input).await {
            Err(Refusal::Input { field, fault }) => assert_eq!((field, fault), expected),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(world.count_receipts().await, 0);
}

async fn a_transfer_pays_part_of_an_invoice_and_the_rest_waits(world: World) {
    let hauke = world.buyer("kd-20418").await;
    let (number, open, _) = world.newest_invoice(&hauke).await;
    assert_eq!(open, OPEN);
    let receipt = world.transfer("KD-20418", 1_000_000, &format!("Rg. {}", number.replace('-', " "))).await;
    let view = world.receipt(&receipt).await;
    assert_eq!((view.suggested_by, view.open[0].suggested_minor), (Some(SuggestedBy::Reference), 1_000_000));
    for (amount_minor, expected) in [(0, InputFault::NoAmount), (-1, InputFault::NoAmount), (1_000_001, InputFault::MoreThanLeft)] {
        match world.allocate(&receipt, &number, amount_minor).await {
            Err(Refusal::Input { field: "shares", fault }) => assert_eq!(fault, expected),
            other => panic!("{amount_minor}: {other:?}"),
        }
    }
    world.allocate(&receipt, &number, 400_000).await.unwrap();
    assert_eq!(world.newest_invoice(&hauke).await.1, OPEN - 400_000);
    assert_eq!(world.subjects_to(HAUKE).await.last().unwrap(), &format!("Zahlung erhalten: Rechnung {number}"));
    // What was on screen is over for who saw it before.
    let late = AllocationInput {
        form_key: new_key(),
        receipt: receipt.clone(),
        seen_minor: 1_000_000,
        shares: vec![ReceiptShare { number: number.clone(), amount_minor: 1 }],
    };
    let refused = allocate_receipt(&world.backend, &world.omar().await, &late).await;
    assert!(matches!(refused, Err(Refusal::PriceChanged)), "{refused:?}");
    // The second click is the first one's.
    let twice = AllocationInput { seen_minor: 600_000, ..late };
    allocate_receipt(&world.backend, &world.omar().await, &twice).await.unwrap();
    allocate_receipt(&world.backend, &world.omar().await, &twice).await.unwrap();
    assert_eq!(world.receipt(&receipt).await.receipt.unallocated_minor, 599_999);
    let standing = load_standing(&world.backend, &hauke.actor, &number).await.unwrap().invoice.unwrap();
    let bookings: Vec<_> = standing.bookings.iter().map(|booking| (booking.kind.clone(), booking.amount_minor)).collect();
    assert_eq!(bookings, [(BookingKind::BankTransfer, 1), (BookingKind::BankTransfer, 400_000)]);
    // More than is open is refused, whatever there is.
    let plenty = world.transfer("KD-20418", 9_000_000, "Vorauszahlung").await;
    let refused = world.allocate(&plenty, &number, OPEN).await;
    assert!(matches!(refused, Err(Refusal::Input { field: "shares", fault: InputFault::AmountNotDue })), "{refused:?}");
    world.allocate(&plenty, &number, OPEN - 400_001).await.unwrap();
    assert_eq!(world.newest_invoice(&hauke).await.1, 0);
    assert_eq!(world.collected_on(&number).await, Vec::<String>::new());
    assert_eq!(world.credit(&hauke).await, 0, "what is left is the account's money, and no credit");
}

async fn what_is_overdue_ends_when_it_is_paid_by_transfer_and_begins_anew_when_that_bounces(world: World) {
    let hauke = world.buyer("kd-20418").await;
    let (number, ..) = world.newest_invoice(&hauke).await;
    world.charge_period(&number).await;
    world.pass_to("2027-01-02").await;
    let (_, open, since) = world.newest_invoice(&hauke).await;
    assert_eq!((open, since.as_deref()), (OPEN, Some("2026-12-10")));
    assert_eq!(world.suspended(&hauke).await, ["2026-12-31"]);
    let receipt = world.transfer("KD-20418", OPEN, &number).await;
    world.allocate(&receipt, &number, OPEN).await.unwrap();
    assert_eq!(world.newest_invoice(&hauke).await, (number.clone(), 0, None));
    assert_eq!((world.suspended(&hauke).await.len(), world.collected_on(&number).await.len()), (0, 0));
    assert!(world.newest_mail_to(HAUKE).await.contains("ist wieder da"), "{}", world.newest_mail_to(HAUKE).await);
    world.pass_to("2027-01-10").await;
    reverse_receipt(&world.backend, &world.omar().await, &receipt, "Die Bank hat die Überweisung zurückgerufen.").await.unwrap();
    assert_eq!(world.newest_invoice(&hauke).await, (number.clone(), OPEN, Some("2027-01-10".to_owned())));
    assert_eq!(world.collected_on(&number).await, ["2027-01-13"], "the first step of the plan, counted from today");
    let mail = world.newest_mail_to(HAUKE).await;
    assert!(mail.contains("22.848,00") && mail.contains("zurückgerufen") && mail.contains(&number), "{mail}");
    world.pass_to("2027-02-01").await;
    assert_eq!(world.suspended(&hauke).await, ["2027-01-31"], "three weeks after it began anew");
    let told: Vec<String> = world.subjects_to(HAUKE).await.into_iter().filter(|subject| subject.contains("1. Erinnerung")).collect();
    assert_eq!(told.len(), 2, "once for each time");
}

async fn what_was_not_due_yet_is_open_again_until_its_day(world: World) {
    let hauke = world.buyer("kd-20418").await;
    let (number, ..) = world.newest_invoice(&hauke).await;
    let receipt = world.transfer("KD-20418", OPEN, &number).await;
    world.allocate(&receipt, &number, OPEN).await.unwrap();
    let (allocation, omar) = (world.receipt(&receipt).await.allocations[0].id.clone(), world.omar().await);
    let missing = reverse_allocation(&world.backend, &omar, &receipt, &allocation, "  ").await;
    assert!(matches!(missing, Err(Refusal::Input { field: "reason", fault: InputFault::Missing })), "{missing:?}");
    for _ in 0..2 {
        reverse_allocation(&world.backend, &omar, &receipt, &allocation, "falsche Rechnung").await.unwrap();
    }
    assert_eq!(world.newest_invoice(&hauke).await, (number.clone(), OPEN, None));
    assert_eq!(world.collected_on(&number).await, ["2026-12-10"], "the day after it is due, as before");
    let view = world.receipt(&receipt).await;
    assert_eq!((view.receipt.unallocated_minor, view.allocations[0].reversal.clone().unwrap().reason), (OPEN, "falsche Rechnung".to_owned()));
    assert!(world.newest_mail_to(HAUKE).await.contains("09.12.2026"), "{}", world.newest_mail_to(HAUKE).await);
    // The money is there: it may pay the same invoice after all.
    world.allocate(&receipt, &number, OPEN).await.unwrap();
    assert_eq!(world.newest_invoice(&hauke).await.1, 0);
}

async fn a_receipt_is_taken_back_with_all_that_it_pays(world: World) {
    let hauke = world.buyer("kd-20418").await;
    let (number, ..) = world.newest_invoice(&hauke).await;
    let receipt = world.transfer("KD-20418", 1_000, "Scheck 4711").await;
    world.allocate(&receipt, &number, 300).await.unwrap();
    world.allocate(&receipt, &number, 200).await.unwrap();
    let collected = world.collected_on(&number).await;
    for _ in 0..2 {
        reverse_receipt(&world.backend, &world.omar().await, &receipt, "Scheck nicht eingelöst").await.unwrap();
    }
    assert_eq!(world.newest_invoice(&hauke).await.1, OPEN);
    assert_eq!(world.collected_on(&number).await, collected, "a part was open all the time");
    let view = world.receipt(&receipt).await;
    assert_eq!((view.receipt.unallocated_minor, view.receipt.reversal.is_some(), view.suggested_by), (0, true, None));
    let refused = world.allocate(&receipt, &number, 1).await;
    assert!(matches!(refused, Err(Refusal::Input { field: "shares", fault: InputFault::MoreThanLeft })), "{refused:?}");
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM receipt_reversals", args![]).await, 3, "a row for each");
}

async fn two_clerks_at_once_never_pay_an_invoice_twice(world: World) {
    let hauke = world.buyer("kd-20418").await;
    let (number, ..) = world.newest_invoice(&hauke).await;
    let receipts = [world.transfer("KD-20418", OPEN, "eins").await, world.transfer("KD-20418", OPEN, "zwei").await];
    let tries = receipts.iter().flat_map(|receipt| [receipt, receipt]).map(|receipt| {
        let (world, number, receipt) = (world.clone(), number.clone(), receipt.clone());
        tokio::spawn(async move { world.allocate(&receipt, &number, OPEN).await })
    });
    let mut done = 0;
    for outcome in tries.collect::<Vec<_>>() {
        done += usize::from(outcome.await.unwrap().is_ok());
    }
    assert_eq!((done, world.newest_invoice(&hauke).await.1), (1, 0));
    let left = world.number("SELECT CAST(SUM(unallocated_minor) AS BIGINT) AS value FROM receipts", args![]).await;
    assert_eq!(left, OPEN, "the other money waits");
}

async fn nobody_allocates_to_an_invoice_of_another_account(world: World) {
    let (number, open, _) = world.newest_invoice(&world.alpenwerk().await).await;
    let receipt = world.transfer("KD-20418", 100_000, "").await;
    let refused = world.allocate(&receipt, &number, 100).await;
    assert!(matches!(refused, Err(Refusal::NotFound)), "{refused:?}");
    assert_eq!(world.newest_invoice(&world.alpenwerk().await).await.1, open);
}

async fn receipts_are_found_by_reference_account_and_invoice(world: World) {
    let (number, ..) = world.newest_invoice(&world.buyer("kd-20418").await).await;
    let paying = world.transfer("KD-20418", 500, "Überweisung Nr. 12").await;
    world.allocate(&paying, &number, 500).await.unwrap();
    let waiting = world.transfer("KD-20417", 700, "Vorauszahlung").await;
    let omar = world.omar().await;
    let found = async |search: &str, state: &str| {
        let query = ReceiptQuery { search: search.to_owned(), state: state.to_owned(), after: None };
        list_receipts(&world.backend, &omar, &query).await.unwrap().rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    let of_the_demo = found("stadtklinik", "").await;
    assert_eq!(found("", "").await, [vec![waiting.clone(), paying.clone()], of_the_demo].concat());
    assert_eq!(found("", "unallocated").await, [waiting.as_str()]);
    for search in ["uberweisung nr", "hafenbau", "kd-20418", number.as_str()] {
        assert_eq!(found(search, "").await, [paying.as_str()], "{search}");
    }
    assert_eq!(found("%", "").await, Vec::<String>::new());
    let file = download_month(&world.backend, &omar, "2026-11", Language::De).await.unwrap();
    assert_eq!(file.lines().count(), 4, "{file}");
    assert!(file.contains(&format!("KD-20418;Hafenbau SE;Überweisung Nr. 12;5,00;EUR;{number};5,00;;")), "{file}");
    assert_eq!(download_month(&world.backend, &omar, "2026-10", Language::De).await.unwrap().lines().count(), 1);
    assert!(matches!(download_month(&world.backend, &omar, "November", Language::De).await, Err(Refusal::NotFound)));
}

async fn a_representative_sees_no_receipt_of_anothers_account(world: World) {
    let receipt = world.transfer("KD-20418", 500, "Überweisung").await;
    let set = "UPDATE accounts SET representative_id = (SELECT person_id FROM staff WHERE role = 'representative') WHERE number = 'KD-20418'";
    world.change(set, args![]).await;
    let rita = world.texts("SELECT person_id AS value FROM staff WHERE role = 'representative'", args![]).await.remove(0);
    let somebody = StaffMember { role: StaffRole::Representative, ..world.omar().await };
    let hers = StaffMember { person: PersonId(rita), ..somebody.clone() };
    for (member, sees) in [(&hers, true), (&somebody, false), (&world.omar().await, true)] {
        let listed = list_receipts(&world.backend, member, &ReceiptQuery::default()).await.unwrap();
        assert_eq!(listed.rows.iter().any(|row| row.id == receipt), sees);
        assert_eq!(download_month(&world.backend, member, "2026-11", Language::De).await.unwrap().contains("KD-20418"), sees);
        assert_eq!(view_receipt(&world.backend, member, &receipt).await.is_ok(), sees);
    }
}
