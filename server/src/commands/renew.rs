//! `kontor renew`: works off what is due, tells how far it has come, and ends.

mod progress;

use super::serve::stop_signal;
use super::{configure, open, runtime};
use crate::cli::RenewOptions;
use anyhow::{Context, Result, bail};
use backend::Backend;
use backend::db::jobs::{Lane, count_due};
use backend::usecases::demo_clock;
use backend::usecases::jobs::run::{Round, run_batch_until};
use backend::work;
use chrono::NaiveDate;
use progress::Progress;
use std::io::{self, Write};
use std::process::ExitCode;
use tokio::sync::watch;

/// Works off what is due by a day.
pub fn run(options: &RenewOptions) -> Result<ExitCode> {
    let configuration = configure(&options.configuration)?;
    runtime()?.block_on(async {
        let backend = open(&configuration).await?;
        backend.db.migrate().await.context("the database cannot be brought up to date")?;
        demo_clock::load(&backend).await.context("the demo's calendar cannot be read")?;
        let today = backend.today();
        let until = options.until.unwrap_or(today);
        if until > today {
            bail!("{until} is after today, {today}: what is due then cannot be worked off yet");
        }
        let (stop, stopping) = watch::channel(false);
        tokio::spawn(async move {
            stop_signal().await;
            stop.send_replace(true);
        });
        let outcome = work_off(&backend, until, &stopping).await?;
        summarise(&outcome, until)?;
        backend.db.close().await;
        Ok(if outcome.round.failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    })
}

/// What was done.
struct Outcome {
    round: Round,
    was_stopped: bool,
}

/// All lanes in their order, again and again, until only what has to wait is left.
async fn work_off(backend: &Backend, until: NaiveDate, stopping: &watch::Receiver<bool>) -> Result<Outcome> {
    let mut all = Round::default();
    let mut progress = Progress::start(left(backend, until).await?);
    loop {
        let mut done = 0;
        for lane in Lane::ALL {
            loop {
                if *stopping.borrow() {
                    progress.end();
                    return Ok(Outcome { round: all, was_stopped: true });
                }
                let round = run_batch_until(backend, lane, until).await?;
                if round.claimed == 0 {
                    break;
                }
                done += round.done;
                all.add(round);
                if progress.is_due() {
                    // Work makes work: a renewal is followed by its collection, and that by a mail.
                    progress.tell(all.done, left(backend, until).await?);
                }
            }
        }
        if done == 0 {
            progress.end();
            return Ok(Outcome { round: all, was_stopped: false });
        }
    }
}

async fn left(backend: &Backend, until: NaiveDate) -> Result<usize> {
    let left = backend.db.read(work!(tx => count_due(tx, until).await)).await?;
    Ok(usize::try_from(left).unwrap_or(0))
}

fn summarise(outcome: &Outcome, until: NaiveDate) -> Result<()> {
    let Outcome { round, was_stopped } = outcome;
    let mut output = io::stdout().lock();
    if *was_stopped {
        writeln!(output, "Stopped. What is left is done by the next run, or by a worker.")?;
    }
    writeln!(output, "Due by {until}: {} done, {} wait for something else, {} failed.", round.done, round.waiting, round.failed)?;
    for (kind, tally) in round.tally.iter() {
        let failed = if tally.failed > 0 { format!(", {} failed", tally.failed) } else { String::new() };
        writeln!(output, "  {:<15} {} done{failed}", kind.code(), tally.done)?;
    }
    Ok(())
}
