//! What happens by itself as time goes on; it must not know how time passes.

use crate::charge::Change;
use crate::event::Event;
use crate::ledger::{Denial, Ledger};
use crate::moment::Moment;
use crate::notice::{GIVE_UP_SECONDS, NoticeEnd};
use crate::session::SessionEnd;

impl Ledger {
    /// Lets happen all that is due.
    ///
    /// # Errors
    /// `Contradiction`: a mistake in this crate.
    pub(crate) fn advance(&mut self, moment: Moment) -> Result<(), Denial> {
        while let Some((_, id)) = self.due.sessions.first().filter(|(expires_at, _)| *expires_at <= moment.now).cloned() {
            let notice = self.new_notice(moment);
            self.record(Event::SessionEnded { id, end: SessionEnd::Expired, notice })?;
        }
        while let Some((_, key)) = self.due.challenges.first().filter(|(expires_at, _)| *expires_at <= moment.now).cloned() {
            self.change_charge(&key, Change::ChallengeFailed, moment)?;
        }
        let today = self.today(moment);
        while let Some((_, key)) = self.due.debits.first().filter(|(settles_on, _)| *settles_on <= today).cloned() {
            self.change_charge(&key, Change::DebitEnded, moment)?;
        }
        self.give_up_old_notices(moment)
    }

    fn give_up_old_notices(&mut self, moment: Moment) -> Result<(), Denial> {
        // They wait in the order in which they were made, so that the first is the oldest.
        while let Some((_, first)) = self.waiting.first_key_value() {
            if first.notice.created.saturating_add(GIVE_UP_SECONDS) > moment.now {
                break;
            }
            let id = first.notice.id.clone();
            tracing::warn!(event = id, "nobody took the event within three days, it is given up");
            self.record(Event::NoticeEnded { id, end: NoticeEnd::GivenUp })?;
        }
        Ok(())
    }
}
