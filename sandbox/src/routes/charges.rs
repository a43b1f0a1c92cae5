//! The calls on charges; it must not settle keys itself.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::act::act;
use super::input;
use super::refusal::Refusal;
use crate::charge::{Charge, ChargeAnswer};
use crate::fault::Place;
use crate::state::Sandbox;

/// `POST /v1/charges`.
pub(super) async fn create(State(sandbox): State<Sandbox>, headers: HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Response, Refusal> {
    let key = input::read_key_header(&headers)?;
    let request = input::read_charge(body)?;
    if sandbox.faults().current().on == Place::Charge {
        // What can never be charged meets no fault and uses none up.
        let looked_at = request.clone();
        sandbox.store().ask(move |ledger, moment| ledger.check_charge(&looked_at, moment).map(|_| ())).await??;
    }
    let charge = act(sandbox.clone(), Place::Charge, move |ledger, moment, verdict| ledger.charge(key, request, verdict, moment)).await?;
    Ok(answer(&sandbox, &charge))
}

/// `GET /v1/charges/by-key/{key}`.
pub(super) async fn find(State(sandbox): State<Sandbox>, path: Result<Path<String>, PathRejection>) -> Result<Response, Refusal> {
    let key = input::read_key_path(path)?;
    let charge = sandbox.store().ask(move |ledger, _| ledger.find_charge(&key)).await?.ok_or_else(Refusal::not_found)?;
    Ok(answer(&sandbox, &charge))
}

/// `POST /v1/charges/by-key/{key}/cancel`.
pub(super) async fn cancel(State(sandbox): State<Sandbox>, path: Result<Path<String>, PathRejection>) -> Result<Response, Refusal> {
    let key = input::read_key_path(path)?;
    let charge = sandbox.store().ask(move |ledger, moment| ledger.cancel(key, moment)).await??;
    Ok(answer(&sandbox, &charge))
}

/// `POST /v1/charges/by-key/{key}/capture`.
pub(super) async fn capture(
    State(sandbox): State<Sandbox>,
    path: Result<Path<String>, PathRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    let key = input::read_key_path(path)?;
    let amount_minor = input::read_capture(body)?;
    let charge = act(sandbox.clone(), Place::Capture, move |ledger, moment, _| ledger.capture(&key, amount_minor, moment)).await?;
    Ok(answer(&sandbox, &charge))
}

/// `POST /v1/charges/by-key/{key}/void`.
pub(super) async fn void(State(sandbox): State<Sandbox>, path: Result<Path<String>, PathRejection>) -> Result<Response, Refusal> {
    let key = input::read_key_path(path)?;
    let charge = act(sandbox.clone(), Place::Void, move |ledger, moment, _| ledger.void(&key, moment)).await?;
    Ok(answer(&sandbox, &charge))
}

/// `GET /v1/charges`.
pub(super) async fn list(State(sandbox): State<Sandbox>) -> Result<Response, Refusal> {
    #[derive(Serialize)]
    struct ChargeList<'a> {
        charges: Vec<ChargeAnswer<'a>>,
    }
    let charges = sandbox.store().ask(|ledger, _| ledger.list_charges()).await?;
    let charges = charges.iter().map(|charge| charge.answer(sandbox.public_url())).collect();
    Ok(Json(ChargeList { charges }).into_response())
}

fn answer(sandbox: &Sandbox, charge: &Charge) -> Response {
    Json(charge.answer(sandbox.public_url())).into_response()
}
