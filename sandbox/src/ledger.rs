//! All that happened, in memory, and what is still to come of it; it must not touch files or wait.
//!
//! Deciding is parted from remembering: a decision looks at the books and records an event, and only
//! `apply` changes them, for a new event and for one from the journal alike.

mod apply;
mod charges;
mod due;
mod notices;
mod sessions;

pub(crate) use charges::{ChallengeAnswer, Verdict};

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::mem;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::charge::Charge;
use crate::event::Event;
use crate::method::Method;
use crate::moment::Moment;
use crate::notice::WaitingNotice;
use crate::refund::Refund;
use crate::session::Session;

/// Why something asked for is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Denial {
    /// The key stands for another request.
    Conflict,
    NotFound,
    UnknownToken,
    UnsupportedCurrency,
    /// A debit cannot be authorised only.
    DebitLater,
    NotCapturable,
    NotVoidable,
    ExceedsCharge,
    ClockBackwards,
    /// A decision that the books do not allow: a mistake in this crate.
    Contradiction,
}

/// An event that cannot have happened.
#[derive(Debug)]
pub(crate) struct Contradiction;

impl From<Contradiction> for Denial {
    fn from(_: Contradiction) -> Self {
        Self::Contradiction
    }
}

/// Whether anybody is told of changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Receiver {
    Somebody,
    #[default]
    Nobody,
}

/// The books.
#[derive(Default)]
pub(crate) struct Ledger {
    clock: Option<NaiveDate>,
    /// In the order in which the keys were settled.
    charges: Vec<Arc<Charge>>,
    charge_by_key: HashMap<String, usize>,
    charge_by_id: HashMap<String, usize>,
    sessions: HashMap<String, Arc<Session>>,
    session_by_key: HashMap<String, String>,
    /// By token.
    methods: HashMap<String, Arc<MethodOfSession>>,
    /// By key.
    refunds: HashMap<String, Arc<Refund>>,
    /// By number.
    waiting: BTreeMap<u64, Arc<WaitingNotice>>,
    waiting_by_id: HashMap<String, u64>,
    last_notice: u64,
    due: Due,
    receiver: Receiver,
    unsaved: Vec<Event>,
}

/// A method and the session that brought it.
pub(crate) struct MethodOfSession {
    pub(crate) method: Method,
    pub(crate) session: Arc<Session>,
}

/// What happens by itself, by the time or day at which it does.
#[derive(Default)]
struct Due {
    /// Open sessions: when they expire, and their ids.
    sessions: BTreeSet<(i64, String)>,
    /// Charges that wait for a person: until when, and their keys.
    challenges: BTreeSet<(i64, String)>,
    /// Debits: the day of the bank's answer, and their keys.
    debits: BTreeSet<(NaiveDate, String)>,
}

impl Ledger {
    /// From now on changes are told to the receiver.
    pub(crate) fn set_receiver(&mut self, receiver: Receiver) {
        self.receiver = receiver;
    }

    /// Puts back what the journal holds.
    ///
    /// # Errors
    /// `Contradiction`, and nothing changes.
    pub(crate) fn restore(&mut self, event: &Event) -> Result<(), Contradiction> {
        self.apply(event)
    }

    /// The gateway's date: where its clock stands, else the computer's.
    pub(crate) fn today(&self, moment: Moment) -> NaiveDate {
        self.clock.unwrap_or(moment.date)
    }

    /// Sets the clock, and lets happen what is due by then.
    ///
    /// # Errors
    /// `ClockBackwards` if it stands later.
    pub(crate) fn set_clock(&mut self, today: NaiveDate, moment: Moment) -> Result<(), Denial> {
        if self.clock.is_some_and(|clock| today < clock) {
            return Err(Denial::ClockBackwards);
        }
        if self.clock != Some(today) {
            self.record(Event::ClockSet { today })?;
            self.advance(moment)?;
        }
        Ok(())
    }

    /// What happened since the last call and must reach the journal before anybody is told.
    pub(crate) fn take_unsaved(&mut self) -> Vec<Event> {
        mem::take(&mut self.unsaved)
    }

    fn record(&mut self, event: Event) -> Result<(), Contradiction> {
        self.apply(&event)?;
        self.unsaved.push(event);
        Ok(())
    }
}
