//! What invoices are made out to: who changes it, what changes with it, what never does, and who gets the invoices.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::{Buyer, Fault, World};
use backend::history::Happening;
use backend::usecases::billing_details::load::{DetailsState, load_details};
use backend::usecases::billing_details::save::{DetailsWish, save_details};
use backend::usecases::history::read::{HistoryQuery, read_whole_history};
use backend::usecases::invoices::find::find_invoice;
use backend::usecases::vat_ids::apply::apply_vat_id;
use backend::{Refusal, VatIdRefusal, args};
use billing::details::DetailsInput;
use billing::input::InputFault;
use billing::order::OrderState;
use billing::vat_id::VatIdError;

on_both_engines!(in_world:
    the_next_invoice_is_made_out_anew_and_the_issued_ones_stay,
    what_is_wrong_with_a_field_changes_nothing,
    a_colleague_sees_the_details_and_changes_none,
    another_country_taxes_the_next_bill_once_its_reader_has_seen_it,
    a_number_of_another_country_is_removed_or_replaced,
    a_number_whose_register_is_silent_takes_the_tax_that_was_seen_or_none_is_written,
    the_second_of_two_editors_is_told_what_stands_now,
    of_two_at_once_one_is_written,
    saving_what_stands_leaves_no_trace,
    an_order_under_way_keeps_its_tax,
    invoice_mails_reach_all_who_get_them,
    who_was_taken_out_gets_no_more_mails,
);

/// What the page of a person's account shows.
async fn load(buyer: &Buyer) -> DetailsState {
    load_details(&buyer.backend, &buyer.actor).await.unwrap()
}

/// The form as the page fills it in.
fn form(state: &DetailsState) -> DetailsInput {
    let details = state.details.clone();
    DetailsInput {
        company: details.company,
        street: details.street,
        postal_code: details.postal_code,
        city: details.city,
        region: details.region.unwrap_or_default(),
        country: details.country.code().to_owned(),
        vat_id: details.vat_id.unwrap_or_default(),
        language: details.language.code().to_owned(),
        recipients: details.recipients.join("\n"),
    }
}

/// Sends a form that was filled in on `state`, its reader having seen the tax.
async fn send(buyer: &Buyer, state: &DetailsState, input: &DetailsInput, seen_tax: &str) -> Result<(), Refusal> {
    save_details(&buyer.backend, &buyer.actor, &DetailsWish { input, version: &state.version, seen_tax }).await
}

/// Opens the page, changes the form, and sends it; the tax stays that of Germany.
async fn change(buyer: &Buyer, edit: impl FnOnce(&mut DetailsInput)) -> Result<(), Refusal> {
    let state = load(buyer).await;
    let mut input = form(&state);
    edit(&mut input);
    send(buyer, &state, &input, "S 19").await
}

fn to_vienna(input: &mut DetailsInput) {
    "Lindengasse 4".clone_into(&mut input.street);
    "1070".clone_into(&mut input.postal_code);
    "Wien".clone_into(&mut input.city);
    "AT".clone_into(&mut input.country);
}

async fn invoices(world: &World, buyer: &Buyer) -> Vec<String> {
    world.texts("SELECT content AS value FROM invoices WHERE account_id = $1 ORDER BY number", args![buyer.account()]).await
}

