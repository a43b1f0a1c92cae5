//! What the gateway writes in its answers, read strictly: what is not understood is an unknown outcome, never a guess.

use super::payment::{Charge, ChargeOutcome, HostedSession, MethodKind, NewMethod, OutcomeUnknown, SessionStatus};
use chrono::NaiveDate;
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct ChargeRecord {
    id: Option<String>,
    status: String,
    decline_code: Option<String>,
    failure_code: Option<String>,
    amount_minor: Option<i64>,
    captured_minor: Option<i64>,
    currency: Option<String>,
    action_url: Option<String>,
    settles_on: Option<NaiveDate>,
}

#[derive(Deserialize)]
pub(super) struct RefundRecord {
    pub id: String,
}

#[derive(Deserialize)]
pub(super) struct ErrorRecord {
    pub error: ErrorCode,
}

#[derive(Deserialize)]
pub(super) struct ErrorCode {
    pub code: String,
}

#[derive(Deserialize)]
pub(super) struct SessionRecord {
    id: String,
    url: String,
    status: String,
    method: Option<MethodRecord>,
}

#[derive(Deserialize)]
struct MethodRecord {
    token: String,
    kind: String,
    brand: String,
    last4: String,
    expires: Option<String>,
    country: Option<String>,
    holder: Option<String>,
    mandate_reference: Option<String>,
    mandate_signed_on: Option<NaiveDate>,
}

impl ChargeRecord {
    pub(super) fn into_outcome(self) -> Result<ChargeOutcome, OutcomeUnknown> {
        let code = |code: Option<String>, otherwise: &str| code.unwrap_or_else(|| otherwise.to_owned());
        // Of what was authorised, only what was captured is charged.
        let amount_minor = if self.status == "succeeded" { self.captured_minor.or(self.amount_minor) } else { self.amount_minor };
        let charge = match (self.id, amount_minor, self.currency) {
            (Some(id), Some(amount_minor), Some(currency)) => Some(Charge { id, amount_minor, currency }),
            _ => None,
        };
        match (self.status.as_str(), charge) {
            ("succeeded", Some(charge)) => Ok(ChargeOutcome::Succeeded(charge)),
            ("authorised", Some(charge)) => Ok(ChargeOutcome::Authorised(charge)),
            ("failed", Some(charge)) => Ok(ChargeOutcome::Failed { charge, code: code(self.failure_code, "returned") }),
            ("pending", Some(charge)) => {
                let settles_on = self.settles_on.ok_or_else(|| OutcomeUnknown("a debit without its day".to_owned()))?;
                Ok(ChargeOutcome::Pending { charge, settles_on })
            }
            ("action_required", _) => {
                let action_url = self.action_url.ok_or_else(|| OutcomeUnknown("no page to confirm on".to_owned()))?;
                Ok(ChargeOutcome::ActionRequired { action_url })
            }
            ("declined", _) => Ok(ChargeOutcome::Declined { code: code(self.decline_code, "card_declined") }),
            ("cancelled", _) => Ok(ChargeOutcome::Cancelled),
            ("voided", _) => Ok(ChargeOutcome::Voided),
            (other, _) => Err(OutcomeUnknown(format!("status {other:?} is not understood"))),
        }
    }
}

impl SessionRecord {
    pub(super) fn into_session(self) -> Result<HostedSession, OutcomeUnknown> {
        let status = match self.status.as_str() {
            "open" => SessionStatus::Open,
            "completed" => SessionStatus::Completed,
            "cancelled" => SessionStatus::Cancelled,
            "expired" => SessionStatus::Expired,
            other => return Err(OutcomeUnknown(format!("status {other:?} is not understood"))),
        };
        let method = self.method.map(MethodRecord::into_method).transpose()?;
        Ok(HostedSession { id: self.id, url: self.url, status, method })
    }
}

impl MethodRecord {
    fn into_method(self) -> Result<NewMethod, OutcomeUnknown> {
        let kind = [MethodKind::Card, MethodKind::SepaDebit].into_iter().find(|kind| kind.code() == self.kind);
        Ok(NewMethod {
            token: self.token,
            kind: kind.ok_or_else(|| OutcomeUnknown(format!("kind {:?} is not understood", self.kind)))?,
            brand: self.brand,
            last4: self.last4,
            expires: self.expires,
            country: self.country,
            holder: self.holder,
            mandate_reference: self.mandate_reference,
            mandate_signed_on: self.mandate_signed_on,
        })
    }
}
