//! Every answer that is not a result, in one form; it must not repeat what the caller sent.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::Json;
use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::http::header::{HeaderValue, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use http_body::Frame;
use serde::Serialize;

use crate::ledger::Denial;
use crate::state::Stopping;
use crate::store::Unavailable;

/// Why a call has no result.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Answered with a status, a code for programs and a sentence for people.
    Answered { status: StatusCode, code: &'static str, message: &'static str },
    /// The connection is closed, and not one byte is answered.
    Silent,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, code: &'static str, message: &'static str) -> Self {
        Self::Answered { status, code, message }
    }

    /// The request breaks the rules of the call.
    pub(super) fn invalid(message: &'static str) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_request", message)
    }

    /// A fault's error, or one that nobody planned.
    pub(super) fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal_error", "the gateway failed; the outcome is unknown")
    }

    /// There is no such record.
    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "there is no such record, so far")
    }

    /// A fault's silence has lasted long enough.
    pub(super) fn timeout() -> Self {
        Self::new(StatusCode::GATEWAY_TIMEOUT, "timeout", "this request did nothing")
    }

    /// The store is closed or broken.
    pub(super) fn unavailable() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "the store is closed; the outcome is unknown")
    }
}

impl From<Unavailable> for Refusal {
    fn from(_: Unavailable) -> Self {
        Self::unavailable()
    }
}

impl From<Denial> for Refusal {
    fn from(denial: Denial) -> Self {
        match denial {
            Denial::NotFound => Self::not_found(),
            Denial::Conflict => Self::new(StatusCode::CONFLICT, "idempotency_conflict", "the key was used for a different request"),
            Denial::NotCapturable => Self::new(StatusCode::CONFLICT, "not_capturable", "that much cannot be captured of this charge, or not any more"),
            Denial::NotVoidable => Self::new(StatusCode::CONFLICT, "not_voidable", "only an authorised charge can be voided"),
            Denial::ClockBackwards => Self::new(StatusCode::CONFLICT, "clock_backwards", "the clock stands later, and never goes back"),
            Denial::UnknownToken => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "unknown_token", "payment_token is no token of this gateway"),
            Denial::UnsupportedCurrency => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "unsupported_currency", "a SEPA debit takes EUR only"),
            Denial::ExceedsCharge => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "exceeds_charge", "the charge has less to give back"),
            Denial::DebitLater => Self::invalid("a debit cannot be authorised only"),
            Denial::Contradiction => Self::internal(),
        }
    }
}

impl From<Stopping> for Refusal {
    fn from(_: Stopping) -> Self {
        Self::Silent
    }
}

#[derive(Serialize)]
struct ErrorBody {
    error: ErrorDetail,
}

#[derive(Serialize)]
struct ErrorDetail {
    code: &'static str,
    message: &'static str,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Silent => Response::new(Body::new(BrokenBody)),
            Self::Answered { status, code, message } => {
                let mut response = (status, Json(ErrorBody { error: ErrorDetail { code, message } })).into_response();
                if status == StatusCode::UNAUTHORIZED {
                    response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
                }
                response
            }
        }
    }
}

/// Fails at its first byte, upon which the server closes the connection before it has sent the head.
struct BrokenBody;

impl http_body::Body for BrokenBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(Some(Err(io::Error::other("the connection is closed on purpose"))))
    }
}
