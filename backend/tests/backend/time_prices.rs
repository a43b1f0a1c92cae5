//! The price list changes: a rise is told in time and then applies; one that is told late applies later.

#![expect(clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::world::demo_catalogue;
use crate::common::{Others, World, day};
use billing::catalogue_file::parse_catalogue;

on_both_engines!(in_world:
    a_rise_is_told_thirty_days_before_and_applies_then,
    a_rise_that_becomes_known_late_applies_to_a_later_renewal,
    what_is_no_longer_sold_renews_at_its_price,
);

/// The demo's price list, in which Meeting Professional costs more from 1 February 2027 on.
fn dearer() -> billing::Catalogue {
    let text = include_str!("../../../catalogue.toml");
    let price = r#"{ currency = "EUR", interval = "monthly", from = "2024-01-01", unit_minor = 1400 },"#;
    let rise = r#"{ currency = "EUR", interval = "monthly", from = "2027-02-01", unit_minor = 1600 },"#;
    assert!(text.contains(price));
    parse_catalogue(&text.replacen(price, &format!("{price}\n    {rise}"), 1)).unwrap_or_else(|error| panic!("{error:?}"))
}

/// Day and total of Anna's Meeting from a day on.
async fn meetings(world: &World, since: &str) -> Vec<String> {
    let anna = world.anna().await;
    let documents = world.documents_since(anna.account(), since).await;
    let words = documents.iter().filter(|line| line.contains("Meeting")).map(|line| line.split(' ').collect::<Vec<_>>());
    words.map(|words| format!("{} {}", words[1], words[4])).collect()
}

async fn a_rise_is_told_thirty_days_before_and_applies_then(world: World) {
    let world = world.another_server(Others { catalogue: dearer(), ..Others::default() }).await;
    world.pass_to("2026-12-31").await;
    let subjects = world.subjects_to("anna@nordlicht.example").await;
    assert!(subjects.iter().all(|subject| !subject.contains("Preis")), "{subjects:?}");
    world.pass_to("2027-01-01").await;
    let subjects = world.subjects_to("anna@nordlicht.example").await;
    assert_eq!(subjects.iter().filter(|subject| subject.contains("Preis")).count(), 1, "{subjects:?}");
    world.pass_to("2027-03-01").await;
    // 10 × 14,00 €, then 10 × 16,00 €, and 19 %.
    assert_eq!(meetings(&world, "2026-12-01").await, ["2026-12-01 16660", "2027-01-01 16660", "2027-02-01 19040", "2027-03-01 19040"]);
    let subjects = world.subjects_to("anna@nordlicht.example").await;
    assert_eq!(subjects.iter().filter(|subject| subject.contains("Preis")).count(), 1, "told once: {subjects:?}");
    world.backend.db.close().await;
}

/// The new list arrives in the middle of January: February is too near, and so is March, whose announcement on 1 February
/// would come 28 days before it.
async fn a_rise_that_becomes_known_late_applies_to_a_later_renewal(world: World) {
    world.pass_to("2027-01-10").await;
    let late = world.another_server(Others { catalogue: dearer(), today: day("2026-11-21"), ..Others::default() }).await;
    backend::usecases::demo_clock::load(&late.backend).await.unwrap_or_else(|error| panic!("{error}"));
    late.pass_to("2027-04-01").await;
    assert_eq!(meetings(&late, "2027-01-01").await, ["2027-01-01 16660", "2027-02-01 16660", "2027-03-01 16660", "2027-04-01 19040"]);
    let mail = late.subjects_to("anna@nordlicht.example").await;
    assert_eq!(mail.iter().filter(|subject| subject.contains("Preis")).count(), 1, "{mail:?}");
    late.backend.db.close().await;
}

async fn what_is_no_longer_sold_renews_at_its_price(world: World) {
    let mut catalogue = demo_catalogue();
    catalogue.products.retain(|product| product.id.as_str() != "goto-meeting");
    let later = world.another_server(Others { catalogue, today: day("2026-12-01"), ..Others::default() }).await;
    later.catch_up().await;
    assert_eq!(meetings_by_amount(&world).await, [16_660]);
    later.backend.db.close().await;
}

async fn meetings_by_amount(world: &World) -> Vec<i64> {
    world.numbers("SELECT total_minor AS value FROM invoices WHERE issued_on = '2026-12-01'", backend::args![]).await
}
