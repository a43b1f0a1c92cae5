//! A stand-in of VIES, the register of VAT numbers, in the form of its REST service; it must not check digits.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use serde::Serialize;

use super::act::act;
use super::refusal::Refusal;
use crate::fault::Place;
use crate::moment::Moment;
use crate::state::Sandbox;

/// The prefixes of VAT numbers: the members of the European Union, and Northern Ireland.
const COUNTRIES: [&str; 28] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI",
    "SK", "XI",
];
/// The members that do not tell whose number it is.
const DISCREET: [&str; 2] = ["DE", "ES"];
/// What stands there where nothing is told.
const NOTHING: &str = "---";

/// A look-up's answer, spelled as the register spells it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Entry {
    is_valid: bool,
    request_date: String,
    user_error: &'static str,
    name: String,
    address: String,
    vat_number: String,
}

/// `GET /vat-register/ms/{country}/vat/{number}`.
pub(super) async fn look_up(State(sandbox): State<Sandbox>, path: Result<Path<(String, String)>, PathRejection>) -> Result<Json<Entry>, Refusal> {
    let Path((country, number)) = path.map_err(|_| Refusal::invalid("the address cannot be decoded"))?;
    let moment = act(sandbox, Place::Register, |_, moment, _| Ok(moment)).await?;
    Ok(Json(entry(&country, number, moment)))
}

fn entry(country: &str, number: String, moment: Moment) -> Entry {
    let is_readable = COUNTRIES.contains(&country) && (2..=12).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let user_error = match number.get(number.len().saturating_sub(3)..) {
        _ if !is_readable => "INVALID_INPUT",
        Some("000") => "INVALID",
        Some("999") => "MS_UNAVAILABLE",
        _ => "VALID",
    };
    let is_valid = user_error == "VALID";
    let (name, address) = if is_valid && !DISCREET.contains(&country) {
        (format!("Test Company {country}{number}"), format!("Test Street 1\n1000 Test City\n{country}"))
    } else {
        (NOTHING.to_owned(), NOTHING.to_owned())
    };
    Entry { is_valid, request_date: moment.text(), user_error, name, address, vat_number: number }
}
