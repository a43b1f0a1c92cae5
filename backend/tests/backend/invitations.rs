//! Accounts from nothing: the staff makes one and invites, somebody accepts, once.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::people::account_input;
use crate::common::smtp::{MailServer, Manner};
use crate::common::{Others, World};
use backend::db::people::Door;
use backend::usecases::accounts::create::{CreateAccountError, create_account};
use backend::usecases::accounts::list::{PAGE_ROWS, list_accounts};
use backend::usecases::accounts::terms::change_terms;
use backend::usecases::accounts::view::view_account;
use backend::usecases::invitations::accept::{AcceptError, accept_as, accept_as_new};
use backend::usecases::invitations::load::{InvitationFound, load_invitation};
use backend::usecases::invitations::send::send_again;
use backend::usecases::invitations::withdraw::withdraw;
use backend::usecases::outbox::send_due;
use backend::usecases::people::list_accounts::list_accounts as own_accounts;
use backend::usecases::sessions::sign_in::sign_in;
use backend::usecases::staff::StaffMember;
use backend::usecases::staff::StaffRole;
use backend::usecases::staff::add::add_staff;
use backend::{Refusal, Role, args};
use billing::corporate::{ContactRight, SelfService};
use billing::ids::InvitationId;
use billing::input::InputFault;
use billing::people::PasswordFault;
use billing::vat_id::VatIdError;
use secrecy::SecretString;

on_both_engines!(in_world:
    an_account_its_invitation_and_its_mail_come_together,
    what_cannot_be_read_is_named_and_makes_nothing,
    a_corporate_account_is_made_with_its_terms_and_the_user_id_of_its_contact,
    a_user_id_is_promised_to_one,
    what_was_agreed_is_changed_and_told,
    numbers_go_on_and_step_over_those_that_are_taken,
    accounts_made_at_once_have_different_numbers,
    somebody_new_accepts_and_signs_in,
    a_link_counts_once_and_its_token_is_not_stored,
    accepting_at_once_makes_one_person,
    links_end_are_withdrawn_and_renewed,
    another_accounts_invitation_is_not_there,
    somebody_with_a_login_accepts_by_being_signed_in,
    nobody_accepts_for_somebody_else,
    staff_finds_accounts_by_name_number_and_mail,
    every_look_of_the_staff_is_written_down,
    ten_thousand_accounts_are_paged_in_order,
    the_secret_of_a_mail_is_forgotten_once_it_has_left,
    added_staff_signs_in_at_the_staffs_door_alone,
);

const EVA: &str = "eva@ernst.example";
const PASSWORD: &str = "ein ganzer Satz";

fn password(text: &str) -> SecretString {
    SecretString::from(text)
}

async fn count(world: &World, sql: &'static str) -> i64 {
    world.number(sql, args![]).await
}

async fn an_account_its_invitation_and_its_mail_come_together(world: World) {
    let input = account_input("Ernst & Söhne", " Eva@Ernst.example ");
    let number = create_account(&world.backend, &world.rita().await, &input).await.unwrap();
    assert_eq!(number, "KD-10001");
    let account =
        "SELECT name || '|' || name_folded || '|' || kind || '|' || country || '|' || currency || '|' || vat_id_state AS value FROM accounts WHERE number = $1";
    assert_eq!(world.text(account, args![&number]).await, "Ernst & Söhne|ernst & sohne|online|DE|EUR|none");
    let invitation = "SELECT name || '|' || email || '|' || email_folded || '|' || role || '|' || state AS value FROM invitations";
    assert_eq!(world.text(invitation, args![]).await, "Eva Ernst|Eva@Ernst.example|eva@ernst.example|billing_contact|open");
    assert_eq!(world.mails_to("Eva@Ernst.example").await, ["Ihr Zugang zum Konto Ernst & Söhne bei Kontor Software GmbH"]);
    let body = world.text("SELECT content AS value FROM outbox WHERE secret IS NOT NULL", args![]).await;
    assert!(body.contains("Rita Rehm") && body.contains("KD-10001") && body.contains("\n{secret}\n"), "{body}");
    let secret = world.text("SELECT secret AS value FROM outbox WHERE secret IS NOT NULL", args![]).await;
    assert!(secret.starts_with("https://portal.test/invitation/") && secret.len() == "https://portal.test/invitation/".len() + 64, "{secret}");
    let audit = world.texts("SELECT action AS value FROM audit WHERE account_id = (SELECT id FROM accounts WHERE number = 'KD-10001') ORDER BY id", args![]);
    assert_eq!(audit.await, ["account_created", "invitation_sent"]);
}

