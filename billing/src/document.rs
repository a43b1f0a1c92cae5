//! The JSON of `kontor price`: a strict request in, a price or an error out. Knows no files and no clock.

mod request;

pub use request::read_request;

use crate::price::{LineKind, PriceErrorCode, price_order};
use crate::{Catalogue, OrderPrice};
use serde::Serialize;

/// The longest document that is read, in bytes.
pub const LONGEST_DOCUMENT: usize = 1024 * 1024;

#[derive(Serialize)]
struct PriceDocument<'a> {
    lines: Vec<LineDocument>,
    net_minor: i64,
    tax: &'a [crate::price::TaxSum],
    total_minor: i64,
    credit_used_minor: i64,
    due_now_minor: i64,
    credit_after_minor: i64,
    periods: &'a [crate::price::PricedPeriod],
    renewals: &'a [crate::price::Renewal],
    asks_for_payment: bool,
}

#[derive(Serialize)]
struct LineDocument {
    item: u32,
    kind: LineKind,
    seats: i64,
    unit_minor: i64,
    days: i64,
    of_days: i64,
    net_minor: i64,
}

#[derive(Serialize)]
struct ErrorDocument {
    error: ErrorBody,
}

#[derive(Serialize)]
struct ErrorBody {
    code: PriceErrorCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

/// What `kontor price` prints, and whether it is a price.
pub enum Answer {
    /// A price, as JSON.
    Price(String),
    /// An error, as JSON.
    Error(String),
}

/// Prices a JSON document of at most [`LONGEST_DOCUMENT`] bytes.
pub fn answer(catalogue: &Catalogue, input: &[u8]) -> Answer {
    match read_request(input).and_then(|request| price_order(catalogue, &request).map_err(|error| (error, None))) {
        Ok(price) => to_json(&price_document(&price)).map_or_else(Answer::Error, Answer::Price),
        Err((error, message)) => {
            let body = ErrorBody { code: error.code, item: error.item, message };
            let (Ok(text) | Err(text)) = to_json(&ErrorDocument { error: body });
            Answer::Error(text)
        }
    }
}

fn price_document(price: &OrderPrice) -> PriceDocument<'_> {
    let line = |line: &crate::price::Line| LineDocument {
        item: line.item,
        kind: line.kind,
        seats: line.seats,
        unit_minor: line.unit_minor,
        days: line.days,
        of_days: line.of_days,
        net_minor: line.net_minor,
    };
    PriceDocument {
        lines: price.lines.iter().map(line).collect(),
        net_minor: price.net_minor,
        tax: &price.tax,
        total_minor: price.total_minor,
        credit_used_minor: price.credit_used_minor,
        due_now_minor: price.due_now_minor,
        credit_after_minor: price.credit_after_minor,
        periods: &price.periods,
        renewals: &price.renewals,
        asks_for_payment: price.asks_for_payment,
    }
}

/// Plain structs of numbers and text always become JSON; should they not, the error says so in JSON.
fn to_json(document: &impl Serialize) -> Result<String, String> {
    serde_json::to_string(document).map_err(|_| r#"{"error":{"code":"invalid_input"}}"#.to_owned())
}
