//! What is still to be told by webhook; it must not tell it.

use std::sync::Arc;

use crate::event::Event;
use crate::ledger::{Denial, Ledger, Receiver};
use crate::moment::{Moment, new_id};
use crate::notice::{Notice, NoticeEnd, WaitingNotice};

impl Ledger {
    /// The mark for a change that is about to be recorded; none where nobody is told.
    pub(super) fn new_notice(&self, moment: Moment) -> Option<Notice> {
        (self.receiver == Receiver::Somebody).then(|| Notice { id: new_id("ev"), created: moment.now })
    }

    /// The number of the youngest event; 0 before the first.
    pub(crate) fn last_notice(&self) -> u64 {
        self.last_notice
    }

    /// The events that wait and are younger than that number, the oldest first.
    pub(crate) fn waiting_after(&self, number: u64) -> Vec<Arc<WaitingNotice>> {
        self.waiting.range(number.saturating_add(1)..).map(|(_, notice)| Arc::clone(notice)).collect()
    }

    /// Whether the event was neither taken nor given up.
    pub(crate) fn is_waiting(&self, id: &str) -> bool {
        self.waiting_by_id.contains_key(id)
    }

    /// Notes that the event was taken, unless it was given up meanwhile.
    ///
    /// # Errors
    /// `Contradiction`: a mistake in this crate.
    pub(crate) fn end_notice(&mut self, id: &str) -> Result<(), Denial> {
        if self.is_waiting(id) {
            self.record(Event::NoticeEnded { id: id.to_owned(), end: NoticeEnd::Delivered })?;
        }
        Ok(())
    }
}
