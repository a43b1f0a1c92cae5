//! `kontor sandbox`: the sandbox gateway as a process of its own.

use super::runtime;
use crate::cli::{Faults, LogFormat, SandboxOptions};
use crate::commands::serve::{bind, stop_signal};
use crate::log;
use anyhow::Result;
use sandbox::{FaultControl, Options, Webhook};
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
        let own_url = format!("http://{}", listener.local_addr()?);
        writeln!(io::stdout(), "The sandbox gateway is at {own_url}.")?;
        let public_url = options.public_url.unwrap_or(own_url);
        // The command line takes both or neither.
        let webhook = options.webhook_url.zip(options.webhook_secret).map(|(url, secret)| Webhook { url, secret });
        let options = Options { store: options.store, secret: options.secret, faults_allowed, public_url, webhook };
        sandbox::serve(listener, options, stop_signal()).await?;
        Ok(ExitCode::SUCCESS)
    })
}