async fn the_next_invoice_is_made_out_anew_and_the_issued_ones_stay(world: World) {
    let anna = world.anna().await;
    let issued = invoices(&world, &anna).await;
    assert!(issued.len() > 10, "a year of invoices");
    change(&anna, |input| {
        "Nordlicht Holding SE".clone_into(&mut input.company);
        "Überseeallee 1".clone_into(&mut input.street);
        "en".clone_into(&mut input.language);
    })
    .await
    .unwrap();
    let order = anna.upgrade().await;
    assert_eq!(order.price.total_minor, 17_056);
    let invoice = find_invoice(&anna.backend, &anna.actor, &order.documents[0].number).await.unwrap();
    assert_eq!((invoice.buyer.name.as_str(), invoice.buyer.street.as_str(), invoice.language.code()), ("Nordlicht Holding SE", "Überseeallee 1", "en"));
    let now = invoices(&world, &anna).await;
    assert!(issued.iter().all(|before| now.contains(before)), "what was issued stays, to the letter");
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM accounts WHERE name_folded = 'nordlicht holding se'", args![]).await, 1);
    let told = read_whole_history(&anna.backend, &anna.actor, &HistoryQuery::default()).await.unwrap().entries;
    let changes = told.iter().find_map(|entry| match &entry.happening {
        Happening::BillingDetailsChanged { changes } => Some(changes.iter().map(|change| change.field.as_str()).collect::<Vec<_>>()),
        _ => None,
    });
    assert_eq!(changes.unwrap(), ["company", "street", "language"]);
    let noted = world.text("SELECT details AS value FROM audit WHERE action = 'billing_details_changed'", args![]).await;
    for part in [
        r#"{"field":"company","from":"Nordlicht GmbH","to":"Nordlicht Holding SE"}"#,
        r#"{"field":"street","from":"Hafenstraße 12","to":"Überseeallee 1"}"#,
        r#"{"field":"language","from":"de","to":"en"}"#,
    ] {
        assert!(noted.contains(part), "{noted}");
    }
}

async fn what_is_wrong_with_a_field_changes_nothing(world: World) {
    let anna = world.anna().await;
    let before = world.picture().await;
    let refused = change(&anna, |input| "1010".clone_into(&mut input.postal_code)).await;
    assert!(matches!(refused, Err(Refusal::Input { field: "postal_code", fault: InputFault::PostalCode { .. } })), "{refused:?}");
    let refused = change(&anna, |input| "rechnung@nordlicht".clone_into(&mut input.recipients)).await;
    assert!(matches!(refused, Err(Refusal::Input { field: "recipients", fault: InputFault::NoMailAddress { .. } })), "{refused:?}");
    let refused = change(&anna, |input| {
        to_vienna(input);
        "US".clone_into(&mut input.country);
        "94105".clone_into(&mut input.postal_code);
    })
    .await;
    assert!(matches!(refused, Err(Refusal::Input { field: "region", fault: InputFault::Missing })), "{refused:?}");
    assert_eq!(world.picture().await, before);
}

async fn a_colleague_sees_the_details_and_changes_none(world: World) {
    let ben = world.buyer("ben@nordlicht.example").await;
    assert_eq!(load(&ben).await.details.company, "Nordlicht GmbH");
    let before = world.picture().await;
    let refused = change(&ben, |input| "Ben GmbH".clone_into(&mut input.company)).await;
    assert!(matches!(&refused, Err(Refusal::NotBillingContact(contact)) if contact.email == "anna@nordlicht.example"), "{refused:?}");
    assert_eq!(world.picture().await, before);
}

