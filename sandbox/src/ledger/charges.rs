//! What is decided about charges and refunds; it must not change the books but by recording events.

use std::sync::Arc;

use crate::charge::{Capture, Change, Charge, ChargeRequest, ChargeState};
use crate::event::Event;
use crate::ledger::{Denial, Ledger, MethodOfSession};
use crate::method::{Behaviour, DeclineCode, Face, Kind};
use crate::moment::{Moment, new_id};
use crate::refund::{Refund, RefundRequest};
use crate::test_data;

/// Whether a charge is left to its method or declined by a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    ByMethod,
    Decline,
}

/// How a person answers the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChallengeAnswer {
    Confirm,
    Reject,
}

impl Ledger {
    /// Settles the key by a charge, unless it is settled: then that stands and is answered.
    ///
    /// # Errors
    /// `UnknownToken`, `UnsupportedCurrency`, `DebitLater`; `Conflict` if the key stands for another request.
    pub(crate) fn charge(&mut self, key: String, request: ChargeRequest, verdict: Verdict, moment: Moment) -> Result<Arc<Charge>, Denial> {
        let (method, behaviour) = self.check_charge(&request, moment)?;
        if let Some(known) = self.find_charge(&key) {
            return match &known.asked {
                // A cancelled key is answered whatever is asked: nothing will be charged.
                _ if known.state == ChargeState::Cancelled => Ok(known),
                Some(asked) if asked.request == request => Ok(known),
                _ => Err(Denial::Conflict),
            };
        }
        let behaviour = match verdict {
            Verdict::ByMethod => behaviour,
            Verdict::Decline => Behaviour::Declines(DeclineCode::CardDeclined),
        };
        let state = ChargeState::begin(&request, behaviour, self.today(moment), moment);
        self.record(Event::ChargeMade { key: key.clone(), id: new_id("ch"), request, method, state })?;
        self.find_charge(&key).ok_or(Denial::Contradiction)
    }

    /// What the charge would be made on.
    ///
    /// # Errors
    /// `UnknownToken`, `UnsupportedCurrency`, `DebitLater`.
    pub(crate) fn check_charge(&self, request: &ChargeRequest, moment: Moment) -> Result<(Face, Behaviour), Denial> {
        let (face, behaviour) = match test_data::find_token(&request.payment_token) {
            Some(method) => (method.face(), method.behaviour),
            None => {
                let MethodOfSession { method, .. } = self.methods.get(&request.payment_token).map(Arc::as_ref).ok_or(Denial::UnknownToken)?;
                (method.face(), method.behaviour_on(self.today(moment)))
            }
        };
        match (face.kind, request.capture) {
            (Kind::SepaDebit, _) if request.currency != "EUR" => Err(Denial::UnsupportedCurrency),
            (Kind::SepaDebit, Capture::Later) => Err(Denial::DebitLater),
            _ => Ok((face, behaviour)),
        }
    }

    /// Settles the key as cancelled, or ends a charge that waits for a person; any other charge stands and is answered.
    pub(crate) fn cancel(&mut self, key: String, moment: Moment) -> Result<Arc<Charge>, Denial> {
        match self.find_charge(&key) {
            None => self.record(Event::KeyCancelled { key: key.clone(), id: new_id("ch") })?,
            Some(known) if matches!(known.state, ChargeState::ActionRequired { .. }) => self.change_charge(&key, Change::Cancelled, moment)?,
            Some(known) => return Ok(known),
        }
        self.find_charge(&key).ok_or(Denial::Contradiction)
    }

