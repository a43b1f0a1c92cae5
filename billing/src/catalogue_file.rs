//! Reads a catalogue from its TOML file; every complaint names the line and what is expected.

use crate::Catalogue;
use crate::catalogue::{Plan, Product};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::ops::Range;
use toml::Spanned;

/// What is wrong with a catalogue file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct CatalogueFileError {
    /// Line of the file, the first is 1.
    pub line: usize,
    /// What is expected there.
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    products: Vec<Spanned<Product>>,
}

/// Reads and checks a catalogue.
///
/// # Errors
/// [`CatalogueFileError`] for what is not TOML, lacks a field, has an unknown one, or contradicts itself.
pub fn parse_catalogue(text: &str) -> Result<Catalogue, CatalogueFileError> {
    let file: File = toml::from_str(text)
        .map_err(|error| CatalogueFileError { line: line_of(text, error.span().map_or(0, |span| span.start)), message: error.message().to_owned() })?;
    let mut seen = BTreeSet::new();
    let mut products = Vec::with_capacity(file.products.len());
    for product in file.products {
        let span = product.span();
        let product = product.into_inner();
        let repeated = !seen.insert(product.id.clone());
        let fault = if repeated { Some(format!("the product {} stands here twice", product.id)) } else { product_fault(&product) };
        if let Some(message) = fault {
            return Err(fault_at(text, &span, message));
        }
        products.push(product);
    }
    if products.is_empty() {
        return Err(CatalogueFileError { line: 1, message: "expected at least one [[products]]".to_owned() });
    }
    Ok(Catalogue { products })
}

fn fault_at(text: &str, span: &Range<usize>, message: String) -> CatalogueFileError {
    CatalogueFileError { line: line_of(text, span.start), message }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

fn product_fault(product: &Product) -> Option<String> {
    if !is_identifier(product.id.as_str()) {
        return Some(format!("the product id {:?}: expected small letters, digits and hyphens", product.id.as_str()));
    }
    if product.trial_days == Some(0) {
        return Some(format!("product {}: expected trial_days of at least 1, or none at all", product.id));
    }
    if product.plans.is_empty() {
        return Some(format!("product {}: expected at least one plan", product.id));
    }
    let mut seen = BTreeSet::new();
    product.plans.iter().find_map(|plan| {
        let fault = if seen.insert(plan.id.clone()) { plan_fault(plan) } else { Some("stands here twice".to_owned()) };
        fault.map(|fault| format!("product {}, plan {}: {fault}", product.id, plan.id))
    })
}

fn plan_fault(plan: &Plan) -> Option<String> {
    if !is_identifier(plan.id.as_str()) {
        return Some("expected an id of small letters, digits and hyphens".to_owned());
    }
    let (least, most) = plan.seats_range();
    if least < 1 || most < least {
        return Some(format!("expected seats_min of at least 1 and seats_max not below it, found {least} and {most}"));
    }
    if plan.prices.is_empty() {
        return Some("expected at least one price".to_owned());
    }
    let mut seen = BTreeSet::new();
    plan.prices.iter().find_map(|price| {
        let name = format!("price in {} {} from {}", price.currency, price.interval.code(), price.from);
        let units = std::iter::once(price.unit_minor).chain(price.steps.iter().map(|step| step.unit_minor));
        if units.into_iter().any(|unit| unit < 0) {
            return Some(format!("{name}: expected no negative unit_minor"));
        }
        if price.steps.windows(2).any(|pair| matches!(pair, [first, second] if first.seats >= second.seats)) || price.steps.iter().any(|step| step.seats < 1) {
            return Some(format!("{name}: expected steps by growing seats, from 1 on"));
        }
        (!seen.insert((price.currency, price.interval, price.from))).then(|| format!("{name} stands here twice"))
    })
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = include_str!("../../catalogue.toml");

    #[test]
    fn the_demo_catalogue_is_good() {
        let catalogue = parse_catalogue(GOOD).unwrap();
        assert_eq!(catalogue.products.len(), 5);
        assert!(catalogue.products.iter().all(|product| product.seat_add_on && product.trial_days.is_some()));
    }

    #[test]
    fn a_fault_names_its_line() {
        let product = "[[products]]\nid = \"a\"\nname = \"A\"\n";
        let plan = "[[products.plans]]\nid = \"p\"\nname = \"P\"\n";
        let price = "{ currency = \"EUR\", interval = \"monthly\", from = \"2020-01-01\", unit_minor = 1 }";
        let step = "{ seats = 9, unit_minor = 1 }";
        for (text, line, part) in [
            (String::new(), 1, "products"),
            ("[[products]\n".to_owned(), 1, "]"),
            (format!("{product}nmae = 1\n"), 4, "unknown field `nmae`"),
            (format!("{product}plans = []\n"), 1, "at least one plan"),
            (format!("{product}trial_days = 0\nplans = []\n"), 1, "trial_days"),
            (format!("{product}trial_days = -1\nplans = []\n"), 4, "u32"),
            (format!("{product}{plan}prices = []\n"), 1, "at least one price"),
            (format!("{product}{plan}prices = [{}]\n", price.replace("EUR", "EURO")), 7, "ISO 4217"),
            (format!("{product}{plan}prices = [{}]\n", price.replace("= 1 ", "= -1 ")), 1, "no negative"),
            (format!("{product}{plan}prices = [{price}, {price}]\n"), 1, "twice"),
            (format!("{product}{plan}prices = [{}]\n", price.replace("= 1 ", &format!("= 1, steps = [{step}, {step}] "))), 1, "growing seats"),
            (format!("{product}{plan}prices = [{}]\n", price.replace("= 1 ", "= 1, steps = [{ seats = 0, unit_minor = 1 }] ")), 1, "growing seats"),
            (format!("\n{product}{plan}prices = [{price}]\n{product}{plan}prices = [{price}]\n"), 9, "twice"),
        ] {
            let error = parse_catalogue(&text).unwrap_err();
            assert!(error.line == line && error.message.contains(part), "{text}\n{error}");
        }
    }
}
