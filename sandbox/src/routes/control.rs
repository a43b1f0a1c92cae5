//! The calls that switch faults and move the clock, where that is allowed; it must not carry faults out.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::Serialize;

use super::input;
use super::refusal::Refusal;
use crate::fault::{FaultPlan, FaultSwitch};
use crate::state::Sandbox;

/// The gateway's date.
#[derive(Serialize)]
pub(super) struct Clock {
    today: NaiveDate,
}

/// `GET /control/fault`: the fault in force and the times that are left.
pub(super) async fn show_fault(State(sandbox): State<Sandbox>) -> Result<Json<FaultPlan>, Refusal> {
    Ok(Json(allowed_faults(&sandbox)?.current()))
}

/// `PUT /control/fault`: replaces the fault in force and answers it.
pub(super) async fn set_fault(State(sandbox): State<Sandbox>, body: Result<Bytes, BytesRejection>) -> Result<Json<FaultPlan>, Refusal> {
    let faults = allowed_faults(&sandbox)?;
    faults.set(input::read_fault(body)?);
    Ok(Json(faults.current()))
}

/// `GET /control/clock`.
pub(super) async fn show_clock(State(sandbox): State<Sandbox>) -> Result<Json<Clock>, Refusal> {
    allowed_faults(&sandbox)?;
    let today = sandbox.store().ask(|ledger, moment| ledger.today(moment)).await?;
    Ok(Json(Clock { today }))
}

/// `PUT /control/clock`: sets the date; what is due by then has happened before the answer.
pub(super) async fn set_clock(State(sandbox): State<Sandbox>, body: Result<Bytes, BytesRejection>) -> Result<Json<Clock>, Refusal> {
    allowed_faults(&sandbox)?;
    let today = input::read_clock(body)?;
    sandbox.store().ask(move |ledger, moment| ledger.set_clock(today, moment)).await??;
    Ok(Json(Clock { today }))
}

fn allowed_faults(sandbox: &Sandbox) -> Result<&FaultSwitch, Refusal> {
    sandbox.fault_control().ok_or_else(|| Refusal::new(StatusCode::FORBIDDEN, "faults_not_allowed", "this sandbox was started without faults"))
}