    /// Takes what was authorised, or a part of it.
    ///
    /// # Errors
    /// `NotFound`; `NotCapturable` unless the charge is authorised for that much or was captured by just this call before.
    pub(crate) fn capture(&mut self, key: &str, amount_minor: i64, moment: Moment) -> Result<Arc<Charge>, Denial> {
        let known = self.find_charge(key).ok_or(Denial::NotFound)?;
        let asked = known.asked.as_ref().map(|asked| &asked.request).ok_or(Denial::NotCapturable)?;
        match known.state {
            ChargeState::Authorised if (1..=asked.amount_minor).contains(&amount_minor) => {
                self.change_charge(key, Change::Captured { amount_minor }, moment)?;
                self.find_charge(key).ok_or(Denial::Contradiction)
            }
            ChargeState::Succeeded { captured_minor, .. } if captured_minor == amount_minor && asked.capture == Capture::Later => Ok(known),
            _ => Err(Denial::NotCapturable),
        }
    }

    /// Gives up what was authorised.
    ///
    /// # Errors
    /// `NotFound`; `NotVoidable` unless the charge is authorised or was voided before.
    pub(crate) fn void(&mut self, key: &str, moment: Moment) -> Result<Arc<Charge>, Denial> {
        let known = self.find_charge(key).ok_or(Denial::NotFound)?;
        match known.state {
            ChargeState::Authorised => {
                self.change_charge(key, Change::Voided, moment)?;
                self.find_charge(key).ok_or(Denial::Contradiction)
            }
            ChargeState::Voided => Ok(known),
            _ => Err(Denial::NotVoidable),
        }
    }

    /// Gives money back, unless the key stands for a refund: then that is answered.
    ///
    /// # Errors
    /// `NotFound` without such a charge, `ExceedsCharge`, `Conflict` if the key stands for another refund.
    pub(crate) fn refund(&mut self, key: String, request: RefundRequest, moment: Moment) -> Result<Arc<Refund>, Denial> {
        if let Some(known) = self.refunds.get(&key) {
            return if known.request == request { Ok(Arc::clone(known)) } else { Err(Denial::Conflict) };
        }
        let charge = self.find_charge(&request.charge_key).ok_or(Denial::NotFound)?;
        charge.after(Change::Refunded { amount_minor: request.amount_minor }).ok_or(Denial::ExceedsCharge)?;
        let notice = self.new_notice(moment);
        self.record(Event::Refunded { key: key.clone(), id: new_id("re"), request, notice })?;
        self.refunds.get(&key).cloned().ok_or(Denial::Contradiction)
    }

    /// Ends a charge's wait for its person; a charge that does not wait stands and is answered.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) fn end_challenge(&mut self, id: &str, answer: ChallengeAnswer, moment: Moment) -> Result<Arc<Charge>, Denial> {
        let known = self.find_charge_by_id(id).ok_or(Denial::NotFound)?;
        if !matches!(known.state, ChargeState::ActionRequired { .. }) {
            return Ok(known);
        }
        let change = match answer {
            ChallengeAnswer::Confirm => Change::ChallengePassed,
            ChallengeAnswer::Reject => Change::ChallengeFailed,
        };
        self.change_charge(&known.key, change, moment)?;
        self.find_charge_by_id(id).ok_or(Denial::Contradiction)
    }

    /// How the key was settled, if it was.
    pub(crate) fn find_charge(&self, key: &str) -> Option<Arc<Charge>> {
        self.charge_by_key.get(key).and_then(|place| self.charges.get(*place)).cloned()
    }

    /// The charge of that id, if there is one.
    pub(crate) fn find_charge_by_id(&self, id: &str) -> Option<Arc<Charge>> {
        self.charge_by_id.get(id).and_then(|place| self.charges.get(*place)).cloned()
    }

    /// The method of a token that a session handed out.
    pub(crate) fn find_method(&self, token: &str) -> Option<Arc<MethodOfSession>> {
        self.methods.get(token).cloned()
    }

    /// Every settled key, the first settled first.
    pub(crate) fn list_charges(&self) -> Vec<Arc<Charge>> {
        self.charges.clone()
    }

    pub(super) fn change_charge(&mut self, key: &str, change: Change, moment: Moment) -> Result<(), Denial> {
        let notice = self.new_notice(moment);
        self.record(Event::ChargeChanged { key: key.to_owned(), change, notice })?;
        Ok(())
    }
}
