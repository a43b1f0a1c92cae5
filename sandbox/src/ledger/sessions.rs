//! What is decided about sessions; it must not change the books but by recording events.

use std::sync::Arc;

use crate::event::Event;
use crate::ledger::{Denial, Ledger};
use crate::method::Method;
use crate::moment::{Moment, new_secret_id};
use crate::session::{SESSION_SECONDS, Session, SessionEnd, SessionRequest, SessionState};

impl Ledger {
    /// Opens a session, unless the key stands for one: then that is answered as it is now.
    ///
    /// # Errors
    /// `Conflict` if the key stands for another request.
    pub(crate) fn open_session(&mut self, key: String, request: SessionRequest, moment: Moment) -> Result<Arc<Session>, Denial> {
        if let Some(known) = self.session_by_key.get(&key).and_then(|id| self.find_session(id)) {
            return if known.request == request { Ok(known) } else { Err(Denial::Conflict) };
        }
        let id = new_secret_id("ps");
        let expires_at = moment.now.saturating_add(SESSION_SECONDS);
        self.record(Event::SessionOpened { key, id: id.clone(), request, expires_at })?;
        self.find_session(&id).ok_or(Denial::Contradiction)
    }

    /// Ends an open session with a method; one that has ended stands and is answered.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) fn complete_session(&mut self, id: &str, method: Method, moment: Moment) -> Result<Arc<Session>, Denial> {
        self.end_open_session(id, |id, ledger| Event::SessionCompleted { id, method, notice: ledger.new_notice(moment) })
    }

    /// Ends an open session without a method; one that has ended stands and is answered.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) fn cancel_session(&mut self, id: &str, moment: Moment) -> Result<Arc<Session>, Denial> {
        self.end_open_session(id, |id, ledger| Event::SessionEnded { id, end: SessionEnd::Cancelled, notice: ledger.new_notice(moment) })
    }

    /// The session of that id, if there is one.
    pub(crate) fn find_session(&self, id: &str) -> Option<Arc<Session>> {
        self.sessions.get(id).cloned()
    }

    fn end_open_session(&mut self, id: &str, end: impl FnOnce(String, &Self) -> Event) -> Result<Arc<Session>, Denial> {
        let known = self.find_session(id).ok_or(Denial::NotFound)?;
        if !matches!(known.state, SessionState::Open) {
            return Ok(known);
        }
        self.record(end(id.to_owned(), self))?;
        self.find_session(id).ok_or(Denial::Contradiction)
    }
}
