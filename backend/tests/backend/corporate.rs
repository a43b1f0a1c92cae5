//! Accounts that work with a representative: who signs in as whom, what seats allow, and how their renewals are paid.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::gateway::session_of;
use crate::common::{Buyer, World};
use backend::db::people::Door;
use backend::demo::{PASSWORD, corporate_sign_ins};
use backend::usecases::collections::pay::{PayWith, Payment, Share, pay_invoices};
use backend::usecases::invoices::corporate::load_invoices;
use backend::usecases::invoices::find::find_invoice;
use backend::usecases::invoices::search::{InvoiceQuery, search_invoices};
use backend::usecases::invoices::standing::load_standing;
use backend::usecases::payment_methods::load::load_method;
use backend::usecases::payment_profile::{choose_profile, load_profile};
use backend::usecases::people::forget_password::forget_password;
use backend::usecases::people::list_accounts::list_accounts;
use backend::usecases::sessions::sign_in::{SignInError, sign_in};
use backend::usecases::single_cards::{find_single_card, open_single_card};
use backend::usecases::subscriptions::contracts::load_contracts;
use backend::{Refusal, args};
use billing::corporate::{ContactRight, PaymentProfile, SeatsBlocked};
use billing::input::InputFault;
use billing::invoice::InvoiceSummary;
use secrecy::SecretString;

on_both_engines!(in_corporate_world:
    user_ids_open_their_accounts_and_no_others,
    a_user_id_at_the_other_door_is_told_so_to_who_knows_the_password,
    seats_are_added_where_account_product_and_contract_allow_it,
    who_transfers_is_not_charged_and_has_the_agreed_days,
    who_pays_by_card_is_charged_at_the_negotiated_price,
    a_link_to_a_new_password_goes_to_the_contact_of_the_user_id,
    the_demo_has_open_and_paid_invoices_with_the_user_id_on_them,
    parts_of_an_invoice_add_up_to_it_whatever_they_are,
    several_invoices_are_paid_at_once_and_one_that_is_declined_leaves_the_others,
    what_is_not_open_cannot_be_paid,
    a_card_that_pays_once_pays_once_and_is_never_on_file,
    who_may_read_neither_pays_nor_changes_the_profile,
    checks_are_not_offered_in_germany,
);

const JULIA: &str = "julia.alpers@alpenwerk.example";
const HAUKE: &str = "hauke.hansen@hafenbau.example";

impl World {
    /// How often the gateway was asked to charge an account.
    async fn charges(&self, buyer: &Buyer) -> i64 {
        self.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM payment_attempts WHERE account_id = $1", args![buyer.account()]).await
    }
}

impl Buyer {
    /// Enters a card on the gateway's page that pays once; answers the visit's name.
    async fn single_card(&self, world: &World, number: &str) -> String {
        let url = open_single_card(&self.backend, &self.actor, ("/corporate/card-return".to_owned(), "/corporate/invoices/pay".to_owned())).await.unwrap();
        world.gateway.enter_card(&url, number).await;
        let session = session_of(&url).to_owned();
        find_single_card(&self.backend, &self.actor, &session).await.unwrap().unwrap();
        session
    }
}

/// Number and open amount of an account's oldest open invoice.
async fn open_invoice(world: &World, buyer: &Buyer) -> (String, i64) {
    let number =
        world.text("SELECT number AS value FROM invoices WHERE account_id = $1 AND open_minor > 0 ORDER BY issued_on LIMIT 1", args![buyer.account()]).await;
    let open = world.number("SELECT open_minor AS value FROM invoices WHERE number = $1", args![&number]).await;
    (number, open)
}

/// What is open of an invoice and what was paid of it.
async fn standing(world: &World, number: &str) -> (i64, i64) {
    let open = world.number("SELECT open_minor AS value FROM invoices WHERE number = $1", args![number]).await;
    let paid = "SELECT CAST(COALESCE(SUM(p.amount_minor), 0) AS BIGINT) AS value FROM payments p JOIN invoices i ON i.id = p.invoice_id WHERE i.number = $1 AND p.state = 'settled'";
    (open, world.number(paid, args![number]).await)
}

