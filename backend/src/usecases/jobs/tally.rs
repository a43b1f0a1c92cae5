//! What a round has done, by kind of job: how many, and some of the accounts whose they were.

use crate::db::jobs::{Job, JobKind};
use billing::ids::AccountId;
use std::collections::{BTreeMap, BTreeSet};

/// More accounts than these are not remembered: a year's renewals must not fill the memory.
pub const MOST_ACCOUNTS: usize = 24;

/// What became of the jobs of a kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KindTally {
    /// Jobs that did what they had to.
    pub done: u64,
    /// Jobs that failed.
    pub failed: u64,
    /// Whose they were, [`MOST_ACCOUNTS`] at most.
    pub accounts: BTreeSet<AccountId>,
}

impl KindTally {
    fn note_account(&mut self, account: &AccountId) {
        if self.accounts.len() < MOST_ACCOUNTS && !self.accounts.contains(account) {
            self.accounts.insert(account.clone());
        }
    }
}

/// What became of jobs, by their kinds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<JobKind, KindTally>);

impl Tally {
    /// A job did what it had to.
    pub fn note_done(&mut self, job: &Job) {
        let of_kind = self.0.entry(job.kind).or_default();
        of_kind.done += 1;
        of_kind.note_account(&job.account);
    }

    /// A job failed.
    pub fn note_failed(&mut self, job: &Job) {
        let of_kind = self.0.entry(job.kind).or_default();
        of_kind.failed += 1;
        of_kind.note_account(&job.account);
    }

    /// Adds another tally.
    pub fn add(&mut self, other: Self) {
        for (kind, theirs) in other.0 {
            let ours = self.0.entry(kind).or_default();
            ours.done += theirs.done;
            ours.failed += theirs.failed;
            for account in &theirs.accounts {
                ours.note_account(account);
            }
        }
    }

    /// The kinds of which there were jobs, in the order in which a day goes through them.
    pub fn iter(&self) -> impl Iterator<Item = (JobKind, &KindTally)> {
        self.0.iter().map(|(kind, tally)| (*kind, tally))
    }
}
