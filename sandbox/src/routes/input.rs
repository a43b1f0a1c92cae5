//! Strict reading of what callers send; it must not accept more than `docs/gateway.md` names.

use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::http::{HeaderMap, StatusCode};
use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::refusal::Refusal;
use crate::charge::{Capture, ChargeRequest};
use crate::fault::{DELAY_MS_MAX, Fault, FaultPlan, Place};
use crate::method::Kind;
use crate::refund::RefundRequest;
use crate::session::SessionRequest;

/// The longest idempotency key, in bytes.
const KEY_BYTES_MAX: usize = 128;
/// The longest reference, in bytes.
const REFERENCE_BYTES_MAX: usize = 200;
/// The longest address that a person is led to, in bytes.
const URL_BYTES_MAX: usize = 2000;
/// The longest name of a payer or creditor, in bytes.
const NAME_BYTES_MAX: usize = 140;
/// The longest mandate reference, as SEPA has it.
const MANDATE_BYTES_MAX: usize = 35;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChargeBody {
    amount_minor: i64,
    currency: String,
    payment_token: String,
    reference: String,
    #[serde(default = "taken_at_once")]
    capture: bool,
    #[serde(default)]
    return_url: Option<String>,
}

fn taken_at_once() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaptureBody {
    amount_minor: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockBody {
    today: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FaultBody {
    fault: Fault,
    #[serde(default)]
    on: Option<Place>,
    #[serde(default = "default_delay_ms")]
    delay_ms: u64,
    #[serde(default)]
    times: Option<u32>,
}

fn default_delay_ms() -> u64 {
    30_000
}

/// The idempotency key that a charge request must carry exactly once.
pub(super) fn read_key_header(headers: &HeaderMap) -> Result<String, Refusal> {
    let mut values = headers.get_all("idempotency-key").iter();
    match (values.next(), values.next()) {
        (Some(value), None) => check_key(value.as_bytes()),
        (None, _) => Err(Refusal::invalid("the header Idempotency-Key is missing")),
        (Some(_), Some(_)) => Err(Refusal::invalid("the header Idempotency-Key stands more than once")),
    }
}

/// The idempotency key in an address, percent-decoded.
pub(super) fn read_key_path(path: Result<Path<String>, PathRejection>) -> Result<String, Refusal> {
    match path {
        Ok(Path(key)) => check_key(key.as_bytes()),
        Err(_) => Err(Refusal::invalid("the key in the address cannot be decoded")),
    }
}

fn check_key(key: &[u8]) -> Result<String, Refusal> {
    let fits = (1..=KEY_BYTES_MAX).contains(&key.len()) && key.iter().all(u8::is_ascii_graphic);
    match String::from_utf8(key.to_vec()) {
        Ok(key) if fits => Ok(key),
        _ => Err(Refusal::invalid("a key has 1 to 128 visible ASCII characters")),
    }
}

/// The charge that a body asks for. Whether its token is known, is not looked at here.
pub(super) fn read_charge(body: Result<Bytes, BytesRejection>) -> Result<ChargeRequest, Refusal> {
    let body: ChargeBody = read_object(body)?;
    check_amount(body.amount_minor)?;
    if body.currency.len() != 3 || !body.currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(Refusal::invalid("currency must be three capital letters"));
    }
    check_reference(&body.reference)?;
    if let Some(url) = &body.return_url {
        check_url(url)?;
    }
    Ok(ChargeRequest {
        amount_minor: body.amount_minor,
        currency: body.currency,
        payment_token: body.payment_token,
        reference: body.reference,
        capture: if body.capture { Capture::AtOnce } else { Capture::Later },
        return_url: body.return_url,
    })
}

/// The amount that a body asks to capture.
pub(super) fn read_capture(body: Result<Bytes, BytesRejection>) -> Result<i64, Refusal> {
    let CaptureBody { amount_minor } = read_object(body)?;
    check_amount(amount_minor)?;
    Ok(amount_minor)
}

/// The refund that a body asks for.
pub(super) fn read_refund(body: Result<Bytes, BytesRejection>) -> Result<RefundRequest, Refusal> {
    let body: RefundRequest = read_object(body)?;
    check_key(body.charge_key.as_bytes())?;
    check_amount(body.amount_minor)?;
    check_reference(&body.reference)?;
    Ok(body)
}

/// The session that a body asks for.
pub(super) fn read_session(body: Result<Bytes, BytesRejection>) -> Result<SessionRequest, Refusal> {
    let body: SessionRequest = read_object(body)?;
    if !matches!(*body.kinds, [_] | [Kind::Card, Kind::SepaDebit] | [Kind::SepaDebit, Kind::Card]) {
        return Err(Refusal::invalid("kinds must name card, sepa_debit or both, each once"));
    }
    check_url(&body.return_url)?;
    check_url(&body.cancel_url)?;
    check_reference(&body.reference)?;
    for name in [&body.payer_name, &body.creditor_name].into_iter().flatten() {
        if !is_text(name, NAME_BYTES_MAX) {
            return Err(Refusal::invalid("a name has 1 to 140 bytes and no control characters"));
        }
    }
    if body.payer_country.as_ref().is_some_and(|country| country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_uppercase())) {
        return Err(Refusal::invalid("payer_country must be two capital letters"));
    }
    if body.mandate_reference.as_ref().is_some_and(|reference| !is_visible(reference, MANDATE_BYTES_MAX)) {
        return Err(Refusal::invalid("mandate_reference has 1 to 35 visible ASCII characters"));
    }
    if body.kinds.contains(&Kind::SepaDebit) && (body.creditor_name.is_none() || body.mandate_reference.is_none()) {
        return Err(Refusal::invalid("a debit needs creditor_name and mandate_reference"));
    }
    Ok(body)
}