async fn try_at(world: &World, door: Door, login: &str, password: &str) -> Result<Option<String>, SignInError> {
    let signed_in = sign_in(&world.backend, door, login, &SecretString::from(password)).await?;
    Ok(signed_in.account.map(|account| account.as_str().to_owned()))
}

async fn user_ids_open_their_accounts_and_no_others(world: World) {
    for (known, number, right) in [
        (corporate_sign_ins()[0], "KD-20417", ContactRight::Order),
        (corporate_sign_ins()[1], "KD-20417", ContactRight::Pay),
        (corporate_sign_ins()[2], "KD-20418", ContactRight::Order),
        (corporate_sign_ins()[3], "KD-20419", ContactRight::Order),
    ] {
        let account = try_at(&world, Door::Corporate, known.login, PASSWORD).await.unwrap();
        assert_eq!(account.unwrap(), world.account_of(number).await.as_str());
        let buyer = Buyer::sign_in(&world, &known.login.to_lowercase()).await;
        assert_eq!((buyer.actor.door, buyer.actor.right, buyer.actor.account_count), (Door::Corporate, right, 1));
        assert!(known.who.starts_with(&buyer.actor.person_name) && known.who.ends_with(&buyer.actor.account_name));
        let may_pay = buyer.actor.must_be_allowed_to_pay().is_ok();
        assert_eq!((may_pay, buyer.actor.must_be_billing_contact().is_ok()), (true, right == ContactRight::Order));
        let accounts = list_accounts(&world.backend, &buyer.actor).await.unwrap();
        assert_eq!(accounts.iter().map(|account| account.number.as_str()).collect::<Vec<_>>(), [number]);
    }
    let unknown = try_at(&world, Door::Corporate, "KD-20416", PASSWORD).await;
    assert!(matches!(unknown, Err(SignInError::UnknownUserId)), "{unknown:?}");
    let online = try_at(&world, Door::Corporate, "anna@nordlicht.example", PASSWORD).await;
    assert!(matches!(online, Err(SignInError::UnknownUserId)), "{online:?}");
    let wrong = try_at(&world, Door::Corporate, "KD-20417", "falsch").await;
    assert!(matches!(wrong, Err(SignInError::Wrong)), "{wrong:?}");
}

async fn a_user_id_at_the_other_door_is_told_so_to_who_knows_the_password(world: World) {
    let told = try_at(&world, Door::BillingCenter, "kd-20417", PASSWORD).await;
    assert!(matches!(told, Err(SignInError::CorporateAccount)), "{told:?}");
    for (login, password) in [("kd-20417", "falsch"), ("kd-20416", PASSWORD), ("rita@kontor.example", PASSWORD)] {
        let guessed = try_at(&world, Door::BillingCenter, login, password).await;
        assert!(matches!(guessed, Err(SignInError::Wrong)), "{login}: {guessed:?}");
    }
    let staff = try_at(&world, Door::Staff, "kd-20417", PASSWORD).await;
    assert!(matches!(staff, Err(SignInError::Wrong)), "{staff:?}");
}

async fn blocked(world: &World, user_id: &str) -> Vec<(String, Option<SeatsBlocked>)> {
    let buyer = world.buyer(user_id).await;
    let contracts = load_contracts(&world.backend, &buyer.actor).await.unwrap();
    contracts.into_iter().map(|found| (found.subscription.running.product.to_string(), found.blocked)).collect()
}

