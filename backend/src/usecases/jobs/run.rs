//! Works off what is due: batches of one lane in one transaction each, by itself what such a batch trips over, and the
//! gateway outside of both.

use super::tally::Tally;
use super::{Next, When, work_off};
use crate::clock::seconds;
use crate::db::attempts::Attempt;
use crate::db::jobs::{self, AfterFailure, Job, Lane};
use crate::db::{DbError, Tx, accounts};
use crate::usecases::collections::charge::charge_invoice;
use crate::work;
use crate::{Backend, Refusal, failpoint};
use chrono::NaiveDate;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// Jobs in one transaction: enough that a commit costs each of them little, few enough that an order need not wait long.
const BATCH: i64 = 100;
/// Charges asked for at once.
const AT_ONCE: usize = 8;
/// Longer than a batch may take.
const LEASE: i64 = seconds(120);
/// Until what waits for something else is looked at again.
const SOON: i64 = seconds(15);
const FIRST_PAUSE: i64 = seconds(30);
const MOST_TRIES: i64 = 8;

/// What a round has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Jobs that were in hand.
    pub claimed: usize,
    /// Jobs that did what they had to.
    pub done: usize,
    /// Jobs that wait for something else.
    pub waiting: usize,
    /// Jobs that failed, and are tried again or given up.
    pub failed: usize,
    /// What was done and what failed, by kind.
    pub tally: Tally,
}

impl Round {
    /// Adds another round.
    pub fn add(&mut self, other: Self) {
        self.claimed += other.claimed;
        self.done += other.done;
        self.waiting += other.waiting;
        self.failed += other.failed;
        self.tally.add(other.tally);
    }
}

/// Works off one batch of what is due in a lane today; an empty round says that nothing is.
///
/// # Errors
/// [`DbError`] of the database; what was claimed comes back when its lease ends.
pub async fn run_batch(backend: &Backend, lane: Lane) -> Result<Round, DbError> {
    run_batch_until(backend, lane, backend.today()).await
}

/// The same for what is due by a day that is not after today.
///
/// # Errors
/// As [`run_batch`].
pub async fn run_batch_until(backend: &Backend, lane: Lane, until: NaiveDate) -> Result<Round, DbError> {
    run_batch_of(backend, lane, until, BATCH).await
}

/// The same with no more than so many jobs in a transaction.
///
/// # Errors
/// As [`run_batch`].
pub async fn run_batch_of(backend: &Backend, lane: Lane, until: NaiveDate, most: i64) -> Result<Round, DbError> {
    let when = When { today: backend.today(), now: backend.now() };
    let claimed = backend.db.write(work!(tx => jobs::claim_due(tx, lane, until, (when.now, when.now + LEASE), most).await)).await?;
    let mut round = Round { claimed: claimed.len(), ..Round::default() };
    if claimed.is_empty() {
        return Ok(round);
    }
    failpoint::reach(failpoint::AFTER_JOBS_CLAIMED).await;
    let attempts = match backend.db.write(work!(tx, &claimed => work_off_all(tx, backend, claimed, when).await)).await {
        Ok(outcome) => {
            round.done += outcome.done;
            round.waiting += outcome.waiting;
            round.tally.add(outcome.tally);
            outcome.attempts
        }
        Err(Refusal::Storage(error)) if error.is_unavailable() => return Err(error),
        // One of them cannot be done. The others must not wait for it.
        Err(_) => run_each(backend, &claimed, when, &mut round).await?,
    };
    failpoint::reach(failpoint::AFTER_JOBS_COMMITTED).await;
    charge_all(backend, attempts).await;
    Ok(round)
}

/// Works off everything that is due in all lanes, until only what has to wait is left. Answers what was done.
///
/// # Errors
/// As [`run_batch`].
pub async fn run_until_quiet(backend: &Backend) -> Result<Round, DbError> {
    let mut all = Round::default();
    loop {
        let mut pass = Round::default();
        for lane in Lane::ALL {
            loop {
                let round = run_batch(backend, lane).await?;
                let is_over = round.claimed == 0;
                pass.add(round);
                if is_over {
                    break;
                }
            }
        }
        let is_quiet = pass.done == 0;
        all.add(pass);
        if is_quiet {
            return Ok(all);
        }
    }
}

