//! What happened: one line of the journal each; it must not decide whether it could happen.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::charge::{Change, ChargeRequest, ChargeState};
use crate::method::{DeclineCode, Face, Method};
use crate::notice::{Notice, NoticeEnd};
use crate::refund::RefundRequest;
use crate::session::{SessionEnd, SessionRequest};
use crate::test_data;

/// One thing that happened. What is to be told by webhook carries its notice, so that neither is durable without the other.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Event {
    ClockSet { today: NaiveDate },
    SessionOpened { key: String, id: String, request: SessionRequest, expires_at: i64 },
    SessionCompleted { id: String, method: Method, notice: Option<Notice> },
    SessionEnded { id: String, end: SessionEnd, notice: Option<Notice> },
    KeyCancelled { key: String, id: String },
    ChargeMade { key: String, id: String, request: ChargeRequest, method: Face, state: ChargeState },
    ChargeChanged { key: String, change: Change, notice: Option<Notice> },
    Refunded { key: String, id: String, request: RefundRequest, notice: Option<Notice> },
    NoticeEnded { id: String, end: NoticeEnd },
}

/// A line of the first journals: a settled key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstForm {
    key: String,
    id: String,
    settlement: FirstSettlement,
}

#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "snake_case", deny_unknown_fields)]
enum FirstSettlement {
    Succeeded { request: ChargeRequest },
    Declined { request: ChargeRequest, decline_code: DeclineCode },
    Cancelled,
}

/// The line is no event.
#[derive(Debug)]
pub(crate) struct Unreadable;

impl Event {
    /// Reads a line of the journal, of its present form or its first.
    ///
    /// # Errors
    /// `Unreadable`.
    pub(crate) fn read(line: &[u8]) -> Result<Self, Unreadable> {
        match serde_json::from_slice(line) {
            Ok(event) => Ok(event),
            Err(_) => serde_json::from_slice(line).map_err(|_| Unreadable).and_then(from_first_form),
        }
    }
}

fn from_first_form(FirstForm { key, id, settlement }: FirstForm) -> Result<Event, Unreadable> {
    let (request, state) = match settlement {
        FirstSettlement::Cancelled => return Ok(Event::KeyCancelled { key, id }),
        FirstSettlement::Succeeded { request } => {
            let state = ChargeState::Succeeded { captured_minor: request.amount_minor, refunded_minor: 0 };
            (request, state)
        }
        FirstSettlement::Declined { request, decline_code } => (request, ChargeState::Declined { decline_code }),
    };
    let method = test_data::find_token(&request.payment_token).ok_or(Unreadable)?.face();
    Ok(Event::ChargeMade { key, id, request, method, state })
}
