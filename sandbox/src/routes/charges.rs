//! The calls on charges, and what the faults do to them; it must not settle keys itself.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::input;
use super::refusal::Refusal;
use crate::charge::{Charge, ChargeAnswer, ChargeRequest};
use crate::fault::Fault;
use crate::state::Sandbox;
use crate::store::Verdict;

/// `POST /v1/charges`. Like at a real gateway, a caller that hangs up does not stop its charge.
pub(super) async fn create(State(sandbox): State<Sandbox>, headers: HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Response, Refusal> {
    let key = input::read_key_header(&headers)?;
    let request = input::read_charge(body)?;
    let charging = tokio::spawn(async move { charge_with_faults(&sandbox, key, request).await });
    let charge = charging.await.map_err(|_| Refusal::internal())??;
    Ok(answer(&charge))
}

/// `GET /v1/charges/by-key/{key}`.
pub(super) async fn find(State(sandbox): State<Sandbox>, path: Result<Path<String>, PathRejection>) -> Result<Response, Refusal> {
    let key = input::read_key_path(path)?;
    match sandbox.store().find(key).await? {
        Some(charge) => Ok(answer(&charge)),
        None => Err(Refusal::new(StatusCode::NOT_FOUND, "not_found", "the key is not settled")),
    }
}

/// `POST /v1/charges/by-key/{key}/cancel`.
pub(super) async fn cancel(State(sandbox): State<Sandbox>, path: Result<Path<String>, PathRejection>) -> Result<Response, Refusal> {
    let key = input::read_key_path(path)?;
    let charge = sandbox.store().cancel(key).await?;
    Ok(answer(&charge))
}

/// `GET /v1/charges`.
pub(super) async fn list(State(sandbox): State<Sandbox>) -> Result<Response, Refusal> {
    #[derive(Serialize)]
    struct ChargeList<'a> {
        charges: Vec<ChargeAnswer<'a>>,
    }
    let charges = sandbox.store().list().await?;
    let charges = charges.iter().map(|charge| charge.answer()).collect();
    Ok(Json(ChargeList { charges }).into_response())
}

async fn charge_with_faults(sandbox: &Sandbox, key: String, request: ChargeRequest) -> Result<Arc<Charge>, Refusal> {
    let plan = sandbox.faults().take();
    let mut verdict = Verdict::ByToken;
    match plan.fault {
        Fault::SilentBeforeCharge => {
            sandbox.delay(plan.delay()).await?;
            return Err(Refusal::new(StatusCode::GATEWAY_TIMEOUT, "timeout", "this request charged nothing"));
        }
        Fault::ErrorBeforeCharge => return Err(Refusal::internal()),
        Fault::Slow => sandbox.delay(plan.delay()).await?,
        Fault::Decline => verdict = Verdict::Decline,
        Fault::None | Fault::SilentAfterCharge | Fault::ErrorAfterCharge | Fault::DropAfterCharge => {}
    }
    let settled = sandbox.store().charge(key, request, verdict).await?;
    match plan.fault {
        Fault::SilentAfterCharge => sandbox.delay(plan.delay()).await?,
        Fault::ErrorAfterCharge => return Err(Refusal::internal()),
        Fault::DropAfterCharge => return Err(Refusal::Silent),
        Fault::None | Fault::SilentBeforeCharge | Fault::Slow | Fault::ErrorBeforeCharge | Fault::Decline => {}
    }
    Ok(settled?)
}

fn answer(charge: &Charge) -> Response {
    Json(charge.answer()).into_response()
}