async fn another_country_taxes_the_next_bill_once_its_reader_has_seen_it(world: World) {
    let anna = world.anna().await;
    anna.put("goto-meeting", "business", "10", "monthly").await.unwrap();
    let checkout = anna.checkout().await;
    let state = load(&anna).await;
    assert_eq!((state.next.on.to_string().as_str(), state.next.net_minor.as_slice()), ("2026-12-01", [14_000].as_slice()));
    let mut input = form(&state);
    to_vienna(&mut input);
    let unseen = send(&anna, &state, &input, "S 19").await;
    assert!(matches!(&unseen, Err(Refusal::TaxChanges(tax)) if tax.code() == "S 20"), "{unseen:?}");
    assert_eq!(load(&anna).await.details, state.details);
    send(&anna, &state, &input, "S 20").await.unwrap();
    assert!(matches!(anna.place(&checkout).await, Err(Refusal::PriceChanged)), "the cart showed another tax");
    // The charge at 20 %; the credit of what was paid keeps the 19 % of its invoice (worked example, line by line).
    let price = anna.checkout().await.price;
    assert_eq!(price.lines.iter().map(|line| line.tax.code()).collect::<Vec<_>>(), ["S 19", "S 20"]);
    let noted = world.text("SELECT details AS value FROM audit WHERE action = 'billing_details_changed'", args![]).await;
    assert!(noted.contains(r#""tax_from":"S 19""#) && noted.contains(r#""tax_to":"S 20""#), "{noted}");
    world.pass_to("2026-12-01").await;
    let sql = "SELECT CAST(MAX(tax_minor) AS BIGINT) AS value FROM invoices WHERE account_id = $1 AND issued_on = '2026-12-01'";
    assert_eq!(world.number(sql, args![anna.account()]).await, 2_800, "20 % of 140.00");
}

async fn a_number_of_another_country_is_removed_or_replaced(world: World) {
    let anna = world.anna().await;
    apply_vat_id(&anna.backend, &anna.actor, "DE123456788").await.unwrap();
    let state = load(&anna).await;
    let mut input = form(&state);
    to_vienna(&mut input);
    let refused = send(&anna, &state, &input, "S 20").await;
    let wrong = VatIdError::WrongCountry { expected: "AT".to_owned() };
    assert!(matches!(&refused, Err(Refusal::Input { field: "vat_id", fault: InputFault::VatId(error) }) if *error == wrong), "{refused:?}");
    "ATU12345675".clone_into(&mut input.vat_id);
    let unseen = send(&anna, &state, &input, "S 20").await;
    assert!(matches!(&unseen, Err(Refusal::TaxChanges(tax)) if tax.code() == "AE 0"), "{unseen:?}");
    send(&anna, &state, &input, "AE 0").await.unwrap();
    let known = world.text("SELECT country || ' ' || vat_id || ' ' || vat_id_state AS value FROM accounts WHERE id = $1", args![anna.account()]).await;
    assert_eq!(known, "AT ATU12345675 valid");
    let state = load(&anna).await;
    input.vat_id.clear();
    send(&anna, &state, &input, "S 20").await.unwrap();
    let known = world.text("SELECT COALESCE(vat_id, '-') || ' ' || vat_id_state AS value FROM accounts WHERE id = $1", args![anna.account()]).await;
    assert_eq!(known, "- none");
}

async fn a_number_whose_register_is_silent_takes_the_tax_that_was_seen_or_none_is_written(world: World) {
    let carla = world.buyer("carla@solo.example").await;
    let state = load(&carla).await;
    let input = DetailsInput { vat_id: "ATU12345675".to_owned(), ..form(&state) };
    world.gateway.set_fault_on("register", Fault { name: "register_down", delay_ms: 0, times: 100 }).await;
    // Its reader has seen reverse charge; the number counts for nothing yet, so that nothing changes for the next bill.
    send(&carla, &state, &input, "AE 0").await.unwrap();
    let known = world.text("SELECT vat_id || ' ' || vat_id_state AS value FROM accounts WHERE id = $1", args![carla.account()]).await;
    assert_eq!(known, "ATU12345675 unverified");
    world.gateway.heal().await;
    let denied = (0..100_000_u32).map(|first| format!("ATU{first:05}000"));
    let austria = billing::country::Country::parse("AT").unwrap();
    let denied = denied.into_iter().find(|number| billing::VatId::parse(number, austria).is_ok()).unwrap();
    let state = load(&carla).await;
    let refused = send(&carla, &state, &DetailsInput { vat_id: denied, ..form(&state) }, "AE 0").await;
    assert!(matches!(refused, Err(Refusal::VatId(VatIdRefusal::NotRegistered))), "{refused:?}");
}

async fn the_second_of_two_editors_is_told_what_stands_now(world: World) {
    let (anna, again) = (world.anna().await, world.anna().await);
    let state = load(&again).await;
    change(&anna, |input| "Kiel".clone_into(&mut input.city)).await.unwrap();
    let typed = DetailsInput { city: "Lübeck".to_owned(), company: "Nordlicht AG".to_owned(), ..form(&state) };
    let Err(Refusal::DetailsChanged(conflict)) = send(&again, &state, &typed, "S 19").await else { panic!("the second is told") };
    let told: Vec<_> = conflict.differences.iter().map(|found| (found.field.as_str(), found.from.as_str(), found.to.as_str())).collect();
    assert_eq!((conflict.by.as_str(), told), ("Anna Albrecht", vec![("company", "Nordlicht GmbH", "Nordlicht AG"), ("city", "Kiel", "Lübeck")]));
    assert_eq!(load(&anna).await.details.city, "Kiel");
    // Knowing that, they may press again.
    let wish = DetailsWish { input: &typed, version: &conflict.version, seen_tax: "S 19" };
    save_details(&again.backend, &again.actor, &wish).await.unwrap();
    assert_eq!(load(&anna).await.details.city, "Lübeck");
}

async fn of_two_at_once_one_is_written(world: World) {
    let anna = world.anna().await;
    let state = load(&anna).await;
    let [kiel, luebeck] = ["Kiel", "Lübeck"].map(|city| DetailsInput { city: city.to_owned(), ..form(&state) });
    let (first, second) = tokio::join!(send(&anna, &state, &kiel, "S 19"), send(&anna, &state, &luebeck, "S 19"));
    let written = usize::from(first.is_ok()) + usize::from(second.is_ok());
    assert_eq!(written, 1, "{first:?} {second:?}");
    assert_eq!(load(&anna).await.details.city, if first.is_ok() { "Kiel" } else { "Lübeck" });
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM audit WHERE action = 'billing_details_changed'", args![]).await, 1);
}

async fn saving_what_stands_leaves_no_trace(world: World) {
    let anna = world.anna().await;
    let noted = world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM audit", args![]).await;
    change(&anna, |_| {}).await.unwrap();
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM audit", args![]).await, noted);
}

async fn an_order_under_way_keeps_its_tax(world: World) {
    let anna = world.anna().await;
    world.use_token(&anna, "tok_3ds_3220").await;
    let order = anna.upgrade().await;
    if order.state != OrderState::Placed {
        panic!("the test's card wants its holder's word: {:?}", order.state);
    }
    let state = load(&anna).await;
    let mut input = form(&state);
    to_vienna(&mut input);
    let refused = send(&anna, &state, &input, "S 20").await;
    assert!(matches!(&refused, Err(Refusal::OrderOpen(open)) if *open == order.id), "{refused:?}");
    change(&anna, |input| "Kiel".clone_into(&mut input.city)).await.unwrap();
    backend::usecases::orders::give_up::give_up_order(&anna.backend, &anna.actor, &order.id).await.unwrap();
}

const BOOKS: &str = "buchhaltung@nordlicht.example";
const TAXES: &str = "Steuer@Kanzlei.example";

async fn invoice_mails_reach_all_who_get_them(world: World) {
    let anna = world.anna().await;
    // Her own address among them gets one mail, as everybody does.
    change(&anna, |input| input.recipients = format!("{BOOKS}\n{TAXES}, Anna@Nordlicht.example")).await.unwrap();
    anna.upgrade().await;
    for email in ["anna@nordlicht.example", BOOKS, TAXES] {
        assert_eq!(world.subjects_to(email).await, ["Ihre Bestellung: GoTo Meeting Business"], "{email}");
    }
    assert_eq!(world.subjects_to("Anna@Nordlicht.example").await, Vec::<String>::new());
    let mail = world.newest_mail_to(BOOKS).await;
    assert!(mail.starts_with("Guten Tag,\n\n") && mail.contains("RE-2026-"), "{mail}");
    world.pass_to("2026-12-21").await;
    for email in [BOOKS, TAXES] {
        let subjects = world.subjects_to(email).await;
        assert!(subjects.len() == 2 && subjects[1].starts_with("Ihre Rechnung RE-2026-"), "{email}: {subjects:?}");
    }
    assert_eq!(world.subjects_to("anna@nordlicht.example").await.last(), world.subjects_to(BOOKS).await.last());
}

async fn who_was_taken_out_gets_no_more_mails(world: World) {
    let anna = world.anna().await;
    change(&anna, |input| input.recipients = format!("{BOOKS}\n{TAXES}")).await.unwrap();
    change(&anna, |input| BOOKS.clone_into(&mut input.recipients)).await.unwrap();
    anna.upgrade().await;
    assert_eq!((world.subjects_to(BOOKS).await.len(), world.subjects_to(TAXES).await.len()), (1, 0));
}