async fn seats_are_added_where_account_product_and_contract_allow_it(world: World) {
    let (training, webinar) = ("goto-training".to_owned(), "goto-webinar".to_owned());
    assert_eq!(blocked(&world, "kd-20417").await, [(training.clone(), None), (webinar.clone(), None)]);
    assert_eq!(blocked(&world, "kd-20419").await, [("goto-assist-v5".to_owned(), Some(SeatsBlocked::Account))]);
    world.change("UPDATE subscriptions SET suspended_on = '2026-11-20' WHERE product = 'goto-webinar'", args![]).await;
    assert_eq!(blocked(&world, "kd-20417").await, [(training.clone(), None), (webinar, Some(SeatsBlocked::NotRunning))]);
    world.change("UPDATE subscriptions SET suspended_on = NULL", args![]).await;
    let mut catalogue = (*world.backend.catalogue).clone();
    catalogue.products.iter_mut().filter(|product| product.id.as_str() == "goto-training").for_each(|product| product.seat_add_on = false);
    let elsewhere = world.another_server(crate::common::Others { catalogue, ..Default::default() }).await;
    assert_eq!(blocked(&elsewhere, "kd-20417").await[0], (training, Some(SeatsBlocked::Product)));
}

async fn who_transfers_is_not_charged_and_has_the_agreed_days(world: World) {
    let hauke = world.buyer("kd-20418").await;
    let (number, open) = open_invoice(&world, &hauke).await;
    let card = hauke.single_card(&world, "4242424242424242").await;
    let share = Share { number: &number, seen_minor: open, amount_minor: open };
    assert_eq!(pay_invoices(&hauke.backend, &hauke.actor, &[share], PayWith::SingleCard(&card)).await.unwrap(), [Payment::Paid]);
    let before = world.charges(&hauke).await;
    // A card is entered to be charged; then the account transfers again, and what is on file is none of its ways to pay.
    hauke.use_card(&world, "4242424242424242").await;
    assert_eq!(load_profile(&hauke.backend, &hauke.actor).await.unwrap().terms.profile, PaymentProfile::Card);
    choose_profile(&hauke.backend, &hauke.actor, PaymentProfile::BankTransfer).await.unwrap();
    world.change("UPDATE subscriptions SET period_end = '2026-12-01', anchor_day = 1 WHERE account_id = $1", args![hauke.account()]).await;
    world.rewrite_calendar().await;
    world.pass_to("2026-12-01").await;
    // 80 seats at 240,00 € a year, 19 % VAT: the negotiated price, not the catalogue's.
    let sql = "SELECT net_minor || ' ' || total_minor || ' ' || open_minor || ' ' || due_on AS value FROM invoices WHERE account_id = $1 AND issued_on = '2026-12-01'";
    assert_eq!(world.texts(sql, args![hauke.account()]).await, ["1920000 2284800 2284800 2026-12-31"]);
    assert_eq!(world.charges(&hauke).await, before);
    assert!(world.newest_mail_to(HAUKE).await.contains("zahlbar bis 31.12.2026"));
    world.pass_to("2026-12-31").await;
    let subjects = world.subjects_to(HAUKE).await;
    assert!(subjects.last().unwrap().starts_with("Ihre Rechnung "), "within the terms nobody reminds: {subjects:?}");
    world.pass_to("2027-01-08").await;
    let subjects = world.subjects_to(HAUKE).await;
    assert!(subjects.last().unwrap().starts_with("1. Erinnerung"), "{subjects:?}");
    assert!(world.newest_mail_to(HAUKE).await.contains("/corporate/invoices/RU-2026-"), "{}", world.newest_mail_to(HAUKE).await);
    assert_eq!(world.charges(&hauke).await, before, "not by a step of the reminders either");
}

async fn who_pays_by_card_is_charged_at_the_negotiated_price(world: World) {
    let julia = world.buyer("kd-20417").await;
    world.pass_to("2027-03-01").await;
    // 25 seats at 1.320,00 € a year, 19 % VAT.
    let sql = "SELECT products || ' ' || net_minor || ' ' || total_minor || ' ' || open_minor AS value FROM invoices WHERE account_id = $1 AND issued_on > '2026-11-21'";
    assert_eq!(world.texts(sql, args![julia.account()]).await, ["GoTo Training 3300000 3927000 0"]);
    let paid = "SELECT amount_minor AS value FROM payments WHERE account_id = $1 ORDER BY received_on, amount_minor";
    assert_eq!(world.numbers(paid, args![julia.account()]).await.last(), Some(&3_927_000));
    let konrad = world.buyer("konrad.kern@alpenwerk.example").await;
    assert!(matches!(konrad.actor.must_be_billing_contact(), Err(Refusal::NotBillingContact(contact)) if contact.email == JULIA));
}

