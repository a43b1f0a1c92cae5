//! Purchase orders: what a customer's purchasing has approved. Entered by the billing contact, drawn on by invoices, told of
//! before they run out. No order is refused for want of one.

pub mod add;
pub mod close;
pub mod document;
pub mod draw;
pub mod edit;
pub mod find;
pub mod list;
pub mod look;
pub mod staff;

use crate::db::purchase_orders::PurchaseOrderFields;
use crate::{DbError, Refusal};
use billing::input::{InputFault, read_text};
use billing::purchase_order::PurchaseOrder;
use chrono::{Days, NaiveDate};
use std::fmt;

/// As many as an account may have, closed ones too: nobody's purchasing needs more.
const MOST_ORDERS: i64 = 500;

/// The largest amount, minor units: beyond that something was mistyped.
const LARGEST_AMOUNT: i64 = 1_000_000_000_000;

/// How many days from today its days may be.
const FARTHEST_DAYS: u32 = 3_660;

/// What was typed, its amount and days read.
pub struct PurchaseOrderInput<'a> {
    /// The customer's number.
    pub number: &'a str,
    /// What was approved, net of VAT, minor units.
    pub amount_minor: i64,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day.
    pub valid_until: NaiveDate,
}

/// Reads what was typed, field by field from above.
fn read_fields(typed: &PurchaseOrderInput<'_>, today: NaiveDate) -> Result<PurchaseOrderFields, Refusal> {
    let fault = |field, fault| Refusal::Input { field, fault };
    let number = read_text(typed.number).map_err(|found| fault("number", found))?.to_owned();
    if !(1..=LARGEST_AMOUNT).contains(&typed.amount_minor) {
        return Err(fault("amount", InputFault::NoAmount));
    }
    let far = Days::new(u64::from(FARTHEST_DAYS));
    if !(today - far..=today + far).contains(&typed.valid_from) {
        return Err(fault("valid_from", InputFault::NotDate));
    }
    if typed.valid_until < typed.valid_from {
        return Err(fault("valid_until", InputFault::EndsBeforeStart));
    }
    if typed.valid_until > today + far {
        return Err(fault("valid_until", InputFault::DayNotAhead { most_days: FARTHEST_DAYS }));
    }
    Ok(PurchaseOrderFields { number, amount_minor: typed.amount_minor, valid_from: typed.valid_from, valid_until: typed.valid_until })
}

/// What the trail keeps of a purchase order, so that a history can tell from what to what it was changed.
fn told_of(order: &PurchaseOrder) -> serde_json::Value {
    serde_json::json!({
        "number": order.number, "amount_minor": order.amount_minor, "valid_from": order.valid_from, "valid_until": order.valid_until,
    })
}

fn number_taken() -> Refusal {
    Refusal::Input { field: "number", fault: InputFault::NumberTaken }
}

/// Two who add the same number at once: the later one is told at the field, as who comes later is.
fn at_number(error: DbError) -> Refusal {
    if matches!(error, DbError::NotUnique(_)) { number_taken() } else { Refusal::Storage(error) }
}

/// What a document's bytes are stored as.
pub(crate) fn encode(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// The bytes of a stored document.
fn decode(content: &str) -> Result<Vec<u8>, DbError> {
    use base64::Engine;
    let value = |error: &dyn fmt::Display| DbError::Value { column: "content", reason: error.to_string() };
    base64::engine::general_purpose::STANDARD.decode(content).map_err(|error| value(&error))
}
