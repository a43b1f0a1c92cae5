//! How an event changes the books, and which events cannot have happened; it must not decide what happens next.

use std::sync::Arc;

use crate::charge::{Asked, Change, Charge, ChargeState};
use crate::event::Event;
use crate::ledger::{Contradiction, Ledger, MethodOfSession};
use crate::notice::{Notice, Subject, WaitingNotice};
use crate::refund::Refund;
use crate::session::{Session, SessionEnd, SessionState};

impl Ledger {
    /// Remembers what happened.
    ///
    /// # Errors
    /// `Contradiction`, and nothing changes, if it cannot have happened.
    pub(super) fn apply(&mut self, event: &Event) -> Result<(), Contradiction> {
        match event.clone() {
            Event::ClockSet { today } => {
                if self.clock.is_some_and(|clock| today < clock) {
                    return Err(Contradiction);
                }
                self.clock = Some(today);
                Ok(())
            }
            Event::SessionOpened { key, id, request, expires_at } => self.open(key, Session { id, request, expires_at, state: SessionState::Open }),
            Event::SessionCompleted { id, method, notice } => self.end_session(&id, SessionState::Completed(method), notice),
            Event::SessionEnded { id, end: SessionEnd::Cancelled, notice } => self.end_session(&id, SessionState::Cancelled, notice),
            Event::SessionEnded { id, end: SessionEnd::Expired, notice } => self.end_session(&id, SessionState::Expired, notice),
            Event::KeyCancelled { key, id } => self.settle(Charge { key, id, asked: None, state: ChargeState::Cancelled }),
            Event::ChargeMade { key, id, request, method, state } => self.settle(Charge { key, id, asked: Some(Asked { request, face: method }), state }),
            Event::ChargeChanged { key, change, notice } => {
                self.change(&key, change)?;
                self.wait(notice, Subject::Charge(key));
                Ok(())
            }
            Event::Refunded { key, id, request, notice } => {
                if self.refunds.contains_key(&key) {
                    return Err(Contradiction);
                }
                self.change(&request.charge_key, Change::Refunded { amount_minor: request.amount_minor })?;
                self.wait(notice, Subject::Charge(request.charge_key.clone()));
                self.refunds.insert(key, Arc::new(Refund { id, request }));
                Ok(())
            }
            Event::NoticeEnded { id, .. } => {
                let number = self.waiting_by_id.remove(&id).ok_or(Contradiction)?;
                self.waiting.remove(&number);
                Ok(())
            }
        }
    }

    fn open(&mut self, key: String, session: Session) -> Result<(), Contradiction> {
        if self.session_by_key.contains_key(&key) || self.sessions.contains_key(&session.id) {
            return Err(Contradiction);
        }
        self.due.sessions.insert((session.expires_at, session.id.clone()));
        self.session_by_key.insert(key, session.id.clone());
        self.sessions.insert(session.id.clone(), Arc::new(session));
        Ok(())
    }

    fn end_session(&mut self, id: &str, state: SessionState, notice: Option<Notice>) -> Result<(), Contradiction> {
        let method = match &state {
            SessionState::Completed(method) => Some(method.clone()),
            SessionState::Open | SessionState::Cancelled | SessionState::Expired => None,
        };
        let known = self.sessions.get_mut(id).ok_or(Contradiction)?;
        *known = Arc::new(known.ended(state).ok_or(Contradiction)?);
        self.due.sessions.remove(&(known.expires_at, id.to_owned()));
        if let Some(method) = method {
            let token = method.record.token.clone();
            self.methods.insert(token, Arc::new(MethodOfSession { method, session: Arc::clone(known) }));
        }
        self.wait(notice, Subject::Session(id.to_owned()));
        Ok(())
    }

    fn settle(&mut self, charge: Charge) -> Result<(), Contradiction> {
        if self.charge_by_key.contains_key(&charge.key) || self.charge_by_id.contains_key(&charge.id) {
            return Err(Contradiction);
        }
        let place = self.charges.len();
        self.charge_by_key.insert(charge.key.clone(), place);
        self.charge_by_id.insert(charge.id.clone(), place);
        self.expect(&charge);
        self.charges.push(Arc::new(charge));
        Ok(())
    }

    fn change(&mut self, key: &str, change: Change) -> Result<(), Contradiction> {
        let place = self.charge_by_key.get(key).ok_or(Contradiction)?;
        let known = self.charges.get_mut(*place).ok_or(Contradiction)?;
        let before = Arc::clone(known);
        let after = before.after(change).ok_or(Contradiction)?;
        *known = Arc::new(after.clone());
        match before.state {
            ChargeState::ActionRequired { expires_at } => self.due.challenges.remove(&(expires_at, key.to_owned())),
            ChargeState::Pending { settles_on, .. } => self.due.debits.remove(&(settles_on, key.to_owned())),
            _ => false,
        };
        self.expect(&after);
        Ok(())
    }

    /// Notes when the charge changes by itself.
    fn expect(&mut self, charge: &Charge) {
        match charge.state {
            ChargeState::ActionRequired { expires_at } => self.due.challenges.insert((expires_at, charge.key.clone())),
            ChargeState::Pending { settles_on, .. } => self.due.debits.insert((settles_on, charge.key.clone())),
            _ => false,
        };
    }

    fn wait(&mut self, notice: Option<Notice>, subject: Subject) {
        if let Some(notice) = notice {
            self.last_notice = self.last_notice.saturating_add(1);
            self.waiting_by_id.insert(notice.id.clone(), self.last_notice);
            self.waiting.insert(self.last_notice, Arc::new(WaitingNotice { number: self.last_notice, notice, subject }));
        }
    }
}
