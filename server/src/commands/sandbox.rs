//! `kontor sandbox`: the sandbox gateway as a process of its own.

use super::runtime;
use crate::cli::{Faults, LogFormat, SandboxOptions};
use crate::commands::serve::{bind, stop_signal};
use crate::log;
use anyhow::Result;
use sandbox::{FaultControl, Options};
use std::io::{self, Write};
use std::process::ExitCode;

/// Serves until it is told to stop.
pub fn run(options: SandboxOptions) -> Result<ExitCode> {
    log::start(LogFormat::Text);
    let faults_allowed = match options.faults {
        Faults::Allowed => FaultControl::Allowed,
        Faults::Refused => FaultControl::Refused,
    };
    runtime()?.block_on(async {
        let listener = bind(options.listen, "--listen").await?;
        writeln!(io::stdout(), "The sandbox gateway is at http://{}.", listener.local_addr()?)?;
        sandbox::serve(listener, Options { store: options.store, secret: options.secret, faults_allowed }, stop_signal()).await?;
        Ok(ExitCode::SUCCESS)
    })
}
