//! Strict reading of what callers send; it must not accept more than `docs/gateway.md` names.

use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::refusal::Refusal;
use crate::charge::{ChargeRequest, Token};
use crate::fault::{DELAY_MS_MAX, FaultPlan};

/// The longest idempotency key, in bytes.
const KEY_BYTES_MAX: usize = 128;
/// The longest reference, in bytes.
const REFERENCE_BYTES_MAX: usize = 200;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChargeBody {
    amount_minor: i64,
    currency: String,
    payment_token: String,
    reference: String,
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

/// The charge that a body asks for.
pub(super) fn read_charge(body: Result<Bytes, BytesRejection>) -> Result<ChargeRequest, Refusal> {
    let body: ChargeBody = read_object(body)?;
    if body.amount_minor <= 0 {
        return Err(Refusal::invalid("amount_minor must be above zero"));
    }
    if body.currency.len() != 3 || !body.currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(Refusal::invalid("currency must be three capital letters"));
    }
    if !(1..=REFERENCE_BYTES_MAX).contains(&body.reference.len()) || body.reference.contains(char::is_control) {
        return Err(Refusal::invalid("reference must have 1 to 200 bytes and no control characters"));
    }
    let payment_token = Token::find(&body.payment_token)
        .ok_or_else(|| Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "unknown_token", "payment_token is no token of this gateway"))?;
    Ok(ChargeRequest { amount_minor: body.amount_minor, currency: body.currency, payment_token, reference: body.reference })
}

/// The fault that a body sets.
pub(super) fn read_fault(body: Result<Bytes, BytesRejection>) -> Result<FaultPlan, Refusal> {
    let plan: FaultPlan = read_object(body)?;
    if plan.delay_ms > DELAY_MS_MAX {
        return Err(Refusal::invalid("delay_ms must not be above 600000"));
    }
    if plan.times == Some(0) {
        return Err(Refusal::invalid("times must be null or above zero"));
    }
    Ok(plan)
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
