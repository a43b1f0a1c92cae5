//! The calls on sessions; it must not show pages.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::act::act;
use super::input;
use super::refusal::Refusal;
use crate::fault::Place;
use crate::session::Session;
use crate::state::Sandbox;

/// `POST /v1/sessions`.
pub(super) async fn open(State(sandbox): State<Sandbox>, headers: HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Response, Refusal> {
    let key = input::read_key_header(&headers)?;
    let request = input::read_session(body)?;
    let session = act(sandbox.clone(), Place::Session, move |ledger, moment, _| ledger.open_session(key, request, moment)).await?;
    Ok(answer(&sandbox, &session))
}

/// `GET /v1/sessions/{id}`.
pub(super) async fn find(State(sandbox): State<Sandbox>, path: Result<Path<String>, PathRejection>) -> Result<Response, Refusal> {
    let Path(id) = path.map_err(|_| Refusal::not_found())?;
    let session = sandbox.store().ask(move |ledger, _| ledger.find_session(&id)).await?.ok_or_else(Refusal::not_found)?;
    Ok(answer(&sandbox, &session))
}

fn answer(sandbox: &Sandbox, session: &Session) -> Response {
    Json(session.answer(sandbox.public_url())).into_response()
}