async fn a_link_to_a_new_password_goes_to_the_contact_of_the_user_id(world: World) {
    forget_password(&world.backend, Door::Corporate, "KD-20417").await.unwrap();
    forget_password(&world.backend, Door::BillingCenter, "KD-20417").await.unwrap();
    forget_password(&world.backend, Door::Corporate, "anna@nordlicht.example").await.unwrap();
    assert_eq!(world.answer_forgotten().await, 3);
    let sent = world.texts("SELECT recipient AS value FROM outbox WHERE secret IS NOT NULL", args![]).await;
    assert_eq!(sent, [JULIA]);
}

/// Newest first.
async fn paid_invoices(buyer: &Buyer) -> Vec<InvoiceSummary> {
    let query = InvoiceQuery { state: "paid".to_owned(), ..InvoiceQuery::default() };
    search_invoices(&buyer.backend, &buyer.actor, &query, None).await.unwrap().rows
}

async fn the_demo_has_open_and_paid_invoices_with_the_user_id_on_them(world: World) {
    let julia = world.buyer("kd-20417").await;
    let found = load_invoices(&julia.backend, &julia.actor).await.unwrap();
    let paid = paid_invoices(&julia).await;
    let paid: Vec<_> = paid.iter().map(|invoice| (invoice.products.as_str(), invoice.total_minor)).collect();
    // 5 seats at 1.680,00 € and 20 at 1.320,00 € a year, 19 % VAT.
    assert_eq!(paid, [("GoTo Webinar", 999_600), ("GoTo Training", 3_141_600)]);
    // Five seats more for 103 of 365 days: 6.600,00 € × 103 / 365 = 1.862,47 €, and 19 % VAT.
    let open: Vec<_> = found.open.iter().map(|invoice| (invoice.products.as_str(), invoice.total_minor, invoice.open_minor)).collect();
    assert_eq!(open, [("GoTo Training", 221_634, 221_634)]);
    let document = find_invoice(&julia.backend, &julia.actor, &found.open[0].number).await.unwrap();
    assert_eq!((document.user_id.as_deref(), document.account_number.as_str()), (Some("KD-20417"), "KD-20417"));
    assert!(document.number.starts_with("RU-2026-"), "{}", document.number);
    let dates = world.texts("SELECT issued_on AS value FROM invoices WHERE series = 'RU' ORDER BY sequence", args![]).await;
    assert!(dates.len() == 5 && dates.is_sorted(), "{dates:?}");
}

/// A small generator, so that both engines see the same cases and every run does.
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