/// The date that a body sets.
pub(super) fn read_clock(body: Result<Bytes, BytesRejection>) -> Result<NaiveDate, Refusal> {
    let ClockBody { today } = read_object(body)?;
    let date = today.parse::<NaiveDate>().ok().filter(|date| date.to_string() == today);
    date.ok_or_else(|| Refusal::invalid("today must be a date such as 2026-11-25"))
}

/// The fault that a body sets.
pub(super) fn read_fault(body: Result<Bytes, BytesRejection>) -> Result<FaultPlan, Refusal> {
    let FaultBody { fault, on, delay_ms, times } = read_object(body)?;
    if delay_ms > DELAY_MS_MAX {
        return Err(Refusal::invalid("delay_ms must not be above 600000"));
    }
    if times == Some(0) {
        return Err(Refusal::invalid("times must be null or above zero"));
    }
    let on = fault.place(on).ok_or_else(|| Refusal::invalid("this fault does not happen there"))?;
    Ok(FaultPlan { fault, on, delay_ms, times })
}

fn check_amount(amount_minor: i64) -> Result<(), Refusal> {
    if amount_minor > 0 { Ok(()) } else { Err(Refusal::invalid("amount_minor must be above zero")) }
}

fn check_reference(reference: &str) -> Result<(), Refusal> {
    if is_text(reference, REFERENCE_BYTES_MAX) { Ok(()) } else { Err(Refusal::invalid("reference must have 1 to 200 bytes and no control characters")) }
}

/// Addresses go into headers and links just as they came, so that nothing odd may be in them.
fn check_url(url: &str) -> Result<(), Refusal> {
    let parsed = Url::parse(url).ok().filter(|parsed| {
        let is_web = ["http", "https"].contains(&parsed.scheme()) && parsed.has_host();
        is_web && parsed.username().is_empty() && parsed.password().is_none() && parsed.fragment().is_none()
    });
    match parsed {
        Some(_) if is_visible(url, URL_BYTES_MAX) => Ok(()),
        _ => Err(Refusal::invalid("an address is http:// or https://, at most 2000 bytes, without user name and fragment")),
    }
}

fn is_text(text: &str, bytes_max: usize) -> bool {
    (1..=bytes_max).contains(&text.len()) && !text.contains(char::is_control)
}

fn is_visible(text: &str, bytes_max: usize) -> bool {
    (1..=bytes_max).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn read_object<T: DeserializeOwned>(body: Result<Bytes, BytesRejection>) -> Result<T, Refusal> {
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "the body has more than 64 KiB"),
        _ => Refusal::invalid("the body could not be read"),
    })?;
    // Without this look an array of the fields' values would pass for the object as well.
    if body.trim_ascii_start().first() != Some(&b'{') {
        return Err(Refusal::invalid("the body must be a JSON object"));
    }
    // The parser's own words quote the body, and a caller's mistake must not reach anybody's log.
    serde_json::from_slice(&body).map_err(|_| Refusal::invalid("the body lacks a field, has one too many or a wrong one"))
}
