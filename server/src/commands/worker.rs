//! `kontor worker`: the work in the background alone. Any number of them may share a PostgreSQL database.

use super::serve::stop_signal;
use super::{configure, open, runtime};
use crate::cli::ServeOptions;
use crate::log;
use anyhow::{Context, Result};
use backend::usecases::demo_clock;
use backend::worker;
use std::io::{self, Write};
use std::process::ExitCode;
use tokio::sync::watch;

/// Works until it is told to stop, and ends what it has in hand.
pub fn run(options: &ServeOptions) -> Result<ExitCode> {
    let configuration = configure(&options.configuration)?;
    log::start(options.log_format.unwrap_or(configuration.operation.log_format));
    runtime()?.block_on(async {
        let backend = open(&configuration).await?;
        backend.db.migrate().await.context("the database cannot be brought up to date")?;
        demo_clock::load(&backend).await.context("the demo's calendar cannot be read")?;
        let (stop, stopping) = watch::channel(false);
        let work = tokio::spawn(worker::run(backend.clone(), stopping));
        // Whoever reads standard output may go away; that is no reason to stop.
        let _told = writeln!(io::stdout(), "Kontor works in the background.");
        stop_signal().await;
        stop.send_replace(true);
        work.await.context("the worker has failed")?;
        backend.db.close().await;
        Ok(ExitCode::SUCCESS)
    })
}