/// The property of partial payments: whatever parts are paid, what is open and what was paid make up the invoice, every payment
/// is one charge of that amount, and the invoice is paid when nothing is open.
async fn parts_of_an_invoice_add_up_to_it_whatever_they_are(world: World) {
    let julia = world.buyer("kd-20417").await;
    let (number, total) = open_invoice(&world, &julia).await;
    let (mut seed, mut open, mut parts) = (20_417, total, Vec::new());
    while open > 0 {
        let part = if parts.len() == 9 { open } else { 1 + i64::try_from(next(&mut seed)).unwrap() % open };
        let share = Share { number: &number, seen_minor: open, amount_minor: part };
        assert_eq!(pay_invoices(&julia.backend, &julia.actor, &[share], PayWith::MethodOnFile).await.unwrap(), [Payment::Paid]);
        parts.push(part);
        open -= part;
        assert_eq!(standing(&world, &number).await, (open, parts.iter().sum::<i64>()));
        assert_eq!(standing(&world, &number).await.0 + standing(&world, &number).await.1, total);
    }
    assert!(parts.len() > 3, "{parts:?}");
    let mut charged = world.gateway.charged().await;
    let mut expected = parts.clone();
    charged.sort_unstable();
    expected.sort_unstable();
    assert_eq!(charged, expected);
    let found = load_invoices(&julia.backend, &julia.actor).await.unwrap();
    assert!(found.open.is_empty());
    let invoice = load_standing(&julia.backend, &julia.actor, &number).await.unwrap().invoice.unwrap();
    assert_eq!(invoice.payments.iter().map(|payment| payment.amount_minor).sum::<i64>(), total, "every allocation is shown");
    let receipts = world.subjects_to(JULIA).await.iter().filter(|subject| **subject == format!("Zahlung erhalten: Rechnung {number}")).count();
    assert_eq!(receipts, parts.len());
    // A second press of the last button finds nothing to pay.
    let again = Share { number: &number, seen_minor: 1, amount_minor: 1 };
    assert_eq!(pay_invoices(&julia.backend, &julia.actor, &[again], PayWith::MethodOnFile).await.unwrap(), [Payment::Paid]);
    assert_eq!(world.gateway.charged().await.len(), parts.len());
}

async fn several_invoices_are_paid_at_once_and_one_that_is_declined_leaves_the_others(world: World) {
    let julia = world.buyer("kd-20417").await;
    let (first, open) = open_invoice(&world, &julia).await;
    world.open_by_hand(&paid_invoices(&julia).await[0].number, 120_000).await;
    world.change("UPDATE payment_methods SET gateway_token = 'tok_declined_0002' WHERE account_id = $1", args![julia.account()]).await;
    let found = load_invoices(&julia.backend, &julia.actor).await.unwrap();
    let second = found.open.iter().find(|invoice| invoice.number != first).unwrap().clone();
    let shares = [
        Share { number: &first, seen_minor: open, amount_minor: open },
        Share { number: &second.number, seen_minor: second.open_minor, amount_minor: second.open_minor },
    ];
    // All or nothing is begun: one amount that has changed keeps both from being charged.
    let stale = [shares[0], Share { seen_minor: second.open_minor - 1, ..shares[1] }];
    let before = world.charges(&julia).await;
    assert!(matches!(pay_invoices(&julia.backend, &julia.actor, &stale, PayWith::MethodOnFile).await, Err(Refusal::PriceChanged)));
    assert_eq!(world.charges(&julia).await, before);
    let declined = pay_invoices(&julia.backend, &julia.actor, &shares, PayWith::MethodOnFile).await.unwrap();
    assert!(declined.iter().all(|payment| matches!(payment, Payment::Declined { .. })), "{declined:?}");
    // Another card pays both.
    let card = julia.single_card(&world, "4242424242424242").await;
    assert_eq!(pay_invoices(&julia.backend, &julia.actor, &shares, PayWith::SingleCard(&card)).await.unwrap(), [Payment::Paid, Payment::Paid]);
    assert_eq!((standing(&world, &first).await, standing(&world, &second.number).await), ((0, open), (0, second.open_minor)));
}

async fn what_is_not_open_cannot_be_paid(world: World) {
    let (julia, hauke) = (world.buyer("kd-20417").await, world.buyer("kd-20418").await);
    let (number, open) = open_invoice(&world, &julia).await;
    for amount_minor in [0, -1, open + 1, i64::MAX, i64::MIN] {
        let share = Share { number: &number, seen_minor: open, amount_minor };
        let refused = pay_invoices(&julia.backend, &julia.actor, &[share], PayWith::MethodOnFile).await;
        assert!(matches!(refused, Err(Refusal::Input { field: "amount", fault: InputFault::AmountNotDue })), "{amount_minor}: {refused:?}");
    }
    // Another account's invoice is not there, and nothing on file pays for who transfers.
    let share = Share { number: &number, seen_minor: open, amount_minor: open };
    assert!(matches!(pay_invoices(&hauke.backend, &hauke.actor, &[share], PayWith::MethodOnFile).await, Err(Refusal::NotFound)));
    let (own, owed) = open_invoice(&world, &hauke).await;
    let share = Share { number: &own, seen_minor: owed, amount_minor: owed };
    assert!(matches!(pay_invoices(&hauke.backend, &hauke.actor, &[share], PayWith::MethodOnFile).await, Err(Refusal::NoPaymentMethod)));
    assert_eq!(world.gateway.charged().await, Vec::<i64>::new());
}