/// Makes one field of a good form a bad one.
type Change = fn(&mut backend::usecases::accounts::create::AccountInput);

/// Terms of payment, whether seats are added by themselves, and the User ID.
fn make_corporate(input: &mut backend::usecases::accounts::create::AccountInput, (days, self_service, user_id): (&str, &str, &str)) {
    input.kind = "corporate".to_owned();
    input.terms_days = days.to_owned();
    input.self_service = self_service.to_owned();
    input.user_id = user_id.to_owned();
}

async fn what_cannot_be_read_is_named_and_makes_nothing(world: World) {
    let before = world.picture().await;
    let rita = world.rita().await;
    let between = InputFault::NotBetween { least: 0, most: 120 };
    let faults: [(&str, Change, InputFault); 19] = [
        ("kind", |input| input.kind.clear(), InputFault::Missing),
        ("kind", |input| input.kind = "staff".to_owned(), InputFault::NotOffered),
        ("terms_days", |input| make_corporate(input, ("", "eligible", "")), InputFault::Missing),
        ("terms_days", |input| make_corporate(input, ("121", "eligible", "")), between.clone()),
        ("terms_days", |input| make_corporate(input, ("-1", "eligible", "")), between),
        ("self_service", |input| make_corporate(input, ("30", "yes", "")), InputFault::NotOffered),
        ("user_id", |input| make_corporate(input, ("30", "eligible", "Ernst & Söhne")), InputFault::NotUserId),
        ("name", |input| input.name = " ".to_owned(), InputFault::Missing),
        ("name", |input| input.name = "x".repeat(121), InputFault::TooLong { most: 120 }),
        ("street", |input| input.street.clear(), InputFault::Missing),
        ("postal_code", |input| input.postal_code = "1010".to_owned(), InputFault::PostalCode { example: "20457".to_owned() }),
        ("country", |input| input.country = "XX".to_owned(), InputFault::NotOffered),
        ("country", |input| input.country.clear(), InputFault::Missing),
        ("currency", |input| input.currency = "JPY".to_owned(), InputFault::NotOffered),
        ("language", |input| input.language = "fr".to_owned(), InputFault::NotOffered),
        ("vat_id", |input| input.vat_id = "DE123456789".to_owned(), InputFault::VatId(VatIdError::CheckDigits)),
        ("vat_id", |input| input.vat_id = "ATU12345675".to_owned(), InputFault::VatId(VatIdError::WrongCountry { expected: "DE".to_owned() })),
        ("contact_name", |input| input.contact_name.clear(), InputFault::Missing),
        ("contact_email", |input| input.contact_email = "eva".to_owned(), InputFault::NotMailAddress),
    ];
    for (expected, spoil, fault) in faults {
        let mut input = account_input("Ernst", EVA);
        spoil(&mut input);
        match create_account(&world.backend, &rita, &input).await {
            Err(CreateAccountError::Input { field, fault: found }) => assert_eq!((field, found), (expected, fault)),
            other => panic!("{expected}: {other:?}"),
        }
    }
    assert_eq!(world.picture().await, before);
    let mut with_number = account_input("Ernst", EVA);
    with_number.vat_id = "de 123.456.788".to_owned();
    let number = create_account(&world.backend, &rita, &with_number).await.unwrap();
    let stored = world.text("SELECT vat_id || ' ' || vat_id_state AS value FROM accounts WHERE number = $1", args![number]).await;
    assert_eq!(stored, "DE123456788 unverified");
}