/// What a transaction has done.
#[derive(Default)]
struct Outcome {
    done: usize,
    waiting: usize,
    attempts: Vec<Attempt>,
    tally: Tally,
}

async fn work_off_all(tx: &mut Tx<'_>, backend: &Backend, claimed: &[Job], when: When) -> Result<Outcome, Refusal> {
    // All accounts first and in one order, before anything that others wait for: so two batches, or a batch and an order,
    // never wait for each other.
    let mut locked: Vec<_> = claimed.iter().map(|job| &job.account).collect();
    locked.sort();
    locked.dedup();
    for account in locked {
        accounts::lock_account(tx, account).await?;
    }
    let mut outcome = Outcome::default();
    for job in claimed {
        // Who was so slow that the lease has ended leaves it to whoever has it now: a step of dunning done twice would be the
        // next step done too early.
        if !jobs::is_held(tx, job, when.now + LEASE).await? {
            continue;
        }
        let next = work_off(tx, backend, job, when).await?;
        settle(tx, job, next, when, &mut outcome).await?;
    }
    failpoint::reach(failpoint::BEFORE_JOBS_COMMIT).await;
    Ok(outcome)
}

async fn settle(tx: &mut Tx<'_>, job: &Job, next: Next, when: When, outcome: &mut Outcome) -> Result<(), DbError> {
    match next {
        Next::Done => jobs::finish(tx, job).await?,
        Next::On(day) => jobs::move_on(tx, job, day).await?,
        Next::Soon => {
            outcome.waiting += 1;
            return jobs::postpone(tx, job, when.now + SOON).await;
        }
        Next::Charge(attempt, day) => {
            outcome.attempts.push(*attempt);
            jobs::move_on(tx, job, day).await?;
        }
    }
    outcome.done += 1;
    outcome.tally.note_done(job);
    Ok(())
}

/// Every job in a transaction of its own; one that fails is tried again later and later, and at last given up.
async fn run_each(backend: &Backend, claimed: &[Job], when: When, round: &mut Round) -> Result<Vec<Attempt>, DbError> {
    let mut attempts = Vec::new();
    for job in claimed {
        let alone = std::slice::from_ref(job);
        match backend.db.write(work!(tx => work_off_all(tx, backend, alone, when).await)).await {
            Ok(outcome) => {
                round.done += outcome.done;
                round.waiting += outcome.waiting;
                round.tally.add(outcome.tally);
                attempts.extend(outcome.attempts);
            }
            Err(Refusal::Storage(error)) if error.is_unavailable() => return Err(error),
            Err(error) => {
                round.failed += 1;
                round.tally.note_failed(job);
                note_failure(backend, job, &error).await?;
            }
        }
    }
    Ok(attempts)
}

async fn note_failure(backend: &Backend, job: &Job, error: &Refusal) -> Result<(), DbError> {
    let (kind, subject, tries) = (job.kind.code(), &job.subject, job.tries + 1);
    let after = if tries >= MOST_TRIES {
        tracing::error!(%error, kind, subject, "a job was given up; it waits for somebody to look");
        AfterFailure::Dead
    } else {
        tracing::warn!(%error, kind, subject, tries, "a job has failed and is tried again");
        let doublings = u32::try_from(job.tries).unwrap_or(0);
        AfterFailure::Again { try_at: backend.now() + FIRST_PAUSE.saturating_mul(2_i64.saturating_pow(doublings)) }
    };
    let error = error.to_string();
    backend.db.write(work!(tx, &error => jobs::fail(tx, job, after, error).await)).await
}

/// Asks the gateway for all charges, some at once. What stays unknown is found out by recovery.
async fn charge_all(backend: &Backend, attempts: Vec<Attempt>) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut charges = JoinSet::new();
    for attempt in attempts {
        // Nobody closes it, so there always is a place.
        let Ok(place) = places.clone().acquire_owned().await else { break };
        let backend = backend.clone();
        charges.spawn(async move {
            charge_invoice(&backend, &attempt).await;
            drop(place);
        });
    }
    while let Some(outcome) = charges.join_next().await {
        if let Err(error) = outcome {
            tracing::error!(%error, "a charge has failed");
        }
    }
}
