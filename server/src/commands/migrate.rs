//! `kontor migrate`: the database's schema, and nothing else.

use super::{configure, open, runtime};
use crate::cli::ConfigurationOptions;
use anyhow::{Context, Result};
use std::io::{self, Write};
use std::process::ExitCode;

/// Brings the database up to date.
pub fn run(options: &ConfigurationOptions) -> Result<ExitCode> {
    let configuration = configure(options)?;
    runtime()?.block_on(async {
        let backend = open(&configuration).await?;
        backend.db.migrate().await.context("the database cannot be brought up to date")?;
        writeln!(io::stdout(), "The {} database is up to date.", backend.db.engine_name())?;
        backend.db.close().await;
        Ok(ExitCode::SUCCESS)
    })
}