async fn a_corporate_account_is_made_with_its_terms_and_the_user_id_of_its_contact(world: World) {
    let (rita, mut input) = (world.rita().await, account_input("Ernst AG", EVA));
    make_corporate(&mut input, ("14", "not_eligible", " Ernst-AG "));
    let number = create_account(&world.backend, &rita, &input).await.unwrap();
    let stored = "SELECT kind || ' ' || self_service || ' ' || terms_days || ' ' || payment_profile AS value FROM accounts WHERE number = $1";
    assert_eq!(world.text(stored, args![&number]).await, "corporate 0 14 bank_transfer");
    let secret = world.text("SELECT secret AS value FROM outbox WHERE secret IS NOT NULL", args![]).await;
    assert!(secret.starts_with("https://portal.test/corporate/invitation/"), "{secret}");
    let token = world.mailed_token(EVA).await;
    let InvitationFound::Open { invitation, .. } = load_invitation(&world.backend, &token).await.unwrap() else { panic!("not open") };
    assert_eq!(invitation.user_id.as_deref(), Some("Ernst-AG"));
    accept_as_new(&world.backend, Door::Corporate, &token, "Eva Ernst", &password(PASSWORD)).await.unwrap();
    for user_id in ["Ernst-AG", " ernst-ag "] {
        sign_in(&world.backend, Door::Corporate, user_id, &password(PASSWORD)).await.unwrap();
    }
    assert!(sign_in(&world.backend, Door::Corporate, EVA, &password(PASSWORD)).await.is_err(), "the address is none");
    assert_eq!(view_account(&world.backend, &rita, &number).await.unwrap().user_id.as_deref(), Some("Ernst-AG"));
    // Without one of its own, the User ID is the mail address.
    let mut plain = account_input("Zweite AG", "otto@zweite.example");
    make_corporate(&mut plain, ("30", "eligible", "otto@zweite.example"));
    create_account(&world.backend, &rita, &plain).await.unwrap();
    let token = world.mailed_token("otto@zweite.example").await;
    accept_as_new(&world.backend, Door::Corporate, &token, "Otto", &password(PASSWORD)).await.unwrap();
    sign_in(&world.backend, Door::Corporate, "otto@zweite.example", &password(PASSWORD)).await.unwrap();
}

async fn a_user_id_is_promised_to_one(world: World) {
    let rita = world.rita().await;
    let make = async |name: &str, email: &str, user_id: &str| {
        let mut input = account_input(name, email);
        make_corporate(&mut input, ("30", "eligible", user_id));
        create_account(&world.backend, &rita, &input).await
    };
    let is_taken =
        |outcome: Result<String, CreateAccountError>| matches!(outcome, Err(CreateAccountError::Input { field: "user_id", fault: InputFault::UserIdTaken }));
    let number = make("Erste AG", EVA, "Ernst").await.unwrap();
    assert!(is_taken(make("Zweite AG", "otto@zweite.example", "ERNST").await), "promised");
    let (first, second) = tokio::join!(make("Dritte AG", "a@dritte.example", "gleich"), make("Vierte AG", "b@vierte.example", "gleich"));
    assert_eq!([is_taken(first), is_taken(second)].into_iter().filter(|taken| *taken).count(), 1, "asked for at once");
    let invitation = InvitationId(world.text("SELECT id AS value FROM invitations WHERE user_id = 'Ernst'", args![]).await);
    withdraw(&world.backend, &rita, &number, &invitation).await.unwrap();
    make("Zweite AG", "otto@zweite.example", "ernst").await.unwrap();
    let token = world.mailed_token("otto@zweite.example").await;
    accept_as_new(&world.backend, Door::Corporate, &token, "Otto", &password(PASSWORD)).await.unwrap();
    assert!(is_taken(make("Fünfte AG", EVA, "Ernst").await), "somebody has it");
    let mut online = account_input("Online GmbH", EVA);
    online.user_id = "Ernst".to_owned();
    create_account(&world.backend, &rita, &online).await.unwrap();
}

