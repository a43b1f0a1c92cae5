//! The call that gives money back; it must not decide how much there is to give.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::act::act;
use super::input;
use super::refusal::Refusal;
use crate::fault::Place;
use crate::state::Sandbox;

/// `POST /v1/refunds`.
pub(super) async fn create(State(sandbox): State<Sandbox>, headers: HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Response, Refusal> {
    let key = input::read_key_header(&headers)?;
    let request = input::read_refund(body)?;
    let refund = act(sandbox, Place::Refund, move |ledger, moment, _| ledger.refund(key, request, moment)).await?;
    Ok(Json(refund.answer()).into_response())
}
