//! The examples in `docs/` are true.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is the test's message, in helpers too")]

use billing::catalogue_file::parse_catalogue;
use billing::document::{Answer, answer};
use billing::ids::{PlanId, ProductId};
use billing::period::parse_iso_date;
use billing::{BillingInterval, Currency};

/// The fenced blocks of a language.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let opening = format!("```{language}\n");
    text.split(opening.as_str()).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

#[test]
fn the_example_of_kontor_price_has_the_answer_that_the_page_shows() {
    let catalogue = parse_catalogue(include_str!("../../catalogue.toml")).unwrap();
    let page = blocks(include_str!("../../docs/price.md"), "json");
    let [request, expected, _error] = page.as_slice() else { panic!("{} blocks", page.len()) };
    match answer(&catalogue, request.as_bytes()) {
        Answer::Price(text) => {
            let one_line: String = expected.lines().map(str::trim).collect();
            assert_eq!(text, one_line);
        }
        Answer::Error(text) => panic!("{text}"),
    }
}

#[test]
fn the_example_catalogue_has_the_prices_that_the_page_tells() {
    let page = blocks(include_str!("../../docs/catalogue.md"), "toml");
    let [example] = page.as_slice() else { panic!("{} blocks", page.len()) };
    let catalogue = parse_catalogue(example).unwrap();
    let product = catalogue.product(&ProductId("goto-meeting".to_owned())).unwrap();
    let (_, plan) = product.plan(&PlanId("professional".to_owned())).unwrap();
    for (on, seats, expected) in [("2026-12-31", 50, 1400), ("2027-01-01", 49, 1500), ("2027-01-01", 50, 1300)] {
        let unit_minor = plan.unit_minor(Currency::EUR, BillingInterval::Monthly, seats, parse_iso_date(on).unwrap());
        assert_eq!(unit_minor, Some(expected), "{seats} seats on {on}");
    }
}
