//! What a charge is, and which ways lead on from each of its states; it must not know of files, HTTP or other charges.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::method::{Behaviour, DeclineCode, Face, FailureCode};
use crate::moment::Moment;

/// How long a person has to answer the bank, in seconds.
const CHALLENGE_SECONDS: i64 = 30 * 60;
/// How long a debit is on its way, in days.
const DEBIT_DAYS: u64 = 2;

/// What a caller asks to have charged; two requests are the same when all fields are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChargeRequest {
    /// Above zero, in minor units of `currency`.
    pub(crate) amount_minor: i64,
    /// Three capital letters.
    pub(crate) currency: String,
    pub(crate) payment_token: String,
    /// The caller's own name for what is paid.
    pub(crate) reference: String,
    /// Where journals of the first form have none of this, it was taken at once.
    #[serde(default)]
    pub(crate) capture: Capture,
    /// Where the 3-D Secure page leads back to.
    #[serde(default)]
    pub(crate) return_url: Option<String>,
}

/// Whether a charge takes the money or only holds it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Capture {
    #[default]
    AtOnce,
    Later,
}

/// Where a charge stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum ChargeState {
    Succeeded { captured_minor: i64, refunded_minor: i64 },
    Declined { decline_code: DeclineCode },
    Cancelled,
    ActionRequired { expires_at: i64 },
    Authorised,
    Voided,
    Pending { settles_on: NaiveDate, failure_code: Option<FailureCode> },
    Failed { failure_code: FailureCode },
}

/// What can happen to a charge after its first answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    ChallengePassed,
    ChallengeFailed,
    Cancelled,
    Captured {
        amount_minor: i64,
    },
    Voided,
    /// The bank has answered a debit, as was known when it was submitted.
    DebitEnded,
    Refunded {
        amount_minor: i64,
    },
}

/// What was asked and on what; a key that was cancelled first has none of it.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) request: ChargeRequest,
    pub(crate) face: Face,
}

/// A settled key.
#[derive(Clone, Debug)]
pub(crate) struct Charge {
    pub(crate) key: String,
    pub(crate) id: String,
    pub(crate) asked: Option<Asked>,
    pub(crate) state: ChargeState,
}

impl ChargeState {
    /// Where a charge that was not asked before stands at first.
    pub(crate) fn begin(request: &ChargeRequest, behaviour: Behaviour, today: NaiveDate, moment: Moment) -> Self {
        let pending = |failure_code| Self::Pending { settles_on: today.checked_add_days(chrono::Days::new(DEBIT_DAYS)).unwrap_or(today), failure_code };
        match behaviour {
            Behaviour::Succeeds => Self::accepted(request),
            Behaviour::Declines(decline_code) => Self::Declined { decline_code },
            Behaviour::Challenges => Self::ActionRequired { expires_at: moment.now.saturating_add(CHALLENGE_SECONDS) },
            Behaviour::Settles => pending(None),
            Behaviour::Returns(failure_code) => pending(Some(failure_code)),
        }
    }

    fn accepted(request: &ChargeRequest) -> Self {
        match request.capture {
            Capture::AtOnce => Self::taken(request.amount_minor),
            Capture::Later => Self::Authorised,
        }
    }

    fn taken(captured_minor: i64) -> Self {
        Self::Succeeded { captured_minor, refunded_minor: 0 }
    }

    /// Where the change leads, or `None` where no way leads on.
    fn after(&self, request: &ChargeRequest, change: Change) -> Option<Self> {
        match (self, change) {
            (Self::ActionRequired { .. }, Change::ChallengePassed) => Some(Self::accepted(request)),
            (Self::ActionRequired { .. }, Change::ChallengeFailed) => Some(Self::Declined { decline_code: DeclineCode::AuthenticationFailed }),
            (Self::ActionRequired { .. }, Change::Cancelled) => Some(Self::Cancelled),
            (Self::Authorised, Change::Captured { amount_minor }) => (1..=request.amount_minor).contains(&amount_minor).then(|| Self::taken(amount_minor)),
            (Self::Authorised, Change::Voided) => Some(Self::Voided),
            (Self::Pending { failure_code: None, .. }, Change::DebitEnded) => Some(Self::taken(request.amount_minor)),
            (Self::Pending { failure_code: Some(failure_code), .. }, Change::DebitEnded) => Some(Self::Failed { failure_code: *failure_code }),
            (&Self::Succeeded { captured_minor, refunded_minor }, Change::Refunded { amount_minor }) => {
                let refunded_minor = refunded_minor.checked_add(amount_minor).filter(|sum| amount_minor > 0 && *sum <= captured_minor)?;
                Some(Self::Succeeded { captured_minor, refunded_minor })
            }
            _ => None,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Succeeded { .. } => "succeeded",
            Self::Declined { .. } => "declined",
            Self::Cancelled => "cancelled",
            Self::ActionRequired { .. } => "action_required",
            Self::Authorised => "authorised",
            Self::Voided => "voided",
            Self::Pending { .. } => "pending",
            Self::Failed { .. } => "failed",
        }
    }
}

impl Charge {
    /// The charge after the change, or `None` where no way leads on.
    pub(crate) fn after(&self, change: Change) -> Option<Self> {
        let asked = self.asked.as_ref()?;
        Some(Self { state: self.state.after(&asked.request, change)?, ..self.clone() })
    }

    /// What a caller gets to see of it; `public_url` is the origin of the pages.
    pub(crate) fn answer(&self, public_url: &str) -> ChargeAnswer<'_> {
        let request = self.asked.as_ref().map(|asked| &asked.request);
        let mut answer = ChargeAnswer {
            key: &self.key,
            id: &self.id,
            status: self.state.code(),
            decline_code: None,
            failure_code: None,
            amount_minor: request.map(|request| request.amount_minor),
            captured_minor: 0,
            refunded_minor: 0,
            currency: request.map(|request| request.currency.as_str()),
            reference: request.map(|request| request.reference.as_str()),
            action_url: None,
            settles_on: None,
            method: self.asked.as_ref().map(|asked| &asked.face),
        };
        match &self.state {
            ChargeState::Succeeded { captured_minor, refunded_minor } => {
                answer.captured_minor = *captured_minor;
                answer.refunded_minor = *refunded_minor;
            }
            ChargeState::Declined { decline_code } => answer.decline_code = Some(*decline_code),
            ChargeState::ActionRequired { .. } => answer.action_url = Some(format!("{public_url}/3ds/{}", self.id)),
            ChargeState::Pending { settles_on, .. } => answer.settles_on = Some(*settles_on),
            ChargeState::Failed { failure_code } => answer.failure_code = Some(*failure_code),
            ChargeState::Cancelled | ChargeState::Authorised | ChargeState::Voided => {}
        }
        answer
    }
}

/// A charge as the HTTP interface shows it. Of a key that was cancelled first nothing is known but the key.
#[derive(Debug, Serialize)]
pub(crate) struct ChargeAnswer<'a> {
    key: &'a str,
    id: &'a str,
    status: &'static str,
    decline_code: Option<DeclineCode>,
    failure_code: Option<FailureCode>,
    amount_minor: Option<i64>,
    captured_minor: i64,
    refunded_minor: i64,
    currency: Option<&'a str>,
    reference: Option<&'a str>,
    action_url: Option<String>,
    settles_on: Option<NaiveDate>,
    method: Option<&'a Face>,
}