async fn what_was_agreed_is_changed_and_told(world: World) {
    let (rita, mut input) = (world.rita().await, account_input("Ernst AG", EVA));
    make_corporate(&mut input, ("30", "eligible", ""));
    let number = create_account(&world.backend, &rita, &input).await.unwrap();
    let change = async |number: &str, days: &str, self_service: &str| change_terms(&world.backend, &rita, number, (days, self_service)).await;
    assert!(matches!(change(&number, "soon", "eligible").await, Err(Refusal::Input { field: "terms_days", .. })));
    assert!(matches!(change(&number, "30", "").await, Err(Refusal::Input { field: "self_service", .. })));
    assert!(matches!(change("KD-10234", "30", "eligible").await, Err(Refusal::NotFound)), "who buys online has agreed nothing");
    for _ in 0..2 {
        change(&number, "14", "not_eligible").await.unwrap();
    }
    let terms = view_account(&world.backend, &rita, &number).await.unwrap().account.terms.unwrap();
    assert_eq!((terms.days, terms.self_service), (14, SelfService::NotEligible));
    let told = world.texts("SELECT details AS value FROM audit WHERE action = 'terms_changed'", args![]).await;
    assert_eq!(told, [r#"{"from":{"days":30,"self_service":"eligible"},"to":{"days":14,"self_service":"not_eligible"}}"#], "once, and nothing the second time");
}

async fn numbers_go_on_and_step_over_those_that_are_taken(world: World) {
    world.change("INSERT INTO account_numbers (series, last_number) VALUES ('KD', 10232)", args![]).await;
    let (first, _) = world.invited("Eins", "eins@eins.example").await;
    let (second, _) = world.invited("Zwei", "zwei@zwei.example").await;
    // KD-10234 is Nordlicht's.
    assert_eq!((first.as_str(), second.as_str()), ("KD-10233", "KD-10235"));
}

async fn accounts_made_at_once_have_different_numbers(world: World) {
    let making: Vec<_> = (0..12)
        .map(|place| {
            let world = world.clone();
            tokio::spawn(async move { world.invited("Gleichzeitig", &format!("g{place}@g.example")).await.0 })
        })
        .collect();
    let mut numbers = Vec::new();
    for made in making {
        numbers.push(made.await.unwrap());
    }
    numbers.sort();
    assert_eq!(numbers, (10_001..=10_012).map(|number| format!("KD-{number}")).collect::<Vec<_>>());
}

async fn somebody_new_accepts_and_signs_in(world: World) {
    let (number, token) = world.invited("Ernst GmbH", EVA).await;
    match load_invitation(&world.backend, &token).await.unwrap() {
        InvitationFound::Open { invitation, account, owner, by_colleague: false } => {
            assert_eq!((invitation.invited_by.as_str(), account.party.name.as_str(), owner), ("Rita Rehm", "Ernst GmbH", None));
        }
        _ => panic!("it is open"),
    }
    for (wrong, fault) in [("zu kurz", PasswordFault::TooShort), (EVA, PasswordFault::IsMailAddress), ("kontor-demo-2026", PasswordFault::IsPublic)] {
        let refused = accept_as_new(&world.backend, Door::BillingCenter, &token, "Eva Ernst", &password(wrong)).await;
        assert!(matches!(&refused, Err(AcceptError::Input { field: "password", fault: InputFault::Password(found) }) if *found == fault), "{refused:?}");
    }
    let refused = accept_as_new(&world.backend, Door::BillingCenter, &token, "  ", &password(PASSWORD)).await;
    assert!(matches!(refused, Err(AcceptError::Input { field: "name", fault: InputFault::Missing })), "{refused:?}");
    let (person, account) = accept_as_new(&world.backend, Door::BillingCenter, &token, " Eva E. Ernst ", &password(PASSWORD)).await.unwrap();
    assert_eq!(account, world.account_of(&number).await);
    let actor = world.actor(&person, &account).await;
    assert_eq!((actor.person_name.as_str(), actor.email.as_str(), actor.role, actor.account_count), ("Eva E. Ernst", EVA, Role::BillingContact, 1));
    let signed_in = sign_in(&world.backend, Door::BillingCenter, "Eva@ERNST.example", &password(PASSWORD)).await.unwrap();
    assert_eq!((signed_in.person, signed_in.account), (person, Some(account)));
}

async fn a_link_counts_once_and_its_token_is_not_stored(world: World) {
    let (_, token) = world.invited("Ernst GmbH", EVA).await;
    let stored = world.text("SELECT token_hash AS value FROM invitations", args![]).await;
    assert!(stored.len() == 64 && stored != token);
    // The hash itself opens nothing.
    assert!(matches!(load_invitation(&world.backend, &stored).await.unwrap(), InvitationFound::Unknown));
    accept_as_new(&world.backend, Door::BillingCenter, &token, "Eva", &password(PASSWORD)).await.unwrap();
    let again = accept_as_new(&world.backend, Door::BillingCenter, &token, "Mallory", &password("ein anderer Satz")).await;
    assert!(matches!(again, Err(AcceptError::LinkOver)), "{again:?}");
    assert!(matches!(load_invitation(&world.backend, &token).await.unwrap(), InvitationFound::Accepted));
    assert_eq!(count(&world, "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM people WHERE email_folded = 'eva@ernst.example'").await, 1);
    sign_in(&world.backend, Door::BillingCenter, EVA, &password(PASSWORD)).await.unwrap();
}

async fn accepting_at_once_makes_one_person(world: World) {
    let (_, token) = world.invited("Ernst GmbH", EVA).await;
    let accepting: Vec<_> = (0..8)
        .map(|place| {
            let (world, token) = (world.clone(), token.clone());
            tokio::spawn(async move { accept_as_new(&world.backend, Door::BillingCenter, &token, &format!("Eva {place}"), &password(PASSWORD)).await })
        })
        .collect();
    let mut accepted = 0;
    for outcome in accepting {
        match outcome.await.unwrap() {
            Ok(_) => accepted += 1,
            Err(AcceptError::LinkOver | AcceptError::HasLogin) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(accepted, 1);
    assert_eq!(count(&world, "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM people WHERE email_folded = 'eva@ernst.example'").await, 1);
    assert_eq!(count(&world, "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM audit WHERE action = 'invitation_accepted'").await, 1);
}

async fn links_end_are_withdrawn_and_renewed(world: World) {
    let rita = world.rita().await;
    let (number, first) = world.invited("Ernst GmbH", EVA).await;
    let id = InvitationId(world.text("SELECT id AS value FROM invitations", args![]).await);
    world.change("UPDATE invitations SET expires_at = 1", args![]).await;
    assert!(matches!(load_invitation(&world.backend, &first).await.unwrap(), InvitationFound::Expired));
    assert!(matches!(accept_as_new(&world.backend, Door::BillingCenter, &first, "Eva", &password(PASSWORD)).await, Err(AcceptError::LinkOver)));
    send_again(&world.backend, &rita, &number, &id).await.unwrap();
    let second = world.mailed_token(EVA).await;
    assert_ne!(first, second);
    assert!(matches!(load_invitation(&world.backend, &first).await.unwrap(), InvitationFound::Unknown), "the old link leads nowhere");
    assert!(matches!(load_invitation(&world.backend, &second).await.unwrap(), InvitationFound::Open { .. }));
    assert_eq!(world.mails_to(EVA).await.len(), 2);
    withdraw(&world.backend, &rita, &number, &id).await.unwrap();
    assert!(matches!(load_invitation(&world.backend, &second).await.unwrap(), InvitationFound::Withdrawn));
    assert!(matches!(accept_as_new(&world.backend, Door::BillingCenter, &second, "Eva", &password(PASSWORD)).await, Err(AcceptError::LinkOver)));
    // What is over for good is not sent again.
    assert!(matches!(send_again(&world.backend, &rita, &number, &id).await, Err(Refusal::NotFound)));
    assert!(matches!(withdraw(&world.backend, &rita, &number, &id).await, Err(Refusal::NotFound)));
}

async fn another_accounts_invitation_is_not_there(world: World) {
    let rita = world.rita().await;
    let (_, token) = world.invited("Ernst GmbH", EVA).await;
    let (other, _) = world.invited("Andere GmbH", "otto@andere.example").await;
    let id = InvitationId(world.text("SELECT id AS value FROM invitations WHERE email_folded = $1", args![EVA]).await);
    for number in [other.as_str(), "KD-99999", "", "' OR 1=1 --"] {
        assert!(matches!(send_again(&world.backend, &rita, number, &id).await, Err(Refusal::NotFound)), "{number}");
        assert!(matches!(withdraw(&world.backend, &rita, number, &id).await, Err(Refusal::NotFound)), "{number}");
    }
    assert!(matches!(load_invitation(&world.backend, &token).await.unwrap(), InvitationFound::Open { .. }));
    for made_up in ["", "x", "\0", &"0".repeat(64), &token.to_uppercase()] {
        assert!(matches!(load_invitation(&world.backend, made_up).await.unwrap(), InvitationFound::Unknown), "{made_up}");
    }
}

async fn somebody_with_a_login_accepts_by_being_signed_in(world: World) {
    let anna = world.anna().await.actor;
    let (number, token) = world.invited("Zweite GmbH", "Anna@Nordlicht.example").await;
    match load_invitation(&world.backend, &token).await.unwrap() {
        InvitationFound::Open { owner, .. } => assert_eq!(owner.as_ref(), Some(&anna.person)),
        _ => panic!("it is open"),
    }
    let as_new = accept_as_new(&world.backend, Door::BillingCenter, &token, "Anna", &password(PASSWORD)).await;
    assert!(matches!(as_new, Err(AcceptError::HasLogin)), "{as_new:?}");
    let account = accept_as(&world.backend, &anna, &token).await.unwrap();
    assert_eq!(account, world.account_of(&number).await);
    assert_eq!(accept_as(&world.backend, &anna, &token).await.unwrap(), account, "twice is harmless");
    let names: Vec<String> = own_accounts(&world.backend, &anna).await.unwrap().into_iter().map(|account| account.name).collect();
    assert_eq!(names, ["Nordlicht GmbH", "Zweite GmbH"]);
    let there = world.actor(&anna.person, &account).await;
    assert_eq!((there.account_name.as_str(), there.account_count, there.role), ("Zweite GmbH", 2, Role::BillingContact));
}

async fn nobody_accepts_for_somebody_else(world: World) {
    let ben = world.buyer("ben@nordlicht.example").await.actor;
    let (_, for_anna) = world.invited("Zweite GmbH", "anna@nordlicht.example").await;
    let (_, for_eva) = world.invited("Ernst GmbH", EVA).await;
    for token in [&for_anna, &for_eva] {
        let refused = accept_as(&world.backend, &ben, token).await;
        assert!(matches!(refused, Err(AcceptError::SomebodyElse)), "{refused:?}");
    }
    let anna = world.anna().await.actor;
    accept_as(&world.backend, &anna, &for_anna).await.unwrap();
    let refused = accept_as(&world.backend, &ben, &for_anna).await;
    assert!(matches!(refused, Err(AcceptError::LinkOver)), "what Anna accepted is not Ben's: {refused:?}");
    assert_eq!(own_accounts(&world.backend, &ben).await.unwrap().len(), 1);
}

async fn staff_finds_accounts_by_name_number_and_mail(world: World) {
    world.invited("Müller & Groß KG", "otto@mueller.example").await;
    let rita = world.rita().await;
    let found = async |search: &str| -> Vec<String> {
        list_accounts(&world.backend, &rita, search, None).await.unwrap().rows.into_iter().map(|row| row.name).collect()
    };
    assert_eq!(found("").await, ["Leer & Söhne", "Müller & Groß KG", "Nordlicht GmbH", "Solo Studio"]);
    for (search, expected) in [
        ("nord", "Nordlicht GmbH"),
        (" MULLER & gross ", "Müller & Groß KG"),
        ("söhne", "Leer & Söhne"),
        ("kd-10571", "Solo Studio"),
        ("10234", "Nordlicht GmbH"),
        ("Ben@Nordlicht", "Nordlicht GmbH"),
        ("otto@mueller", "Müller & Groß KG"),
    ] {
        assert_eq!(found(search).await, [expected], "{search}");
    }
    for nothing in ["%", "_", "!", "' OR '1'='1", "nobody@nowhere"] {
        assert_eq!(found(nothing).await, Vec::<String>::new(), "{nothing}");
    }
    let rows = list_accounts(&world.backend, &rita, "", None).await.unwrap().rows;
    let summary: Vec<_> = rows.iter().map(|row| (row.contact.as_deref(), row.subscriptions)).collect();
    assert_eq!(summary, [(Some("Dora Decker"), 0), (Some("Eva Ernst"), 0), (Some("Anna Albrecht"), 2), (Some("Carla Conti"), 1)]);
}

async fn every_look_of_the_staff_is_written_down(world: World) {
    let rita = world.rita().await;
    let view = view_account(&world.backend, &rita, "KD-10234").await.unwrap();
    let people: Vec<_> = view.people.iter().map(|person| (person.contact.name.as_str(), person.right)).collect();
    assert_eq!(people, [("Anna Albrecht", ContactRight::Order), ("Ben Brandt", ContactRight::Read)]);
    assert_eq!((view.subscriptions, view.invitations.len(), view.account.party.name.as_str()), (2, 0, "Nordlicht GmbH"));
    let sql = "SELECT a.number || ' ' || p.name AS value FROM audit l JOIN accounts a ON a.id = l.account_id JOIN people p ON p.id = l.person_id \
               WHERE l.action = 'account_viewed'";
    assert_eq!(world.texts(sql, args![]).await, ["KD-10234 Rita Rehm"]);
    assert!(matches!(view_account(&world.backend, &rita, "KD-00000").await, Err(Refusal::NotFound)));
    assert_eq!(world.texts(sql, args![]).await.len(), 1);
}

async fn ten_thousand_accounts_are_paged_in_order(world: World) {
    // As many as a statement makes quickly on both engines: digits joined four times.
    let sql = "INSERT INTO accounts (id, number, kind, name, name_folded, street, postal_code, city, country, currency, language, vat_id_state, credit_minor, \
               version, created_at) \
               WITH d(n) AS (SELECT '0' UNION ALL SELECT '1' UNION ALL SELECT '2' UNION ALL SELECT '3' UNION ALL SELECT '4' UNION ALL SELECT '5' \
               UNION ALL SELECT '6' UNION ALL SELECT '7' UNION ALL SELECT '8' UNION ALL SELECT '9') \
               SELECT 'many' || a.n || b.n || c.n || e.n, 'KD-5' || a.n || b.n || c.n || e.n, 'online', 'Firma ' || c.n || e.n, 'firma ' || c.n || e.n, \
               's', 'p', 'c', 'DE', 'EUR', 'de', 'none', 0, 0, 0 FROM d a, d b, d c, d e";
    assert_eq!(world.change(sql, args![]).await, 10_000);
    let rita = world.rita().await;
    let mut after: Option<(String, String)> = None;
    let mut seen: Vec<(String, String)> = Vec::new();
    loop {
        let start = after.as_ref().map(|(name, number)| (name.as_str(), number.as_str()));
        let page = list_accounts(&world.backend, &rita, "firma 0", start).await.unwrap();
        seen.extend(page.rows.iter().map(|row| (row.name_folded.clone(), row.number.clone())));
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
        assert_eq!(page.rows.len(), usize::try_from(PAGE_ROWS).unwrap());
    }
    // A tenth of them, each once, equal names by number.
    assert_eq!(seen.len(), 1_000);
    assert!(seen.is_sorted() && seen.windows(2).all(|pair| pair[0] != pair[1]));
}

async fn the_secret_of_a_mail_is_forgotten_once_it_has_left(world: World) {
    let postbox = MailServer::start(Manner::Takes).await;
    let server = world.another_server(Others { smtp_url: Some(postbox.url.clone()), ..Others::default() }).await;
    let (_, token) = server.invited("Ernst GmbH", EVA).await;
    assert_eq!(send_due(&server.backend).await.unwrap(), 1);
    let mails = postbox.mails();
    assert!(mails.len() == 1 && !mails[0].contains("{secret}"), "{mails:?}");
    assert!(unfolded(&mails[0]).contains(&format!("https://portal.test/invitation/{token}")), "{mails:?}");
    let left = "SELECT state || ' ' || COALESCE(secret, 'nothing') AS value FROM outbox";
    assert_eq!(world.text(left, args![]).await, "sent nothing");
    assert!(!world.text("SELECT content AS value FROM outbox", args![]).await.contains(&token));
}

/// Lines of a quoted-printable mail as they were.
fn unfolded(mail: &str) -> String {
    mail.replace("=\r\n", "").replace("=\n", "").replace("=3D", "=")
}

async fn added_staff_signs_in_at_the_staffs_door_alone(world: World) {
    for (role, email) in StaffRole::ALL.into_iter().zip(["a@kontor.example", "b@kontor.example", "c@kontor.example"]) {
        let person = add_staff(&world.backend, "Neu", email, role, &password(PASSWORD)).await.unwrap();
        assert_eq!(sign_in(&world.backend, Door::Staff, email, &password(PASSWORD)).await.unwrap().person, person);
        assert!(sign_in(&world.backend, Door::BillingCenter, email, &password(PASSWORD)).await.is_err());
        let stored = world.text("SELECT role AS value FROM staff WHERE person_id = $1", args![person.as_str()]).await;
        assert_eq!(stored, role.code());
        world.change("DELETE FROM staff WHERE person_id = $1", args![person.as_str()]).await;
        assert!(sign_in(&world.backend, Door::Staff, email, &password(PASSWORD)).await.is_err(), "whoever left the staff is a stranger");
    }
    let nobody: Option<StaffMember> = backend::usecases::staff::load_member::load_member(&world.backend, "made up").await.unwrap();
    assert_eq!(nobody, None);
}