async fn a_card_that_pays_once_pays_once_and_is_never_on_file(world: World) {
    let (julia, hauke) = (world.buyer("kd-20417").await, world.buyer("kd-20418").await);
    let (number, open) = open_invoice(&world, &hauke).await;
    let card = hauke.single_card(&world, "4242424242424242").await;
    // Another account has no use of it, nor of its name.
    assert!(matches!(find_single_card(&julia.backend, &julia.actor, &card).await, Err(Refusal::SessionUnknown)));
    let half = Share { number: &number, seen_minor: open, amount_minor: open / 2 };
    assert_eq!(pay_invoices(&hauke.backend, &hauke.actor, &[half], PayWith::SingleCard(&card)).await.unwrap(), [Payment::Paid]);
    let rest = Share { number: &number, seen_minor: open - open / 2, amount_minor: 1 };
    let again = pay_invoices(&hauke.backend, &hauke.actor, &[rest], PayWith::SingleCard(&card)).await;
    assert!(matches!(again, Err(Refusal::NoPaymentMethod)), "{again:?}");
    assert_eq!(standing(&world, &number).await, (open - open / 2, open / 2));
    assert_eq!(load_method(&hauke.backend, &hauke.actor).await.unwrap().1, None);
    assert_eq!(load_profile(&hauke.backend, &hauke.actor).await.unwrap().terms.profile, PaymentProfile::BankTransfer);
}

async fn who_may_read_neither_pays_nor_changes_the_profile(world: World) {
    world.change("UPDATE memberships SET may_pay = 0", args![]).await;
    let konrad = world.buyer("konrad.kern@alpenwerk.example").await;
    let (number, open) = open_invoice(&world, &konrad).await;
    let share = Share { number: &number, seen_minor: open, amount_minor: open };
    let refused = pay_invoices(&konrad.backend, &konrad.actor, &[share], PayWith::MethodOnFile).await;
    assert!(matches!(refused, Err(Refusal::NotBillingContact(contact)) if contact.email == JULIA));
    assert!(matches!(choose_profile(&konrad.backend, &konrad.actor, PaymentProfile::BankTransfer).await, Err(Refusal::NotBillingContact(_))));
    let addresses = (String::new(), String::new());
    assert!(matches!(open_single_card(&konrad.backend, &konrad.actor, addresses).await, Err(Refusal::NotBillingContact(_))));
    assert_eq!(load_invoices(&konrad.backend, &konrad.actor).await.unwrap().open.len(), 1, "looking is allowed");
}

async fn checks_are_not_offered_in_germany(world: World) {
    let julia = world.buyer("kd-20417").await;
    for profile in [PaymentProfile::Check, PaymentProfile::Card] {
        let refused = choose_profile(&julia.backend, &julia.actor, profile).await;
        assert!(matches!(refused, Err(Refusal::Input { field: "profile", fault: InputFault::NotOffered })), "{profile:?}: {refused:?}");
    }
    world.change("UPDATE accounts SET country = 'US' WHERE number = 'KD-20417'", args![]).await;
    choose_profile(&julia.backend, &julia.actor, PaymentProfile::Check).await.unwrap();
    assert_eq!(load_profile(&julia.backend, &julia.actor).await.unwrap().terms.profile, PaymentProfile::Check);
    assert_eq!(world.subjects_to(JULIA).await, ["Ihr Zahlungsprofil wurde geändert"]);
}
