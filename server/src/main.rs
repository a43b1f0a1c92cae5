//! The binary `kontor`: reads the command line, does what it says, and ends with an exit code that tells how it went.

mod catalogue;
mod cli;
mod commands;
mod configuration;
mod fresh;
mod log;
mod metrics;
mod middleware;
mod portal;
mod routes;
mod session_store;
mod site;

use clap::Parser;
use cli::{Cli, Command, StaffCommand};
use std::io::{self, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Serve(options) => commands::serve::run(&options),
        Command::Migrate(options) => commands::migrate::run(&options),
        Command::Worker(options) => commands::worker::run(&options),
        Command::Jobs(options) => commands::jobs::run(&options),
        Command::Renew(options) => commands::renew::run(&options),
        Command::Price(options) => commands::price::run(&options),
        Command::Sandbox(options) => commands::sandbox::run(options),
        Command::Backup(options) => commands::backup::run(&options),
        Command::CopyTo(options) => commands::copy_to::run(&options),
        Command::Healthcheck(options) => commands::healthcheck::run(&options),
        Command::Staff(StaffCommand::Add(options)) => commands::staff::add(&options),
        Command::Staff(StaffCommand::ResetSecondFactor(options)) => commands::staff::reset_second_factor(&options),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            // Nobody is left to tell when standard error is gone too.
            let _told = writeln!(io::stderr(), "kontor: {}", explain(&error));
            ExitCode::FAILURE
        }
    }
}

/// The error with its causes. Some texts end with their cause's already, and it is not said twice.
fn explain(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |told, cause| match told.as_str() {
        "" => cause,
        told if told.ends_with(&cause) => told.to_owned(),
        told => format!("{told}: {cause}"),
    })
}
