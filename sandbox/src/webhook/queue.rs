//! Which event is sent when: pauses that grow, and the order that a fault turns round; it must not send.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::notice::WaitingNotice;

/// The longest pause between two attempts.
const PAUSE_MAX: Duration = Duration::from_secs(3600);

/// How often an event is sent that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeat {
    Once,
    Twice,
}

/// An event on its way.
pub(super) struct Job {
    pub(super) notice: Arc<WaitingNotice>,
    /// Attempts that failed.
    pub(super) attempts: u32,
    pub(super) repeat: Repeat,
}

/// The events by the time of their next attempt; the number keeps two of one time apart, and in order.
#[derive(Default)]
pub(super) struct Queue {
    jobs: BTreeMap<(Instant, u64), Job>,
    count: u64,
    /// The place of an event that waits for a second to come first.
    held: Option<(Instant, u64)>,
}

impl Queue {
    /// Puts an event in, to be sent after the delay.
    pub(super) fn put(&mut self, notice: Arc<WaitingNotice>, delay: Duration, repeat: Repeat) {
        self.insert(Instant::now() + delay, Job { notice, attempts: 0, repeat });
    }

    /// Puts an event back that was not taken: after one second, then after two, four and so on.
    pub(super) fn put_back(&mut self, job: Job) {
        let pause = Duration::from_secs(2_u64.saturating_pow(job.attempts)).min(PAUSE_MAX);
        self.insert(Instant::now() + pause, Job { attempts: job.attempts.saturating_add(1), ..job });
    }

    /// Holds an event back for the delay; or if one is held back, puts this before it and lets both go.
    /// The answer is whether two were turned round.
    pub(super) fn reverse_or_hold(&mut self, notice: Arc<WaitingNotice>, delay: Duration) -> bool {
        match self.held.take().and_then(|place| self.jobs.remove(&place)) {
            Some(first) => {
                let now = Instant::now();
                self.insert(now, Job { notice, attempts: 0, repeat: Repeat::Once });
                self.insert(now, first);
                true
            }
            None => {
                self.held = Some(self.insert(Instant::now() + delay, Job { notice, attempts: 0, repeat: Repeat::Once }));
                false
            }
        }
    }

    /// The next event whose time has come.
    pub(super) fn take_due(&mut self) -> Option<Job> {
        let first = self.jobs.first_entry().filter(|first| first.key().0 <= Instant::now())?;
        Some(first.remove())
    }

    /// How long until the next event's time comes.
    pub(super) fn pause(&self) -> Option<Duration> {
        self.jobs.first_key_value().map(|((time, _), _)| time.saturating_duration_since(Instant::now()))
    }

    fn insert(&mut self, time: Instant, job: Job) -> (Instant, u64) {
        self.count = self.count.saturating_add(1);
        let place = (time, self.count);
        self.jobs.insert(place, job);
        place
    }
}
